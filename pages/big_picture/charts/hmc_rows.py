"""The tables of the trajectory at one moment of a walk, cut off at the edges of the plane.

The chart's three panels are one view, so a mark beyond the plane would cross a marginal.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from core.arrays import FloatArray
from core.logistic.posterior import covariance, grid, mode_fit, region
from core.sampling.walk import Moment, Walk
from pages._kit.charts.base import Tables, table, to_bytes
from pages._kit.charts.plane import curve_table

MASSES: Final = (0.5, 0.9, 0.99)
"""Probability inside the drawn isolines."""
REACH: Final = 3.9
"""Standard deviations that are drawn on each side of the top."""
BINS: Final = 26
ARROW: Final = 0.09
"""Time in which the momentum would carry a point along the arrow."""
FAR: Final = 1e6
"""Coordinate of a point that has diverged: the browser cannot draw infinity."""


@lru_cache(maxsize=1)
def window() -> FloatArray:
    """The ends of w1 and of w2 that are drawn, shape (2, 2), rounded to a tenth."""
    reach = REACH * np.sqrt(np.diag(covariance()))
    ends = np.column_stack([mode_fit().weights - reach, mode_fit().weights + reach])
    return np.asarray(np.round(ends, 1), dtype=np.float64)


@lru_cache(maxsize=1)
def _ground() -> Tables:
    """Isolines and exact marginals, as bytes."""
    curves, exact = [region(mass) for mass in MASSES], grid()
    tops = [int(np.nanargmax(curve.y)) for curve in curves]
    parts = {
        "region": curve_table(*curves),
        "region_name": table(
            w1=[curve.x[at] for curve, at in zip(curves, tops, strict=True)],
            w2=[curve.y[at] for curve, at in zip(curves, tops, strict=True)],
            label=[f"{100 * mass:.0f} %" for mass in MASSES],
        ),
    }
    for place, nodes in enumerate((exact.w1, exact.w2)):
        low, high = window()[place]
        seen = (nodes >= low) & (nodes <= high)
        columns = {f"w{place + 1}": nodes[seen], f"d{place + 1}": exact.marginal(place)[seen]}
        parts[f"exact{place + 1}"] = table(**columns, order=np.arange(seen.sum()))
    return {name: to_bytes(part) for name, part in parts.items()}


def rows(walk: Walk, moment: Moment) -> Tables:
    """The chart's tables at a moment; tables that do not change keep the same bytes.

    Parameters
    ----------
    walk : Walk
        The run.
    moment : Moment
        The draw and the leapfrog step that are shown.
    """
    draws = walk.position[:, 1 : walk.draws(moment) + 1].reshape(-1, 2)
    parts = {
        "draw": _points(draws),
        "bars1": _bars(draws, 0),
        "bars2": _bars(draws, 1),
        **_trajectory(walk, moment),
    }
    return {**_ground(), **{name: to_bytes(part) for name, part in parts.items()}}


def _inside(points: FloatArray) -> NDArray[np.bool_]:
    low, high = window().T
    return np.asarray(((points >= low) & (points <= high)).all(axis=1))


def _points(points: FloatArray) -> pa.Table:
    """The points that lie in the window."""
    seen = points[_inside(points)]
    return table(w1=seen[:, 0], w2=seen[:, 1])


def _pieces(points: FloatArray) -> pa.Table:
    """The straight pieces between the points, clipped to the window (Liang & Barsky 1984)."""
    finite = np.clip(np.nan_to_num(points, nan=FAR), -FAR, FAR)
    start, along = finite[:-1], np.diff(finite, axis=0)
    # A piece parallel to an edge never crosses it: a tiny slope puts the crossing far away.
    along = np.where(along == 0, 1e-12, along)
    cross = (window().T[:, None] - start) / along
    enter = np.maximum(cross.min(axis=0).max(axis=1), 0.0)
    leave = np.minimum(cross.max(axis=0).min(axis=1), 1.0)
    seen = enter < leave
    begin, end = (start[seen] + at[seen, None] * along[seen] for at in (enter, leave))
    return table(w1=begin[:, 0], w2=begin[:, 1], a1=end[:, 0], a2=end[:, 1])


def _bars(draws: FloatArray, place: int) -> pa.Table:
    """A histogram as a density over all draws, also those outside the window."""
    low, high = window()[place]
    edges = np.linspace(low, high, BINS + 1)
    count = np.histogram(draws[:, place], edges)[0]
    seen = np.flatnonzero(count)
    height = count[seen] / (max(1, len(draws)) * (edges[1] - edges[0]))
    weight = {f"w{place + 1}": edges[seen], f"d{place + 1}": height}
    return table(**weight, end=edges[seen + 1], zero=np.zeros(seen.size))


def _trajectory(walk: Walk, moment: Moment) -> dict[str, pa.Table]:
    """The trajectory so far, its begin, the momentum at its head, and its verdict at the end."""
    which, point = moment.draw - 1, moment.point
    if which < 0:
        way, momentum, ends = walk.position[0, :1], np.zeros((1, 2)), True
    else:
        way, momentum = walk.path[which, : point + 1], walk.momentum[which, point : point + 1]
        ends = point == walk.n_steps
    # A trajectory at its end has no momentum arrow.
    moves = not ends and bool(_inside(way[-1:])[0])
    return {
        "begin": _points(way[:1]),
        "way": _pieces(way),
        "way_point": _points(way),
        "head": _pieces(np.vstack([way[-1:], way[-1:] + ARROW * momentum])).slice(0, 1 if moves else 0),
        "end": _verdict(way, bool(walk.accepted[0, which])).slice(0, 1 if ends and which >= 0 else 0),
    }


def _verdict(way: FloatArray, taken: bool) -> pa.Table:
    """The trajectory's end with its verdict, if it lies in the window; the word points in the direction of motion."""
    end = way[-1:][_inside(way[-1:])]
    low, high = window()[0]
    onward = way[-1] - way[-2] if len(way) > 1 else np.ones(2)
    share = (way[-1, 0] - low) / (high - low)
    right = share < 0.12 or (onward[0] > 0 and share < 0.85)
    return table(
        w1=end[:, 0], w2=end[:, 1], taken=np.full(len(end), taken),
        label=np.full(len(end), "accepted" if taken else "rejected"),
        align="left" if right else "right", dx=13.0 if right else -13.0, dy=-6.0 if onward[1] > 0 else 14.0,
    )  # fmt: skip
