"""The activity of guessed peaks: which flips it asks about, and which guesses are taken."""

import math

import pytest
from streamlit.testing.v1 import AppTest

from core.likelihood.counts import Counts
from pages._kit.room.activities import peak
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Round

NOW = Round(9, 1, 1, "peak", {"heads": 7, "tails": 3}, "open")


def _chosen(heads: int, tails: int) -> None:
    import streamlit as st

    from pages._kit import course
    from pages._kit.room.activities import peak

    st.session_state["heads"], st.session_state["tails"] = heads, tails
    peak.choose(course.lesson("likelihood"))
    st.session_state["setting"] = peak.setting(course.lesson("likelihood"))


@pytest.mark.parametrize(("given", "asked"), [((12, 30), (12, 30)), ((0, 1), (0, 1)), ((0, 0), (7, 3))])
def test_the_flips_are_the_lessons_or_ten_where_it_has_none(given: tuple[int, int], asked: tuple[int, int]) -> None:
    app = AppTest.from_function(_chosen, args=given, default_timeout=20).run()
    assert app.session_state["setting"] == dict(zip(("heads", "tails"), asked, strict=True))
    assert ("the flips of this lesson" in app.caption[0].value) == (given == asked)


def _phone(own: object) -> None:
    import streamlit as st

    from pages._kit.room.activities import peak
    from pages._kit.room.activities.activity import Asked
    from pages._kit.room.store.records import Round

    def send(value: object) -> None:
        st.session_state["sent"] = value

    peak.field(Asked(Round(9, 1, 1, "peak", {"heads": 7, "tails": 3}, "open"), own, 1, send))


def test_a_phone_sends_what_its_slider_says_and_comes_back_to_it() -> None:
    app = AppTest.from_function(_phone, args=(None,), default_timeout=20).run()
    app.slider[0].set_value(0.57).run()
    assert app.button[0].label == "Send 0.57"
    app.button[0].click().run()
    assert peak.check(NOW, app.session_state["sent"]) == {"theta": 0.57}
    again = AppTest.from_function(_phone, args=({"theta": 0.57},), default_timeout=20).run()
    assert again.slider[0].value == 0.57


def test_neither_question_nor_phone_tells_the_peak() -> None:
    app = AppTest.from_function(_phone, args=(None,), default_timeout=20).run()
    assert "0.7" not in str([element.proto for element in app.main]) + peak.question(NOW)
    assert peak.in_words(Counts(1, 1)) == "1 head, 1 tail"


def test_the_outcome_is_the_peak_and_what_the_guess_is_worth() -> None:
    assert "θ̂ = 0.700" in peak.outcome(NOW, None)
    assert "found it" in peak.outcome(NOW, {"theta": 0.7})
    half = 0.5**10 / (0.7**7 * 0.3**3)
    assert f"{half:.2f} times" in peak.outcome(NOW, {"theta": 0.5})
    third = Round(9, 1, 1, "peak", {"heads": 1, "tails": 2}, "revealed")
    assert "found it" in peak.outcome(third, {"theta": 0.33})
    assert "times as probable" in peak.outcome(third, {"theta": 0.34})
    assert "0 times" in peak.outcome(NOW, {"theta": 0.0})


@pytest.mark.parametrize("value", [None, 0.5, {}, {"theta": 1.01}, {"theta": -0.01}, {"theta": math.nan},
                                   {"theta": "0.5"}, {"theta": True}, {"theta": 0.5, "of": 1}], ids=str)  # fmt: skip
def test_what_is_no_theta_is_refused(value: object) -> None:
    with pytest.raises(RefusedError, match="θ"):
        peak.check(NOW, value)
