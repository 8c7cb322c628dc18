r"""The optimizer race of lesson 6 without its training: optimizers, kept steps, and the optima drawn as stars.

The stars are the MLE and the MAP under a Gaussian prior with :math:`\sigma = 1/\sqrt{wd\,N}`, both by Newton, and the
MLE within a box.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray, positive
from core.belief.penalty import sigma_from_weight_decay
from core.logistic.map_estimate import gaussian_map, mle_in_box
from core.logistic.model import Problem, mle

OPTIMIZERS: Final = ("SGD + wd", "Adam + L2", "AdamW")
STEPS: Final = 1200
FRAMES: Final = tuple(sorted({0, *(round(STEPS ** (k / 59)) for k in range(60))}))
"""Steps whose parameters are kept, evenly spaced on a log axis."""


class Race(NamedTuple):
    """The path of each optimizer.

    Attributes
    ----------
    parameters : dict of str to ndarray, shape (len(FRAMES), 3)
        ``(w1, w2, c)`` after each step in :data:`FRAMES`, for each of :data:`OPTIMIZERS`.
    """

    parameters: dict[str, FloatArray]


class Stars(NamedTuple):
    r"""The optima to which an optimizer may converge, each as ``(w1, w2, c)``.

    Attributes
    ----------
    mle, map : ndarray, shape (3,)
        The minimum of the NLL, and of the NLL plus penalty.
    box : ndarray, shape (3,)
        The minimum of the NLL subject to :math:`\max|w| \le 1/wd`, which is the MLE if that lies inside.
    """

    mle: FloatArray
    map: FloatArray
    box: FloatArray


def stars(problem: Problem, weight_decay: float) -> Stars:
    """The three optima for one weight decay.

    Raises
    ------
    ValueError
        If ``weight_decay`` is not positive and finite.
    """
    sigma = sigma_from_weight_decay(positive("weight_decay", weight_decay), problem.n)
    return Stars(
        mle(problem).parameters,
        gaussian_map(problem, sigma).parameters,
        mle_in_box(problem, 1 / weight_decay).parameters,
    )


def distance(parameters: FloatArray, star: FloatArray) -> FloatArray:
    """Euclidean distance of each row of ``parameters`` from ``star``, over all of ``(w1, w2, c)``."""
    return np.asarray(np.linalg.norm(parameters - star, axis=-1))
