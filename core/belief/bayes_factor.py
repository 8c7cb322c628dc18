r"""Two hypotheses about a coin: it is fair, or its theta is drawn from a Beta prior.

.. math:: \text{BF} = \frac{P(\text{flips} \mid \theta \sim \text{Beta}(a, b))}{P(\text{flips} \mid \theta = 1/2)}
          = \int_0^1 \frac{L(\theta)}{L(1/2)}\,p(\theta \mid a, b)\,d\theta = 2^n\,\frac{B(a + h, b + t)}{B(a, b)}

Each hypothesis says how probable these flips are, in their order, before they come: its evidence. A continuous prior
gives the point 1/2 probability 0, so no posterior over theta says how probable "fair" is; two hypotheses with
probabilities of their own do. All logs are natural. Sources: Jeffreys 1961, *Theory of Probability*, chapter 5; Kass &
Raftery 1995, "Bayes factors"; MacKay 2003, *ITILA*, chapters 3 and 28; Lindley 1957, "A statistical paradox".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, log_expit

from core.arrays import FloatArray
from core.belief.beta import Beta
from core.belief.beta_bernoulli import log_evidence
from core.likelihood.coin import likelihood_interval, log_likelihood_ratio, log_pmf_heads, mle
from core.likelihood.counts import Counts, Interval

FAIR: Final = 0.5
_LOG_2: Final = math.log(2)
_TAIL: Final = 6.0
"""Terms of a tail that are added, in units of the square root of n: what is left out is below the last bit."""


@dataclass(frozen=True, slots=True)
class Comparison:
    r"""What the flips say of the two hypotheses.

    Attributes
    ----------
    log_fair, log_other : float
        Log evidence of "fair" and of the other hypothesis, in nats.
    log_factor : float
        Log of the Bayes factor, other against fair.
    log_best : float
        Log of :math:`L(\hat\theta)/L(1/2) \ge 0`: what no prior's Bayes factor exceeds.
    better : Interval or None
        The thetas that explain the flips better than 1/2; None if there are none.
    share : float
        The prior probability of ``better``.
    log_p_value : float
        Log of the exact two-sided p-value of "fair".
    """

    log_fair: float
    log_other: float
    log_factor: float
    log_best: float
    better: Interval | None
    share: float
    log_p_value: float

    @property
    def log_p_fair(self) -> float:
        """Log of the posterior probability of "fair", if both hypotheses had probability 1/2 before."""
        return float(log_expit(-self.log_factor))

    @property
    def log_p_other(self) -> float:
        """Log of the posterior probability of the other hypothesis, as :attr:`log_p_fair`."""
        return float(log_expit(self.log_factor))


def compare(prior: Beta, counts: Counts) -> Comparison:
    """Compare "theta is exactly 1/2" with "theta is drawn from ``prior``"."""
    log_fair, log_other = -counts.n * _LOG_2, log_evidence(prior, counts)
    better = better_than_fair(counts)
    return Comparison(
        log_fair=log_fair,
        log_other=log_other,
        log_factor=log_other - log_fair,
        log_best=abs(float(log_likelihood_ratio(FAIR, counts))),
        better=better,
        share=_share(prior, better) if better else 0.0,
        log_p_value=log_p_value(counts),
    )


def log_factors(a: ArrayLike, b: ArrayLike, counts: Counts) -> FloatArray:
    """Log Bayes factors under the priors Beta(a, b), whose parameters broadcast against each other; in nats."""
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    return np.asarray(betaln(a + counts.heads, b + counts.tails) - betaln(a, b) + counts.n * _LOG_2)


def strength_at(mean: float, sd: ArrayLike) -> FloatArray:
    r"""The strength a + b of the Beta with this mean and standard deviation, :math:`m(1-m)/\text{sd}^2 - 1`.

    It is positive only for :math:`\text{sd}^2 < m(1-m)`.
    """
    return np.asarray(mean * (1 - mean) / np.asarray(sd, dtype=np.float64) ** 2 - 1)


def better_than_fair(counts: Counts) -> Interval | None:
    """The interval of all theta with a likelihood above that of 1/2; None if 1/2 is the MLE, or without flips."""
    best, drop = mle(counts), abs(float(log_likelihood_ratio(FAIR, counts)))
    if best is None or drop <= 0:
        return None
    lower, upper = likelihood_interval(counts, drop)
    # One end is 1/2; the root finder knows it to the last bits only.
    return Interval(FAIR, upper) if best > FAIR else Interval(lower, FAIR)


def _share(prior: Beta, part: Interval) -> float:
    """The probability of the interval, by the tail that is not near 1, whose difference would lose digits."""
    lower, upper = part
    if lower > prior.mean:
        prior, lower, upper = Beta(prior.b, prior.a), 1 - upper, 1 - lower
    return float(prior.cdf(upper) - prior.cdf(lower))


def log_p_value(counts: Counts) -> float:
    r"""Log of the exact two-sided p-value of "theta is 1/2": of as many heads as seen, or as improbable a number.

    At :math:`\theta = 1/2` the number of heads is symmetric, so these are both tails from the larger of heads and
    tails on, :math:`2 P(X \ge \max(h, t))`, or all numbers where :math:`h = t`. It is no probability of a hypothesis.
    """
    most, least = max(counts.heads, counts.tails), min(counts.heads, counts.tails)
    if most == least:
        return 0.0
    # The tail relative to its first term: k + 1 heads are (n - k) / (k + 1) times as probable as k heads.
    k = most + np.arange(min(least, math.ceil(_TAIL * math.sqrt(counts.n))), dtype=np.float64)
    tail = 1.0 + float(np.cumprod((counts.n - k) / (k + 1)).sum())
    first = float(log_pmf_heads(most, counts.n, FAIR))
    return min(0.0, _LOG_2 + first + math.log(tail))
