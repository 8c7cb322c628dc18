"""A chart in words and in rows, under "Read the chart": computed and sent only while that is open."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import streamlit as st

from pages._kit.prose import escaped, folded
from pages._kit.stage import Stage

KEY: Final = "read_chart"
MOST_ROWS: Final = 13
"""A longer table is no reading any more; the menu "Save" has all the data."""


class Reading(NamedTuple):
    """What an expert would say of a chart, and its data at telling points.

    Attributes
    ----------
    sentences : list of str
        Two to four plain sentences with the chart's current numbers; Markdown.
    columns : dict
        The cells of each column, by its heading; plain text. Without columns there is no table.
    """

    sentences: list[str]
    columns: Mapping[str, Sequence[str]]


def read_the_chart(here: Stage, *makes: Callable[[], Reading]) -> None:
    """Offer the chart's reading under the stage, except in projector mode.

    Parameters
    ----------
    here : Stage
        The open lesson.
    *makes : callable
        Each returns the reading of a chart, or of a part of it, as it is drawn now. They are called while the expander
        is open, and not before.
    """
    if here.presenting:
        return
    with here.table:
        box = folded("Read the chart", icon=":material/table_rows:", key=KEY)
        if box:
            with box:
                for make in makes:
                    _draw(make())


def _draw(found: Reading) -> None:
    st.markdown(" ".join(found.sentences))
    if not found.columns:
        return
    # A table of HTML, whose cells a screen reader walks through; st.dataframe is drawn on a canvas.
    st.table(
        pa.table({name: [escaped(cell) for cell in cells] for name, cells in found.columns.items()}),
        hide_header=False,
        alt="Rows of the chart",
    )


class Point(NamedTuple):
    """A telling point of an axis, and its name; no name for one between them."""

    x: float
    name: str


def telling(ends: tuple[float, float], marks: Mapping[str, float | None], between: int = 5) -> list[Point]:
    """The marks of an axis and evenly spaced points between its ends, in order.

    Parameters
    ----------
    ends : tuple of float
        The ends of the axis.
    marks : mapping
        The named points. Those that are None, infinite or off the axis are left out; names at one point are joined.
    between : int
        Number of evenly spaced points, both ends among them. Such a point is left out where a mark stands near it.
    """
    lower, upper = ends
    named: dict[float, str] = {}
    for name, x in marks.items():
        if x is not None and math.isfinite(x) and lower <= x <= upper:
            named[x] = f"{named[x]}, {name}" if x in named else name
    near = 0.3 * (upper - lower) / max(between - 1, 1)
    even = [float(x) for x in np.linspace(lower, upper, between)]
    points = [Point(x, "") for x in even if all(abs(x - mark) > near for mark in named)]
    return sorted([*points, *(Point(x, name) for x, name in named.items())])


def every(items: Sequence[str]) -> str:
    """The items as a list in a sentence: "a", "a and b", "a, b and c"."""
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last
