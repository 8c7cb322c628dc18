"""Level curves on a rectangular grid: marching squares for all cells at once, with linear interpolation.

A cell's corners are numbered 0 to 3 from its lower left, counter-clockwise; its edge ``e`` joins the corners ``e`` and
``e + 1``. The curve runs through the edges whose two ends lie on different sides.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import FloatArray

IntArray = NDArray[np.int64]

# For each pattern of corners above (bit e for corner e), the edges that its one or two pieces join; -1 is none. A
# saddle's two patterns stand twice: with the middle below, and 16 further on with the middle above.
_NONE: Final = (-1, -1)
_PIECES: Final = np.array(
    [
        (_NONE, _NONE), ((3, 0), _NONE), ((0, 1), _NONE), ((3, 1), _NONE),
        ((1, 2), _NONE), ((3, 0), (1, 2)), ((0, 2), _NONE), ((3, 2), _NONE),
        ((2, 3), _NONE), ((2, 0), _NONE), ((0, 1), (2, 3)), ((2, 1), _NONE),
        ((1, 3), _NONE), ((1, 0), _NONE), ((0, 3), _NONE), (_NONE, _NONE),
        *[(_NONE, _NONE)] * 5, ((0, 1), (2, 3)), *[(_NONE, _NONE)] * 4, ((3, 0), (1, 2)), *[(_NONE, _NONE)] * 5,
    ]
)  # fmt: skip


class Segments(NamedTuple):
    """Straight pieces of a curve.

    Attributes
    ----------
    x, y : ndarray, shape (m, 2)
        The two ends of each piece.
    joint : ndarray of int, shape (m, 2)
        The grid edge on which each end lies: pieces that share one are joined there. Unique negative numbers are
        ends that nothing joins.
    """

    x: FloatArray
    y: FloatArray
    joint: IntArray


class Curve(NamedTuple):
    """Polylines one after the other, NaN between them: shape (m,) each."""

    x: FloatArray
    y: FloatArray


def segments(values: ArrayLike, x: ArrayLike, y: ArrayLike, level: float = 0.0) -> Segments:
    r"""The set :math:`f = level` of a function known on a grid, in straight pieces.

    Parameters
    ----------
    values : array_like, shape (rows, columns)
        :math:`f` at ``(x[column], y[row])``. A cell with a corner that is not finite has no piece.
    x, y : array_like, shapes (columns,) and (rows,)
        Strictly increasing.
    level : float
        A value equal to it counts as above.

    Returns
    -------
    Segments
        Ends are off the true set by :math:`O(h^2)`, for a smooth ``f`` on a grid with spacing ``h``. In a saddle cell
        the pieces are those of the bilinear surface through the four corners.

    Raises
    ------
    ValueError
        If the shapes do not match, or a side has fewer than two nodes.

    References
    ----------
    Lorensen & Cline 1987, Marching cubes. Nielson & Hamann 1991, The asymptotic decider.
    """
    f = np.asarray(values, dtype=np.float64) - level
    across, up = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if f.shape != (up.size, across.size) or min(f.shape) < 2:
        raise ValueError(f"values of shape {f.shape} do not fit {up.size} rows and {across.size} columns of 2 or more")
    corners = np.stack([f[:-1, :-1], f[:-1, 1:], f[1:, 1:], f[1:, :-1]])
    above = corners >= 0
    pattern = (above * np.array([1, 2, 4, 8])[:, None, None]).sum(axis=0)
    row, column = np.nonzero((pattern > 0) & (pattern < 15) & np.isfinite(corners).all(axis=0))
    cell, pattern = corners[:, row, column], pattern[row, column]
    # The bilinear surface at its saddle has the sign of this difference, times that of corner 0.
    middle = (cell[0] * cell[2] > cell[1] * cell[3]) == (cell[0] >= 0)
    pattern = pattern + 16 * (((pattern == 5) | (pattern == 10)) & middle)
    pieces = _PIECES[pattern]
    which, half = np.nonzero(pieces[:, :, 0] >= 0)
    edge = pieces[which, half]
    return _placed(cell[:, which], edge, row[which], column[which], across, up)


def _placed(
    cell: FloatArray, edge: IntArray, row: IntArray, column: IntArray, across: FloatArray, up: FloatArray
) -> Segments:
    """Pieces from their edges; those that shrink to a node are dropped."""
    each = np.arange(edge.shape[0])[:, None]
    start, end = cell[edge, each], cell[(edge + 1) % 4, each]
    along = start / (start - end)
    # Corners 0 to 3, and 0 again, as steps to the right and up.
    right, high = np.array([0, 1, 1, 0, 0]), np.array([0, 0, 1, 1, 0])
    row, column = row[:, None], column[:, None]
    x0, x1 = across[column + right[edge]], across[column + right[edge + 1]]
    y0, y1 = up[row + high[edge]], up[row + high[edge + 1]]
    x, y = x0 + along * (x1 - x0), y0 + along * (y1 - y0)
    node = (row + (edge == 2)) * across.size + column + (edge == 1)
    long = (x[:, 0] != x[:, 1]) | (y[:, 0] != y[:, 1])
    return Segments(x[long], y[long], (2 * node + edge % 2)[long])


def joined(pieces: Segments) -> Curve:
    """Pieces chained end to end, each chain closed or as long as it goes."""
    # Ends are numbered 2 * piece and 2 * piece + 1; at most two of them share a joint.
    joint = pieces.joint.ravel()
    order = np.argsort(joint, kind="stable")
    same = np.flatnonzero(joint[order[:-1]] == joint[order[1:]])
    partner = np.full(joint.size, -1)
    partner[order[same]], partner[order[same + 1]] = order[same + 1], order[same]
    beyond, free = partner.tolist(), [True] * joint.size
    chain: list[int] = []
    for begin in (*np.flatnonzero(partner < 0).tolist(), *range(joint.size)):
        end = begin
        if free[end]:
            chain += [-1, end]
        while end >= 0 and free[end]:
            free[end] = free[end ^ 1] = False
            chain.append(end ^ 1)
            end = beyond[end ^ 1]
    at = np.array(chain[1:], dtype=np.int64)
    x, y = (np.where(at < 0, np.nan, ends.ravel()[at]) if at.size else np.zeros(0) for ends in (pieces.x, pieces.y))
    return Curve(x, y)


def level_curve(values: ArrayLike, x: ArrayLike, y: ArrayLike, level: float = 0.0) -> Curve:
    """The level set of a function known on a grid; the arguments are those of :func:`segments`."""
    return joined(segments(values, x, y, level))


def class_borders(score: ArrayLike, x: ArrayLike, y: ArrayLike) -> Curve:
    """Where the two best classes tie.

    Parameters
    ----------
    score : array_like, shape (rows, columns, classes)
        At ``(x[column], y[row])``, the higher the better. Logits or log-probabilities, rather than probabilities, whose
        steps are no lines: for a model that is linear in its logits the border is then exact.
    x, y : array_like, shapes (columns,) and (rows,)
        Strictly increasing.

    Returns
    -------
    Curve
        For two classes, the set where both have the same score.

    Raises
    ------
    ValueError
        As :func:`segments` does.
    """
    f = np.asarray(score, dtype=np.float64)
    every = range(f.shape[-1])
    found: list[Segments] = []
    for a, b in combinations(every, 2):
        tie = segments(f[..., a] - f[..., b], x, y)
        for other in set(every) - {a, b}:
            margin = (f[..., a] + f[..., b]) / 2 - f[..., other]
            tie = _where_positive(tie, _at(margin, x, y, tie))
        # Joints of another pair are others, though they lie on the same edges.
        apart = len(found) * 2 * f[..., 0].size
        found.append(tie._replace(joint=np.where(tie.joint < 0, tie.joint, tie.joint + apart)))
    joint = np.concatenate([tie.joint for tie in found])
    cut = joint < 0
    joint[cut] = -1 - np.arange(np.count_nonzero(cut))
    ends = (np.concatenate([tie.x for tie in found]), np.concatenate([tie.y for tie in found]))
    return joined(Segments(*ends, joint))


def _at(values: FloatArray, x: ArrayLike, y: ArrayLike, pieces: Segments) -> FloatArray:
    """A gridded function at the ends of pieces, which lie on grid edges: there bilinear is linear."""
    across, up = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    column = np.clip(np.searchsorted(across, pieces.x, side="right") - 1, 0, across.size - 2)
    row = np.clip(np.searchsorted(up, pieces.y, side="right") - 1, 0, up.size - 2)
    u = (pieces.x - across[column]) / (across[column + 1] - across[column])
    v = (pieces.y - up[row]) / (up[row + 1] - up[row])
    low = (1 - u) * values[row, column] + u * values[row, column + 1]
    high = (1 - u) * values[row + 1, column] + u * values[row + 1, column + 1]
    return np.asarray((1 - v) * low + v * high)


def _where_positive(pieces: Segments, margin: FloatArray) -> Segments:
    """Pieces, or the parts of them, where a function linear along each is positive."""
    keep = (margin > 0).any(axis=1)
    x, y, joint, m = pieces.x[keep], pieces.y[keep], pieces.joint[keep].copy(), margin[keep]
    for end in (0, 1):
        cut = np.flatnonzero(m[:, end] <= 0)
        along = m[cut, end] / (m[cut, end] - m[cut, 1 - end])
        for part in (x, y):
            part[cut, end] += along * (part[cut, 1 - end] - part[cut, end])
        joint[cut, end] = -1
    return Segments(x, y, joint)
