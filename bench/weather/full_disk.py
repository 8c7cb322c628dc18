"""Every lesson on a server whose disk is full."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.client import Client
from bench.lessons import LESSONS, Subject
from bench.stand import single
from bench.weather.widgets import faults

FULL = 2048
"""Bytes that a file may have: the server's log reaches it too."""
FULL_DISK = (
    sys.executable,
    "-c",
    f"import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({FULL}, {FULL})); "
    "os.execv(sys.argv[1], sys.argv[1:])",
)
MOVES = 3

Figures = dict[str, dict[str, str]]


def _walk(url: str, subject: Subject) -> tuple[dict[str, str], list[str]]:
    """Open a lesson and move its widget; the figures of the first run, and what was wrong."""
    with Client(url, subject.slug, subject.query, strict=False) as client:
        run = client.open()
        first, wrong = run.metrics, faults(run) + run.refused
        for turn in range(MOVES):
            key, value = subject.keys[turn % len(subject.keys)], subject.values[turn % len(subject.values)]
            wrong += faults(client.move(key, value))
    return first, [f"{subject.name}: {text}" for text in wrong]


def figures(url: str) -> Figures:
    """The figures of each lesson on a healthy machine."""
    return {subject.name: _walk(url, subject)[0] for subject in LESSONS}


def lessons(folder: Path, expected: Figures) -> list[str]:
    """Open every lesson on a server that cannot write a file beyond 2 KB; what was wrong."""
    environment = (("TMPDIR", "/nonexistent"), ("HOME", "/nonexistent"), ("PYTHONDONTWRITEBYTECODE", "1"))
    place = folder / "full-disk"
    place.mkdir()
    wrong = []
    with single(place, environment=environment, wrapper=FULL_DISK) as stand:
        for subject in LESSONS:
            try:
                shown, found = _walk(stand.url, subject)
            except (OSError, TimeoutError, RuntimeError) as error:
                wrong.append(f"{subject.name}: {error!r}")
                continue
            wrong += found
            if shown != expected[subject.name]:
                wrong.append(f"{subject.name} shows {shown}, not {expected[subject.name]}")
        if stand.replicas[0].log.stat().st_size < FULL:
            wrong.append("the log did not reach its limit: nothing was tried")
    return wrong
