"""The regression problem: an orthonormal basis, an even truth, noise of the stated size, and the NLLs of scipy."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from core.regularization import problem as regression
from core.regularization.problem import (
    MAX_DEGREE,
    SIGMA,
    Fit,
    Problem,
    design,
    held_out_nll,
    mean_nll,
    problem,
    train_nll,
    truth,
)


def test_the_features_are_orthonormal_for_a_uniform_x() -> None:
    nodes, weights = np.polynomial.legendre.leggauss(MAX_DEGREE + 2)
    features = design(nodes, MAX_DEGREE)
    np.testing.assert_allclose(features.T @ (features * weights[:, None] / 2), np.eye(MAX_DEGREE), atol=1e-12)


def test_the_truth_is_even_and_has_the_stated_weights() -> None:
    x = np.linspace(-1, 1, 41)
    np.testing.assert_allclose(truth(x), truth(-x), atol=1e-12)
    for degree in range(1, 7):
        found = quad(lambda at, k=degree: truth(at) * design([at], 6)[0, k - 1] / 2, -1, 1)[0]
        assert found == pytest.approx(regression.TRUE_WEIGHTS.get(degree, 0.0), abs=1e-10)
    assert np.count_nonzero(problem(MAX_DEGREE, 20, 0).true_weights) == len(regression.TRUE_WEIGHTS)


def test_a_seed_fixes_the_examples_and_the_degree_does_not_change_them() -> None:
    one, other = problem(12, 20, 3), problem(5, 20, 3)
    np.testing.assert_array_equal(one.y, other.y)
    np.testing.assert_array_equal(one.y_held, problem(12, 50, 3).y_held)
    assert not np.array_equal(one.y, problem(12, 20, 4).y)
    cells = np.floor((one.x + 1) / 2 * one.n)
    np.testing.assert_array_equal(cells, np.arange(one.n))


def test_the_noise_has_the_stated_size() -> None:
    noise = np.concatenate([problem(1, 200, seed).y - truth(problem(1, 200, seed).x) for seed in range(20)])
    # The variance of n draws has a relative standard error of sqrt(2 / n).
    assert noise.var() / SIGMA**2 == pytest.approx(1, abs=4 * math.sqrt(2 / noise.size))


def test_nlls_are_those_of_a_gaussian() -> None:
    here = problem(4, 30, 1)
    fit = Fit(0.1, np.array([0.0, -0.5, 0.1, 0.3]))
    for x, y, found in ((here.x, here.y, train_nll), (here.x_held, here.y_held, held_out_nll)):
        expected = -norm(fit.predict(x), SIGMA).logpdf(y).mean()
        assert found(fit, here) == pytest.approx(expected, rel=1e-12)
        assert mean_nll(y, fit.predict(x), SIGMA) == pytest.approx(expected, rel=1e-12)


def test_invalid_problems_are_refused() -> None:
    some = np.zeros(3)
    for degree, n_points, seed in ((0, 20, 0), (13, 20, 0), (3, 1, 0), (3, 20, -1)):
        with pytest.raises(ValueError):
            problem(degree, n_points, seed)
    for x, y, sigma in ((some, some[:2], 1.0), (some, some * np.nan, 1.0), (some, some, 0.0)):
        with pytest.raises(ValueError):
            Problem(x, y, some, some, sigma, 2, 0)
