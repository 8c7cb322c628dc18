"""Dropout over all masks: weight scaling, the geometric mean, Monte Carlo, and the equivalent penalty."""

import math

import numpy as np
import pytest
import torch
from scipy.special import expit

from core.regularization import dropout, ridge
from core.regularization.problem import Fit, Problem, problem

EXAMPLES = problem(8, 20, 0)
RATE = 0.3
FITTED = dropout.fit(EXAMPLES, RATE)


def masked(fit: Fit, data: Problem, rate: float) -> np.ndarray:
    """Outputs of every sub-network at every example, shape (2^n, n), one mask after the other."""
    return np.array(
        [fit.intercept + data.features @ (mask * fit.weights) / (1 - rate) for mask in dropout.masks(data.degree)]
    )


def test_every_mask_occurs_once() -> None:
    every = dropout.masks(12)
    assert every.shape == (4096, 12) and len({tuple(row) for row in every.tolist()}) == 4096
    assert not every.flags.writeable
    for rate in (0.0, 0.3, 0.8):
        found = dropout.sub_networks(FITTED, EXAMPLES.features[0], rate)
        assert found.probability.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("degree", [1, 5, 12])
@pytest.mark.parametrize("rate", [0.0, 0.1, 0.5, 0.8])
def test_the_mean_of_all_sub_networks_is_weight_scaling(degree: int, rate: float) -> None:
    data = problem(degree, 30, 1)
    fit = dropout.fit(data, rate)
    for features in data.features[::6]:
        found = dropout.sub_networks(fit, features, rate)
        assert found.mean == pytest.approx(dropout.weight_scaling(fit, features), abs=1e-12)
        variance = rate / (1 - rate) * float(np.sum((features * fit.weights) ** 2))
        assert found.sd**2 == pytest.approx(variance, rel=1e-9, abs=1e-20)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_through_a_softmax_weight_scaling_is_the_geometric_mean_and_not_the_arithmetic_mean(rate: float) -> None:
    threshold = float(np.median(EXAMPLES.y))
    fit = dropout.fit(EXAMPLES, rate)
    gaps = []
    for features in EXAMPLES.features:
        every = dropout.sub_networks(fit, features, rate)
        means = dropout.class_means(every, dropout.weight_scaling(fit, features), threshold, EXAMPLES.sigma)
        assert means.geometric == pytest.approx(means.weight_scaling, abs=1e-12)
        # The same by torch: a softmax over two scores, and its arithmetic and renormalized geometric means.
        z = torch.tensor(every.outputs - threshold) * (math.pi / math.sqrt(3) / EXAMPLES.sigma)
        scores = torch.stack([torch.zeros_like(z), z], dim=1)
        weight = torch.tensor(every.probability)
        arithmetic = weight @ torch.softmax(scores, dim=1)
        log_geometric = weight @ torch.log_softmax(scores, dim=1)
        assert means.arithmetic == pytest.approx(float(arithmetic[1]), abs=1e-12)
        assert means.geometric == pytest.approx(float(torch.softmax(log_geometric, dim=0)[1]), abs=1e-12)
        gaps.append(abs(means.arithmetic - means.weight_scaling))
    assert max(gaps) > 0.02


def test_a_saturated_class_stays_finite() -> None:
    far = Fit(0.0, np.full(3, 1e4))
    every = dropout.sub_networks(far, np.ones(3), 0.5)
    means = dropout.class_means(every, dropout.weight_scaling(far, np.ones(3)), 0.0, 0.4)
    assert means.geometric == means.weight_scaling == 1.0
    assert means.arithmetic == pytest.approx(0.875 + 0.125 * expit(0.0))


