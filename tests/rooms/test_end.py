"""A room leaves nothing: no row after a day, and nothing in SQLite's file. Clocks that jump, older versions."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint, insert, inspect

from pages._kit.room.store import answers, rooms, rounds, tally
from pages._kit.room.store.database import Database
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Host, Member
from pages._kit.room.store.schema import METADATA, VERSION
from tests.rooms.conftest import Clock, Places
from tests.rooms.people import all_rows, anything, somebody

PEOPLE = 6
SAID = "distinctive"
"""Every answer of :func:`_lived_in` holds it."""


def _lived_in(db: Database) -> tuple[Host, list[Member], str]:
    """A room with rows in every table, and a host link that nobody took."""
    host = rooms.open_room(db)
    people = [somebody(db, host.room) for _ in range(PEOPLE)]
    for again in (False, True):
        now = rounds.start(db, host, "toss", {"secret": SAID}, again=again)
        for member in people:
            answers.answer(db, member, now.id, f"{SAID} {'x' * 6000}", anything)
    for member in people:
        answers.press(db, member, "lost")
    rooms.show(db, host, f"/likelihood?said={SAID}")
    return host, people, rooms.new_link(db, host)


@pytest.mark.parametrize("how", ["another is opened", "sweep", "end"])
def test_after_a_day_no_row_is_left(db: Database, clock: Clock, how: str) -> None:
    host, _, _ = _lived_in(db)
    assert all(all_rows(db).values())
    clock.now += rooms.HOURS * 3600 - 1
    rooms.sweep(db)
    assert tally.moment(db, host.room).people == PEOPLE
    if how == "end":
        rooms.end(db, host)
    else:
        clock.now += 1
        if how == "sweep":
            rooms.sweep(db)
        else:
            rooms.end(db, rooms.open_room(db))
    assert not any(all_rows(db).values())


def test_other_rooms_stay(db: Database, clock: Clock) -> None:
    _lived_in(db)
    clock.now += rooms.HOURS * 1800
    host, _, _ = _lived_in(db)
    with_both = all_rows(db)
    clock.now += rooms.HOURS * 1800
    rooms.sweep(db)
    left = all_rows(db)
    assert {name: len(rows) * 2 for name, rows in left.items()} == {name: len(rows) for name, rows in with_both.items()}
    assert tally.moment(db, host.room).answered == PEOPLE


@pytest.mark.parametrize("how", ["sweep", "end"])
def test_sqlite_keeps_no_byte_of_a_room_and_never_a_token(file: Path, places: Places, clock: Clock, how: str) -> None:
    db = places.connect(f"sqlite:///{file}")
    host, people, link = _lived_in(db)

    def on_disk() -> bytes:
        return b"".join(each.read_bytes() for each in file.parent.iterdir())

    tokens = [host.token, link.partition(".")[2], *(member.token for member in people)]
    assert SAID.encode() in on_disk()
    assert host.room.code.encode() in on_disk()
    assert not any(token.encode() in on_disk() for token in tokens)
    if how == "end":
        rooms.end(db, host)
    else:
        clock.now += rooms.HOURS * 3600
        rooms.sweep(db)
    assert SAID.encode() not in on_disk()
    assert host.room.code.encode() not in on_disk()
    assert b"lost" not in on_disk()


def test_a_clock_that_jumps_deletes_nothing(db: Database, clock: Clock) -> None:
    host, people, _ = _lived_in(db)
    before = all_rows(db)
    for jump in (30 * 3600, -60 * 3600, 365 * 24 * 3600):
        clock.now += jump
        try:
            rooms.find(db, host.room.code)
        except RefusedError as refused:
            assert str(refused) == rooms.UNKNOWN
        clock.now -= jump
        assert all_rows(db) == before
    clock.now -= 60 * 3600
    now = tally.moment(db, host.room).round
    assert now
    assert answers.answer(db, people[0], now.id, "set back", anything) == "set back"
    rooms.end(db, rooms.open_room(db))
    assert tally.moment(db, host.room).answered == PEOPLE


def test_a_room_that_is_opened_while_the_clock_is_a_day_ahead_ends_those_before(db: Database, clock: Clock) -> None:
    host, _, _ = _lived_in(db)
    clock.now += rooms.HOURS * 3600
    rooms.open_room(db)
    clock.now -= rooms.HOURS * 3600
    with pytest.raises(RefusedError, match=re.escape(rooms.UNKNOWN)):
        rooms.find(db, host.room.code)


def test_tables_of_an_older_version_go_with_its_last_room(db: Database, clock: Clock) -> None:
    older = MetaData()
    their_rooms = Table("course_v0_rooms", older, Column("id", Integer, primary_key=True), Column("ends", Float))
    their_room = ForeignKey("course_v0_rooms.id")
    Table("course_v0_answers", older, Column("room", their_room, primary_key=True), Column("value", Text))
    not_ours = Table("course_v00_rooms", older, Column("id", Integer, primary_key=True))
    newer = Table(f"course_v{VERSION + 1}_rooms", older, Column("id", Integer, primary_key=True))
    with db.write() as to:
        older.create_all(to)
        to.execute(insert(their_rooms), [{"ends": clock() + 60}, {"ends": clock() + 3600}])

    def names() -> set[str]:
        with db.read() as of:
            return set(inspect(of).get_table_names())

    host, _, _ = _lived_in(db)
    everything = names()
    clock.now += 3599
    rooms.sweep(db)
    assert names() == everything == {*METADATA.tables, *older.tables}
    clock.now += 1
    rooms.sweep(db)
    assert names() == {*METADATA.tables, not_ours.name, newer.name}
    assert tally.moment(db, host.room).people == PEOPLE


def test_each_foreign_key_is_indexed_so_that_a_full_room_goes_quickly() -> None:
    """Without an index, a room of 1,000 people is deleted by 1,000 searches through the answers of all rooms."""
    for table in METADATA.sorted_tables:
        unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
        indexed = {next(iter(each.columns)) for each in (*table.indexes, *unique, table.primary_key)}
        assert {key.parent for key in table.foreign_keys} <= indexed, table.name
