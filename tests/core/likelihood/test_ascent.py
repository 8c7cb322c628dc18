"""Gradient ascent and Newton's method on a coin: closed forms, agreement with the coin module, and edge cases."""

import math

import numpy as np
import pytest
from scipy.special import expit, logit

from core.likelihood import ascent, coin
from core.likelihood.counts import MAX_COUNT, Counts
from pages.training_is_mle.example import gradient_code, newton_code

SEVEN_THREE = Counts(7, 3)
EDGES = (Counts(0, 0), Counts(1, 0), Counts(0, 10), Counts(MAX_COUNT, 0), Counts(1, MAX_COUNT), Counts(MAX_COUNT, 1))


def test_height_slope_and_curvature_agree_with_the_coin_module() -> None:
    for theta in (0.01, 0.5, 0.7, 0.99):
        at = float(logit(theta))
        bend = theta * (1 - theta)
        assert ascent.mean_log_likelihood(at, SEVEN_THREE) == pytest.approx(
            float(coin.log_likelihood(theta, SEVEN_THREE)) / 10
        )
        # The chain rule: d theta / d logit = theta (1 - theta).
        assert ascent.gradient(at, SEVEN_THREE) == pytest.approx(float(coin.score(theta, SEVEN_THREE)) * bend / 10)
        assert ascent.curvature(at) == pytest.approx(bend)


def test_newton_reaches_the_mle_in_a_few_steps() -> None:
    path = ascent.newton(SEVEN_THREE)
    assert path.theta[0] == 0.5
    assert path.logit[1] == pytest.approx(0.2 / 0.25)
    assert ascent.arrival(path, SEVEN_THREE) == 2
    assert path.theta[5] == pytest.approx(0.7, abs=1e-15)
    assert not path.halvings.any()


def test_near_the_maximum_each_step_shrinks_the_distance_by_the_contraction() -> None:
    path = ascent.gradient_ascent(SEVEN_THREE, 1.0)
    away = path.logit - math.log(7 / 3)
    assert path.logit[1] == pytest.approx(0.2)
    assert away[40] / away[39] == pytest.approx(ascent.contraction(SEVEN_THREE, 1.0), abs=1e-4)
    assert ascent.contraction(SEVEN_THREE, 1.0) == pytest.approx(1 - 0.21)
    assert np.all(np.diff(path.height) > 0)
    assert ascent.crossings(path, SEVEN_THREE) == 0


def test_gradient_ascent_does_not_converge_from_the_largest_rate_on() -> None:
    limit = ascent.largest_rate(SEVEN_THREE)
    assert limit == pytest.approx(2 / 0.21)
    too_large = ascent.gradient_ascent(SEVEN_THREE, 1.05 * limit, steps=2000)
    fine = ascent.gradient_ascent(SEVEN_THREE, 0.95 * limit, steps=2000)
    assert ascent.arrival(too_large, SEVEN_THREE) is None
    assert ascent.crossings(too_large, SEVEN_THREE) > 1000
    assert np.all(np.isfinite(too_large.logit))
    assert fine.theta[-1] == pytest.approx(0.7, abs=1e-9)


def test_newton_is_damped_far_from_the_maximum() -> None:
    start = float(logit(0.02))
    whole = start + ascent.gradient(start, SEVEN_THREE) / ascent.curvature(start)
    assert ascent.mean_log_likelihood(whole, SEVEN_THREE) < ascent.mean_log_likelihood(start, SEVEN_THREE)
    path = ascent.newton(SEVEN_THREE, start=start)
    assert path.halvings[0] > 0
    assert path.theta[-1] == pytest.approx(0.7, abs=1e-12)


@pytest.mark.parametrize("counts", EDGES, ids=str)
@pytest.mark.parametrize("rate", [0.1, 20.0])
def test_one_sided_counts_give_finite_paths_that_never_fall(counts: Counts, rate: float) -> None:
    for path in ascent.race(counts, rate):
        assert all(np.all(np.isfinite(part)) for part in path)
    newton = ascent.newton(counts)
    assert np.all(np.diff(newton.height) >= -1e-12)
    if counts.n == 0:
        assert not newton.logit.any() and ascent.arrival(newton, counts) is None
    elif not (counts.heads and counts.tails):
        # There is no maximum, and each Newton step is about one unit of logit.
        assert abs(newton.logit[-1]) > 40
        assert math.isinf(ascent.mle_logit(counts) or 0)
    else:
        assert newton.logit[-1] == pytest.approx(math.log(counts.heads / counts.tails), abs=1e-6)


def test_theta_as_text_and_invalid_arguments() -> None:
    assert ascent.theta_text(0.0) == "0.500"
    assert ascent.theta_text(20.0) == "1 − 2.1\u202f×\u202f10⁻⁹"
    assert ascent.theta_text(-20.0) == "2.1\u202f×\u202f10⁻⁹"
    for rate in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="rate"):
            ascent.gradient_ascent(SEVEN_THREE, rate)
    with pytest.raises(ValueError, match="start"):
        ascent.newton(SEVEN_THREE, start=math.nan)


@pytest.mark.parametrize("counts", [SEVEN_THREE, Counts(0, 0), Counts(10, 0), Counts(178_079, 172_678)], ids=str)
def test_the_worked_example_computes_the_same_paths(counts: Counts) -> None:
    found: dict[str, object] = {}
    exec(gradient_code(counts, 3.0, 7), found)
    exec(newton_code(counts, 7), found)
    gradient, newton = ascent.race(counts, 3.0)
    assert found["theta_gradient"] == pytest.approx(float(expit(gradient.logit[7])), rel=1e-12)
    assert found["theta_newton"] == pytest.approx(float(expit(newton.logit[7])), rel=1e-12)
