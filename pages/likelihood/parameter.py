"""A parameter of a family: its axis, its slider, and its value when the learner lets go of the chart's pointer."""

import math

import streamlit as st

from pages._kit import controls, session
from pages._kit.drawing import selected_number
from pages.likelihood.charts.one_parameter import Axis


def axis_around(best: float, error: float, *, positive: bool) -> Axis:
    """Return six standard errors to each side of the maximum, in about a hundred round steps."""
    step = 10.0 ** math.floor(math.log10(max(error, 1e-9 * max(1.0, abs(best)))) - 0.3)
    lower, upper = math.floor((best - 6 * error) / step) * step, math.ceil((best + 6 * error) / step) * step
    return Axis(max(step, lower) if positive else lower, max(upper, lower + 10 * step), step)


def slider(label: str, key: str, axis: Axis, start: float) -> float:
    """Draw the parameter's slider, which begins at ``start``; return its value, which lies on the axis."""
    places = max(0, -math.floor(math.log10(axis.step) + 1e-9))
    session.drop_out_of_range(key, axis.lower, axis.upper)
    value = st.slider(
        label, round(axis.lower, 10), round(axis.upper, 10), float(round(start, 10)), axis.step,
        key=key, format=f"%.{places}f", on_change=controls.reset_charts, persist_state="session",
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
