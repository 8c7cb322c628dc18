"""The part of the coin's curve that the learner has painted: stretches of theta, and the signal that records a drag."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from pages._kit.charts.base import Spec

Stretch = tuple[float, float]
"""From one theta to another."""
CELLS: Final = 200
"""The chart divides the theta axis into this many cells, and records which of them the pointer has passed."""

CELL: Final = f"floor(clamp(datum.along, 0, 0.99999) * {CELLS})"
PAINTED: Final = f"datum.seen0 || substring(brush.mask, {CELL}, {CELL} + 1) == '1'"
"""A Vega expression: whether a point of the curve is painted, by an earlier rerun or by the pointer since."""


def brush() -> Spec:
    """Return the signal of the cells that the point has passed while the pointer moved it, as a string of 0 and 1."""
    lower, upper = "data('now')[0].lower", "data('now')[0].upper"
    cell = f"floor(clamp((finger.values[0] - {lower}) / ({upper} - {lower}), 0, 0.99999) * {CELLS})"
    filled = (
        f"substring(brush.mask, 0, min(brush.last, {cell})) "
        f"+ pad('', abs(brush.last - {cell}) + 1, '1') "
        f"+ substring(brush.mask, max(brush.last, {cell}) + 1, {CELLS})"
    )
    one = f"substring(brush.mask, 0, {cell}) + '1' + substring(brush.mask, {cell} + 1, {CELLS})"
    return {
        "name": "brush",
        "value": {"mask": "0" * CELLS, "last": 0},
        "on": [
            {
                "events": {"signal": "finger"},
                "update": f"{{mask: finger.first ? {one} : {filled}, last: {cell}}}",
            },
        ],
    }


def with_painted(curve: pa.Table, seen: Sequence[Stretch]) -> pa.Table:
    """Return the curve's table with a column ``seen0``: whether a point lies in one of the stretches."""
    theta = curve["theta"].to_numpy()
    painted = np.zeros(theta.size, bool)
    for start, end in seen:
        painted |= (theta >= start - 1e-9) & (theta <= end + 1e-9)
    return curve.append_column("seen0", pa.array(painted))


def merged(seen: Sequence[Stretch], new: Stretch) -> list[Stretch]:
    """Return the stretches with a new one; those that meet it become one with it."""
    apart = [part for part in seen if part[1] < new[0] or part[0] > new[1]]
    meeting = [part for part in seen if part not in apart]
    whole = min([new[0], *(part[0] for part in meeting)]), max([new[1], *(part[1] for part in meeting)])
    return [*apart, whole]
