"""Ridge and its posterior against scikit-learn, the joint Gaussian, and the evidence by scipy."""

import math
import warnings

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from sklearn.linear_model import Ridge

from core.regularization import ridge
from core.regularization.problem import SIGMA, design, problem

PROBLEMS = [(12, 20, 0), (5, 200, 1), (1, 4, 2), (12, 4, 3), (12, 13, 4)]


@pytest.mark.parametrize(("degree", "n", "seed"), PROBLEMS)
@pytest.mark.parametrize("penalty", [0.01, 1.0, 300.0])
def test_ridge_agrees_with_scikit_learn(degree: int, n: int, seed: int, penalty: float) -> None:
    here = problem(degree, n, seed)
    # scikit-learn minimizes |y - Xw|^2 + alpha |w|^2: alpha is 2 sigma^2 lambda.
    expected = Ridge(alpha=2 * SIGMA**2 * penalty, solver="svd").fit(here.features, here.y)
    found = ridge.fit(here, penalty)
    np.testing.assert_allclose(found.weights, expected.coef_, atol=1e-9)
    assert found.intercept == pytest.approx(expected.intercept_, abs=1e-9)
    np.testing.assert_allclose(ridge.path(ridge.axes(here), [penalty, 7.0], SIGMA)[0], found.weights, atol=1e-12)


@pytest.mark.parametrize(("degree", "n", "seed"), PROBLEMS)
def test_without_a_penalty_it_is_the_least_squares_of_least_norm(degree: int, n: int, seed: int) -> None:
    here = problem(degree, n, seed)
    centered = here.features - here.features.mean(axis=0)
    expected = np.linalg.pinv(centered) @ (here.y - here.y.mean())
    np.testing.assert_allclose(ridge.fit(here, 0.0).weights, expected, atol=1e-8)
    if not here.determined:
        np.testing.assert_allclose(ridge.fit(here, 0.0).predict(here.x), here.y, atol=1e-8)


def test_the_posterior_is_that_of_the_joint_gaussian() -> None:
    here, penalty, x = problem(3, 12, 5), 2.0, np.array([-0.9, 0.1, 0.7])
    belief = ridge.posterior(here, penalty)
    assert belief is not None
    # The posterior of intercept and weights together, where the intercept's prior precision is 0.
    rows = np.column_stack([np.ones(here.n), here.features])
    at = np.column_stack([np.ones(3), design(x, 3)])
    covariance = np.linalg.inv(rows.T @ rows / SIGMA**2 + np.diag([0.0, *[2 * penalty] * 3]))
    mean = covariance @ rows.T @ here.y / SIGMA**2
    np.testing.assert_allclose(belief.fit.predict(x), at @ mean, atol=1e-10)
    np.testing.assert_allclose(belief.sd(x), np.sqrt(np.diag(at @ covariance @ at.T)), atol=1e-10)


def test_without_a_prior_there_is_no_posterior_for_too_few_examples() -> None:
    assert ridge.posterior(problem(12, 4, 0), 0.0) is None
    assert ridge.posterior(problem(12, 4, 0), 0.01) is not None
    assert ridge.posterior(problem(3, 4, 0), 0.0) is not None


@pytest.mark.parametrize(("degree", "n", "seed"), PROBLEMS)
@pytest.mark.parametrize("penalty", [0.01, 1.0, 300.0])
def test_the_evidence_is_scipys_density_of_the_contrasts(degree: int, n: int, seed: int, penalty: float) -> None:
    here = problem(degree, n, seed)
    contrasts = np.linalg.svd(np.eye(n) - 1 / n)[0][:, : n - 1]
    covariance = SIGMA**2 * np.eye(n - 1) + contrasts.T @ here.features @ here.features.T @ contrasts / (2 * penalty)
    expected = multivariate_normal(np.zeros(n - 1), covariance).logpdf(contrasts.T @ here.y)
    assert ridge.log_evidence(here, penalty) == pytest.approx(expected, rel=1e-8)


def test_effective_weights_go_from_all_to_none() -> None:
    here = problem(6, 40, 0)
    assert ridge.effective_weights(here, 0.0) == pytest.approx(6)
    assert ridge.effective_weights(here, 1e9) == pytest.approx(0, abs=1e-5)
    # The trace of the matrix that maps y to the fitted values.
    smoother = [ridge.fit(here.__class__(here.x, row, here.x, here.y, SIGMA, 6, 0), 3.0) for row in np.eye(40)]
    trace = sum(fit.predict(here.x)[place] for place, fit in enumerate(smoother))
    assert ridge.effective_weights(here, 3.0) == pytest.approx(trace - 1)  # the intercept is one more


def test_the_predicted_95_percent_hold_95_percent() -> None:
    shares = []
    for seed in range(40):
        here = problem(8, 60, seed)
        belief = ridge.posterior(here, 5.0)
        assert belief is not None
        shares.append(ridge.coverage(here, belief))
    assert np.mean(shares) == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("penalty", [-1.0, math.inf, math.nan])
def test_invalid_penalties_are_refused(penalty: float) -> None:
    here = problem(3, 10, 0)
    for ask in (ridge.fit, ridge.posterior, ridge.log_evidence):
        with pytest.raises(ValueError), warnings.catch_warnings():
            warnings.simplefilter("error")
            ask(here, penalty)
    assert ridge.log_evidence(here, 0.0) == -math.inf
