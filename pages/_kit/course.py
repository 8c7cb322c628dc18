"""The list of lessons, with their addresses and questions, and the navigation and side bar that are built from it."""

from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Final

import streamlit as st


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
    section : str
        Its heading in the side bar.
    keys : tuple of str
        The query-string keys of its state, in the order of a copied link.
    """

    number: int
    slug: str
    name: str
    question: str
    section: str
    keys: tuple[str, ...]

    @property
    def file(self) -> str:
        """Path of the page's script, relative to the entry script."""
        # The file name without its number is the slug. If a lesson is the first request of a fresh server, Streamlit
        # finds the page by its file name, since st.navigation has not run yet.
        return f"pages/{self.number}_{self.slug or 'overview'}.py"

    @property
    def package(self) -> str:
        """Name of the package with the lesson's scenes, words and charts."""
        return f"pages.{(self.slug or 'overview').replace('-', '_')}"


DATA_SPEAK: Final = "The data speak"
BELIEF_JOINS: Final = "Belief joins"
BOTH: Final = "Both together"

LESSONS: Final = (
    Lesson(0, "", "Overview", "Training a model is statistical inference", "", ("step",)),
    Lesson(
        1, "detective", "Detective", "Which suspect best explains the evidence?",
        DATA_SPEAK, ("clues", "base_rates", "suspects", "heads", "tails"),
    ),
    Lesson(
        2, "likelihood", "Likelihood", "The data stay fixed. Which θ makes them most probable?",
        DATA_SPEAK, ("data", "heads", "tails", "theta"),
    ),
    Lesson(
        3, "log-likelihood", "Log-likelihood", "Why do we add logs instead of multiplying probabilities?",
        DATA_SPEAK, ("n", "p", "heads", "tails", "theta", "loss"),
    ),
    Lesson(
        4, "training-is-mle", "Training = maximum likelihood", "What does a gradient step do to the likelihood?",
        DATA_SPEAK, ("heads", "tails", "lr", "method", "context", "lm_steps"),
    ),
    Lesson(
        5, "bayesian-inference", "Bayesian inference", "What changes when you knew something before?",
        BELIEF_JOINS, ("heads", "tails", "a", "b", "level"),
    ),
    Lesson(
        6, "map-estimation", "MAP estimation", "Where do the data and the prior agree to meet?",
        BELIEF_JOINS, ("heads", "tails", "a", "b", "prior", "sigma", "n_examples"),
    ),
    Lesson(
        7, "regularization", "Regularization as prior", "What does each regularizer believe?",
        BELIEF_JOINS, ("kind", "strength", "degree", "n_points", "seed"),
    ),
    Lesson(
        8, "big-picture", "The big picture", "One best answer, or all of them?",
        BOTH, ("data", "n_points", "wd", "seed"),
    ),
    Lesson(
        9, "training-lab", "Training lab", "What moves the weights: the data or the prior?",
        BOTH,
        (
            *("data", "n_points", "noise", "hidden", "activation", "optimizer"),
            *("lr", "wd", "prior", "batch", "steps", "seed"),
        ),
    ),
)  # fmt: skip

WHOLE_NUMBERS: Final = ("heads", "tails", "n", "seed", "n_examples")
"""The keys of the address that are whole numbers of at most seven digits."""

TOTAL: Final = LESSONS[-1].number


def lesson(slug: str) -> Lesson:
    """The lesson with this slug."""
    return next(item for item in LESSONS if item.slug == slug)


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
        title=item.name if item.number == 0 else f"{item.number}  {item.name}",
        url_path=item.slug,
        default=item.number == 0,
    )


def navigation() -> st.Page:
    """The page that belongs to the address. Streamlit's own list of pages is hidden; :func:`side_bar` replaces it."""
    return st.navigation([page_of(item) for item in LESSONS], position="hidden")


def side_bar() -> None:
    """Draw the list of lessons under their headings.

    It replaces Streamlit's own list because that one, with headings, is not a valid list for a screen reader.
    """
    section = ""
    with st.sidebar.container(key="side_bar", gap="xxsmall"):
        for item in LESSONS:
            if item.section != section:
                section = item.section
                st.caption(section)
            st.page_link(page_of(item))
