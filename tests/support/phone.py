"""A participant's page of a room in AppTest, and the room behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe
from unittest.mock import patch

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from pages._kit.room import service
from pages._kit.room.store import database
from pages._kit.room.store.records import Room
from pages._kit.room.store.schema import ANSWERS, PARTICIPANTS, PULSES, ROUNDS
from tests.support.app import open_lesson


def open_phone(code: str = "", token: str = "") -> AppTest:
    """The page of a new participant, whose browser has said this token."""
    query = {"code": code} if code else {}
    return open_lesson("10_room.py", session={"_room_kept": {"me": token or token_urlsafe(24)}}, **query)


def said(phone: AppTest) -> str:
    """All text of the page."""
    return "\n".join(str(item.value) for kind in (phone.title, phone.caption, phone.markdown) for item in kind)


def rerun(phone: AppTest) -> AppTest:
    """Run the page as its clock does once something has changed."""
    service._KNOWN.clear()
    for kind in service._AWAY_UNTIL:
        service._AWAY_UNTIL[kind] = 0
    return phone.run()


@contextmanager
def away(db: database.Database) -> Iterator[None]:
    """Let each connection to the database fail while the block runs."""
    lost = OperationalError("SELECT 1", {}, Exception("the database is away"))
    with patch.object(type(db.engine), "connect", side_effect=lost):
        yield


def rows(db: database.Database, room: Room) -> tuple[int, int, int]:
    """Participants of a room, answers in all of its rounds, and feelings."""
    count = func.count()
    with db.read() as of:
        people = of.scalar(select(count).select_from(PARTICIPANTS).where(PARTICIPANTS.c.room == room.id))
        answers = of.scalar(select(count).select_from(ANSWERS).join(ROUNDS).where(ROUNDS.c.room == room.id))
        pulses = of.scalar(select(count).select_from(PULSES).where(PULSES.c.room == room.id))
    return int(people or 0), int(answers or 0), int(pulses or 0)
