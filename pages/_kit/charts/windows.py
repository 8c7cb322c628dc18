"""The part of an axis that is drawn, whole or around the peak, and the points at which a curve is computed and cut."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from core.likelihood.coin import Counts, likelihood_interval

WHOLE = (0.0, 1.0)
CROWDED = 1000
"""The number of flips from which the peak is too narrow to be seen on the whole axis."""

PEAK_DROP = 18.0
"""Nats below the maximum at the ends of the window around the peak: six standard errors on each side."""

CLOSEST = 1e-4
"""How near to 0 or 1 a curve is drawn: a tenth of a pixel."""


def near_peak(counts: Counts, theta: float | None = None) -> tuple[float, float]:
    """The interval of theta around the peak, at least 0.004 wide, and wide enough to include ``theta`` if it is near.

    Parameters
    ----------
    counts : Counts
        The flips.
    theta : float, optional
        Included if it lies within one width of the interval.

    Returns
    -------
    tuple of float
        Lower and upper end, in [0, 1], on multiples of 0.001.
    """
    if counts.n == 0:
        return WHOLE
    interval = likelihood_interval(counts, PEAK_DROP)
    lower, upper = interval.lower, interval.upper
    width = upper - lower
    if theta is not None and lower - width <= theta <= upper + width:
        lower, upper = min(lower, theta), max(upper, theta)
    slack = max(0.0, 0.004 - (upper - lower)) / 2
    down = max(0.0, int((lower - slack) * 1000) / 1000)
    up = min(1.0, (int((upper + slack) * 1000) + 1) / 1000)
    return down, up


def slider_values(window: tuple[float, float]) -> FloatArray:
    """About 200 thetas at most, all of them values of the slider, that the pointer can select in ``window``."""
    first, last = int(np.ceil(window[0] * 1000 - 1e-9)), int(np.floor(window[1] * 1000 + 1e-9))
    every = max(1, round((last - first) / 200))
    return np.arange(-(-first // every) * every, last + 1, every) / 1000


def fine_grid(window: tuple[float, float], *others: ArrayLike, nodes: int = 301) -> FloatArray:
    """The points at which a curve is computed: ``nodes`` evenly spaced ones in ``window``, and those in ``others``."""
    return np.unique(np.concatenate([np.linspace(*window, nodes), *(np.asarray(other) for other in others)]))


def near_ends(window: tuple[float, float]) -> FloatArray:
    """Further points next to 0 and to 1, where they are in ``window``: there a logarithm bends as nowhere else."""
    near = np.geomspace(CLOSEST, 0.01, 30)
    points = np.concatenate([near, 1 - near])
    return np.asarray(points[(points > window[0]) & (points < window[1])])


def cut(x: FloatArray, heights: FloatArray, low: float, high: float) -> tuple[FloatArray, FloatArray]:
    """The line through the points of a curve, cut exactly where it crosses the panel's lower or upper end.

    Returns the points of the line, with NaN heights outside. A crossing lies on the line between its two points. A
    line to an infinite height has none: it ends at its last finite point.
    """
    before, after = heights[:-1], heights[1:]
    finite = np.isfinite(before) & np.isfinite(after)
    places, ends = [x], [heights]
    for end in (low, high):
        over = finite & ((before > end) != (after > end)) & (before != end) & (after != end)
        share = (end - before[over]) / (after[over] - before[over])
        places.append(x[:-1][over] + share * (x[1:] - x[:-1])[over])
        ends.append(np.full(share.size, end))
    all_x, all_y = np.concatenate(places), np.concatenate(ends)
    order = np.argsort(all_x, kind="stable")
    shown = (all_y >= low) & (all_y <= high)
    return all_x[order], np.where(shown, all_y, np.nan)[order]


def within(heights: FloatArray, low: float, high: float) -> FloatArray:
    """A curve cut at the panel's lower and upper end; points outside are NaN, except that the crossings are clipped.

    A point outside would stretch the axis, and an infinite height cannot be drawn.
    """
    shown = (heights >= low) & (heights <= high)
    beside = np.convolve(shown, [1, 1, 1], mode="same") > 0
    return np.where(shown, heights, np.where(beside, np.clip(heights, low, high), np.nan))
