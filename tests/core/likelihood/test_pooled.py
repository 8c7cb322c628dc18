"""The flips of many people: sums by hand, and all together as one likelihood."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likelihood import coin
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.pooled import distinct, pooled

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


@given(people, st.floats(0, 1))
def test_the_sum_over_people_is_the_log_likelihood_of_the_pooled_counts(room: list[Counts], theta: float) -> None:
    total = math.fsum(float(coin.log_likelihood(theta, counts)) for counts in room)
    # No term is positive, so none cancel.
    assert total == pytest.approx(float(coin.log_likelihood(theta, pooled(room))), rel=10 * EPS, abs=1e-300)


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


def test_nobody_in_the_room() -> None:
    assert pooled([]) == Counts(0, 0)
    assert distinct([]) == ()


def test_too_many_flips_are_refused() -> None:
    with pytest.raises(ValueError, match="heads must lie from 0"):
        pooled([Counts(MAX_COUNT, 0), Counts(1, 0)])
