"""Draw a chart from a constant spec and Arrow tables, with a text alternative; and the line on how to read it."""

import sys
from collections.abc import Callable
from typing import Any, Final, Literal, overload

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit import way
from pages._kit.charts.base import Spec, Tables
from pages._kit.saving import on_page
from pages._kit.saving.on_page import Drawn
from pages._kit.sharing import moves
from pages._kit.stage import PRESENTING

ON_PAPER: Final = 330
"""Height of a chart on the hand-out, px, where no window limits it."""


@overload
def draw(
    data: pa.Table | Tables, spec: Spec, *, key: str, alt: str, fill: bool = ..., live: bool = ...
) -> DeltaGenerator: ...


@overload
def draw(
    data: pa.Table | Tables, spec: Spec, *, key: str, alt: str, fill: bool = ..., on_select: Callable[[], None]
) -> None: ...


def draw(
    data: pa.Table | Tables,
    spec: Spec,
    *,
    key: str,
    alt: str,
    fill: bool = True,
    on_select: Callable[[], None] | None = None,
    live: bool = False,
) -> DeltaGenerator | None:
    """Draw a chart.

    Parameters
    ----------
    data : pyarrow.Table or dict
        All data of the chart: one table, or the named tables that the spec refers to.
    spec : dict
        A constant spec, as :func:`pages._kit.charts.base.finish` returns it. As long as the spec stays the same, the
        browser keeps its chart and only replaces the data.
    key : str
        The chart's key in the session.
    alt : str
        Describes the chart to screen-reader users. It must not change with the data: when it changes, Streamlit
        builds a new chart and the learner's selection is lost. The numbers belong in the figures.
    fill : bool
        Whether the chart takes all the height that its place on the stage leaves, instead of the height in its spec.
    on_select : callable, optional
        Called when the learner releases the pointer on the chart; :func:`selected` then reads the selection.
    live : bool
        Whether a run in progress draws the chart. Such a redraw does not count as activity of a learner, for which
        the runs of other learners would slow down.

    Returns
    -------
    DeltaGenerator or None
        The chart's place; drawn again inside ``with place:``, the chart is replaced during the same run. None for a
        chart with ``on_select``.
    """
    page = on_page.now()
    if not live:
        moves.note()
        page.note_address()
    page.charts[key] = Drawn(spec, data if isinstance(data, dict) else {"": data})
    if isinstance(data, dict):
        spec, data = {**spec, "datasets": dict(data)}, None
    height: Literal["stretch", "content"] | int = "content"
    if fill:
        spec, height = {**spec, "height": "container"}, ON_PAPER if way.on_paper() else "stretch"
    if on_select is None:
        return st.vega_lite_chart(data, spec, key=key, alt=alt, height=height)
    st.vega_lite_chart(data, spec, key=key, alt=alt, height=height, on_select=on_select)
    return None


def how_to_read(read: str) -> None:
    """Show one line on how to read a chart, except in projector mode; its place is ``Stage.reading``."""
    if not st.session_state.get(PRESENTING):
        st.caption(f"**How to read this.** {read}")


def selected(key: str, name: str, *fields: str) -> list[tuple[float, ...]]:
    """The points of the point selection ``name`` in the chart ``key``: the numbers in ``fields`` of each.

    A point is left out if one of them is missing, infinite or not a number.
    """
    state = st.session_state.get(key)
    points = state["selection"].get(name) if state else None
    # A browser sends a list of dictionaries; a forged message may hold any value.
    valid = [point for point in points if isinstance(point, dict)] if isinstance(points, list) else []
    values: list[list[Any]] = [[point.get(field) for field in fields] for point in valid]
    return [tuple(map(float, numbers)) for numbers in values if all(map(_is_finite, numbers))]


def selected_number(key: str, name: str, field: str) -> float | None:
    """The number in one field of the first valid point of a selection; None if there is none."""
    return next((number for (number,) in selected(key, name, field)), None)


def _is_finite(value: Any) -> bool:
    # Not math.isfinite, which refuses an integer that no float can hold.
    return isinstance(value, int | float) and abs(value) <= sys.float_info.max
