"""Level curves of a function on a rectangular grid, and the borders between classes.

Both use contourpy's marching squares with linear interpolation. A border is the set of points where two classes have
the same score and no other class has a higher one.
"""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple, cast

import numpy as np
from contourpy import LineType, contour_generator
from numpy.typing import ArrayLike
from scipy.interpolate import RegularGridInterpolator

from core.arrays import FloatArray


class Curve(NamedTuple):
    """Polylines one after the other, with one NaN between two of them; ``x`` and ``y`` have shape (m,)."""

    x: FloatArray
    y: FloatArray


def level_curve(values: ArrayLike, x: ArrayLike, y: ArrayLike, level: float = 0.0) -> Curve:
    r"""The set of points where a function known on a grid equals ``level``.

    Parameters
    ----------
    values : array_like, shape (rows, columns)
        :math:`f` at ``(x[column], y[row])``. The curve skips every cell that has a corner whose value is not finite.
    x, y : array_like, shapes (columns,) and (rows,)
        Strictly increasing, at least two nodes each.
    level : float
        The value of :math:`f` on the curve. A node at exactly this value counts as below it.

    Returns
    -------
    Curve
        A closed polyline ends at its first point. For a smooth :math:`f` on a grid of spacing :math:`h`, its points are
        within :math:`O(h^2)` of the true set. Empty if no cell has corners on both sides of the level.

    Raises
    ------
    TypeError or ValueError
        If the shapes do not match, or a side has fewer than two nodes.

    References
    ----------
    Lorensen & Cline 1987, Marching cubes.
    """
    return _curve(_polylines(values, x, y, level))


def class_borders(score: ArrayLike, x: ArrayLike, y: ArrayLike) -> Curve:
    """The points where the two highest-scoring classes have the same score.

    Parameters
    ----------
    score : array_like, shape (rows, columns, classes)
        Score of each class at ``(x[column], y[row])``; the class with the highest score wins. Use logits or
        log-probabilities: between two nodes they are closer to linear than probabilities are, and the border is exact
        for a model that is linear in its logits. Cells that have a corner with a non-finite score have no border.
    x, y : array_like, shapes (columns,) and (rows,)
        Strictly increasing, at least two nodes each.

    Returns
    -------
    Curve
        The borders of all pairs of classes, one after the other.

    Raises
    ------
    TypeError or ValueError
        As :func:`level_curve` does.
    """
    f, across, up = (np.asarray(values, dtype=np.float64) for values in (score, x, y))
    known = np.isfinite(f).all(axis=-1, keepdims=True)
    f = np.where(known, f, np.nan)
    # Each point of a tie lies on an edge between two finite nodes, so the zeros put in for the others get weight 0.
    at = RegularGridInterpolator((up, across), np.where(known, f, 0.0), bounds_error=False, fill_value=None)
    every = range(f.shape[-1])
    ties: list[FloatArray] = []
    for a, b in combinations(every, 2):
        tie = _polylines(f[..., a] - f[..., b], across, up, 0.0)
        for other in set(every) - {a, b}:
            here = at(tie[:, ::-1])
            tie = _where_positive(tie, (here[:, a] + here[:, b]) / 2 - here[:, other])
        ties += [tie, np.full((1, 2), np.nan)]
    return _curve(np.concatenate(ties))


def _polylines(values: ArrayLike, x: ArrayLike, y: ArrayLike, level: float) -> FloatArray:
    """The level curve as points, shape (m, 2), with a row of NaN between two polylines."""
    cells = contour_generator(x, y, values, line_type=LineType.ChunkCombinedNan, corner_mask=False)
    # All cells are one chunk, whose entry is None if the level crosses no cell.
    ((points,),) = cast("tuple[list[FloatArray | None]]", cells.lines(level))
    return np.zeros((0, 2)) if points is None else points


def _where_positive(points: FloatArray, margin: FloatArray) -> FloatArray:
    """The parts of polylines where ``margin`` is positive, taken as linear between two points; NaN elsewhere."""
    inside = margin > 0
    start = np.flatnonzero(inside[1:] != inside[:-1])
    along = margin[start] / (margin[start] - margin[start + 1])
    crossings = points[start] + along[:, None] * (points[start + 1] - points[start])
    return np.insert(np.where(inside[:, None], points, np.nan), start + 1, crossings, axis=0)


def _curve(points: FloatArray) -> Curve:
    """The polylines with exactly one NaN between two of them, and none at the ends."""
    seen = np.flatnonzero(np.isfinite(points[:, 0]))
    gaps = seen[1:][np.diff(seen) > 1] - 1
    kept = np.sort(np.concatenate([seen, gaps]))
    return Curve(points[kept, 0], points[kept, 1])
