r"""Ridge regression: the MAP, and the whole posterior, of a Gaussian prior on the weights.

With the summed NLL :math:`\|y - c - \Phi w\|^2/(2\sigma^2)`, the penalty :math:`\lambda\|w\|^2` is the prior
:math:`N(0, \sigma_w^2 I)` with :math:`\lambda = 1/(2\sigma_w^2)`. The intercept c has a flat prior: it is at its best
for every w, which centers y and the columns of :math:`\Phi`.

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
from core.regularization.problem import Fit, Problem, design

REACH: Final = float(ndtri(0.975))
"""Standard deviations on each side that hold 95 % of a Gaussian."""


class Axes(NamedTuple):
    r"""The centered design, :math:`\Phi_c = U\,\mathrm{diag}(s)\,V^\top`, and the centered targets along it.

    Attributes
    ----------
    scale : ndarray, shape (r,)
        The singular values s above rounding, largest first.
    directions : ndarray, shape (r, degree)
        Rows of :math:`V^\top`.
    along : ndarray, shape (r,)
        :math:`U^\top(y - \bar y)`.
    mean : ndarray, shape (degree,)
        Means of the columns.
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
    """Singular value decomposition of the centered design, without directions that no example sees; kept."""
    mean, y_mean = problem.features.mean(axis=0), float(problem.y.mean())
    left, scale, directions = np.linalg.svd(problem.features - mean, full_matrices=False)
    seen = scale > scale.max(initial=0.0) * max(problem.features.shape) * np.finfo(np.float64).eps
    return Axes(scale[seen], directions[seen], left[:, seen].T @ (problem.y - y_mean), mean, y_mean)


def fit(problem: Problem, penalty: float) -> Fit:
    r"""The minimum of summed NLL + :math:`\lambda\|w\|^2`.

    Parameters
    ----------
    problem : Problem
        The examples.
    penalty : float
        :math:`\lambda` beside the summed NLL. 0 is least squares; where the examples do not fix every weight, the
        solution of least norm, the limit for :math:`\lambda \to 0`.

    Raises
    ------
    ValueError
        If the penalty is negative or not finite.
    """
    return on_axes(axes(problem), penalty, problem.sigma)


def on_axes(found: Axes, penalty: float, sigma: float) -> Fit:
    """The same from a decomposition that is at hand."""
    if not 0 <= penalty < np.inf:
        raise ValueError(f"the penalty must be finite and not negative, got {penalty}")
    weights = path(found, penalty, sigma)
    return Fit(found.y_mean - float(found.mean @ weights), weights)


def path(found: Axes, penalty: ArrayLike, sigma: float) -> FloatArray:
    r"""The weights at each :math:`\lambda`, shape (..., degree).

    In the directions of V, :math:`w = V\,\mathrm{diag}(s/(s^2 + 2\lambda\sigma^2))\,U^\top(y - \bar y)`.
    """
    ridged = found.scale**2 + 2 * sigma**2 * np.asarray(penalty, dtype=np.float64)[..., None]
    return np.asarray((found.scale / ridged * found.along) @ found.directions)


@dataclass(frozen=True, eq=False)
class Posterior:
    r"""What is believed of the curve after the examples: Gaussian, with the MAP as its mean.

    Attributes
    ----------
    fit : Fit
        The posterior mean, which is the MAP.
    covariance : ndarray, shape (degree, degree)
        Of the weights.
    center : ndarray, shape (degree,)
        Means of the columns; there the intercept and the weights are independent.
    level_variance : float
        Variance of the curve's level there, :math:`\sigma^2/n`.
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
    r"""The posterior under :math:`w \sim N(0, I/(2\lambda))` and a flat prior on the intercept.

    The covariance is :math:`(\Phi_c^\top\Phi_c/\sigma^2 + 2\lambda I)^{-1}`.

    Returns
    -------
    Posterior or None
        None where there is none: no prior, and examples that do not fix every weight.

    Raises
    ------
    ValueError
        If the penalty is negative or not finite.
    """
    found = axes(problem)
    best = on_axes(found, penalty, problem.sigma)
    if not penalty and found.scale.size < problem.degree:
        return None
    known = found.directions.T * (1 / (found.scale**2 / problem.sigma**2 + 2 * penalty)) @ found.directions
    unseen = np.eye(problem.degree) - found.directions.T @ found.directions
    covariance = known + (unseen / (2 * penalty) if penalty else 0.0)
    return Posterior(best, covariance, found.mean, problem.sigma**2 / problem.n)


def log_evidence(problem: Problem, penalty: float) -> float:
    r"""Log marginal likelihood of the n - 1 contrasts of y that the intercept does not touch, nats.

    With weights :math:`N(0, \sigma_w^2 I)`, :math:`\sigma_w^2 = 1/(2\lambda)`, integrated out in closed form,

    .. math:: -\tfrac12\sum_i\Big[\log 2\pi v_i + z_i^2/v_i\Big], \qquad v_i = \sigma^2 + \sigma_w^2 s_i^2,

    where the z are the centered y along the left singular vectors of the centered design, and s is 0 for the others.
    A flat prior on the intercept multiplies this by a constant that does not depend on :math:`\lambda`.

    Raises
    ------
    ValueError
        If the penalty is negative or not finite.

    Notes
    -----
    ``-inf`` without a prior. Source: Bishop 2006, *PRML*, section 3.5.1; Harville 1974 for the contrasts.
    """
    found = axes(problem)
    if not 0 <= penalty < np.inf:
        raise ValueError(f"the penalty must be finite and not negative, got {penalty}")
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
    r"""How many weights the examples decide, :math:`\sum_i s_i^2/(s_i^2 + 2\lambda\sigma^2)`, from 0 to ``degree``.

    Source: MacKay 1992, Bayesian interpolation; Bishop 2006, *PRML*, section 3.5.3.
    """
    square = axes(problem).scale ** 2
    return float((square / (square + 2 * penalty * problem.sigma**2)).sum())


def coverage(problem: Problem, belief: Posterior) -> float:
    """Share of the held-out examples within the central 95 % of what the posterior predicts for them."""
    spread = np.sqrt(belief.sd(problem.x_held) ** 2 + problem.sigma**2)
    away = np.abs(problem.y_held - belief.fit.predict(problem.x_held))
    return float(np.mean(away <= REACH * spread))
