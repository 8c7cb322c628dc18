"""Rooms and their hosts: open, find, lead from another machine, end."""

from typing import Final

from sqlalchemy import ColumnElement, Connection, MetaData, delete, exists, func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from pages._kit.room.store import tokens
from pages._kit.room.store.database import Database, one_at_a_time
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Host, Room
from pages._kit.room.store.schema import HOSTS, PARTICIPANTS, ROOMS, VERSION, named

HOURS: Final = 24
"""A room ends by itself this long after it was opened, and leaves nothing.

A clock that jumps deletes nothing by itself. Ahead by a day, it hides the rooms that are open, and they are back when
it is; only a sweep in between, or a room that is opened, deletes them. Set back, it lets rooms stand longer.
"""
MOST_ROOMS: Final = 200
UNUSED: Final = 600
"""Seconds after which a room that nobody has joined, and that has no round, may give its place to a new one."""
UNKNOWN: Final = "There is no room with this code. A code has five letters, and a room ends after a day."
NO_HOST: Final = "Only the presenter of this room can do that."
USED: Final = "This link has been used or replaced, or its room has ended. The presenter can make a new one."


def open_room(db: Database) -> Host:
    """Open a room, after ended ones have been deleted.

    Where there are ``MOST_ROOMS``, the oldest that has been unused for ``UNUSED`` seconds ends: anybody can open rooms.

    Raises
    ------
    RefusedError
        If there are ``MOST_ROOMS`` rooms, and none gives its place.
    """
    sweep(db)
    for _ in range(20):  # a code may be taken
        try:
            with db.write() as to:
                one_at_a_time(to)
                rooms = to.scalar(select(func.count()).select_from(ROOMS)) or 0
                if rooms >= MOST_ROOMS and not _end_unused(to, db.clock()):
                    raise RefusedError(
                        f"There are {MOST_ROOMS} rooms, and no more are allowed. Try again when one of them has ended."
                    )
                code = tokens.new_code()
                made = to.execute(
                    insert(ROOMS).values(code=code, ends=db.clock() + 3600 * HOURS, stage=1, heard=0, address="")
                )
                room = Room(_key(made), code)
                return Host(room, _new_token(to, room, "token"))
        except IntegrityError:
            continue
    raise RefusedError("No free code was found; please try again.")


def _end_unused(to: Connection, now: float) -> bool:
    """End the oldest room that has been unused for long; return whether there was one."""
    is_old = ROOMS.c.ends <= now + 3600 * HOURS - UNUSED
    unused = is_old & ROOMS.c.round.is_(None) & ~exists().where(PARTICIPANTS.c.room == ROOMS.c.id)
    # Somebody may join it at this moment. The lock waits for them, and the second statement sees them.
    oldest = to.scalar(select(ROOMS.c.id).where(unused).order_by(ROOMS.c.id).limit(1).with_for_update())
    return oldest is not None and to.execute(delete(ROOMS).where(ROOMS.c.id == oldest, unused)).rowcount == 1


def _key(made: object) -> int:
    found: int = made.inserted_primary_key[0]  # type: ignore[attr-defined]
    return found


def _new_token(to: Connection, room: Room, kind: str) -> str:
    token = tokens.new_token()
    to.execute(insert(HOSTS).values(hash=tokens.hashed(token, room.code), room=room.id, kind=kind))
    return token


def find(db: Database, code: str) -> Room:
    """The open room with this code, as somebody has typed it; RefusedError if there is none."""
    read = tokens.read_code(code)
    if read is None:
        raise RefusedError(UNKNOWN)
    with db.read() as of:
        found = of.scalar(select(ROOMS.c.id).where(ROOMS.c.code == read, ROOMS.c.ends > db.clock()))
    if found is None:
        raise RefusedError(UNKNOWN)
    return Room(found, read)


