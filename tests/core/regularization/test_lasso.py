"""The lasso: scikit-learn's fits and knots, exact zeros, and the duality gap as a bound."""

import math

import numpy as np
import pytest
from sklearn.linear_model import Lasso, lars_path

from core.regularization import coordinate_descent, lasso, ridge
from core.regularization.coordinate_descent import GAP, descend, duality_gap, objective
from core.regularization.problem import SIGMA, problem

PROBLEMS = [(12, 20, 0), (5, 200, 1), (1, 4, 2), (12, 4, 3), (12, 13, 4)]


@pytest.mark.parametrize(("degree", "n", "seed"), PROBLEMS)
@pytest.mark.parametrize("penalty", [0.3, 3.0, 30.0])
def test_the_lasso_agrees_with_scikit_learn(degree: int, n: int, seed: int, penalty: float) -> None:
    here = problem(degree, n, seed)
    # scikit-learn minimizes |y - Xw|^2 / (2n) + alpha |w|_1: alpha is sigma^2 lambda / n.
    expected = Lasso(alpha=SIGMA**2 * penalty / n, tol=1e-14, max_iter=1_000_000).fit(here.features, here.y)
    found = lasso.fit(here, penalty)
    np.testing.assert_allclose(found.weights, expected.coef_, atol=1e-6)
    assert found.intercept == pytest.approx(expected.intercept_, abs=1e-6)
    np.testing.assert_array_equal(found.weights == 0, expected.coef_ == 0)


@pytest.mark.parametrize(("degree", "n", "seed"), PROBLEMS)
def test_the_knots_agree_with_scikit_learn(degree: int, n: int, seed: int) -> None:
    here = problem(degree, n, seed)
    found, scaled = lasso.path(here), lasso.in_noise_units(here)
    alphas, _, coefficients = lars_path(scaled.design, scaled.target, method="lasso")
    penalties = alphas * n
    ours, theirs = (line[line > 1e-6 * line[0]] for line in (found.penalties, penalties))
    np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    np.testing.assert_allclose(found.weights[: ours.size], coefficients.T[: theirs.size], atol=1e-6)


@pytest.mark.parametrize(("degree", "n", "seed"), PROBLEMS)
def test_each_point_of_the_path_is_optimal(degree: int, n: int, seed: int) -> None:
    here = problem(degree, n, seed)
    found, scaled = lasso.path(here), lasso.in_noise_units(here)
    for penalty in np.concatenate([np.geomspace(0.01, 1000, 23), found.penalties[:-1]]):
        weights = found.at(float(penalty))
        pull = scaled.along - scaled.gram @ weights
        active = weights != 0
        np.testing.assert_allclose(pull[active], penalty * np.sign(weights[active]), atol=1e-6)
        assert np.all(np.abs(pull[~active]) <= penalty + 1e-6)
    if here.determined:
        np.testing.assert_allclose(found.at(0.0), ridge.fit(here, 0.0).weights, atol=1e-6)


def test_weights_join_one_by_one_and_zeros_are_exact() -> None:
    here = problem(12, 20, 0)
    found = lasso.path(here)
    assert np.all(np.diff(found.penalties) < 0) and found.penalties[-1] == 0
    assert not found.at(found.penalties[0]).any() and found.at(found.penalties[0] * 0.999).any()
    active = 0
    for knot, after in zip(found.knots, np.append(found.penalties[1:], 0.0), strict=False):
        active += 1 if knot.joins else -1
        between = found.at((knot.penalty + after) / 2)
        assert np.count_nonzero(between) == active and (between[knot.degree - 1] != 0) == knot.joins
        assert not np.signbit(between[between == 0]).any()


def test_with_few_examples_at_most_one_weight_less_than_examples_is_active() -> None:
    weights = lasso.path(problem(12, 4, 3)).weights
    assert np.count_nonzero(weights, axis=1).max() == 3


@pytest.mark.parametrize(("degree", "n", "seed"), PROBLEMS)
@pytest.mark.parametrize("penalty", [1.0, 20.0])
def test_coordinate_descent_reaches_the_paths_minimum(degree: int, n: int, seed: int, penalty: float) -> None:
    here = problem(degree, n, seed)
    scaled, records, exact = lasso.in_noise_units(here), descend(here, penalty), lasso.path(here).at(penalty)
    lowest = objective(scaled, exact, penalty)
    above = np.array([objective(scaled, record.weights, penalty) - lowest for record in records])
    gaps = np.array([record.gap for record in records])
    assert np.all(gaps >= above - 1e-10), "the gap must bound the distance to the minimum"
    assert np.all(np.diff(above) <= 1e-10), "a sweep never increases the objective"
    assert gaps[-1] <= GAP < gaps[:-1].min(initial=math.inf)
    np.testing.assert_allclose(records[-1].weights, exact, atol=1e-5)
    np.testing.assert_array_equal(records[-1].weights == 0, exact == 0)
    assert duality_gap(scaled, exact, penalty) < 1e-9


def test_a_descent_that_is_cut_short_reports_a_larger_gap() -> None:
    records = descend(problem(12, 20, 0), 1.0, most=5)
    assert len(records) == 6 and records[-1].gap > coordinate_descent.GAP


@pytest.mark.parametrize("penalty", [-1.0, math.inf, math.nan])
def test_invalid_penalties_are_refused(penalty: float) -> None:
    for ask in (lasso.fit, descend):
        with pytest.raises(ValueError):
            ask(problem(3, 10, 0), penalty)
    with pytest.raises(ValueError):
        descend(problem(3, 10, 0), 0.0)
