"""What a room says: its state at a moment, and the answers, for its host alone."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import and_, func, select

from pages._kit.room.store.answers import SLOT
from pages._kit.room.store.database import Database
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Answers, Host, Moment, Room
from pages._kit.room.store.rooms import UNKNOWN, check_host, is_open
from pages._kit.room.store.rounds import read
from pages._kit.room.store.schema import ANSWERS, PARTICIPANTS, PULSES, ROOMS, ROUNDS

RECENT: Final = 300
"""Seconds for which a feeling is shown."""


def moment(db: Database, room: Room) -> Moment:
    """The room's state; RefusedError if it has ended."""
    people = select(func.count()).select_from(PARTICIPANTS).where(PARTICIPANTS.c.room == ROOMS.c.id).scalar_subquery()
    answered = select(func.count()).select_from(ANSWERS).where(ANSWERS.c.round == ROOMS.c.round).scalar_subquery()
    columns = (ROOMS.c.stage, ROOMS.c.heard, ROOMS.c.address, people.label("people"), answered.label("answered"))
    with db.read() as of:
        row: Any = of.execute(
            select(*columns, ROUNDS).join(ROUNDS, ROOMS.c.round == ROUNDS.c.id, isouter=True).where(is_open(room, db))
        ).first()
    if row is None:
        raise RefusedError(UNKNOWN)
    return Moment(row.stage, row.heard, row.people, row.answered, None if row.id is None else read(row), row.address)


def results(db: Database, host: Host, *, series: int | None = None, activity: str | None = None) -> tuple[Answers, ...]:
    """The rounds of a room with their answers, in the order in which they were opened: for its host alone.

    Parameters
    ----------
    host : Host
        The host of the room; anybody else gets a RefusedError.
    series, activity : optional
        Of one series of rounds, or of one activity, alone.
    """
    wanted = [is_open(host.room, db)]
    if series is not None:
        wanted.append(ROUNDS.c.series == series)
    if activity is not None:
        wanted.append(ROUNDS.c.activity == activity)
    with db.read() as of:
        check_host(of, db, host, writes=False)
        rounds = [
            read(row)
            for row in of.execute(
                select(ROUNDS).join(ROOMS, ROOMS.c.id == ROUNDS.c.room).where(and_(*wanted)).order_by(ROUNDS.c.id)
            )
        ]
        found: dict[int, dict[int, Any]] = defaultdict(dict)
        rows = of.execute(
            select(ANSWERS.c.round, ANSWERS.c.participant, ANSWERS.c.value)
            .where(ANSWERS.c.round.in_([each.id for each in rounds]))
            .order_by(ANSWERS.c.participant)
        )
        for row in rows:
            found[row.round][row.participant] = json.loads(row.value)
    return tuple(Answers(each, found[each.id]) for each in rounds)


def feelings(db: Database, room: Room) -> Mapping[int, Mapping[str, int]]:
    """How many participants felt what, by seconds before now: 0 for the last ``SLOT`` seconds, then ``SLOT``, ..."""
    now = int(db.clock() // SLOT)
    count = func.count().label("people")
    with db.read() as of:
        rows = of.execute(
            select(PULSES.c.slot, PULSES.c.feeling, count)
            .join(ROOMS)
            .where(is_open(room, db), PULSES.c.slot > now - RECENT // SLOT, PULSES.c.slot <= now)
            .group_by(PULSES.c.slot, PULSES.c.feeling)
        )
        found: dict[int, dict[str, int]] = defaultdict(dict)
        for row in rows:
            found[SLOT * (now - row.slot)][row.feeling] = row.people
    return dict(found)
