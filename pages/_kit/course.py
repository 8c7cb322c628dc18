"""The list of lessons and their scenes, with addresses and questions, and the navigation that is built from it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Final

import streamlit as st

ROOT: Final = Path(__file__).parents[2]
SHARED: Final = ("heads", "tails", "theta", "a", "b", "seed")
"""Keys of the address that mean the same in every lesson. They never choose a scene."""


@dataclass(frozen=True)
class Scene:
    """One idea of a lesson, which has the stage to itself.

    Attributes
    ----------
    slug : str
        The value of the key ``scene`` in the address.
    title : str
        Its name in the line above the stage.
    keys : tuple of str
        The query-string keys of its state.
    """

    slug: str
    title: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """One lesson of the course.

    Attributes
    ----------
    number : int
        0 for the overview, then 1 to 9.
    slug : str
        The path of its address, part of the course's public interface.
    name, question : str
        Its name, and the one question that it answers.
    scenes : tuple of Scene
        Its scenes, in order. The first opens where the address names none.
    """

    number: int
    slug: str
    name: str
    question: str
    scenes: tuple[Scene, ...]

    @property
    def file(self) -> str:
        """Path of the page's script, relative to the entry script."""
        # The file name without its number is the slug. If a lesson is the first request of a fresh server, Streamlit
        # finds the page by its file name, since st.navigation has not run yet.
        return f"pages/{self.number}_{self.slug or 'overview'}.py"

    @property
    def keys(self) -> tuple[str, ...]:
        """The query-string keys of all scenes."""
        return tuple(dict.fromkeys(key for scene in self.scenes for key in scene.keys))

    def scene_of_keys(self, keys: Iterable[str]) -> Scene:
        """The scene for an address with these keys: the first that has them all.

        Keys that no scene has, and those that lessons share, say nothing. Keys that no scene has together, or none at
        all, ask for the lesson's first scene.
        """
        known = {key for key in keys if key in self.keys and key not in SHARED}
        return next((scene for scene in self.scenes if known <= set(scene.keys)), self.scenes[0])

    @property
    def package(self) -> str:
        """Name of the package with the lesson's scenes, words and charts."""
        return f"pages.{(self.slug or 'overview').replace('-', '_')}"


COIN: Final = ("heads", "tails")
ANSWERS: Final = ("data", "n_points", "wd", "seed", "slow")
"""What the six answers of lesson 8 depend on, and which of them to wait for."""

LESSONS: Final = (
    Lesson(0, "", "Overview", "Training a model is statistical inference", (Scene("chain", "Chain", ("step",)),)),
    Lesson(
        1, "detective", "Detective", "Which suspect best explains the evidence?",
        (
            Scene("case", "Case", ("clues", "base_rates")),
            Scene("thousand", "1,000 cases", ("clues", "base_rates")),
            Scene("line-up", "Line-up", (*COIN, "suspects")),
        ),
    ),
    Lesson(
        2, "likelihood", "Likelihood", "The data stay fixed. Which θ makes them most probable?",
        (Scene("curve", "Curve", ("data", *COIN, "theta", "paint", "window", "rate", "view", "mu", "spread")),),
    ),
    Lesson(
        3, "log-likelihood", "Log-likelihood", "Why do we add logs instead of multiplying probabilities?",
        (
            Scene("sum", "Sum", (*COIN, "theta")),
            Scene("underflow", "Underflow", ("n", "p")),
            Scene("losses", "Losses", ("loss", *COIN, "theta")),
        ),
    ),
    Lesson(
        4, "training-is-mle", "Training = maximum likelihood", "What does a gradient step do to the likelihood?",
        (
            Scene("climb", "Climb", ("method", "lr", "ascent_step", *COIN)),
            Scene("next-word", "Next word", ("context", "lm_steps", "planted", "logits")),
            Scene("slow-motion", "Slow motion", ("context", "slow_frame", "gradient_step", "planted")),
            Scene(
                "kl", "KL",
                ("nearest", "kl_steps", *COIN, "theta", "context", "planted", "kl_mu", "kl_sigma"),
            ),
        ),
    ),
    Lesson(
        5, "bayesian-inference", "Bayesian inference", "What changes when you knew something before?",
        (
            Scene("update", "Update", ("prior_by", "a", "b", *COIN, "level", "interval_kind", "window")),
            Scene("flips", "Flip by flip", (*COIN, "flips_step", "prior_by", "a", "b")),
            Scene("priors", "Several priors"),
            Scene("families", "Other data", ("family", "rate_mean", "rate_worth", "light_mean", "light_sd")),
            Scene(
                "coverage", "Coverage",
                ("theta", "n_flips", "interval_drawn", "theta_from", "hundred", "level", "a", "b"),
            ),
            Scene("fair", "Fair?", (*COIN, "a", "b", "window")),
        ),
    ),
    Lesson(
        6, "map-estimation", "MAP estimation", "Where do the data and the prior agree to meet?",
        (
            Scene("coin", "Coin", (*COIN, "a", "b")),
            Scene("weights", "Two weights", ("prior", "sigma", "intercept")),
            Scene("converter", "Converter", ("n_examples", "set_by", "prior", "sigma")),
            Scene("race", "Race", ("race_decay", "race_batch", "race_step")),
            Scene("logit", "Logit", (*COIN, "a", "b", "interval")),
        ),
    ),
    Lesson(
        7, "regularization", "Regularization as prior", "What does each regularizer believe?",
        (
            Scene("fit", "Fit", ("kind", "strength", "degree", "n_points", "seed")),
            Scene("kind", "The kind", ("kind", "strength", "degree", "n_points", "seed", "x", "masks")),
            Scene("paths", "Paths", ("degree", "n_points", "seed")),
            Scene("choice", "Choice", ("kind", "degree", "n_points", "seed")),
            Scene("size", "Data size", ("seed",)),
            Scene("others", "Others", ("pooling", "share")),
        ),
    ),
    Lesson(
        8, "big-picture", "The big picture", "One best answer, or all of them?",
        (
            Scene("maps", "Maps", ANSWERS),
            Scene("table", "Table", ANSWERS),
            Scene("calibration", "Calibration", ANSWERS),
            Scene("far", "Far away", ("angle", *ANSWERS)),
            Scene("size", "Data size", ("n_points",)),
            Scene("hmc", "HMC", ("leapfrog", "length", "draws", "point")),
        ),
    ),
    Lesson(
        9, "training-lab", "Training lab", "What moves the weights: the data or the prior?",
        (
            Scene(
                "lab", "Lab",
                (
                    *("data", "n_points", "noise", "hidden", "activation", "optimizer"),
                    *("lr", "wd", "prior", "batch", "steps", "pace", "seed"),
                ),
            ),
            Scene("end", "The end"),
        ),
    ),
)  # fmt: skip

