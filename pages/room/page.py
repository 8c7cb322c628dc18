"""The participant's page: join a room by its code, answer the question of now, say how it goes."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from pages._kit import course
from pages._kit.room import follow, roles, service
from pages._kit.room.activities import check, named
from pages._kit.room.activities.activity import Asked
from pages._kit.room.store import answers, rooms, tokens
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Member, Moment, Round

CODE: Final = "code"
POLL: Final = 2.0
"""Seconds after which a phone asks whether there is another question."""

_JOINED: Final = "_room_joined"
_SENT: Final = "_room_sent"


def draw() -> None:
    """Draw the page for the code in the address, or the field for a code."""
    if not st.session_state.get("_through_entry"):
        course.navigation()  # as the very first request of a fresh server
        st.rerun()
    st.set_page_config(page_title="The room")
    st.html(f"<style>{_style()}</style>")
    with st.container(key="phone"):
        given = st.query_params.get(CODE)
        code = tokens.read_code(given or "")
        if code is None:
            _ask_code(f"{given[:20]!r} is no code. A code has five letters." if given else "")
            return
        roles.ask_for_token()
        try:
            joined = _join(code)
        except RefusedError as problem:
            _ask_code(str(problem))
            return
        except AwayError as problem:
            st.warning(str(problem))
            _watch(None, 0)
            return
        if joined is None:
            st.caption("Joining …")
            return
        _in_the_room(joined)


def _ask_code(problem: str) -> None:
    st.title("Join a room", anchor=False)
    if problem:
        st.error(problem)

    def go() -> None:
        st.query_params[CODE] = tokens.read_code(st.session_state["_code"]) or st.session_state["_code"][:20]

    st.text_input(
        "Code", key="_code", max_chars=20, placeholder="KXMPT", on_change=go, help="The five letters at the front"
    )
    st.button("Join", type="primary", width="stretch", on_click=go)


def _join(code: str) -> Member | None:
    """Join once a session; None until the browser has said its token."""
    joined: Member | None = st.session_state.get(_JOINED)
    me = roles.token()
    if me is None or (joined and (joined.room.code, joined.token) == (code, me)):
        return joined if me else None
    joined = answers.join(service.rooms(), rooms.find(service.rooms(), code), me)
    st.session_state[_JOINED] = joined
    return joined


def _in_the_room(member: Member) -> None:
    try:
        moment = service.moment(member.room)
    except RefusedError as problem:
        st.session_state.pop(_JOINED, None)
        _ask_code(str(problem))
        return
    except AwayError as problem:
        st.warning(str(problem))
        _watch(member, 0)
        return
    st.caption(f"Room {member.room.code}")
    _question(member, moment)
    follow.offer(member.room)
    _watch(member, moment.stage)


@st.fragment
def _question(member: Member, moment: Moment) -> None:
    """Draw the question of now; a press runs this fragment alone."""
    now = moment.round
    if now is None:
        st.title("You are in", anchor=False)
        st.markdown("The first question comes here by itself.")
        return
    activity = named(now.activity)
    st.title(activity.question(now), anchor=False)
    try:
        own, seed = answers.own_answer(service.rooms(), member, now.id), answers.number_of(service.rooms(), member)
    except (AwayError, RefusedError) as problem:
        st.warning(str(problem))
        return

    def send(value: Any) -> None:
        _send(member, now, value)

    with st.container(key="field"):
        activity.field(Asked(now, own, seed, send))
    with st.container(key="answered"):
        _acknowledge(now, own)


def _send(member: Member, now: Round, value: Any) -> None:
    """Commit an answer; one that the database could not take is tried again by :func:`_watch`."""
    service.note_read(now.id, member.token)
    try:
        answers.answer(service.rooms(), member, now.id, value, check)
        st.session_state.pop(_SENT, None)
    except AwayError:
        st.session_state[_SENT] = (now.id, value, None)
    except RefusedError as problem:
        st.session_state[_SENT] = (now.id, None, str(problem))
    service.forget(member.room)


def _acknowledge(now: Round, own: Any) -> None:
    """Say what has become of the answer."""
    activity = named(now.activity)
    number, _waiting, refused = st.session_state.get(_SENT, (None, None, None))
    if number == now.id:
        if refused:
            st.error(refused)
        else:
            st.warning("Not counted yet: the room does not answer. This page tries again by itself.")
    if now.state == "revealed":
        said = [f"Your answer: **{activity.told(now, own)}**."] if own is not None else []
        st.info(" ".join(filter(None, (*said, activity.outcome(now, own)))) or "Look at the front.")
    elif now.state == "closed":
        st.info(
            f"The round is closed. Your answer: **{activity.told(now, own)}**."
            if own is not None
            else "The round is closed."
        )
    elif own is not None:
        st.success(
            f"Counted: **{activity.told(now, own)}**. You can change it until the round closes.",
            icon=":material/check:",
        )


@st.fragment(run_every=POLL)
def _watch(member: Member | None, stage: int) -> None:
    """Ask whether the room shows something else by now, and try again what the database could not take."""
    if member is None:
        st.rerun()
    waiting = st.session_state.get(_SENT)
    if waiting and waiting[1] is not None:
        st.session_state.pop(_SENT)
        _send(member, Round(waiting[0], 0, 0, "", {}, "open"), waiting[1])
        st.rerun()
    try:
        if service.moment(member.room).stage != stage:
            st.rerun()
    except (AwayError, RefusedError):
        if stage:
            st.rerun()


@lru_cache(maxsize=1)
def _style() -> str:
    return Path(__file__).with_name("phone.css").read_text(encoding="utf-8")
