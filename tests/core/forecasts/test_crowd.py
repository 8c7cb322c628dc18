"""A crowd's forecasts against scikit-learn, Jensen's inequality, and two rounds by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from core.forecasts.crowd import Shift, crowd, shift


@st.composite
def forecasts(draw: st.DrawFn, least: float = 0.0) -> tuple[list[tuple[float, ...]], int]:
    """Forecasts of two to four options by up to 30 people, and what came true; ``least`` 0 lets some be impossible."""
    options = draw(st.integers(2, 4))
    weights = st.lists(st.floats(least, 1), min_size=options, max_size=options).filter(lambda row: sum(row) > 0.01)
    rows = draw(st.lists(weights, min_size=1, max_size=30))
    return [tuple(float(w) / math.fsum(row) for w in row) for row in rows], draw(st.integers(0, options - 1))


@given(forecasts(least=0.01))
def test_the_costs_are_those_of_scikit_learn(made: tuple[list[tuple[float, ...]], int]) -> None:
    rows, right = made
    found, labels = crowd(rows, right), range(len(rows[0]))
    mean = np.mean(rows, axis=0)
    assert found.people == len(rows)
    assert found.mean_nll == pytest.approx(log_loss([right] * len(rows), rows, labels=labels), abs=1e-12)
    assert found.nll_of_mean == pytest.approx(log_loss([right], [mean], labels=labels), abs=1e-12)
    assert found.gap == pytest.approx(found.mean_nll - found.nll_of_mean, abs=1e-15)
    assert found.mean_probabilities == pytest.approx(mean, abs=1e-15)
    uniform = [np.full(len(labels), 1 / len(labels))]
    assert found.guessing == pytest.approx(log_loss([right], uniform, labels=labels))
    assert found.infinite == 0 and found.others == found.mean_nll


@given(forecasts())
def test_the_crowd_is_never_worse_than_its_members_on_average(made: tuple[list[tuple[float, ...]], int]) -> None:
    rows, right = made
    found = crowd(rows, right)
    if found.infinite == len(rows):
        assert found.mean_nll == found.nll_of_mean == math.inf and math.isnan(found.gap) and math.isnan(found.others)
    else:
        assert found.nll_of_mean <= found.mean_nll + 1e-12
        assert found.gap >= 0
        assert (found.gap == math.inf) == (found.mean_nll == math.inf) == (found.infinite > 0)
    assert math.fsum(found.mean_probabilities) == pytest.approx(1, abs=1e-12)


def test_one_impossible_forecast_by_hand() -> None:
    found = crowd([(0.5, 0.5, 0.0), (0.25, 0.75, 0.0), (0.0, 0.0, 1.0)], 0)
    assert (found.mean_nll, found.gap, found.infinite) == (math.inf, math.inf, 1)
    assert found.others == pytest.approx(math.log(8) / 2)
    assert found.nll_of_mean == pytest.approx(math.log(4))
    assert found.guessing == pytest.approx(math.log(3))


@given(st.floats(0, 1, exclude_min=True), st.integers(1, 50))
def test_people_who_agree_have_no_gap(p: float, people: int) -> None:
    assert crowd([(p, 1 - p)] * people, 0).gap == pytest.approx(0, abs=1e-15 * (1 - math.log(p)))


def test_two_rounds_by_hand() -> None:
    first = [(0.5, 0.5), (0.25, 0.75), (1.0, 0.0), (0.5, 0.5)]
    second = [(0.25, 0.75), (0.5, 0.5), (0.5, 0.5), (0.5, 0.5)]
    assert shift(first, second, 1) == Shift(improved=2, worsened=1, same=1)
    assert shift([], [], 1) == Shift(improved=0, worsened=0, same=0)


@given(forecasts(), st.randoms())
def test_two_rounds_turned_around(made: tuple[list[tuple[float, ...]], int], order) -> None:
    first, right = made
    second = order.sample(first, len(first))
    there, back = shift(first, second, right), shift(second, first, right)
    assert there.improved + there.worsened + there.same == len(first)
    assert (there.improved, there.worsened, there.same) == (back.worsened, back.improved, back.same)


@pytest.mark.parametrize(
    ("rows", "right"),
    [([], 0), ([(0.5, 0.4)], 0), ([(0.5, 0.5)], 2), ([(0.5, 0.5)], -1), ([(0.5, 0.5), (0.2, 0.2, 0.6)], 0)],
)
def test_what_is_no_crowd_is_refused(rows: list[tuple[float, ...]], right: int) -> None:
    with pytest.raises(ValueError):
        crowd(rows, right)


def test_rounds_of_other_people_are_refused() -> None:
    with pytest.raises(ValueError):
        shift([(0.5, 0.5)], [], 0)
    with pytest.raises(ValueError, match="right option"):
        shift([(0.5, 0.5)], [(0.5, 0.5)], 2)
