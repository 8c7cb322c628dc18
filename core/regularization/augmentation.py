r"""Data augmentation by noise on the inputs and by reflected copies, and the penalty that each is equivalent to.

*Noise.* Each example is replaced by infinitely many copies :math:`(x_i + s\,z,\ y_i)` with :math:`z \sim N(0, 1)`. The
features are polynomials, so Gauss-Hermite quadrature gives the expected loss exactly, from :data:`NODES` weighted
copies of each example. To second order in s the copies add

.. math:: \mathbb{E}\,(y - f(x+sz))^2 - (y - f(x))^2 = s^2\bigl(f'(x)^2 - (y - f(x))f''(x)\bigr) + O(s^4),

and the well-known equivalent penalty is the first term, :math:`s^2\sum_i f'(x_i)^2`: a Gaussian prior on the slopes of
the curve. The second term is 0 on average where f is the mean of y, so the expected loss and the penalized loss agree
there to second order. Its gradient is not 0 there, so the minima of the two losses differ in second order.

*Reflection.* A copy :math:`(-x_i, y_i)` of each example makes the design symmetric. The odd features of a copy are
minus those of the original, so the odd weights of the best fit are exactly 0, whatever the data.

Sources: Bishop 1995, Training with noise is equivalent to Tikhonov regularization, *Neural Computation* 7(1); An 1996,
The effects of adding noise during backpropagation training on a generalization performance, *Neural Computation* 8(3),
for the second term.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.polynomial import hermite_e, legendre

from core.arrays import FloatArray
from core.regularization.least_squares import least_squares
from core.regularization.problem import MAX_DEGREE, Fit, Problem, design

NODES: Final = MAX_DEGREE + 1
"""Quadrature nodes: exact for polynomials up to degree 25; the square of a curve of degree 12 has degree 24."""


class Copies(NamedTuple):
    """Noisy copies of the examples.

    Attributes
    ----------
    features : ndarray, shape (NODES * n, degree)
        Design matrix of the copies.
    y : ndarray, shape (NODES * n,)
        Targets of the copies.
    weight : ndarray, shape (NODES * n,)
        Quadrature weights; those of the copies of one example sum to 1.
    """

    features: FloatArray
    y: FloatArray
    weight: FloatArray


class ExtraLoss(NamedTuple):
    """Increase of a curve's summed NLL by noise on the inputs, in nats.

    Attributes
    ----------
    exact : float
        Increase by quadrature.
    slope : float
        Second-order term with f'^2: the equivalent penalty.
    curvature : float
        Second-order term with f'', which the penalty leaves out.
    """

    exact: float
    slope: float
    curvature: float


class Answers(NamedTuple):
    """Fits to the augmented examples, and the fits that they are compared with.

    Attributes
    ----------
    alone : Fit
        Fit to the original examples: the MLE.
    noisy, penalized : Fit
        Results of :func:`fit` and :func:`penalized`.
    both : Fit or None
        Result of :func:`second_order`.
    reflected : Fit
        Result of :func:`reflected`.
    """

    alone: Fit
    noisy: Fit
    penalized: Fit
    both: Fit | None
    reflected: Fit


@lru_cache(maxsize=1)
def _hermite() -> tuple[FloatArray, FloatArray]:
    """Gauss-Hermite nodes and weights for the expectation under a standard Gaussian."""
    nodes, weights = hermite_e.hermegauss(NODES)
    return np.asarray(nodes), np.asarray(weights / weights.sum())


def copies(problem: Problem, noise: float) -> Copies:
    """Quadrature copies of all examples, for noise of standard deviation ``noise`` on x.

    Raises
    ------
    ValueError
        If the noise is negative or not finite.
    """
    _check(noise)
    nodes, weights = _hermite()
    x = np.add.outer(noise * nodes, problem.x).ravel()
    return Copies(design(x, problem.degree), np.tile(problem.y, NODES), np.repeat(weights, problem.n))


def derivatives(x: FloatArray, degree: int, order: int = 1) -> FloatArray:
    """Derivatives of the given order of all features at ``x``, shape (n, degree)."""
    scale = np.sqrt(2 * np.arange(degree + 1) + 1)
    # Each column holds the Legendre coefficients of one polynomial's derivative.
    series = legendre.legder(np.diag(scale), order, axis=0)
    return np.asarray(legendre.legval(x, series).T[:, 1:])


def fit(problem: Problem, noise: float) -> Fit:
    """Exact minimum of the expected squared error under noise on the inputs.

    Parameters
    ----------
    problem : Problem
        The examples.
    noise : float
        Standard deviation of the noise, in units of x; 0 gives least squares.

    Raises
    ------
    ValueError
        If the noise is negative or not finite.
    """
    made = copies(problem, noise)
    return least_squares(made.features, made.y, made.weight)


def penalized(problem: Problem, noise: float) -> Fit:
    r"""Minimum of the squared error plus the equivalent penalty, :math:`\|y - c - \Phi w\|^2 + s^2\sum_i f'(x_i)^2`.

    As a prior, :math:`w \sim N(0, (s^2 D^\top D/\sigma^2)^{-1})` with :math:`D_{ij} = \varphi_j'(x_i)`.

    Raises
    ------
    ValueError
        If the noise is negative or not finite.
    """
    _check(noise)
    slopes = noise * derivatives(problem.x, problem.degree)
    return least_squares(problem.features, problem.y, penalty=slopes)


def second_order(problem: Problem, noise: float) -> Fit | None:
    """Minimum of the loss with both second-order terms; None if there is none or it is not unique.

    Raises
    ------
    ValueError
        If the noise is negative or not finite.
    """
    _check(noise)
    values = np.column_stack([np.ones(problem.n), problem.features])
    first, second = (np.pad(derivatives(problem.x, problem.degree, order), ((0, 0), (1, 0))) for order in (1, 2))
    mixed = values.T @ second
    curvature = values.T @ values + noise**2 * (first.T @ first + (mixed + mixed.T) / 2)
    spectrum = np.linalg.eigvalsh(curvature)
    if spectrum[0] <= 1e-12 * abs(spectrum[-1]):
        return None
    found = np.asarray(np.linalg.solve(curvature, (values + noise**2 / 2 * second).T @ problem.y), dtype=np.float64)
    return Fit(float(found[0]), found[1:])


def reflected(problem: Problem, noise: float) -> Fit:
    """Fit to the examples and a copy (-x, y) of each, with noise on all of them; its odd weights are exactly 0.

    By symmetry the odd and the even features separate, and the best odd weights are 0. The even features have the same
    values at an example and its copy, so fitting them to the original examples alone gives the same weights.

    Raises
    ------
    ValueError
        If the noise is negative or not finite.
    """
    made = copies(problem, noise)
    even = least_squares(made.features[:, 1::2], made.y, made.weight)
    weights = np.zeros(problem.degree)
    weights[1::2] = even.weights
    return Fit(even.intercept, weights)


def answers(problem: Problem, noise: float) -> Answers:
    """All fits for one standard deviation ``noise``.

    Raises
    ------
    ValueError
        If the noise is negative or not finite.
    """
    return Answers(
        fit(problem, 0.0),
        fit(problem, noise),
        penalized(problem, noise),
        second_order(problem, noise),
        reflected(problem, noise),
    )


def extra_loss(fit: Fit, problem: Problem, noise: float) -> ExtraLoss:
    """Increase of a curve's summed NLL by the noise, exactly and by its second-order terms.

    Raises
    ------
    ValueError
        If the noise is negative or not finite.
    """
    made = copies(problem, noise)
    error = problem.y - fit.intercept - problem.features @ fit.weights
    moved = made.y - fit.intercept - made.features @ fit.weights
    first, second = (derivatives(problem.x, problem.degree, order) @ fit.weights for order in (1, 2))
    scale = 2 * problem.sigma**2
    return ExtraLoss(
        float(made.weight @ moved**2 - error @ error) / scale,
        noise**2 * float(first @ first) / scale,
        -(noise**2) * float(error @ second) / scale,
    )


def distance(one: Fit, other: Fit) -> float:
    r"""Root mean square distance of two curves over [-1, 1], in units of y.

    The features are orthonormal there, so it is :math:`\sqrt{\Delta c^2 + \|\Delta w\|^2}`.
    """
    return math.hypot(one.intercept - other.intercept, float(np.linalg.norm(one.weights - other.weights)))


def _check(noise: float) -> None:
    if not 0 <= noise < np.inf:
        raise ValueError(f"the noise must be finite and not negative, got {noise}")
