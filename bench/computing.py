"""Lesson 8 while it computes: how long its first visitor waits, the next one, and what others' sliders take meanwhile.

The visitors are websocket clients that do what the browser does: they ask for the running fragment ten times a second,
and not before the last answer is in. The slider is that of lesson 2.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from bench.client import Client
from bench.room import slide, spread
from tests.support.harness import serve

VISITORS = 4
"""People who compute at once, each with data of their own."""
ARRIVE = 2.0
"""Seconds that they are given to begin."""
TICK = 0.1


@dataclass(frozen=True)
class Computing:
    """What was seen.

    Attributes
    ----------
    cold, cached : float
        Seconds from opening the page until all six answers stand: settings that nobody has asked for, and again.
    quiet, busy : tuple of float
        Median and 95th percentile of the slider's rerun in ms, without and with the visitors who compute.
    ratio : float
        The busy 95th percentile over the quiet one.
    answers : int
        Settings that were answered meanwhile.
    """

    cold: float
    cached: float
    quiet: tuple[float, float]
    busy: tuple[float, float]
    ratio: float
    answers: int


def _wait(url: str, seed: int, stop: Event | None = None) -> bool:
    """Stay on the page until all its answers stand, or until told to stop; whether they stand."""
    with Client(url, "big-picture", f"seed={seed}") as client:
        client.open()
        while client.ticking:
            if stop and stop.is_set():
                return False
            asked = time.monotonic()
            client.tick()
            time.sleep(max(0.0, asked + TICK - time.monotonic()))
    return True


@contextmanager
def _visitors(url: str) -> Iterator[list[int]]:
    """People who compute one setting after the other while the block runs; the seeds that were answered."""
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
    """Plain text."""
    return "\n".join(
        [
            f"Lesson 8, settings of its own: {found.cold:.1f} s until all six stand; again {found.cached:.2f} s",
            f"Lesson 2's slider while {VISITORS} others compute there",
            f"  alone            median {found.quiet[0]:6.1f} ms   p95 {found.quiet[1]:6.1f} ms",
            f"  with them        median {found.busy[0]:6.1f} ms   p95 {found.busy[1]:6.1f} ms   "
            f"p95 ratio {found.ratio:.2f}",
            f"  settings answered meanwhile: {found.answers}",
        ]
    )
