"""Send an answer, keep the one that could not be counted, and try it again until it is counted or refused."""

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from pages._kit.room import service
from pages._kit.room.activities import check
from pages._kit.room.limits import Buckets
from pages._kit.room.store import answers
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Member, Round

PACE: Final = Buckets(rate=2, burst=5)
"""Answers a second of one participant, in this process."""
AWAY: Final = "Not counted yet: the room does not answer. Keep this page open, it tries again by itself."
FAST: Final = "Not counted yet: too many answers at once. Keep this page open, it sends the last one by itself."
LOST: Final = "Your last answer was not counted."
LOST_BEFORE: Final = "An earlier answer of yours was not counted."

_SENT: Final = "_room_sent"
_OWN: Final = "_room_own"


@dataclass(frozen=True)
class Sent:
    """An answer that is not counted: it waits, or it was refused.

    Attributes
    ----------
    round : int
        Number of the round.
    value : object
        The answer.
    waits : bool
        Whether it will be tried again.
    said : str
        The sentence for the participant.
    """

    round: int
    value: Any
    waits: bool
    said: str


def not_counted() -> Sent | None:
    """The answer of this session that is not counted, if there is one."""
    found: Sent | None = st.session_state.get(_SENT)
    return found


def send(member: Member, now: Round, value: Any) -> None:
    """Commit an answer, or keep it for :func:`try_again`; called in a callback."""
    if PACE.take(member.hashed):
        _commit(member, now.id, value)
    else:
        st.session_state[_SENT] = Sent(now.id, value, True, FAST)


def try_again(member: Member) -> bool:
    """Try again the answer that waits, if there is one; return whether it has been counted or refused."""
    sent = not_counted()
    if sent is None or not sent.waits or not PACE.take(member.hashed):
        return False
    _commit(member, sent.round, sent.value)
    after = not_counted()
    return after is None or not after.waits


def _commit(member: Member, number: int, value: Any) -> None:
    service.note_read(number, member)
    try:
        kept = service.tell(lambda db: answers.answer(db, member, number, value, check))
        st.session_state[_OWN] = (number, kept)
        st.session_state.pop(_SENT, None)
    except AwayError:
        st.session_state[_SENT] = Sent(number, value, True, AWAY)
    except RefusedError as problem:
        st.session_state[_SENT] = Sent(number, None, False, str(problem))
        service.note_refused(number, member)
        service.forget(member.room)  # it has gone on


def read_own(member: Member, now: Round) -> None:
    """Read this participant's answer, which may have come from another tab or before a reload.

    While the database does not answer, the session's own copy stays.
    """
    try:
        st.session_state[_OWN] = (now.id, service.ask(lambda db: answers.own_answer(db, member, now.id)))
    except AwayError:
        return


def own(now: Round) -> Any:
    """The participant's answer to this round as it is counted; None without one."""
    number, value = st.session_state.get(_OWN, (None, None))
    return value if number == now.id else None
