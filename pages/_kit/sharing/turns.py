"""A fair queue for heavy runs: at most a few advance at once, and the others wait in order.

A run asks for a slice, works, and gives the slice back. The queue is first in, first out, and a run that has had a
slice joins its end, so no run starves. A run that stops asking loses its place in the queue: a learner may close the
window while the run waits.
"""

from __future__ import annotations

import threading
import time
from typing import Final

FORGOTTEN_AFTER: Final = 3.0
"""Seconds after its last request for which a run keeps its place in the queue."""

QUIET_AFTER: Final = 3.0
"""Seconds without a move of any learner after which the room counts as quiet."""


class Turns:
    """A fair queue in front of ``slots`` places.

    Parameters
    ----------
    slots : int
        How many runs may hold a slice at once, at least 1.
    """

    def __init__(self, slots: int) -> None:
        if slots < 1:
            raise ValueError(f"there must be at least 1 slot, got {slots}")
        self._slots = slots
        self._holders: set[object] = set()
        self._waiting: dict[object, float] = {}  # in order, with the time of the last request
        self._changed = threading.Condition()

    def ask(self, run: object, patience: float) -> int:
        """Wait for a slice, at most ``patience`` seconds.

        Parameters
        ----------
        run : object
            The run, by identity. It keeps its place in the queue from one call to the next.
        patience : float
            Seconds, fewer than ``FORGOTTEN_AFTER``.

        Returns
        -------
        int
            0: the run holds a slice until :meth:`hand_on` or :meth:`leave`. k > 0: the run is the k-th in the queue.
        """
        deadline = time.monotonic() + patience
        with self._changed:
            if run in self._holders:
                return 0
            while True:
                now = time.monotonic()
                self._waiting[run] = now  # a run that waits already keeps its place, a new one is the last
                self._drop_silent(now)
                if next(iter(self._waiting)) is run and len(self._holders) < self._slots:
                    break
                if now >= deadline:
                    return list(self._waiting).index(run) + 1
                self._changed.wait(deadline - now)
            del self._waiting[run]
            self._holders.add(run)
            self._changed.notify_all()  # another slot may be free for the next in the queue
            return 0

    def _drop_silent(self, now: float) -> None:
        """Drop the runs that have not asked for ``FORGOTTEN_AFTER`` seconds."""
        silent = [run for run, last in self._waiting.items() if now - last > FORGOTTEN_AFTER]
        for run in silent:
            del self._waiting[run]

    def hand_on(self, run: object) -> None:
        """Give the slice back; if others wait, the run's next :meth:`ask` joins the end of the queue."""
        with self._changed:
            self._holders.discard(run)
            self._changed.notify_all()

    def leave(self, run: object) -> None:
        """Give back the run's slice or its place in the queue; without either, do nothing."""
        with self._changed:
            self._holders.discard(run)
            self._waiting.pop(run, None)
            self._changed.notify_all()

    def until_at_rest(self, run: object, patience: float) -> bool:
        """Wait at most ``patience`` seconds until the run holds no slice; return whether it holds none."""
        with self._changed:
            return self._changed.wait_for(lambda: run not in self._holders, patience)

    def crowd(self) -> tuple[int, int]:
        """How many runs hold a slice, and how many wait."""
        with self._changed:
            return len(self._holders), len(self._waiting)


class Traffic:
    """When a page was last drawn for any learner, so that a run knows when to leave others time.

    A run asks about the time since its own learner's page was drawn: any page drawn later is another learner's.
    """

    def __init__(self) -> None:
        self._last = -QUIET_AFTER

    def note(self) -> None:
        """Record that a page is drawn now."""
        self._last = time.monotonic()

    def since(self, moment: float) -> bool:
        """Whether a page was drawn after ``moment`` and within the last ``QUIET_AFTER`` seconds."""
        return self._last > moment and time.monotonic() - self._last < QUIET_AFTER
