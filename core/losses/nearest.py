r"""Training brings a model to the one nearest to the data in KL: a coin's theta, and a Gaussian for Newcomb's readings.

Both are trained by gradient descent on the mean NLL, from a start that the learner sets, and kept after each number of
steps in :data:`STOPS`. Shares of heads and tails are a Bernoulli distribution, so the coin's KL falls to 0. No Gaussian
has the shares of Newcomb's readings, so there the KL falls to a floor above 0. Sources as in :mod:`core.losses.kl`.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from scipy.special import xlog1py, xlogy

from core.arrays import FloatArray, positive, probability
from core.data import newcomb
from core.likelihood import ascent, whole_readings
from core.likelihood.coin import log_binomial
from core.likelihood.counts import Counts
from core.likelihood.gaussian import Fit
from core.likelihood.whole_readings import Belief, Tally
from core.losses.kl import Pieces, log_shares, pieces

STOPS: Final = (0, 1, 2, 3, 5, 8, 13, 25, 50, 100, 400, 2000)
"""Numbers of training steps after which a model is kept: a selection of those of the language model."""
COIN_RATE: Final = 1.0
"""Times the slope of the mean log-likelihood gives a step in logit theta, as in :mod:`core.likelihood.ascent`."""
GAUSSIAN_RATE: Final = 0.1
"""As in :func:`core.likelihood.whole_readings.step`."""
TIMES: Final = (1, 10, 100)
"""How often the same readings come again, for :func:`beliefs`."""


class CoinRun(NamedTuple):
    """A coin after each of :data:`STOPS`: the logit of theta, which may be infinite, and the pieces of its loss."""

    logit: FloatArray
    pieces: Pieces


class GaussianRun(NamedTuple):
    """A Gaussian after each of :data:`STOPS`: mean, standard deviation, and the pieces of its loss."""

    mu: FloatArray
    sigma: FloatArray
    pieces: Pieces


def coin_pieces(logit: FloatArray, counts: Counts) -> Pieces:
    r"""Cross-entropy, entropy and KL of the shares of heads and tails under each Bernoulli(theta), in nats per flip.

    ``logit``, shape (...), is that of theta, so that a theta near 1 keeps its distance to 1. Without flips all are 0.
    """
    share, log_p = log_shares([counts.heads, counts.tails])
    return pieces(share, log_p, -np.logaddexp(0.0, np.stack([-logit, logit], axis=-1)))


@lru_cache(maxsize=256)
def coin_run(counts: Counts, theta: float) -> CoinRun:
    """Train the coin's theta from a start; cached, so treat it as read-only.

    A start at 0 or 1 has an infinite logit, which no finite step changes.

    Raises
    ------
    ValueError
        If ``theta`` lies outside [0, 1].
    """
    p = float(probability(theta))
    at = math.log(p / (1 - p)) if 0 < p < 1 else math.copysign(math.inf, p - 0.5)
    kept, here = [], at
    for done in range(STOPS[-1] + 1):
        if done in STOPS:
            kept.append(here)
        move = COIN_RATE * ascent.gradient(here, counts)
        if math.isinf(here) or here + move == here:
            break
        here += move
    logit = np.array(kept + [here] * (len(STOPS) - len(kept)))
    return CoinRun(logit, coin_pieces(logit, counts))


@lru_cache(maxsize=1)
def readings() -> Tally:
    """Newcomb's readings, counted."""
    return whole_readings.tally(newcomb.READINGS)


def gaussian_pieces(mu: float, sigma: float) -> Pieces:
    """Cross-entropy, entropy and KL of Newcomb's readings under a Gaussian of whole numbers, in nats per reading."""
    share, log_p = log_shares(readings().frequency)
    return pieces(share, log_p, whole_readings.log_pmf(readings().value, mu, sigma))


@lru_cache(maxsize=256)
def gaussian_run(mu: float, sigma: float) -> GaussianRun:
    """Train the Gaussian from a start; cached, so treat it as read-only.

    Raises
    ------
    ValueError
        If ``mu`` is not finite, or ``sigma`` is not positive and finite.
    """
    kept, here = [], Fit(float(mu), positive("sigma", sigma))
    for done in range(STOPS[-1] + 1):
        if done in STOPS:
            kept.append(here)
        before, here = here, whole_readings.step(readings(), here.mu, here.sigma, GAUSSIAN_RATE)
        if max(abs(here.mu - before.mu), abs(here.sigma - before.sigma)) < 1e-14 * here.sigma:
            break
    kept += [here] * (len(STOPS) - len(kept))
    found = [gaussian_pieces(*each) for each in kept]
    return GaussianRun(
        np.array([each.mu for each in kept]),
        np.array([each.sigma for each in kept]),
        Pieces(
            np.array([float(each.cross_entropy) for each in found]),
            found[0].entropy,
            np.array([float(each.kl) for each in found]),
        ),
    )


@lru_cache(maxsize=1)
def nearest_gaussian() -> Fit:
    """The Gaussian nearest to Newcomb's readings in KL: the MLE for readings in whole nanoseconds."""
    return whole_readings.mle(readings())


@lru_cache(maxsize=1)
def kl_by_chance() -> float:
    r"""Mean KL to the nearest Gaussian q of as many readings drawn from it, whose shares differ from q by chance.

    With :math:`n_k` of n readings at k, binomial, it is :math:`\sum_k E[\frac{n_k}{n}\log\frac{n_k}{n}]
    - \sum_k q_k \log q_k`, summed over 12 standard deviations to each side.
    """
    fit, n = nearest_gaussian(), int(readings().frequency.sum())
    reach = 12 * fit.sigma
    k = np.arange(math.floor(fit.mu - reach), math.ceil(fit.mu + reach) + 1.0)
    log_q = whole_readings.log_pmf(k, fit.mu, fit.sigma)
    came = np.arange(1.0, n + 1)
    log_pmf = log_binomial(n, came) + came * log_q[:, None] + xlog1py(n - came, -np.exp(log_q)[:, None])
    return float((np.exp(log_pmf) @ xlogy(came / n, came / n)).sum() - np.exp(log_q) @ log_q)


class Width(NamedTuple):
    """A standard deviation of log sigma: as the posterior believes it, and over samples like the readings."""

    believed: float
    sampled: float


@lru_cache(maxsize=1)
def width_of_log_sigma() -> Width:
    r"""What a wrong model says of its sigma, and how far the estimate really scatters, for as many readings.

    A Gaussian's posterior has :math:`1/\sqrt{2n}`; White's sandwich has :math:`\sqrt{(\kappa - 1)/(4n)}`, with the
    kurtosis :math:`\kappa` of the readings. For a Gaussian's kurtosis of 3 they agree. Both hold for large n.
    """
    n = len(newcomb.READINGS)
    z = newcomb.readings() - np.mean(newcomb.READINGS)
    kurtosis = float(np.mean(z**4) / np.mean(z**2) ** 2)
    return Width(1 / math.sqrt(2 * n), math.sqrt((kurtosis - 1) / (4 * n)))


@lru_cache(maxsize=1)
def beliefs() -> tuple[Belief, ...]:
    """Posterior of the mean after the same readings 1, 10 and 100 times, sigma that of the nearest Gaussian."""
    sigma = nearest_gaussian().sigma
    return tuple(whole_readings.posterior_of_mean(readings(), sigma, times) for times in TIMES)
