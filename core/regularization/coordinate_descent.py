r"""Coordinate descent for the lasso, with its duality gap as a bound on the distance to the minimum.

It minimizes :math:`\tfrac12\|t - Aw\|^2 + \lambda\|w\|_1`, the objective of
:mod:`core.regularization.lasso` in units of the noise.

Sources: Friedman, Hastie & Tibshirani 2010 (coordinate descent); Kim et al. 2007 (the gap).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.regularization.lasso import Units, units
from core.regularization.problem import Problem

GAP: Final = 1e-9
"""Nats: where it stops."""
MAX_SWEEPS: Final = 1000


class Sweep(NamedTuple):
    """Coordinate descent after some sweeps over all weights.

    Attributes
    ----------
    weights : ndarray, shape (degree,)
        Where it stands.
    gap : float
        Duality gap, nats: the objective is at most this far above its minimum.
    zeros : int
        Weights that are exactly 0.
    """

    weights: FloatArray
    gap: float
    zeros: int


@lru_cache(maxsize=256)
def descend(problem: Problem, penalty: float, *, gap: float = GAP, most: int = MAX_SWEEPS) -> tuple[Sweep, ...]:
    r"""Coordinate descent from 0, one record a sweep, until the duality gap is at most ``gap``.

    Each step sets one weight to the minimum over it alone, the soft threshold
    :math:`\mathrm{sign}(r)\max(|r| - \lambda, 0)/G_{jj}` with :math:`r = A_j^\top(t - Aw) + G_{jj}w_j`.

    Parameters
    ----------
    problem : Problem
        The examples.
    penalty : float
        Lambda, above 0.
    gap : float
        Nats.
    most : int
        Sweeps after which it gives up; the last record's gap says so.

    Raises
    ------
    ValueError
        If the penalty is not above 0 and finite.
    """
    if not 0 < penalty < math.inf:
        raise ValueError(f"the penalty must be above 0 and finite, got {penalty}")
    scaled = units(problem)
    records = [_record(scaled, [0.0] * problem.degree, penalty)]
    # Lists: with a dozen weights, an array would cost more than the arithmetic.
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
    r"""Objective minus the dual objective at the scaled residual; at least the distance to the minimum, nats.

    With :math:`r = t - Aw` and :math:`u = r\min(1, \lambda/\|A^\top r\|_\infty)`, which is feasible for the dual, the
    gap is :math:`\tfrac12\|r\|^2 + \lambda\|w\|_1 - (t^\top u - \tfrac12\|u\|^2)`.
    """
    residual = scaled.target - scaled.design @ weights
    largest = float(np.abs(scaled.design.T @ residual).max())
    dual = residual * (min(1.0, penalty / largest) if largest else 1.0)
    return max(0.0, objective(scaled, weights, penalty) - float(scaled.target @ dual - 0.5 * dual @ dual))


def objective(scaled: Units, weights: FloatArray, penalty: float) -> float:
    r"""What is minimized, :math:`\tfrac12\|t - Aw\|^2 + \lambda\|w\|_1`, nats."""
    residual = scaled.target - scaled.design @ weights
    return float(0.5 * residual @ residual + penalty * np.abs(weights).sum())
