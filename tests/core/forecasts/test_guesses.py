"""Guesses against Python's statistics in exact fractions, and Jensen's inequality for medians."""

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.forecasts.guesses import Wisdom, median, wisdom

thetas = st.integers(0, 1_000).map(lambda thousandths: thousandths / 1_000)
rooms = st.lists(thetas, min_size=1, max_size=40)


@given(rooms, thetas)
def test_the_errors_in_fractions(guesses: list[float], truth: float) -> None:
    exact, goal = [Fraction(guess) for guess in guesses], Fraction(truth)
    errors = [abs(guess - goal) for guess in exact]
    expected = Wisdom(
        of_median=float(abs(statistics.median(exact) - goal)),
        median_error=float(statistics.median(errors)),
    )
    assert wisdom(guesses, truth) == pytest.approx(expected, abs=1e-15)
    assert median(guesses) == pytest.approx(float(statistics.median(exact)), abs=1e-16)


@given(rooms, thetas)
def test_the_crowd_is_never_worse_than_its_members(guesses: list[float], truth: float) -> None:
    found = wisdom(guesses, truth)
    assert found.of_median <= found.median_error + 1e-15


def test_a_room_by_hand() -> None:
    assert wisdom([0.2, 0.6, 0.7], 0.5) == pytest.approx(Wisdom(0.1, 0.2), abs=1e-15)


@pytest.mark.parametrize("bad", [[], [0.5, math.nan], [math.inf]])
def test_no_guesses_and_no_numbers_are_refused(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="at least one guess"):
        median(bad)
    with pytest.raises(ValueError, match="at least one guess"):
        wisdom(bad, 0.5)


def test_a_truth_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        wisdom([0.5], math.nan)
