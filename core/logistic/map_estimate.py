r"""MAP estimates of logistic regression: Gaussian prior by Newton, Laplace prior by proximal gradient.

A prior adds a penalty to the *summed* NLL: :math:`\sum_j w_j^2 / (2\sigma^2)` for a Gaussian of standard deviation
``sigma``, :math:`\sum_j |w_j| / b` for a Laplace of scale ``b``. The intercept is penalized only on request.

Sources: Bishop 2006, *PRML*, section 4.3; Tibshirani 1996; Parikh & Boyd 2014, *Proximal Algorithms*, section 4.2.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from core.arrays import FloatArray, positive
from core.belief.penalty import Prior
from core.logistic.model import TOLERANCE, Fit, Problem, gradient, newton, nll

_MAX_STEPS: Final = 50_000


def penalized(intercept: bool) -> NDArray[np.bool_]:
    """Mask of the penalized ones of ``(w1, w2, c)``: both weights, and the intercept if ``intercept`` is True."""
    return np.array([True, True, intercept])


def gaussian_map(problem: Problem, sigma: float, *, intercept: bool = False) -> Fit:
    r"""MAP under independent Gaussian priors, the minimum of :math:`\mathrm{NLL} + \sum_j w_j^2/(2\sigma^2)`.

    Parameters
    ----------
    problem : Problem
        The examples.
    sigma : float
        Standard deviation of the prior.
    intercept : bool
        Whether the intercept has this prior too.

    Raises
    ------
    ValueError
        If ``sigma`` is not positive and finite.
    ArithmeticError
        If Newton's method does not converge.
    """
    return newton(problem, penalized(intercept) / positive("sigma", sigma) ** 2)


def laplace_map(problem: Problem, scale: float, *, intercept: bool = False, start: FloatArray | None = None) -> Fit:
    r"""MAP under independent Laplace priors, the minimum of :math:`\mathrm{NLL} + \sum_j |w_j|/b`.

    Proximal gradient: a gradient step of :math:`1/L` on the NLL, then the soft threshold
    :math:`\mathrm{sign}(w)\max(|w| - 1/(Lb), 0)`, which sets weights to exactly 0. It stops when
    :func:`laplace_residual` is at most :data:`~core.logistic.model.TOLERANCE`.

    Parameters
    ----------
    problem : Problem
        The examples.
    scale : float
        Scale ``b`` of the prior.
    intercept : bool
        Whether the intercept has this prior too.
    start : ndarray, shape (3,), optional
        Starting point; zeros by default.

    Raises
    ------
    ValueError
        If ``scale`` is not positive and finite.
    ArithmeticError
        If it does not converge, as on separable data with a very wide prior.
    """
    strength = penalized(intercept) / positive("scale", scale)
    design = problem.design
    step = _step(design)
    parameters = np.zeros(3) if start is None else np.array(start, dtype=np.float64)
    for _ in range(_MAX_STEPS):
        slope = design.T @ (expit(design @ parameters) - problem.y)
        residual = _residual(parameters, slope, strength)
        if residual <= TOLERANCE:
            return Fit(parameters, nll(parameters, problem), residual)
        moved = parameters - step * slope
        # + 0.0 turns -0.0 into 0.0.
        parameters = np.sign(moved) * np.maximum(np.abs(moved) - step * strength, 0.0) + 0.0
    raise ArithmeticError(f"the proximal gradient did not settle for scale = {scale}")


def mle_in_box(problem: Problem, limit: float) -> Fit:
    r"""Minimum of the NLL subject to :math:`\max_j |w_j| \le` ``limit``, by projected gradient; the intercept is free.

    This is the MLE if that lies inside the box. ``residual`` is the largest slope, without those that point out of the
    box at its border.

    Raises
    ------
    ValueError
        If ``limit`` is not positive and finite.
    ArithmeticError
        If it does not converge.
    """
    limit = positive("limit", limit)
    step, box = _step(problem.design), np.array([limit, limit, np.inf])
    parameters = np.zeros(3)
    for _ in range(_MAX_STEPS):
        slope = gradient(parameters, problem)
        held = ((parameters == box) & (slope < 0)) | ((parameters == -box) & (slope > 0))
        residual = float(np.abs(np.where(held, 0.0, slope)).max())
        if residual <= TOLERANCE:
            return Fit(parameters, nll(parameters, problem), residual)
        parameters = np.clip(parameters - step * slope, -box, box)
    raise ArithmeticError(f"the projected gradient did not settle for limit = {limit}")


def fit(
    problem: Problem, prior: Prior, sigma: float, *, intercept: bool = False, start: FloatArray | None = None
) -> Fit:
    r"""MAP under a prior with standard deviation ``sigma``; for a Laplace prior, :math:`b = \sigma/\sqrt 2`.

    Parameters
    ----------
    problem : Problem
        The examples.
    prior : {"gaussian", "laplace"}
        Family of the prior.
    sigma : float
        Standard deviation of the prior.
    intercept : bool
        Whether the intercept has this prior too.
    start : ndarray, shape (3,), optional
        Starting point for a Laplace prior; zeros by default.

    Raises
    ------
    ValueError
        If ``prior`` is neither "gaussian" nor "laplace", or ``sigma`` is not positive and finite.
    ArithmeticError
        If the optimizer does not converge.
    """
    if prior == "gaussian":
        return gaussian_map(problem, sigma, intercept=intercept)
    if prior != "laplace":
        raise ValueError(f"the prior must be gaussian or laplace, got {prior!r}")
    return laplace_map(problem, sigma / math.sqrt(2), intercept=intercept, start=start)


def path(problem: Problem, prior: Prior, sigmas: FloatArray, *, intercept: bool = False) -> FloatArray:
    """MAP estimates for several standard deviations, shape (len(sigmas), 3), each started from the one before.

    Arguments and errors are those of :func:`fit`.
    """
    parameters = np.empty((len(sigmas), 3))
    start: FloatArray | None = None
    for i, sigma in enumerate(sigmas):
        start = fit(problem, prior, float(sigma), intercept=intercept, start=start).parameters
        parameters[i] = start
    return parameters


def laplace_residual(parameters: FloatArray, problem: Problem, scale: float, *, intercept: bool = False) -> float:
    r"""Largest violation of the optimality conditions of :func:`laplace_map`, in nats per unit weight.

    With :math:`g` the gradient of the NLL, it is :math:`|g_j + \mathrm{sign}(w_j)/b|` for a weight that is not 0, and
    :math:`\max(|g_j| - 1/b, 0)` for a weight of 0.
    """
    return _residual(parameters, gradient(parameters, problem), penalized(intercept) / scale)


def _step(design: FloatArray) -> float:
    # 1 / L: p (1 - p) is at most 1/4, so X'X / 4 bounds the Hessian everywhere.
    return 4.0 / float(np.linalg.eigvalsh(design.T @ design)[-1])


def _residual(parameters: FloatArray, slope: FloatArray, strength: FloatArray) -> float:
    at_zero = np.maximum(np.abs(slope) - strength, 0.0)
    elsewhere = np.abs(slope + strength * np.sign(parameters))
    return float(np.max(np.where(parameters == 0, at_zero, elsewhere)))
