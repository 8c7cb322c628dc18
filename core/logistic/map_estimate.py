r"""Logistic regression under a prior: the MAP of a Gaussian by Newton, and of a Laplace with its exact zeros.

A prior adds a penalty to the *summed* NLL: :math:`\sum_j w_j^2 / (2\sigma^2)` for a Gaussian of standard deviation
``sigma``, :math:`\sum_j |w_j| / b` for a Laplace of scale ``b``. The intercept is penalized only when asked for.

Sources: Bishop 2006, *PRML*, section 4.3; Tibshirani 1996; Parikh & Boyd 2014, *Proximal Algorithms*, section 4.2.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from core.arrays import FloatArray
from core.belief.penalty import Prior
from core.logistic.model import TOLERANCE, Fit, Problem, gradient, newton, nll

MAX_PROXIMAL: Final = 50_000


def penalized(intercept: bool) -> NDArray[np.bool_]:
    """Which of ``(w1, w2, c)`` the prior speaks of: both weights, and the intercept if ``intercept``."""
    return np.array([True, True, intercept])


def gaussian_map(problem: Problem, sigma: float, *, intercept: bool = False) -> Fit:
    r"""MAP under independent Gaussians, the minimum of :math:`\mathrm{NLL} + \sum_j w_j^2/(2\sigma^2)`, by Newton.

    Parameters
    ----------
    problem : Problem
        The examples.
    sigma : float
        The prior's standard deviation.
    intercept : bool
        Whether the prior speaks of the intercept too.

    Raises
    ------
    ValueError
        If ``sigma`` is not positive and finite.
    """
    _check_scale(sigma, "sigma")
    return newton(problem, penalized(intercept) / sigma**2)


def laplace_map(problem: Problem, scale: float, *, intercept: bool = False, start: FloatArray | None = None) -> Fit:
    r"""MAP under independent Laplace priors, the minimum of :math:`\mathrm{NLL} + \sum_j |w_j|/b`.

    Proximal gradient: a gradient step of :math:`1/L` on the NLL, then the soft threshold
    :math:`\mathrm{sign}(w)\max(|w| - 1/(Lb), 0)`, which sets weights to exactly 0. It stops when
    :func:`laplace_residual` is at most :data:`TOLERANCE`.

    Parameters
    ----------
    problem : Problem
        The examples.
    scale : float
        The Laplace scale ``b``.
    intercept : bool
        Whether the prior speaks of the intercept too.
    start : ndarray, shape (3,), optional
        Where to begin, as on a path; zeros by default.

    Raises
    ------
    ValueError
        If ``scale`` is not positive and finite.
    ArithmeticError
        If it does not settle, as on separable data with a very wide prior.
    """
    _check_scale(scale, "scale")
    strength = penalized(intercept) / scale
    design = problem.design
    step = _step(design)
    parameters = np.zeros(3) if start is None else np.array(start, dtype=np.float64)
    for _ in range(MAX_PROXIMAL):
        slope = design.T @ (expit(design @ parameters) - problem.y)
        residual = _residual(parameters, slope, strength)
        if residual <= TOLERANCE:
            return Fit(parameters, nll(parameters, problem), residual)
        moved = parameters - step * slope
        # Plus 0.0: a weight set to zero is 0.0, not -0.0.
        parameters = np.sign(moved) * np.maximum(np.abs(moved) - step * strength, 0.0) + 0.0
    raise ArithmeticError(f"the proximal gradient did not settle for scale = {scale}")


def in_box(problem: Problem, limit: float) -> Fit:
    r"""Minimum of the NLL subject to :math:`\max_j |w_j| \le` ``limit``, the intercept free, by projected gradient.

    The MLE where it lies inside the box. ``residual`` is the largest slope that the box does not hold up.

    Raises
    ------
    ValueError
        If ``limit`` is not positive and finite.
    """
    _check_scale(limit, "limit")
    step, box = _step(problem.design), np.array([limit, limit, np.inf])
    parameters = np.zeros(3)
    for _ in range(MAX_PROXIMAL):
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
    r"""MAP under a prior whose standard deviation is ``sigma``; a Laplace prior then has :math:`b = \sigma/\sqrt 2`.

    Parameters
    ----------
    problem : Problem
        The examples.
    prior : {"gaussian", "laplace"}
        The prior's shape.
    sigma : float
        Its standard deviation.
    intercept : bool
        Whether the prior speaks of the intercept too.
    start : ndarray, shape (3,), optional
        Where a Laplace fit begins.

    Raises
    ------
    ValueError
        If there is no such prior, or ``sigma`` is not positive and finite.
    """
    if prior == "gaussian":
        return gaussian_map(problem, sigma, intercept=intercept)
    if prior != "laplace":
        raise ValueError(f"the prior must be gaussian or laplace, got {prior!r}")
    return laplace_map(problem, sigma / math.sqrt(2), intercept=intercept, start=start)


def path(problem: Problem, prior: Prior, sigmas: FloatArray, *, intercept: bool = False) -> FloatArray:
    """MAPs for one standard deviation after the other, each begun at the last: shape (len(sigmas), 3).

    The arguments are those of :func:`fit`.
    """
    found = np.empty((len(sigmas), 3))
    start: FloatArray | None = None
    for place, sigma in enumerate(sigmas):
        start = fit(problem, prior, float(sigma), intercept=intercept, start=start).parameters
        found[place] = start
    return found


def laplace_residual(parameters: FloatArray, problem: Problem, scale: float, *, intercept: bool = False) -> float:
    r"""How far ``parameters`` are from the optimality conditions of :func:`laplace_map`; 0 at the optimum.

    With :math:`g` the gradient of the NLL: :math:`|g_j + \mathrm{sign}(w_j)/b|` where a weight is not 0, and
    :math:`\max(|g_j| - 1/b, 0)` where it is. The largest of them, nats per unit weight.
    """
    return _residual(parameters, gradient(parameters, problem), penalized(intercept) / scale)


def _step(design: FloatArray) -> float:
    # p (1 - p) is at most 1/4, so X'X / 4 bounds the Hessian everywhere.
    return 4.0 / float(np.linalg.eigvalsh(design.T @ design)[-1])


def _check_scale(value: float, name: str) -> None:
    if not (np.isfinite(value) and value > 0):
        raise ValueError(f"{name} must be positive and finite, got {value!r}")


def _residual(parameters: FloatArray, slope: FloatArray, strength: FloatArray) -> float:
    at_zero = np.maximum(np.abs(slope) - strength, 0.0)
    elsewhere = np.abs(slope + strength * np.sign(parameters))
    return float(np.max(np.where(parameters == 0, at_zero, elsewhere)))
