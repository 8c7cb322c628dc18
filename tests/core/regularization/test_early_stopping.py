"""Early stopping: the closed form against gradient descent and an eigen-decomposition, and the gap from ridge."""

import math

import numpy as np
import pytest
import torch
from scipy.optimize import minimize_scalar

from core.belief import penalty
from core.regularization import early_stopping, ridge
from core.regularization.problem import Problem, problem

EXAMPLES = problem(8, 20, 0)


def descend(data: Problem, rate: float, steps: int) -> np.ndarray:
    """Weights after gradient descent from 0 by torch, on the mean NLL minimized over the intercept."""
    x, y = torch.tensor(data.features), torch.tensor(data.y)
    w = torch.zeros(data.degree, dtype=torch.float64, requires_grad=True)
    for _ in range(steps):
        error = y - x @ w
        loss = ((error - error.mean()) ** 2).mean() / (2 * data.sigma**2)
        (slope,) = torch.autograd.grad(loss, w)
        with torch.no_grad():
            w -= rate * slope
    return w.detach().numpy()


@pytest.mark.parametrize("data", [EXAMPLES, problem(12, 6, 1), problem(1, 4, 0)], ids=["8", "12 of 6", "1"])
@pytest.mark.parametrize("steps", [1, 37, 400])
def test_the_closed_form_agrees_with_gradient_descent(data: Problem, steps: int) -> None:
    rate = early_stopping.directions(data).rate
    fit = early_stopping.fit(data, steps)
    np.testing.assert_allclose(fit.weights, descend(data, rate, steps), atol=1e-11)
    assert fit.intercept == pytest.approx(float(np.mean(data.y - data.features @ fit.weights)), abs=1e-12)


@pytest.mark.parametrize("steps", [1.0, 37.0, 1000.0])
def test_both_shrinkage_curves_match_a_direct_eigen_decomposition(steps: float) -> None:
    centered = EXAMPLES.features - EXAMPLES.features.mean(axis=0)
    values, vectors = np.linalg.eigh(centered.T @ centered / (EXAMPLES.n * EXAMPLES.sigma**2))
    curvature, rate = early_stopping.directions(EXAMPLES)
    np.testing.assert_allclose(curvature, values[::-1], rtol=1e-10)
    along_mle = vectors.T @ ridge.fit(EXAMPLES, 0.0).weights
    np.testing.assert_allclose(
        vectors.T @ early_stopping.fit(EXAMPLES, steps).weights,
        early_stopping.kept_by_steps(values, rate, steps) * along_mle,
        atol=1e-10,
    )
    decay = early_stopping.simple_match(EXAMPLES, steps).weight_decay
    assert decay == pytest.approx(1 / (rate * steps))
    # ridge takes the coefficient of the penalty that is added to the summed NLL.
    shrunk = ridge.fit(EXAMPLES, penalty.sum_coefficient("gaussian", decay, EXAMPLES.n)).weights
    np.testing.assert_allclose(
        vectors.T @ shrunk, early_stopping.kept_by_ridge(values, decay) * along_mle, atol=1e-10
    )  # fmt: skip


def test_convergence_is_the_mle_of_least_norm() -> None:
    for data in (EXAMPLES, problem(12, 4, 0)):
        np.testing.assert_allclose(early_stopping.fit(data, math.inf).weights, ridge.fit(data, 0.0).weights, atol=1e-12)
        assert early_stopping.simple_match(data, math.inf) == (0.0, 0.0) == early_stopping.best_match(data, math.inf)
    np.testing.assert_array_equal(early_stopping.fit(EXAMPLES, 0).weights, np.zeros(8))


@pytest.mark.parametrize("steps", [1.0, 50.0, 300.0, 3000.0])
def test_the_best_match_has_the_smallest_gap(steps: float) -> None:
    h, rate = early_stopping.directions(EXAMPLES)
    best, simple = early_stopping.best_match(EXAMPLES, steps), early_stopping.simple_match(EXAMPLES, steps)

    def gap(log_decay: float) -> float:
        return early_stopping.gap(h, rate, steps, math.exp(log_decay))

    center = math.log(best.weight_decay)
    found = minimize_scalar(gap, bounds=(center - 3, center + 3), method="bounded", options={"xatol": 1e-9})
    assert best.gap == pytest.approx(float(found.fun), abs=1e-7)
    assert 0 < best.gap <= simple.gap < 0.21


def test_the_largest_gap_of_the_rule_is_about_a_fifth() -> None:
    # For a small rate the parts are 1 - exp(-u) and u / (1 + u) with u = rate * steps * h.
    u = np.linspace(0, 20, 200_001)
    worst = float(np.max(np.abs(1 - np.exp(-u) - u / (1 + u))))
    assert worst == pytest.approx(0.2036, abs=1e-4)
    rate, steps = 1e-6, 10**6
    assert early_stopping.gap(u[1:], rate, steps, 1 / (rate * steps)) == pytest.approx(worst, abs=1e-5)


def test_a_single_direction_is_matched_exactly() -> None:
    assert early_stopping.best_match(problem(1, 10, 0), 80).gap == pytest.approx(0, abs=1e-11)


def test_invalid_rates_steps_and_decays_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        early_stopping.kept_by_steps([1.0, 3.0], 0.5, 10)
    for steps in (-1, math.nan):
        with pytest.raises(ValueError, match="negative"):
            early_stopping.fit(EXAMPLES, steps)
    with pytest.raises(ValueError, match="at least one"):
        early_stopping.best_match(EXAMPLES, 0)
    with pytest.raises(ValueError, match="weight decay"):
        early_stopping.kept_by_ridge([1.0], -1.0)
