"""Join a room: by the code in the address, or by the code that is typed into a field."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from pages._kit import session
from pages._kit.room import roles, service, watch
from pages._kit.room.limits import Bucket
from pages._kit.room.store import answers, rooms, tokens
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Member, Room

CODE: Final = "code"
"""The key of the address that holds the code."""
WAIT: Final = "Too many wrong codes were tried. Wait ten seconds, then try again."
ENDED: Final = "Thank you for taking part. Nobody can read its answers any more. For another room, type its code."

_FIELD: Final = "_room_code"
_WRONG: Final = "_room_wrong_codes"
_REFUSED: Final = "_room_refused"
_JOINED: Final = "_room_joined"


@dataclass(frozen=True)
class Joined:
    """A participant of a room, and the participant's number in the store, for random numbers of their own."""

    member: Member
    number: int


def code_in_address() -> str | None:
    """The code in the address; None without one, and for a text that is none."""
    return tokens.read_code(st.query_params.get(CODE) or "")


def ask_code(problem: str = "", title: str = "Join a room", said: str = "") -> None:
    """Draw the field for a code, with the sentence that says why the last one did not do, or another one."""
    given = st.query_params.get(CODE)
    if given and not problem and tokens.read_code(given) is None:
        problem = "A code has five letters: no digits, no vowels, no G, L, Q or S."
    st.title(title, anchor=False)

    def go() -> None:
        typed: str = st.session_state[_FIELD]
        st.session_state.pop(_REFUSED, None)
        if typed:
            st.query_params[CODE] = tokens.read_code(typed) or typed[:20]

    st.text_input("Code from the screen at the front", key=_FIELD, max_chars=20, on_change=go, autocomplete="off")
    with st.container(key="said_code" if problem else "code_help"):
        st.markdown(problem or said or "Five letters, capital or small, with or without spaces.")
    st.button("Join", key="join", type="primary", width="stretch", on_click=go)


def join(code: str) -> Joined | None:
    """Join the room with this code, once a session; None until the browser has said its token.

    Raises
    ------
    RefusedError
        If there is no room with this code, it is full, or too many wrong codes were tried.
    AwayError
        If the database does not answer.
    """
    me = roles.token()
    known: Joined | None = st.session_state.get(_JOINED)
    if me is None:
        return None
    if known is None or (known.member.room.code, known.member.token) != (code, me):
        room = _find(code, me)
        member = service.tell(lambda db: answers.join(db, room, me))
        known = Joined(member, service.ask(lambda db: answers.number_of(db, member)))
        st.session_state[_JOINED] = known
    return known


def leave() -> None:
    """Forget the room, which has ended."""
    st.session_state.pop(_JOINED, None)


def _find(code: str, me: str) -> Room:
    """The room with this code. While too many wrong codes are tried, it is found only by its own participants."""
    refused: tuple[str, str] | None = st.session_state.get(_REFUSED)
    if refused and refused[0] == code:
        raise RefusedError(refused[1])
    mine = session.kept(_WRONG, lambda: Bucket(rate=0.2, burst=5))
    limited = not (mine.has() and watch.WRONG.has())
    try:
        room = service.ask(lambda db: rooms.find(db, code))
        if limited:
            service.ask(lambda db: answers.number_of(db, Member(room, me)))
    except RefusedError as problem:
        mine.take()
        watch.WRONG.take()
        said = WAIT if limited else str(problem)
        # A run of the page for another reason is no other try.
        st.session_state[_REFUSED] = (code, said)
        raise RefusedError(said) from problem
    return room
