r"""The two weights of lesson 6 as a posterior to draw from: exact log density, its gradient, and all of it on a grid.

The penguins' logistic regression under independent Gaussians on both weights. The intercept is held at its MAP value,
so this is a slice of the posterior of all three, and a density in two variables that a grid can hold:

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
from core.logistic.two_weights import meeting, problem

SIGMA: Final = 1.0
"""The prior's standard deviation."""

SPREAD: Final = 8.0
"""The grid reaches this many standard deviations of the Gaussian at the top to each side: the tails are skewed."""
NODES: Final = 161
"""On each side of the grid."""


class Grid(NamedTuple):
    """The slice on a grid.

    Attributes
    ----------
    w1, w2 : ndarray, shape (NODES,)
        The nodes, evenly spaced.
    density : ndarray, shape (NODES, NODES)
        At ``(w1[column], w2[row])``; its sum times the area of a cell is 1.
    """

    w1: FloatArray
    w2: FloatArray
    density: FloatArray

    def marginal(self, place: int) -> FloatArray:
        """Density of the first weight alone (place 0), or of the second (1), at its nodes.

        The trapezoid rule, which is exact to rounding for a smooth function that is 0 at both ends.
        """
        other = (self.w2, self.w1)[place]
        return np.asarray(self.density.sum(axis=place) * (other[1] - other[0]))

    def height(self, mass: float) -> float:
        """The density on the edge of the smallest region that holds a probability of ``mass``."""
        heights = np.sort(self.density, axis=None)[::-1]
        held = np.cumsum(heights) / heights.sum()
        return float(np.interp(mass, held, heights))


def top() -> Fit:
    """The MAP of both weights and the intercept."""
    return meeting("gaussian", SIGMA)


def log_density(weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    r"""Log density up to a constant, and its gradient :math:`-X^\top(p - y) - w/\sigma^2`.

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
    z = weights @ birds.x.T + top().parameters[2]
    nll = np.logaddexp(0.0, z).sum(axis=-1) - z @ birds.y
    slope = (expit(z) - birds.y) @ birds.x
    return -nll - 0.5 * np.sum(weights**2, axis=-1) / SIGMA**2, -slope - weights / SIGMA**2


@lru_cache(maxsize=1)
def covariance() -> FloatArray:
    """Inverse of the curvature at the top, shape (2, 2): the covariance of a Gaussian with this top."""
    fit = top()
    return np.asarray(np.linalg.inv(hessian(fit.parameters, problem())[:2, :2] + np.eye(2) / SIGMA**2))


@lru_cache(maxsize=1)
def grid() -> Grid:
    """The slice, normalized over the grid."""
    center, reach = top().weights, SPREAD * np.sqrt(np.diag(covariance()))
    w1, w2 = (np.linspace(at - far, at + far, NODES) for at, far in zip(center, reach, strict=True))
    pairs = np.stack(np.meshgrid(w1, w2), axis=-1).reshape(-1, 2)
    # Row by row of the grid: all at once would hold a number for each bird and each node.
    heights = np.concatenate([log_density(part)[0] for part in np.array_split(pairs, NODES)])
    density = np.exp(heights - heights.max()).reshape(NODES, NODES)
    return Grid(w1, w2, density / (density.sum() * (w1[1] - w1[0]) * (w2[1] - w2[0])))


@lru_cache(maxsize=8)
def region(mass: float) -> Curve:
    """The edge of the smallest region of weights that holds a probability of ``mass``."""
    found = grid()
    return level_curve(np.log(found.density), found.w1, found.w2, float(np.log(found.height(mass))))


@lru_cache(maxsize=1)
def outskirts() -> FloatArray:
    r"""Four weights around the top, shape (4, 2): where the chains begin.

    On the ellipse that would hold 99 % if the slice were Gaussian, whose radius is :math:`\sqrt{-2\log 0.01}`.
    """
    angles = np.pi * np.array([0.1, 0.6, 1.1, 1.6])
    around = np.column_stack([np.cos(angles), np.sin(angles)]) * np.sqrt(-2 * np.log(0.01))
    return np.asarray(top().weights + around @ np.linalg.cholesky(covariance()).T)
