"""What the store of a room holds, compared with what its phones were told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from bench.workshop.people import Answer, Phone
from pages._kit.room.activities import toss
from pages._kit.room.store import database, rounds, tokens
from pages._kit.room.store.rooms import find
from pages._kit.room.store.schema import ANSWERS, PARTICIPANTS

Environment = tuple[tuple[str, str], ...]
"""The variables that say where a server's rooms are."""
PLACES: Final = ("COURSE_DATA", "COURSE_DATABASE")


@dataclass(frozen=True)
class Rows:
    """The rows of a room: its participants' hashed tokens, and the answers to the question of now by them, in words."""

    people: frozenset[str]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Tally:
    """The store beside the phones.

    Attributes
    ----------
    told : int
        Answers that phones were told to be counted.
    rows : int
        Answers in the store.
    lost : int
        Answers that a phone was told to be counted and that the store has not, or has otherwise.
    double : int
        Answers, and participants, of the store that are no phone's: somebody was counted as two.
    """

    told: int
    rows: int
    lost: int
    double: int

    @property
    def wrong(self) -> list[str]:
        """What must not be."""
        parts = {"lost": self.lost, "counted twice": self.double}
        return [f"{number} {what}" for what, number in parts.items() if number]


def read(where: Environment, code: str) -> Rows:
    """The rows of the room with this code."""
    db = database.connect(database.address(dict(where)))
    try:
        room = find(db, code)
        with db.read() as of:
            now = rounds.round_now(of, room)
            people = of.execute(select(PARTICIPANTS.c.id, PARTICIPANTS.c.hash).where(PARTICIPANTS.c.room == room.id))
            hashes = {row.id: row.hash for row in people}
            given = of.execute(
                select(ANSWERS.c.participant, ANSWERS.c.value).where(ANSWERS.c.round == (now.id if now else -1))
            ).all()
    finally:
        db.engine.dispose()
    if now is None:
        return Rows(frozenset(hashes.values()), {})
    answers = {hashes[row.participant]: toss.told(now, json.loads(row.value)) for row in given}
    return Rows(frozenset(hashes.values()), answers)


def compare(rows: Rows, code: str, phones: Iterable[Phone], told: Mapping[Phone, Answer]) -> Tally:
    """Compare the rows with the phones of the room and with the answers that they were told to be counted."""
    known = {tokens.hashed(phone.token, code) for phone in phones}
    lost = sum(rows.answers.get(tokens.hashed(phone.token, code)) != each.words for phone, each in told.items())
    double = len(rows.people - known) + len(rows.answers.keys() - known)
    return Tally(len(told), len(rows.answers), lost, double)
