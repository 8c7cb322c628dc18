"""Strengths picked by a room: plain counting, Python's statistics, and the criteria's own strengths."""

import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.regularization.kinds import STRENGTHS, Sweep, sweep
from core.regularization.model_choice import choose
from core.regularization.picks import Excess, excess, marks, median_pick, picked
from core.regularization.problem import DEFAULT_POINTS, MAX_DEGREE, Problem, held_out_nll, problem
from core.regularization.ridge import fit
from core.regularization.strength import Kind, penalty_at

rooms = st.lists(st.integers(0, 100), min_size=1, max_size=60)


@pytest.fixture(scope="module")
def example() -> Problem:
    return problem(MAX_DEGREE, DEFAULT_POINTS, 0)


@pytest.fixture(scope="module")
def run(example: Problem) -> Sweep:
    return sweep("l2", example)


@given(rooms)
def test_the_picks_are_counted_and_their_median_is_one_of_them(room: list[int]) -> None:
    assert picked(room).tolist() == [room.count(place) for place in range(101)]
    assert median_pick(room) == statistics.median_low(room)


@given(rooms, st.lists(st.integers(0, 999), min_size=101, max_size=101))
def test_the_excess_in_fractions(room: list[int], heights: list[int]) -> None:
    above = [Fraction(height - min(heights)) for height in heights]
    expected = float(above[statistics.median_low(room)]), float(statistics.mean(above[pick] for pick in room))
    assert excess(room, heights) == pytest.approx(expected, rel=1e-14)


def test_the_excess_on_the_lessons_curve_by_fits_of_its_own(example: Problem, run: Sweep) -> None:
    lowest = min(held_out_nll(fit(example, penalty_at(place / 100)), example) for place in range(101))
    at = {place: held_out_nll(fit(example, penalty_at(place / 100)), example) - lowest for place in (0, 30, 80)}
    assert excess([0, 30, 80], run.held_out) == pytest.approx((at[30], sum(at.values()) / 3), abs=1e-12)
    assert excess([int(run.held_out.argmin())] * 3, run.held_out) == Excess(0.0, 0.0)


@pytest.mark.parametrize("kind", ["l2", "l1"])
def test_the_marks_stand_at_the_lowest_points(example: Problem, kind: Kind) -> None:
    choice = choose(example, kind)
    found = marks(choice)
    # The criteria have no strength 0, so their own places are one lower.
    assert found.cross_validated == 1 + int(choice.cross_validated.value.argmin())
    assert found.held_out == 1 + int(choice.held_out.value.argmin())
    assert STRENGTHS[found.cross_validated] == choice.cross_validated.best
    if choice.evidence is None:
        assert kind == "l1" and found.evidence is None
    else:
        assert found.evidence == 1 + int(choice.evidence.value.argmin())


def test_the_mark_of_the_held_out_examples_is_the_lowest_point_of_the_lessons_curve(
    example: Problem, run: Sweep
) -> None:
    assert marks(choose(example, "l2")).held_out == int(np.argmin(run.held_out)) > 0


@pytest.mark.parametrize("bad", [[-1], [101], [3, 400]])
def test_picks_beside_the_slider_are_refused(bad: list[int]) -> None:
    for use in (picked, median_pick):
        with pytest.raises(ValueError, match="from 0 to 100"):
            use(bad)


def test_nobody_has_no_median_and_a_curve_of_other_stops_no_picks() -> None:
    assert not picked([]).any()
    with pytest.raises(ValueError, match="at least one pick"):
        median_pick([])
    with pytest.raises(ValueError, match="each of 101 stops"):
        excess([3], np.zeros(100))
