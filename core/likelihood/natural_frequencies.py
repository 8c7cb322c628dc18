r"""Bayes' rule by counting cases: natural frequencies.

Of ``total`` cases, :math:`n_s = \mathrm{total} \cdot P(s)` are expected to be those of suspect s. Each clue in turn
keeps those that show it, so :math:`n_s \prod_c P(c \mid s)` are left, and the share of a suspect in what is left is its
posterior probability. These are expected numbers, and seldom whole. They are computed as exact fractions of the decimal
numbers that are given (0.1 is 1/10). So the share equals Bayes' rule exactly, whatever the ``total``; ties are exact,
and nothing is too small. :func:`dots` rounds them, for a picture only.

The clues are taken as independent given the suspect, as in :mod:`core.likelihood.detective`.

Sources: Gigerenzer & Hoffrage 1995, "How to improve Bayesian reasoning without instruction: frequency formats",
Psychological Review 102(4); McDowell & Jacobs 2017, "Meta-analysis of the effect of natural frequencies on Bayesian
reasoning", Psychological Bulletin 143(12).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from core.arrays import probability

THOUSAND: Final = 1000


class Frequencies(NamedTuple):
    """Expected numbers of cases, by suspect.

    Attributes
    ----------
    sieved : tuple of tuple of Fraction
        First the cases of each suspect; then, for each clue that is on, those which show it and all clues before it.
    """

    sieved: tuple[tuple[Fraction, ...], ...]

    @property
    def cases(self) -> tuple[Fraction, ...]:
        """The cases of each suspect, before any clue."""
        return self.sieved[0]

    @property
    def left(self) -> tuple[Fraction, ...]:
        """The cases of each suspect that show every clue that is on."""
        return self.sieved[-1]

    @property
    def all_left(self) -> Fraction:
        """The cases that show every clue that is on, of all suspects."""
        return sum(self.left, Fraction(0))

    @property
    def posterior(self) -> tuple[Fraction, ...] | None:
        """The share of each suspect in what is left, P(suspect | clues); None if nothing is left."""
        return tuple(count / self.all_left for count in self.left) if self.all_left else None

    @property
    def leaders(self) -> tuple[int, ...]:
        """The suspects with the most cases left, all that tie; none if nothing is left."""
        most = max(self.left)
        return tuple(i for i, count in enumerate(self.left) if count == most > 0)


def natural_frequencies(
    table: Sequence[Sequence[float]],
    clues_on: Sequence[bool],
    base_rates: Sequence[float] | None = None,
    total: int = THOUSAND,
) -> Frequencies:
    """Sort ``total`` cases by suspect, and keep those that show each clue that is on, in order.

    Parameters
    ----------
    table : sequence of sequence of float, shape (suspects, clues)
        P(clue | suspect), each in [0, 1].
    clues_on : sequence of bool, length clues
        Which clues were found; the others are ignored.
    base_rates : sequence of float, length suspects, optional
        Non-negative weights of the suspects, which count by their shares of their sum. By default all are equal.
    total : int
        Number of cases.

    Raises
    ------
    ValueError
        If a probability lies outside [0, 1], a base rate is negative or not finite, all base rates are 0, or the shapes
        do not match.
    """
    probability(table, "P(clue | suspect)")
    rates = [1.0] * len(table) if base_rates is None else list(base_rates)
    if len(rates) != len(table) or any(len(row) != len(clues_on) for row in table):
        raise ValueError(f"{len(table)} suspects and {len(clues_on)} clues do not match {table!r} and {base_rates!r}")
    if not all(math.isfinite(rate) and rate >= 0 for rate in rates) or not any(rates):
        raise ValueError(f"base rates must be finite, not negative, and not all 0, got {base_rates!r}")
    weights = [_as_typed(rate) for rate in rates]
    sieved = [tuple(total * weight / sum(weights) for weight in weights)]
    for j, on in enumerate(clues_on):
        if on:
            sieved.append(tuple(count * _as_typed(row[j]) for count, row in zip(sieved[-1], table, strict=True)))
    return Frequencies(tuple(sieved))


def dots(found: Frequencies) -> tuple[tuple[int, ...], ...]:
    """The numbers of ``found.sieved`` as whole cases, for a picture.

    The suspects' cases are rounded by largest remainder, so that they add up to all cases. What a clue leaves is
    rounded to the nearest whole number (a half up), so no later number is larger than an earlier one.
    """
    cases = [math.floor(count) for count in found.cases]
    missing = round(sum(found.cases)) - sum(cases)
    by_remainder = sorted(range(len(cases)), key=lambda i: cases[i] - found.cases[i])
    for i in by_remainder[:missing]:
        cases[i] += 1
    half = Fraction(1, 2)
    kept = [
        tuple(min(most, math.floor(count + half)) for most, count in zip(cases, counts, strict=True))
        for counts in found.sieved[1:]
    ]
    return tuple(cases), *kept


def log_count(count: Fraction) -> float:
    """Natural logarithm of a number of cases, also below the range of a float; ``-inf`` for 0."""
    return math.log(count.numerator) - math.log(count.denominator) if count else -math.inf


def _as_typed(value: float) -> Fraction:
    """The decimal number that a person typed: 1/10 for 0.1, whose float is a little larger."""
    return Fraction(repr(float(value)))
