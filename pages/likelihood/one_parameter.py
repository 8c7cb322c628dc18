"""The view of a family with one parameter: slider, linked panels, figures and worked example."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import streamlit as st
from numpy.typing import ArrayLike
from streamlit.delta_generator import DeltaGenerator

from core.arrays import FloatArray
from pages._kit import controls
from pages._kit.charts.base import Look, Spec, Tables
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import read_the_chart
from pages._kit.saving.on_page import InNotebook
from pages._kit.stage import Stage
from pages.likelihood import reading, words
from pages.likelihood.charts.one_parameter import Axis, Labels
from pages.likelihood.family import DataSet
from pages.likelihood.parameter import Parameter, axis_around, released
from pages.likelihood.scale import likelihood_text, resolved


class Sample(Protocol):
    """Data with a number of observations."""

    @property
    def n(self) -> int:
        """Number of observations; at least one."""


S = TypeVar("S", bound=Sample)
S_contra = TypeVar("S_contra", bound=Sample, contravariant=True)


class Likelihood(Protocol[S_contra]):
    """What the view asks of a module of :mod:`core.likelihood`, whose one parameter is positive. All logs in nats."""

    def mle(self, data: S_contra, /) -> float | None:
        """Return the maximum-likelihood estimate; None without data."""

    def standard_error(self, data: S_contra, /) -> float | None:
        """Return the estimate's standard error; None without data."""

    def log_likelihood(self, theta: ArrayLike, data: S_contra, /) -> FloatArray:
        """Return the log-likelihood of each ``theta``."""

    def log_likelihood_ratio(self, theta: ArrayLike, data: S_contra, /) -> FloatArray:
        """Return the log-likelihood of each ``theta`` minus its maximum."""

    def log_area(self, data: S_contra, /) -> float:
        """Return the log of the area under the likelihood."""


class Chart(Protocol[S_contra]):
    """What the view asks of a module of :mod:`pages.likelihood.charts`."""

    LABELS: Labels

    def spec(self, look: Look, /) -> Spec:
        """Return the chart's spec, constant for a look."""

    def rows(self, data: S_contra, theta: float, axis: Axis, version: int, /) -> Tables:
        """Return the chart's tables."""


@dataclass(frozen=True)
class OneParameter(Generic[S]):
    """A family's likelihood and chart, with the words around them.

    Attributes
    ----------
    likelihood, chart : module
        The family's likelihood, and the chart that draws it.
    key : str
        The chart's key.
    parameter : str
        The parameter's name in words, also the key of its slider and of its value in the address.
    start : float
        Where the slider begins, if that lies on the axis; else it begins at the nearer end.
    alt, read : str
        The chart's text alternative, and one line on how to read it.
    estimate : callable
        The MLE as a fraction, in words.
    example : callable
        The worked example for the data and the parameter.
    notebook : InNotebook, optional
        What the lesson's notebook adds to it.
    """

    likelihood: Likelihood[S]
    chart: Chart[S]
    key: str
    parameter: str
    start: float
    alt: str
    read: str
    estimate: Callable[[S], str]
    example: Callable[[S, float], str]
    notebook: InNotebook | None = None

    def show(self, here: Stage, main: DeltaGenerator, item: DataSet[S]) -> None:
        """Draw the view, with the parameter's slider in the place ``main``."""
        best = self.likelihood.mle(item.data) or 0.0
        # The standard error is 0 where no event was observed: one over the number of observations is the scale then.
        error = self.likelihood.standard_error(item.data) or 1.0 / item.data.n
        axis = item.axes[0] if item.axes else axis_around(best, error, positive=True)
        parameter = item.parameter(self.parameter, axis, min(axis.upper, max(axis.lower, self.start)))
        _follow_parameter(self, here, main, item.data, parameter)
        parameter.sweep().clock()
        if not here.presenting:
            with here.reading:
                how_to_read(self.read)


@st.fragment
def _follow_parameter(view: OneParameter[S], here: Stage, main: DeltaGenerator, data: S, parameter: Parameter) -> None:
    """Draw all that depends on the parameter."""
    likelihood, labels = view.likelihood, view.chart.LABELS
    best = likelihood.mle(data) or 0.0
    with main:
        theta = parameter.slider(labels.parameter)
    with here.hero:
        draw(
            view.chart.rows(data, theta, parameter.axis, controls.chart_version()), view.chart.spec(here.look),
            key=view.key, alt=view.alt, on_select=lambda: released(view.key, theta=parameter),
        )  # fmt: skip
        figures(
            Figure(
                "L(θ)",
                likelihood_text(float(likelihood.log_likelihood(theta, data))),
                help=f"θ is the {view.parameter} {labels.symbol} here.",
            ),
            Figure("L(θ) / L(θ̂)", likelihood_text(float(likelihood.log_likelihood_ratio(theta, data)))),
            Figure("MLE θ̂", resolved(best, best or 1.0), view.estimate(data)),
            Figure(
                "Area under L(θ)",
                likelihood_text(likelihood.log_area(data)),
                "need not be 1",
                f"A likelihood is no density over {labels.symbol}.",
            ),
        )
    _read(view, here, data, theta, parameter.axis)
    parameter.sweep().buttons(here)
    if not here.presenting:
        with here.example:
            words.example(lambda: view.example(data, theta), view.notebook)


def _read(view: OneParameter[S], here: Stage, data: S, theta: float, axis: Axis) -> None:
    """Offer the reading of the chart."""
    likelihood = view.likelihood
    best, error = likelihood.mle(data) or 0.0, likelihood.standard_error(data) or 1.0 / data.n
    read_the_chart(
        here,
        lambda: reading.of_one_parameter(
            view.chart.LABELS.symbol, axis, theta, best, error, lambda x: likelihood.log_likelihood_ratio(x, data)
        ),
    )
