r"""The example of the overview: ten flips, one prior, and the quantities in its eight pictures.

The counts are 7 heads and 3 tails, and the prior is Beta(10, 10), "most coins are nearly fair".
All logs are natural. Sources: Bishop 2006, *PRML*, section 2.1; MacKay 2003, *ITILA*, chapter 3.
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
"""The likelihood divided by its area, a Beta density, to be drawn on one axis with prior and posterior."""

MAP: Final = POSTERIOR.mode.at[0]
"""The mode of the posterior and the minimum of the objective."""

FAIR: Final = 0.5
SUSPECTS: Final = (0.3, 0.5, 0.7)
START: Final = 0.1
RATE: Final = 0.2
CLIMB_STEPS: Final = 14


def probability_of_heads(theta: ArrayLike) -> FloatArray:
    """Binomial probability of 7 heads in 10 flips, in any order, for each ``theta``."""
    return np.asarray(np.exp(log_likelihood(theta, COIN) + log_choose(COIN)))


def best_suspect() -> float:
    """The one of ``SUSPECTS`` with the highest likelihood."""
    return max(SUSPECTS, key=lambda theta: float(log_likelihood(theta, COIN)))


def log_terms(theta: float) -> FloatArray:
    """The ten terms whose sum is the log-likelihood, one for each flip (heads first), in nats."""
    p = float(probability(theta))
    return np.asarray(np.log(np.repeat([p, 1 - p], [COIN.heads, COIN.tails])))


def climb() -> FloatArray:
    r"""Gradient ascent on the log-likelihood in :math:`\phi = \operatorname{logit}\theta`, from ``START``.

    The gradient is :math:`d\ell/d\phi = h - n\theta`, so each step is :math:`\phi \leftarrow \phi + r(h - n\theta)`.

    Returns
    -------
    ndarray, shape (CLIMB_STEPS + 1,)
        theta before the first step and after each step.
    """
    phi = [float(logit(START))]
    for _ in range(CLIMB_STEPS):
        phi.append(phi[-1] + RATE * (COIN.heads - COIN.n * float(expit(phi[-1]))))
    return np.asarray(expit(np.array(phi)))


def penalty(theta: ArrayLike) -> FloatArray:
    """Minus the log-prior, in nats, shifted to 0 at its minimum; a constant does not move the minimum of a sum."""
    return np.asarray(PRIOR.logpdf(PRIOR.mode.at[0]) - PRIOR.logpdf(theta))


def nll(theta: ArrayLike) -> FloatArray:
    """Negative log-likelihood of the ten flips, in nats."""
    return -log_likelihood(theta, COIN)


def objective(theta: ArrayLike) -> FloatArray:
    """NLL plus penalty, in nats; its minimum is at the mode of the posterior."""
    return np.asarray(nll(theta) + penalty(theta))
