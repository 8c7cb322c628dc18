r"""The race of lesson 6, without torch: who runs, which steps are kept, and how far each is from both stars.

The stars are exact: the MLE, and the MAP of a Gaussian prior with :math:`\sigma = 1/\sqrt{wd\,N}`, both by Newton.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.belief.penalty import sigma_from_weight_decay
from core.logistic.map_estimate import gaussian_map, in_box
from core.logistic.model import Problem, mle

OPTIMIZERS: Final = ("SGD + wd", "Adam + L2", "AdamW")
STEPS: Final = 1200
FRAMES: Final = tuple(sorted({0, *(round(STEPS ** (k / 59)) for k in range(60))}))
"""The steps whose weights are kept, evenly spread on a log axis."""


class Race(NamedTuple):
    """Where each optimizer was after the steps of :data:`FRAMES`.

    Attributes
    ----------
    parameters : dict of str to ndarray, shape (len(FRAMES), 3)
        ``(w1, w2, c)`` for each of :data:`OPTIMIZERS`.
    """

    parameters: dict[str, FloatArray]


class Stars(NamedTuple):
    r"""Where an optimizer may end: ``(w1, w2, c)`` each.

    Attributes
    ----------
    mle, map : ndarray, shape (3,)
        The minimum of the NLL, and of the NLL with its penalty.
    box : ndarray, shape (3,)
        The minimum of the NLL subject to :math:`\max|w| \le 1/wd`: the MLE, where it lies inside.
    """

    mle: FloatArray
    map: FloatArray
    box: FloatArray


def stars(problem: Problem, weight_decay: float) -> Stars:
    """All three for one weight decay.

    Raises
    ------
    ValueError
        If ``weight_decay`` is not positive and finite.
    """
    if not 0 < weight_decay < np.inf:
        raise ValueError(f"weight_decay must be positive and finite, got {weight_decay!r}")
    sigma = sigma_from_weight_decay(weight_decay, problem.n)
    return Stars(
        mle(problem).parameters,
        gaussian_map(problem, sigma).parameters,
        in_box(problem, 1 / weight_decay).parameters,
    )


def distance(parameters: FloatArray, star: FloatArray) -> FloatArray:
    """Euclidean distance in ``(w1, w2, c)``, one for each row."""
    return np.asarray(np.linalg.norm(parameters - star, axis=-1))
