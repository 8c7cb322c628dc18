"""The tables of the rooms.

Their names carry the schema's version. A new version begins with empty tables beside the old ones, which go once the
last of their rooms has ended (:mod:`pages._kit.room.store.rooms`). Counts are derived from rows, never kept.
"""

from typing import Any, Final

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

VERSION: Final = 1
METADATA: Final = MetaData()


def named(name: str, version: int = VERSION) -> str:
    """The name of a table in a version of the schema."""
    return f"course_v{version}_{name}"


def _table(name: str, *columns: Column[Any] | UniqueConstraint) -> Table:
    return Table(named(name), METADATA, *columns, sqlite_autoincrement=name in ("rooms", "rounds", "participants"))


def _of_room(*, index: bool = False, primary_key: bool = False) -> Column[int]:
    room = ForeignKey(f"{named('rooms')}.id", ondelete="CASCADE")
    return Column("room", room, nullable=False, index=index, primary_key=primary_key)


ROOMS: Final = _table(
    "rooms",
    Column("id", Integer, primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    Column("ends", Float, nullable=False, index=True),
    # Raised with every change of what phones show, and with every answer.
    Column("stage", Integer, nullable=False, default=1),
    Column("heard", Integer, nullable=False, default=0),
    # The round of now, and the presenter's address, for those who follow.
    Column("round", Integer),
    Column("address", Text, nullable=False, default=""),
)
"""One row a room. Times are seconds since 1970."""

HOSTS: Final = _table(
    "hosts",
    Column("hash", String(64), primary_key=True),
    _of_room(index=True),
    # "token": a browser that may lead the room; "link": one that may be exchanged for a token, once.
    Column("kind", String(8), nullable=False),
)

PARTICIPANTS: Final = _table(
    "participants",
    Column("id", Integer, primary_key=True),
    _of_room(),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("room", "hash"),
)

ROUNDS: Final = _table(
    "rounds",
    Column("id", Integer, primary_key=True),
    _of_room(index=True),
    # Rounds of one activity that belong together have one series, in which each is a take.
    Column("series", Integer, nullable=False),
    Column("take", Integer, nullable=False),
    Column("activity", String(32), nullable=False),
    Column("setting", Text, nullable=False),
    Column("state", String(8), nullable=False),
)

ANSWERS: Final = _table(
    "answers",
    Column("round", ForeignKey(f"{named('rounds')}.id", ondelete="CASCADE"), primary_key=True),
    Column("participant", Integer, primary_key=True),
    Column("value", Text, nullable=False),
)
"""One row a participant and round: the same answer sent twice is one, a new one replaces it.

``participant`` is no foreign key: participants go only with their room, whose rounds take the answers with them, and
each deleted participant would cost a search through the answers of all rooms.
"""

PULSES: Final = _table(
    "pulses",
    _of_room(primary_key=True),
    Column("participant", Integer, primary_key=True),
    # Seconds since 1970, divided by the length of a slot.
    Column("slot", Integer, primary_key=True),
    Column("feeling", String(16), nullable=False),
)
