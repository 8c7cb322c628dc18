"""Whom a session follows: what the browser's tab keeps of it, and what a new session of the tab makes of that."""

import json

import pytest
import streamlit as st

from pages._kit.room import follower, service, telling, watch
from pages._kit.room.follower import Following
from pages._kit.room.limits import Bucket
from pages._kit.room.store import rooms
from pages._kit.room.store.errors import AwayError
from pages._kit.room.store.records import Host
from tests.pages._kit.room.conftest import Told
from tests.support.app import open_lesson

FILE = "3_log-likelihood.py"
AT = "/log-likelihood?scene=losses&heads=9"


def _told_the_browser(**session: object) -> str:
    st.session_state.update(session)
    return follower.for_browser().text


@pytest.mark.parametrize("follows", [True, False])
def test_a_new_session_of_a_tab_goes_on_as_the_one_before(told: Told, host: Host, follows: bool) -> None:
    telling.show(host, AT)
    text = _told_the_browser(**{follower._NOW: Following(host.room, follows=follows, turn="first")})
    assert json.loads(text) == {"code": host.room.code, "follows": follows}
    st.session_state.clear()
    follower.for_browser().take(text)
    app = open_lesson(FILE, unfold=(), session={follower._KEPT: st.session_state[follower._KEPT]})
    assert (told.data["follows"], told.data["address"]) == (follows, AT)
    assert told.data["turn"] not in ("", "first"), "the page opens the address once more"
    assert app.button(key="room_explore" if follows else "room_follow_again")
    app.button(key="room_leave").click().run()
    assert not any(button.key == "room_leave" for button in app.button)


def test_who_has_never_followed_and_who_has_left_go_on_with_nothing(host: Host) -> None:
    assert _told_the_browser() == ""
    assert _told_the_browser(**{follower._NOW: Following(host.room)}) == ""
    follower.leave()
    assert follower.for_browser().text == ""


@pytest.mark.parametrize(
    "text", [None, 5, "", "{", "[]", '"KXMPT"', '{"code": 5}', '{"code": "BCDFH"}', '{"code": "' + "B" * 90 + '"}']
)
def test_a_forged_text_or_a_room_that_is_gone_makes_no_follower(text: object) -> None:
    follower.for_browser().take(text)
    assert follower.now() is None
    assert follower._KEPT not in st.session_state


def test_rooms_cannot_be_found_by_forging_what_the_tab_has_kept(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "WRONG", Bucket(rate=0.0, burst=1))
    for code in ("BCDFH", host.room.code):
        follower.for_browser().take(json.dumps({"code": code, "follows": True}))
        assert follower.now() is None
    monkeypatch.setattr(watch, "WRONG", Bucket(rate=0.0, burst=1))
    assert follower.now() is not None, "who follows goes on once wrong codes have stopped"


def test_while_the_database_is_away_a_new_session_waits_to_go_on(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise AwayError

    follower.for_browser().take(json.dumps({"code": host.room.code, "follows": True}))
    with monkeypatch.context() as patch:
        patch.setattr(rooms, "find", away)
        assert follower.now() is None
    monkeypatch.setitem(service._AWAY_UNTIL, "read", 0.0)
    found = follower.now()
    assert found
    assert found.room == host.room
