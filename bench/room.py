"""Rerun time of a slider while twenty other learners train on the same server, and the server's memory.

The twenty are websocket clients in separate processes that rerun the lab's fragment as a browser does: ten times a
second, but not before the last run has ended. The slider is that of the lesson "likelihood".
"""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Thread

import numpy as np

from bench.client import Client
from bench.lessons import LESSONS
from bench.stand import memory, processor
from pages._kit.course import lesson
from tests.support.harness import serve

LEARNERS = 20
PROCESSES = 2
ARRIVE = 15
"""Seconds that the learners are given to open the lab and press Play."""
GOES_AFTER = 5
"""Seconds after which the server discards a disconnected session."""
QUERY = "steps=20000&wd=0.01&n_points={}"
SLIDER = next(subject for subject in LESSONS if subject.slug == "likelihood")


@dataclass(frozen=True)
class Room:
    """Results of the measurement; times are in ms, memory in MB.

    Attributes
    ----------
    quiet, busy : tuple of float
        Median and 95th percentile of the slider's rerun, without and with the other learners.
    ratio : float
        The busy 95th percentile over the quiet one.
    steps : list of int
        Training steps that each learner's run took while the slider moved.
    memory : tuple of float
        Memory of a fresh server; after a first group of learners has left; while the second group trains; and after all
        sessions have timed out.
    idle : float
        Share of a processor that the server uses after all have left.
    """

    quiet: tuple[float, float]
    busy: tuple[float, float]
    ratio: float
    steps: list[int]
    memory: tuple[float, float, float, float]
    idle: float


def _learn(url: str, number: int, stop: Event, steps: "multiprocessing.Queue[tuple[int, int]]") -> None:
    with Client(url, "training-lab", QUERY.format(100 + 10 * number)) as client:
        client.open()
        client.move("pace", "as fast as it can")
        client.move("play")
        first = last = 0
        for run in client.ticks():
            seen = run.metrics.get("Step")
            if seen is not None:
                last = int(seen.replace(",", ""))
                first = first or last
            if stop.is_set():
                break
    steps.put((number, last - first))


def _learners(url: str, numbers: range, stop: Event, steps: "multiprocessing.Queue[tuple[int, int]]") -> None:
    threads = [Thread(target=_learn, args=(url, number, stop, steps)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def _training(url: str) -> Iterator[list[int]]:
    """Let the learners train while the block runs; afterwards the list holds the steps of each run."""
    spawn = multiprocessing.get_context("spawn")
    stop, steps = spawn.Event(), spawn.Queue()
    share = LEARNERS // PROCESSES
    room = [
        spawn.Process(target=_learners, args=(url, range(i * share, (i + 1) * share), stop, steps))
        for i in range(PROCESSES)
    ]
    for process in room:
        process.start()
    time.sleep(ARRIVE)
    taken: list[int] = []
    yield taken
    stop.set()
    taken += [steps.get(timeout=60)[1] for _ in range(LEARNERS)]
    for process in room:
        process.join()


def slide(url: str, moves: int) -> list[float]:
    """Move the slider ten times a second; return the seconds of each rerun."""
    with Client(url, SLIDER.slug) as client:
        client.open()
        took = []
        for turn in range(moves):
            took.append(client.move(SLIDER.keys[0], SLIDER.values[turn % len(SLIDER.values)]).seconds)
            time.sleep(0.1)
    return took


def spread(seconds: list[float]) -> tuple[float, float]:
    """Median and 95th percentile, in ms."""
    return 1e3 * float(np.median(seconds)), 1e3 * float(np.percentile(seconds, 95))


def measure(folder: Path, n: int = 150) -> Room:
    """Move the slider ``n`` times without and with the learners; the server's log goes to ``folder``."""
    options = ("--server.disconnectedSessionTTL", str(GOES_AFTER))
    with ExitStack() as stack:
        server = stack.enter_context(serve(folder / "room.log", options=options))
        fresh = memory(server.pid)
        # A first group of learners loads what stays in memory for good: torch, caches, the allocator's own memory.
        with _training(server.url):
            slide(server.url, 20)
        time.sleep(3 * GOES_AFTER)
        before = memory(server.pid)
        quiet = slide(server.url, n)
        with _training(server.url) as steps:
            busy = slide(server.url, n)
            during = memory(server.pid)
        time.sleep(1)
        used = processor(server.pid)
        time.sleep(4 * GOES_AFTER)
        idle = (processor(server.pid) - used) / (4 * GOES_AFTER)
        after = memory(server.pid)
    calm, rush = spread(quiet), spread(busy)
    return Room(calm, rush, rush[1] / calm[1], steps, (fresh, before, during, after), idle)


def report(found: Room) -> str:
    """The results as plain text."""
    return "\n".join(
        [
            f"Lesson {lesson(SLIDER.slug).number}'s slider while {LEARNERS} learners train on the same server",
            f"  alone            median {found.quiet[0]:6.1f} ms   p95 {found.quiet[1]:6.1f} ms",
            f"  with the learners median {found.busy[0]:5.1f} ms   p95 {found.busy[1]:6.1f} ms   "
            f"p95 ratio {found.ratio:.2f}",
            f"  steps of each run meanwhile: {min(found.steps)} to {max(found.steps)}",
            f"  memory, MB: fresh server {found.memory[0]:.0f}, before {found.memory[1]:.0f}, "
            f"training {found.memory[2]:.0f}, after {found.memory[3]:.0f}; processor after: {100 * found.idle:.1f} %",
        ]
    )
