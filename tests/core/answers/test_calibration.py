"""Scores of probabilities against scikit-learn and scipy, and their properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import log_softmax, softmax
from scipy.stats import binomtest, sem
from scipy.stats import entropy as scipy_entropy
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, log_loss

from core.answers import calibration
from core.answers.calibration import brier, calibration_error, entropy, log_mean, mean_nll, mean_of, reliability
from core.arrays import FloatArray

QUICK = settings(max_examples=15)


def some(seed: int, classes: int, n: int = 60) -> tuple[FloatArray, np.ndarray]:
    """Logits, and labels of every class."""
    rng = np.random.default_rng(seed)
    return rng.normal(scale=3, size=(n, classes)), rng.permutation(np.arange(n) % classes)


@QUICK
@given(st.integers(0, 9999), st.integers(2, 4))
def test_nll_and_brier_agree_with_scikit_learn(seed: int, classes: int) -> None:
    logits, y = some(seed, classes)
    p = softmax(logits, axis=1)
    assert mean_nll(log_softmax(logits, axis=1), y) == pytest.approx(log_loss(y, p), rel=1e-12)
    expected = brier_score_loss(y, p[:, 1]) if classes == 2 else brier_score_loss(y, p)
    assert brier(p, y) == pytest.approx(expected, rel=1e-12)


@QUICK
@given(st.integers(0, 9999), st.integers(2, 4), st.integers(1, 12))
def test_the_bins_agree_with_scikit_learn(seed: int, classes: int, bins: int) -> None:
    logits, y = some(seed, classes)
    p = softmax(logits, axis=1)
    found = reliability(p, y, bins)
    right = p.argmax(axis=1) == y
    accuracy, confidence = calibration_curve(right, p.max(axis=1), n_bins=bins)
    np.testing.assert_allclose(found.accuracy, accuracy, rtol=1e-12)
    np.testing.assert_allclose(found.confidence, confidence, rtol=1e-12)
    assert found.examples.sum() == len(y)
    assert np.all((found.lower < found.confidence) & (found.confidence <= found.upper))
    gap = np.abs(accuracy - confidence) @ found.examples / len(y)
    assert calibration_error(p, y, bins) == pytest.approx(gap, rel=1e-12)
    # A single bin compares only the means, and splitting bins never lowers the error.
    assert calibration_error(p, y, 1) == pytest.approx(abs(right.mean() - p.max(axis=1).mean()), rel=1e-9)
    assert calibration_error(p, y, 2 * bins) >= calibration_error(p, y, bins) - 1e-12


def test_the_intervals_agree_with_scipy() -> None:
    logits, y = some(5, 2, 200)
    found = reliability(softmax(logits, axis=1), y)
    for hits, n, least, most in zip(
        found.accuracy * found.examples, found.examples, found.least, found.most, strict=True
    ):
        expected = binomtest(round(hits), int(n)).proportion_ci(calibration.LEVEL, "exact")
        assert (least, most) == (pytest.approx(expected.low, abs=1e-12), pytest.approx(expected.high, abs=1e-12))


def test_certain_predictions_have_the_best_score_if_right_and_the_worst_if_wrong() -> None:
    y = np.array([0, 1, 1, 0])
    right, wrong = np.eye(2)[y], np.eye(2)[1 - y]
    with np.errstate(divide="ignore"):
        assert (mean_nll(np.log(right), y), mean_nll(np.log(wrong), y)) == (0.0, math.inf)
    assert (brier(right, y), brier(wrong, y)) == (0.0, 1.0)
    assert (calibration_error(right, y), calibration_error(wrong, y)) == (0.0, 1.0)
    table = reliability(right, y)
    assert (table.least[0], table.most[0]) == (pytest.approx(0.025 ** (1 / 4)), 1.0)
    assert brier(np.full((4, 2), 0.5), y) == 0.25


@QUICK
@given(st.integers(0, 9999), st.integers(2, 5))
def test_entropy_agrees_with_scipy_and_lies_between_certain_and_uniform(seed: int, classes: int) -> None:
    p = softmax(some(seed, classes)[0], axis=1)
    np.testing.assert_allclose(entropy(p), scipy_entropy(p, axis=1), rtol=1e-12, atol=1e-15)
    assert np.all((entropy(p) >= 0) & (entropy(p) <= math.log(classes) + 1e-12))
    assert entropy(np.eye(classes)).tolist() == [0.0] * classes
    assert entropy(np.full(classes, 1 / classes)) == pytest.approx(math.log(classes))


@QUICK
@given(st.integers(0, 9999), st.integers(1, 6))
def test_averaging_members_is_done_in_log_space(seed: int, members: int) -> None:
    logits = np.random.default_rng(seed).normal(scale=4, size=(members, 20, 3))
    y = np.random.default_rng(seed).integers(0, 3, 20)
    logs = log_softmax(logits, axis=-1)
    mean = log_mean(logs)
    np.testing.assert_allclose(np.exp(mean), softmax(logits, axis=-1).mean(axis=0), rtol=1e-12)
    # The logarithm is concave, so an averaged prediction scores at least as well as its members on average.
    assert mean_nll(mean, y) <= np.mean([mean_nll(one, y) for one in logs]) + 1e-12
    # For probabilities below the smallest float, whose mean would be 0.
    np.testing.assert_allclose(log_mean(logs - 5000.0), mean - 5000.0, rtol=1e-12)


@pytest.mark.parametrize(
    ("probability", "label"),
    [
        (np.zeros(3), np.zeros(3, int)),
        (np.full((3, 2), 0.5), np.zeros(2, int)),
        (np.full((3, 2), 0.5), np.full(3, 2)),
        (np.full((3, 2), 0.5), np.zeros(3)),
        (np.full((3, 2), 0.6), np.zeros(3, int)),
        (np.array([[1.5, -0.5]]), np.zeros(1, int)),
        (np.full((1, 2), np.nan), np.zeros(1, int)),
        (np.zeros((0, 2)), np.zeros(0, int)),
    ],
)
def test_invalid_probabilities_labels_and_bins_are_refused(probability: FloatArray, label: np.ndarray) -> None:
    for function in (brier, calibration_error):
        with pytest.raises(ValueError, match=r"needed|whole numbers|sum to 1"):
            function(probability, label)
    with pytest.raises(ValueError, match="at least 1 bin"):
        reliability(np.full((3, 2), 0.5), np.zeros(3, int), 0)


def test_the_standard_error_is_scipys() -> None:
    values = np.random.default_rng(1).exponential(size=50)
    assert mean_of(values) == pytest.approx((values.mean(), sem(values)), rel=1e-12)
    assert math.isnan(mean_of([1.0]).error)
