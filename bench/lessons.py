"""The control that the benches move on each lesson of :data:`pages._kit.course.LESSONS`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pages._kit import course

FIGURES = '[data-testid="stMetricValue"], [data-testid="stVegaLiteChart"]'
WRITTEN = '[data-testid="stMarkdown"]'
CHART = '[data-testid="stVegaLiteChart"] :is(svg, canvas).marks'


@dataclass(frozen=True)
class Control:
    """The widget of a page that is moved, and what changes with it.

    Attributes
    ----------
    kind : {"slider", "choice", "button"}
        A slider is moved with the right arrow key, an option of a choice is clicked, a button is pressed.
    keys : tuple of str
        Widget keys (or labels) that the websocket client moves, in turn; more than one only for buttons.
    labels : tuple of str
        What the browser moves, in turn: the slider's label, the options' texts, the buttons' names.
    values : tuple
        Values that the websocket client sends, in turn; neighbors differ, so that each one is a change.
    watch : str
        CSS selector of the elements that must change on the screen.
    scene : str
        Slug of the scene that has the widget; empty for the lesson's first.
    """

    kind: Literal["slider", "choice", "button"]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[object, ...] = (True,)
    watch: str = FIGURES
    scene: str = ""


@dataclass(frozen=True)
class Subject(Control):
    """A page under measurement: its slug and its control."""

    slug: str = ""

    @property
    def name(self) -> str:
        """Name of the page in the tables."""
        return self.slug or "overview"

    @property
    def query(self) -> str:
        """Query string of its address."""
        return f"scene={self.scene}" if self.scene else ""


THETAS = tuple(round(0.2 + 0.003 * i, 3) for i in range(200))
THETA = Control("slider", ("theta",), ("θ, probability of heads",), THETAS)
INTERVALS = ("highest-density", "equal-tailed")
PRIORS = ("laplace", "gaussian")
STRENGTHS = tuple(round(0.05 + 0.01 * i, 2) for i in range(90))

CONTROLS = {
    "": Control("button", ("next", "back"), ("Next", "Back")),
    "detective": Control("choice", ("suspects",), ("11", "101"), (11, 101), scene="line-up"),
    "likelihood": THETA,
    "log-likelihood": THETA,
    "training-is-mle": Control("slider", ("ascent_step",), ("Steps taken",), tuple(range(40))),
    "bayesian-inference": Control("choice", ("interval_kind",), INTERVALS, INTERVALS),
    "map-estimation": Control("choice", ("prior",), ("Laplace", "Gaussian"), PRIORS, scene="weights"),
    "regularization": Control("slider", ("strength",), ("Strength",), STRENGTHS),
    "big-picture": Control("button", ("hmc_Bold", "hmc_Good"), ("Bold", "Good"), scene="hmc"),
    "training-lab": Control("button", ("run_step",), ("1 step",)),
}
"""The control of each lesson, by slug."""


def subjects(lessons: Iterable[course.Lesson], controls: Mapping[str, Control]) -> tuple[Subject, ...]:
    """One subject for each lesson that has a control, in the order of the lessons."""
    return tuple(Subject(**vars(controls[item.slug]), slug=item.slug) for item in lessons if item.slug in controls)


def complaint(lessons: Iterable[course.Lesson], controls: Mapping[str, Control]) -> str:
    """Sentences that name the lessons without a control and the controls without a lesson; empty if there are none."""
    listed = {item.slug: item for item in lessons}
    sentences = [
        f'Lesson {item.number} "{slug}" ({item.question}) was not measured: '
        "add the control to move to CONTROLS in bench/lessons.py."
        for slug, item in listed.items()
        if slug not in controls
    ]
    unknown = [slug for slug in controls if slug not in listed]
    sentences += [f'There is no lesson "{slug}": remove it from CONTROLS in bench/lessons.py.' for slug in unknown]
    return "\n".join(sentences)


LESSONS = subjects(course.LESSONS, CONTROLS)
"""The lessons that are measured."""
COMPLAINT = complaint(course.LESSONS, CONTROLS)
"""What the benches print about lessons that are not measured; empty if all are."""

BASELINE = Subject("slider", ("theta",), ("theta",), THETAS, watch=WRITTEN)
"""The page with one slider that the lessons are compared with."""

FLOOR = replace(BASELINE, watch=FIGURES)
FLOOR_NAME = "slider + chart + figures"
"""The smallest possible lesson, without a computation: no lesson can cost less."""
