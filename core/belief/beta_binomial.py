r"""A prior learned from many like cases: binomial counts whose probabilities share one Beta prior.

.. math:: h_i \sim \text{Binomial}(n, \theta_i), \qquad \theta_i \sim \text{Beta}(\kappa m, \kappa (1 - m))

The prior has a mean :math:`m` and a strength :math:`\kappa`, in trials. Everything here is written in the prior's
**share** :math:`B = \kappa / (\kappa + n)`, because the posterior mean of each probability is

.. math:: (1 - B)\, h_i / n + B\, m

with :math:`B = 0` for each case alone and :math:`B = 1` for all as one. Two ways to learn the prior from the counts:
**empirical Bayes** takes the maximum of its evidence, :func:`fit`; the **hierarchical** answer averages over all means
and strengths by their posterior, :func:`hierarchical`. Sources: Efron & Morris 1975; Gelman et al. 2013, *BDA3*,
sections 5.1 and 5.3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.special import xlogy

from core.arrays import FloatArray, probability

MOST_TRIALS: Final = 1000
"""The evidence is a sum with a term for each trial."""
NODES: Final = 200
"""Nodes of the quadrature, for the mean and for the strength."""
GRID: Final = 101
"""Number of shares among which :func:`fit` looks for the best, before it searches between two of them."""


@dataclass(frozen=True)
class Series:
    """Successes of several cases in one number of trials each.

    Raises
    ------
    ValueError
        If there is no case, if a number of successes is not in ``0 .. trials``, or if ``trials`` is not in 1 to 1,000.
    """

    successes: tuple[int, ...]
    trials: int

    def __post_init__(self) -> None:
        if not 1 <= self.trials <= MOST_TRIALS:
            raise ValueError(f"trials must be in 1 .. {MOST_TRIALS:,}, got {self.trials!r}")
        if not self.successes or not all(0 <= each <= self.trials for each in self.successes):
            raise ValueError(f"successes must be at least one number in 0 .. {self.trials}, got {self.successes!r}")

    @cached_property
    def rates(self) -> FloatArray:
        """Each case alone: the MLE of its probability."""
        return np.array(self.successes) / self.trials

    @property
    def pooled(self) -> float:
        """All as one: the MLE of a probability that all cases share."""
        return math.fsum(self.successes) / (self.trials * len(self.successes))

    @cached_property
    def counts(self) -> tuple[tuple[int, int], ...]:
        """For i = 0, 1, ...: the number of cases with more than i successes, and with more than i failures."""
        hits = np.array(self.successes)
        return tuple((int((hits > i).sum()), int((self.trials - hits > i).sum())) for i in range(self.trials))


class Prior(NamedTuple):
    """A Beta prior by its mean and its share of each estimate."""

    mean: float
    share: float


class Hierarchical(NamedTuple):
    """The hierarchical answer.

    Attributes
    ----------
    estimates : ndarray, shape (cases,)
        Posterior means of the probabilities.
    share, mean : float
        Posterior means of the prior's share and of its mean.
    sd : float
        Standard deviation of the probability of a further case, before its first trial.
    """

    estimates: FloatArray
    share: float
    mean: float
    sd: float


def strength(share: float, trials: int) -> float:
    r"""The prior's strength :math:`\kappa = nB / (1 - B)` in trials; ``inf`` for a share of 1."""
    probability(share, "share")
    return math.inf if share == 1 else trials * share / (1 - share)


def prior_sd(mean: float, share: float, trials: int) -> float:
    r"""Standard deviation of the prior, :math:`\sqrt{m (1 - m) / (\kappa + 1)}`; 0 for a share of 1."""
    return math.sqrt(mean * (1 - mean) / (strength(share, trials) + 1))


def estimates(mean: float, share: float, series: Series) -> FloatArray:
    r"""Posterior means :math:`(1 - B) h_i / n + B m` under the prior with this mean and share."""
    probability([mean, share], "mean and share")
    return (1 - share) * series.rates + share * mean


