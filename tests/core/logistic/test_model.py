"""Logistic regression: derivatives against autograd, optima against scikit-learn, and exact zeros."""

import math

import numpy as np
import pytest
import torch
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from core.logistic import map_estimate, two_weights
from core.logistic import model as logistic
from core.logistic.map_estimate import gaussian_map, laplace_map, laplace_residual, mle_in_box
from core.logistic.model import Problem
from core.logistic.two_weights import problem

BIRDS = problem()


def torch_nll(parameters: torch.Tensor) -> torch.Tensor:
    z = torch.from_numpy(BIRDS.design) @ parameters
    return torch.nn.functional.binary_cross_entropy_with_logits(z, torch.from_numpy(BIRDS.y), reduction="sum")


def scikit(intercept_penalized: bool, **settings: object) -> np.ndarray:
    """(w1, w2, c) by scikit-learn, with or without a penalty on the intercept."""
    model = LogisticRegression(max_iter=200_000, tol=1e-12, fit_intercept=not intercept_penalized, **settings)
    model.fit(BIRDS.design if intercept_penalized else BIRDS.x, BIRDS.y)
    return model.coef_[0] if intercept_penalized else np.append(model.coef_[0], model.intercept_)


@pytest.mark.parametrize("at", [(0.0, 0.0, 0.0), (1.3, -0.5, -1.0), (-30.0, 40.0, 5.0)])
def test_value_gradient_and_hessian_agree_with_autograd(at: tuple[float, float, float]) -> None:
    here = np.array(at)
    there = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    loss = torch_nll(there)
    loss.backward()
    assert there.grad is not None
    assert logistic.nll(here, BIRDS) == pytest.approx(float(loss.detach()), rel=1e-12)
    np.testing.assert_allclose(logistic.gradient(here, BIRDS), there.grad.numpy(), rtol=1e-10, atol=1e-10)
    expected = torch.autograd.functional.hessian(torch_nll, torch.tensor(at, dtype=torch.float64)).numpy()
    np.testing.assert_allclose(logistic.hessian(here, BIRDS), expected, rtol=1e-9, atol=1e-9)


def test_the_mle_agrees_with_scikit_learn() -> None:
    best = logistic.mle(BIRDS)
    assert np.abs(logistic.gradient(best.parameters, BIRDS)).max() <= 1e-10
    np.testing.assert_allclose(best.parameters, scikit(False, C=np.inf, solver="newton-cholesky"), atol=1e-8)


@pytest.mark.parametrize("sigma", [0.05, 0.2, 1.0, 10.0])
@pytest.mark.parametrize("intercept", [False, True])
def test_the_gaussian_map_agrees_with_scikit_learns_ridge(sigma: float, intercept: bool) -> None:
    # scikit-learn minimizes C * NLL + |w|^2 / 2: C is sigma squared.
    expected = scikit(intercept, C=sigma**2, solver="newton-cholesky")
    np.testing.assert_allclose(gaussian_map(BIRDS, sigma, intercept=intercept).parameters, expected, atol=1e-8)


@pytest.mark.parametrize(("scale", "zeros"), [(0.06, 1), (0.2, 0), (1.0, 0)])
def test_the_laplace_map_agrees_with_scikit_learns_lasso(scale: float, zeros: int) -> None:
    found = laplace_map(BIRDS, scale).parameters
    # scikit-learn minimizes C * NLL + |w|_1: C is b. saga leaves the intercept free; liblinear, without an intercept,
    # penalizes the column of ones.
    np.testing.assert_allclose(found, scikit(False, C=scale, l1_ratio=1.0, solver="saga"), atol=1e-6)
    assert np.count_nonzero(found[:2] == 0) == zeros
    both = laplace_map(BIRDS, scale, intercept=True).parameters
    np.testing.assert_allclose(both, scikit(True, C=scale, l1_ratio=1.0, solver="liblinear"), atol=1e-6)


def test_a_narrow_laplace_prior_leaves_only_the_intercept() -> None:
    share = BIRDS.y.mean()
    found = laplace_map(BIRDS, 0.01)
    assert found.weights.tolist() == [0.0, 0.0]
    assert found.parameters[2] == pytest.approx(math.log(share / (1 - share)), abs=1e-10)


