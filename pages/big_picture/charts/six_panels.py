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
"""Width below which the columns stand in two bands of three, px at the page's type size."""
LOWEST: Final = 60
"""Height below which the panels of a column are too low, and only its first is drawn, px at the page's type size."""
GAP: Final = 8
"""Distance between columns, px."""
APART: Final = 14
"""Distance between bands, px."""


def geometry(look: Look, *, heads: tuple[int, ...], left: int, top: int, bottom: int) -> list[Spec]:
    """Signals for the places of the panels.

    The columns stand in one band, or in two where their panels come out larger, as on a narrow screen. A mark of the
    second panel of a column is drawn only where ``lines`` is 2.

    Parameters
    ----------
    look : Look
        Sizes.
    heads : tuple of int
        Room above each panel of a column, px at the page's type size; from the second panel on it is the same.
    left, top, bottom : int
        Room around all panels, in the same px.
    """
    rows = len(heads)
    grow = f"{look.text / PAGE.text:g}" + (f" * max(1, width / {look.grows_from})" if look.grows_from else "")
    few = COLUMNS // 2
    one, two = (f"min({_across(columns)}, {_high(COLUMNS // columns, rows)})" for columns in (COLUMNS, few))
    return [
        {"name": "grow", "expr": grow},
        {"name": "head", "expr": f"round({heads[0]} * grow)"},
        {"name": "second", "expr": f"round({heads[-1]} * grow)"},
        {"name": "left", "expr": f"round({left} * grow)"},
        {"name": "top", "expr": f"round({top} * grow)"},
        {"name": "free", "expr": f"height - top - round({bottom} * grow)"},
        {"name": "columns", "expr": f"width < {NARROW} * grow || {two} > {one} ? {few} : {COLUMNS}"},
        {"name": "bands", "expr": f"{COLUMNS} / columns"},
        {"name": "lines", "expr": f"{_high('bands', rows)} < {LOWEST} * grow ? 1 : {rows}"},
        {"name": "across", "expr": _across("columns")},
        {"name": "high", "expr": _high("bands", "lines")},
        {"name": "band", "expr": f"(free - (bands - 1) * {APART}) / bands + {APART}"},
    ]


def _across(columns: int | str) -> str:
    """The width of a panel, px."""
    return f"(width - left - ({columns} - 1) * {GAP}) / {columns}"


def _high(bands: int | str, lines: int | str) -> str:
    """The height of a panel, px."""
    return f"((free - ({bands} - 1) * {APART}) / {bands} - head - ({lines} - 1) * second) / {lines}"


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
