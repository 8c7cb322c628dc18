r"""The conjugate pair of a coin: a Beta prior on ``theta``, updated by i.i.d. Bernoulli flips.

.. math:: p(\theta \mid h, t) \propto \theta^h (1-\theta)^t \cdot \theta^{a-1} (1-\theta)^{b-1}
          \propto \text{Beta}(a + h, b + t)

The Beta is conjugate: the posterior is a Beta again, and can be the prior of the next flip. Sources: Bishop 2006,
*PRML*, section 2.1.1; Gelman et al. 2013, *BDA3*, sections 2.1 to 2.4; MacKay 2003, *ITILA*, chapter 3.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betaln

from core.belief.beta import Beta
from core.likelihood.counts import Counts

TEN_FLIPS_IN_ORDER = "HTHHHTHHTH"
"""A made-up sequence of 7 heads and 3 tails."""
ONE_BY_ONE = 40
"""Most flips that :func:`in_order` returns one by one; more flips come in growing batches."""
FLAT = Beta(1, 1)


def posterior(prior: Beta, counts: Counts) -> Beta:
    r"""Posterior after the flips, :math:`\text{Beta}(a + h, b + t)`; it does not depend on their order."""
    return Beta(prior.a + counts.heads, prior.b + counts.tails)


def likelihood_as_density(counts: Counts) -> Beta:
    r"""The likelihood divided by its area, :math:`\text{Beta}(h + 1, t + 1)`; also the posterior of a flat prior."""
    return posterior(FLAT, counts)


def predictive(belief: Beta) -> float:
    r"""Predictive probability that the next flip is heads, :math:`\int \theta\,p(\theta)\,d\theta = a/(a+b)`."""
    return belief.mean


def log_evidence(prior: Beta, counts: Counts) -> float:
    r"""Log of the marginal likelihood of the flips, :math:`\log B(a+h, b+t) - \log B(a, b)`, in nats."""
    return float(betaln(prior.a + counts.heads, prior.b + counts.tails) - betaln(prior.a, prior.b))


class Batch(NamedTuple):
    """Numbers of heads and tails in a run of flips, and the counts of all flips up to its end."""

    heads: int
    tails: int
    seen: Counts


def in_order(counts: Counts, seed: int = 0) -> tuple[Batch, ...]:
    """The flips as a sequence of batches: one by one up to ``ONE_BY_ONE`` flips, in growing batches for more.

    The growing batches end after 1, 2, ... 9, 10, 20, 50, 100, 200, ... flips and after the last. Seven heads and three
    tails come in the order of ``TEN_FLIPS_IN_ORDER``; other counts are shuffled by ``seed``. The number of heads in a
    batch of a shuffled sequence is hypergeometric (a draw without replacement), so the sequence itself is not needed.
    """
    rng = np.random.default_rng([seed, counts.heads, counts.tails])
    given = TEN_FLIPS_IN_ORDER if counts == _counts(TEN_FLIPS_IN_ORDER) else ""
    batches: list[Batch] = []
    seen = Counts(0, 0)
    for stop in _stops(counts.n):
        size, left = stop - seen.n, (counts.heads - seen.heads, counts.tails - seen.tails)
        heads = int(given[seen.n : stop].count("H") if given else rng.hypergeometric(*left, size))
        seen = Counts(seen.heads + heads, seen.tails + size - heads)
        batches.append(Batch(heads, size - heads, seen))
    return tuple(batches)


def _counts(flips: str) -> Counts:
    return Counts(flips.count("H"), flips.count("T"))


def _stops(n: int) -> list[int]:
    """Numbers of flips after which a batch ends."""
    if n <= ONE_BY_ONE:
        return list(range(1, n + 1))
    ladder = [digit * 10**power for power in range(1, 7) for digit in (1, 2, 5)]
    return [*range(1, 10), *(stop for stop in ladder if stop < n), n]
