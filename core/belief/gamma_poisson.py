r"""Rare events seen through Bayes: a Gamma belief about the ``rate``, updated by i.i.d. Poisson counts.

.. math:: p(\lambda \mid a, b) = b^a \lambda^{a-1} e^{-b\lambda} / \Gamma(a), \qquad
          \text{Gamma}(a, b) \xrightarrow{\;K \text{ events in } n\;} \text{Gamma}(a + K, b + n)

``a`` counts events, ``b`` (a rate parameter, not a scale) counts observations. Every log is natural. Sources: Gelman
et al. 2013, *BDA3*, section 2.6; Murphy 2022, *Probabilistic Machine Learning*, section 4.6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainc, gammaincinv, gammaln, xlogy

from core.arrays import FloatArray, probability
from core.belief.beta import PositivePair
from core.likelihood.poisson import Tally, events


@dataclass(frozen=True, slots=True)
class Gamma(PositivePair):
    r"""A Gamma(a, b) distribution, ``b`` the rate.

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
        """The standard deviation."""
        return math.sqrt(self.a) / self.b

    @property
    def mode(self) -> float:
        """Where the density is highest: at 0 if a is at most 1 (beyond all bounds there if it is below)."""
        return max(0.0, self.a - 1) / self.b

    def logpdf(self, rate: ArrayLike) -> FloatArray:
        """Log-density in nats; ``inf`` at 0 if a < 1, ``-inf`` at 0 if a > 1.

        Raises
        ------
        ValueError
            If a ``rate`` is negative, NaN or infinite.
        """
        lam = np.asarray(rate, dtype=np.float64)
        if not np.all((lam >= 0) & np.isfinite(lam)):
            raise ValueError(f"rate must be finite and not negative, got {rate!r}")
        return np.asarray(xlogy(self.a - 1, lam) - self.b * lam + self.a * math.log(self.b) - gammaln(self.a))

    def cdf(self, rate: ArrayLike) -> FloatArray:
        """Probability of a rate of at most ``rate``."""
        return np.asarray(gammainc(self.a, self.b * np.asarray(rate, dtype=np.float64)))

    def ppf(self, q: ArrayLike) -> FloatArray:
        """The inverse of :meth:`cdf`."""
        return np.asarray(gammaincinv(self.a, probability(q, "q")) / self.b)


def from_mean(mean: float, observations: float) -> Gamma:
    """The Gamma with this mean that is worth so many observations: a = mean times observations, b = observations."""
    return Gamma(mean * observations, observations)


def posterior(prior: Gamma, tally: Tally) -> Gamma:
    r"""Belief after the tally, :math:`\text{Gamma}(a + K, b + n)`."""
    return Gamma(prior.a + tally.total, prior.b + tally.n)


def likelihood_as_density(tally: Tally) -> Gamma:
    r"""The likelihood divided by its area, :math:`\text{Gamma}(K + 1, n)`.

    Raises
    ------
    ValueError
        Without data, where its area is infinite.
    """
    if tally.n == 0:
        raise ValueError("without data the likelihood has no finite area")
    return Gamma(tally.total + 1, tally.n)


def log_predictive(k: ArrayLike, belief: Gamma) -> FloatArray:
    r"""Log-probability of ``k`` events in the next observation: negative binomial, in nats.

    .. math:: \int \text{Poisson}(k \mid \lambda)\,p(\lambda)\,d\lambda
              = \frac{\Gamma(a + k)}{\Gamma(a)\,k!} \Big(\frac{b}{b+1}\Big)^{a} \Big(\frac{1}{b+1}\Big)^{k}

    Its mean is a / b, its variance larger: (a / b)(1 + 1 / b).

    Raises
    ------
    ValueError
        If a ``k`` is no non-negative whole number.
    """
    count = events(k)
    a, b = belief.a, belief.b
    return np.asarray(
        gammaln(a + count) - gammaln(a) - gammaln(count + 1) - a * math.log1p(1 / b) - count * math.log1p(b)
    )


def log_evidence(prior: Gamma, tally: Tally) -> float:
    r"""Log-probability of the observations in their order under the prior, in nats.

    .. math:: a\log b - (a+K)\log(b+n) + \log\Gamma(a+K) - \log\Gamma(a) - \sum_i \log k_i!
    """
    after = posterior(prior, tally)
    factorials = math.fsum(
        times * float(gammaln(k + 1.0)) for k, times in zip(tally.values, tally.frequencies, strict=True)
    )
    area_after = float(gammaln(after.a)) - after.a * math.log(after.b)
    area_before = float(gammaln(prior.a)) - prior.a * math.log(prior.b)
    return area_after - area_before - factorials
