"""Which part of an axis to draw, all of it or the neighborhood of the peak; where on it a curve is computed and cut."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from core.likelihood.coin import Counts, likelihood_interval

WHOLE = (0.0, 1.0)
CROWDED = 1000
"""From this many flips on, the peak is too narrow for the whole axis."""

PEAK_DROP = 18.0
"""Nats below the top at the ends of the peak's window: six standard errors on each side."""


def near_peak(counts: Counts, theta: float | None = None) -> tuple[float, float]:
    """The stretch of theta around the peak, at least 0.004 wide, and wide enough to hold ``theta`` if it is near.

    Parameters
    ----------
    counts : Counts
        The flips.
    theta : float, optional
        Held in the window when it lies within one width of it.

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
    """At most 200 or so thetas that the pointer can take, all of them values of the slider."""
    first, last = int(np.ceil(window[0] * 1000 - 1e-9)), int(np.floor(window[1] * 1000 + 1e-9))
    every = max(1, round((last - first) / 200))
    return np.arange(-(-first // every) * every, last + 1, every) / 1000


def fine_grid(window: tuple[float, float], *others: ArrayLike, nodes: int = 301) -> FloatArray:
    """Where a curve is computed: evenly spaced across the window, and wherever else a mark stands on it."""
    return np.unique(np.concatenate([np.linspace(*window, nodes), *(np.asarray(other) for other in others)]))


def within(heights: FloatArray, low: float, high: float) -> FloatArray:
    """A curve that ends at the panel's ends: no row may stretch the axis, and infinity is no place."""
    shown = (heights >= low) & (heights <= high)
    beside = np.convolve(shown, [1, 1, 1], mode="same") > 0
    return np.where(shown, heights, np.where(beside, np.clip(heights, low, high), np.nan))
