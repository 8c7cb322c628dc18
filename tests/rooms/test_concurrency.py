"""A room walked at random by many threads of several processes is, at each quiet point, the room of a plain model."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import pytest

from pages._kit.room.store import answers, rooms, tally
from pages._kit.room.store.database import Database
from pages._kit.room.store.records import Host, Member
from tests.rooms.conftest import Clock
from tests.rooms.model import Model
from tests.support.harness import ROOT


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
    results = tally.results(db, host.room, host=host)
    found = {(each.round.id, numbers[number]): value for each in results for number, value in each.of.items()}
    assert found == model.answers
    assert moment.answered == sum(number == moment.round.id for number, _ in model.answers)
    assert [each.round.id for each in results] == sorted(model.rounds)
    assert tally.feelings(db, host.room).get(0, {}) == Counter(model.feelings.values())


def _walk(db: Database, where: str, clock: Clock, processes: int, threads: int, steps: list[int], seed: int) -> Model:
    host = rooms.open_room(db)
    task = {"where": where, "now": clock.now, "room": [host.room.id, host.room.code], "token": host.token}
    with _processes(processes, task | {"threads": threads}, seed) as running:
        for number in steps:
            for process in running:
                _say(process, str(number))
            model = Model([act for process in running for act in _heard(process)])
            _compare(db, host, model)
    model.check_acts()
    return model


def test_a_room_walked_at_random_is_the_models(db: Database, where: str, clock: Clock) -> None:
    model = _walk(db, where, clock, processes=2, threads=5, steps=[8, 16], seed=7)
    whys = Counter((act["what"], act["why"]) for act in model.log)
    # The walk has met what it is there for.
    assert whys["answer", ""] > 20, whys.most_common()
    for sentence in (answers.CLOSED, answers.NO_MEMBER):
        assert whys["answer", sentence], whys.most_common()
    assert whys["set", ""], whys.most_common()


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.timeout(600)
def test_a_room_walked_for_long_is_the_models(db: Database, where: str, clock: Clock, seed: int) -> None:
    _walk(db, where, clock, processes=4, threads=8, steps=[20] * 6, seed=seed)
