r"""The likelihood of the flips of many people, who all toss coins with the same ``theta``.

Flips of different people are independent given ``theta``, so their likelihoods multiply, and log-likelihoods add up to
that of all flips together:

.. math:: \sum_i \{h_i\log\theta + t_i\log(1-\theta)\} = H\log\theta + T\log(1-\theta),
          \quad H = \sum_i h_i,\ T = \sum_i t_i

Who tossed what is lost in the sums, and nothing about ``theta`` with it: the sums are sufficient.

Source: Pawitan 2001, *In All Likelihood*, sections 2.3 (combining likelihoods) and 3.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from core.likelihood.counts import Counts


class Group(NamedTuple):
    """Counts, and how many people have just these."""

    counts: Counts
    people: int


def pooled(counts: Sequence[Counts]) -> Counts:
    """The heads and the tails of all people; no heads and no tails if there is nobody.

    Raises
    ------
    ValueError
        If a sum is above :data:`core.likelihood.counts.MAX_COUNT`.
    """
    return Counts(sum(each.heads for each in counts), sum(each.tails for each in counts))


def distinct(counts: Sequence[Counts]) -> tuple[Group, ...]:
    """The different counts, by number of flips and then of heads, each with the people who have them.

    Ten tosses have eleven different counts, however many people toss.
    """
    found = Counter(counts)
    return tuple(Group(each, found[each]) for each in sorted(found, key=lambda each: (each.n, each.heads)))
