r"""Credible intervals for every number of heads, and coverage averaged over ``theta`` drawn from the prior.

A credible interval's level is a promise about ``theta`` given the flips, the prior and the model. At one fixed
``theta`` its coverage may be anything from 0 to 1. Over repetitions in which nature draws ``theta`` from the prior and
then the flips, it holds ``theta`` with exactly its level: so it is for each number of heads, and so on average.

Sources: Gelman et al. 2013, *BDA3*, sections 2.3 and 4.4; Rubin 1984, Bayesianly justifiable and relevant frequency
calculations for the applied statistician.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.special import betainc, betaincinv, betaln

from core.arrays import BoolArray, FloatArray, IntArray, level_inside
from core.belief.beta import Beta
from core.likelihood import coverage
from core.likelihood.coin import log_binomial
from core.likelihood.confidence import Ends, clopper_pearson_ends, drop_of, likelihood_ends, wald_ends

Kind = Literal["Wald", "Likelihood", "Clopper-Pearson", "Credible"]
KINDS: Final[tuple[Kind, ...]] = ("Wald", "Likelihood", "Clopper-Pearson", "Credible")
GRID: Final = np.arange(1001) / 1000
"""The thetas of a coverage curve, in steps of 0.001. Between two of them a coverage may jump."""


def credible_ends(prior: Beta, n: int, level: float) -> Ends:
    """Ends of the equal-tailed credible interval for each number of heads from 0 to n, shape (n + 1,).

    Raises
    ------
    ValueError
        If ``n`` is negative or ``level`` is not strictly between 0 and 1.
    """
    if n < 0:
        raise ValueError(f"n must not be negative, got {n!r}")
    (a, b), tail = _posteriors(prior, n), (1 - level_inside(level)) / 2
    return Ends(np.asarray(betaincinv(a, b, tail)), np.asarray(betaincinv(a, b, 1 - tail)))


def average_coverage(ends: Ends, prior: Beta) -> float:
    r"""Coverage averaged over ``theta`` drawn from the prior, :math:`\int p(\theta)\, C(\theta)\, d\theta`.

    As a sum over the numbers of heads, :math:`\sum_k p(k) \int_{l_k}^{u_k} p(\theta \mid k)\, d\theta`, with the
    beta-binomial :math:`p(k) = \binom{n}{k} B(a + k, b + n - k) / B(a, b)`.

    Parameters
    ----------
    ends : Ends, shape (n + 1,)
        The interval for each number of heads from 0 to n.
    prior : Beta
        The prior of theta.
    """
    a, b = _posteriors(prior, ends.lower.size - 1)
    mass = betainc(a, b, ends.upper) - betainc(a, b, ends.lower)
    return float(prior_predictive(prior, ends.lower.size - 1) @ mass)


def prior_predictive(prior: Beta, n: int) -> FloatArray:
    """The beta-binomial probability of each number of heads from 0 to n, theta averaged over the prior."""
    a, b = _posteriors(prior, n)
    weight = np.exp(log_binomial(n, np.arange(n + 1)) + betaln(a, b) - betaln(prior.a, prior.b))
    return np.asarray(weight / weight.sum())


def _posteriors(prior: Beta, n: int) -> tuple[FloatArray, FloatArray]:
    """The parameters of the posterior after each number of heads from 0 to n."""
    heads = np.arange(n + 1.0)
    return prior.a + heads, prior.b + n - heads


@dataclass(frozen=True)
class Coverages:
    """Four kinds of intervals for ``n`` flips, and how often each holds theta.

    Attributes
    ----------
    ends : dict
        For each of ``KINDS``, the interval for each number of heads from 0 to n.
    curve : dict
        For each of ``KINDS``, its exact coverage at each theta of ``GRID``.
    average : dict
        For each of ``KINDS``, its exact coverage averaged over theta drawn from the prior.
    """

    ends: dict[Kind, Ends]
    curve: dict[Kind, FloatArray]
    average: dict[Kind, float]


def coverages(n: int, level: float, prior: Beta) -> Coverages:
    """Compute the intervals of all kinds for ``n`` flips, their coverage curves and their averages.

    The credible interval is equal-tailed, and ``prior`` is both the one that it is computed with and the one over
    which coverage is averaged.

    Raises
    ------
    ValueError
        If ``n`` is not from 1 to :data:`core.likelihood.coverage.MAX_FLIPS`, or ``level`` is not strictly between
        0 and 1.
    """
    if not 1 <= n <= coverage.MAX_FLIPS:
        raise ValueError(f"n must lie from 1 to {coverage.MAX_FLIPS:,}, got {n!r}")
    heads = np.arange(n + 1)
    ends: dict[Kind, Ends] = {
        "Wald": wald_ends(heads, n, level),
        "Likelihood": likelihood_ends(heads, n, drop_of(level)),
        "Clopper-Pearson": clopper_pearson_ends(heads, n, level),
        "Credible": credible_ends(prior, n, level),
    }
    return Coverages(
        ends,
        {kind: coverage.coverage(found, GRID) for kind, found in ends.items()},
        {kind: average_coverage(found, prior) for kind, found in ends.items()},
    )


@dataclass(frozen=True)
class Repetitions:
    """Repetitions of an experiment, each with a theta and ``n`` flips; all arrays have the shape (hundreds, 100)."""

    theta: FloatArray
    heads: IntArray

    def held_by(self, ends: Ends) -> BoolArray:
        """Whether the interval of each repetition holds its theta; ``ends`` has one for each number of heads."""
        return coverage.holds(Ends(ends.lower[self.heads], ends.upper[self.heads]), self.theta)


def repetitions(theta: float | Beta, n: int, hundreds: int) -> Repetitions:
    """Repeat the experiment with one fixed ``theta``, or with one drawn from a prior for each repetition.

    They are drawn from a fixed seed; more hundreds begin with the same.
    """
    drawn = theta.ppf(coverage.uniforms_of_theta(hundreds)) if isinstance(theta, Beta) else np.asarray(theta)
    heads = coverage.repeated(drawn, n, hundreds)
    return Repetitions(np.broadcast_to(drawn, heads.shape), heads)
