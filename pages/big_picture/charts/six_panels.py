"""Lesson 8's panels: six columns of small pictures in one view, three on a phone, by Vega expressions.

A concatenated chart keeps its width whatever the screen; one view fits any, as long as every mark says by itself in
which panel it stands. A mark's row needs ``m``, the column's number from 0.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from pages._kit.charts.base import PAGE, Look, Spec

COLUMNS: Final = 6
NARROW: Final = 560
"""px of width below which the columns come in two bands of three."""
GAP: Final = 8
"""px between columns."""
APART: Final = 14
"""px between bands."""


def geometry(
    look: Look, *, heads: tuple[int, ...], left: int, top: int, bottom: int, height: int, narrow_height: int
) -> list[Spec]:
    """Signals that say where panels are.

    Parameters
    ----------
    look : Look
        Sizes.
    heads : tuple of int
        Room above each panel of a column, px at the size of a page; from the second on they are alike.
    left, top, bottom : int
        Room around all, in the same px.
    height, narrow_height : int
        Of the chart with one band and with two.
    """
    grow = look.text / PAGE.text
    head, second = round(heads[0] * grow), round(heads[-1] * grow)
    above = head + second * (len(heads) - 1)
    free = f"height - top - {round(bottom * grow)} - (bands - 1) * {APART}"
    return [
        {"name": "height", "update": f"width < {NARROW} ? {look.height(narrow_height)} : {look.height(height)}"},
        {"name": "columns", "expr": f"width < {NARROW} ? {COLUMNS // 2} : {COLUMNS}"},
        {"name": "bands", "expr": f"{COLUMNS} / columns"},
        {"name": "head", "value": head},
        {"name": "second", "value": second},
        {"name": "left", "value": round(left * grow)},
        {"name": "top", "value": round(top * grow)},
        {"name": "across", "expr": f"(width - left - (columns - 1) * {GAP}) / columns"},
        {"name": "high", "expr": f"(({free}) / bands - {above}) / {len(heads)}"},
        {"name": "band", "expr": f"({free}) / bands + {APART}"},
    ]


def left_of(m: str = "datum.m") -> str:
    """The left edge of a panel, px."""
    return f"(left + ({m} % columns) * (across + {GAP}))"


def top_of(row: int | str = 0, m: str = "datum.m") -> str:
    """The upper edge of a column's panel, below its head, px."""
    return f"(top + floor({m} / columns) * band + head + {row} * (high + second))"


def is_lowest() -> str:
    """Whether a column stands in the last band."""
    return "floor(datum.m / columns) == bands - 1"


PLACES: Final[dict[str, Any]] = {"x": alt.XValue, "x2": alt.X2Value, "y": alt.YValue, "y2": alt.Y2Value}


def at(**places: str) -> dict[str, Any]:
    """The channels of a place in px, each by an expression: ``at(x="left", y="top")``."""
    return {channel: PLACES[channel](alt.ExprRef(expression)) for channel, expression in places.items()}
