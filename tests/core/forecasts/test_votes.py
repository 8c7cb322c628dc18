"""Votes against plain counting and scikit-learn's confusion matrix."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from core.forecasts.votes import moved, shares

votes = st.lists(st.integers(0, 3), min_size=1, max_size=60)
pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60)


@given(votes)
def test_the_shares_are_counts_over_all(choices: list[int]) -> None:
    assert shares(choices, 4).tolist() == [float(Fraction(choices.count(k), len(choices))) for k in range(4)]


@given(pairs)
def test_the_moves_are_the_confusion_matrix_of_scikit_learn(both: list[tuple[int, int]]) -> None:
    first, second = [a for a, _ in both], [b for _, b in both]
    found = moved(first, second, 4)
    np.testing.assert_array_equal(found, confusion_matrix(first, second, labels=range(4)))
    np.testing.assert_allclose(found.sum(axis=1) / len(both), shares(first, 4))
    np.testing.assert_allclose(found.sum(axis=0) / len(both), shares(second, 4))


def test_nobody_has_moved() -> None:
    assert moved([], [], 2).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("choices", [[], [3], [-1], [0, 7]])
def test_votes_for_no_option_are_refused(choices: list[int]) -> None:
    with pytest.raises(ValueError, match="vote"):
        shares(choices, 3)


def test_moves_of_other_people_or_to_no_option_are_refused() -> None:
    with pytest.raises(ValueError):
        moved([0, 1], [0], 2)
    with pytest.raises(ValueError, match="one of 2 options"):
        moved([0], [-1], 2)
