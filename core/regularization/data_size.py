r"""More data: how far the MAP stays from the MLE as the examples grow, for fixed priors.

For a prior :math:`N(0, \sigma_w^2 I)`, with :math:`G = \Phi_c^\top\Phi_c/\sigma^2`,

.. math:: \hat w_{MLE} - \hat w_{MAP} = (G + I/\sigma_w^2)^{-1}\,\hat w_{MLE}/\sigma_w^2 .

G grows like N, so the distance falls like 1/N: a slope of -1 on log axes. That needs a prior that does not rule the
truth out. One that says :math:`w_2 \ge 0`, where the truth is below 0, is never outgrown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.regularization.problem import SIGMA, design, truth

DEGREE: Final = 6
"""Weights in this comparison, the two that are truly not 0 among them."""
SIZES: Final = tuple(round(20 * 10 ** (power / 4)) for power in range(15))
"""20 to 63,246 examples, four sizes to a decade."""
WIDTHS: Final = (2.0, 0.5, 0.1)
"""Standard deviations of the priors that are compared."""
RULED_OUT: Final = 2
"""The degree whose weight is truly below 0, and above 0 for the prior that rules the truth out."""
TAIL: Final = 2000
"""Examples from which on the slope is measured."""


class Sums(NamedTuple):
    """All that a fit asks of the first n examples, in units of the noise."""

    gram: FloatArray
    along: FloatArray


@dataclass(frozen=True, eq=False)
class Gaps:
    r"""Distances between MLE and MAP.

    Attributes
    ----------
    by_width : dict of float to ndarray, shape (15,)
        For each of :data:`WIDTHS`, over :data:`SIZES`.
    ruled_out : ndarray, shape (15,)
        For a prior without mass at the truth: the widest one, cut to :math:`w_2 \ge 0`.
    """

    by_width: dict[float, FloatArray]
    ruled_out: FloatArray


@lru_cache(maxsize=16)
def sums(seed: int) -> tuple[Sums, ...]:
    """Sums over the first n examples for each n of :data:`SIZES`: more data are added, none are exchanged."""
    rng = np.random.default_rng([seed, SIZES[-1]])
    x = rng.uniform(-1, 1, SIZES[-1])
    y = (truth(x) + SIGMA * rng.standard_normal(x.size)) / SIGMA
    features = design(x, DEGREE) / SIGMA
    found = []
    for n in SIZES:
        centered = features[:n] - features[:n].mean(axis=0)
        found.append(Sums(centered.T @ centered, centered.T @ (y[:n] - y[:n].mean())))
    return tuple(found)


@lru_cache(maxsize=16)
def gaps(seed: int) -> Gaps:
    """The distances for the examples of a seed."""
    best = [np.asarray(np.linalg.solve(*item)) for item in sums(seed)]
    by_width = {width: _distances(best, [_map(item, width) for item in sums(seed)]) for width in WIDTHS}
    return Gaps(by_width, _distances(best, [_cut(item, WIDTHS[0]) for item in sums(seed)]))


def slope(distance: FloatArray) -> float:
    """Slope of log distance over log n by least squares, from :data:`TAIL` examples on."""
    sizes = np.array(SIZES)
    tail = sizes >= TAIL
    return float(np.polyfit(np.log(sizes[tail]), np.log(distance[tail]), 1)[0])


def _map(item: Sums, width: float) -> FloatArray:
    return np.asarray(np.linalg.solve(item.gram + np.eye(DEGREE) / width**2, item.along))


def _cut(item: Sums, width: float) -> FloatArray:
    """MAP under the same prior cut to w2 >= 0: where the free one is outside, the best one on the edge."""
    free, second = _map(item, width), RULED_OUT - 1
    if free[second] >= 0:
        return free
    kept = np.delete(np.arange(DEGREE), second)
    edge = np.zeros(DEGREE)
    edge[kept] = np.linalg.solve(item.gram[np.ix_(kept, kept)] + np.eye(kept.size) / width**2, item.along[kept])
    return edge


def _distances(first: list[FloatArray], second: list[FloatArray]) -> FloatArray:
    return np.array([float(np.linalg.norm(a - b)) for a, b in zip(first, second, strict=True)])
