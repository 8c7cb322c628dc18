r"""The lasso: the MAP of a Laplace prior on the weights, and its exact path over the penalty.

The objective :math:`\|y - c - \Phi w\|^2/(2\sigma^2) + \lambda\|w\|_1` is the summed NLL (up to a constant) plus the
penalty of independent Laplace priors of scale :math:`b = 1/\lambda`; the intercept is not penalized. In units of the
noise, with the centered :math:`A = \Phi_c/\sigma` and :math:`t = y_c/\sigma`, it is
:math:`\tfrac12\|t - Aw\|^2 + \lambda\|w\|_1`.

The minimum is piecewise linear in :math:`\lambda`. Its *knots*, where a weight becomes nonzero or zero, are computed
exactly, from the largest down. :mod:`core.regularization.coordinate_descent` reaches the same minima by iteration, with
a bound on the error.

Sources: Tibshirani 1996; Osborne, Presnell & Turlach 2000 and Efron et al. 2004 for the path.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from core.regularization import ridge
from core.regularization.problem import Fit, Problem, check_penalty

SAME: Final = 1e-10
"""Relative difference in lambda below which two knots count as one."""


class Knot(NamedTuple):
    """A point where the path bends.

    Attributes
    ----------
    penalty : float
        Lambda.
    degree : int
        Degree, from 1, of the weight that changes.
    joins : bool
        True if the weight becomes nonzero as lambda falls, False if it becomes zero.
    """

    penalty: float
    degree: int
    joins: bool


@dataclass(frozen=True, eq=False)
class Path:
    r"""The minima for all :math:`\lambda`, from the smallest one at which every weight is 0 down to 0.

    Attributes
    ----------
    penalties : ndarray, shape (k,)
        Lambdas of the knots in decreasing order, then 0.
    weights : ndarray, shape (k, degree)
        Minimum at each of them; linear in lambda in between.
    knots : tuple of Knot
        The knots, without the end at 0.
    """

    penalties: FloatArray
    weights: FloatArray
    knots: tuple[Knot, ...]

    def at(self, penalty: ArrayLike) -> FloatArray:
        """Minimum at each lambda, shape (..., degree); a weight that is 0 at both neighboring knots is exactly 0.0."""
        rising, given = self.penalties[::-1], np.asarray(penalty, dtype=np.float64)
        return np.stack([np.interp(given, rising, column[::-1]) for column in self.weights.T], axis=-1) + 0.0


class Units(NamedTuple):
    r"""The centered problem in units of the noise: :math:`A`, :math:`t`, :math:`A^\top A` and :math:`A^\top t`."""

    design: FloatArray
    target: FloatArray
    gram: FloatArray
    along: FloatArray


def in_noise_units(problem: Problem) -> Units:
    """Center the problem, which removes the intercept, and divide it by sigma."""
    centered = (problem.features - problem.features.mean(axis=0)) / problem.sigma
    target = (problem.y - problem.y.mean()) / problem.sigma
    return Units(centered, target, centered.T @ centered, centered.T @ target)


def fit(problem: Problem, penalty: float) -> Fit:
    r"""Minimum of summed NLL + :math:`\lambda\|w\|_1`, read off the :func:`path`.

    Parameters
    ----------
    problem : Problem
        The examples.
    penalty : float
        :math:`\lambda`. 0 gives least squares; where the examples do not determine every weight, the solution of least
        Euclidean norm.

    Raises
    ------
    ValueError
        If the penalty is negative or not finite.
    """
    check_penalty(penalty)
    return ridge.fit(problem, 0.0) if not penalty else with_intercept(problem, path(problem).at(penalty))


def with_intercept(problem: Problem, weights: FloatArray) -> Fit:
    """A fit with these weights and the best intercept for them."""
    return Fit(float(problem.y.mean() - problem.features.mean(axis=0) @ weights), weights)


@lru_cache(maxsize=64)
def path(problem: Problem) -> Path:
    """The exact path of a problem; cached."""
    return homotopy(in_noise_units(problem), min(problem.n - 1, problem.degree))


def homotopy(scaled: Units, rank: int) -> Path:
    r"""Compute the path from the largest :math:`\lambda` down.

    Between two knots, with the active weights S and their signs s, the minimum is
    :math:`w_S = G_{SS}^{-1}(c_S - \lambda s)` with :math:`G = A^\top A` and :math:`c = A^\top t`. The next knot is the
    largest smaller :math:`\lambda` at which an active weight becomes 0, or an inactive weight's correlation with the
    residual reaches :math:`\lambda`. At most ``rank`` weights, the rank of A, can be active: they fit every example,
    and no correlation is left.
    """
    along, count = scaled.along, scaled.along.size
    first = int(np.abs(along).argmax())
    penalty = float(np.abs(along[first]))
    active, signs = [first], [float(np.sign(along[first]))]
    knots, penalties, weights = [Knot(penalty, first + 1, True)], [penalty], [np.zeros(count)]
    while penalty > 0 and len(knots) < 20 * count:
        line = _Stretch(scaled, active, np.array(signs))
        penalty, place = line.end(penalty, full=len(active) == rank)
        here = np.zeros(count)
        here[active] = line.weights(penalty)
        if penalty > 0 and place in active:
            here[place] = 0.0
            signs.pop(active.index(place))
            active.remove(place)
            knots.append(Knot(penalty, place + 1, False))
        elif penalty > 0:
            signs.append(float(np.sign(scaled.design[:, place] @ (scaled.target - scaled.design @ here))))
            active.append(place)
            knots.append(Knot(penalty, place + 1, True))
        penalties.append(penalty)
        weights.append(here)
    return Path(np.array(penalties), np.array(weights), tuple(knots))


@dataclass(frozen=True, eq=False)
class _Stretch:
    """The minima between two knots, a straight line in lambda."""

    scaled: Units
    active: list[int]
    signs: FloatArray

    @cached_property
    def line(self) -> tuple[FloatArray, FloatArray]:
        """Active weights at lambda = 0, and their decrease per unit of lambda."""
        # QR instead of the Gram matrix, because the Gram matrix squares the condition number.
        basis, triangle = np.linalg.qr(self.scaled.design[:, self.active])
        both = np.column_stack([basis.T @ self.scaled.target, np.linalg.solve(triangle.T, self.signs)])
        solved = np.asarray(np.linalg.solve(triangle, both))
        return np.asarray(solved[:, 0]), np.asarray(solved[:, 1])

    def weights(self, penalty: float) -> FloatArray:
        start, slope = self.line
        return start - penalty * slope

    def end(self, penalty: float, *, full: bool) -> tuple[float, int]:
        """Lambda of the next knot and the index of its weight; 0 and -1 if there is none.

        If the active set is ``full``, no weight joins it.
        """
        start, slope = self.line
        free = np.delete(np.arange(self.scaled.along.size), self.active)
        rows, others = self.scaled.design[:, self.active], self.scaled.design[:, free].T
        left, gain = others @ (self.scaled.target - rows @ start), others @ (rows @ slope)
        with np.errstate(divide="ignore", invalid="ignore"):
            joins = np.concatenate([left / (1 - gain), -left / (1 + gain)])
            events = np.concatenate([start / slope, np.zeros_like(joins) if full else joins])
        # An event at this lambda is the last knot itself, and one above it lies outside this stretch.
        events = np.where(events < penalty * (1 - SAME), events, 0.0)
        best = int(np.argmax(events))
        if not events[best] > 0:
            return 0.0, -1
        return float(events[best]), int(np.concatenate([self.active, free, free])[best])
