"""The parts of a mean cost, and the reliability of stated probabilities, against scipy and plain counting."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, entropy

from core.forecasts.calibration import parts, reliability
from core.forecasts.score import Answer, score, spread
from tests.core.forecasts.test_score import answers

STATED = st.sampled_from([0.5, 0.6, 0.8, 0.9, 0.99])


@given(st.lists(answers(), min_size=1, max_size=30))
def test_the_parts_sum_to_the_mean_cost(given_: list[Answer]) -> None:
    found = parts(given_)
    assert found.nll == pytest.approx(score(given_).nll, abs=1e-10)
    assert min(found.resolution, found.miscalibration) >= -1e-15
    assert found.uncertainty >= 0


@given(st.lists(st.tuples(STATED, st.booleans()), min_size=1, max_size=30))
def test_two_options_leave_no_rest(stated: list[tuple[float, bool]]) -> None:
    made = [Answer(spread(sure, 0, 2), 0 if right else 1) for sure, right in stated]
    share = sum(right for _, right in stated) / len(stated)
    found = parts(made)
    assert found.rest == 0
    assert found.uncertainty == pytest.approx(entropy([share, 1 - share]), abs=1e-12)


def test_probabilities_that_come_true_as_often_as_said_are_not_miscalibrated() -> None:
    made = [Answer((0.75, 0.25), 1 if place == 0 else 0) for place in range(4)]
    assert parts(made).miscalibration == pytest.approx(0, abs=1e-15)
    assert parts(made).resolution == pytest.approx(0, abs=1e-15)


def test_a_wrong_certainty_is_infinitely_miscalibrated() -> None:
    found = parts([Answer((1.0, 0.0, 0.0), 1), Answer((0.5, 0.3, 0.2), 0)])
    assert found.miscalibration == math.inf
    assert found.nll == math.inf


def test_zero_for_what_came_true_beside_a_favorite_below_one_is_in_the_rest() -> None:
    found = parts([Answer((0.6, 0.4, 0.0), 2)])
    assert found.rest == math.inf
    assert math.isfinite(found.miscalibration)


def test_without_forecasts_there_are_no_parts() -> None:
    with pytest.raises(ValueError, match="at least one"):
        parts([])


def test_the_groups_are_those_of_scipy() -> None:
    made = [Answer(spread(0.8, 0, 3), 0)] * 3 + [Answer(spread(0.9, 0, 3), 1)] + [Answer(spread(1.0, 1, 2), 1)]
    high, sure = reliability(made)
    assert (high.right, high.forecasts, sure.right, sure.forecasts) == (3, 4, 1, 1)
    assert high.confidence == pytest.approx(0.825)
    assert high.interval == pytest.approx(beta(4, 2).ppf([0.025, 0.975]))
    assert sure.interval == pytest.approx(beta(2, 1).ppf([0.025, 0.975]))


@given(st.lists(answers(), min_size=1, max_size=30))
def test_each_forecast_is_in_one_group(given_: list[Answer]) -> None:
    found = reliability(given_)
    assert sum(group.forecasts for group in found) == len(given_)
    assert all(0 <= group.interval.lower <= group.interval.upper <= 1 for group in found)
