r"""The conjugate pair of readings: a Normal prior on the mean ``mu``, updated by Gaussian readings of known ``sigma``.

Precisions (1 / variance) add, and the posterior mean is the average weighted by them:

.. math:: \frac{1}{s_1^2} = \frac{1}{s_0^2} + \frac{n}{\sigma^2}, \qquad
          m_1 = s_1^2 \Big(\frac{m_0}{s_0^2} + \frac{n \bar x}{\sigma^2}\Big)

All logs are natural. Every function raises ValueError if ``sigma`` is not positive and finite. Sources: Bishop 2006,
*PRML*, section 2.3.6; Gelman et al. 2013, *BDA3*, section 2.5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from core.arrays import FloatArray, positive, probability
from core.likelihood.gaussian import Moments, log_area


@dataclass(frozen=True, slots=True)
class Normal:
    """A Normal distribution by its mean, which is also its mode, and its standard deviation (not the variance).

    Raises
    ------
    ValueError
        If ``mean`` is not finite, or ``sd`` is not positive and finite.
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        mean = float(self.mean)
        if not math.isfinite(mean):
            raise ValueError(f"mean must be finite, got {mean!r}")
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "sd", positive("sd", self.sd))

    def logpdf(self, x: ArrayLike) -> FloatArray:
        """Log-density in nats; ``-inf`` where the square is too large for float64."""
        with np.errstate(over="ignore"):
            squared = ((np.asarray(x, dtype=np.float64) - self.mean) / self.sd) ** 2
        return np.asarray(-0.5 * squared - math.log(self.sd) - 0.5 * math.log(2 * math.pi))

    def cdf(self, x: ArrayLike) -> FloatArray:
        """Probability of a value up to ``x``."""
        return np.asarray(ndtr((np.asarray(x, dtype=np.float64) - self.mean) / self.sd))

    def ppf(self, q: ArrayLike) -> FloatArray:
        """The quantile of ``q``, inverse of :meth:`cdf`; infinite at 0 and 1. ValueError for a ``q`` outside [0, 1]."""
        return np.asarray(self.mean + self.sd * ndtri(probability(q, "q")))


def posterior(prior: Normal, data: Moments, sigma: float) -> Normal:
    """Posterior of the mean ``mu`` after the readings."""
    # A ratio of variances, because the precision 1 / sd ** 2 overflows for a tiny sd.
    weight = data.n * (prior.sd / positive("sigma", sigma)) ** 2
    mean = prior.mean + (data.mean - prior.mean) * weight / (1 + weight)
    return Normal(mean, prior.sd / math.sqrt(1 + weight))


def likelihood_as_density(data: Moments, sigma: float) -> Normal:
    r"""The likelihood divided by its area: a Normal with mean :math:`\bar x` and sd :math:`\sigma/\sqrt n`."""
    return Normal(data.mean, positive("sigma", sigma) / math.sqrt(data.n))


def predictive(belief: Normal, sigma: float) -> Normal:
    r"""Predictive distribution of the next reading: the mean of ``belief``, and sd :math:`\sqrt{\sigma^2 + s^2}`."""
    return Normal(belief.mean, math.hypot(positive("sigma", sigma), belief.sd))


def log_evidence(prior: Normal, data: Moments, sigma: float) -> float:
    r"""Log of the marginal likelihood of the readings, in nats.

    The likelihood over :math:`\mu` is its area times a Normal density, so that
    :math:`\log\int L(\mu)\,p(\mu)\,d\mu = \log\int L(\mu)\,d\mu + \log N(\bar x \mid m_0, s_0^2 + \sigma^2/n)`.
    """
    marginal = Normal(prior.mean, math.hypot(prior.sd, likelihood_as_density(data, sigma).sd))
    return log_area(data, sigma) + float(marginal.logpdf(data.mean))


def prior_weight(prior: Normal, data: Moments, sigma: float) -> float:
    """Weight of the prior mean in the posterior mean, from 0 to 1; the mean of the readings has the rest."""
    return 1 / (1 + data.n * (prior.sd / positive("sigma", sigma)) ** 2)
