"""Rooms and their hosts: open, find, lead from another machine, end."""

from typing import Final

from sqlalchemy import Connection, MetaData, delete, func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from pages._kit.room.store import tokens
from pages._kit.room.store.database import Database
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Host, Room
from pages._kit.room.store.schema import HOSTS, ROOMS, VERSION, named

HOURS: Final = 24
"""A room ends by itself this long after it was opened, and leaves nothing."""
MOST_ROOMS: Final = 200
UNKNOWN: Final = "There is no room with this code. A code has five letters, and a room ends after a day."
NO_HOST: Final = "Only the presenter of this room can do that."
USED: Final = "This link has been used, or its room has ended. The presenter can make a new one."


def open_room(db: Database) -> Host:
    """Open a room, after ended ones have been deleted.

    Raises
    ------
    RefusedError
        If there are ``MOST_ROOMS`` rooms.
    """
    sweep(db)
    for _ in range(20):  # a code may be taken
        try:
            with db.write() as to:
                if (to.scalar(select(func.count()).select_from(ROOMS)) or 0) >= MOST_ROOMS:
                    raise RefusedError(f"There are {MOST_ROOMS} rooms already; one is free when another one ends.")
                code = tokens.new_code()
                made = to.execute(
                    insert(ROOMS).values(code=code, ends=db.clock() + 3600 * HOURS, stage=1, heard=0, address="")
                )
                room = Room(_key(made), code)
                return Host(room, _new_token(to, room, "token"))
        except IntegrityError:
            continue
    raise RefusedError("No free code was found; please try again.")


def _key(made: object) -> int:
    found: int = made.inserted_primary_key[0]  # type: ignore[attr-defined]
    return found


def _new_token(to: Connection, room: Room, kind: str) -> str:
    token = tokens.new_token()
    to.execute(insert(HOSTS).values(hash=tokens.hashed(token, room.code), room=room.id, kind=kind))
    return token


def find(db: Database, code: str) -> Room:
    """The open room with this code; RefusedError if there is none."""
    with db.read() as of:
        found = of.execute(
            select(ROOMS.c.id, ROOMS.c.code).where(ROOMS.c.code == code, ROOMS.c.ends > db.clock())
        ).first()
    if found is None:
        raise RefusedError(UNKNOWN)
    return Room(found.id, found.code)


def check_host(of: Connection, db: Database, host: Host) -> None:
    """Do nothing for a host of an open room; RefusedError for anybody else."""
    given = tokens.hashed(host.token, host.room.code)
    known = of.scalars(
        select(HOSTS.c.hash)
        .join(ROOMS)
        .where(HOSTS.c.room == host.room.id, HOSTS.c.kind == "token", ROOMS.c.ends > db.clock())
    ).all()
    # All of them are compared, so that the time says nothing.
    if not sum(tokens.same(given, each) for each in known):
        raise RefusedError(NO_HOST)


def is_host(db: Database, host: Host) -> bool:
    """Whether this is a host of an open room."""
    try:
        with db.read() as of:
            check_host(of, db, host)
    except RefusedError:
        return False
    return True


def new_link(db: Database, host: Host) -> str:
    """A text that makes another browser a host of the room, once. A new one ends those before."""
    with db.write() as to:
        check_host(to, db, host)
        to.execute(delete(HOSTS).where(HOSTS.c.room == host.room.id, HOSTS.c.kind == "link"))
        return f"{host.room.code}.{_new_token(to, host.room, 'link')}"


def take_link(db: Database, link: str) -> Host:
    """Exchange the text of a host link for a token; RefusedError if it has been used, or if its room has ended."""
    code, _, token = link[:100].partition(".")
    with db.write() as to:
        room = to.execute(select(ROOMS.c.id).where(ROOMS.c.code == code, ROOMS.c.ends > db.clock())).scalar()
        gone = to.execute(
            delete(HOSTS).where(
                HOSTS.c.room == room, HOSTS.c.kind == "link", HOSTS.c.hash == tokens.hashed(token, code)
            )
        )
        if room is None or gone.rowcount != 1:
            raise RefusedError(USED)
        return Host(Room(room, code), _new_token(to, Room(room, code), "token"))


def end(db: Database, host: Host) -> None:
    """End the room: all of it is deleted."""
    with db.write() as to:
        check_host(to, db, host)
        to.execute(delete(ROOMS).where(ROOMS.c.id == host.room.id))


def show(db: Database, host: Host, address: str) -> None:
    """Keep the presenter's lesson and its state, for those who follow."""
    with db.write() as to:
        check_host(to, db, host)
        to.execute(update(ROOMS).where(ROOMS.c.id == host.room.id).values(address=address))


def sweep(db: Database) -> None:
    """Delete rooms that have ended, and the tables of older versions once their last room has."""
    with db.write() as to:
        to.execute(delete(ROOMS).where(ROOMS.c.ends <= db.clock()))
        names = inspect(to).get_table_names()
        for version in range(1, VERSION):
            old, prefix = MetaData(), named("", version)
            old.reflect(to, only=[name for name in names if name.startswith(prefix)])
            rooms = old.tables.get(named("rooms", version))
            if rooms is not None and (to.scalar(select(func.max(rooms.c.ends))) or 0) <= db.clock():
                old.drop_all(to)
