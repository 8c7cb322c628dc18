r"""The MAP estimate of a coin: log-likelihood plus log-prior over theta, and the density of the logit of theta.

.. math:: \log p(h, t, \theta) = \ell(\theta) + \log p(\theta)
          = \log p(\theta \mid h, t) + \log p(h, t)

The log-joint equals the log-posterior up to a constant, so both have the same mode. All logs are natural.

Sources: MacKay 2003, *ITILA*, sections 3.2 and 22.1; Murphy 2022, *Probabilistic Machine Learning*, section 4.5.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, log_expit, logit

from core.arrays import FloatArray, probability
from core.belief.beta import Beta
from core.belief.beta_bernoulli import log_evidence, posterior
from core.likelihood import coin
from core.likelihood.counts import Counts

_PANELS: Final = 120
"""Panels of the composite Gauss-Legendre rule, with ten nodes each."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(10)


class Curves(NamedTuple):
    """Log-likelihood, log-prior and log-joint at each theta, in nats, shifted to fit on one axis.

    Attributes
    ----------
    data : ndarray
        Log-likelihood, 0 at its maximum.
    belief : ndarray
        Log-prior, 0 at its maximum, or at the prior's mean if the density is unbounded.
    both : ndarray
        Log-joint with the same shifts: ``data + belief`` wherever both are finite.
    """

    data: FloatArray
    belief: FloatArray
    both: FloatArray


def log_prior(theta: ArrayLike, prior: Beta) -> FloatArray:
    """Log-density of the prior over theta, in nats."""
    return prior.logpdf(theta)


def log_joint(theta: ArrayLike, counts: Counts, prior: Beta) -> FloatArray:
    r"""Log-likelihood plus log-prior, :math:`\ell(\theta) + \log p(\theta)`, in nats.

    Computed as log-posterior plus log-evidence, because at 0 and 1 the sum of log-likelihood and log-prior may be
    ``-inf + inf``, where the product of their powers of theta has a limit.
    """
    return np.asarray(posterior(prior, counts).logpdf(theta) + log_evidence(prior, counts))


def curves(theta: ArrayLike, counts: Counts, prior: Beta) -> Curves:
    """Log-likelihood, log-prior and log-joint of a coin at each ``theta``, shifted as :class:`Curves` says.

    Raises
    ------
    ValueError
        If a ``theta`` lies outside [0, 1].
    """
    p = probability(theta)
    top = _prior_top(prior)
    data, belief = coin.log_likelihood_ratio(p, counts), prior.logpdf(p) - top
    with np.errstate(invalid="ignore"):  # inf - inf, replaced in the next line
        both = data + belief
    if not np.isfinite(both).all():
        shifted = log_joint(p, counts, prior) - top - coin.max_log_likelihood(counts)
        both = np.where(np.isfinite(both), both, shifted)
    return Curves(data, belief, np.asarray(both))


def _prior_top(prior: Beta) -> float:
    height = prior.mode.height
    return math.log(height) if math.isfinite(height) else float(prior.logpdf(prior.mean))


class Price(NamedTuple):
    """How far log-likelihood and log-prior lie below their own maxima at the MAP, in nats: at least 0."""

    data: float
    belief: float


@lru_cache(maxsize=256)
def price(counts: Counts, prior: Beta) -> Price | None:
    """How far log-likelihood and log-prior lie below their maxima at the MAP.

    None if the posterior has no single mode, if the prior or the posterior is unbounded, or if one of the two is
    infinite at the MAP.
    """
    mode = posterior(prior, counts).mode
    if len(mode.at) != 1 or not math.isfinite(prior.mode.height) or not math.isfinite(mode.height):
        return None
    at = curves(mode.at[0], counts, prior)
    if not (math.isfinite(float(at.data)) and math.isfinite(float(at.belief))):
        return None
    return Price(max(0.0, -float(at.data)), max(0.0, -float(at.belief)))


def logit_logpdf(phi: ArrayLike, belief: Beta) -> FloatArray:
    r"""Log-density over the logit :math:`\varphi = \log\{\theta / (1 - \theta)\}`, in nats.

    :math:`a\log\theta + b\log(1-\theta) - \log B(a, b)`: the density of theta times
    :math:`d\theta/d\varphi = \theta(1-\theta)`, which raises both exponents by 1. It has one finite mode for every a
    and b.
    """
    values = np.asarray(phi, dtype=np.float64)
    return np.asarray(belief.a * log_expit(values) + belief.b * log_expit(-values) - betaln(belief.a, belief.b))


def logit_mode(belief: Beta) -> float:
    r"""The theta at the mode of the logit's density, :math:`a / (a + b)`.

    It equals the mean of theta. This is special to the Beta and the logit.
    """
    return belief.mean


class Masses(NamedTuple):
    """The probability of an interval, computed over theta and over its logit."""

    on_theta: float
    on_logit: float


def masses(belief: Beta, lower: float, upper: float) -> Masses:
    r"""Probability of ``lower <= theta <= upper``, by the incomplete beta function and by integrating over the logit.

    The integral is a composite Gauss-Legendre rule over the part of the interval around the mode. Farther out the
    density of the logit falls at least as fast as :math:`e^{-\min(a, b)|\varphi|}`; parts below about 1e-17 are left
    out.

    Raises
    ------
    ValueError
        If the ends are not ``0 <= lower <= upper <= 1``.
    """
    if not 0 <= lower <= upper <= 1:
        raise ValueError(f"the ends must be 0 <= lower <= upper <= 1, got {lower!r} and {upper!r}")
    on_theta = float(belief.cdf(upper) - belief.cdf(lower))
    peak = math.log(belief.a) - math.log(belief.b)
    sd = math.sqrt(1 / belief.a + 1 / belief.b)
    first = max(float(logit(lower)), peak - 9 * sd - 40 / belief.a)
    last = min(float(logit(upper)), peak + 9 * sd + 40 / belief.b)
    if first >= last:
        return Masses(on_theta, 0.0)
    edges = np.linspace(first, last, _PANELS + 1)
    half = np.diff(edges)[:, None] / 2
    phi = (edges[:-1] + edges[1:])[:, None] / 2 + half * _NODES
    return Masses(on_theta, float(np.sum(half * _WEIGHTS * np.exp(logit_logpdf(phi, belief)))))
