r"""The posterior of the two weights of lesson 6, with a fixed intercept: log-density, gradient, and values on a grid.

The model is the logistic regression of the penguins with independent Gaussian priors on both weights. The intercept is
fixed at its MAP value, so this is a slice of the posterior of all three parameters, a density in two variables:

.. math:: \log p(w \mid c, D) = -\mathrm{NLL}(w, c) - \frac{\lVert w\rVert^2}{2\sigma^2} + \text{constant}.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from scipy.special import expit

from core.arrays import FloatArray
from core.contour import Curve, level_curve
from core.logistic.model import Fit, hessian
from core.logistic.two_weights import map_fit, problem

SIGMA: Final = 1.0
"""Standard deviation of the prior."""

SPREAD: Final = 8.0
"""Half-width of the grid, in standard deviations of the Laplace approximation; so many because the tails are skewed."""
NODES: Final = 161
"""Number of nodes along each side of the grid."""


class Grid(NamedTuple):
    """The density on a grid.

    Attributes
    ----------
    w1, w2 : ndarray, shape (NODES,)
        The nodes, evenly spaced.
    density : ndarray, shape (NODES, NODES)
        Density at ``(w1[column], w2[row])``; its sum times the area of a cell is 1.
    """

    w1: FloatArray
    w2: FloatArray
    density: FloatArray

    def marginal(self, place: int) -> FloatArray:
        """Marginal density of w1 (``place`` 0) or w2 (``place`` 1) at its nodes, by the trapezoid rule.

        For a smooth density that is 0 at both ends, this rule is exact up to rounding.
        """
        other = (self.w2, self.w1)[place]
        return np.asarray(self.density.sum(axis=place) * (other[1] - other[0]))

    def height(self, mass: float) -> float:
        """The density at the border of the smallest region with a probability of ``mass``."""
        heights = np.sort(self.density, axis=None)[::-1]
        held = np.cumsum(heights) / heights.sum()
        return float(np.interp(mass, held, heights))


def mode_fit() -> Fit:
    """The MAP estimate of both weights and the intercept."""
    return map_fit("gaussian", SIGMA)


def log_density(weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    r"""Log-density up to a constant, and its gradient :math:`-X^\top(p - y) - w/\sigma^2`.

    Parameters
    ----------
    weights : ndarray, shape (chains, 2)
        One pair a row.

    Returns
    -------
    tuple of ndarray, shapes (chains,) and (chains, 2)
        Nats, and nats per unit weight.
    """
    birds = problem()
    z = weights @ birds.x.T + mode_fit().parameters[2]
    nll = np.logaddexp(0.0, z).sum(axis=-1) - z @ birds.y
    slope = (expit(z) - birds.y) @ birds.x
    return -nll - 0.5 * np.sum(weights**2, axis=-1) / SIGMA**2, -slope - weights / SIGMA**2


@lru_cache(maxsize=1)
def covariance() -> FloatArray:
    """Covariance of the Laplace approximation, shape (2, 2): the inverse of minus the Hessian at the MAP."""
    fit = mode_fit()
    return np.asarray(np.linalg.inv(hessian(fit.parameters, problem())[:2, :2] + np.eye(2) / SIGMA**2))


@lru_cache(maxsize=1)
def grid() -> Grid:
    """The density on a grid around the MAP, normalized over the grid."""
    center, reach = mode_fit().weights, SPREAD * np.sqrt(np.diag(covariance()))
    w1, w2 = (np.linspace(at - far, at + far, NODES) for at, far in zip(center, reach, strict=True))
    pairs = np.stack(np.meshgrid(w1, w2), axis=-1).reshape(-1, 2)
    # Row by row, because one call for all nodes would need an array of birds times nodes.
    heights = np.concatenate([log_density(part)[0] for part in np.array_split(pairs, NODES)])
    density = np.exp(heights - heights.max()).reshape(NODES, NODES)
    return Grid(w1, w2, density / (density.sum() * (w1[1] - w1[0]) * (w2[1] - w2[0])))


@lru_cache(maxsize=8)
def region(mass: float) -> Curve:
    """The border of the smallest region of weights with a probability of ``mass``."""
    found = grid()
    return level_curve(np.log(found.density), found.w1, found.w2, float(np.log(found.height(mass))))


@lru_cache(maxsize=1)
def chain_starts() -> FloatArray:
    r"""Starting points of four chains, shape (4, 2).

    They lie around the MAP, on the ellipse that holds 99 % of the Laplace approximation: its radius is
    :math:`\sqrt{-2\log 0.01}` standard deviations.
    """
    angles = np.pi * np.array([0.1, 0.6, 1.1, 1.6])
    around = np.column_stack([np.cos(angles), np.sin(angles)]) * np.sqrt(-2 * np.log(0.01))
    return np.asarray(mode_fit().weights + around @ np.linalg.cholesky(covariance()).T)
