r"""Three criteria for the strength of a penalty: cross-validation, the evidence, and the held-out NLL.

Cross-validation measures how well the fit to some examples predicts the others. The evidence is the probability of all
examples before the weights are known, :math:`p(y \mid \lambda) = \int p(y \mid w)\,p(w \mid \lambda)\,dw`; by the
chain rule its log is also a sum of predictions, of each example from those before it. Neither of these two uses the
held-out examples.

Source: MacKay 1992, Bayesian interpolation; Bishop 2006, *PRML*, sections 1.3 and 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import FloatArray
from core.regularization import lasso, ridge
from core.regularization.problem import Problem, mean_nll
from core.regularization.strength import Kind, penalty_at

FOLDS: Final = 5
SHUFFLES: Final = 4
"""Number of random partitions into folds; a single partition depends too much on chance."""
STRENGTHS: Final = np.round(np.linspace(0.01, 1.0, 100), 2)
"""Every stop of the slider above 0."""
PENALTIES: Final = np.array([penalty_at(float(strength)) for strength in STRENGTHS])


class Curve(NamedTuple):
    """A criterion over :data:`PENALTIES`; lower is better.

    Attributes
    ----------
    value : ndarray, shape (100,)
        Value of the criterion, in nats per example.
    best : float
        Strength with the lowest value.
    """

    value: FloatArray
    best: float


@dataclass(frozen=True, eq=False)
class Choice:
    """The criteria for one kind of prior.

    Attributes
    ----------
    cross_validated : Curve
        Mean NLL of the examples left out, over :data:`FOLDS` folds (as many as there are examples, if fewer), averaged
        over :data:`SHUFFLES` partitions.
    evidence : Curve or None
        Minus the log evidence per contrast; None for a Laplace prior, whose evidence has no closed form.
    held_out : Curve
        Mean NLL of the held-out examples.
    """

    cross_validated: Curve
    evidence: Curve | None
    held_out: Curve


def choose(problem: Problem, kind: Kind) -> Choice:
    """All criteria for "l2" or "l1".

    Raises
    ------
    ValueError
        If ``kind`` is neither "l2" nor "l1".
    """
    held = _nlls(paths(problem, kind), problem, problem.held_features, problem.y_held)
    return Choice(
        _curve(cross_validated(problem, kind)),
        _curve(evidence(problem)) if kind == "l2" else None,
        _curve(held),
    )


def paths(problem: Problem, kind: Kind) -> FloatArray:
    """Weights of "l2" or "l1" at each of :data:`PENALTIES`, shape (100, degree).

    Raises
    ------
    ValueError
        If ``kind`` is neither "l2" nor "l1".
    """
    if kind == "l2":
        return ridge.path(ridge.axes(problem), PENALTIES, problem.sigma)
    if kind == "l1":
        return lasso.path(problem).at(PENALTIES)
    raise ValueError(f"the kind must be l2 or l1, got {kind!r}")


def grow_or_turn(weights: FloatArray) -> int:
    """Number of weights whose absolute value rises, or whose sign changes, anywhere along a path.

    Parameters
    ----------
    weights : ndarray, shape (k, degree)
        Weights at rising penalties. Changes within 1e-12 of the largest weight count as rounding.
    """
    size = np.abs(weights)
    rounding = 1e-12 * size.max(initial=0.0)
    grows = (np.diff(size, axis=0) > rounding).any(axis=0)
    turns = (weights > rounding).any(axis=0) & (weights < -rounding).any(axis=0)
    return int((grows | turns).sum())


def cross_validated(problem: Problem, kind: Kind) -> FloatArray:
    """Mean NLL of the examples left out, for each of :data:`PENALTIES`, nats per example."""
    total = np.zeros(PENALTIES.size)
    for left_out in folds(problem.n, problem.seed):
        part, features = without(problem, left_out), problem.features[left_out]
        total += left_out.size * _nlls(paths(part, kind), part, features, problem.y[left_out])
    return np.asarray(total / (SHUFFLES * problem.n))


def evidence(problem: Problem) -> FloatArray:
    """Minus the log evidence of a Gaussian prior per contrast, for each of :data:`PENALTIES`, nats."""
    return np.array([-ridge.log_evidence(problem, float(penalty)) for penalty in PENALTIES]) / (problem.n - 1)


def folds(n: int, seed: int) -> list[NDArray[np.intp]]:
    """Indices of the examples in each fold: :data:`SHUFFLES` random partitions into folds of nearly equal size."""
    rng = np.random.default_rng([seed, n, FOLDS])
    orders = [rng.permutation(n) for _ in range(SHUFFLES)]
    return [np.sort(part) for order in orders for part in np.array_split(order, min(FOLDS, n))]


def _nlls(weights: FloatArray, fitted: Problem, features: FloatArray, y: FloatArray) -> FloatArray:
    """Mean NLL of examples under each row of weights, with the best intercept for the ``fitted`` examples."""
    intercept = fitted.y.mean() - weights @ fitted.features.mean(axis=0)
    return mean_nll(y, intercept[:, None] + weights @ features.T, fitted.sigma)


def without(problem: Problem, left_out: NDArray[np.intp]) -> Problem:
    """The problem without some of its training examples."""
    kept = np.delete(np.arange(problem.n), left_out)
    return replace(problem, x=problem.x[kept], y=problem.y[kept])


def _curve(value: FloatArray) -> Curve:
    return Curve(value, float(STRENGTHS[value.argmin()]))
