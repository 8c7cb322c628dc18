r"""A prior that is drawn: chips put into bins of ``theta``, and the Beta that fits them.

The *roulette method* of elicitation: who places a chip in a bin gives that bin a share of their belief (Johnson et
al. 2010, A valid and reliable belief elicitation method for Bayesian priors; Morris, Oakley & Crowe 2014, A web-based
tool for eliciting probability distributions from experts).

The rule of the fit: the chips are a histogram, each spread evenly over its bin, and the Beta gets the histogram's mean
:math:`m` and variance :math:`v`, the spread within the bins included:

.. math:: m = \sum_j w_j c_j, \quad v = \sum_j w_j (c_j - m)^2 + h^2/12, \quad
          a + b = m (1 - m) / v - 1, \quad a = m (a + b)

for shares :math:`w_j`, centers :math:`c_j` and bins of width :math:`h`. An even spread gives Beta(1, 1) exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.belief.beta import Beta, from_mean

BINS = 10
CHIPS = 20
LOWEST, HIGHEST = 0.5, 1000.0
"""The ends of ``a`` and ``b`` in the course."""


def fit(chips: Sequence[int]) -> Beta:
    """The Beta with the chips' mean and variance.

    Raises
    ------
    ValueError
        If a bin's chips are negative, or there is none at all.
    """
    placed = np.asarray(chips, dtype=np.float64)
    if placed.size == 0 or np.any(placed < 0) or placed.sum() <= 0:
        raise ValueError(f"chips must be non-negative, and at least one, got {list(chips)!r}")
    shares, width = placed / placed.sum(), 1 / placed.size
    centers = (np.arange(placed.size) + 0.5) * width
    mean = float(shares @ centers)
    variance = float(shares @ (centers - mean) ** 2) + width**2 / 12
    # A density on [0, 1] always varies less than the two-point one with its mean, so the strength is positive.
    return from_mean(mean, mean * (1 - mean) / variance - 1)


def within_range(belief: Beta) -> Beta:
    """The belief as the course can hold it: ``a`` and ``b`` to two decimals, from 0.5 to 1,000."""
    a, b = (round(min(HIGHEST, max(LOWEST, value)), 2) for value in (belief.a, belief.b))
    return Beta(a, b)


def spread(belief: Beta, total: int = CHIPS, bins: int = BINS) -> tuple[int, ...]:
    """So many whole chips, as near to the belief's bins as they come (largest remainders)."""
    exact = total * np.diff(belief.cdf(np.arange(bins + 1) / bins))
    chips = np.floor(exact + 1e-9).astype(int)
    left = total - int(chips.sum())
    # Ties go to the middle, so that a symmetric belief keeps its chips symmetric where it can.
    order = np.lexsort((np.abs(np.arange(bins) - (bins - 1) / 2), -np.round(exact - chips, 9)))
    chips[order[:left]] += 1
    return tuple(int(count) for count in chips)


def place(chips: Sequence[int], where: int, change: int, total: int = CHIPS) -> tuple[int, ...]:
    """Add a chip to a bin or take one away; what cannot be done changes nothing.

    Raises
    ------
    ValueError
        If there is no such bin.
    """
    if not 0 <= where < len(chips):
        raise ValueError(f"there is no bin {where} among {len(chips)}")
    after = [*chips]
    after[where] += int(math.copysign(1, change))
    return tuple(after) if after[where] >= 0 and sum(after) <= total else tuple(chips)
