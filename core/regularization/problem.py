r"""The regression problem of the regularization lesson: a known curve, Gaussian noise, and a polynomial model.

The data are :math:`y_i = f(x_i) + \sigma\varepsilon_i` on [-1, 1] with known :math:`\sigma` and the even truth

.. math:: f(x) = -0.6\,\varphi_2(x) + 0.35\,\varphi_4(x), \qquad \varphi_k(x) = \sqrt{2k+1}\,P_k(x),

where :math:`P_k` are the Legendre polynomials. The :math:`\varphi_k` are orthonormal for x uniform on [-1, 1], so a
weight of 1 moves the curve by 1 (root mean square) whatever its degree, and one prior width suits all of them. The
model is :math:`c + \sum_{k=1}^{d} w_k\varphi_k(x)`; the intercept c is never penalized. All odd weights are truly 0, so
(-x, y) is as valid an example as (x, y).

Source: Bishop 2006, *PRML*, section 3.1, here with a basis of Legendre polynomials.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import ArrayLike

from core.arrays import FloatArray

SIGMA: Final = 0.4
"""Standard deviation of the noise, in units of y; known to the model."""
TRUE_WEIGHTS: Final = {2: -0.6, 4: 0.35}
"""The nonzero weights of the truth, by degree."""
MAX_DEGREE: Final = 12
LEAST_POINTS, DEFAULT_POINTS, MOST_POINTS = 4, 20, 200
HELD_OUT: Final = 400
"""Number of held-out examples, which depend on the seed alone."""


@dataclass(frozen=True, eq=False)
class Problem:
    """Training examples, held-out examples, and the degree of the model.

    Attributes
    ----------
    x, y : ndarray, shape (n,)
        Training examples.
    x_held, y_held : ndarray, shape (m,)
        Held-out examples from the same source.
    sigma : float
        Known standard deviation of the noise, in units of y.
    degree : int
        Highest degree of the polynomials, from 1 to :data:`MAX_DEGREE`, and the number of penalized weights.
    seed : int
        Seed that the noise was drawn with.

    Raises
    ------
    ValueError
        If the shapes do not match, there is no training example, the degree or sigma is out of range, or a number is
        not finite.
    """

    x: FloatArray
    y: FloatArray
    x_held: FloatArray
    y_held: FloatArray
    sigma: float
    degree: int
    seed: int

    def __post_init__(self) -> None:
        if self.x.ndim != 1 or self.x.shape != self.y.shape or not self.x.size:
            raise ValueError(f"x and y must be (n,), got {self.x.shape} and {self.y.shape}")
        if self.x_held.ndim != 1 or self.x_held.shape != self.y_held.shape:
            raise ValueError(f"x_held and y_held must be (m,), got {self.x_held.shape} and {self.y_held.shape}")
        if not all(np.isfinite(part).all() for part in (self.x, self.y, self.x_held, self.y_held)):
            raise ValueError("every number must be finite")
        if not 0 < self.sigma < math.inf:
            raise ValueError(f"sigma must be above 0 and finite, got {self.sigma}")
        _check_degree(self.degree)

    @property
    def n(self) -> int:
        """Number of training examples."""
        return int(self.x.size)

    @cached_property
    def features(self) -> FloatArray:
        """Design matrix of the training examples, shape (n, degree)."""
        return design(self.x, self.degree)

    @cached_property
    def held_features(self) -> FloatArray:
        """Design matrix of the held-out examples, shape (m, degree)."""
        return design(self.x_held, self.degree)

    @property
    def determined(self) -> bool:
        """Whether the examples determine every weight and the intercept without a prior."""
        return self.n > self.degree

    @property
    def true_weights(self) -> FloatArray:
        """Weights of the truth for the degrees 1 to ``degree``."""
        return np.array([TRUE_WEIGHTS.get(k, 0.0) for k in range(1, self.degree + 1)])


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted curve.

    Attributes
    ----------
    intercept : float
        Intercept, in units of y.
    weights : ndarray, shape (degree,)
        Weights of the polynomials of degree 1 and up; a weight that a Laplace prior sets to zero is exactly 0.0.
    """

    intercept: float
    weights: FloatArray

    def predict(self, x: ArrayLike) -> FloatArray:
        """Value of the curve at each ``x``, shape (n,)."""
        return np.asarray(self.intercept + design(x, self.weights.size) @ self.weights)


