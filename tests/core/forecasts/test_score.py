"""The log score of forecasts, against scikit-learn."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, log_loss

from core.forecasts.score import Answer, checked, cost, running, score, spread

CHANCES = st.floats(0.01, 1)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """A forecast of two to four options, all above 0, and what came true."""
    weights = np.array(draw(st.lists(CHANCES, min_size=2, max_size=4)))
    p = weights / weights.sum()
    return Answer(tuple(map(float, p)), draw(st.integers(0, len(p) - 1)))


@given(st.lists(answers(), min_size=1, max_size=20))
def test_the_score_is_that_of_scikit_learn(given_: list[Answer]) -> None:
    found = score(given_)
    costs = [log_loss([one.right], [one.probabilities], labels=range(len(one.probabilities))) for one in given_]
    squares = [
        brier_score_loss([one.right], [one.probabilities], labels=range(len(one.probabilities)), scale_by_half=False)
        for one in given_
    ]
    assert found.nll == pytest.approx(np.mean(costs), abs=1e-12)
    assert found.brier == pytest.approx(np.mean(squares), abs=1e-12)
    assert found.guessing == pytest.approx(np.mean([np.log(len(one.probabilities)) for one in given_]), abs=1e-12)
    assert found.impossible == 0 and found.others == found.nll


def test_an_impossible_outcome_costs_infinitely_much_and_the_others_are_kept_apart() -> None:
    found = score([Answer((0.5, 0.5), 0), Answer((1.0, 0.0), 1), Answer((0.0, 1.0), 1)])
    assert found.nll == math.inf
    assert found.impossible == 1
    assert found.others == pytest.approx(math.log(2) / 2)


def test_without_forecasts_there_is_no_mean() -> None:
    found = score([])
    assert found.forecasts == 0 and math.isnan(found.nll) and math.isnan(found.others) and math.isnan(found.guessing)


def test_without_others_their_mean_is_missing() -> None:
    assert math.isnan(score([Answer((1.0, 0.0), 1)]).others)


@given(st.floats(0, 1), st.integers(2, 4), st.data())
def test_the_rest_is_spread_evenly(sure: float, options: int, data: st.DataObject) -> None:
    chosen = data.draw(st.integers(0, options - 1))
    p = checked(spread(sure, chosen, options))
    assert p[chosen] == sure
    assert len({each for place, each in enumerate(p) if place != chosen}) == 1


@given(st.integers(1, 999), st.integers(1, 999))
def test_nobody_expects_to_score_better_than_by_saying_what_they_believe(believed: int, said: int) -> None:
    p, q = believed / 1000, said / 1000
    assert p * cost(p) + (1 - p) * cost(1 - p) <= p * cost(q) + (1 - p) * cost(1 - q) + 1e-12


@pytest.mark.parametrize("bad", [-0.1, 1.1, math.nan, math.inf])
def test_a_cost_outside_of_probabilities_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="must lie in"):
        cost(bad)


@pytest.mark.parametrize("bad", [(0.5, 0.4), (math.nan, 1.0), (1.5, -0.5), ()])
def test_what_does_not_sum_to_one_is_refused(bad: tuple[float, ...]) -> None:
    with pytest.raises(ValueError):
        checked(bad)


def test_the_score_after_each_forecast() -> None:
    made = [Answer((0.5, 0.5), 0), Answer((0.8, 0.2), 0)]
    assert running(made) == [score(made[:1]), score(made)]
