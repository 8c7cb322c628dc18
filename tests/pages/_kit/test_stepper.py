"""The stops of a scene's steps: at most twelve, both ends among them, each reached from each in either direction."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages._kit.stepper import LEFT, MOST_STOPS, Steps
from tests.support.app import open_lesson


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


@pytest.mark.parametrize(
    ("file", "scene", "presses"),
    [("8_big-picture.py", "size", 3), ("7_regularization.py", "kind", -2), ("4_training-is-mle.py", "climb", 14)],
)
def test_presses_that_come_at_once_lead_where_single_ones_lead(file: str, scene: str, presses: int) -> None:
    """A busy server hears several presses in one message; those after a change of scene step the new scene."""
    one_by_one = open_lesson(file, scene=scene)
    for _ in range(abs(presses)):
        one_by_one.button(key="next" if presses > 0 else "back").click().run()
    at_once = open_lesson(file, scene=scene)
    at_once.session_state[LEFT] = presses
    at_once.run()
    assert not at_once.exception
    assert place(at_once) == place(one_by_one) != place(open_lesson(file, scene=scene))


def place(app: AppTest) -> tuple[list[str], str]:
    """The scene on the stage, and what its strip says."""
    said = [item.value for item in app.markdown if re.fullmatch(r"&nbsp;\w+ \d+ / \d+", item.value)]
    return app.query_params.get("scene", []), *said
