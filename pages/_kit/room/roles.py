"""Who this session is in a room: its presenter, a participant, or nobody. The browser's own storage keeps it."""

import json
import time
from typing import Any, Final

import streamlit as st

from pages._kit import browser
from pages._kit.room.store import tokens
from pages._kit.room.store.errors import AwayError, RefusedError, after_press
from pages._kit.room.store.records import Host, Member, Room

NAME: Final = "room"
"""The name under which the browser keeps it."""
LINK: Final = "host"
"""The key of the address that makes a browser a host, once."""
PATIENCE: Final = 2.0
"""Seconds until a room that could not be found is looked for again."""
SAID: Final = 8.0
"""Seconds for which a sentence about what did not work is shown. The page may run again at once."""

_KEPT: Final = "_room_kept"
_HOST: Final = "_room_host"
_LOOKED: Final = "_room_looked_at"
_PROBLEM: Final = "_room_problem"
_ASKED: Final = "_room_asks_who"
_TAKEN: Final = "_room_link_taken"


def for_browser() -> browser.Kept:
    """What the browser is to keep; on a participant's page, it makes itself a token."""
    asks = bool(st.session_state.get(_ASKED))
    return browser.Kept(json.dumps(_kept()) if _kept() else "", take_from_browser, {"ask": True} if asks else {})


def take_from_browser(text: object) -> None:
    """Take over what the browser has kept: its own token, and the tokens of rooms that it leads, by code."""
    try:
        found = json.loads(text) if isinstance(text, str) and len(text) < 5000 else {}
    except ValueError:
        return
    if isinstance(found, dict):
        me, hosts = found.get("me"), found.get("hosts")
        hosts = hosts if isinstance(hosts, dict) else {}
        # A browser leads one room. A forged text may name many, and each would be looked up.
        known = dict([(code, token) for code, token in hosts.items() if _is_host(code, token)][-1:])
        st.session_state[_KEPT] = ({"me": me} if tokens.is_token(me) else {}) | ({"hosts": known} if known else {})


def _is_host(code: object, token: object) -> bool:
    return isinstance(code, str) and tokens.read_code(code) == code and tokens.is_token(token)


def _kept() -> dict[str, Any]:
    found: dict[str, Any] = st.session_state.get(_KEPT, {})
    return found


def _keep(new: dict[str, Any]) -> None:
    st.session_state[_KEPT] = new
    browser.has_changed(NAME)


def ask_for_token() -> None:
    """Ask the browser for its token; it is there after one more run."""
    if not st.session_state.get(_ASKED):
        st.session_state[_ASKED] = True
        st.rerun()


def token() -> str | None:
    """The browser's own token; None until the browser has said it."""
    found: str | None = _kept().get("me")
    return found


def member(room: Room) -> Member | None:
    """The session's browser as a participant of a room, joined or not; None until it has said its token."""
    me = token()
    return None if me is None else Member(room, me)


def host() -> Host | None:
    """The room that this session leads; None for all others, who cost nothing here."""
    if _HOST in st.session_state:
        found: Host | None = st.session_state[_HOST]
        return found
    hosts = _kept().get("hosts")
    if not hosts or time.monotonic() < st.session_state.get(_LOOKED, 0) + PATIENCE:
        return None
    from pages._kit.room import service
    from pages._kit.room.store import rooms

    for code, known in hosts.items():
        try:
            leads = Host(rooms.find(service.rooms(), code), known)
            if rooms.is_host(service.rooms(), leads):
                st.session_state[_HOST] = leads
                return leads
        except RefusedError:
            continue
        except AwayError:
            st.session_state[_LOOKED] = time.monotonic()
            return None
    _forget_hosts()
    return None


def lead(new: Host) -> None:
    """Lead a room from now on; the browser keeps the token."""
    st.session_state[_HOST] = new
    st.session_state.pop(_PROBLEM, None)
    _keep({**_kept(), "hosts": {new.room.code: new.token}})


def leave() -> None:
    """The room that this session led has ended."""
    st.session_state.pop(_HOST, None)
    _forget_hosts()


def _forget_hosts() -> None:
    """Look for no room in this session. The browser keeps the token, for another tab may have opened a room since."""
    st.session_state[_KEPT] = {name: text for name, text in _kept().items() if name != "hosts"}


def is_looked_for() -> bool:
    """Whether the browser may lead a room that could not be looked for: the database is away."""
    return _HOST not in st.session_state and _LOOKED in st.session_state and bool(_kept().get("hosts"))


def take_host_link() -> None:
    """Exchange a host link in the address for a token, once."""
    link = st.query_params.get(LINK)
    if link is None or st.session_state.get(_TAKEN) == link:
        return
    from pages._kit.room import service
    from pages._kit.room.store import rooms

    st.session_state[_TAKEN] = link
    try:
        lead(rooms.take_link(service.rooms(), link))
    except (AwayError, RefusedError) as problem:
        say(after_press(problem))


def forget_link() -> None:
    """Take a host link out of the address."""
    if LINK in st.query_params:
        del st.query_params[LINK]


def say(problem: str) -> None:
    """Keep a sentence about what did not work, for the room bar."""
    st.session_state[_PROBLEM] = (problem, time.monotonic())


def problem() -> str:
    """The sentence about what has just not worked; empty without one."""
    said, at = st.session_state.get(_PROBLEM, ("", 0.0))
    return said if time.monotonic() < at + SAID else ""
