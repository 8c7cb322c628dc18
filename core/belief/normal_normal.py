r"""Readings seen through Bayes: a Normal belief about the mean ``mu``, updated by Gaussian readings of known ``sigma``.

Precisions (one over the variance) add, and the mean is their weighted average:

.. math:: \frac{1}{s_1^2} = \frac{1}{s_0^2} + \frac{n}{\sigma^2}, \qquad
          m_1 = s_1^2 \Big(\frac{m_0}{s_0^2} + \frac{n \bar x}{\sigma^2}\Big)

Every log is natural. Sources: Bishop 2006, *PRML*, section 2.3.6; Gelman et al. 2013, *BDA3*, section 2.5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from core.arrays import FloatArray, probability
from core.likelihood.gaussian import Moments, log_area


@dataclass(frozen=True, slots=True)
class Normal:
    """A Normal distribution with this mean and standard deviation (not the variance); its mode is its mean.

    Raises
    ------
    ValueError
        If ``mean`` is not finite, or ``sd`` is not positive and finite.
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        mean, sd = float(self.mean), float(self.sd)
        if not math.isfinite(mean):
            raise ValueError(f"mean must be finite, got {mean!r}")
        if not (math.isfinite(sd) and sd > 0):
            raise ValueError(f"sd must be positive and finite, got {sd!r}")
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "sd", sd)

    def logpdf(self, x: ArrayLike) -> FloatArray:
        """Log-density, in nats; ``-inf`` where the square is beyond float64."""
        with np.errstate(over="ignore"):
            squared = ((np.asarray(x, dtype=np.float64) - self.mean) / self.sd) ** 2
        return np.asarray(-0.5 * squared - math.log(self.sd) - 0.5 * math.log(2 * math.pi))

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Probability of a value of at most ``x``."""
        return np.asarray(ndtr((np.asarray(x, dtype=np.float64) - self.mean) / self.sd))

    def ppf(self, q: ArrayLike) -> FloatArray:
        """The inverse of :meth:`cdf`; infinite at 0 and 1."""
        return np.asarray(self.mean + self.sd * ndtri(probability(q, "q")))


def posterior(prior: Normal, data: Moments, sigma: float) -> Normal:
    """Belief about the mean after the readings.

    Raises
    ------
    ValueError
        If ``sigma`` is not positive and finite.
    """
    reading = Normal(0.0, sigma)  # checks sigma
    # Weights, not precisions: 1 / sd ** 2 overflows for a tiny sd.
    weight = data.n * (prior.sd / reading.sd) ** 2
    mean = prior.mean + (data.mean - prior.mean) * weight / (1 + weight)
    return Normal(mean, prior.sd / math.sqrt(1 + weight))


def likelihood_as_density(data: Moments, sigma: float) -> Normal:
    r"""The likelihood divided by its area: Normal with the readings' mean and :math:`\sigma/\sqrt n`."""
    return Normal(data.mean, Normal(0.0, sigma).sd / math.sqrt(data.n))


def predictive(belief: Normal, sigma: float) -> Normal:
    r"""The next reading: Normal about the same mean, with :math:`\sqrt{\sigma^2 + s^2}`, never below ``sigma``."""
    return Normal(belief.mean, math.hypot(sigma, belief.sd))


def log_evidence(prior: Normal, data: Moments, sigma: float) -> float:
    r"""Log-density of the readings under the prior, in nats.

    The likelihood is its top times a Normal bell, so that
    :math:`\log\int L(\mu)\,p(\mu)\,d\mu = \log\int L(\mu)\,d\mu + \log N(\bar x \mid m_0, s_0^2 + \sigma^2/n)`.
    """
    bell = Normal(prior.mean, math.hypot(prior.sd, likelihood_as_density(data, sigma).sd))
    return log_area(data, sigma) + float(bell.logpdf(data.mean))


def prior_weight(prior: Normal, data: Moments, sigma: float) -> float:
    """The prior's part of the posterior mean, from 0 to 1; the rest is the readings'."""
    return 1 / (1 + data.n * (prior.sd / Normal(0.0, sigma).sd) ** 2)
