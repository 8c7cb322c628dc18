"""The stops of a scene's steps: at most twelve, both ends among them, each reached from each in either direction."""

from hypothesis import given
from hypothesis import strategies as st

from pages._kit.stepper import MOST_STOPS, Steps


def steps(first: int, last: int, at: int) -> Steps:
    return Steps("test", lambda: at, lambda _: None, first, last, in_fragment=False)


@given(st.integers(0, 1), st.integers(0, 500), st.data())
def test_the_stops_lead_from_end_to_end(first: int, more: int, data: st.DataObject) -> None:
    last = first + more
    stops = steps(first, last, first).stops()
    assert stops == sorted(set(stops)) and len(stops) <= MOST_STOPS
    assert (stops[0], stops[-1]) == (first, last)
    if more < MOST_STOPS:
        assert stops == list(range(first, last + 1))
    at = data.draw(st.integers(first, last))
    ahead, behind = steps(first, last, at).beside(1), steps(first, last, at).beside(-1)
    assert ahead == min((stop for stop in stops if stop > at), default=None)
    assert behind == max((stop for stop in stops if stop < at), default=None)
