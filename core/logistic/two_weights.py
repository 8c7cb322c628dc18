r"""The two-weight example of lesson 6: its penguins, MLE, MAP estimates, contours, and the widths of its prior.

The model is the logistic regression of :mod:`core.logistic.model`: Adelie (0) against Chinstrap (1), from two
standardized measurements, flipper length and body mass. The two species overlap, so the MLE is finite.
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
"""Smallest and largest standard deviation of the prior on the page."""
LADDER: Final = (*(float(f"{digit}e{power}") for power in range(-3, 3) for digit in (1, 1.5, 2, 3, 5, 7)), LARGEST)
"""Stops of the slider and the stepper: round values of sigma, about evenly spaced on a log axis."""
SIGMAS: Final = np.geomspace(LARGEST, SMALLEST, 121)
"""Standard deviations along a drawn path, falling, 20 per decade."""

ACROSS: Final = np.linspace(-2.0, 3.2, 53)
UP: Final = np.linspace(-1.9, 1.3, 33)
"""The grid of w1 and w2 on which the NLL is computed."""
FINE: Final = 100
"""Numbers of columns and rows of the interpolated grid for a contour."""


@lru_cache(maxsize=1)
def problem() -> Problem:
    """The birds with both measurements, each standardized over these birds."""
    birds = penguins(*NAMES, SPECIES)
    return Problem((birds.x - birds.x.mean(axis=0)) / birds.x.std(axis=0), birds.y.astype(np.float64))


@lru_cache(maxsize=1)
def mle_fit() -> Fit:
    """The MLE, with a gradient below 1e-10 nats per unit weight."""
    return mle(problem())


@lru_cache(maxsize=256)
def map_fit(prior: Prior, sigma: float, intercept: bool = False) -> Fit:
    """The MAP estimate under a prior with standard deviation ``sigma``."""
    return fit(problem(), prior, sigma, intercept=intercept)


@lru_cache(maxsize=4)
def sweep(prior: Prior, intercept: bool = False) -> FloatArray:
    """The MAP estimates for all of :data:`SIGMAS`, shape (121, 3)."""
    return path(problem(), prior, SIGMAS, intercept=intercept)


@lru_cache(maxsize=1)
def _surface() -> RectBivariateSpline:
    """Nats of the NLL above its minimum, profiled over the intercept: a spline over (w2, w1).

    It is bicubic, and off by less than 1e-4 nats. The first call takes a fifth of a second.
    """
    heights = profile_nll(*np.meshgrid(ACROSS, UP), problem())
    return RectBivariateSpline(UP, ACROSS, heights - mle_fit().nll)


def nll_contour(level: float) -> Curve:
    """The contour of the NLL, profiled over the intercept, at ``level`` nats above its minimum.

    Cut off at the ends of :data:`ACROSS` and :data:`UP`; empty for a level of 0.
    """
    low = np.asarray(_surface()(UP, ACROSS) <= level + 1e-3)
    if not low.any():  # the contour is smaller than a cell
        low = np.zeros_like(low)
        low[np.abs(UP - mle_fit().weights[1]).argmin(), np.abs(ACROSS - mle_fit().weights[0]).argmin()] = True
    across, up = (_around(axis, np.asarray(low.any(axis=side))) for side, axis in enumerate((ACROSS, UP)))
    return level_curve(_surface()(up, across), across, up, level)


def _around(axis: FloatArray, seen: NDArray[np.bool_]) -> FloatArray:
    """The part of an axis where ``seen`` is True and one more cell at each end, as :data:`FINE` points."""
    where = np.flatnonzero(seen)
    return np.linspace(axis[max(where[0] - 1, 0)], axis[min(where[-1] + 1, axis.size - 1)], FINE)


def above_minimum(weights: FloatArray) -> float:
    """Nats of the NLL above its minimum at ``weights``, shape (2,), with the best intercept."""
    return max(0.0, float(profile_nll(weights[:1], weights[1:], problem())[0]) - mle_fit().nll)


def lambda_sum(prior: Prior, sigma: float) -> float:
    r"""Coefficient of the penalty of the summed NLL, for a prior with standard deviation ``sigma``.

    Gaussian: :math:`1/(2\sigma^2)`, for :math:`\sum w^2`; Laplace: :math:`1/b = \sqrt 2/\sigma`, for :math:`\sum|w|`.
    """
    if prior == "laplace":
        return penalty.laplace_lambda_sum(sigma / penalty.laplace_sd(1.0))
    return penalty.lambda_sum_from_sigma(sigma)


def sigma_from_lambda_sum(prior: Prior, value: float) -> float:
    """Standard deviation of the prior for a coefficient, the inverse of :func:`lambda_sum`; ``inf`` for no penalty."""
    if prior == "laplace":
        return penalty.laplace_sd(1 / value if value else math.inf)
    return penalty.sigma_from_lambda_sum(value)
