"""What the charts of a run share: the axis of steps, labels right of the lines, and short notes.

Nothing here depends on the run: what moves comes as rows, the ends of the axes among them (table ``frame``).
"""

import math
from functools import lru_cache
from typing import Final

import altair as alt

from pages._kit.charts.base import sealed, table

NICE: Final = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def ends(name: str, frame: str = "frame") -> list[alt.ExprRef]:
    """A scale's domain, from the two rows of the table ``frame``: no other row can move an axis.

    Left to itself a scale asks every layer for its extent at every redraw, and warns of each that is empty.
    """
    return [
        alt.ExprRef(f"length(data('{frame}')) > 1 ? data('{frame}')[{row}]['{name}'] : {row + 1}") for row in (0, 1)
    ]


@lru_cache(maxsize=256)
def frame(**columns: tuple[float, float]) -> bytes:
    """The table ``frame``: the ends of the axes, by the names that :func:`ends` asks for."""
    return sealed(table(**columns))


def ceiling(value: float) -> float:
    """The next round number at or above a positive one, so that an axis changes seldom; 1 for what is not positive."""
    if not 0 < value < math.inf:
        return 1.0
    scale = 10.0 ** math.floor(math.log10(value))
    return next(scale * step for step in NICE if scale * step >= value * (1 - 1e-12))
