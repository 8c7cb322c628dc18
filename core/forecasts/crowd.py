r"""The forecasts of a crowd: the average forecast against the average forecaster, and two rounds of the same people.

With :math:`p_i` the probability that person :math:`i` of :math:`N` gave to what came true, Jensen's inequality for the
convex :math:`-\log` says that the crowd, whose forecast is the mean of all, is never worse than its members on average:

.. math:: -\log\Bigl(\frac{1}{N}\sum_i p_i\Bigr) \le \frac{1}{N}\sum_i -\log p_i

It does not say that the crowd is better than its best member, or good. All costs are in nats.

Sources: Cover & Thomas 2006, *Elements of Information Theory*, section 2.6 (Jensen's inequality); Bishop 2006, *PRML*,
section 14.2 (committees).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from core.forecasts.score import Answer, checked, cost, score


class Crowd(NamedTuple):
    """What a crowd's forecasts of one question cost, in nats.

    Attributes
    ----------
    people : int
        How many forecasts there are.
    mean_nll : float
        The mean cost of a forecast; ``inf`` if one gave 0 to what came true.
    nll_of_mean : float
        The cost of the mean forecast; ``inf`` only if all gave 0.
    gap : float
        ``mean_nll - nll_of_mean``, at least 0; ``inf`` if some gave 0, and NaN if all did.
    mean_probabilities : tuple of float
        Each option's mean probability, which sum to 1.
    infinite : int
        How many gave 0 to what came true.
    others : float
        The mean cost of the rest; NaN if there is no rest.
    guessing : float
        The cost of giving every option the same probability, the log of the number of options.
    """

    people: int
    mean_nll: float
    nll_of_mean: float
    gap: float
    mean_probabilities: tuple[float, ...]
    infinite: int
    others: float
    guessing: float


class Shift(NamedTuple):
    """Two rounds of the people who made a forecast in both.

    Attributes
    ----------
    improved, worsened, same : int
        How many gave more to what came true in the second round, less, and just as much.
    """

    improved: int
    worsened: int
    same: int


def crowd(forecasts: Sequence[Sequence[float]], right: int) -> Crowd:
    """The costs of forecasts of one question.

    Parameters
    ----------
    forecasts : sequence of sequences of float, shape (people, options)
        Each person's probabilities, which sum to 1.
    right : int
        The place of the option that came true.

    Raises
    ------
    ValueError
        Without forecasts, if a forecast is not one of probabilities that sum to 1, their numbers of options differ, or
        there is no option ``right``.
    """
    if not len(forecasts):
        raise ValueError("at least one forecast is needed")
    answers = [_answer(each, right) for each in forecasts]
    if len({len(each.probabilities) for each in answers}) > 1:
        raise ValueError("all forecasts must have the same number of options")
    columns = zip(*(each.probabilities for each in answers), strict=True)
    mean = tuple(math.fsum(column) / len(answers) for column in columns)
    found, together = score(answers), cost(mean[right])
    # Both are rounded, so that equal forecasts may differ by an ulp in the wrong direction.
    gap = max(found.nll - together, 0.0) if math.isfinite(together) else math.nan
    return Crowd(len(answers), found.nll, together, gap, mean, found.impossible, found.others, found.guessing)


def shift(first: Sequence[Sequence[float]], second: Sequence[Sequence[float]], right: int) -> Shift:
    """What changed between two rounds.

    Parameters
    ----------
    first, second : sequences of the same length, people
        Each person's probabilities in both rounds, in the same order.
    right : int
        The place of the option that came true.

    Raises
    ------
    ValueError
        If the lengths differ, a forecast is not one of probabilities that sum to 1, or there is no option ``right``.
    """
    gains = [
        _answer(after, right).probabilities[right] - _answer(before, right).probabilities[right]
        for before, after in zip(first, second, strict=True)
    ]
    return Shift(sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains), gains.count(0))


def _answer(probabilities: Sequence[float], right: int) -> Answer:
    values = checked(probabilities)
    if not 0 <= right < len(values):
        raise ValueError(f"the right option must be one of {len(values)}, from 0, got {right}")
    return Answer(values, right)
