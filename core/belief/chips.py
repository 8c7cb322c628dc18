r"""A prior drawn as a histogram: chips placed in bins of ``theta``, and the Beta that fits them.

This is the *roulette method* of elicitation: each chip gives its bin the same share of the probability (Johnson et
al. 2010, A valid and reliable belief elicitation method for Bayesian priors; Morris, Oakley & Crowe 2014, A web-based
tool for eliciting probability distributions from experts).

Each chip is spread evenly over its bin. The Beta has the mean :math:`m` and the variance :math:`v` of this histogram,
the variance within the bins included:

.. math:: m = \sum_j w_j c_j, \quad v = \sum_j w_j (c_j - m)^2 + h^2/12, \quad
          a + b = m (1 - m) / v - 1, \quad a = m (a + b)

for shares :math:`w_j`, centers :math:`c_j` and bins of width :math:`h`. Equal shares give Beta(1, 1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.belief.beta import Beta, from_mean

BINS = 10
CHIPS = 30
"""Chips in all."""
START = 20
"""Chips that stand for a belief which was set in another way; the others are left to be placed."""
LOWEST, HIGHEST = 0.5, 1000.0
"""Range of ``a`` and ``b`` in the course."""


def fit(chips: Sequence[int]) -> Beta:
    """The Beta with the mean and variance of a histogram; ``chips`` holds the number of chips in each bin of [0, 1].

    Raises
    ------
    ValueError
        If a number of chips is negative, or there is no chip.
    """
    placed = np.asarray(chips, dtype=np.float64)
    if placed.size == 0 or np.any(placed < 0) or placed.sum() <= 0:
        raise ValueError(f"chips must be non-negative, and at least one, got {list(chips)!r}")
    shares, width = placed / placed.sum(), 1 / placed.size
    centers = (np.arange(placed.size) + 0.5) * width
    mean = float(shares @ centers)
    variance = float(shares @ (centers - mean) ** 2) + width**2 / 12
    # The variance of a density on [0, 1] is below m (1 - m), that of a two-point distribution on its ends.
    return from_mean(mean, mean * (1 - mean) / variance - 1)


def asks_beyond(chips: Sequence[int]) -> bool:
    """Whether the Beta that fits the chips has an ``a`` or a ``b`` below the course's range; none is above it."""
    fitted = fit(chips)
    return min(fitted.a, fitted.b) < LOWEST


def within_range(belief: Beta) -> Beta:
    """The belief with ``a`` and ``b`` limited to 0.5 ... 1,000 and rounded to two decimals."""
    a, b = (round(min(HIGHEST, max(LOWEST, value)), 2) for value in (belief.a, belief.b))
    return Beta(a, b)


def spread(belief: Beta, total: int = START, bins: int = BINS) -> tuple[int, ...]:
    """Distribute ``total`` chips over equal bins of [0, 1] as a belief does, by the method of largest remainders."""
    exact = total * np.diff(belief.cdf(np.arange(bins + 1) / bins))
    chips = np.floor(exact + 1e-9).astype(int)
    left = total - int(chips.sum())
    # In a tie the bin nearer to the middle gets the chip, which keeps the chips of a symmetric belief symmetric.
    order = np.lexsort((np.abs(np.arange(bins) - (bins - 1) / 2), -np.round(exact - chips, 9)))
    chips[order[:left]] += 1
    return tuple(int(count) for count in chips)


def place(chips: Sequence[int], where: int, change: int, total: int = CHIPS) -> tuple[int, ...]:
    """Add a chip to bin ``where``, or remove one if ``change`` is negative.

    Returns the chips unchanged if the bin is empty, or if all ``total`` chips are placed.

    Raises
    ------
    ValueError
        If there is no bin ``where``.
    """
    if not 0 <= where < len(chips):
        raise ValueError(f"there is no bin {where} among {len(chips)}")
    after = [*chips]
    after[where] += int(math.copysign(1, change))
    return tuple(after) if after[where] >= 0 and sum(after) <= total else tuple(chips)
