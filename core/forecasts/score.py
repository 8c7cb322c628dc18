r"""The log score of forecasts: each costs :math:`-\log p` nats, p being the probability given to what came true.

It is strictly proper: in expectation nobody scores better than by stating what they believe.

Sources: Good 1952, Rational decisions; Gneiting & Raftery 2007, Strictly proper scoring rules, prediction, and
estimation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray, probability

SUM_TOLERANCE: Final = 1e-9
"""How far the sum of probabilities may be from 1, by rounding."""


class Answer(NamedTuple):
    """A forecast whose outcome is known.

    Attributes
    ----------
    probabilities : tuple of float
        One for each option; they sum to 1.
    right : int
        The place of the option that came true.
    """

    probabilities: tuple[float, ...]
    right: int

    @property
    def cost(self) -> float:
        """Minus the log of what was given to the right option, in nats."""
        return cost(self.probabilities[self.right])


class Score(NamedTuple):
    """The score of several forecasts, in nats for each.

    Attributes
    ----------
    forecasts : int
        How many there are.
    nll : float
        Their mean cost; ``inf`` if one gave 0 to what came true, and NaN without forecasts.
    impossible : int
        How many gave 0 to what came true.
    others : float
        The mean cost of the rest; NaN if there is no rest.
    guessing : float
        The mean cost of giving every option the same probability: the mean log of the number of options.
    brier : float
        The mean squared distance of the probabilities from what came true, summed over the options; 0 is best, 2 worst.
    """

    forecasts: int
    nll: float
    impossible: int
    others: float
    guessing: float
    brier: float


def cost(p: float) -> float:
    r"""What a forecast costs that gave ``p`` to what came true, :math:`-\log p` in nats: 0 for 1, ``inf`` for 0.

    Raises
    ------
    ValueError
        If ``p`` lies outside [0, 1].
    """
    value = float(probability(p, "p"))
    return -math.log(value) + 0.0 if value else math.inf


def spread(sure: float, chosen: int, options: int) -> tuple[float, ...]:
    """Probability ``sure`` for the option ``chosen``, and the rest in equal shares for the others.

    Raises
    ------
    ValueError
        If ``sure`` lies outside [0, 1], or there are fewer than two options, or no option ``chosen``.
    """
    if options < 2 or not 0 <= chosen < options:
        raise ValueError(f"at least two options are needed, and one of them chosen, got {chosen} of {options}")
    value = float(probability(sure, "sure"))
    return tuple(value if place == chosen else (1 - value) / (options - 1) for place in range(options))


def checked(probabilities: Sequence[float]) -> tuple[float, ...]:
    """The probabilities as a tuple; ValueError unless each lies in [0, 1] and they sum to 1."""
    values: FloatArray = np.atleast_1d(probability(list(probabilities), "each probability"))
    if abs(math.fsum(values) - 1) > SUM_TOLERANCE:
        raise ValueError(f"the probabilities must sum to 1, got {math.fsum(values):g}")
    return tuple(float(value) for value in values)


def score(answers: Sequence[Answer]) -> Score:
    """The score of forecasts whose outcomes are known."""
    costs = [answer.cost for answer in answers]
    finite = [each for each in costs if math.isfinite(each)]
    impossible = len(costs) - len(finite)
    others = _mean(finite)
    return Score(
        forecasts=len(costs),
        nll=math.inf if impossible else others,
        impossible=impossible,
        others=others,
        guessing=_mean([math.log(len(answer.probabilities)) for answer in answers]),
        brier=_mean([_squared(answer) for answer in answers]),
    )


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan


def _squared(answer: Answer) -> float:
    return math.fsum((p - (place == answer.right)) ** 2 for place, p in enumerate(answer.probabilities))


def running(answers: Sequence[Answer]) -> list[Score]:
    """The score after each forecast, in the order in which they were made."""
    return [score(answers[: place + 1]) for place in range(len(answers))]
