"""Six columns of small panels in one view, three on a phone, which the charts "maps" and "calibration" share.

A concatenated chart keeps its width on any screen; one view fits each screen, if every mark computes the place of its
panel by a Vega expression. For that a mark's row needs ``m``, the column's number from 0.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from pages._kit.charts.base import PAGE, Look, Spec

COLUMNS: Final = 6
NARROW: Final = 560
"""Width below which the columns stand in two bands of three, px."""
GAP: Final = 8
"""Distance between columns, px."""
APART: Final = 14
"""Distance between bands, px."""


def geometry(
    look: Look, *, heads: tuple[int, ...], left: int, top: int, bottom: int, height: int, narrow_height: int
) -> list[Spec]:
    """Signals for the places of the panels.

    Parameters
    ----------
    look : Look
        Sizes.
    heads : tuple of int
        Room above each panel of a column, px at the page's type size; from the second panel on it is the same.
    left, top, bottom : int
        Room around all panels, in the same px.
    height, narrow_height : int
        Height of the chart with one band, and with two.
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