def truth(x: ArrayLike) -> FloatArray:
    """Value at each ``x`` of the curve that the examples come from, an even function."""
    series = np.zeros(max(TRUE_WEIGHTS) + 1)
    for degree, weight in TRUE_WEIGHTS.items():
        series[degree] = weight * math.sqrt(2 * degree + 1)
    return np.asarray(legendre.legval(np.asarray(x, dtype=np.float64), series))


def design(x: ArrayLike, degree: int) -> FloatArray:
    r"""Design matrix with the columns :math:`\varphi_1(x), \dots, \varphi_d(x)`, shape (n, degree); no column of ones.

    Raises
    ------
    ValueError
        If the degree is not from 1 to :data:`MAX_DEGREE`.
    """
    _check_degree(degree)
    scale = np.sqrt(2 * np.arange(1, degree + 1) + 1)
    return np.asarray(legendre.legvander(np.asarray(x, dtype=np.float64), degree)[:, 1:] * scale)


@lru_cache(maxsize=64)
def problem(degree: int, n_points: int, seed: int) -> Problem:
    """The problem of a seed; the examples are the same for every degree.

    One training x is drawn from each of ``n_points`` equal cells of [-1, 1]; the held-out x are drawn uniformly.

    Raises
    ------
    ValueError
        If ``degree`` is not from 1 to :data:`MAX_DEGREE`, ``n_points`` is below 2, or ``seed`` is negative.
    """
    if n_points < 2 or seed < 0:
        raise ValueError(f"n_points must be from 2 on and the seed from 0 on, got {n_points} and {seed}")
    train, held = np.random.default_rng([seed, n_points]), np.random.default_rng([seed, 0])
    x = -1 + 2 * (np.arange(n_points) + train.random(n_points)) / n_points
    x_held = np.sort(held.uniform(-1, 1, HELD_OUT))
    y = truth(x) + SIGMA * train.standard_normal(n_points)
    y_held = truth(x_held) + SIGMA * held.standard_normal(HELD_OUT)
    return Problem(x, y, x_held, y_held, SIGMA, degree, seed)


def mean_nll(y: ArrayLike, prediction: ArrayLike, sigma: float) -> FloatArray:
    r"""Mean Gaussian NLL over the last axis, in nats per example.

    It is :math:`\overline{(y-\hat y)^2}/(2\sigma^2) + \tfrac12\log 2\pi\sigma^2`, with the constant.
    """
    error = (np.asarray(y, dtype=np.float64) - np.asarray(prediction, dtype=np.float64)) / sigma
    return np.asarray(0.5 * np.mean(error * error, axis=-1) + 0.5 * math.log(2 * math.pi) + math.log(sigma))


def train_nll(fit: Fit, problem: Problem) -> float:
    """Mean NLL of the training examples, nats per example."""
    return float(mean_nll(problem.y, fit.intercept + problem.features @ fit.weights, problem.sigma))


def held_out_nll(fit: Fit, problem: Problem) -> float:
    """Mean NLL of the held-out examples, nats per example."""
    return float(mean_nll(problem.y_held, fit.intercept + problem.held_features @ fit.weights, problem.sigma))


def check_penalty(penalty: float) -> None:
    """Check the coefficient of a penalty.

    Raises
    ------
    ValueError
        If the penalty is negative or not finite.
    """
    if not 0 <= penalty < math.inf:
        raise ValueError(f"the penalty must be finite and not negative, got {penalty}")


def _check_degree(degree: int) -> None:
    if not 1 <= degree <= MAX_DEGREE:
        raise ValueError(f"the degree must be from 1 to {MAX_DEGREE}, got {degree}")
