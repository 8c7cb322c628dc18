"""Laplace's approximation: the exact Hessian on logistic regression, and the expected sigmoid against quadrature."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import expit

from core.answers import laplace
from core.logistic import model
from core.logistic.map_estimate import gaussian_map
from core.logistic.two_weights import problem


@pytest.mark.parametrize("sigma", [0.3, 1.0, 10.0])
def test_on_logistic_regression_the_covariance_is_the_inverse_hessian(sigma: float) -> None:
    birds, precision = problem(), np.full(3, sigma**-2.0)
    top = gaussian_map(birds, sigma, intercept=True).parameters
    found = laplace.covariance(birds.design, birds.design @ top, precision)
    np.testing.assert_allclose(found, np.linalg.inv(model.hessian(top, birds) + np.diag(precision)), atol=1e-9)

    x, sign = torch.tensor(birds.design), torch.tensor(2 * birds.y - 1)

    def objective(w: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.softplus(-sign * (x @ w)).sum() + (w * w).sum() / (2 * sigma**2)

    exact = torch.linalg.inv(torch.autograd.functional.hessian(objective, torch.tensor(top))).numpy()
    np.testing.assert_allclose(found, exact, rtol=0, atol=1e-6)


def test_the_variance_of_a_logit_agrees_with_draws() -> None:
    rng = np.random.default_rng(0)
    slopes, root = rng.standard_normal((4, 3)), rng.standard_normal((3, 3))
    spread = root @ root.T
    drawn = rng.multivariate_normal(np.zeros(3), spread, 100_000) @ slopes.T
    # The relative standard error of a variance is about sqrt(2 / n).
    np.testing.assert_allclose(drawn.var(axis=0), laplace.logit_variance(slopes, spread), rtol=4 * np.sqrt(2e-5))


def test_a_direction_without_data_or_prior_is_refused() -> None:
    with pytest.raises(ValueError, match="neither data nor a prior"):
        laplace.covariance(np.array([[1.0, 0.0]]), np.zeros(1), 0.0)


@pytest.mark.parametrize("mean", [0.0, 1.3, -30.0, 200.0])
@pytest.mark.parametrize("sd", [0.0, 0.01, 1.0, 4.999, 5.001, 30.0, 500.0])
def test_the_expected_sigmoid_agrees_with_its_integral(mean: float, sd: float) -> None:
    found = laplace.expected_sigmoid(np.array([mean]), np.array([sd**2]))[0]
    if sd == 0:
        assert found == pytest.approx(expit(mean), abs=1e-14)
        return
    kink = [float(np.clip(-mean / sd, -11, 11))]
    exact, _ = quad(
        lambda z: expit(mean + sd * z) * np.exp(-z * z / 2) / np.sqrt(2 * np.pi), -12, 12, points=kink, limit=400
    )
    assert found == pytest.approx(exact, abs=1e-8)


@settings(max_examples=50)
@given(mean=st.floats(-1e6, 1e6), variance=st.floats(0, 1e12))
def test_the_expected_sigmoid_is_a_symmetric_probability(mean: float, variance: float) -> None:
    up, down = laplace.expected_sigmoid(np.array([mean, -mean]), np.array([variance]))
    assert 0 <= up <= 1 + 1e-12
    assert up + down == pytest.approx(1, abs=1e-10)
    # Uncertainty about the logit never makes a prediction more certain.
    assert abs(up - 0.5) <= abs(expit(mean) - 0.5) + 1e-10
