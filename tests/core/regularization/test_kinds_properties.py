"""Properties of the regularizers for any problem and setting: exact averages, shrinkage, and zero odd weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.regularization import augmentation, dropout, early_stopping, ridge
from core.regularization.problem import Fit, Problem, design, problem, train_nll

problems = st.builds(problem, st.integers(1, 12), st.integers(4, 60), st.integers(0, 9999))
few = settings(max_examples=25)


@few
@given(problems, st.floats(0, 0.8), st.floats(-1, 1))
def test_all_masks_average_to_weight_scaling(data: Problem, rate: float, x: float) -> None:
    fit, features = dropout.fit(data, rate), design(np.array([x]), data.degree)[0]
    every, scaled = dropout.sub_networks(fit, features, rate), dropout.weight_scaling(fit, features)
    size = 1 + float(np.abs(every.outputs).max())
    assert every.mean == pytest.approx(scaled, abs=1e-12 * size)
    means = dropout.class_means(every, scaled, 0.0, data.sigma)
    assert means.geometric == pytest.approx(means.weight_scaling, abs=1e-12 * size)
    assert 0 <= means.arithmetic <= 1 + 1e-12


@few
@given(problems, st.floats(0, 0.8), st.floats(0, 0.8))
def test_more_dropout_never_lowers_the_training_nll(data: Problem, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert train_nll(dropout.fit(data, less), data) <= train_nll(dropout.fit(data, more), data) + 1e-9


@few
@given(problems, st.floats(0.01, 0.5), st.integers(0, 2**32 - 1))
def test_no_curve_has_less_expected_loss_than_the_fit(data: Problem, noise: float, seed: int) -> None:
    def loss(fit: Fit) -> float:
        return data.n * train_nll(fit, data) + augmentation.extra_loss(fit, data, noise).exact

    fit = augmentation.fit(data, noise)
    step = np.random.default_rng(seed).normal(size=data.degree + 1) * 0.01
    beside = Fit(fit.intercept + float(step[0]), fit.weights + step[1:])
    assert loss(fit) <= loss(beside) + 1e-7 * abs(loss(beside))


@few
@given(problems, st.floats(0, 0.5))
def test_reflected_copies_make_an_even_curve(data: Problem, noise: float) -> None:
    fit, x = augmentation.reflected(data, noise), np.linspace(0, 1, 21)
    left, right = fit.predict(-x), fit.predict(x)
    np.testing.assert_allclose(left, right, atol=1e-11 * (1 + float(np.abs(fit.weights).max())))


@few
@given(problems, st.integers(1, 100_000), st.integers(1, 100_000))
def test_more_steps_reach_more_of_the_mle_and_more_than_ridge_keeps(data: Problem, one: int, other: int) -> None:
    h, rate = early_stopping.directions(data)
    fewer, more = (early_stopping.kept_by_steps(h, rate, steps) for steps in sorted((one, other)))
    assert np.all((fewer >= 0) & (fewer <= more) & (more <= 1))
    # 1 - (1 - u/t)^t >= 1 - exp(-u) >= u / (1 + u), with u = rate * t * h.
    assert np.all(fewer >= early_stopping.kept_by_ridge(h, 1 / (rate * min(one, other))) - 1e-15)
    best, simple = early_stopping.best_match(data, one), early_stopping.simple_match(data, one)
    assert best.gap <= simple.gap + 1e-9 and simple.gap < 0.21
    assert train_nll(early_stopping.fit(data, one), data) >= train_nll(ridge.fit(data, 0.0), data) - 1e-9
