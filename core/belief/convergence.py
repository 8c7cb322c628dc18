r"""Several beliefs, the same flips: priors that start apart and posteriors that end together, except a closed mind's.

For a fixed prior with mass at the truth, in a regular model with a fixed number of parameters, the posterior ends up
a Normal about the MLE, whatever the prior was (Bernstein-von Mises; van der Vaart 1998, *Asymptotic Statistics*,
section 10.2). A prior with no mass at the truth never yields: a posterior has none where its prior has none.
"""

from __future__ import annotations

from typing import NamedTuple

from scipy.special import betainc

from core.belief.beta import Beta
from core.belief.beta_bernoulli import likelihood_as_density, posterior
from core.data.coins import BARTOS, TEN_FLIPS, THOUSAND_FLIPS
from core.likelihood.counts import Counts


class Opinion(NamedTuple):
    """A prior, and what it says in words."""

    prior: Beta
    words: str


OPINIONS = (
    Opinion(Beta(1, 1), "no idea"),
    Opinion(Beta(0.5, 0.5), "perhaps two-headed"),
    Opinion(Beta(10, 10), "nearly fair"),
    Opinion(Beta(2, 8), "mostly tails"),
)
PRIORS = tuple(item.prior for item in OPINIONS)
FLIPS = (TEN_FLIPS, THOUSAND_FLIPS, BARTOS)


class Agreement(NamedTuple):
    """How far apart open minds are after the same flips."""

    apart: float
    """The largest difference between two posterior means."""
    sd: float
    """The largest posterior standard deviation."""


def agreement(counts: Counts, priors: tuple[Beta, ...] = PRIORS) -> Agreement:
    """The spread of several posteriors after the same flips."""
    after = [posterior(prior, counts) for prior in priors]
    means = [belief.mean for belief in after]
    return Agreement(max(means) - min(means), max(belief.sd for belief in after))


class Closed(NamedTuple):
    """Belief of who ruled out every theta above ``limit``: flat below, and 0 above."""

    limit: float
    shape: Beta
    """The posterior of a flat prior, of which only the part below ``limit`` is believed."""
    mean: float


def closed_mind(counts: Counts, limit: float = 0.5) -> Closed:
    r"""Posterior of a prior that is flat on [0, ``limit``] and 0 above: the Beta(h + 1, t + 1), cut off.

    .. math:: \mathrm{E}[\theta \mid \theta \le c]
              = \frac{\alpha}{\alpha+\beta}\,\frac{I_c(\alpha + 1, \beta)}{I_c(\alpha, \beta)}

    No data move it past the limit, for a posterior has no mass where its prior has none.

    Raises
    ------
    ValueError
        If ``limit`` is outside (0, 1), or the flips lie so far above it that the mass below is not a float.
    """
    if not 0 < limit < 1:
        raise ValueError(f"limit must lie strictly between 0 and 1, got {limit!r}")
    shape = likelihood_as_density(counts)
    mass = float(betainc(shape.a, shape.b, limit))
    if mass == 0:
        raise ValueError(f"no mass below {limit} is left in float64 after {counts}")
    return Closed(limit, shape, shape.mean * float(betainc(shape.a + 1, shape.b, limit)) / mass)
