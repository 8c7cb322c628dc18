"""How a lesson draws: a constant spec, one Arrow table, a stable key, a text alternative, one line of reading."""

import math
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit.charts.base import Spec, Tables
from pages._kit.sharing.slices import TRAFFIC


def draw(
    data: pa.Table | Tables,
    spec: Spec,
    *,
    key: str,
    alt: str,
    read: str = "",
    on_select: Callable[[], None] | None = None,
    live: bool = False,
) -> DeltaGenerator:
    """Draw a chart at its fixed height and say how to read it.

    Parameters
    ----------
    data : pyarrow.Table or dict
        All the data that the chart shows: one table, or the named tables that its spec speaks of.
    spec : dict
        A constant spec from ``core.charts``: as long as it is the same object's content, the browser keeps its chart
        and only takes the data.
    key : str
        Stable name of the chart.
    alt : str
        What the chart shows, for who does not see it. Keep it the same while the data change: Streamlit builds the
        chart anew when it changes, and what the pointer did is lost. The numbers are in the figures.
    read : str
        One line: how to read this.
    on_select : callable, optional
        Called when the learner has let go of the chart; the selections are in ``st.session_state[key]``.
    live : bool
        Drawn again and again while a run advances: no sign that the learner moved something.

    Returns
    -------
    DeltaGenerator
        The chart's place: ``with`` it, the chart can be drawn again while the page still runs.
    """
    if not live:
        TRAFFIC.note()
    chosen: dict[str, Any] = {} if on_select is None else {"on_select": on_select}
    if isinstance(data, dict):
        place = st.vega_lite_chart(None, {**spec, "datasets": dict(data)}, key=key, alt=alt, **chosen)
    else:
        place = st.vega_lite_chart(data, spec, key=key, alt=alt, **chosen)
    if read:
        how_to_read(read)
    return place


def how_to_read(read: str) -> None:
    """One line under a chart; a fragment that redraws the chart at every move leaves it to the page."""
    if not st.session_state.get("_presenting"):
        st.caption(f"**How to read this.** {read}")


def selected(key: str, name: str) -> dict[str, Any]:
    """The fields of a point selection, empty where nothing is selected, or nothing that a chart would send."""
    state = st.session_state.get(key)
    points = state["selection"].get(name) if state else None
    usable = isinstance(points, list) and points and isinstance(points[0], dict)
    return dict(points[0]) if usable else {}


def selected_number(key: str, name: str, field: str) -> float | None:
    """A finite number of a point selection, None where there is none."""
    value = selected(key, name).get(field)
    usable = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if usable else None
