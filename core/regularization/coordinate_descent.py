r"""Coordinate descent for the lasso, with the duality gap as a bound on the distance to the minimum.

The objective is that of :mod:`core.regularization.lasso` in units of the noise,
:math:`\tfrac12\|t - Aw\|^2 + \lambda\|w\|_1`.

Sources: Friedman, Hastie & Tibshirani 2010 (coordinate descent); Kim et al. 2007 (the gap).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.regularization.lasso import Units, in_noise_units
from core.regularization.problem import Problem

GAP: Final = 1e-9
"""Duality gap at which the descent stops, in nats."""
MAX_SWEEPS: Final = 1000


class Sweep(NamedTuple):
    """State of the descent after a sweep over all weights.

    Attributes
    ----------
    weights : ndarray, shape (degree,)
        Current weights.
    gap : float
        Duality gap in nats: the objective is at most this far above its minimum.
    zeros : int
        Number of weights that are exactly 0.
    """

    weights: FloatArray
    gap: float
    zeros: int


@lru_cache(maxsize=256)
def descend(problem: Problem, penalty: float, *, gap: float = GAP, most: int = MAX_SWEEPS) -> tuple[Sweep, ...]:
    r"""Run coordinate descent from 0 until the duality gap is at most ``gap``; return the start and every sweep.

    Each step minimizes the objective over one weight. The minimum is the soft threshold
    :math:`\mathrm{sign}(r)\max(|r| - \lambda, 0)/G_{jj}` with :math:`r = A_j^\top(t - Aw) + G_{jj}w_j`.

    Parameters
    ----------
    problem : Problem
        The examples.
    penalty : float
        Lambda, above 0.
    gap : float
        Duality gap at which to stop, in nats.
    most : int
        Largest number of sweeps. If they do not suffice, the last record's gap is above ``gap``.

    Raises
    ------
    ValueError
        If the penalty is not above 0 and finite.
    """
    if not 0 < penalty < math.inf:
        raise ValueError(f"the penalty must be above 0 and finite, got {penalty}")
    scaled = in_noise_units(problem)
    records = [_record(scaled, [0.0] * problem.degree, penalty)]
    # Lists, because for a dozen weights the overhead of array operations exceeds the arithmetic.
    weights, pulls, gram = [0.0] * problem.degree, scaled.along.tolist(), scaled.gram.tolist()
    while records[-1].gap > gap and len(records) <= most:
        for j, row in enumerate(gram):
            pull = pulls[j] + row[j] * weights[j]
            new = math.copysign(max(abs(pull) - penalty, 0.0), pull) / row[j] + 0.0
            if new != weights[j]:
                moved, weights[j] = new - weights[j], new
                pulls = [rest - side * moved for rest, side in zip(pulls, row, strict=True)]
        records.append(_record(scaled, weights, penalty))
    return tuple(records)


def _record(scaled: Units, weights: list[float], penalty: float) -> Sweep:
    return Sweep(np.array(weights), duality_gap(scaled, np.array(weights), penalty), weights.count(0.0))


def duality_gap(scaled: Units, weights: FloatArray, penalty: float) -> float:
    r"""Objective minus a dual objective: an upper bound on the objective's distance from its minimum, in nats.

    With the residual :math:`r = t - Aw` and the dual feasible :math:`u = r\min(1, \lambda/\|A^\top r\|_\infty)`, the
    gap is :math:`\tfrac12\|r\|^2 + \lambda\|w\|_1 - (t^\top u - \tfrac12\|u\|^2)`.
    """
    residual = scaled.target - scaled.design @ weights
    largest = float(np.abs(scaled.design.T @ residual).max())
    dual = residual * (min(1.0, penalty / largest) if largest else 1.0)
    return max(0.0, objective(scaled, weights, penalty) - float(scaled.target @ dual - 0.5 * dual @ dual))


def objective(scaled: Units, weights: FloatArray, penalty: float) -> float:
    r"""The lasso objective, :math:`\tfrac12\|t - Aw\|^2 + \lambda\|w\|_1`, in nats."""
    residual = scaled.target - scaled.design @ weights
    return float(0.5 * residual @ residual + penalty * np.abs(weights).sum())
