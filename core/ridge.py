r"""Ridge regression: the MAP, and the whole posterior, of a Gaussian prior on the weights.

With the summed NLL :math:`\|y - c - \Phi w\|^2/(2\sigma^2)`, the penalty :math:`\lambda\|w\|^2` is the prior
:math:`N(0, \sigma_w^2 I)` with :math:`\lambda = 1/(2\sigma_w^2)`. The intercept c has a flat prior: it is at its best
for every w, which centers y and the columns of :math:`\Phi`.

Source: Bishop 2006, *PRML*, sections 3.1.4 and 3.3; Hastie, Tibshirani & Friedman 2009, *ESL*, section 3.4.1.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.counts import FloatArray
from core.regression import Fit, Problem


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


def axes(problem: Problem) -> Axes:
    """Singular value decomposition of the centered design, without directions that the examples do not see."""
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
    """The same from a decomposition that is at hand, as in a sweep."""
    if not 0 <= penalty < np.inf:
        raise ValueError(f"the penalty must be finite and not negative, got {penalty}")
    shrunk = found.scale / (found.scale**2 + 2 * penalty * sigma**2) * found.along
    weights = np.asarray(shrunk @ found.directions)
    return Fit(found.y_mean - float(found.mean @ weights), weights)
