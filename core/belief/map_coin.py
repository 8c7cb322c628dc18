r"""MAP for a coin: log-likelihood plus log-prior, and what happens to its peak when theta is written as a logit.

.. math:: \log p(h, t, \theta) = \ell(\theta) + \log p(\theta)
          = \log p(\theta \mid h, t) + \log p(h, t)

The sum, the log-joint, is the log-posterior up to a constant, so both peak at the same theta. All logs are natural.

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

PANELS: Final = 120
"""Panels of the composite Gauss-Legendre rule, of ten nodes each."""
NODES, WEIGHTS = np.polynomial.legendre.leggauss(10)


class Curves(NamedTuple):
    """Three heights at each theta, nats; ``both`` is ``data + belief`` wherever both are finite.

    Attributes
    ----------
    data : ndarray
        Log-likelihood, 0 at its top.
    belief : ndarray
        Log-prior, 0 at its top; where it grows beyond all bounds, 0 at the prior's mean.
    both : ndarray
        The log-posterior, up to a constant.
    """

    data: FloatArray
    belief: FloatArray
    both: FloatArray


def log_prior(theta: ArrayLike, prior: Beta) -> FloatArray:
    """Log-density of the prior, nats per unit theta."""
    return prior.logpdf(theta)


def log_joint(theta: ArrayLike, counts: Counts, prior: Beta) -> FloatArray:
    r"""Log-likelihood plus log-prior, :math:`\ell(\theta) + \log p(\theta)`, nats.

    Computed as log-posterior plus log-evidence: at an end of the axis one term may be ``-inf`` and the other
    ``inf``, and their powers have to be added before the log is taken.
    """
    return np.asarray(posterior(prior, counts).logpdf(theta) + log_evidence(prior, counts))


def curves(theta: ArrayLike, counts: Counts, prior: Beta) -> Curves:
    """The three curves, each shifted so that they fit one axis: see :class:`Curves`.

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
    """What each side gives up at the MAP, nats below its own top: at least 0."""

    data: float
    belief: float


@lru_cache(maxsize=256)
def price(counts: Counts, prior: Beta) -> Price | None:
    """What the data and the prior give up when they meet at the MAP; None unless both have an inner or finite top."""
    mode = posterior(prior, counts).mode
    if len(mode.at) != 1 or not math.isfinite(prior.mode.height) or not math.isfinite(mode.height):
        return None
    at = curves(mode.at[0], counts, prior)
    if not (math.isfinite(float(at.data)) and math.isfinite(float(at.belief))):
        return None
    return Price(max(0.0, -float(at.data)), max(0.0, -float(at.belief)))


def logit_logpdf(phi: ArrayLike, belief: Beta) -> FloatArray:
    r"""Log-density of :math:`\varphi = \log\{\theta / (1 - \theta)\}`, nats per unit of logit.

    The density of theta times :math:`d\theta/d\varphi = \theta(1-\theta)`, so each power grows by one:
    :math:`a\log\theta + b\log(1-\theta) - \log B(a, b)`. It has an inner peak for every a and b.
    """
    values = np.asarray(phi, dtype=np.float64)
    return np.asarray(belief.a * log_expit(values) + belief.b * log_expit(-values) - betaln(belief.a, belief.b))


def logit_mode(belief: Beta) -> float:
    r"""The theta at which the density of logit theta peaks, :math:`a / (a + b)`.

    It is the same number as the mean of theta: a fact about the Beta and the logit, not about modes.
    """
    return belief.mean


class Masses(NamedTuple):
    """The probability of one interval, found in each parametrization by a method of its own."""

    on_theta: float
    on_logit: float


def masses(belief: Beta, lower: float, upper: float) -> Masses:
    r"""Probability of ``lower <= theta <= upper``: by the incomplete beta function, and by integrating over the logit.

    The integral is a composite Gauss-Legendre rule over the part of the interval within reach of the peak: beyond
    it the density of the logit falls at least as fast as :math:`e^{-\min(a, b)|\varphi|}`, and is dropped at 1e-17.

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
    edges = np.linspace(first, last, PANELS + 1)
    half = np.diff(edges)[:, None] / 2
    phi = (edges[:-1] + edges[1:])[:, None] / 2 + half * NODES
    return Masses(on_theta, float(np.sum(half * WEIGHTS * np.exp(logit_logpdf(phi, belief)))))
