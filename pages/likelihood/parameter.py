"""A parameter of a family: its axis, its slider, and its value when the learner lets go of the chart's pointer."""

import math
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from pages._kit import controls, session
from pages._kit.drawing import selected_number
from pages.likelihood.charts.one_parameter import Axis
from pages.likelihood.sweep import Sweep

KEPT: Final[dict[str, Any]] = {"persist_state": "session"}
"""For the slider of the learner's own data, which no link holds."""


def axis_around(best: float, error: float, *, positive: bool) -> Axis:
    """Return six standard errors to each side of the maximum, in about a hundred round steps."""
    return axis_over(best - 6 * error, best + 6 * error, error, positive=positive)


def axis_over(low: float, high: float, fine: float, *, positive: bool) -> Axis:
    """Return an axis that spans ``low`` to ``high``, in steps of a power of ten between ``fine / 20`` and ``fine / 2``.

    With ``positive`` it begins at the first step at the earliest, which is always below ``fine``.
    """
    power = math.floor(math.log10(fine) - 0.3)
    step = float(f"1e{power}")
    first, last = math.floor(low / step), math.ceil(high / step)
    first = max(1, first) if positive else first
    # Parsed from text, a multiple of the step has no rounding error of its own.
    return Axis(float(f"{first}e{power}"), float(f"{max(last, first + 10)}e{power}"), step)


@dataclass(frozen=True)
class Parameter:
    """A parameter with a slider.

    Attributes
    ----------
    key : str
        The slider's key.
    axis : Axis
        The slider's values.
    start : float
        Where the slider begins: at the nearest value of the axis.
    in_address : bool
        Whether the value is in the address.
    """

    key: str
    axis: Axis
    start: float
    in_address: bool

    def slider(self, label: str) -> float:
        """Draw the slider; return its value on the axis."""
        session.keep_in_range(self.key, self.axis.lower, self.axis.upper, self.axis.nearest(self.start))
        value = st.slider(
            label, self.axis.lower, self.axis.upper, self.axis.nearest(self.start), self.axis.step,
            key=self.key, format=f"%.{self.axis.places}f", on_change=controls.reset_charts,
            **(controls.IN_ADDRESS if self.in_address else KEPT),
        )  # fmt: skip
        return self.axis.nearest(float(value))

    def now(self) -> float:
        """Return the value; the slider need not be drawn yet."""
        return float(session.value_of(self.key, self.axis.nearest(self.start)))

    def move(self, value: float) -> None:
        """Move the slider to the stop nearest to ``value``; only before it is drawn, for example in a callback."""
        session.set_value(self.key, self.axis.nearest(value))
        controls.reset_charts()

    def sweep(self, low: float = -math.inf, high: float = math.inf) -> Sweep:
        """Return the sweep across the axis, or across the part of it between ``low`` and ``high``."""
        return Sweep(self.now, self.move, lambda: (max(low, self.axis.lower), min(high, self.axis.upper)))


def released(chart: str, **parameters: Parameter) -> None:
    """Set each parameter to the value that the chart's pointer was let go at.

    Parameters
    ----------
    chart : str
        The chart's key.
    **parameters : Parameter
        For a field of the chart's selection, the parameter.
    """
    for field, parameter in parameters.items():
        value = selected_number(chart, "drag", field)
        if value is not None:
            session.set_value(parameter.key, parameter.axis.nearest(value))
