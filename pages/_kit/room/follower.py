"""What a session is as a follower. The browser's tab keeps it, so that a reload goes on."""

import json
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any, Final

import streamlit as st

from pages._kit import browser
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Room

NAME: Final = "follows"
"""The name under which the browser's tab keeps which room it follows."""

_NOW: Final = "_room_followed"
_KEPT: Final = "_room_followed_before"


@dataclass(frozen=True)
class Following:
    """The room of a participant whose page may follow.

    Attributes
    ----------
    room : Room
        The room.
    follows : bool
        Whether the page follows; otherwise its participant explores alone.
    turn : str
        A new text whenever the participant begins to follow; empty before the first time.
    """

    room: Room
    follows: bool = False
    turn: str = ""


def now() -> Following | None:
    """The room that this session may follow; None for a session that has joined none."""
    if _KEPT in st.session_state:
        _go_on()
    found: Following | None = st.session_state.get(_NOW)
    return found


def join(room: Room) -> bool:
    """Let this session follow in ``room``; return whether it could not before."""
    following = now()
    if following is not None and following.room == room:
        return False
    st.session_state[_NOW] = Following(room)
    browser.has_changed(NAME)
    return True


def begin() -> None:
    """Follow from now on."""
    _change(follows=True, turn=token_hex(4))


def explore() -> None:
    """Explore alone from now on."""
    _change(follows=False)


def _change(**new: Any) -> None:
    following = now()
    if following:
        st.session_state[_NOW] = replace(following, **new)
        browser.has_changed(NAME)


def leave() -> None:
    """Follow no room, and show no bar."""
    st.session_state.pop(_NOW, None)
    browser.has_changed(NAME)


def for_browser() -> browser.Kept:
    """What the browser's tab is to keep."""
    following: Following | None = st.session_state.get(_NOW)
    kept = {"code": following.room.code, "follows": following.follows} if following and following.turn else None
    return browser.Kept(json.dumps(kept) if kept else "", _take_from_browser, {"tab": True})


def _take_from_browser(text: object) -> None:
    try:
        kept = json.loads(text) if isinstance(text, str) and len(text) < 100 else None
    except ValueError:
        return
    if isinstance(kept, dict) and isinstance(kept.get("code"), str):
        st.session_state[_KEPT] = kept


def _go_on() -> None:
    """Follow the room, or explore alone in it, as this tab did before it got a new session."""
    from pages._kit.room import service, watch
    from pages._kit.room.store import rooms

    if not watch.WRONG.has():
        return
    kept = st.session_state.pop(_KEPT)
    if _NOW in st.session_state:
        return
    try:
        room = service.ask(lambda db: rooms.find(db, kept["code"]))
    except RefusedError:
        watch.WRONG.take()
    except AwayError:
        st.session_state[_KEPT] = kept
    else:
        st.session_state[_NOW] = Following(room, follows=kept.get("follows") is True, turn=token_hex(4))
