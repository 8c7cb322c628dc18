"""A parameter of a family: its axis, its slider, and its value when the learner lets go of the chart's pointer."""

import math

import streamlit as st

from pages._kit import controls, session
from pages._kit.drawing import selected_number
from pages.likelihood.charts.one_parameter import Axis


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


def slider(label: str, key: str, axis: Axis, start: float) -> float:
    """Draw the parameter's slider, which begins at the stop nearest to ``start``; return its value on the axis."""
    session.drop_out_of_range(key, axis.lower, axis.upper)
    value = st.slider(
        label, axis.lower, axis.upper, axis.nearest(start), axis.step,
        key=key, format=f"%.{axis.places}f", on_change=controls.reset_charts, persist_state="session",
    )  # fmt: skip
    return min(axis.upper, max(axis.lower, float(value)))


def released(chart: str, **keys: str) -> None:
    """Set each parameter's slider to the value that the chart's pointer was let go at.

    Parameters
    ----------
    chart : str
        The chart's key.
    **keys : str
        For a field of the chart's selection, the key of its slider.
    """
    for field, key in keys.items():
        value = selected_number(chart, "drag", field)
        if value is not None:
            session.set_value(key, value)
