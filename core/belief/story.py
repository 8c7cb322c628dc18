r"""The story of the overview: ten flips, one prior, and the numbers that its eight pictures show.

The coin is the course's own (7 heads, 3 tails) and the prior is Beta(10, 10), "most coins are nearly fair".
Every log is natural. Sources: Bishop 2006, *PRML*, section 2.1; MacKay 2003, *ITILA*, chapter 3.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from core.arrays import FloatArray, probability
from core.belief.beta import Beta
from core.data.coins import TEN_FLIPS
from core.likelihood.coin import log_choose, log_likelihood
from core.likelihood.counts import Counts

COIN: Final[Counts] = TEN_FLIPS.counts
PRIOR: Final = Beta(10.0, 10.0)
POSTERIOR: Final = Beta(PRIOR.a + COIN.heads, PRIOR.b + COIN.tails)
SCALED_LIKELIHOOD: Final = Beta(COIN.heads + 1.0, COIN.tails + 1.0)
"""The likelihood divided by its area, so that it fits on the axis of the densities: it then has a Beta's shape."""

MAP: Final = POSTERIOR.mode.at[0]
"""Where the posterior is highest, and the objective lowest."""

FAIR: Final = 0.5
SUSPECTS: Final = (0.3, 0.5, 0.7)
START: Final = 0.1
RATE: Final = 0.2
CLIMB_STEPS: Final = 14


def probability_of_heads(theta: ArrayLike) -> FloatArray:
    """Probability of the coin's number of heads, in any order, for each ``theta``."""
    return np.asarray(np.exp(log_likelihood(theta, COIN) + log_choose(COIN)))


def best_suspect() -> float:
    """The candidate that makes the ten flips most probable."""
    return max(SUSPECTS, key=lambda theta: float(log_likelihood(theta, COIN)))


def log_terms(theta: float) -> FloatArray:
    """The ten terms of the log-likelihood, one for each flip (heads first), in nats; they sum to it."""
    p = float(probability(theta))
    return np.asarray(np.log(np.repeat([p, 1 - p], [COIN.heads, COIN.tails])))


def climb() -> FloatArray:
    r"""Gradient ascent on the log-likelihood in :math:`\phi = \operatorname{logit}\theta`, from ``START``.

    The gradient is :math:`d\ell/d\phi = h - n\theta`, so each step is :math:`\phi \leftarrow \phi + r(h - n\theta)`.

    Returns
    -------
    ndarray, shape (CLIMB_STEPS + 1,)
        theta before the first step and after each.
    """
    phi = [float(logit(START))]
    for _ in range(CLIMB_STEPS):
        phi.append(phi[-1] + RATE * (COIN.heads - COIN.n * float(expit(phi[-1]))))
    return np.asarray(expit(np.array(phi)))


def penalty(theta: ArrayLike) -> FloatArray:
    """Minus the log prior, measured from its lowest point, in nats: the constant moves no minimum."""
    return np.asarray(PRIOR.logpdf(PRIOR.mode.at[0]) - PRIOR.logpdf(theta))


def nll(theta: ArrayLike) -> FloatArray:
    """Negative log-likelihood of the ten flips, in nats."""
    return -log_likelihood(theta, COIN)


def objective(theta: ArrayLike) -> FloatArray:
    """NLL plus penalty, in nats; lowest at the posterior's mode."""
    return np.asarray(nll(theta) + penalty(theta))
