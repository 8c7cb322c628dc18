"""What was acknowledged survives a killed process, a stopped server and a full disk, and all works again afterwards."""

import itertools
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import event

from pages._kit.room.store import answers, rooms, rounds, tally
from pages._kit.room.store.database import AwayError, Database, address, connect
from pages._kit.room.store.errors import AWAY, RefusedError
from pages._kit.room.store.records import Host, Member, Round
from pages._kit.room.store.schema import METADATA
from tests.rooms.conftest import Places
from tests.rooms.people import all_rows, anything, somebody
from tests.support.harness import ROOT
from tests.support.postgres import Postgres


def _room(db: Database, people: int = 3) -> tuple[Host, Round, list[Member]]:
    host = rooms.open_room(db)
    return host, rounds.start(db, host, "toss", {}), [somebody(db, host.room) for _ in range(people)]


def _of_each(db: Database, host: Host, members: list[Member]) -> list[Any]:
    """The answers of the round of now, by member."""
    (result,) = tally.results(db, host)
    assert len(result.of) == tally.moment(db, host.room).answered
    return [result.of.get(answers.number_of(db, member)) for member in members]


def _talker(where: str, host: Host, now: Round, members: list[Member], limit: int = 0) -> subprocess.Popen[str]:
    what = [where, host.room.id, host.room.code, now.id, ",".join(each.token for each in members), limit]
    command = [sys.executable, "-m", "tests.rooms.talker", *map(str, what)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_what_a_killed_process_had_acknowledged_is_there(where: str, places: Places) -> None:
    places.clock.now = time.time()
    db = places.connect(where)
    host, now, members = _room(db)
    for _ in range(2):
        talker = _talker(where, host, now, members)
        assert talker.stdout
        said = [int(talker.stdout.readline()) for _ in range(10)]
        talker.kill()
        said += [int(line) for line in talker.communicate()[0].split()]
        last = dict.fromkeys(range(3), -1) | {value % 3: value for value in said}
        for number, (value, _) in enumerate(_of_each(db, host, members)):
            # The process may have died between the commit and its line.
            assert value in (last[number], said[-1] + 1)
        # A transaction that died holds up nobody.
        answers.answer(db, members[0], now.id, "mine", anything)
        assert _of_each(db, host, members)[0] == "mine"


def test_postgresql_stops_and_starts_again(server: Postgres, places: Places) -> None:
    db = places.connect(address({"COURSE_DATABASE": server.new_database()}))
    host, now, members = _room(db, people=6)
    acknowledged = dict.fromkeys(range(6), -1)
    tried = dict.fromkeys(range(6), -1)
    slowest: list[float] = []
    stop = Event()

    def talk(number: int) -> None:
        for value in itertools.count():
            if stop.is_set():
                return
            tried[number] = value
            start = time.monotonic()
            try:
                answers.answer(db, members[number], now.id, value, anything)
                acknowledged[number] = value
            except AwayError:
                slowest.append(time.monotonic() - start)
                stop.wait(0.05)

    threads = [Thread(target=talk, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    _until(lambda: min(acknowledged.values()) >= 1)
    server.stop()
    try:
        _until(lambda: len(slowest) > 12)
        with pytest.raises(AwayError, match=AWAY):
            tally.moment(db, host.room)
        before = dict(acknowledged)
    finally:
        server.start()
    _until(lambda: all(acknowledged[number] > before[number] for number in before))
    stop.set()
    for thread in threads:
        thread.join()
    # A commit whose answer was lost may have been done.
    for number, value in enumerate(_of_each(db, host, members)):
        assert acknowledged[number] <= value <= tried[number]
    assert tally.moment(db, host.room).answered == tally.moment(db, host.room).people == 6
    # Nobody waits for long: not a measure of speed, but that nothing hangs until a time-out of the network.
    assert max(slowest) < 10


@pytest.mark.sweep
def test_a_postgresql_that_is_frozen_holds_up_nobody(server: Postgres, places: Places) -> None:
    """As on a paused machine: connections stand, and nothing comes of them."""
    db = places.connect(address({"COURSE_DATABASE": server.new_database()}))
    host, now, members = _room(db)
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii").split()
    processes = [server.pid, *map(int, children)]
    acts: list[Callable[[], object]] = [
        lambda: answers.answer(db, members[0], now.id, 7, anything),
        lambda: tally.moment(db, host.room),
    ]
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    with ThreadPoolExecutor(len(acts)) as pool:
        try:
            frozen = [pool.submit(act) for act in acts]
            for each in frozen:
                assert isinstance(each.exception(timeout=20), AwayError)
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)
    for act in acts:
        act()
    assert _of_each(db, host, members) == [7, None, None]


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_full_disk_takes_no_answer_and_loses_none(file: Path, places: Places) -> None:
    places.clock.now = time.time()
    where = f"sqlite:///{file}"
    db = places.connect(where)
    host, now, members = _room(db, people=20)
    db.engine.dispose()
    talker = _talker(where, host, now, members, limit=300_000)
    before, _, after = talker.communicate()[0].partition("there is room again\n")
    assert talker.returncode == 0
    last = {int(value) % 20: int(value) for value in before.split()}
    assert len(last) > 10
    assert len(after.split()) == 10
    last |= {int(value) % 20: int(value) for value in after.split()}
    found = [answer and answer[0] for answer in _of_each(db, host, members)]
    assert found == [last.get(number) for number in range(20)]


def test_where_nothing_can_be_written_rooms_can_still_be_read(file: Path, places: Places) -> None:
    db = places.connect(f"sqlite:///{file}")
    host, now, members = _room(db)
    answers.answer(db, members[0], now.id, 7, anything)
    before = all_rows(db)
    away = connect(f"sqlite:///{file}", places.clock)
    event.listen(away.engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only=ON"))
    for act in (
        lambda: answers.answer(away, members[0], now.id, 8, anything),
        lambda: rounds.start(away, host, "toss", {}),
        lambda: rooms.open_room(away),
    ):
        with pytest.raises(AwayError, match=AWAY):
            act()
        assert answers.own_answer(away, members[0], now.id) == 7
    away.engine.dispose()
    assert all_rows(db) == before


def test_a_removed_file_begins_anew(file: Path, places: Places) -> None:
    db = places.connect(f"sqlite:///{file}")
    host, now, members = _room(db)
    for each in list(file.parent.iterdir()):
        each.unlink()
    with pytest.raises(RefusedError, match=rooms.UNKNOWN):
        answers.answer(db, members[0], now.id, 7, anything)
    again, now, members = _room(db)
    answers.answer(db, members[0], now.id, 7, anything)
    assert not rooms.is_host(db, host)
    assert _of_each(places.connect(f"sqlite:///{file}"), again, members) == [7, None, None]
    assert {each.stat().st_mode & 0o777 for each in file.parent.iterdir()} == {0o600}


def test_tables_that_are_gone_are_made_again(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    _, now, members = _room(db)
    with db.write() as to:
        METADATA.drop_all(to)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            with pytest.raises((AwayError, RefusedError)) as problem:
                answers.answer(db, members[0], now.id, "distinctive", anything)
    assert "distinctive" not in f"{problem.value.__cause__} {caplog.text}"
    assert members[0].token not in caplog.text
    assert len(caplog.records) == 1
    _, now, members = _room(db)
    assert answers.answer(db, members[0], now.id, 7, anything) == 7


def test_files_are_for_their_owner_alone(file: Path, places: Places) -> None:
    db = places.connect(f"sqlite:///{file}")
    _room(db)
    assert file.parent.stat().st_mode & 0o777 == 0o700
    modes = {each.name: each.stat().st_mode & 0o777 for each in file.parent.iterdir()}
    assert modes == {"rooms.sqlite3": 0o600, "rooms.sqlite3-wal": 0o600, "rooms.sqlite3-shm": 0o600}


def test_a_room_may_end_while_it_is_used(where: str, places: Places) -> None:
    """Whoever comes too late is refused with a sentence, whatever they were about to do."""
    here = [places.connect(where) for _ in range(3)]
    unexpected: list[BaseException] = []

    def use(db: Database, host: Host, member: Member) -> None:
        acts: list[Callable[[], object]] = [
            lambda: rounds.start(db, host, "toss", {}),
            lambda: somebody(db, host.room),
            lambda: rooms.take_link(db, rooms.new_link(db, host)),
            lambda: answers.press(db, member, "lost"),
            lambda: tally.results(db, host),
        ]
        for act in itertools.cycle(acts):
            try:
                act()
                time.sleep(0.005)
            except RefusedError:
                return
            except AwayError:  # SQLite lets processes wait in no order, so that one may wait for too long
                continue
            except BaseException as problem:
                unexpected.append(problem)
                return

    for _ in range(3):
        host = rooms.open_room(here[0])
        member = somebody(here[0], host.room)
        threads = [Thread(target=use, args=[db, host, member]) for db in here]
        for thread in threads:
            thread.start()
        time.sleep(0.1)
        while rooms.is_host(here[0], host):
            with suppress(AwayError):
                rooms.end(here[0], host)
        for thread in threads:
            thread.join()
    assert unexpected == []
    assert not any(all_rows(here[0]).values())
