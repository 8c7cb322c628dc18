"""The rooms of this process: one database, and what spares it the many who ask the same."""

import time
from functools import cache
from threading import Lock
from typing import Final, NamedTuple

from pages._kit.room.store import database, tally
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Moment, Room

FRESH: Final = 0.25
"""Seconds for which a room's state is not asked again: a hundred phones ask every two seconds."""
AWAY: Final = 1.0
"""Seconds for which a database that does not answer is left alone."""


@cache
def rooms() -> database.Database:
    """The database of the rooms."""
    return database.connect()


class _Known(NamedTuple):
    until: float
    found: Moment | AwayError | RefusedError


_LOCK: Final = Lock()
_KNOWN: Final[dict[Room, _Known]] = {}
_READ: Final[dict[int, set[str]]] = {}


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
        with _LOCK:  # one of those who wait asks
            known = _KNOWN.get(room)
            if known is None or known.until < time.monotonic():
                known = _KNOWN[room] = _ask(room)
    if isinstance(known.found, Exception):
        raise known.found
    return known.found


def _ask(room: Room) -> _Known:
    try:
        return _Known(time.monotonic() + FRESH, tally.moment(rooms(), room))
    except AwayError as problem:
        return _Known(time.monotonic() + AWAY, problem)
    except RefusedError as problem:
        return _Known(time.monotonic() + FRESH, problem)


def forget(room: Room) -> None:
    """Ask anew at the next :func:`moment`: this process has just changed the room."""
    _KNOWN.pop(room, None)


def note_read(number: int, token: str) -> None:
    """Note that this process has read an answer to a round, before it is committed."""
    if number not in _READ and len(_READ) > 500:
        _READ.clear()
    _READ.setdefault(number, set()).add(token)


def read(number: int) -> int:
    """From how many participants this process has read an answer to a round, committed or not."""
    return len(_READ.get(number, ()))
