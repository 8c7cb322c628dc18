"""Axis ends as data: the table ``frame``, the domains that read it, and round numbers for it.

With the ends in a table, the axes can change while the chart's spec stays constant.
"""

import math
from functools import lru_cache
from typing import Final

import altair as alt

from pages._kit.charts.base import table, to_bytes

ROUND: Final = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def ends(name: str, frame: str = "frame") -> list[alt.ExprRef]:
    """A scale's domain: the column ``name`` in the two rows of the table ``frame``. No other data affect the axis.

    Without a domain, Vega would compute the extent of every layer at every redraw, and warn about each empty one.
    """
    return [
        alt.ExprRef(f"length(data('{frame}')) > 1 ? data('{frame}')[{row}]['{name}'] : {row + 1}") for row in (0, 1)
    ]


@lru_cache(maxsize=256)
def frame(**columns: tuple[float, float]) -> bytes:
    """The table ``frame``: for each axis, a column with its two ends, named as in :func:`ends`."""
    return to_bytes(table(**columns))


def ceiling(value: float) -> float:
    """The next round number at or above ``value``, so that an axis seldom changes; 1 unless 0 < ``value`` < inf."""
    if not 0 < value < math.inf:
        return 1.0
    scale = 10.0 ** math.floor(math.log10(value))
    return next(scale * step for step in ROUND if scale * step >= value * (1 - 1e-12))
