r"""The two weights of lesson 6: penguins told apart by flipper and mass, and the prior's widths that the page walks.

The model is the logistic regression of :mod:`core.logistic.model`: Adelie (0) against Chinstrap (1) from two
standardized measurements. The two species overlap, so the MLE is finite.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RectBivariateSpline

from core.arrays import FloatArray
from core.belief import penalty
from core.belief.penalty import Prior
from core.contour import Curve, level_curve
from core.data.penguins import penguins
from core.logistic.map_estimate import fit, path
from core.logistic.model import Fit, Problem, mle, profile_nll

SPECIES: Final = ("Adelie", "Chinstrap")
NAMES: Final = ("flipper length", "body mass")
"""The measurements, in the order of the weights."""

SMALLEST, LARGEST = 0.001, 1000.0
"""Ends of the prior's standard deviation on the page."""
LADDER: Final = (*(float(f"{digit}e{power}") for power in range(-3, 3) for digit in (1, 1.5, 2, 3, 5, 7)), LARGEST)
"""Round values of sigma, evenly spread on a log axis: where the slider and the stepper stop."""
SIGMAS: Final = np.geomspace(LARGEST, SMALLEST, 121)
"""The widths along a drawn path, from the widest to the narrowest, 20 to a decade."""

ACROSS: Final = np.linspace(-2.0, 3.2, 53)
UP: Final = np.linspace(-1.9, 1.3, 33)
"""The grid of w1 and of w2 on which the NLL is computed."""
FINE: Final = 100
"""Columns and rows of the grid that a contour is drawn on."""


@lru_cache(maxsize=1)
def problem() -> Problem:
    """The penguins with both measurements, each standardized over these birds."""
    birds = penguins(*NAMES, SPECIES)
    return Problem((birds.x - birds.x.mean(axis=0)) / birds.x.std(axis=0), birds.y.astype(np.float64))


@lru_cache(maxsize=1)
def best() -> Fit:
    """The MLE, exact to 1e-10."""
    return mle(problem())


@lru_cache(maxsize=256)
def meeting(prior: Prior, sigma: float, intercept: bool = False) -> Fit:
    """The MAP for one width of the prior."""
    return fit(problem(), prior, sigma, intercept=intercept)


@lru_cache(maxsize=4)
def sweep(prior: Prior, intercept: bool = False) -> FloatArray:
    """The MAPs along :data:`SIGMAS`, shape (121, 3)."""
    return path(problem(), prior, SIGMAS, intercept=intercept)


@lru_cache(maxsize=1)
def _surface() -> RectBivariateSpline:
    """NLL above its minimum, nats, over (w2, w1) with the best intercept; a fifth of a second at the first call.

    A bicubic spline through a grid: off by less than 1e-4 nats.
    """
    heights = profile_nll(*np.meshgrid(ACROSS, UP), problem())
    return RectBivariateSpline(UP, ACROSS, heights - best().nll)


def nll_contour(level: float) -> Curve:
    """The weights whose NLL, with the best intercept, is ``level`` nats above its minimum.

    Cut off at the ends of :data:`ACROSS` and :data:`UP`; empty for a level of 0.
    """
    low = np.asarray(_surface()(UP, ACROSS) <= level + 1e-3)
    if not low.any():  # a ring smaller than a cell
        low = np.zeros_like(low)
        low[np.abs(UP - best().weights[1]).argmin(), np.abs(ACROSS - best().weights[0]).argmin()] = True
    across, up = (_around(axis, np.asarray(low.any(axis=side))) for side, axis in enumerate((ACROSS, UP)))
    return level_curve(_surface()(up, across), across, up, level)


def _around(axis: FloatArray, seen: NDArray[np.bool_]) -> FloatArray:
    """The stretch of an axis that is seen, one cell longer at each end, in fine steps."""
    where = np.flatnonzero(seen)
    return np.linspace(axis[max(where[0] - 1, 0)], axis[min(where[-1] + 1, axis.size - 1)], FINE)


def above_minimum(weights: FloatArray) -> float:
    """How far the NLL with the best intercept lies above its minimum at these weights, nats."""
    return max(0.0, float(profile_nll(weights[:1], weights[1:], problem())[0]) - best().nll)


def lambda_sum(prior: Prior, sigma: float) -> float:
    r"""Coefficient beside the summed NLL for a prior of this standard deviation.

    Gaussian: :math:`1/(2\sigma^2)`, of :math:`\sum w^2`; Laplace: :math:`1/b = \sqrt 2/\sigma`, of :math:`\sum|w|`.
    """
    if prior == "laplace":
        return penalty.laplace_lambda_sum(sigma / penalty.laplace_sd(1.0))
    return penalty.lambda_sum_from_sigma(sigma)


def sigma_from_lambda_sum(prior: Prior, value: float) -> float:
    """The standard deviation that :func:`lambda_sum` came from; ``inf`` for no penalty."""
    if prior == "laplace":
        return penalty.laplace_sd(1 / value if value else math.inf)
    return penalty.sigma_from_lambda_sum(value)
