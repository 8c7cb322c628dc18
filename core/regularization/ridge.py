r"""Ridge regression: the MAP and the whole posterior under a Gaussian prior on the weights.

With the summed NLL :math:`\|y - c - \Phi w\|^2/(2\sigma^2)`, the penalty :math:`\lambda\|w\|^2` is the prior
:math:`N(0, \sigma_w^2 I)` with :math:`\lambda = 1/(2\sigma_w^2)`. The intercept c has a flat prior; maximizing over it
centers y and the columns of :math:`\Phi`.

Source: Bishop 2006, *PRML*, sections 3.1.4 and 3.3; Hastie, Tibshirani & Friedman 2009, *ESL*, section 3.4.1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from core.arrays import FloatArray
from core.regularization.problem import Fit, Problem, check_penalty, design

REACH: Final = float(ndtri(0.975))
"""Standard deviations on each side of the mean that hold 95 % of a Gaussian."""


class Axes(NamedTuple):
    r"""Singular value decomposition of the centered design, :math:`\Phi_c = U\,\mathrm{diag}(s)\,V^\top`.

    Attributes
    ----------
    scale : ndarray, shape (r,)
        Singular values s that exceed rounding error, largest first.
    directions : ndarray, shape (r, degree)
        Rows of :math:`V^\top`.
    along : ndarray, shape (r,)
        Centered targets in this basis, :math:`U^\top(y - \bar y)`.
    mean : ndarray, shape (degree,)
        Column means of the design.
    y_mean : float
        Mean of the targets.
    """

    scale: FloatArray
    directions: FloatArray
    along: FloatArray
    mean: FloatArray
    y_mean: float


@lru_cache(maxsize=64)
def axes(problem: Problem) -> Axes:
    """Decompose the centered design, leaving out directions in which the examples do not vary; cached."""
    mean, y_mean = problem.features.mean(axis=0), float(problem.y.mean())
    left, scale, directions = np.linalg.svd(problem.features - mean, full_matrices=False)
    seen = scale > scale.max(initial=0.0) * max(problem.features.shape) * np.finfo(np.float64).eps
    return Axes(scale[seen], directions[seen], left[:, seen].T @ (problem.y - y_mean), mean, y_mean)


def fit(problem: Problem, penalty: float) -> Fit:
    r"""Minimum of summed NLL + :math:`\lambda\|w\|^2`.

    Parameters
    ----------
    problem : Problem
        The examples.
    penalty : float
        :math:`\lambda`. 0 gives least squares; where the examples do not determine every weight, the solution of least
        norm, which is the limit for :math:`\lambda \to 0`.

    Raises
    ------
    ValueError
        If the penalty is negative or not finite.
    """
    return _fit_along(axes(problem), penalty, problem.sigma)


def _fit_along(found: Axes, penalty: float, sigma: float) -> Fit:
    """Minimum as in :func:`fit`, from the decomposition of the design."""
    check_penalty(penalty)
    weights = path(found, penalty, sigma)
    return Fit(found.y_mean - float(found.mean @ weights), weights)


def path(found: Axes, penalty: ArrayLike, sigma: float) -> FloatArray:
    r"""Weights at each :math:`\lambda`, :math:`w = V\,\mathrm{diag}(s/(s^2 + 2\lambda\sigma^2))\,U^\top(y - \bar y)`.

    The shape is (..., degree) for a ``penalty`` of shape (...).
    """
    ridged = found.scale**2 + 2 * sigma**2 * np.asarray(penalty, dtype=np.float64)[..., None]
    return np.asarray((found.scale / ridged * found.along) @ found.directions)


@dataclass(frozen=True, eq=False)
class Posterior:
    r"""Gaussian posterior of the curve.

    Attributes
    ----------
    fit : Fit
        Posterior mean, which is the MAP.
    covariance : ndarray, shape (degree, degree)
        Posterior covariance of the weights.
    center : ndarray, shape (degree,)
        Column means of the design. The curve's level at these features is independent of the weights.
    level_variance : float
        Variance of that level, :math:`\sigma^2/n`.
    """

    fit: Fit
    covariance: FloatArray
    center: FloatArray
    level_variance: float

    def sd(self, x: ArrayLike) -> FloatArray:
        r"""Standard deviation of the curve at ``x`` (not of a new y), in units of y, shape (n,)."""
        away = design(x, self.center.size) - self.center
        return np.asarray(np.sqrt(self.level_variance + np.einsum("ij,jk,ik->i", away, self.covariance, away)))


def posterior(problem: Problem, penalty: float) -> Posterior | None:
    r"""Posterior under :math:`w \sim N(0, I/(2\lambda))` and a flat prior on the intercept.

    The covariance is :math:`(\Phi_c^\top\Phi_c/\sigma^2 + 2\lambda I)^{-1}`.

    Returns
    -------
    Posterior or None
        None if it is improper: no prior, and examples that do not determine every weight.

    Raises
    ------
    ValueError
        If the penalty is negative or not finite.
    """
    found = axes(problem)
    best = _fit_along(found, penalty, problem.sigma)
    if not penalty and found.scale.size < problem.degree:
        return None
    known = found.directions.T * (1 / (found.scale**2 / problem.sigma**2 + 2 * penalty)) @ found.directions
    unseen = np.eye(problem.degree) - found.directions.T @ found.directions
    covariance = known + (unseen / (2 * penalty) if penalty else 0.0)
    return Posterior(best, covariance, found.mean, problem.sigma**2 / problem.n)


def log_evidence(problem: Problem, penalty: float) -> float:
    r"""Log marginal likelihood of the n - 1 contrasts of y that do not depend on the intercept, in nats.

    With the weights :math:`N(0, \sigma_w^2 I)`, :math:`\sigma_w^2 = 1/(2\lambda)`, integrated out in closed form, it is

    .. math:: -\tfrac12\sum_i\Big[\log 2\pi v_i + z_i^2/v_i\Big], \qquad v_i = \sigma^2 + \sigma_w^2 s_i^2,

    where the z are the centered y along the left singular vectors of the centered design, completed to n - 1
    directions with s = 0. A flat prior on the intercept adds a constant that does not depend on :math:`\lambda`.

    Raises
    ------
    ValueError
        If the penalty is negative or not finite.

    Notes
    -----
    ``-inf`` for a penalty of 0, which is no prior. Source: Bishop 2006, *PRML*, section 3.5.1; Harville 1974 for the
    contrasts.
    """
    found = axes(problem)
    check_penalty(penalty)
    if not penalty:
        return -math.inf
    noise = problem.sigma**2
    variance = noise + found.scale**2 / (2 * penalty)
    centered = problem.y - found.y_mean
    others = problem.n - 1 - found.scale.size
    rest = max(0.0, float(centered @ centered - found.along @ found.along))
    seen = np.log(2 * math.pi * variance).sum() + (found.along**2 / variance).sum()
    return float(-0.5 * (seen + others * math.log(2 * math.pi * noise) + rest / noise))


def effective_weights(problem: Problem, penalty: float) -> float:
    r"""Effective number of weights, :math:`\sum_i s_i^2/(s_i^2 + 2\lambda\sigma^2)`, from 0 to ``degree``.

    Source: MacKay 1992, Bayesian interpolation; Bishop 2006, *PRML*, section 3.5.3.
    """
    square = axes(problem).scale ** 2
    return float((square / (square + 2 * penalty * problem.sigma**2)).sum())


def coverage(problem: Problem, belief: Posterior) -> float:
    """Fraction of the held-out examples that lie within the central 95 % of their posterior predictive distribution."""
    spread = np.sqrt(belief.sd(problem.x_held) ** 2 + problem.sigma**2)
    away = np.abs(problem.y_held - belief.fit.predict(problem.x_held))
    return float(np.mean(away <= REACH * spread))
