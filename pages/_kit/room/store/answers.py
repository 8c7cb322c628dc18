"""Answers of participants: join a room, answer its round, change the answer until the round closes."""

import json
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pages._kit.room.store import tokens
from pages._kit.room.store.database import Database
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Member, Room, Round
from pages._kit.room.store.rooms import UNKNOWN, is_open
from pages._kit.room.store.rounds import GONE, round_now
from pages._kit.room.store.schema import ANSWERS, PARTICIPANTS, PULSES, ROOMS

MOST_PEOPLE: Final = 1000
CLOSED: Final = "This round is closed. Answers that came before it closed stay counted."
NO_MEMBER: Final = "This device has not joined the room. Open the room again with its code."
SLOT: Final = 10
"""Seconds for which a press of a feeling counts; one more press in them replaces it."""

Check = Callable[[Round, Any], Any]
"""Returns the answer as it is kept, or raises RefusedError: what may be answered, the activity knows.

It is called within the transaction, so it must not use the database.
"""


def insert(to: Connection, table: Any) -> Any:
    """An INSERT of the connection's dialect, which knows ON CONFLICT. Both dialects spell it alike."""
    return (sqlite if to.dialect.name == "sqlite" else postgresql).insert(table)


def join(db: Database, room: Room, token: str) -> Member:
    """Take part in a room. The same token is the same participant, however often it joins.

    Raises
    ------
    RefusedError
        If the token is none, the room has ended, or it is full.
    """
    if not tokens.is_token(token):
        raise RefusedError(NO_MEMBER)
    hashed = tokens.hashed(token, room.code)
    with db.read() as of:
        if _participant(of, db, room, hashed) is not None:
            return Member(room, token)
    with db.write() as to:
        _begin(to, db, room)
        people = to.scalar(select(func.count()).select_from(PARTICIPANTS).where(PARTICIPANTS.c.room == room.id))
        if (people or 0) >= MOST_PEOPLE and _participant(to, db, room, hashed) is None:
            raise RefusedError(
                f"This room is full: {MOST_PEOPLE:,} people are in it. Please follow on the presenter's screen."
            )
        to.execute(insert(to, PARTICIPANTS).values(room=room.id, hash=hashed).on_conflict_do_nothing())
    return Member(room, token)


def answer(db: Database, member: Member, number: int, value: Any, check: Check) -> Any:
    """Keep an answer, instead of the participant's earlier one; return it as it is kept.

    When this returns, the answer is on the disk.

    Parameters
    ----------
    number : int
        The round that is answered.
    value : object
        The answer as it came, of any type.
    check : callable
        As :data:`Check` says.

    Raises
    ------
    RefusedError
        If the member is none of this room, ``number`` is not the round of now, it is closed, or ``check`` refuses.
    """
    with db.write() as to:
        participant = _begin_of(to, db, member, answers=1)
        now = round_now(to, member.room)
        if now is None or now.id != number:
            raise RefusedError(GONE)
        if now.state != "open":
            raise RefusedError(CLOSED)
        kept = check(now, value)
        new = {"value": json.dumps(kept)}
        to.execute(
            insert(to, ANSWERS)
            .values(round=number, participant=participant, **new)
            .on_conflict_do_update(index_elements=["round", "participant"], set_=new)
        )
    return kept


def own_answer(db: Database, member: Member, number: int) -> Any:
    """What this participant has answered in a round; None without an answer."""
    hashed = member.hashed
    with db.read() as of:
        text = of.scalar(
            select(ANSWERS.c.value)
            .join(PARTICIPANTS, PARTICIPANTS.c.id == ANSWERS.c.participant)
            .join(ROOMS)
            .where(is_open(member.room, db), ANSWERS.c.round == number, PARTICIPANTS.c.hash == hashed)
        )
    return None if text is None else json.loads(text)


def number_of(db: Database, member: Member) -> int:
    """The participant's number in the store, for random numbers of their own."""
    with db.read() as of:
        found = _participant(of, db, member.room, member.hashed)
    if found is None:
        raise RefusedError(NO_MEMBER)
    return found


def press(db: Database, member: Member, feeling: str) -> None:
    """Keep how the participant feels now; one press a slot of ``SLOT`` seconds."""
    with db.write() as to:
        participant = _begin_of(to, db, member)
        new = {"feeling": feeling}
        to.execute(
            insert(to, PULSES)
            .values(room=member.room.id, participant=participant, slot=int(db.clock() // SLOT), **new)
            .on_conflict_do_update(index_elements=["room", "participant", "slot"], set_=new)
        )


def _begin(to: Connection, db: Database, room: Room, *, answers: int = 0) -> None:
    """Make others who change the room wait for this transaction, and raise its number of answers heard."""
    if to.execute(update(ROOMS).where(is_open(room, db)).values(heard=ROOMS.c.heard + answers)).rowcount != 1:
        raise RefusedError(UNKNOWN)


def _begin_of(to: Connection, db: Database, member: Member, *, answers: int = 0) -> int:
    """Begin as :func:`_begin`; return the participant's number."""
    _begin(to, db, member.room, answers=answers)
    found = _participant(to, db, member.room, member.hashed)
    if found is None:
        raise RefusedError(NO_MEMBER)
    return found


def _participant(of: Connection, db: Database, room: Room, hashed: str) -> int | None:
    found: int | None = of.scalar(
        select(PARTICIPANTS.c.id).join(ROOMS).where(is_open(room, db), PARTICIPANTS.c.hash == hashed)
    )
    return found
