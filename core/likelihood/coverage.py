r"""How often an interval of a coin's ``theta`` holds it: coverage by enumeration, and repeated experiments.

The coverage of an interval at ``theta`` is the probability that flips of a coin with this ``theta`` give an interval
that holds it.

Sources: Clopper & Pearson 1934, The use of confidence or fiducial limits illustrated in the case of the binomial;
Brown, Cai & DasGupta 2001, Interval estimation for a binomial proportion.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc

from core.arrays import BoolArray, FloatArray, IntArray, probability
from core.likelihood.coin import log_pmf_heads
from core.likelihood.confidence import Ends, clopper_pearson_ends, likelihood_ends
from core.likelihood.counts import Counts, Interval

DROP_95: Final = 1.92
"""Nats below the maximum: half the 95 % point of chi-squared with one degree of freedom, to three digits."""
LEVEL: Final = 0.95
MAX_FLIPS: Final = 1000
"""Most flips where every possible interval is needed, as for :func:`lowest_coverage`."""
HUNDRED: Final = 100
"""Number of repetitions that are drawn together."""
MAX_HUNDREDS: Final = 20
_SEED: Final = 1934
_SLACK: Final = 1e-12
"""How far ``theta`` may lie outside an interval that counts as holding it: an end belongs to it, but is rounded."""


def clopper_pearson(counts: Counts, level: float = LEVEL) -> Interval:
    """The Clopper-Pearson interval of ``theta`` (:func:`core.likelihood.confidence.clopper_pearson_ends`).

    Raises
    ------
    ValueError
        If ``level`` is not strictly between 0 and 1.
    """
    return Interval(*map(float, clopper_pearson_ends(counts.heads, counts.n, level)))


def holds(ends: Ends, theta: ArrayLike) -> BoolArray:
    """Whether each interval holds ``theta``, of a shape that broadcasts; its ends belong to an interval."""
    p = probability(theta)
    return np.asarray((ends.lower <= p + _SLACK) & (p - _SLACK <= ends.upper))


def coverage(ends: Ends, theta: ArrayLike) -> FloatArray:
    r"""Exact coverage, :math:`\sum_k \binom{n}{k} \theta^k (1-\theta)^{n-k} [l_k \le \theta \le u_k]`.

    The intervals that hold ``theta`` belong to a run of numbers of heads, because their ends rise with :math:`k`. So
    the sum is a difference of two tail probabilities.

    Parameters
    ----------
    ends : Ends, shape (n + 1,)
        The interval for each number of heads from 0 to n, both ends ascending.
    theta : array_like, shape (...)
        Probability of heads, each in [0, 1].

    Returns
    -------
    ndarray, shape (...)
        Probabilities.

    Raises
    ------
    ValueError
        If a ``theta`` lies outside [0, 1], or an end is not ascending.
    """
    p, n = probability(theta), ends.lower.size - 1
    if n < 1 or np.any(np.diff(ends.lower) < -_SLACK) or np.any(np.diff(ends.upper) < -_SLACK):
        raise ValueError("the ends must ascend with the number of heads, from 0 to n >= 1")
    first = np.searchsorted(ends.upper, p - _SLACK, side="left")
    beyond = np.searchsorted(ends.lower, p + _SLACK, side="right")
    return np.asarray(np.maximum(_at_least(first, n, p) - _at_least(beyond, n, p), 0.0))


def _at_least(k: IntArray, n: int, theta: FloatArray) -> FloatArray:
    """The probability of ``k`` heads or more, for ``k`` from 0 to n + 1."""
    inner = betainc(np.clip(k, 1, n), n + 1 - np.clip(k, 1, n), theta)
    return np.asarray(np.where(k <= 0, 1.0, np.where(k > n, 0.0, inner)))


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
    lower, upper = likelihood_ends(heads, n, drop)
    ends = np.unique([end for end in (*lower, *upper) if 0 < end < 1])
    inside = (lower[:, None] < ends) & (ends < upper[:, None])
    probability = np.exp(log_pmf_heads(heads[:, None], n, ends))
    return float(np.where(inside, probability, 0.0).sum(axis=0).min())


@lru_cache(maxsize=2)
def _uniforms(stream: int) -> FloatArray:
    """Fixed uniform numbers, shape (MAX_HUNDREDS, HUNDRED)."""
    return np.random.default_rng([_SEED, stream]).random((MAX_HUNDREDS, HUNDRED))


def repeated(theta: ArrayLike, n: int, hundreds: int) -> IntArray:
    """Numbers of heads in repetitions of ``n`` flips, by inversion of the binomial distribution.

    A repetition keeps its random number: with a larger ``theta`` it has as many heads or more.

    Parameters
    ----------
    theta : array_like, shape () or (hundreds, HUNDRED)
        Probability of heads, of all repetitions or of each.
    n : int
        Number of flips, at least 1.
    hundreds : int
        Number of rows, from 1 to ``MAX_HUNDREDS``. More of them begin with the same.

    Returns
    -------
    ndarray of int, shape (hundreds, HUNDRED)
    """
    p, uniform = np.broadcast_to(probability(theta), (hundreds, HUNDRED)), _uniforms(0)[:hundreds]
    low, high = np.zeros(p.shape, dtype=np.int64), np.full(p.shape, n, dtype=np.int64)
    # The smallest k whose cumulative probability reaches the uniform number, by bisection.
    while np.any(low < high):
        middle = (low + high) // 2
        reaches = 1.0 - _at_least(middle + 1, n, p) >= uniform
        low, high = np.where(reaches, low, middle + 1), np.where(reaches, middle, high)
    return low


def uniforms_of_theta(hundreds: int) -> FloatArray:
    """Fixed uniform numbers to draw a ``theta`` for each repetition with, shape (hundreds, HUNDRED)."""
    return _uniforms(1)[:hundreds]
