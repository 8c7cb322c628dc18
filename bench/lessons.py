"""What is measured: one line a lesson, the widget that is moved, and what must change on the screen."""

from dataclasses import dataclass
from typing import Literal

Control = Literal["slider", "choice", "button"]

FIGURES = '[data-testid="stMetricValue"], [data-testid="stVegaLiteChart"]'
WRITTEN = '[data-testid="stMarkdown"]'
CHART = '[data-testid="stVegaLiteChart"] :is(svg, canvas).marks'


@dataclass(frozen=True)
class Subject:
    """One page under the stopwatch.

    Attributes
    ----------
    slug : str
        Path of the page.
    control : {"slider", "choice", "button"}
        A slider is moved with the right arrow key, an option of a choice is clicked, a button is pressed.
    keys : tuple of str
        Widget keys (or labels) that the websocket client moves, in turn; more than one only for buttons.
    labels : tuple of str
        What the browser looks for, in turn: the slider's label, the options' texts, the buttons' names.
    values : tuple
        Values that the websocket client sends, in turn; neighbors differ, so that each one is a change.
    watch : str
        CSS selector of what must change on the screen.
    first_chart : str
        CSS selector of the first picture that must stand after a launch.
    """

    slug: str
    control: Control
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[object, ...] = (True,)
    watch: str = FIGURES
    first_chart: str = CHART

    @property
    def name(self) -> str:
        """What the tables call it."""
        return self.slug or "overview"


THETAS = tuple(round(0.2 + 0.003 * i, 3) for i in range(200))
THETA = "θ, probability of heads"

BASELINE = Subject("", "slider", ("theta",), ("theta",), THETAS, watch=WRITTEN)

LESSONS = (
    Subject("", "button", ("Next", "Back"), ("Next", "Back")),
    Subject("detective", "choice", ("suspects",), ("11", "101"), (11, 101)),
    Subject("likelihood", "slider", ("theta",), (THETA,), THETAS),
    Subject("log-likelihood", "slider", ("theta",), (THETA,), THETAS),
    Subject("training-is-mle", "slider", ("ascent_step",), ("Steps taken",), tuple(range(40))),
    Subject(
        "bayesian-inference",
        "choice",
        ("interval_kind",),
        ("highest-density", "equal-tailed"),
        ("highest-density", "equal-tailed"),
    ),
    Subject("map-estimation", "choice", ("prior",), ("laplace", "gaussian"), ("laplace", "gaussian")),
    Subject(
        "regularization", "slider", ("strength",), ("Strength",), tuple(round(0.05 + 0.01 * i, 2) for i in range(90))
    ),
    Subject("big-picture", "button", ("hmc_Bold", "hmc_Good"), ("Bold", "Good")),
    Subject("training-lab", "button", ("run_step",), ("Step",)),
)
