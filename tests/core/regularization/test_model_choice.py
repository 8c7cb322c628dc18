"""Criteria for the strength: scikit-learn's cross-validation, the evidence as a sum of predictions, and the folds."""

import math

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.linear_model import Ridge

from core.regularization import ridge
from core.regularization.kinds import FITTERS, fit, sweep
from core.regularization.model_choice import (
    PENALTIES,
    SHUFFLES,
    STRENGTHS,
    choose,
    cross_validated,
    evidence,
    folds,
    grow_or_turn,
    paths,
    without,
)
from core.regularization.problem import SIGMA, Problem, held_out_nll, problem
from core.regularization.strength import KINDS, setting


@pytest.mark.parametrize("n", [4, 5, 23, 200])
def test_each_example_is_left_out_once_in_each_partition(n: int) -> None:
    parts = folds(n, 3)
    everything = np.sort(np.concatenate(parts))
    np.testing.assert_array_equal(everything, np.repeat(np.arange(n), SHUFFLES))
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert all(np.array_equal(a, b) for a, b in zip(parts, folds(n, 3), strict=True))
    assert n < 6 or not all(np.array_equal(a, b) for a, b in zip(parts, folds(n, 4), strict=True))


def test_cross_validation_agrees_with_scikit_learn() -> None:
    here, place = problem(6, 25, 2), 55
    found, total = cross_validated(here, "l2")[place], 0.0
    for part in folds(25, 2):
        kept = np.delete(np.arange(25), part)
        model = Ridge(alpha=2 * SIGMA**2 * PENALTIES[place], solver="svd").fit(here.features[kept], here.y[kept])
        total -= norm(model.predict(here.features[part]), SIGMA).logpdf(here.y[part]).sum()
    assert found == pytest.approx(total / (SHUFFLES * 25), rel=1e-9)


def test_the_evidence_is_a_sum_of_predictions_of_the_next_example() -> None:
    here, place = problem(4, 10, 1), 60
    penalty, total = float(PENALTIES[place]), 0.0
    for n in range(1, here.n):
        seen = Problem(here.x[:n], here.y[:n], here.x, here.y, SIGMA, 4, 1)
        belief = ridge.posterior(seen, penalty)
        assert belief is not None
        at = here.x[n : n + 1]
        spread = math.hypot(float(belief.sd(at)[0]), SIGMA)
        total += float(norm(belief.fit.predict(at)[0], spread).logpdf(here.y[n]))
    # The evidence's contrasts and these predictions differ in scale, by a factor that does not depend on lambda.
    constant = 0.5 * math.log(here.n)
    assert -evidence(here)[place] * (here.n - 1) == pytest.approx(total + constant, rel=1e-9)


@pytest.mark.parametrize("kind", ["l2", "l1"])
def test_the_choices_are_the_lowest_points(kind: str) -> None:
    here = problem(12, 20, 0)
    found = choose(here, kind)
    for curve in (found.cross_validated, found.evidence, found.held_out):
        if curve is not None:
            assert curve.value[list(STRENGTHS).index(curve.best)] == curve.value.min()
    assert (found.evidence is None) == (kind == "l1")
    place = list(STRENGTHS).index(0.4)
    assert found.held_out.value[place] == pytest.approx(held_out_nll(fit(kind, here, 0.4), here), rel=1e-9)


def test_other_kinds_are_refused() -> None:
    with pytest.raises(ValueError):
        choose(problem(3, 10, 0), "dropout")


def test_leaving_out_keeps_the_rest() -> None:
    here = problem(3, 10, 0)
    part = without(here, np.array([0, 9]))
    np.testing.assert_array_equal(part.x, here.x[1:9])
    assert part.degree == 3 and part.y_held is here.y_held


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_begins_at_the_mle_and_ends_with_smaller_weights(kind: str) -> None:
    assert kind in FITTERS
    for degree, n in ((12, 20), (12, 4), (1, 4)):
        here = problem(degree, n, 0)
        run = sweep(kind, here)
        np.testing.assert_allclose(run.weights[0], ridge.fit(here, 0.0).weights, atol=1e-7)
        assert np.isfinite(run.weights).all() and np.isfinite(run.held_out).all()
        assert run.train[0] == run.train.min() or run.train[0] == pytest.approx(run.train.min(), abs=1e-9)
        assert np.linalg.norm(run.weights[-1]) < np.linalg.norm(run.weights[0])
        assert setting(kind, run.best).text


def test_single_weights_may_grow_or_change_sign_under_l2() -> None:
    here = problem(12, 20, 0)
    second = paths(here, "l2")[:, 1]
    assert np.abs(second).max() > 1.5 * abs(second[0]), "the true weight of degree 2 grows first"
    assert grow_or_turn(paths(here, "l2")) == 7
    assert grow_or_turn(paths(problem(1, 20, 0), "l2")) == 0
    assert grow_or_turn(np.array([[2.0, 1.0, 1.0], [1.0, 2.0, -0.5], [0.5, 1.0, -0.2]])) == 2
