r"""Where the mean cost of forecasts comes from, and whether what gets 80 % comes true in 80 % of cases.

Each forecast has a **favorite**: the option with the most probability (the first of several). Its probability is the
forecast's *confidence* c. With the favorite right (y = 1) or wrong (y = 0) the cost is

.. math:: -\log p_\text{right} = -\log c^y (1 - c)^{1 - y} + (1 - y)\left(-\log \frac{p_\text{right}}{1 - c}\right)

the price of the confidence, and, where the favorite was wrong, that of how the rest was spread. Over the groups g of
:math:`n_g` forecasts with one confidence :math:`c_g`, of which the share :math:`o_g` came true (:math:`o` among all),
the mean of the first part is, exactly,

.. math:: H(o) - \sum_g \frac{n_g}{n} \mathrm{KL}(o_g \,\|\, o) + \sum_g \frac{n_g}{n} \mathrm{KL}(o_g \,\|\, c_g)

uncertainty, minus resolution, plus miscalibration, in nats.

Sources: Murphy 1973, A new vector partition of the probability score; Bröcker 2009, Reliability, sufficiency, and the
decomposition of proper scores; Weijs, van Nooijen & van de Giesen 2010, Kullback-Leibler divergence as a forecast skill
score with classic reliability-resolution-uncertainty decomposition.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from scipy.special import rel_entr, xlogy

from core.belief.beta import Beta
from core.belief.intervals import equal_tailed
from core.forecasts.score import Answer
from core.likelihood.counts import Interval

BINS: Final = (0.5, 0.7, 0.9, 1.0)
"""Upper ends of the groups of confidences in the reliability diagram; the last holds certainty too."""
LEVEL: Final = 0.95
PRIOR: Final = Beta(1.0, 1.0)
"""The prior of the share that comes true, in each group."""


class Parts(NamedTuple):
    """The parts of a mean cost, in nats: ``uncertainty - resolution + miscalibration + rest`` is the NLL.

    Attributes
    ----------
    uncertainty : float
        The entropy of "the favorite is right", at the share of all: what one number for all would cost.
    resolution : float
        What it gains that the share differs between confidences. At least 0.
    miscalibration : float
        What it costs that the share differs from the confidence. At least 0; ``inf`` after a certainty that was wrong.
    rest : float
        What it costs, where the favorite was wrong, to have spread the rest over several options.
    """

    uncertainty: float
    resolution: float
    miscalibration: float
    rest: float

    @property
    def nll(self) -> float:
        """Their sum, with its signs."""
        return self.uncertainty - self.resolution + self.miscalibration + self.rest


class Group(NamedTuple):
    """Forecasts of about one confidence, and the belief about the share of them that comes true.

    Attributes
    ----------
    confidence : float
        Their mean confidence.
    right, forecasts : int
        How many favorites were right, and how many forecasts there are.
    belief : Beta
        The posterior of the share under the flat prior.
    interval : Interval
        Its equal-tailed interval with probability ``LEVEL``.
    """

    confidence: float
    right: int
    forecasts: int
    belief: Beta
    interval: Interval


def confidence(answer: Answer) -> float:
    """The probability of the favorite."""
    return max(answer.probabilities)


def favorite(answer: Answer) -> int:
    """The place of the favorite: the option with the most probability, the first of several."""
    return answer.probabilities.index(confidence(answer))


def parts(answers: Sequence[Answer]) -> Parts:
    """Split the mean cost of forecasts.

    Raises
    ------
    ValueError
        Without forecasts.
    """
    if not answers:
        raise ValueError("at least one forecast is needed")
    c = np.array([confidence(answer) for answer in answers])
    hit = np.array([favorite(answer) == answer.right for answer in answers], dtype=np.float64)
    stated, group = np.unique(c, return_inverse=True)
    weight = np.bincount(group) / len(c)
    share, all_of_them = np.bincount(group, hit) / np.bincount(group), hit.mean()
    return Parts(
        uncertainty=float(-xlogy(all_of_them, all_of_them) - xlogy(1 - all_of_them, 1 - all_of_them)) + 0.0,
        resolution=float(weight @ _divergence(share, all_of_them)),
        miscalibration=float(weight @ _divergence(share, stated)),
        rest=math.fsum(_rest(answer) for answer in answers) / len(c),
    )


def _divergence(p: np.ndarray, q: np.ndarray | float) -> np.ndarray:
    """KL divergence of Bernoulli(q) from Bernoulli(p), in nats."""
    return np.asarray(rel_entr(p, q) + rel_entr(1 - p, np.subtract(1.0, q)))


def _rest(answer: Answer) -> float:
    """What the spread of the rest costs; 0 if the favorite was right or had everything."""
    others = 1 - confidence(answer)
    if favorite(answer) == answer.right or others == 0:
        return 0.0
    given = answer.probabilities[answer.right]
    return -math.log(given / others) if given else math.inf


def reliability(answers: Sequence[Answer]) -> list[Group]:
    """The groups of confidences that have forecasts, ascending, each with a belief about the share that comes true."""
    found = []
    stated = np.array([confidence(answer) for answer in answers])
    place = np.searchsorted(BINS, stated - 1e-12)
    for each in range(len(BINS)):
        members = [answer for answer, at in zip(answers, place, strict=True) if at == each]
        if not members:
            continue
        right = sum(favorite(answer) == answer.right for answer in members)
        belief = Beta(PRIOR.a + right, PRIOR.b + len(members) - right)
        mean = math.fsum(map(confidence, members)) / len(members)
        found.append(Group(mean, right, len(members), belief, equal_tailed(belief, LEVEL)))
    return found
