"""The workshop: ``python -m bench.workshop PARTS``, or ``make bench-load ARGS="workshop PARTS"``.

    room       100 phones on one process, beside the bare page (four minutes)
    replicas   300 phones on two replicas behind nginx, on SQLite and on PostgreSQL (five minutes)
    lessons    learners beside the room (three minutes)
    follow     followers of a presenter who makes a move a second (two minutes)
    killed     kill -9 of the only process, 100 phones (one minute); in the middle of a round, as all that follow
    replica    kill -9 of one of two replicas (one minute)
    database   PostgreSQL stopped for 20 s (two minutes)
    disk       a full disk under SQLite, as root (one minute)
    clock      a clock that jumps (one minute)

Each part prints its figures and adds them to ``bench/results/workshop-<date>.json``. It needs Linux, nginx and
PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tests.support.room
from bench.machine import RESULTS, environment
from bench.workshop import faults, follow, load
from bench.workshop.faults import Fault

IDLE = 60.0
MOVING = 25.0
Found = tuple[dict[str, Any], str, bool]
"""The record of a part, its text, and whether something was lost or failed."""


def _room(folder: Path, phones: int, quick: bool) -> Found:
    seconds = 5.0 if quick else IDLE
    found = [load.bare(folder, phones, seconds), load.room(folder, phones, seconds)]
    return _rows("room", found)


def _replicas(folder: Path, phones: int, quick: bool) -> Found:
    seconds = 5.0 if quick else IDLE / 3
    return _rows("replicas", [load.room(folder, phones, seconds, kind, 2) for kind in ("sqlite", "postgresql")])


def _rows(name: str, found: list[load.Row]) -> Found:
    failed = any(row.lost or row.double or row.errors for row in found)
    return {name: [asdict(row) for row in found]}, load.table(found), failed


def _lessons(folder: Path, phones: int, quick: bool) -> Found:
    found = load.beside(folder, phones, 5.0 if quick else MOVING)
    return {"lessons": asdict(found) | {"ratio": found.ratio}}, load.report(found), False


def _follow(folder: Path, phones: int, quick: bool) -> Found:
    found = follow.followers(folder, phones, 8.0 if quick else MOVING)
    return {"follow": asdict(found)}, follow.report(found), bool(found.said)


def _fault(name: str, try_it: Callable[[Path, int], Fault]) -> Callable[[Path, int, bool], Found]:
    def measure(folder: Path, phones: int, _quick: bool) -> Found:
        found = try_it(folder, phones)
        return {name: asdict(found)}, faults.table([found]), bool(found.wrong)

    return measure


PARTS: dict[str, tuple[Callable[[Path, int, bool], Found], int]] = {
    "room": (_room, 100),
    "replicas": (_replicas, 300),
    "lessons": (_lessons, 100),
    "follow": (_follow, 100),
    "killed": (_fault("killed", faults.killed), 100),
    "replica": (_fault("replica", faults.replica), 100),
    "database": (_fault("database", faults.postgresql), 100),
    "disk": (_fault("disk", faults.disk), 100),
    "clock": (_fault("clock", faults.clock), 100),
}
"""The parts, each with its number of phones."""


def main(given: list[str] | None = None) -> int:
    """Measure, print and write the results; return 1 if an answer was lost or anything failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.workshop", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS)}; default: all")
    parser.add_argument("--phones", type=int, help="another number of phones")
    parser.add_argument("--quick", action="store_true", help="a few phones for a few seconds")
    arguments = parser.parse_args(given)
    if unknown := set(arguments.parts) - set(PARTS):
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    tests.support.room.SECONDS = 300.0  # a busy machine starts the servers slowly
    record: dict[str, Any] = {"environment": environment(), "quick": arguments.quick}
    failed = False
    for name in arguments.parts or PARTS:
        measure, phones = PARTS[name]
        with TemporaryDirectory() as folder:
            found, text, wrong = measure(
                Path(folder), arguments.phones or (8 if arguments.quick else phones), arguments.quick
            )
        record |= found
        failed = failed or wrong
        print(text, flush=True)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"workshop-{datetime.now():%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {path}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
