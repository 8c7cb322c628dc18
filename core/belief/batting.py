"""The eighteen batters with a prior learned from all of them: every way to make the estimates, and its error."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.belief import beta_binomial
from core.belief.beta_binomial import Hierarchical, Prior, Series
from core.data.batters import AT_BATS, BATTERS, season_averages

Pooling = Literal["alone", "one", "fitted", "hierarchical", "hand"]
POOLINGS: Final[tuple[Pooling, ...]] = ("fitted", "hierarchical", "alone", "one", "hand")
"""Fitted by the evidence, averaged over all priors, each alone, all as one, and with a share chosen by hand."""
SHARES: Final = np.linspace(0, 1, 401)
"""The shares at which the curves are computed."""

SERIES: Final = Series(tuple(batter.hits for batter in BATTERS), AT_BATS)


class Answer(NamedTuple):
    """The estimates by one way.

    Attributes
    ----------
    estimates : ndarray, shape (18,)
        In the order of the batters.
    share, mean : float
        The prior's share of each estimate, and its mean; for the hierarchical answer their posterior means.
    sd : float
        Standard deviation of the prior; for the hierarchical answer, that of the ability of a further batter.
    error : float
        Mean squared error against the rest of the season.
    """

    estimates: FloatArray
    share: float
    mean: float
    sd: float
    error: float


@cache
def fitted() -> Prior:
    """The prior with the largest evidence."""
    return beta_binomial.fit(SERIES)


@cache
def averaged() -> Hierarchical:
    """The hierarchical answer under BDA3's hyperprior."""
    return beta_binomial.hierarchical(SERIES)


def answer(pooling: Pooling, by_hand: float) -> Answer:
    """The estimates by one way; ``by_hand`` is the share, in [0, 1], that "hand" takes, toward the common average."""
    if pooling == "hierarchical":
        found = averaged()
        return Answer(found.estimates, found.share, found.mean, found.sd, error(found.estimates))
    if pooling == "fitted":
        mean, share = fitted()
    else:
        mean, share = SERIES.pooled, {"alone": 0.0, "one": 1.0, "hand": by_hand}[pooling]
    estimates = beta_binomial.estimates(mean, share, SERIES)
    return Answer(estimates, share, mean, beta_binomial.prior_sd(mean, share, AT_BATS), error(estimates))


def error(estimates: FloatArray) -> float:
    """Mean squared error of estimates against the batting averages of the rest of the season."""
    return float(np.mean((estimates - season_averages()) ** 2))


@cache
def errors() -> FloatArray:
    """The error at each of :data:`SHARES`, with the common average as the prior's mean."""
    return np.array([error(beta_binomial.estimates(SERIES.pooled, float(share), SERIES)) for share in SHARES])


@cache
def evidence_lost() -> FloatArray:
    """Nats by which the log evidence at each of :data:`SHARES` is below its maximum; infinite at share 0.

    The prior's mean is the common average. Fitting it too at each share would change nothing that a chart shows where
    the evidence is within 5 nats of its maximum, and moves the maximum by less than a millionth.
    """
    best = fitted()
    top = beta_binomial.log_evidence(best.mean, best.share, SERIES)
    return np.asarray(top - beta_binomial.log_evidence(SERIES.pooled, SHARES, SERIES))


@cache
def best_share() -> float:
    """The share with the smallest error, which only the rest of the season knows: the error is a parabola in it."""
    rates, mean = SERIES.rates, SERIES.pooled
    pull = rates - mean
    return float(np.clip((rates - season_averages()) @ pull / (pull @ pull), 0, 1))


def within_a_nat() -> float:
    """The smallest of :data:`SHARES` whose evidence is within one nat of the maximum."""
    return float(SHARES[np.argmax(evidence_lost() <= 1)])
