"""The tosses of a room: a phone's tosses are the server's, and nobody reads the hidden bias before its time."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from core.likelihood.counts import Counts
from pages._kit.room.activities import toss
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Round

HIDDEN = 0.6125


def _round(coin: str = "phone", take: int = 1, state: str = "open") -> Round:
    setting = {"coin": coin} | ({"theta": HIDDEN} if coin == "phone" else {})
    return Round(40 + take, 1, take, "toss", setting, state)  # type: ignore[arg-type]


def _phone(coin: str, own: object = None) -> None:
    import streamlit as st

    from pages._kit.room.activities import toss
    from pages._kit.room.activities.activity import Asked
    from pages._kit.room.store.records import Round

    setting = {"coin": coin, "theta": 0.6125}

    def send(value: object) -> None:
        st.session_state["sent"] = value

    toss.field(Asked(Round(41, 1, 1, "toss", setting, "open"), own, 7, send))


def test_a_phone_can_only_say_that_it_tosses() -> None:
    app = AppTest.from_function(_phone, args=("phone",), default_timeout=20)
    app.session_state["heads_41"] = 10  # what a forged message would set
    app.run()
    app.button[0].click().run()
    assert app.session_state["sent"] == {"heads": toss.flips(_round(), 7).count("H")}
    assert not app.slider


def test_a_phone_that_has_tossed_shows_its_coins_and_tosses_no_more() -> None:
    app = AppTest.from_function(_phone, args=("phone", {"heads": 4}), default_timeout=20).run()
    assert app.button[0].disabled


def test_a_hand_count_is_sent_as_the_slider_says() -> None:
    app = AppTest.from_function(_phone, args=("pocket",), default_timeout=20).run()
    app.slider[0].set_value(3).run()
    app.button[0].click().run()
    assert app.session_state["sent"] == {"heads": 3}


def test_the_bias_is_in_nothing_that_is_drawn_before_the_reveal() -> None:
    for own in (None, {"heads": 4}):
        app = AppTest.from_function(_phone, args=("phone", own), default_timeout=20).run()
        assert str(HIDDEN) not in str([element.proto for element in app.main])
    assert toss.question(_round()) == "Toss this coin 10 times. It may be biased.", "true of a bias that was typed too"
    assert toss.truth(_round()) is None
    assert toss.truth(_round(state="closed")) is None
    assert toss.truth(_round(state="revealed")) == HIDDEN
    assert toss.truth(_round("pocket", state="revealed")) is None
    assert str(HIDDEN) in toss.outcome(_round(state="revealed"), {"heads": 4})


def _chosen() -> None:
    import json

    import streamlit as st

    from pages._kit import course
    from pages._kit.room.activities import toss

    here = course.lesson("likelihood")
    toss.choose(here)

    def ask() -> None:
        st.session_state["setting"] = json.dumps(toss.setting(here))

    st.button("Ask", on_click=ask)


@pytest.mark.parametrize(("typed", "theta"), [("0.8", 0.8), ("0,35", 0.35), ("0.05", 0.05), ("1", None), ("nan", None),
                                              ("x", None), ("", None)])  # fmt: skip
def test_the_presenter_types_a_bias_that_nobody_sees_or_has_it_drawn(typed: str, theta: float | None) -> None:
    app = AppTest.from_function(_chosen, default_timeout=20).run()
    field = app.text_input[0]
    assert field.proto.type == field.proto.PASSWORD
    field.set_value(typed)
    app.button[0].click().run()  # in one message with what was typed, as when a click leaves the field
    chosen = json.loads(app.session_state["setting"])["theta"]
    assert chosen == theta if theta is not None else 0.25 <= chosen <= 0.75
    said = [caption.value for caption in app.caption]
    assert ("The coin is as you typed." in said) == (theta is not None)
    assert len(said) == bool(typed)


def test_tosses_are_the_same_whenever_a_phone_asks_and_others_on_other_phones() -> None:
    assert toss.flips(_round(), 7) == toss.flips(_round(), 7)
    assert len({toss.flips(_round(), seed) for seed in range(50)}) > 30
    assert toss.flips(_round(take=2), 7) != toss.flips(_round(take=3), 7)


def test_numbers_of_rounds_and_participants_do_not_tell_what_falls() -> None:
    first, second = (Round(41, 1, 1, "toss", toss._coin(HIDDEN), "open") for _ in range(2))
    assert toss.flips(first, 7) == toss.flips(first, 7)
    differ = [toss.flips(first, seed) != toss.flips(second, seed) for seed in range(50)]
    assert sum(differ) > 45, "the same numbers in another room"
    assert toss._coin(HIDDEN) != toss.afresh(first), "a new series has another salt"


def test_the_flips_of_a_series_are_those_of_all_its_takes() -> None:
    first, few, now = (
        Answers(_round(take=take), {who: {"heads": heads} for who, heads in enumerate(tossed)})
        for take, tossed in enumerate(([3, 4, 5], [1, 2], [10, 10, 0]), 1)
    )
    found = toss.all_counts([first, few, now])
    assert found == [*toss.counts(first), *toss.counts(now)]
    assert found[:2] == [Counts(3, 7), Counts(4, 6)]


@pytest.mark.parametrize("value", [None, 5, {}, {"heads": 11}, {"heads": -1}, {"heads": 2.5}, {"heads": True},
                                   {"heads": float("nan")}, {"heads": 1, "theta": 1}], ids=str)  # fmt: skip
def test_what_is_no_number_of_heads_is_refused(value: object) -> None:
    with pytest.raises(RefusedError, match="number of heads"):
        toss.check(_round("pocket"), value)
