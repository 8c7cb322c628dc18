"""A room walked at random by many threads of several processes is, at each quiet point, the room of a plain model."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import IO, Any

import pytest
from sqlalchemy import Connection, delete, update

from pages._kit.room.store import answers, rooms, rounds, tally
from pages._kit.room.store.database import Database
from pages._kit.room.store.records import Host, Member
from pages._kit.room.store.schema import ROOMS, ROUNDS
from tests.rooms.conftest import Clock, Places
from tests.rooms.model import Model
from tests.rooms.people import all_rows, anything, somebody
from tests.support.harness import ROOT

Needs = dict[tuple[str, str], int]
"""The fewest times that each act must come with each refusal, which is empty for an act that was done."""

STEPS = 9
MOST_WALKS = 20
MET: Needs = {("answer", ""): 20, ("answer", rounds.GONE): 1, ("answer", answers.NO_MEMBER): 1, ("set", ""): 1}


@contextmanager
def _processes(count: int, task: dict[str, Any], seed: int) -> Iterator[list[subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "tests.rooms.walker"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    running = [subprocess.Popen(command, **pipes) for _ in range(count)]
    try:
        for number, process in enumerate(running):
            _say(process, json.dumps(task | {"seed": seed * count + number}))
        yield running
    finally:
        for process in running:
            process.kill()
            process.communicate()


def _say(process: subprocess.Popen[str], line: str) -> None:
    to: IO[str] | None = process.stdin
    assert to
    to.write(f"{line}\n")
    to.flush()


def _heard(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    assert process.stdout
    return json.loads(process.stdout.readline())


def _compare(db: Database, host: Host, model: Model) -> None:
    """The store at a quiet point holds what the model holds."""
    moment = tally.moment(db, host.room)
    assert moment.people == len(model.joined)
    assert moment.round
    assert moment.round.id == max(model.rounds)
    numbers = {answers.number_of(db, Member(host.room, token)): token for token in model.joined}
    assert len(numbers) == len(model.joined)
    results = tally.results(db, host)
    found = {(each.round.id, numbers[number]): value for each in results for number, value in each.of.items()}
    assert found == model.answers
    assert moment.answered == sum(number == moment.round.id for number, _ in model.answers)
    assert [each.round.id for each in results] == sorted(model.rounds)
    assert not any(each.round.state == "open" for each in results[:-1])
    assert tally.feelings(db, host.room).get(0, {}) == Counter(model.feelings.values())


def _walk(db: Database, where: str, clock: Clock, *, processes: int, threads: int, seed: int, until: Needs) -> None:
    """Walk until all has happened that the walk is there for: how soon depends on how the threads take turns."""
    host = rooms.open_room(db)
    task = {"where": where, "now": clock.now, "room": [host.room.id, host.room.code], "token": host.token}
    with _processes(processes, task | {"threads": threads}, seed) as running:
        for walk in range(MOST_WALKS):
            for process in running:
                _say(process, str(STEPS))
            model = Model([act for process in running for act in _heard(process)])
            _compare(db, host, model)
            met = Counter((act["what"], act["why"]) for act in model.log)
            if walk and all(met[act] >= least for act, least in until.items()):
                break
        else:
            raise AssertionError(met.most_common())
    model.check_acts()
    # SQLite lets processes wait in no order, so that one may wait for too long, but seldom.
    assert model.away <= 0.05 * len(model.log)


def test_a_room_walked_at_random_is_the_models(db: Database, where: str, clock: Clock) -> None:
    _walk(db, where, clock, processes=2, threads=4, seed=7, until=MET)


def _meanwhile(db: Database, change: Callable[[Connection], object], acts: list[Callable[[], object]]) -> list[str]:
    """What becomes of acts that begin while a change of their room is not yet committed."""
    with ThreadPoolExecutor(len(acts)) as pool:
        with db.write() as to:
            to.execute(update(ROOMS).values(stage=ROOMS.c.stage + 1))
            change(to)
            waiting = [pool.submit(act) for act in acts]
            time.sleep(0.3)  # all of them have looked at the room, and wait
        return [str(each.exception()) for each in waiting]


def test_an_answer_that_waits_while_its_round_is_closed_is_refused(where: str, places: Places) -> None:
    here = places.connect(where), places.connect(where)
    host = rooms.open_room(here[0])
    member = somebody(here[1], host.room)
    now = rounds.start(here[0], host, "toss", {})
    act = partial(answers.answer, here[1], member, now.id, 7, anything)
    assert _meanwhile(here[0], lambda to: to.execute(update(ROUNDS).values(state="closed")), [act]) == [answers.CLOSED]
    assert tally.moment(here[0], host.room).answered == 0


def test_what_waits_while_its_room_ends_is_refused(where: str, places: Places) -> None:
    here = [places.connect(where) for _ in range(7)]
    host = rooms.open_room(here[0])
    room, member, link = host.room, somebody(here[0], host.room), rooms.new_link(here[0], host)
    now = rounds.start(here[0], host, "toss", {})
    for db in here:
        rooms.find(db, room.code)
    acts: dict[Callable[[], object], str] = {
        partial(answers.answer, here[1], member, now.id, 7, anything): rooms.UNKNOWN,
        partial(somebody, here[2], room): rooms.UNKNOWN,
        partial(answers.press, here[3], member, "lost"): rooms.UNKNOWN,
        partial(rounds.start, here[4], host, "toss", {}): rooms.NO_HOST,
        partial(rooms.take_link, here[5], link): rooms.USED,
        partial(rooms.new_link, here[6], host): rooms.NO_HOST,
    }
    assert _meanwhile(here[0], lambda to: to.execute(delete(ROOMS)), list(acts)) == list(acts.values())
    assert not any(all_rows(here[0]).values())


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.timeout(600)
def test_a_room_walked_for_long_is_the_models(db: Database, where: str, clock: Clock, seed: int) -> None:
    # A short walk may meet no round that is closed and still the room's last one.
    met = {("answer", ""): 400, ("answer", answers.CLOSED): 1}
    _walk(db, where, clock, processes=4, threads=8, seed=seed, until=MET | met)