def is_open(room: Room, db: Database) -> ColumnElement[bool]:
    """The condition on rows of ``ROOMS`` that this room has not ended.

    Its number alone is not enough: where a database begins anew, another room gets the same one.
    """
    return (ROOMS.c.id == room.id) & (ROOMS.c.code == room.code) & (ROOMS.c.ends > db.clock())


def check_host(of: Connection, db: Database, host: Host, *, writes: bool = True) -> None:
    """Do nothing for a host of an open room; RefusedError for anybody else.

    Parameters
    ----------
    writes : bool
        Whether the room is to be changed: other changes of it then wait for this transaction, so that this comes first
        in it.
    """
    given = tokens.hashed(host.token, host.room.code)
    hosts = select(HOSTS.c.hash).join(ROOMS).where(is_open(host.room, db), HOSTS.c.kind == "token")
    known = of.scalars(hosts.with_for_update(of=ROOMS) if writes else hosts).all()
    # All of them are compared, so that the time says nothing.
    if not sum(tokens.same(given, each) for each in known):
        raise RefusedError(NO_HOST)


def is_host(db: Database, host: Host) -> bool:
    """Whether this is a host of an open room."""
    try:
        with db.read() as of:
            check_host(of, db, host, writes=False)
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
    code, _, token = link.partition(".")
    if tokens.read_code(code) != code or not tokens.is_token(token):
        raise RefusedError(USED)
    with db.write() as to:
        # Other changes of the room wait for this one, as in check_host.
        room = to.scalar(select(ROOMS.c.id).where(ROOMS.c.code == code, ROOMS.c.ends > db.clock()).with_for_update())
        if room is None:
            raise RefusedError(USED)
        given = (HOSTS.c.room == room) & (HOSTS.c.kind == "link") & (HOSTS.c.hash == tokens.hashed(token, code))
        if to.execute(delete(HOSTS).where(given)).rowcount != 1:
            raise RefusedError(USED)
        return Host(Room(room, code), _new_token(to, Room(room, code), "token"))


def end(db: Database, host: Host) -> None:
    """End the room: all of it is deleted."""
    with db.write() as to:
        check_host(to, db, host)
        to.execute(delete(ROOMS).where(ROOMS.c.id == host.room.id))
    db.forget()


def show(db: Database, host: Host, address: str) -> None:
    """Keep the presenter's lesson and its state, for those who follow."""
    with db.write() as to:
        check_host(to, db, host)
        to.execute(update(ROOMS).where(ROOMS.c.id == host.room.id).values(address=address))


def sweep(db: Database) -> None:
    """Delete rooms that have ended, and the tables of older versions once their last room has."""
    with db.read() as of:
        ended = of.scalars(select(ROOMS.c.id).where(ROOMS.c.ends <= db.clock())).all()
        older = _older_tables(of)
    for room in ended:  # one at a time, so that those who answer need not wait for all
        with db.write() as to:
            to.execute(delete(ROOMS).where(ROOMS.c.id == room, ROOMS.c.ends <= db.clock()))
    for version in older:
        with db.write() as to:
            one_at_a_time(to)
            _drop_version(to, version, db.clock())
    db.forget()


def _older_tables(of: Connection) -> dict[int, list[str]]:
    """Names of the tables of each older version that has any."""
    names = inspect(of).get_table_names()
    found = {version: [name for name in names if name.startswith(named("", version))] for version in range(VERSION)}
    return {version: tables for version, tables in found.items() if tables}


def _drop_version(to: Connection, version: int, now: float) -> None:
    old = MetaData()
    old.reflect(to, only=_older_tables(to).get(version, []))
    rooms = old.tables.get(named("rooms", version))
    if rooms is not None:
        if to.dialect.name == "postgresql":  # a replica of that version may open a room meanwhile
            to.exec_driver_sql(f"LOCK TABLE {rooms.name}")
        if (to.scalar(select(func.max(rooms.c.ends))) or 0) > now:
            return
    old.drop_all(to)
