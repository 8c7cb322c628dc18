"""A machine that fails the server: a disk that is full, a clock that jumps."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.client import Client
from bench.lessons import LESSONS, Subject
from bench.stand import Stand, complaints, single
from bench.weather.widgets import faults

FULL = 2048
"""Bytes that a file may have: the log too is soon full."""
FULL_DISK = (
    sys.executable,
    "-c",
    f"import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({FULL}, {FULL})); "
    "os.execv(sys.argv[1], sys.argv[1:])",
)
FAKETIME = "faketime/libfaketime.so.1"
JUMPS = ("+0", "+1h", "-1h", "+400d", "-30d", "+0")
MOVES = 3

Figures = dict[str, dict[str, str]]


def _walk(url: str, subject: Subject) -> tuple[dict[str, str], list[str]]:
    """Open a lesson and move its widget; the figures of the first run, and what was wrong."""
    with Client(url, subject.slug, strict=False) as client:
        run = client.open()
        first, wrong = run.metrics, faults(run) + run.refused
        for turn in range(MOVES):
            key, value = subject.keys[turn % len(subject.keys)], subject.values[turn % len(subject.values)]
            wrong += faults(client.move(key, value))
    return first, [f"{subject.name}: {text}" for text in wrong]


def figures(url: str) -> Figures:
    """What each lesson shows on a machine that works."""
    return {subject.name: _walk(url, subject)[0] for subject in LESSONS}


def _all_lessons(stand: Stand, expected: Figures, between: Callable[[int], None] = lambda _: None) -> list[str]:
    wrong = []
    for number, subject in enumerate(LESSONS):
        between(number)
        try:
            shown, found = _walk(stand.url, subject)
        except (OSError, TimeoutError, RuntimeError) as error:
            wrong.append(f"{subject.name}: {error!r}")
            continue
        wrong += found
        if shown != expected[subject.name]:
            wrong.append(f"{subject.name} shows {shown}, not {expected[subject.name]}")
    return wrong


def full_disk(folder: Path, expected: Figures) -> list[str]:
    """Every lesson on a server that cannot write: no file may grow beyond 2 KB, its log included."""
    environment = (("TMPDIR", "/nonexistent"), ("HOME", "/nonexistent"), ("PYTHONDONTWRITEBYTECODE", "1"))
    place = folder / "full-disk"
    place.mkdir()
    with single(place, environment=environment, wrapper=FULL_DISK) as stand:
        wrong = _all_lessons(stand, expected)
        if stand.replicas[0].log.stat().st_size < FULL:
            wrong.append("the log did not fill up: nothing was tried")
    return wrong


def find_faketime() -> Path | None:
    """The library that fakes the clock, if it is installed."""
    return next(iter(sorted(Path("/usr/lib").glob(f"*/{FAKETIME}"))), None)


def jumping_clock(folder: Path, expected: Figures, library: Path) -> list[str]:
    """Every lesson while the clock of the server jumps by an hour, a month, a year, back and forth."""
    place = folder / "clock"
    place.mkdir()
    jump = place / "jump"
    jump.write_text(JUMPS[0])
    environment = (
        ("LD_PRELOAD", str(library)),
        ("FAKETIME_TIMESTAMP_FILE", str(jump)),
        ("FAKETIME_CACHE_DURATION", "1"),
        # A clock that is set does not move the monotonic one.
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("DONT_FAKE_MONOTONIC", "1"),
    )

    def set_clock(number: int) -> None:
        jump.write_text(JUMPS[number % len(JUMPS)])
        time.sleep(1.5)  # the library looks at the file once a second

    with single(place, environment=environment) as stand:
        wrong = _all_lessons(stand, expected, set_clock)
        log = stand.replicas[0].log
        wrong += list(complaints(log))
        if (
            len({line[10:20] for line in log.read_text(encoding="utf-8").splitlines() if line.startswith('{"time"')})
            < 3
        ):
            wrong.append("the clock of the log did not jump: nothing was tried")
    return wrong
