"""A room for a long time: what the memory does, and whether anything is left when all have gone."""

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
"""Seconds after which the memory should have settled."""
EVERY = 5.0
LEAVE = 150.0
"""Seconds after the last good-bye at which the memory is read once more: a session is kept for 120."""


@dataclass(frozen=True)
class Soak:
    """What was seen.

    Attributes
    ----------
    minutes : float
        How long.
    clients, moves, visits : int
        People in the room at a time, moves that they made, lessons that they opened.
    errors : list of str
        What went wrong.
    p95_ms : float
        95th percentile of a move.
    memory : list of (float, float)
        Seconds since the room came in, and resident MB of the replicas.
    growth : float
        Memory at the end (median of the last tenth) over that after the first five minutes, minus 1; a run that is
        shorter than ten minutes compares its two halves.
    sessions : list of int
        Connected sessions: the most in the last minute of the room, and after all had left.
    after : float
        Resident MB when all had been gone for :data:`LEAVE`.
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
    """How much larger the last tenth is than what came after the first five minutes, or after the first half."""
    settled = min(SETTLED, seconds / 2)
    window = max(seconds / 10, 2 * EVERY)
    start = [mb for at, mb in memory if settled <= at < settled + window]
    end = [mb for at, mb in memory if at >= seconds - window]
    return float(np.median(end) / np.median(start) - 1)


def measure(stand: Stand, minutes: float, clients: int = CLIENTS) -> Soak:
    """Keep a room of people who come, move something each five seconds, and leave after two minutes."""
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
    """Plain text."""
    marks = [found.memory[int(share * (len(found.memory) - 1))] for share in (0, 0.25, 0.5, 0.75, 1)]
    said = ", ".join(f"{mb:.0f} MB at {at / 60:.0f} min" for at, mb in marks)
    return "\n".join(
        [
            f"{found.minutes:g} minutes with {found.clients} people who come and go, a move each {INTERVAL:g} s",
            f"  {found.visits} visits, {found.moves} moves, {len(found.errors)} errors, p95 {found.p95_ms:.0f} ms",
            f"  memory {said}: {100 * found.growth:+.1f} % after it had settled",
            f"  {LEAVE:.0f} s after the last good-bye {found.after:.0f} MB; sessions {found.sessions[0]} before, "
            f"{found.sessions[1]} after",
        ]
    )
