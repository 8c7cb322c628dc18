"""What tests of the store share: participants, a check of answers, and all rows of a database."""

from typing import Any

from sqlalchemy import select

from pages._kit.room.store.answers import join
from pages._kit.room.store.database import Database
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Member, Room, Round
from pages._kit.room.store.schema import METADATA
from pages._kit.room.store.tokens import new_token

LIMIT = 1000
OUT_OF_RANGE = "An answer is a whole number from 0 to 999."


def check(_round: Round, value: Any) -> int:
    """The check of an activity whose answers are whole numbers below ``LIMIT``."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < LIMIT:
        raise RefusedError(OUT_OF_RANGE)
    return value


def anything(_round: Round, value: Any) -> Any:
    return value


def somebody(db: Database, room: Room) -> Member:
    """A new participant of a room."""
    return join(db, room, new_token())


def all_rows(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with db.read() as of:
        return {table.name: sorted(map(tuple, of.execute(select(table)))) for table in METADATA.sorted_tables}
