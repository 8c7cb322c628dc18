"""Data augmentation: exact quadrature, the equivalent penalty to second order, and odd weights that are exactly 0."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from core.regularization import augmentation, ridge
from core.regularization.problem import Fit, Problem, design, problem, truth

EXAMPLES = problem(8, 20, 0)


def plain_least_squares(x: np.ndarray, y: np.ndarray, degree: int) -> np.ndarray:
    """Intercept and weights by NumPy, with a column of ones in the design."""
    return np.linalg.lstsq(np.column_stack([np.ones(x.size), design(x, degree)]), y)[0]


@pytest.mark.parametrize("order", [1, 2])
def test_derivatives_are_the_differences_of_the_design(order: int) -> None:
    x, step = np.linspace(-0.9, 0.9, 7), 1e-4
    if order == 1:
        expected = (design(x + step, 12) - design(x - step, 12)) / (2 * step)
    else:
        expected = (design(x + step, 12) - 2 * design(x, 12) + design(x - step, 12)) / step**2
    np.testing.assert_allclose(augmentation.derivatives(x, 12, order), expected, rtol=1e-3, atol=5e-3)


@pytest.mark.parametrize("noise", [0.02, 0.1, 0.3])
def test_the_expected_loss_agrees_with_scipys_integral(noise: float) -> None:
    fit = Fit(0.2, np.random.default_rng(1).normal(size=5) / 3)
    one = problem(5, 3, 0)

    def square(z: float, x: float, y: float) -> float:
        return float((y - fit.predict(np.array([x + noise * z]))[0]) ** 2 * norm.pdf(z))

    whole = sum(quad(square, -12, 12, args=(x, y), epsabs=1e-11)[0] for x, y in zip(one.x, one.y, strict=True))
    alone = float(np.sum((one.y - fit.predict(one.x)) ** 2))
    expected = (whole - alone) / (2 * one.sigma**2)
    assert augmentation.extra_loss(fit, one, noise).exact == pytest.approx(expected, rel=1e-8, abs=1e-10)


def test_the_quadrature_is_exact_at_the_highest_degree() -> None:
    made = augmentation.copies(problem(12, 4, 0), 0.5)
    assert made.weight.sum() == pytest.approx(4)
    nodes, weights = augmentation._hermite()
    moment = math.prod(range(1, 24, 2))  # E z^24 = 23!!
    assert float(weights @ nodes**24) == pytest.approx(moment, rel=1e-12)


def test_the_fit_agrees_with_least_squares_on_many_noisy_copies() -> None:
    noise, times = 0.2, 40_000
    data = problem(4, 12, 0)
    rng = np.random.default_rng(0)
    x = np.repeat(data.x, times) + noise * rng.standard_normal(data.n * times)
    best = plain_least_squares(x, np.repeat(data.y, times), 4)
    found = augmentation.fit(data, noise)
    # The error of a mean over random copies is about one over the root of their number.
    np.testing.assert_allclose([found.intercept, *found.weights], best, atol=5 / math.sqrt(times))


def test_the_error_of_the_second_order_terms_is_of_fourth_order() -> None:
    fit = augmentation.fit(EXAMPLES, 0.05)
    rest = []
    for noise in (0.01, 0.005):
        extra = augmentation.extra_loss(fit, EXAMPLES, noise)
        rest.append(extra.exact - extra.slope - extra.curvature)
    assert rest[0] / rest[1] == pytest.approx(16, rel=0.05)


def test_for_a_curve_through_all_examples_the_curvature_term_is_zero() -> None:
    # The model fits these noise-free examples exactly, so the factor y - f of the curvature term is 0.
    x = np.linspace(-1, 1, 40)
    data = Problem(x, truth(x), x, truth(x), 0.4, 6, 0)
    extra = augmentation.extra_loss(ridge.fit(data, 0.0), data, 0.01)
    assert extra.curvature == pytest.approx(0, abs=1e-10)
    assert extra.exact == pytest.approx(extra.slope, rel=0.02)


def test_the_penalized_fit_differs_in_second_order_and_the_fit_with_both_terms_in_fourth() -> None:
    for data in (problem(4, 30, 0), EXAMPLES):
        penalty, both = [], []
        for noise in (0.002, 0.001):
            exact, full = augmentation.fit(data, noise), augmentation.second_order(data, noise)
            assert full is not None
            penalty.append(augmentation.distance(exact, augmentation.penalized(data, noise)))
            both.append(augmentation.distance(exact, full))
        assert penalty[0] / penalty[1] == pytest.approx(4, rel=0.05)
        assert both[0] / both[1] == pytest.approx(16, rel=0.1)


def test_the_second_order_loss_has_no_minimum_for_large_noise_or_too_few_examples() -> None:
    assert augmentation.second_order(problem(12, 30, 0), 0.3) is None
    assert augmentation.second_order(problem(12, 4, 0), 0.0) is None


def test_noise_and_penalty_agree_for_small_noise_and_differ_for_large_noise() -> None:
    gaps = []
    for noise in (0.005, 0.2):
        found = augmentation.fit(EXAMPLES, noise)
        gaps.append(augmentation.distance(found, augmentation.penalized(EXAMPLES, noise)))
    assert gaps[0] < 0.002 < 0.05 < gaps[1]


def test_the_equivalent_penalty_is_a_gaussian_prior_on_the_weights() -> None:
    noise = 0.1
    slopes = augmentation.derivatives(EXAMPLES.x, EXAMPLES.degree)
    centered = EXAMPLES.features - EXAMPLES.features.mean(axis=0)
    expected = np.linalg.solve(centered.T @ centered + noise**2 * slopes.T @ slopes, centered.T @ EXAMPLES.y)
    np.testing.assert_allclose(augmentation.penalized(EXAMPLES, noise).weights, expected, atol=1e-9)


@pytest.mark.parametrize(("degree", "n"), [(1, 9), (2, 9), (7, 9), (12, 30), (12, 4)])
@pytest.mark.parametrize("noise", [0.0, 0.15])
def test_reflected_copies_have_odd_weights_of_exactly_zero(degree: int, n: int, noise: float) -> None:
    data = problem(degree, n, 3)
    found = augmentation.reflected(data, noise)
    assert np.all(found.weights[::2] == 0.0)
    both = Problem(
        np.concatenate([data.x, -data.x]), np.tile(data.y, 2), data.x_held, data.y_held, data.sigma, degree, 0
    )
    whole = augmentation.fit(both, noise)
    np.testing.assert_allclose(found.weights, whole.weights, atol=1e-8 * max(1.0, np.abs(whole.weights).max()))
    assert found.intercept == pytest.approx(whole.intercept, abs=1e-8)


def test_neither_noise_nor_a_prior_around_zero_makes_odd_weights_zero() -> None:
    for found in (augmentation.fit(EXAMPLES, 0.3), ridge.fit(EXAMPLES, 100.0)):
        assert np.all(found.weights[::2] != 0)


def test_without_noise_the_fit_is_the_mle_of_least_norm() -> None:
    for data in (EXAMPLES, problem(12, 4, 0)):
        for kind in (augmentation.fit, augmentation.penalized):
            np.testing.assert_allclose(kind(data, 0.0).weights, ridge.fit(data, 0.0).weights, atol=1e-9)


def test_the_distance_of_two_curves_is_the_root_mean_square_of_their_difference() -> None:
    one, other = augmentation.fit(EXAMPLES, 0.0), augmentation.fit(EXAMPLES, 0.3)
    x = np.linspace(-1, 1, 20_001)
    square = (one.predict(x) - other.predict(x)) ** 2
    assert augmentation.distance(one, other) == pytest.approx(math.sqrt(np.trapezoid(square, x) / 2), rel=1e-5)


@pytest.mark.parametrize("noise", [-0.1, math.nan, math.inf])
def test_noise_that_is_negative_or_not_finite_is_refused(noise: float) -> None:
    for kind in (
        augmentation.fit,
        augmentation.penalized,
        augmentation.second_order,
        augmentation.reflected,
        augmentation.copies,
    ):
        with pytest.raises(ValueError, match="noise"):
            kind(EXAMPLES, noise)
    with pytest.raises(ValueError, match="noise"):
        augmentation.extra_loss(augmentation.fit(EXAMPLES, 0.1), EXAMPLES, noise)
