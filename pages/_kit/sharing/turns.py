"""Turns at a shared machine: at most a few heavy runs advance at once, and the others wait in order.

A run asks for a slice, works, and hands the slice on. Who comes first waits least: the queue is first in, first out,
and whoever has had a slice goes to its end, so nobody starves. Who does not ask again for a while is forgotten: a
learner may close the window in the middle of the queue. Nothing here knows what a run does.
"""

from __future__ import annotations

import threading
import time
from typing import Final

FORGOTTEN_AFTER: Final = 3.0
"""Seconds after its last word for which a place in the queue is kept."""

QUIET_AFTER: Final = 3.0
"""Seconds after which a room in which nobody moved anything counts as quiet."""


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
        self._waiting: dict[object, float] = {}  # in order, with the time of the last word
        self._changed = threading.Condition()

    def ask(self, who: object, patience: float) -> int:
        """Wait for a slice, at most ``patience`` seconds.

        Parameters
        ----------
        who : object
            The run, by identity. It keeps its place in the queue from one call to the next.
        patience : float
            Seconds, fewer than ``FORGOTTEN_AFTER``.

        Returns
        -------
        int
            0: the slice is yours until :meth:`hand_on` or :meth:`leave`. k > 0: you are the k-th in the queue.
        """
        deadline = time.monotonic() + patience
        with self._changed:
            if who in self._holders:
                return 0
            while True:
                now = time.monotonic()
                self._waiting[who] = now  # an old place is kept, a new one is the last
                self._forget(now)
                if next(iter(self._waiting)) is who and len(self._holders) < self._slots:
                    break
                if now >= deadline:
                    return list(self._waiting).index(who) + 1
                self._changed.wait(deadline - now)
            del self._waiting[who]
            self._holders.add(who)
            self._changed.notify_all()  # another slot may be free for the next in the queue
            return 0

    def _forget(self, now: float) -> None:
        silent = [one for one, last in self._waiting.items() if now - last > FORGOTTEN_AFTER]
        for one in silent:
            del self._waiting[one]

    def hand_on(self, who: object) -> None:
        """Give the slice back; with others waiting, the next :meth:`ask` joins the end of the queue."""
        with self._changed:
            self._holders.discard(who)
            self._changed.notify_all()

    def leave(self, who: object) -> None:
        """Give back the slice or the place in the queue, whichever ``who`` has."""
        with self._changed:
            self._holders.discard(who)
            self._waiting.pop(who, None)
            self._changed.notify_all()

    def until_at_rest(self, who: object, patience: float) -> bool:
        """Wait until nobody works on ``who``, at most ``patience`` seconds; whether nobody does."""
        with self._changed:
            return self._changed.wait_for(lambda: who not in self._holders, patience)

    def crowd(self) -> tuple[int, int]:
        """How many hold a slice, and how many wait."""
        with self._changed:
            return len(self._holders), len(self._waiting)


class Traffic:
    """Whether anybody but the run itself is being served, so that the run knows when to make room.

    Every page that is drawn notes it. A run asks about the time since its own learner's page was drawn last; so what
    it hears of are the others.
    """

    def __init__(self) -> None:
        self._last = -QUIET_AFTER

    def note(self) -> None:
        """Somebody moved something, now."""
        self._last = time.monotonic()

    def since(self, moment: float) -> bool:
        """Whether somebody moved something after ``moment`` and within the last ``QUIET_AFTER`` seconds."""
        return self._last > moment and time.monotonic() - self._last < QUIET_AFTER
