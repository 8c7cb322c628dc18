"""Following in a room: what a follower's page hears, what it draws, and when it stops to follow."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages._kit.room import follow, follower, service, telling
from pages._kit.room.follower import Following
from pages._kit.room.limits import Bucket
from pages._kit.room.store import rooms, rounds
from pages._kit.room.store.errors import AwayError
from pages._kit.room.store.records import Host
from tests.pages._kit.room.conftest import Told
from tests.support.app import open_lesson

FILE = "3_log-likelihood.py"
AT = "/log-likelihood?scene=losses&heads=9"


def as_follower(host: Host) -> AppTest:
    return open_lesson(FILE, unfold=(), session={follower._NOW: Following(host.room, follows=True, turn="first")})


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("room_")]


def test_a_follower_hears_where_the_presenter_is(told: Told, host: Host) -> None:
    telling.show(host, AT)
    app = as_follower(host)
    assert told.data == {"follows": True, "turn": "first", "address": AT, "room": "room"}
    assert f"**{host.room.code}** · Following the presenter" in [text.value for text in app.markdown]
    assert labels(app) == ["Explore alone", "Leave the room"]
    assert not app.exception


def test_before_the_presenter_has_opened_a_lesson_a_follower_stays(told: Told, host: Host) -> None:
    app = as_follower(host)
    assert told.data["address"] == ""
    assert follow.NOWHERE in " ".join(text.value for text in app.markdown)


def test_the_address_in_the_store_is_read_with_care(told: Told, host: Host) -> None:
    rooms.show(service.rooms(), host, "//evil.example/likelihood?theta=0.5")
    as_follower(host)
    assert told.data["address"] == ""


def test_a_question_can_be_answered_from_a_lesson(told: Told, host: Host) -> None:
    telling.show(host, AT)
    app = as_follower(host)
    assert not app.get("page_link")[2:]  # those to the lessons beside this one
    began = rounds.start(service.rooms(), host, "toss", {"coin": "pocket"})
    service.forget(host.room)
    app.run()
    said = f"**{host.room.code}** · Following the presenter · A question is open"
    assert said in [text.value for text in app.markdown]
    link = app.get("page_link")[2].proto
    assert (link.label, link.page, link.query_string) == ("Answer", "room", f"code={host.room.code}")
    rounds.set_state(service.rooms(), host, began.id, "closed")
    service.forget(host.room)
    app.run()
    assert not app.get("page_link")[2:]


def test_a_question_stands_on_a_followers_stage_until_its_result_is_known(told: Told, host: Host) -> None:
    at = "/likelihood?heads=8"
    telling.show(host, at)
    session = {follower._NOW: Following(host.room, follows=True, turn="first")}
    app = open_lesson("2_likelihood.py", unfold=(), session=session)
    assert app.metric
    began = rounds.start(service.rooms(), host, "peak", {"heads": 8, "tails": 2})
    for state in ("open", "closed"):
        rounds.set_state(service.rooms(), host, began.id, state)
        service.forget(host.room)
        app.run()
        assert not app.metric, "the figures name the peak"
        assert "8 heads, 2 tails" in app.header[0].value
        assert told.data["address"] == "", "the browser opens it anew once the scene is back"
        links = [link.proto.label for link in app.get("page_link")]
        assert links.count("Answer") == (2 if state == "open" else 0)
    rounds.set_state(service.rooms(), host, began.id, "revealed")
    service.forget(host.room)
    app.run()
    assert app.metric
    assert told.data["address"] == at


def test_who_explores_alone_keeps_the_scene(told: Told, host: Host) -> None:
    rounds.start(service.rooms(), host, "peak", {"heads": 8, "tails": 2})
    app = open_lesson("2_likelihood.py", unfold=(), session={follower._NOW: Following(host.room, turn="first")})
    assert app.metric
    assert "A question is open" in " ".join(text.value for text in app.markdown)


def test_explore_alone_and_follow_again(told: Told, host: Host) -> None:
    app = as_follower(host)
    app.button(key="room_explore").click().run()
    assert (told.data["follows"], told.data["turn"]) == (False, "first")
    assert labels(app) == ["Follow again", "Leave the room"]
    app.button(key="room_follow_again").click().run()
    assert told.data["follows"]
    assert told.data["turn"] not in ("", "first")
    app.button(key="room_leave").click().run()
    assert labels(app) == []
    assert follower._NOW not in app.session_state


@pytest.mark.parametrize(
    ("said", "follows"),
    [({"turn": "second"}, False), ({"turn": "first"}, True), ({}, True), ("forged", True), (None, True)],
)
def test_a_touch_counts_for_the_turn_in_which_it_was(told: Told, host: Host, said: object, follows: bool) -> None:
    now = Following(host.room, follows=True, turn="second")
    st.session_state[follower._NOW] = now
    st.session_state[follow._KEY] = SimpleNamespace(touched=said)
    follow._send(now, "")
    told[-1]["on_touched_change"]()
    after = follower.now()
    assert after is not None
    assert after.follows == follows


def test_a_room_that_ended_and_a_database_that_is_away_leave_the_lesson(
    told: Told, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: object) -> None:
        raise AwayError

    with monkeypatch.context() as patch:
        patch.setattr(service, "moment", away)
        app = as_follower(host)
        assert follow.AWAY in [text.value for text in app.markdown]
        assert app.metric
    rooms.end(service.rooms(), host)
    service.forget(host.room)
    app.run()
    assert follow.ENDED in [text.value for text in app.markdown]
    assert labels(app) == ["Leave the room"]
    assert app.metric
    assert not app.exception


def test_a_lesson_outside_of_a_room_asks_nothing(told: Told) -> None:
    app = open_lesson(FILE, unfold=())
    assert told == []
    assert not app.exception


def test_where_too_many_pages_move_at_once_a_page_waits_and_then_has_the_newest(
    told: Told, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "MOVES", Bucket(rate=0.0, burst=1))
    following = Following(host.room, follows=True, turn="first")
    addresses = ["/likelihood", "/likelihood?theta=0.4", "/likelihood?theta=0.3"]
    # The first of a turn is free: a press of the button is answered at once.
    assert [follow._next_address(following, each) for each in addresses] == [*addresses[:2], addresses[1]]
    assert follow._next_address(following, addresses[1]) == addresses[1]
    monkeypatch.setattr(follow, "MOVES", Bucket(rate=0.0, burst=1))
    assert follow._next_address(following, "/likelihood?theta=0.2") == "/likelihood?theta=0.2"
    assert follow._next_address(replace(following, turn="second"), addresses[0]) == addresses[0]
