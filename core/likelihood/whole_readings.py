r"""A Gaussian for readings in whole numbers: each has the probability that the Gaussian rounds to it.

.. math:: q(k \mid \mu, \sigma) = \Phi\Big(\frac{k + \frac12 - \mu}{\sigma}\Big)
          - \Phi\Big(\frac{k - \frac12 - \mu}{\sigma}\Big), \qquad k \in \mathbb{Z}

So the model is a distribution over the whole numbers, and its cross-entropy with the readings' own shares has a floor.
A density has none: its log-likelihood depends on the unit, and no density comes near to shares at single points.

Logs are natural. Every function raises ValueError if a ``mu`` is not finite or a ``sigma`` is not positive and finite.
Source: Heitjan 1989, "Inference from grouped continuous data: a review", Statistical Science 4, 164-179.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_ndtr, ndtr

from core.arrays import FloatArray, positive
from core.likelihood.gaussian import Fit

_LOG_ROOT_2PI: Final = 0.5 * math.log(2 * math.pi)
_MOST_STEPS: Final = 200
_CLOSE: Final = 1e-14


class Tally(NamedTuple):
    """The different readings, ascending, and how often each came; both of shape (values,)."""

    value: FloatArray
    frequency: FloatArray

    @property
    def share(self) -> FloatArray:
        """The share of each in all readings; they sum to 1."""
        return np.asarray(self.frequency / self.frequency.sum())


class Slope(NamedTuple):
    """Slope of the mean log-likelihood in ``mu`` and in ``log sigma``, nats per reading."""

    mu: float
    log_sigma: float


class Belief(NamedTuple):
    """Mean and standard deviation of the posterior of ``mu``."""

    mean: float
    sd: float


def tally(readings: ArrayLike) -> Tally:
    """Count the different readings.

    Raises
    ------
    ValueError
        If there are none, or one is not a whole number.
    """
    values = np.asarray(readings, dtype=np.float64).ravel()
    if values.size == 0 or not np.all(np.isfinite(values) & (values == np.round(values))):
        raise ValueError(f"readings must be whole numbers, at least one, got {readings!r}")
    value, count = np.unique(values, return_counts=True)
    return Tally(value, count.astype(np.float64))


def log_pmf(k: ArrayLike, mu: float, sigma: float) -> FloatArray:
    r"""Log of the probability of each whole number, :math:`\log q(k \mid \mu, \sigma)`, in nats.

    Right in both tails, where the difference of two cdfs would be 0: with lower end a and upper end b, mirrored so that
    both lie left of the mean, it is :math:`\log\Phi(b) + \log(1 - e^{\log\Phi(a) - \log\Phi(b)})`. ``-inf`` only where
    the square of the distance is too large for float64.
    """
    a, b = _ends(k, mu, sigma)
    return _log_between(a, b)


def slope(tally: Tally, mu: float, sigma: float) -> Slope:
    r"""Slope of the mean log-likelihood over the readings.

    .. math:: \frac{\partial\log q}{\partial\mu} = \frac{\varphi(a) - \varphi(b)}{\sigma q}, \qquad
              \frac{\partial\log q}{\partial\log\sigma} = \frac{a\varphi(a) - b\varphi(b)}{q}
    """
    a, b = _ends(tally.value, mu, sigma)
    log_q = _log_between(a, b)
    # Divided as logs: in a tail both the density and q underflow.
    at_a, at_b = (np.exp(-0.5 * z * z - _LOG_ROOT_2PI - log_q) for z in (a, b))
    share = tally.share
    return Slope(float(share @ (at_a - at_b)) / sigma, float(share @ (a * at_a - b * at_b)))


def step(tally: Tally, mu: float, sigma: float, rate: float) -> Fit:
    r"""One step of gradient ascent on the mean log-likelihood in :math:`(\mu, \log\sigma)`.

    Each slope is divided by its Fisher information, :math:`1/\sigma^2` and 2 for a Gaussian, so that one ``rate`` suits
    both: with 1 it is Fisher's scoring.
    """
    by = slope(tally, mu, sigma)
    return Fit(mu + rate * sigma * sigma * by.mu, sigma * math.exp(0.5 * rate * by.log_sigma))


def mle(tally: Tally) -> Fit:
    """The mean and standard deviation of the Gaussian that makes the readings most probable, by Fisher's scoring.

    Raises
    ------
    ValueError
        If all readings are equal: the likelihood then rises as ``sigma`` falls to 0.
    """
    if tally.value.size < 2:
        raise ValueError("sigma cannot be fitted to equal readings: the likelihood has no maximum")
    share = tally.share
    mu = float(share @ tally.value)
    fit = Fit(mu, math.sqrt(float(share @ (tally.value - mu) ** 2)))
    for _ in range(_MOST_STEPS):
        before, fit = fit, step(tally, fit.mu, fit.sigma, 1.0)
        if abs(fit.mu - before.mu) <= _CLOSE * fit.sigma and abs(fit.sigma - before.sigma) <= _CLOSE * fit.sigma:
            break
    return fit


def posterior_of_mean(tally: Tally, sigma: float, times: int = 1, nodes: int = 801) -> Belief:
    r"""Posterior of ``mu`` under a flat prior, ``sigma`` known, if the same readings came ``times`` times over.

    By quadrature over twelve standard errors to each side of the mean; :math:`\sigma/\sqrt n` is the standard deviation
    that unrounded readings would give.
    """
    n, share = times * float(tally.frequency.sum()), tally.share
    error = positive("sigma", sigma) / math.sqrt(n)
    mu = float(share @ tally.value) + np.linspace(-12 * error, 12 * error, nodes)
    a, b = _ends(tally.value[:, None], mu, sigma)
    log_l = n * (share @ _log_between(a, b))
    weight = np.exp(log_l - log_l.max())
    weight /= weight.sum()
    mean = float(weight @ mu)
    return Belief(mean, math.sqrt(float(weight @ (mu - mean) ** 2)))


def _ends(k: ArrayLike, mu: ArrayLike, sigma: float) -> tuple[FloatArray, FloatArray]:
    """The ends of the interval that is rounded to ``k``, in standard deviations from the mean."""
    center, width = np.asarray(mu, dtype=np.float64), positive("sigma", sigma)
    if not np.all(np.isfinite(center)):
        raise ValueError(f"mu must be finite, got {mu!r}")
    off = np.asarray(k, dtype=np.float64) - center
    with np.errstate(over="ignore"):
        return np.asarray((off - 0.5) / width), np.asarray((off + 0.5) / width)


def _log_between(a: FloatArray, b: FloatArray) -> FloatArray:
    """Log of the standard Gaussian's probability between ``a`` and ``b``."""
    mirrored = a + b > 0
    low, high = np.where(mirrored, -b, a), np.where(mirrored, -a, b)
    upper = log_ndtr(high)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        in_tail = upper + np.log(-np.expm1(log_ndtr(low) - upper))
        around = np.log(ndtr(high) - ndtr(low))
    return np.asarray(np.where(high > 0, around, np.where(np.isneginf(upper), -np.inf, in_tail)))
