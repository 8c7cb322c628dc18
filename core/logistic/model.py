r"""Logistic regression with two weights and an intercept: its NLL, derivatives, MLE and profile.

For an example with standardized measurements ``x`` and label ``y`` in {0, 1}, the logit is
:math:`z = w_1 x_1 + w_2 x_2 + c`, and the summed negative log-likelihood, in nats, is

.. math:: \mathrm{NLL}(w, c) = \sum_i \log(1 + e^{z_i}) - y_i z_i .

The parameters are one array ``(w1, w2, c)``.

Source: Bishop 2006, *PRML*, section 4.3.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit

from core.arrays import FloatArray

MAX_NEWTON: Final = 100
TOLERANCE: Final = 1e-10
"""Largest gradient, or violation of the optimality conditions, of a finished fit, in nats per unit weight."""
INTERCEPT_TOLERANCE: Final = 1e-4
"""Largest last Newton step of a profiled intercept.

Newton converges quadratically and the NLL is flat at its minimum, so the error is far below 1e-9 nats per example.
"""


@dataclass(frozen=True, eq=False)
class Problem:
    """Examples with two measurements and a label each.

    Attributes
    ----------
    x : ndarray, shape (N, 2)
        Standardized measurements.
    y : ndarray, shape (N,)
        Labels, 0.0 or 1.0; both must occur.

    Raises
    ------
    ValueError
        If the shapes do not match, a number is not finite, or the labels are not 0 and 1, both present.
    """

    x: FloatArray
    y: FloatArray

    def __post_init__(self) -> None:
        if self.x.ndim != 2 or self.x.shape[1] != 2 or self.y.shape != self.x.shape[:1]:
            raise ValueError(f"x must be (N, 2) and y (N,), got {self.x.shape} and {self.y.shape}")
        if not np.isfinite(self.x).all():
            raise ValueError("every measurement must be finite")
        if set(np.unique(self.y).tolist()) != {0.0, 1.0}:
            raise ValueError(f"the labels must be 0 and 1, both present, got {np.unique(self.y)}")

    @property
    def n(self) -> int:
        """Number of examples."""
        return int(self.y.size)

    @property
    def design(self) -> FloatArray:
        """Measurements and a column of ones, shape (N, 3)."""
        return np.column_stack([self.x, np.ones(self.n)])


@dataclass(frozen=True, eq=False)
class Fit:
    """The result of a fit.

    Attributes
    ----------
    parameters : ndarray, shape (3,)
        ``(w1, w2, c)``; a weight that a Laplace prior sets to zero is exactly 0.0.
    nll : float
        Summed NLL, without a penalty, in nats.
    residual : float
        Largest violation of the optimality conditions, in nats per unit weight.
    """

    parameters: FloatArray
    nll: float
    residual: float

    @property
    def weights(self) -> FloatArray:
        """``(w1, w2)``."""
        return self.parameters[:2]


def nll(parameters: FloatArray, problem: Problem) -> float:
    r"""Summed NLL, :math:`\sum_i \log(1 + e^{z_i}) - y_i z_i`, in nats."""
    z = problem.design @ parameters
    return float(np.sum(np.logaddexp(0.0, z) - problem.y * z))


def gradient(parameters: FloatArray, problem: Problem) -> FloatArray:
    r"""Gradient of the summed NLL, :math:`X^\top (p - y)`, shape (3,), nats per unit weight."""
    design = problem.design
    return np.asarray(design.T @ (expit(design @ parameters) - problem.y))


def hessian(parameters: FloatArray, problem: Problem) -> FloatArray:
    r"""Hessian of the summed NLL, :math:`X^\top \mathrm{diag}(p (1 - p)) X`, shape (3, 3)."""
    design = problem.design
    z = design @ parameters
    return np.asarray(design.T @ (design * (expit(z) * expit(-z))[:, None]))


def mle(problem: Problem) -> Fit:
    """Maximum-likelihood estimate, by Newton's method.

    Raises
    ------
    ArithmeticError
        If a line separates the labels: the NLL then has no minimum.
    """
    return newton(problem, np.zeros(3))


def newton(problem: Problem, precision: FloatArray) -> Fit:
    r"""Minimum of :math:`\mathrm{NLL} + \tfrac12\sum_j\tau_j\beta_j^2` over :math:`\beta` = ``(w1, w2, c)``, by Newton.

    A step that would raise the objective is halved.

    Parameters
    ----------
    problem : Problem
        The examples.
    precision : ndarray, shape (3,)
        The :math:`\tau_j`, 0 where there is no penalty.

    Raises
    ------
    ArithmeticError
        If there is no minimum.
    """
    parameters = np.zeros(3)

    def objective(at: FloatArray) -> float:
        return nll(at, problem) + 0.5 * float(precision @ at**2)

    for _ in range(MAX_NEWTON):
        slope = gradient(parameters, problem) + precision * parameters
        curvature = hessian(parameters, problem) + np.diag(precision)
        if np.linalg.cond(curvature) > 1e14:
            break
        step = np.linalg.solve(curvature, slope)
        residual = float(np.abs(slope).max())
        # The step is checked too: if a line separates the labels, the slope tends to 0, but the steps do not.
        if residual <= TOLERANCE and float(np.abs(step).max()) <= TOLERANCE:
            return Fit(parameters, nll(parameters, problem), residual)
        size, here = 1.0, objective(parameters)
        # Far from the optimum a full step may overshoot; near it the objective changes by rounding only.
        while objective(parameters - size * step) > here + 1e-12 * abs(here) and size > 1e-6:
            size /= 2
        parameters = parameters - size * step
    raise ArithmeticError("Newton's method did not settle: a line separates the labels, and the NLL has no minimum")


def profile_nll(w1: FloatArray, w2: FloatArray, problem: Problem) -> FloatArray:
    r"""Profile of the summed NLL over the weights, :math:`\min_c \mathrm{NLL}(w, c)`, in nats.

    ``w1``, ``w2`` and the result have one shape.
    """
    # The examples are one more axis, the last.
    z = np.multiply.outer(w1, problem.x[:, 0]) + np.multiply.outer(w2, problem.x[:, 1])
    share = float(problem.y.mean())
    # At the best intercept the mean of p equals the share of ones, so the intercept lies between these ends.
    edge = np.log(share / (1 - share))
    low, high = edge - z.max(axis=-1), edge - z.min(axis=-1)
    c = np.clip(edge - z.mean(axis=-1), low, high)
    for _ in range(60):
        p = expit(z + c[..., None])
        excess = p.mean(axis=-1) - share
        low, high = np.where(excess < 0, c, low), np.where(excess < 0, high, c)
        guess = c - excess / np.maximum((p * (1 - p)).mean(axis=-1), 1e-300)
        new = np.where((guess > low) & (guess < high), guess, (low + high) / 2)
        converged = np.max(np.abs(new - c), initial=0.0) <= INTERCEPT_TOLERANCE
        c = new
        if converged:
            break
    z = z + c[..., None]
    return np.asarray(np.logaddexp(0.0, z).sum(axis=-1) - z @ problem.y)
