"""Level curves of a function on a rectangular grid, and the borders between classes.

Marching squares with linear interpolation, by contourpy; a border is the tie of two classes where no other is better.
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
    """Polylines one after the other, NaN between them: shape (m,) each."""

    x: FloatArray
    y: FloatArray


def level_curve(values: ArrayLike, x: ArrayLike, y: ArrayLike, level: float = 0.0) -> Curve:
    r"""The set :math:`f = level` of a function known on a grid.

    Parameters
    ----------
    values : array_like, shape (rows, columns)
        :math:`f` at ``(x[column], y[row])``. The curve leaves out every cell with a corner that is not finite.
    x, y : array_like, shapes (columns,) and (rows,)
        Strictly increasing, at least two nodes each.
    level : float
        A node whose value equals it counts as below.

    Returns
    -------
    Curve
        A closed polyline ends at its first point. Points are off the true set by :math:`O(h^2)`, for a smooth ``f`` on
        a grid with spacing ``h``. Empty where no cell has corners on both sides of the level.

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
    """Where the two best classes tie.

    Parameters
    ----------
    score : array_like, shape (rows, columns, classes)
        At ``(x[column], y[row])``, the higher the better. Logits or log-probabilities, rather than probabilities, whose
        steps are no lines: for a model that is linear in its logits the border is then exact. Cells with a corner
        where a score is not finite have no border.
    x, y : array_like, shapes (columns,) and (rows,)
        Strictly increasing.

    Returns
    -------
    Curve
        For two classes, the set where both have the same score.

    Raises
    ------
    TypeError or ValueError
        As :func:`level_curve` does.
    """
    f, across, up = (np.asarray(values, dtype=np.float64) for values in (score, x, y))
    known = np.isfinite(f).all(axis=-1, keepdims=True)
    f = np.where(known, f, np.nan)
    # The points lie on edges between known nodes: what stands for the unknown ones has weight 0.
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
    """Polylines one after the other, a row of NaN between them: shape (m, 2)."""
    cells = contour_generator(x, y, values, line_type=LineType.ChunkCombinedNan, corner_mask=False)
    # One chunk of all cells; None if the level crosses none of them.
    ((points,),) = cast("tuple[list[FloatArray | None]]", cells.lines(level))
    return np.zeros((0, 2)) if points is None else points


def _where_positive(points: FloatArray, margin: FloatArray) -> FloatArray:
    """The parts of polylines where a function linear along each of their pieces is positive; NaN for the rest."""
    inside = margin > 0
    start = np.flatnonzero(inside[1:] != inside[:-1])
    along = margin[start] / (margin[start] - margin[start + 1])
    crossings = points[start] + along[:, None] * (points[start + 1] - points[start])
    return np.insert(np.where(inside[:, None], points, np.nan), start + 1, crossings, axis=0)


def _curve(points: FloatArray) -> Curve:
    """The polylines with one NaN between them, and none at the ends."""
    seen = np.flatnonzero(np.isfinite(points[:, 0]))
    gaps = seen[1:][np.diff(seen) > 1] - 1
    kept = np.sort(np.concatenate([seen, gaps]))
    return Curve(points[kept, 0], points[kept, 1])