def test_weights_reach_zero_one_after_the_other_along_the_path() -> None:
    gaussian, laplace = (two_weights.sweep(prior)[:, :2] for prior in ("gaussian", "laplace"))
    assert not np.any(gaussian == 0)
    first, second = (int(np.flatnonzero(column == 0)[0]) for column in laplace.T)
    assert second + 5 < first  # body mass reaches zero first, at a clearly wider prior
    assert np.all(laplace[first:, 0] == 0) and np.all(laplace[second:, 1] == 0)
    assert not np.any(np.signbit(laplace[laplace == 0]))
    for path in (gaussian, laplace):
        np.testing.assert_allclose(path[0], two_weights.mle_fit().weights, atol=1e-3)
        assert np.abs(path[-1]).max() < 1e-4


@pytest.mark.parametrize("scale", [0.01, 0.06, 0.3, 50.0])
def test_the_laplace_residual_is_large_away_from_the_optimum(scale: float) -> None:
    found = laplace_map(BIRDS, scale)
    assert laplace_residual(found.parameters, BIRDS, scale) <= 1e-10
    assert laplace_residual(found.parameters + 1e-3, BIRDS, scale) > 1e-3
    warm = laplace_map(BIRDS, scale, start=np.array([3.0, -3.0, 1.0])).parameters
    np.testing.assert_allclose(warm, found.parameters, atol=1e-9)


def test_contours_of_nll_and_penalty_touch_at_the_map() -> None:
    sigma = 0.3
    here = gaussian_map(BIRDS, sigma)
    np.testing.assert_allclose(logistic.gradient(here.parameters, BIRDS)[:2], -here.weights / sigma**2, atol=1e-9)


@pytest.mark.parametrize("weights", [(0.0, 0.0), (1.2, -0.5), (-20.0, 15.0)])
def test_the_profile_is_the_smallest_nll_over_the_intercept(weights: tuple[float, float]) -> None:
    found = minimize_scalar(
        lambda c: logistic.nll(np.array([*weights, c]), BIRDS), bracket=(-3.0, 3.0), tol=1e-12
    )  # fmt: skip
    profiled = logistic.profile_nll(np.array([weights[0]]), np.array([weights[1]]), BIRDS)
    assert float(profiled[0]) == pytest.approx(float(found.fun), abs=1e-6)


@pytest.mark.parametrize("limit", [0.3, 1.0, 10.0])
def test_the_mle_in_a_box_meets_its_optimality_conditions(limit: float) -> None:
    found = mle_in_box(BIRDS, limit)
    assert np.abs(found.weights).max() <= limit
    slope = logistic.gradient(found.parameters, BIRDS)
    held = np.abs(found.weights) == limit
    assert np.all(slope[:2][held] * found.weights[held] < 0) and np.abs(slope[:2][~held]).max(initial=0.0) < 1e-9
    assert held.any() == (limit < np.abs(two_weights.mle_fit().weights).max())


def test_contours_lie_at_their_level_of_the_nll() -> None:
    for level in (0.05, 1.0, 10.0):
        curve = two_weights.nll_contour(level)
        seen = np.isfinite(curve.x)
        heights = logistic.profile_nll(curve.x[seen], curve.y[seen], BIRDS) - two_weights.mle_fit().nll
        np.testing.assert_allclose(heights, level, atol=0.01 * max(level, 0.1))
    assert two_weights.nll_contour(0.0).x.size == 0


def test_separable_labels_have_a_map_but_no_mle() -> None:
    apart = Problem(np.array([[-2.0, 0.0], [-1.0, 1.0], [1.0, 0.0], [2.0, 1.0]]), np.array([0.0, 0.0, 1.0, 1.0]))
    with pytest.raises(ArithmeticError, match="separates"):
        logistic.mle(apart)
    assert gaussian_map(apart, 1.0).residual <= 1e-10


def test_invalid_arguments_raise() -> None:
    x, y = np.zeros((2, 2)), np.array([0.0, 1.0])
    for bad_x, bad_y in ((x, y[:1]), (x[:, :1], y), (x * np.nan, y), (x, y * 0), (x, y * 2)):
        with pytest.raises(ValueError, match=r"must be|labels"):
            Problem(bad_x, bad_y)
    for value in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="positive"):
            gaussian_map(BIRDS, value)
        with pytest.raises(ValueError, match="positive"):
            laplace_map(BIRDS, value)
        with pytest.raises(ValueError, match="positive"):
            mle_in_box(BIRDS, value)
    with pytest.raises(ValueError, match="gaussian or laplace"):
        map_estimate.fit(BIRDS, "none", 1.0)
