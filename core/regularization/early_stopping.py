r"""Gradient descent from 0 that stops early, compared with ridge along each eigen-direction.

The loss is the mean NLL minimized over the intercept, a quadratic in the weights with Hessian
:math:`H = \Phi_c^\top\Phi_c/(n\sigma^2)` and eigenvalues :math:`h_i`. Along the i-th eigen-direction, t steps of rate
:math:`\eta` from 0, and ridge with the penalty :math:`\tfrac\lambda2\|w\|^2` added to the mean NLL, keep these
fractions of the MLE:

.. math:: 1 - (1 - \eta h_i)^t \qquad\text{and}\qquad \frac{h_i}{h_i + \lambda}, \qquad \lambda \approx \frac1{\eta t}.

Here :math:`\lambda` is an optimizer's weight decay, :math:`1/(\sigma_w^2 n)`. Both fractions rise from 0 to 1 with
:math:`h_i`, but they are not equal.

Sources: Bishop 2006, *PRML*, section 5.5.2 and exercise 5.25; Ali, Kolter & Tibshirani 2019, A continuous-time view of
early stopping for least squares.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from core.arrays import FloatArray
from core.regularization import ridge
from core.regularization.problem import Fit, Problem

PART: Final = 0.02
"""Learning rate times the largest curvature; above 2 the steps would diverge."""


class Directions(NamedTuple):
    """Curvatures of the mean NLL along its eigen-directions, and the learning rate.

    Attributes
    ----------
    curvature : ndarray, shape (r,)
        Nonzero eigenvalues h, largest first, in nats per example and squared unit of w.
    rate : float
        Learning rate.
    """

    curvature: FloatArray
    rate: float


class Match(NamedTuple):
    """A ridge penalty that imitates early stopping, and how well it does.

    Attributes
    ----------
    weight_decay : float
        Lambda in the penalty lambda/2 ||w||^2 that is added to the mean NLL.
    gap : float
        Largest difference between the kept fractions, over the eigen-directions.
    """

    weight_decay: float
    gap: float


def directions(problem: Problem) -> Directions:
    """Curvatures along the eigen-directions, and the learning rate that follows from the largest."""
    return _directions(ridge.axes(problem), problem)


def _directions(found: ridge.Axes, problem: Problem) -> Directions:
    curvature = found.scale**2 / (problem.n * problem.sigma**2)
    return Directions(curvature, PART / float(curvature[0]))


def kept_by_steps(curvature: ArrayLike, rate: float, steps: float) -> FloatArray:
    r"""Fraction of the MLE that t steps from 0 reach, :math:`1 - (1 - \eta h)^t`; 1 after ``inf`` steps.

    Raises
    ------
    ValueError
        If an :math:`\eta h` does not lie in (0, 1), or ``steps`` is negative.
    """
    moved = rate * np.asarray(curvature, dtype=np.float64)
    if not np.all((moved > 0) & (moved < 1)):
        raise ValueError(f"rate times curvature must lie between 0 and 1, got {moved}")
    if not steps >= 0:
        raise ValueError(f"the steps must not be negative, got {steps}")
    # expm1 and log1p keep the digits of a tiny curvature.
    return np.asarray(-np.expm1(steps * np.log1p(-moved)))


def kept_by_ridge(curvature: ArrayLike, weight_decay: float) -> FloatArray:
    r"""Fraction of the MLE that ridge keeps, :math:`h/(h + \lambda)`.

    Raises
    ------
    ValueError
        If the weight decay is negative.
    """
    if not weight_decay >= 0:
        raise ValueError(f"the weight decay must not be negative, got {weight_decay}")
    h = np.asarray(curvature, dtype=np.float64)
    return np.asarray(h / (h + weight_decay))


def fit(problem: Problem, steps: float) -> Fit:
    """Curve after ``steps`` steps of gradient descent from 0, in closed form.

    Parameters
    ----------
    problem : Problem
        The examples.
    steps : float
        A whole number, or ``inf`` for convergence, which from 0 gives the least-squares solution of least norm.

    Raises
    ------
    ValueError
        If ``steps`` is negative.
    """
    found = ridge.axes(problem)
    h, rate = _directions(found, problem)
    weights = np.asarray((kept_by_steps(h, rate, steps) * found.along / found.scale) @ found.directions)
    return Fit(found.y_mean - float(found.mean @ weights), weights)


def simple_match(problem: Problem, steps: float) -> Match:
    r"""Ridge with :math:`\lambda = 1/(\eta t)` for t = ``steps``, and its gap; no penalty for ``inf`` steps."""
    h, rate = directions(problem)
    decay = 1 / (rate * steps) if steps else math.inf
    return Match(decay, gap(h, rate, steps, decay))


def best_match(problem: Problem, steps: float) -> Match:
    """Ridge penalty with the smallest possible gap.

    Raises
    ------
    ValueError
        If ``steps`` is below 1.
    """
    h, rate = directions(problem)
    if not steps >= 1:
        raise ValueError(f"there must be at least one step, got {steps}")
    stopped = kept_by_steps(h, rate, steps)
    if np.all(stopped == 1):  # converged, to rounding
        return Match(0.0, 0.0)

    def imbalance(log_decay: float) -> float:
        """Largest shortfall of ridge minus its largest excess; increases with the penalty, and is 0 at the best one."""
        short = stopped - kept_by_ridge(h, math.exp(log_decay))
        return float(short.max() + short.min())

    center = -math.log(rate * steps)
    root = brentq(imbalance, center - 40, center + 40, xtol=1e-12)
    return Match(math.exp(root), gap(h, rate, steps, math.exp(root)))


def gap(curvature: FloatArray, rate: float, steps: float, weight_decay: float) -> float:
    """Largest difference between the two kept fractions over these curvatures."""
    return float(np.abs(kept_by_steps(curvature, rate, steps) - kept_by_ridge(curvature, weight_decay)).max())