def log_evidence(mean: ArrayLike, share: ArrayLike, series: Series) -> FloatArray:
    r"""Log marginal likelihood of all cases, without binomial coefficients, as for sequences of trials; nats.

    .. math:: \sum_i \log \frac{B(\kappa m + h_i,\; \kappa (1 - m) + n - h_i)}{B(\kappa m,\; \kappa (1 - m))}

    Summed as logs of rising factorials, with each factor multiplied by :math:`1/(\kappa + 1)`: so it is exact for every
    strength up to the binomial likelihood of all as one, where the Beta functions would cancel to nothing.

    Parameters
    ----------
    mean, share : array_like
        The prior's mean and share, each in [0, 1]; broadcast.
    series : Series
        The cases.

    Returns
    -------
    ndarray
        ``-inf`` where the prior makes the cases impossible: at share 0 for all but pure cases.
    """
    mean, share = probability(mean, "mean"), probability(share, "share")
    n = series.trials
    one = n * share / (n * share + 1 - share)  # the share beside a single trial, kappa / (kappa + 1)
    hits, misses = series.counts[0]
    # The first factors: one * mean of each case with a success, one * (1 - mean) with a failure, over `one` of each.
    total = xlogy(hits, mean) + xlogy(misses, 1 - mean) + xlogy(hits + misses - len(series.successes), one)
    for i, (hits, misses) in enumerate(series.counts[1:], start=1):
        total = total + xlogy(hits, one * mean + i * (1 - one)) + xlogy(misses, one * (1 - mean) + i * (1 - one))
        total = total - len(series.successes) * np.log(one + i * (1 - one))
    return np.asarray(total)


def fit(series: Series) -> Prior:
    """Empirical Bayes: the prior with the largest evidence, over both its mean and its share.

    A share of 1 means that the cases scatter no more than trials of one probability do.
    """
    if series.pooled in (0.0, 1.0):
        return Prior(series.pooled, 1.0)

    def lost(share: float) -> float:
        return -float(log_evidence(_best_mean(share, series), share, series))

    shares = np.linspace(0, 1, GRID)[1:]
    place = int(np.argmin([lost(share) for share in shares]))
    ends = (shares[max(place - 1, 0)], shares[min(place + 1, shares.size - 1)])
    found = minimize_scalar(lost, bounds=ends, method="bounded", options={"xatol": 1e-10})
    # The bounded search never returns an end.
    share = 1.0 if lost(1.0) <= found.fun else float(found.x)
    return Prior(_best_mean(share, series), share)


def _best_mean(share: float, series: Series) -> float:
    """The mean with the largest evidence at this share: the zero of a derivative that falls in the mean."""
    n = series.trials
    one = n * share / (n * share + 1 - share)
    i = np.arange(n) * (1 - one) / one
    hits, misses = np.array(series.counts).T

    def slope(mean: float) -> float:
        return float((hits / (mean + i)).sum() - (misses / (1 - mean + i)).sum())

    return float(brentq(slope, 1e-12, 1 - 1e-12, xtol=1e-14))


def hierarchical(series: Series, power: float = 1.5) -> Hierarchical:
    r"""The posterior means over all priors, with hyperprior :math:`p(m, \kappa) \propto \kappa^{-\text{power}}`.

    The default is that of *BDA3*, section 5.3: :math:`(a + b)^{-5/2}` over the parameters of Beta(a, b), which is
    uniform over the mean and over :math:`s = \kappa^{-1/2}`, nearly the prior's spread. Gauss-Legendre quadrature over
    the mean and over :math:`x` with :math:`s = x / (1 - x)`.

    Parameters
    ----------
    series : Series
        At least three cases: with fewer the posterior of the strength need not exist.
    power : float
        From 1.5 on: a larger power favors weak priors.

    Raises
    ------
    ValueError
        If there are fewer than three cases, or if ``power`` is not in 1.5 to 3.
    """
    if len(series.successes) < 3:
        raise ValueError(f"a hierarchical answer needs at least three cases, got {series.successes!r}")
    if not 1.5 <= power <= 3:
        raise ValueError(f"power must be in 1.5 .. 3, got {power!r}")
    node, weight = np.polynomial.legendre.leggauss(NODES)
    x, weight = (node + 1) / 2, weight / 2
    mean, s = x[:, None], (x / (1 - x))[None, :]
    share = 1 / (1 + series.trials * s**2)
    log_p = log_evidence(mean, share, series) + (2 * power - 3) * np.log(s) - 2 * np.log(1 - x)
    p = np.exp(log_p - log_p.max()) * weight[:, None] * weight
    p /= p.sum()
    own, pull, middle = float((p * (1 - share)).sum()), float((p * share * mean).sum()), float((p * mean).sum())
    spread = mean * (1 - mean) * s**2 / (1 + s**2) + (mean - middle) ** 2
    return Hierarchical(own * series.rates + pull, 1 - own, middle, math.sqrt(float((p * spread).sum())))
