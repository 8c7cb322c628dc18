"""Soak test: memory and sessions of a server during a long time of visits, and after all visitors have left."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from bench.crowd import Plan
from bench.crowding import begin, finish
from bench.stand import Stand

CLIENTS = 50
INTERVAL = 5.0
STAY = 120.0
SETTLED = 300.0
"""Seconds after which the memory should be stable."""
EVERY = 5.0
"""Seconds between two readings."""
LEAVE = 150.0
"""Seconds from the last disconnect to the last reading; the server keeps a session for 120 seconds."""


@dataclass(frozen=True)
class Soak:
    """Results of the soak test.

    Attributes
    ----------
    minutes : float
        Length of the test.
    clients, moves, visits : int
        Number of visitors at a time, of moves, and of lessons opened.
    errors : list of str
        Errors of the visitors.
    p95_ms : float
        95th percentile of a move.
    memory : list of (float, float)
        Seconds since the start, and resident memory of the replicas in MB.
    growth : float
        Relative growth of the memory, see :func:`growth`.
    sessions : list of int
        Connected sessions: the most in the last minute of the visits, and after all had left.
    after : float
        Resident memory in MB, :data:`LEAVE` seconds after all had left.
    """

    minutes: float
    clients: int
    moves: int
    visits: int
    errors: list[str]
    p95_ms: float
    memory: list[tuple[float, float]]
    growth: float
    sessions: list[int]
    after: float


def growth(memory: list[tuple[float, float]], seconds: float) -> float:
    """Relative growth of the memory from the first five minutes (or half of a shorter test) to the last tenth.

    Each of the two values is a median over a tenth of the test, or over two readings if that is longer.
    """
    settled = min(SETTLED, seconds / 2)
    window = max(seconds / 10, 2 * EVERY)
    start = [mb for at, mb in memory if settled <= at < settled + window]
    end = [mb for at, mb in memory if at >= seconds - window]
    return float(np.median(end) / np.median(start) - 1)


def measure(stand: Stand, minutes: float, clients: int = CLIENTS) -> Soak:
    """Run ``clients`` visitors who move a widget every five seconds and are replaced after two minutes."""
    seconds = 60 * minutes
    crowd = begin(Plan(stand.url, "course", clients, INTERVAL, seconds, stay=STAY))
    start, memory, sessions = time.monotonic(), [], []
    while (at := time.monotonic() - start) < seconds:
        memory.append((round(at, 1), round(stand.memory(), 1)))
        sessions.append(stand.sessions())
        time.sleep(EVERY)
    seen = finish(crowd)
    time.sleep(LEAVE)
    took = [move for _, move in seen.moves]
    return Soak(
        minutes=minutes,
        clients=clients,
        moves=len(took),
        visits=len(seen.opened),
        errors=seen.errors,
        p95_ms=1e3 * float(np.percentile(took, 95)),
        memory=memory,
        growth=growth(memory, seconds),
        sessions=[max(sessions[-round(60 / EVERY) :]), stand.sessions()],
        after=round(stand.memory(), 1),
    )


def report(found: Soak) -> str:
    """The results as plain text."""
    marks = [found.memory[int(share * (len(found.memory) - 1))] for share in (0, 0.25, 0.5, 0.75, 1)]
    said = ", ".join(f"{mb:.0f} MB at {at / 60:.0f} min" for at, mb in marks)
    return "\n".join(
        [
            f"{found.minutes:g} minutes with {found.clients} people who come and go, a move each {INTERVAL:g} s",
            f"  {found.visits} visits, {found.moves} moves, {len(found.errors)} errors, p95 {found.p95_ms:.0f} ms",
            f"  memory {said}: {100 * found.growth:+.1f} % after it had settled",
            f"  {LEAVE:.0f} s after the last visitor left {found.after:.0f} MB; sessions {found.sessions[0]} before, "
            f"{found.sessions[1]} after",
        ]
    )
