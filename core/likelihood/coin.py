r"""The likelihood of a coin: ``h`` heads and ``t`` tails, i.i.d. Bernoulli with probability of heads ``theta``.

The likelihood is that of the *sequence*, :math:`L(\theta) = \theta^h (1-\theta)^t`. The binomial probability of ``h``
heads in any order is ``C(n, h)`` times that (:func:`log_choose`); the factor does not depend on ``theta``, so both have
the same maximum. All logs are natural, so log-likelihoods are in nats.

Every ``theta`` is array_like of any shape, the result has the same shape, and a ``theta`` that is NaN or outside [0, 1]
raises ValueError.

Sources: Bishop 2006, *PRML*, section 2.1; Pawitan 2001, *In All Likelihood*, chapter 2.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import betaln, gammaln, xlog1py, xlogy

from core.arrays import FloatArray, positive, probability
from core.likelihood.counts import MAX_COUNT as MAX_COUNT
from core.likelihood.counts import Counts as Counts
from core.likelihood.counts import Interval as Interval


def log_likelihood(theta: ArrayLike, counts: Counts) -> FloatArray:
    r"""Log-likelihood of the sequence, :math:`\ell(\theta) = h\log\theta + t\log(1-\theta)`.

    Parameters
    ----------
    theta : array_like, shape (...)
        Probability of heads, each in [0, 1].
    counts : Counts
        Heads and tails.

    Returns
    -------
    ndarray, shape (...)
        Nats; ``-inf`` where ``theta`` makes the data impossible, 0 everywhere without data.

    Raises
    ------
    ValueError
        If a ``theta`` lies outside [0, 1].
    """
    p = probability(theta)
    # xlogy(0, 0) is 0, so an all-tails sample stays finite at theta = 0; xlog1py does the same at theta = 1.
    return np.asarray(xlogy(counts.heads, p) + xlog1py(counts.tails, -p))


def log_choose(counts: Counts) -> float:
    r"""Log of the number of sequences with these counts, :math:`\log\binom{n}{h}`, in nats."""
    return float(log_binomial(counts.n, counts.heads))


def log_binomial(n: int, k: ArrayLike) -> FloatArray:
    r"""Log of the binomial coefficients, :math:`\log\binom{n}{k}`, in nats, for each ``k`` in 0 to ``n``."""
    chosen = np.asarray(k, dtype=np.float64)
    return np.asarray(gammaln(n + 1) - gammaln(chosen + 1) - gammaln(n - chosen + 1))


def log_pmf_heads(heads: ArrayLike, n: int, theta: ArrayLike) -> FloatArray:
    r"""Binomial log-pmf :math:`\log\binom{n}{k} + k\log\theta + (n-k)\log(1-\theta)`, in nats.

    ``heads`` is :math:`k` and broadcasts against ``theta``. At ``theta`` = 0 only 0 heads are possible, at 1 only
    ``n``: the result is 0 there and ``-inf`` elsewhere. The rounding error is about 1e-16 n log n nats.

    Raises
    ------
    ValueError
        If ``n`` is negative, a number of heads is not a whole number in [0, n], or a ``theta`` is outside [0, 1].
    """
    if n < 0:
        raise ValueError(f"n must not be negative, got {n}")
    k = np.asarray(heads, dtype=np.float64)
    if not np.all((k >= 0) & (k <= n) & (k == np.floor(k))):
        raise ValueError(f"heads must be whole numbers from 0 to n = {n}, got {heads!r}")
    p = probability(theta)
    return np.asarray(log_binomial(n, k) + xlogy(k, p) + xlog1py(n - k, -p))


def mle(counts: Counts) -> float | None:
    r"""Maximum-likelihood estimate :math:`\hat\theta = h/n`; None without data, when the likelihood is constant."""
    return counts.heads / counts.n if counts.n else None


def max_log_likelihood(counts: Counts) -> float:
    r"""Maximum of the log-likelihood, :math:`h\log(h/n) + t\log(t/n)`, in nats; 0 without data."""
    h, t, n = counts.heads, counts.tails, counts.n
    # t / n is rounded once; 1 - h / n would be rounded twice.
    return float(xlogy(h, h / n) + xlogy(t, t / n)) if n else 0.0


def _log_ratio(value: FloatArray, reference: float, step: FloatArray) -> FloatArray:
    """Return log(value / reference), given step = value - reference without cancellation."""
    near = np.abs(step) < 0.5 * reference
    small = np.log1p(np.where(near, step, 0.0) / reference)
    # Elsewhere two logs, because the quotient may underflow.
    return np.asarray(np.where(near, small, xlogy(1.0, value) - math.log(reference)))


def log_likelihood_ratio(theta: ArrayLike, counts: Counts) -> FloatArray:
    r"""Log-likelihood relative to its maximum, :math:`\log\{L(\theta)/L(\hat\theta)\} \le 0`, in nats.

    Computed from the ratios to the MLE, :math:`h\log(\theta/\hat\theta) + t\log\{(1-\theta)/(1-\hat\theta)\}`. For a
    million flips the difference :math:`\ell(\theta) - \ell(\hat\theta)` of two numbers near 700,000 nats would keep
    only ten decimals.

    Exactly 0 at the MLE, ``-inf`` where the data are impossible, 0 everywhere without data.
    """
    p = probability(theta)
    below = np.zeros_like(p)
    h, t, n = counts.heads, counts.tails, counts.n
    # Both terms use the same step, so its rounding error cancels to first order: the score is 0 at the MLE.
    if h:
        below = below + h * _log_ratio(p, h / n, p - h / n)
    if t:
        below = below + t * _log_ratio(1 - p, t / n, h / n - p)
    return np.asarray(np.minimum(below, 0.0))


def score(theta: ArrayLike, counts: Counts) -> FloatArray:
    r"""Slope of the log-likelihood, :math:`\ell'(\theta) = h/\theta - t/(1-\theta)`, nats per unit theta.

    A side without observations contributes 0. The slope is ``inf`` at ``theta = 0`` with heads, ``-inf`` at
    ``theta = 1`` with tails, and infinite wherever a quotient is too large for float64.
    """
    p = probability(theta)
    with np.errstate(divide="ignore", over="ignore"):
        rise = counts.heads / p if counts.heads else np.zeros_like(p)
        fall = counts.tails / (1 - p) if counts.tails else np.zeros_like(p)
    return np.asarray(rise - fall)


def observed_information(theta: ArrayLike, counts: Counts) -> FloatArray:
    r"""Observed information :math:`-\ell''(\theta) = h/\theta^2 + t/(1-\theta)^2`, nats per unit theta squared.

    A side without observations contributes 0; ``inf`` at ``theta = 0`` with heads and at ``theta = 1``
    with tails. At an MLE inside (0, 1) it equals :func:`fisher_information`.
    """
    p = probability(theta)
    # Divided twice, because theta ** 2 underflows to 0 below theta = 1e-162.
    with np.errstate(divide="ignore", over="ignore"):
        left = counts.heads / p / p if counts.heads else np.zeros_like(p)
        right = counts.tails / (1 - p) / (1 - p) if counts.tails else np.zeros_like(p)
    return np.asarray(left + right)


def fisher_information(theta: ArrayLike, counts: Counts) -> FloatArray:
    r"""Fisher information of ``n`` flips, :math:`\mathrm{E}[-\ell''(\theta)] = n/\{\theta(1-\theta)\}`.

    It depends on the number of flips, not on their outcomes. Nats per unit theta squared; ``inf`` at 0 and 1 if there
    are flips, 0 everywhere if there are none.
    """
    p = probability(theta)
    if counts.n == 0:
        return np.zeros_like(p)
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(counts.n / p / (1 - p))


def standard_error(counts: Counts) -> float | None:
    r"""Standard error of the MLE by the Fisher information, :math:`\sqrt{\hat\theta(1-\hat\theta)/n}`.

    None without data. With all heads or all tails the formula gives 0, which does *not* mean certainty: its quadratic
    approximation fails at an end of [0, 1]. Use :func:`likelihood_interval` there.
    """
    h, t, n = counts.heads, counts.tails, counts.n
    return math.sqrt((h / n) * (t / n) / n) if n else None


def quadratic(theta: ArrayLike, counts: Counts) -> FloatArray:
    r"""Quadratic approximation at the MLE, :math:`\ell(\hat\theta) - I(\hat\theta)(\theta-\hat\theta)^2/2`, in nats.

    Good within a few standard errors of the MLE.

    Raises
    ------
    ValueError
        Unless there are both heads and tails: otherwise there is no maximum with slope 0.
    """
    p = probability(theta)
    if counts.heads == 0 or counts.tails == 0:
        raise ValueError(f"the parabola needs at least one head and one tail, got {counts}")
    center = counts.heads / counts.n
    curvature = float(fisher_information(center, counts))
    return np.asarray(max_log_likelihood(counts) - 0.5 * curvature * (p - center) ** 2)


def tangent(theta: ArrayLike, at: float, counts: Counts) -> FloatArray:
    r"""Tangent :math:`\ell(\theta_0) + \ell'(\theta_0)(\theta - \theta_0)` of the log-likelihood, in nats.

    ``at`` is :math:`\theta_0`.

    Raises
    ------
    ValueError
        If the slope at ``at`` is not finite.
    """
    p = probability(theta)
    slope = float(score(probability(at, "at"), counts))
    if not math.isfinite(slope):
        raise ValueError(f"there is no tangent at theta = {at!r}: the slope is {slope}")
    return np.asarray(float(log_likelihood(at, counts)) + slope * (p - at))


def log_area(counts: Counts) -> float:
    r"""Log of the area under the likelihood, :math:`\log\int_0^1 L(\theta)\,d\theta = \log B(h+1, t+1)`, in nats.

    The area is not 1 (it is 1/1320 for 7 heads and 3 tails): a likelihood is not a density over theta.
    """
    return float(betaln(counts.heads + 1, counts.tails + 1))


def _lower_limit(counts: Counts, drop: float) -> float:
    """The theta left of the MLE with a log-likelihood ``drop`` below the maximum; 0 if it never falls so low."""
    h, t, n = counts.heads, counts.tails, counts.n
    if h == 0:
        return 0.0
    if t == 0:
        return math.exp(-drop / n)
    # Solved in log theta, because the root may be closer to 0 than any absolute tolerance. The bracket: going left
    # loses h * log(ratio) nats and gains at most -t * log(t / n) <= h.
    top = math.log(h / n)
    bottom = max(top - drop / h - 1.0, math.log(np.finfo(np.float64).tiny))

    def excess(log_theta: float) -> float:
        return float(log_likelihood_ratio(math.exp(log_theta), counts)) + drop

    if excess(bottom) >= 0:
        return 0.0  # the root is below the smallest normal float
    if excess(top) <= 0:
        return h / n  # the drop is below the resolution of float64
    return math.exp(float(brentq(excess, bottom, top, xtol=1e-15, rtol=1e-15)))


def likelihood_interval(counts: Counts, drop: float) -> Interval:
    r"""The interval of all theta with :math:`\ell(\theta) \ge \ell(\hat\theta) - \text{drop}`.

    A ``drop`` of 1.92 nats gives about 95 % confidence for large n and a theta inside (0, 1) (Wilks' theorem). At an
    end, and with few flips, it may cover less (:func:`core.likelihood.coverage.lowest_coverage`).
    Without data the interval is (0, 1); with all heads its upper end is 1, with all tails its lower end is 0.

    Raises
    ------
    ValueError
        If ``drop`` is not positive and finite.
    """
    drop = positive("drop", drop)
    if counts.n == 0:
        return Interval(0.0, 1.0)
    mirrored = Counts(counts.tails, counts.heads)
    return Interval(_lower_limit(counts, drop), 1.0 - _lower_limit(mirrored, drop))
