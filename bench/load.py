"""Load test (``make bench-load``): many visitors on the course, on the page with one slider, and on a minimal lesson.

    python -m bench.load                    the whole table, about 40 minutes
    python -m bench.load --quick            a few people for a few seconds, to see that it runs
    python -m bench.load --soak 60          an hour with people who come and go, and the memory over time
    python -m bench.load workshop room      a room and its phones: see bench/workshop/__main__.py

The servers are the deployed ones, as one process and as two replicas behind nginx, all on 127.0.0.1. The test prints a
table and writes ``bench/results/load-<date>.json`` (``soak-<date>.json``); ``python -m bench.capacity`` writes
deploy/CAPACITY.md from them. It needs Linux (it reads /proc) and, for the replicas, nginx.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import tests.support.room
from bench import soak
from bench.crowd import Plan
from bench.crowding import Load, load, table
from bench.lessons import COMPLAINT, LESSONS
from bench.machine import RESULTS, environment
from bench.stand import PAGES, Stand, behind_proxy, complaints, single
from bench.workshop import __main__ as workshop

MOST_CLIENTS = 200
LONGEST_SOAK = 120.0
WARM = 4.0
SECONDS = {5.0: 50.0, 1.0: 25.0}
"""Seconds that each row is measured, by the interval between moves."""


def _stands(folder: Path, processes: int, stack: ExitStack) -> dict[str, Stand]:
    """Start a server for every page; all stay up for all rows with this number of processes."""
    opened = single if processes == 1 else behind_proxy
    return {page: stack.enter_context(opened(folder, module)) for page, module in PAGES.items()}


def measure(folder: Path, arguments: argparse.Namespace) -> Iterator[Load]:
    """Measure every row of the table, the bare page first."""
    only = tuple("" if slug == "overview" else slug for slug in arguments.lessons)
    for processes in arguments.processes:
        with ExitStack() as stack:
            stands = _stands(folder, processes, stack)
            for page, stand in stands.items():
                load(stand, Plan(stand.url, page, len(Plan("", page, 1, 1, 1).subjects()), 0.5, WARM))
            for clients in arguments.clients:
                for interval in arguments.intervals:
                    seconds = arguments.seconds or SECONDS.get(interval, 50.0)
                    for page, stand in stands.items():
                        yield load(stand, Plan(stand.url, page, clients, interval, seconds, only=only))
            for stand in stands.values():
                for replica in stand.replicas:
                    for said, times in complaints(replica.log).items():
                        print(f"  a server said {times} times: {said}")


def _write(name: str, record: dict[str, object]) -> None:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}-{datetime.now():%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps({"environment": environment(), **record}, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {path}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--clients", type=int, nargs="+", default=[10, 50, 100], help="people in the room")
    parser.add_argument("--intervals", type=float, nargs="+", default=[5.0, 1.0], help="seconds between their moves")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2], choices=(1, 2), help="2 is behind nginx")
    parser.add_argument("--seconds", type=float, help="length of each row")
    names = [subject.name for subject in LESSONS]
    parser.add_argument("--lessons", nargs="+", default=[], choices=names, help="default: all, in turn")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="one long room in place of the table")
    parser.add_argument("--quick", action="store_true", help="a few people for a few seconds")
    arguments = parser.parse_args()
    if max(arguments.clients) > MOST_CLIENTS or (arguments.soak or 0) > LONGEST_SOAK:
        parser.error(f"at most {MOST_CLIENTS} people and {LONGEST_SOAK:g} minutes")
    if arguments.quick:
        arguments.clients, arguments.intervals, arguments.seconds = [8], [1.0], 5.0
    return arguments


def main() -> int:
    """Measure, print and write the results; return 1 if there was an error or a lesson was not measured."""
    if sys.argv[1:2] == ["workshop"]:
        return workshop.main(sys.argv[2:])
    arguments = _arguments()
    tests.support.room.SECONDS = 300.0  # a busy machine starts the servers slowly
    with TemporaryDirectory() as logs:
        folder = Path(logs)
        if arguments.soak:
            with single(folder) as stand:
                found = soak.measure(stand, arguments.soak, 8 if arguments.quick else soak.CLIENTS)
            print(soak.report(found))
            _write("soak", {"soak": asdict(found)})
            return int(bool(found.errors or found.sessions[-1]))
        rows = []
        for row in measure(folder, arguments):
            rows.append(row)
            print(table([row]).splitlines()[2], flush=True)
    print(table(rows))
    _write("load", {"load": [asdict(row) for row in rows]})
    if COMPLAINT:
        print(COMPLAINT)
    return int(any(row.errors for row in rows) or bool(COMPLAINT))


if __name__ == "__main__":
    sys.exit(main())
