"""The view of a family with one parameter: slider, linked panels, figures and worked example."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import streamlit as st
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from pages._kit import controls
from pages._kit.charts.base import Look, Spec, Tables
from pages._kit.drawing import draw
from pages._kit.figures import Figure, figures
from pages._kit.stage import Stage
from pages.likelihood.charts.one_parameter import Axis, Labels
from pages.likelihood.family import Below, DataSet
from pages.likelihood.parameter import axis_around, released, slider
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
        The parameter's name in words, also the key of its slider.
    start : float
        Where the slider begins, if that lies on the axis; else it begins at the nearer end.
    alt, read : str
        The chart's text alternative, and one line on how to read it.
    estimate : callable
        The MLE as a fraction, in words.
    example : callable
        The worked example for the data and the parameter.
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

    def show(self, here: Stage, item: DataSet[S], below: Below | None) -> None:
        """Draw the view."""
        _follow_parameter(self, here, item, below)


@st.fragment
def _follow_parameter(view: OneParameter[S], here: Stage, item: DataSet[S], below: Below | None) -> None:
    """Draw all that depends on the parameter."""
    likelihood, labels, data, key = view.likelihood, view.chart.LABELS, item.data, item.field(view.parameter)
    best = likelihood.mle(data) or 0.0
    # The standard error is 0 where no event was observed: one over the number of observations is the scale then.
    error = likelihood.standard_error(data) or 1.0 / data.n
    axis = item.axes[0] if item.axes else axis_around(best, error, positive=True)
    with here.controls:
        theta = slider(labels.parameter, key, axis, min(axis.upper, max(axis.lower, view.start)))
    with here.hero:
        draw(
            view.chart.rows(data, theta, axis, controls.chart_version()), view.chart.spec(here.look), key=view.key,
            alt=view.alt, read=view.read, on_select=lambda: released(view.key, theta=key),
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
                f"need not be 1: no density over {labels.symbol}",
            ),
        )
    if below:
        below.example.code(view.example(data, theta), language="python")
