r"""Distance between the MAP and the MLE as the number of examples N grows, for fixed priors.

For a prior :math:`N(0, \sigma_w^2 I)`, with :math:`G = \Phi_c^\top\Phi_c/\sigma^2`,

.. math:: \hat w_{MLE} - \hat w_{MAP} = (G + I/\sigma_w^2)^{-1}\,\hat w_{MLE}/\sigma_w^2 .

G grows like N, so the distance falls like 1/N: a slope of -1 on log axes. This holds for priors that do not exclude
the truth. A prior that requires :math:`w_2 \ge 0`, where the true weight is negative, keeps the MAP away for every N.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.regularization.problem import SIGMA, design, truth

DEGREE: Final = 6
"""Number of weights; those that are truly not 0 are among them."""
SIZES: Final = tuple(round(20 * 10 ** (power / 4)) for power in range(15))
"""Numbers of examples: 20 to 63,246, four in each decade."""
WIDTHS: Final = (2.0, 0.5, 0.1)
"""Standard deviations of the priors that are compared."""
EXCLUDED_DEGREE: Final = 2
"""The degree whose true weight is negative; the prior that excludes the truth allows it only from 0 up."""
TAIL: Final = 2000
"""Smallest number of examples that the slope is fitted to."""


class Sums(NamedTuple):
    r"""Sufficient statistics of the first n examples, :math:`G` and :math:`\Phi_c^\top y_c/\sigma^2`."""

    gram: FloatArray
    along: FloatArray


@dataclass(frozen=True, eq=False)
class Gaps:
    r"""Distances between MLE and MAP.

    Attributes
    ----------
    by_width : dict of float to ndarray, shape (15,)
        For each prior width of :data:`WIDTHS`, the distances at :data:`SIZES`.
    ruled_out : ndarray, shape (15,)
        Distances for a prior that excludes the truth: the widest one, truncated to :math:`w_2 \ge 0`.
    """

    by_width: dict[float, FloatArray]
    ruled_out: FloatArray


@lru_cache(maxsize=16)
def sums(seed: int) -> tuple[Sums, ...]:
    """Sufficient statistics for each n of :data:`SIZES`; each data set contains all smaller ones."""
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
    """Distances between MLE and MAP for the examples of one seed."""
    mle = [np.asarray(np.linalg.solve(*item)) for item in sums(seed)]
    by_width = {width: _distances(mle, [_map(item, width) for item in sums(seed)]) for width in WIDTHS}
    return Gaps(by_width, _distances(mle, [_truncated_map(item, WIDTHS[0]) for item in sums(seed)]))


def slope(distance: FloatArray) -> float:
    """Least-squares slope of log distance against log n, for n of at least :data:`TAIL`."""
    sizes = np.array(SIZES)
    tail = sizes >= TAIL
    return float(np.polyfit(np.log(sizes[tail]), np.log(distance[tail]), 1)[0])


def _map(item: Sums, width: float) -> FloatArray:
    return np.asarray(np.linalg.solve(item.gram + np.eye(DEGREE) / width**2, item.along))


def _truncated_map(item: Sums, width: float) -> FloatArray:
    """MAP under the same prior truncated to w2 >= 0; where the unconstrained MAP has w2 < 0, the best with w2 = 0."""
    free, second = _map(item, width), EXCLUDED_DEGREE - 1
    if free[second] >= 0:
        return free
    kept = np.delete(np.arange(DEGREE), second)
    edge = np.zeros(DEGREE)
    edge[kept] = np.linalg.solve(item.gram[np.ix_(kept, kept)] + np.eye(kept.size) / width**2, item.along[kept])
    return edge


def _distances(first: list[FloatArray], second: list[FloatArray]) -> FloatArray:
    return np.array([float(np.linalg.norm(a - b)) for a, b in zip(first, second, strict=True)])
