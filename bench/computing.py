"""Waiting times while the big-picture lesson computes: of its first visitor, of the next one, and of another lesson.

The visitors are websocket clients that rerun the lesson's fragment as a browser does: ten times a second, but not
before the last run has ended. The other lesson is "likelihood", whose slider is moved meanwhile.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from bench.client import Client
from bench.room import SLIDER, slide, spread
from pages._kit.course import lesson
from tests.support.harness import serve

VISITORS = 4
"""Number of visitors who compute at once, each with other data."""
ARRIVE = 2.0
"""Seconds from their arrival to the measurement."""


@dataclass(frozen=True)
class Computing:
    """Results of the measurement.

    Attributes
    ----------
    cold, cached : float
        Seconds from opening the page until all six answers are shown, for new settings and for the same again.
    quiet, busy : tuple of float
        Median and 95th percentile of the slider's rerun in ms, without and with the visitors who compute.
    ratio : float
        The busy 95th percentile over the quiet one.
    answers : int
        Number of settings whose answers were completed in the busy part.
    """

    cold: float
    cached: float
    quiet: tuple[float, float]
    busy: tuple[float, float]
    ratio: float
    answers: int


def _wait(url: str, seed: int, stop: Event | None = None) -> bool:
    """Stay on the page until it shows all answers, or until ``stop`` is set; return whether it shows them."""
    with Client(url, "big-picture", f"seed={seed}") as client:
        client.open()
        for _ in client.ticks():
            if stop and stop.is_set():
                return not client.ticking
    return True


@contextmanager
def _visitors(url: str) -> Iterator[list[int]]:
    """Let visitors compute one setting after the other while the block runs; the list grows by each finished seed."""
    stop, answered = Event(), list[int]()

    def visit(number: int) -> None:
        seed = number
        while not stop.is_set():
            if _wait(url, seed, stop):
                answered.append(seed)
            seed += VISITORS

    threads = [Thread(target=visit, args=(number,)) for number in range(1, VISITORS + 1)]
    for thread in threads:
        thread.start()
    time.sleep(ARRIVE)
    try:
        yield answered
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _timed(url: str, seed: int) -> float:
    start = time.perf_counter()
    _wait(url, seed)
    return time.perf_counter() - start


def measure(folder: Path, n: int = 150) -> Computing:
    """Move the slider ``n`` times without and with the visitors; the server's log goes to ``folder``."""
    with serve(folder / "computing.log") as server:
        _wait(server.url, 0)  # imports torch
        cold, cached = _timed(server.url, 1000), _timed(server.url, 1000)
        slide(server.url, 20)
        quiet = spread(slide(server.url, n))
        with _visitors(server.url) as answered:
            busy = spread(slide(server.url, n))
            answers = len(answered)
    return Computing(cold, cached, quiet, busy, busy[1] / quiet[1], answers)


def report(found: Computing) -> str:
    """The results as plain text."""
    computing, other = lesson("big-picture").number, lesson(SLIDER.slug).number
    return "\n".join(
        [
            f"Lesson {computing}, new settings: {found.cold:.1f} s until all six answers are shown; "
            f"the same again: {found.cached:.2f} s",
            f"Lesson {other}'s slider while {VISITORS} visitors compute in lesson {computing}",
            f"  alone            median {found.quiet[0]:6.1f} ms   p95 {found.quiet[1]:6.1f} ms",
            f"  with them        median {found.busy[0]:6.1f} ms   p95 {found.busy[1]:6.1f} ms   "
            f"p95 ratio {found.ratio:.2f}",
            f"  settings answered meanwhile: {found.answers}",
        ]
    )
