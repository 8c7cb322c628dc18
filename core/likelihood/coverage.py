r"""Where a coin's likelihood interval fails: its lowest coverage, and the Clopper-Pearson interval beside it.

The coverage of an interval at ``theta`` is the probability that flips of a coin with this ``theta`` give an interval
that holds it.

Sources: Clopper & Pearson 1934, The use of confidence or fiducial limits illustrated in the case of the binomial;
Brown, Cai & DasGupta 2001, Interval estimation for a binomial proportion.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from scipy.special import betaincinv

from core.likelihood.coin import likelihood_interval, log_pmf_heads
from core.likelihood.counts import Counts, Interval

DROP_95: Final = 1.92
"""Nats below the maximum: half the 95 % point of chi-squared with one degree of freedom, to three digits."""
LEVEL: Final = 0.95
MAX_FLIPS: Final = 1000
"""Most flips for :func:`lowest_coverage`, which needs every possible interval."""


def clopper_pearson(counts: Counts, level: float = LEVEL) -> Interval:
    r"""The Clopper-Pearson interval of ``theta``, whose coverage is at least ``level`` at every ``theta``.

    Its ends are the ``theta`` at which this many heads or more, and this many heads or fewer, have the probability
    :math:`(1 - \text{level}) / 2`. Without data it is (0, 1).

    Raises
    ------
    ValueError
        If ``level`` is not strictly between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie strictly between 0 and 1, got {level!r}")
    h, t, tail = counts.heads, counts.tails, (1 - level) / 2
    lower = float(betaincinv(h, t + 1, tail)) if h else 0.0
    upper = float(betaincinv(h + 1, t, 1 - tail)) if t else 1.0
    return Interval(lower, upper)


@lru_cache(maxsize=64)
def lowest_coverage(n: int, drop: float = DROP_95) -> float:
    """Return the lowest coverage, over all ``theta``, of the interval within ``drop`` nats of the maximum.

    Between neighboring ends of the ``n + 1`` possible intervals, the coverage is the probability of a run of numbers
    of heads, which has no minimum inside. So the lowest coverage is a limit at an end, where the interval that ends
    there does not count.

    Raises
    ------
    ValueError
        If ``n`` is not from 1 to ``MAX_FLIPS``, or ``drop`` is not positive and finite.
    """
    if not 1 <= n <= MAX_FLIPS:
        raise ValueError(f"n must lie from 1 to {MAX_FLIPS:,}, got {n!r}")
    heads = np.arange(n + 1)
    lower, upper = np.array([likelihood_interval(Counts(int(h), n - int(h)), drop) for h in heads]).T
    ends = np.unique([end for end in (*lower, *upper) if 0 < end < 1])
    inside = (lower[:, None] < ends) & (ends < upper[:, None])
    probability = np.exp(log_pmf_heads(heads[:, None], n, ends))
    return float(np.where(inside, probability, 0.0).sum(axis=0).min())
