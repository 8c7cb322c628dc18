"""The rooms of this process: one database, and what spares it the many who ask the same."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import Final, NamedTuple, TypeVar

from pages._kit.room.store import database, tally
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Member, Moment, Room
from pages._kit.room.store.rooms import sweep

FRESH: Final = 0.25
"""Seconds for which a room's state is not asked again: a hundred phones ask every two seconds."""
AWAY: Final = 1.0
"""Seconds for which a database that does not answer is left alone."""

HOUR: Final = 3600.0
_OPENING: Final = Lock()
_SWEEP: Final = {"due": 0.0}

T = TypeVar("T")


@cache
def _connected() -> database.Database:
    return database.connect()


def rooms() -> database.Database:
    """The database of the rooms. At the first call, and once an hour after it, ended rooms are deleted."""
    with _OPENING:
        db = _connected()
        is_due = time.monotonic() >= _SWEEP["due"]
        if is_due:
            _SWEEP["due"] = time.monotonic() + HOUR
    if is_due:  # one call sweeps, and the others do not wait for it
        with suppress(AwayError):
            sweep(db)
    return db


_AWAY_UNTIL: Final = {"read": 0.0, "write": 0.0}


def ask(do: Callable[[database.Database], T]) -> T:
    """What ``do`` reads in the database; after an AwayError, all get one at once for ``AWAY`` seconds."""
    return _unless_away("read", do)


def tell(do: Callable[[database.Database], T]) -> T:
    """What ``do`` returns after it has written to the database, as :func:`ask`. A busy database may be read still."""
    return _unless_away("write", do)


def _unless_away(kind: str, do: Callable[[database.Database], T]) -> T:
    if time.monotonic() < _AWAY_UNTIL[kind]:
        raise AwayError
    try:
        return do(rooms())
    except AwayError:
        _AWAY_UNTIL[kind] = time.monotonic() + AWAY
        raise


def answers() -> bool:
    """Whether the database answers."""

    def connect(db: database.Database) -> None:
        with db.read():
            pass

    try:
        ask(connect)
    except AwayError:
        return False
    return True


class _Known(NamedTuple):
    until: float
    found: Moment | AwayError | RefusedError


MOST: Final = 500
"""Rooms, and rounds, that a process remembers."""
_LOCK: Final = Lock()
_KNOWN: Final[dict[Room, _Known]] = {}
_READ: Final[dict[tuple[Room, int], set[str]]] = {}


def moment(room: Room) -> Moment:
    """The room's state, a fraction of a second old at most.

    Raises
    ------
    RefusedError
        If the room has ended.
    AwayError
        If the database does not answer.
    """
    known = _KNOWN.get(room)
    if known is None or known.until < time.monotonic():
        with suppress(AwayError):
            rooms()  # a sweep that is due delays its caller alone
        with _LOCK:  # one of those who wait asks
            known = _KNOWN.get(room)
            if known is None or known.until < time.monotonic():
                if len(_KNOWN) > MOST:
                    _KNOWN.clear()
                known = _KNOWN[room] = _ask(room)
    if isinstance(known.found, Exception):
        # Many sessions raise this one, and each would leave its frames in the traceback.
        raise known.found.with_traceback(None)
    return known.found


def knows(room: Room) -> bool:
    """Whether the room was open when this process last asked for its state."""
    known = _KNOWN.get(room)
    return known is not None and isinstance(known.found, Moment)


def _ask(room: Room) -> _Known:
    try:
        return _Known(time.monotonic() + FRESH, ask(lambda db: tally.moment(db, room)))
    except AwayError as problem:
        return _Known(time.monotonic() + AWAY, problem)
    except RefusedError as problem:
        return _Known(time.monotonic() + FRESH, problem)


def forget(room: Room) -> None:
    """Ask anew at the next :func:`moment`: this process has just changed the room."""
    _KNOWN.pop(room, None)


def note_read(number: int, member: Member) -> None:
    """Note that this process has read a participant's answer to a round, before it is committed."""
    of = (member.room, number)
    if of not in _READ and len(_READ) > MOST:
        _READ.clear()
    _READ.setdefault(of, set()).add(member.hashed)


def note_refused(number: int, member: Member) -> None:
    """Note that an answer that was read does not count."""
    _READ.get((member.room, number), set()).discard(member.hashed)


def read(room: Room, number: int) -> int:
    """From how many participants this process has read an answer to a round, committed or not."""
    return len(_READ.get((room, number), ()))
