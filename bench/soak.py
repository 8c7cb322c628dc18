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
LEAVE = 240.0
"""Seconds given to the server to forget its sessions: twice what it keeps them for."""


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
        At the end of the room, and when all had been gone long enough.
    forgotten : float
        Seconds from the last good-bye until the server held no session.
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
    forgotten: float


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
    crowd = begin(Plan(stand.url, False, clients, INTERVAL, seconds, stay=STAY))
    start, memory = time.monotonic(), []
    while (at := time.monotonic() - start) < seconds:
        memory.append((round(at, 1), round(stand.memory(), 1)))
        time.sleep(EVERY)
    before = stand.sessions()
    seen = finish(crowd)
    gone = time.monotonic()
    while (left := stand.sessions()) and time.monotonic() - gone < LEAVE:
        time.sleep(1)
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
        sessions=[before, left],
        forgotten=time.monotonic() - gone,
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
            f"  sessions {found.sessions[0]}; {found.forgotten:.0f} s after the last good-bye {found.sessions[1]}",
        ]
    )