WHOLE_NUMBERS: Final = ("heads", "tails", "n", "seed", "n_examples", "n_flips", "hundred")
"""The keys of the address that are whole numbers of at most seven digits."""
WHOLE_NUMBER: Final = r"\d{1,7}(\.\d{1,9})?"
"""The pattern of their values, as Streamlit's number field writes and reads them."""

TOTAL: Final = LESSONS[-1].number


def lesson(slug: str) -> Lesson:
    """The lesson with this slug."""
    return next(item for item in LESSONS if item.slug == slug)


@cache
def own_keys(here: Lesson) -> tuple[str, ...]:
    """The keys of a lesson that other lessons name alike without sharing their values."""
    others = {key for item in LESSONS if item != here for key in item.keys}
    return tuple(key for key in here.keys if key in others and key not in SHARED)


def neighbors(here: Lesson) -> tuple[Lesson | None, Lesson | None]:
    """The lessons before and after this one."""
    place = here.number
    return (
        LESSONS[place - 1] if place > 0 else None,
        LESSONS[place + 1] if place < TOTAL else None,
    )


def page_of(item: Lesson) -> st.Page:
    """Streamlit's page object for a lesson.

    It has no icon: Streamlit would use the icon for the browser's tab as well, and fetch it from a font server.
    """
    # Streamlit modifies the page object that it runs, so each caller gets a copy.
    return copy(_page(item))


@cache
def _page(item: Lesson) -> st.Page:
    """The page object that is copied. It is cached because ``st.Page`` looks for the file on disk."""
    return st.Page(
        item.file,
        title=f"{item.number}  {item.name}" if item.number else item.name,
        url_path=item.slug,
        default=item.number == 0,
    )


ROOM: Final = "room"
"""The slug of the page for the participants of a room. It is no lesson, and in no list."""
ROOM_FILE: Final = f"pages/{TOTAL + 1}_{ROOM}.py"


@cache
def room_page() -> st.Page:
    """The page for the participants of a room."""
    return st.Page(ROOM_FILE, title="The room", url_path=ROOM, visibility="hidden")


def navigation() -> st.Page:
    """The page that belongs to the address; Streamlit draws the list of lessons, and closes it on a phone."""
    return st.navigation([*(page_of(item) for item in LESSONS), copy(room_page())], expanded=True)


def is_lesson(page: st.Page) -> bool:
    """Whether this is the page of a lesson, or of the overview."""
    return bool(page.url_path != ROOM)


def run(page: st.Page) -> None:
    """Run the page's script as a part of the entry script.

    Streamlit forgets the fields of one page when it opens another, and takes their keys out of the address.
    The entry script's own fields stay. With ``page.run()`` every lesson's fields would belong to its page.
    """
    file = lesson(page.url_path).file if is_lesson(page) else ROOM_FILE
    exec(_code(file), {"__name__": "__lesson__"})


@cache
def _code(file: str) -> CodeType:
    path = ROOT / file
    return compile(path.read_text(encoding="utf-8"), str(path), "exec")
