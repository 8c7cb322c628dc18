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
CLOCKED = "bench.weather.clocked"
JUMPS = (0, 1 / 24, -1 / 24, 400, -30, 0)
"""Days that the clock is off, in turn."""
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


def jumping_clock(folder: Path, expected: Figures) -> list[str]:
    """Every lesson while the clock of the server jumps by an hour, a month, a year, back and forth."""
    place = folder / "clock"
    place.mkdir()
    off = place / "off"
    off.write_text("0")

    def set_clock(number: int) -> None:
        days = JUMPS[number % len(JUMPS)]
        # In one step: a half-written file is no clock.
        (place / "next").write_text(str(86_400 * days))
        (place / "next").replace(off)
        time.sleep(1.0)

    with single(place, CLOCKED, environment=(("COURSE_CLOCK", str(off)),)) as stand:
        wrong = _all_lessons(stand, expected, set_clock)
        log = stand.replicas[0].log
        wrong += [said for said in complaints(log) if not said.startswith("warning")]
        if (
            len({line[10:20] for line in log.read_text(encoding="utf-8").splitlines() if line.startswith('{"time"')})
            < 2
        ):
            wrong.append("the clock of the log did not jump: nothing was tried")
    return wrong
