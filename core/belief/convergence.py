r"""Convergence of posteriors from different priors on the same flips, and a prior that excludes the truth.

For a fixed prior with positive density around the true value, in a regular model with a fixed number of parameters, the
posterior tends to a Normal around the MLE, whatever the prior (Bernstein-von Mises; van der Vaart 1998, *Asymptotic
Statistics*, section 10.2). Where the prior is 0, the posterior is 0 too, whatever the data.
"""

from __future__ import annotations

from typing import NamedTuple

from scipy.special import betainc

from core.belief.beta import Beta
from core.belief.beta_bernoulli import likelihood_as_density, posterior
from core.data.coins import BARTOS, TEN_FLIPS, THOUSAND_FLIPS
from core.likelihood.counts import Counts


class Opinion(NamedTuple):
    """A prior and its meaning in words."""

    prior: Beta
    words: str


OPINIONS = (
    Opinion(Beta(1, 1), "flat in θ"),
    Opinion(Beta(0.5, 0.5), "perhaps two-headed"),
    Opinion(Beta(10, 10), "nearly fair"),
    Opinion(Beta(2, 8), "mostly tails"),
)
PRIORS = tuple(item.prior for item in OPINIONS)
FLIPS = (TEN_FLIPS, THOUSAND_FLIPS, BARTOS)


class Agreement(NamedTuple):
    """How much several posteriors differ after the same flips."""

    apart: float
    """The largest difference between two posterior means."""
    sd: float
    """The largest posterior standard deviation."""


def agreement(counts: Counts, priors: tuple[Beta, ...] = PRIORS) -> Agreement:
    """Compare the posteriors of several priors after the same flips."""
    after = [posterior(prior, counts) for prior in priors]
    means = [belief.mean for belief in after]
    return Agreement(max(means) - min(means), max(belief.sd for belief in after))


class Closed(NamedTuple):
    """The posterior of a prior that is flat up to ``limit`` and 0 above."""

    limit: float
    shape: Beta
    """The posterior of a flat prior on [0, 1]; the part up to ``limit``, normalized, is the posterior here."""
    mean: float
    """The posterior mean."""


def closed_mind(counts: Counts, limit: float = 0.5) -> Closed:
    r"""Posterior of a prior that is flat on [0, ``limit``] and 0 above: a Beta(h + 1, t + 1) truncated at ``limit``.

    Its mean, for a limit :math:`c`, :math:`\alpha = h + 1` and :math:`\beta = t + 1`, is

    .. math:: \mathrm{E}[\theta \mid \theta \le c]
              = \frac{\alpha}{\alpha+\beta}\,\frac{I_c(\alpha + 1, \beta)}{I_c(\alpha, \beta)}

    Raises
    ------
    ValueError
        If ``limit`` is outside (0, 1), or the Beta's probability of [0, ``limit``] is 0 in float64.
    """
    if not 0 < limit < 1:
        raise ValueError(f"limit must lie strictly between 0 and 1, got {limit!r}")
    shape = likelihood_as_density(counts)
    mass = float(betainc(shape.a, shape.b, limit))
    if mass == 0:
        raise ValueError(f"no mass below {limit} is left in float64 after {counts}")
    return Closed(limit, shape, shape.mean * float(betainc(shape.a + 1, shape.b, limit)) / mass)
