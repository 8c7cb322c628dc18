"""Who arrives last: by hand, and against the posterior means themselves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.belief.arrivals import last_to_arrive
from core.belief.beta import Beta, from_mean
from core.belief.beta_bernoulli import posterior
from core.likelihood.counts import Counts


def test_the_sure_and_wrong_arrive_last_by_hand() -> None:
    sure_and_right, open_and_wrong, sure_and_wrong = from_mean(0.7, 100), from_mean(0.2, 2), from_mean(0.4, 100)
    found = last_to_arrive([sure_and_right, open_and_wrong, sure_and_wrong], Counts(70, 30))
    assert found.after == pytest.approx([0, 1 / 102, 0.15], abs=1e-15)
    assert found.order.tolist() == [2, 1, 0], "the most wrong was not sure, and has passed the other"


@given(
    st.lists(st.builds(Beta, st.floats(0.5, 500), st.floats(0.5, 500)), min_size=1, max_size=20),
    st.integers(0, 500_000),
    st.integers(1, 500_000),
)
def test_the_distances_are_those_of_the_posterior_means_and_nobody_moves_away(
    priors: list[Beta], heads: int, tails: int
) -> None:
    counts = Counts(heads, tails)
    found = last_to_arrive(priors, counts)
    top = heads / counts.n
    assert found.after == pytest.approx([abs(posterior(each, counts).mean - top) for each in priors], abs=4e-16)
    assert np.all(found.after <= [abs(each.mean - top) + 1e-15 for each in priors])
    assert sorted(found.order) == list(range(len(priors)))
    assert np.all(np.diff(found.after[found.order]) <= 0)


def test_people_at_one_distance_keep_their_order() -> None:
    found = last_to_arrive([Beta(2, 2), Beta(3, 1)] * 30, Counts(3, 1))
    assert found.order.tolist() == [*range(0, 60, 2), *range(1, 60, 2)]
    assert last_to_arrive([], Counts(3, 1)).order.tolist() == []


def test_without_flips_there_is_nowhere_to_arrive() -> None:
    with pytest.raises(ValueError, match="at least one flip"):
        last_to_arrive([Beta(2, 2)], Counts(0, 0))
