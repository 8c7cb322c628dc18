"""Rounds: the presenter opens one, closes it, reveals its result, and opens another one."""

import json
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from pages._kit.room.store.database import Database
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Host, Room, Round, State
from pages._kit.room.store.rooms import check_host
from pages._kit.room.store.schema import ROOMS, ROUNDS

GONE: Final = "The room has gone on to another question."
SHOWN: Final = "The result of this round has been shown. Start another round to ask again."


def start(
    db: Database,
    host: Host,
    activity: str,
    setting: Mapping[str, Any],
    *,
    again: bool = False,
    instead_of: int | None = None,
) -> Round:
    """Open a round, which becomes the round of now; the one before is closed, and kept.

    Parameters
    ----------
    activity, setting
        As in :class:`Round`.
    again : bool
        Whether it is another take of the series of now, to be compared with it by participant.
    instead_of : int, optional
        Number of the round of now as the host's page shows it, 0 for none. If another one has been opened since, by
        another host or by the first click of a double click, that one stays, and is returned.
    """
    with db.write() as to:
        check_host(to, db, host)
        before = round_now(to, host.room)
        if before and instead_of not in (None, before.id):
            return before
        _touch(to, host.room)
        if before:
            _set(to, before.id, "revealed" if before.state == "revealed" else "closed")
        if again and before and before.activity == activity:
            series, take = before.series, before.take + 1
        else:
            last = to.scalar(select(func.max(ROUNDS.c.series)).where(ROUNDS.c.room == host.room.id))
            series, take = (last or 0) + 1, 1
        row = {"room": host.room.id, "series": series, "take": take, "activity": activity, "state": "open"}
        made = to.scalar(insert(ROUNDS).values(setting=json.dumps(dict(setting)), **row).returning(ROUNDS.c.id))
        number = int(made or 0)
        to.execute(update(ROOMS).where(ROOMS.c.id == host.room.id).values(round=number))
        return Round(number, series, take, activity, dict(setting), "open")


def set_state(db: Database, host: Host, number: int, state: State) -> None:
    """Open, close or reveal the round of now.

    Raises
    ------
    RefusedError
        If ``number`` is not the round of now, or a revealed round is to be opened: its result is known.
    """
    with db.write() as to:
        check_host(to, db, host)
        _touch(to, host.room)
        now = round_now(to, host.room)
        if now is None or now.id != number:
            raise RefusedError(GONE)
        if now.state == "revealed" and state != "revealed":
            raise RefusedError(SHOWN)
        _set(to, number, state)


def _set(to: Connection, number: int, state: State) -> None:
    to.execute(update(ROUNDS).where(ROUNDS.c.id == number).values(state=state))


def _touch(to: Connection, room: Room) -> None:
    """Note a change of what phones show."""
    to.execute(update(ROOMS).where(ROOMS.c.id == room.id).values(stage=ROOMS.c.stage + 1))


def round_now(of: Connection, room: Room) -> Round | None:
    """The round of now; None before the first."""
    row = of.execute(select(ROUNDS).join(ROOMS, ROOMS.c.round == ROUNDS.c.id).where(ROOMS.c.id == room.id)).first()
    return None if row is None else read(row)


def read(row: Any) -> Round:
    """The round in a row of its table."""
    return Round(row.id, row.series, row.take, row.activity, json.loads(row.setting), row.state)
