"""The tables of the twelve maps: runs of equal shade, the values of every cell, points, panels and ticks."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from core.answers.calibration import entropy
from core.answers.task import CELLS, EDGE, FAR, METHODS
from core.arrays import FloatArray
from core.data.points import Points
from core.numbers import compact
from pages._kit.charts.base import Tables, table, to_bytes
from pages._kit.charts.plane import class_rows, typed_table

ROWS: Final = 2
SHADES: Final = 8
"""Steps from "no idea" to "sure", of each class, and as many of the entropy."""
INK: Final = 2
"""The entropy's ``k``, after those of both classes."""
MOST_POINTS: Final = 60
"""Training points that are drawn in each map."""
TICKS: Final = (-4, 0, 4)


def shade_runs(shades: NDArray[np.int_], m: int, k: int) -> pa.Table:
    """The runs of equal shade above 0 in each row of a map, of method ``m`` and kind ``k``.

    Each has a row ``r``, a begin ``a``, an end ``b`` and a ``shade``.
    """
    padded = np.pad(shades, ((0, 0), (1, 1)), constant_values=-100)  # no shade
    r, a = np.nonzero(padded[:, 1:-1] != padded[:, :-2])
    b = np.nonzero(padded[:, 1:-1] != padded[:, 2:])[1] + 1
    shade = shades[r, a]
    parts = {"r": r, "a": a, "b": b, "shade": shade, "m": np.full(r.shape, m), "k": np.full(r.shape, k)}
    parts["row"] = np.full(r.shape, int(k == INK))
    return typed_table(**{name: values[shade > 0].astype(np.int8) for name, values in parts.items()})


def _cells(p: FloatArray, m: int) -> list[pa.Table]:
    lead = np.rint((2 * p - 1) * SHADES).astype(np.int64)
    doubt = np.rint(entropy(np.stack([p, 1 - p], axis=-1)) / np.log(2) * SHADES).astype(np.int64)
    return [shade_runs(-lead, m, 0), shade_runs(lead, m, 1), shade_runs(doubt, m, INK)]


@lru_cache(maxsize=1)
def _still() -> Tables:
    """The tables that never change: the far region and the ticks."""
    m, row = (axis.ravel() for axis in np.meshgrid(np.arange(len(METHODS)), np.arange(ROWS)))
    cells = [round((end + EDGE) / (2 * EDGE) * CELLS) for end in FAR]
    ticks = [(column, line, tick) for column in range(len(METHODS)) for line in range(ROWS) for tick in TICKS]
    column, line, tick = (np.array(part) for part in zip(*ticks, strict=True))
    label = np.array([compact(value) for value in tick])
    return {
        "box": to_bytes(table(m=m, row=row, to=cells[1], **{"from": cells[0]})),
        "tick": to_bytes(table(m=column, row=line, part=(tick + EDGE) / (2 * EDGE), label=label)),
    }


def tables(
    maps: dict[int, FloatArray], states: dict[int, str], train: Points, *, dimmed: Collection[int] = ()
) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    maps : dict
        By the method's number, :func:`core.answers.task.probability_map`; some may be missing.
    states : dict
        The word in the place of a missing map, by the method's number.
    train : Points
        Training points, standardized; at most :data:`MOST_POINTS` are drawn.
    dimmed : collection of int
        The methods whose map is being computed anew: it is faint, and no values are read from it.
    """
    cells = [part for m, p in maps.items() for part in _cells(p, m)] or [shade_runs(np.zeros((1, 1), int), 0, 0)]
    node = {"j": np.arange(CELLS * CELLS, dtype=np.int16)}
    for m in range(len(METHODS)):
        read = m in maps and m not in dimmed
        node[f"p{m}"] = (maps[m].ravel() if read else np.full(CELLS * CELLS, np.nan)).astype(np.float32)
    return {
        **_still(),
        "cell": _with_dimmed(pa.concat_tables(cells), dimmed),
        "node": typed_table(**node),
        "panel": _panels(states, train.classes[1]),
        "point": _point_rows(train),
        "class": class_rows((*train.classes, "unsure")),
        "title": table(text=_title(train.features)),
    }


def _with_dimmed(cells: pa.Table, dimmed: Collection[int]) -> pa.Table:
    return cells.append_column("dimmed", [np.isin(cells["m"].to_numpy(), list(dimmed))])


def _panels(states: dict[int, str], name: str) -> pa.Table:
    m, row = (axis.ravel() for axis in np.meshgrid(np.arange(len(METHODS)), np.arange(ROWS)))
    return table(
        m=m, row=row, name=np.array([METHODS[i] for i in m]), state=np.array([states.get(int(i), "") for i in m]),
        what=np.array([f"p({name})", "entropy"])[row],
    )  # fmt: skip


def _title(features: tuple[str, str]) -> str:
    """Both axes in one line; standardized, so the unit is the standard deviation."""
    x, y = (feature.split(" (")[0] for feature in features)
    return f"across {x}, up {y}: standard deviations from the mean"


def _point_rows(train: Points) -> pa.Table:
    at = np.flatnonzero((np.abs(train.x) < EDGE).all(axis=1))[:MOST_POINTS]
    m, row, i = (axis.ravel() for axis in np.meshgrid(np.arange(len(METHODS)), np.arange(ROWS), at, indexing="ij"))
    u, v = ((train.x[i, side] + EDGE) / (2 * EDGE) for side in (0, 1))
    parts = {"m": m.astype(np.int8), "row": row.astype(np.int8), "k": train.y[i].astype(np.int8)}
    return typed_table(**parts, u=u.astype(np.float32), v=v.astype(np.float32))
