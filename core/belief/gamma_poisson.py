r"""The conjugate pair of counts of events: a Gamma prior on the ``rate``, updated by i.i.d. Poisson counts.

.. math:: p(\lambda \mid a, b) = b^a \lambda^{a-1} e^{-b\lambda} / \Gamma(a), \qquad
          \text{Gamma}(a, b) \xrightarrow{\;K \text{ events in } n\;} \text{Gamma}(a + K, b + n)

In the posterior mean, a prior is worth ``a`` events in ``b`` observations; in the mode, a - 1 events. ``b`` is a rate
parameter, not a scale. All logs are natural.
Sources: Gelman et al. 2013, *BDA3*, section 2.6; Murphy 2022, *Probabilistic Machine Learning*, section 4.6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaincinv, gammaln, xlogy

from core.arrays import FloatArray, probability
from core.belief.beta import PositivePair
from core.likelihood.poisson import Tally, events, log_factorials, rates


@dataclass(frozen=True, slots=True)
class Gamma(PositivePair):
    r"""A Gamma(a, b) distribution with shape ``a`` and rate ``b``, both positive and finite.

    ========  ==========================================
    Support   :math:`\lambda \ge 0`
    Mean      :math:`a / b`
    Variance  :math:`a / b^2`
    Mode      :math:`(a - 1) / b` if a > 1, else 0
    ========  ==========================================
    """

    def __str__(self) -> str:
        return f"Gamma({self.a:g}, {self.b:g})"

    @property
    def mean(self) -> float:
        """The mean, a / b."""
        return self.a / self.b

    @property
    def sd(self) -> float:
        r"""The standard deviation, :math:`\sqrt a / b`."""
        return math.sqrt(self.a) / self.b

    @property
    def mode(self) -> float:
        """Where the density is highest: (a - 1) / b, or 0 if a is at most 1 (unbounded there if a is below 1)."""
        return max(0.0, self.a - 1) / self.b

    def logpdf(self, rate: ArrayLike) -> FloatArray:
        """Log-density in nats; ``inf`` at 0 if a < 1, ``-inf`` at 0 if a > 1.

        Raises
        ------
        ValueError
            If a ``rate`` is negative, NaN or infinite.
        """
        lam = rates(rate)
        return np.asarray(xlogy(self.a - 1, lam) - self.b * lam + self.a * math.log(self.b) - gammaln(self.a))

    def cdf(self, rate: ArrayLike) -> FloatArray:
        """Probability of a value up to ``rate``."""
        return np.asarray(gammainc(self.a, self.b * np.asarray(rate, dtype=np.float64)))

    def ppf(self, q: ArrayLike) -> FloatArray:
        """The quantile of ``q``, inverse of :meth:`cdf`; ValueError if a ``q`` is NaN or outside [0, 1]."""
        return np.asarray(gammaincinv(self.a, probability(q, "q")) / self.b)


def from_mean(mean: float, observations: float) -> Gamma:
    """The Gamma with this mean and the weight of these observations: a = mean * observations, b = observations."""
    return Gamma(mean * observations, observations)


def posterior(prior: Gamma, tally: Tally) -> Gamma:
    r"""Posterior after ``K`` events in ``n`` observations, :math:`\text{Gamma}(a + K, b + n)`."""
    return Gamma(prior.a + tally.total, prior.b + tally.n)


def likelihood_as_density(tally: Tally) -> Gamma:
    r"""The likelihood divided by its area, :math:`\text{Gamma}(K + 1, n)`.

    Raises
    ------
    ValueError
        Without data, when the area is infinite.
    """
    if tally.n == 0:
        raise ValueError("without data the likelihood has no finite area")
    return Gamma(tally.total + 1, tally.n)


def log_predictive(k: ArrayLike, belief: Gamma) -> FloatArray:
    r"""Predictive log-probability of ``k`` events in the next observation, a negative binomial, in nats.

    .. math:: \int \text{Poisson}(k \mid \lambda)\,p(\lambda)\,d\lambda
              = \frac{\Gamma(a + k)}{\Gamma(a)\,k!} \Big(\frac{b}{b+1}\Big)^{a} \Big(\frac{1}{b+1}\Big)^{k}

    Its mean is a / b and its variance (a / b)(1 + 1 / b), which is larger than a Poisson's.

    Raises
    ------
    ValueError
        If a ``k`` is not a non-negative whole number.
    """
    count = events(k)
    a, b = belief.a, belief.b
    return np.asarray(
        gammaln(a + count) - gammaln(a) - gammaln(count + 1) - a * math.log1p(1 / b) - count * math.log1p(b)
    )


def log_evidence(prior: Gamma, tally: Tally) -> float:
    r"""Log of the marginal likelihood of the observations, in their order, in nats.

    .. math:: a\log b - (a+K)\log(b+n) + \log\Gamma(a+K) - \log\Gamma(a) - \sum_i \log k_i!
    """
    after = posterior(prior, tally)
    area_after = float(gammaln(after.a)) - after.a * math.log(after.b)
    area_before = float(gammaln(prior.a)) - prior.a * math.log(prior.b)
    return area_after - area_before - log_factorials(tally)
