"""Tables of densities: curves cut to their panel, and the shaded area under a curve."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from core.belief.intervals import Region
from pages._kit.charts.base import table, to_bytes

HEADROOM: Final = 1.2
"""The top of the axis over the highest density: room for two lines of text."""
NEAR_END: Final = 0.02
"""If a density is unbounded at an end, the axis ends at its height this part of the way inside."""


class Density(Hashable, Protocol):
    """A distribution with a density; it is hashable because curves are cached by it."""

    @property
    def mean(self) -> float:
        """Its mean."""
        ...

    @property
    def sd(self) -> float:
        """Its standard deviation."""
        ...

    def logpdf(self, x: ArrayLike) -> FloatArray:
        """Log-density."""
        ...

    def ppf(self, q: ArrayLike) -> FloatArray:
        """Its quantile function."""
        ...


def heights(density: Density, x: FloatArray) -> FloatArray:
    """The density, which may be ``inf`` at an end."""
    with np.errstate(over="ignore"):
        return np.exp(density.logpdf(x))


def ceiling(densities: list[Density], window: tuple[float, float]) -> float:
    """The top of the axis: a little above the maximum of each bounded density."""
    lower, upper = window
    inside = np.linspace(lower + NEAR_END * (upper - lower), upper - NEAR_END * (upper - lower), 201)
    tops = []
    for density in densities:
        x = np.concatenate([inside, around(density, window), [lower, upper]])
        y = heights(density, x)
        # All points of a bounded density count, but only those well inside of an unbounded one.
        bounded = np.isfinite(heights(density, np.array([lower, upper]))).all()
        tops.append(float(y[np.isfinite(y)].max() if bounded else y[: inside.size].max()))
    return HEADROOM * max(tops)


def around(density: Density, window: tuple[float, float]) -> FloatArray:
    """Points within 6 standard deviations of the mean, strictly inside the window."""
    x = density.mean + density.sd * np.linspace(-6, 6, 97)
    return np.asarray(x[(x > window[0]) & (x < window[1])])


@lru_cache(maxsize=512)
def curve(density: Density, window: tuple[float, float], top: float) -> bytes:
    """The density over the window, without the points above ``top``, which would stretch the axis."""
    lower, upper = window
    ends = (upper - lower) * np.geomspace(1e-5, 0.02, 25)
    even = np.linspace(lower, upper, 121)
    theta = np.unique(np.concatenate([even, lower + ends, upper - ends, around(density, window)]))
    y = heights(density, theta)
    return to_bytes(table(theta=theta, y=np.where(y <= top, y, np.nan)))


def region_tables(density: Density, region: Region, window: tuple[float, float], top: float) -> dict[str, pa.Table]:
    """The tables of the shaded area over each piece of the region, and of the region's ends inside the window."""
    lower, upper = window
    thetas, pieces, edges = [np.zeros(0)], [np.zeros(0)], [np.zeros(0)]
    for number, piece in enumerate(region.pieces):
        low, high = max(lower, piece.lower), min(upper, piece.upper)
        if low < high:
            inside = around(density, (low, high))
            points = np.unique(np.concatenate([np.linspace(low, high, 61), inside]))
            thetas.append(points)
            pieces.append(np.full(points.size, float(number)))
        edges.append(np.array([end for end in piece if lower < end < upper]))
    theta, edge = np.concatenate(thetas), np.concatenate(edges)
    return {
        "band": table(theta=theta, y=np.minimum(heights(density, theta), top), piece=np.concatenate(pieces)),
        "edge": table(theta=edge, y=np.minimum(heights(density, edge), top)),
    }
