"""The flips of many people: sums by hand, each person by scipy, and all together as one likelihood."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bernoulli

from core.likelihood import coin
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.pooled import distinct, each_log_likelihood, pooled

ROOM = [Counts(7, 3), Counts(4, 6), Counts(7, 3), Counts(0, 10), Counts(0, 0), Counts(7, 3)]
EPS = float(np.finfo(np.float64).eps)

people = st.lists(st.builds(Counts, st.integers(0, 900), st.integers(0, 900)), max_size=30)


def test_a_room_by_hand() -> None:
    assert pooled(ROOM) == Counts(25, 25)
    assert distinct(ROOM) == (
        (Counts(0, 0), 1),
        (Counts(0, 10), 1),
        (Counts(4, 6), 1),
        (Counts(7, 3), 3),
    )


def test_each_person_by_scipy_flip_by_flip() -> None:
    theta = np.array([0.2, 0.5, 0.93])
    found = each_log_likelihood(theta, ROOM)
    for row, counts in zip(found, ROOM, strict=True):
        flips = [1] * counts.heads + [0] * counts.tails
        expected = [sum(bernoulli.logpmf(flip, p) for flip in flips) for p in theta]
        np.testing.assert_allclose(row, expected, rtol=1e-13)


@given(people, st.floats(0, 1))
def test_the_sum_over_people_is_the_log_likelihood_of_the_pooled_counts(room: list[Counts], theta: float) -> None:
    total = float(each_log_likelihood(theta, room).sum())
    # No term is positive, so none cancel: each of up to 30 additions rounds by at most half an ulp of the total.
    assert total == pytest.approx(float(coin.log_likelihood(theta, pooled(room))), rel=40 * EPS, abs=1e-300)


@given(people)
def test_the_groups_hold_everybody_once(room: list[Counts]) -> None:
    groups = distinct(room)
    assert sorted((c.heads, c.tails) for c, many in groups for _ in range(many)) == sorted(
        (c.heads, c.tails) for c in room
    )
    assert len({c for c, _ in groups}) == len(groups)


def test_a_thousand_people_with_ten_tosses_have_eleven_counts() -> None:
    heads = np.random.default_rng(0).binomial(10, 0.5, 1_000)
    room = [Counts(int(h), 10 - int(h)) for h in [*heads, *range(11)]]
    assert len(distinct(room)) == 11
    assert pooled(room).n == 10_110
    assert each_log_likelihood(np.linspace(0, 1, 401), room).shape == (1_011, 401)


def test_nobody_in_the_room() -> None:
    assert pooled([]) == Counts(0, 0)
    assert distinct([]) == ()
    assert each_log_likelihood([0.2, 0.4], []).shape == (0, 2)


def test_the_ends_are_impossible_or_sure_and_never_nan() -> None:
    found = each_log_likelihood([0.0, 1.0], [Counts(0, 3), Counts(2, 0), Counts(1, 1), Counts(0, 0)])
    impossible = -math.inf
    assert found.tolist() == [[0, impossible], [impossible, 0], [impossible, impossible], [0, 0]]


def test_too_many_flips_and_a_theta_outside_are_refused() -> None:
    with pytest.raises(ValueError, match="heads must lie from 0"):
        pooled([Counts(MAX_COUNT, 0), Counts(1, 0)])
    with pytest.raises(ValueError, match="theta must lie"):
        each_log_likelihood(1.1, ROOM)