def test_monte_carlo_lies_within_its_standard_error() -> None:
    features = EXAMPLES.features[3]
    exact = dropout.sub_networks(FITTED, features, RATE)
    runs = [dropout.monte_carlo(FITTED, features, RATE, 400, seed) for seed in range(200)]
    away = np.array([(run.mean - exact.mean) / run.standard_error for run in runs])
    assert np.abs(away).max() < 4
    # The expected share within one standard error is 0.683; its own standard error for 200 runs is 0.033.
    assert abs(np.mean(np.abs(away) < 1) - 0.683) < 4 * 0.033
    assert runs[0].standard_error == pytest.approx(exact.sd / 20, rel=0.15)
    longer = dropout.monte_carlo(FITTED, features, RATE, 1600, 0)
    assert longer.standard_error == pytest.approx(runs[0].standard_error / 2, rel=0.15)
    assert longer == dropout.monte_carlo(FITTED, features, RATE, 1600, 0)


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.7])
def test_dropout_is_equivalent_to_a_diagonal_penalty(rate: float) -> None:
    w = np.random.default_rng(0).normal(size=EXAMPLES.degree)
    fit = Fit(0.3, w)
    probability = dropout.sub_networks(fit, EXAMPLES.features[0], rate).probability
    squares = ((EXAMPLES.y - masked(fit, EXAMPLES, rate)) ** 2).sum(axis=1)
    plain = float(np.sum((EXAMPLES.y - fit.intercept - EXAMPLES.features @ w) ** 2))
    nats = (float(probability @ squares) - plain) / (2 * EXAMPLES.sigma**2)
    assert nats == pytest.approx(float(dropout.penalties(EXAMPLES, rate) @ w**2), rel=1e-10, abs=1e-10)


def test_the_fit_is_the_minimum_over_all_masks() -> None:
    data = problem(6, 15, 2)
    fit = dropout.fit(data, 0.4)
    probability = dropout.sub_networks(fit, data.features[0], 0.4).probability
    # Least squares over the designs of all 64 masks, each multiplied by the root of its mask's probability.
    rows = np.vstack(
        [
            math.sqrt(p) * np.column_stack([np.ones(data.n), data.features * mask / 0.6])
            for p, mask in zip(probability, dropout.masks(6), strict=True)
        ]
    )
    best = np.linalg.lstsq(rows, np.outer(np.sqrt(probability), data.y).ravel())[0]
    assert fit.intercept == pytest.approx(best[0], abs=1e-10)
    np.testing.assert_allclose(fit.weights, best[1:], atol=1e-10)


def test_without_dropout_the_fit_is_the_mle_of_least_norm() -> None:
    for data in (EXAMPLES, problem(12, 4, 0)):
        np.testing.assert_allclose(dropout.fit(data, 0.0).weights, ridge.fit(data, 0.0).weights, atol=1e-9)


def test_with_orthonormal_inputs_dropout_is_ridge() -> None:
    # For many evenly spread x, the diagonal of the Gram matrix is close to n for every weight.
    data = problem(4, 200, 0)
    found = dropout.penalties(data, 0.5)
    np.testing.assert_allclose(found, data.n / (2 * data.sigma**2), rtol=0.05)
    np.testing.assert_allclose(dropout.fit(data, 0.5).weights, ridge.fit(data, float(found.mean())).weights, atol=0.02)


def test_invalid_rates_draws_and_numbers_of_features_are_refused() -> None:
    features = EXAMPLES.features[0]
    for rate in (-0.1, 1.0, math.nan):
        for call in (
            lambda rate=rate: dropout.fit(EXAMPLES, rate),
            lambda rate=rate: dropout.sub_networks(FITTED, features, rate),
            lambda rate=rate: dropout.monte_carlo(FITTED, features, rate, 10, 0),
        ):
            with pytest.raises(ValueError, match="rate"):
                call()
    with pytest.raises(ValueError, match="2 draws"):
        dropout.monte_carlo(FITTED, features, 0.5, 1, 0)
    for n in (0, 13):
        with pytest.raises(ValueError, match="from 1 to 12"):
            dropout.masks(n)
