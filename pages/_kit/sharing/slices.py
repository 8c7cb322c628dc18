"""Slices of time: a heavy run works for one frame in its turn, and rests while other learners' pages are drawn."""

import math
import time
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from pages._kit.sharing.turns import Traffic, Turns

TURNS: Final = Turns(slots=2)
TRAFFIC: Final = Traffic()

FRAME: Final = 0.1
"""Seconds of work from one redraw to the next."""

TICK: Final = 0.5
"""Seconds after which the browser reruns the fragment. Each rerun costs the server a millisecond or two and the browser
twenty, also while the server works."""

FIRST: Final = 0.5
"""Seconds for which the page's own script draws after Play, until the browser's first tick."""

PATIENCE: Final = 0.25
"""Seconds to wait for a slice before the page shows the run's place in the queue."""

LEAVES: Final = 1.0
"""Longest wait, in seconds, for a stopped script to release its run: the next script may already be running."""

BURST: Final = 0.003
REST: Final = 0.02
"""While other pages are drawn: seconds of work, and seconds of rest after it. A slider needs the interpreter for ten to
twenty milliseconds, and without the rests it would wait for it at every step."""

LISTEN: Final = 0.02
"""Seconds of work between two checks whether Streamlit wants to stop the script."""


class Advances(Protocol):
    """A run that advances in small portions."""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""

    def advance(self) -> None:
        """Do the next small portion, a millisecond or two."""


def work(
    run: Advances, *, quiet_since: float, most: int | None = None, listen: Callable[[], object] = lambda: None
) -> int:
    """Advance a run for one frame.

    Parameters
    ----------
    run : Advances
        The run; one thread at a time works on it.
    quiet_since : float
        When its learner's own page was drawn last (``time.monotonic``): pages drawn after that are other learners'.
    most : int, optional
        Portions to do, and then to rest (:class:`Due`); without it, as many as the machine gives.
    listen : callable, optional
        Called every 20 ms, between two portions. An exception that it raises ends the frame; the portions done are
        kept.

    Returns
    -------
    int
        0 if the run has advanced; else its place in the queue.
    """
    end = time.monotonic() + FRAME
    place = TURNS.ask(run, PATIENCE)
    if place:
        return place
    try:
        _advance(run, max(end, time.monotonic() + FRAME / 2), most, quiet_since, listen)
    finally:
        TURNS.hand_on(run)
    if most is not None and not run.finished:
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, LISTEN))
            listen()
    return 0


def _advance(run: Advances, until: float, most: int | None, quiet_since: float, listen: Callable[[], object]) -> None:
    done = 0
    rested = listened = time.monotonic()
    while not run.finished and (most is None or done < most):
        run.advance()
        done += 1
        now = time.monotonic()
        if now >= until:
            return
        if now - listened > LISTEN:
            listen()
            listened = now
        if now - rested > BURST and TRAFFIC.since(quiet_since):
            time.sleep(REST)
            rested = time.monotonic()


def frames(seconds: float) -> Iterator[None]:
    """Yield once for each frame to draw: at least once, and again until ``seconds`` have passed."""
    end = time.monotonic() + seconds
    yield
    while time.monotonic() < end:
        yield


class Due:
    """How many portions of a paced run are due: as many as its pace gives for the time since the frame before.

    So it lasts as long as its pace says, however long a frame takes to draw.
    """

    MOST: Final = 1.0
    """Longest time, in seconds, that one frame makes up for."""

    def __init__(self, now: float) -> None:
        self._until, self._part = now - FRAME, 0.0

    def portions(self, now: float, per_second: float) -> int:
        """Whole portions due at ``now`` (``time.monotonic``); the part that is left over counts at the next frame."""
        due = self._part + per_second * min(self.MOST, now - self._until)
        self._until, self._part = now, due % 1
        return int(due)


class Pace:
    """For how long the server draws before it lets the browser rerun the fragment.

    The browser's clock asks for a rerun every ``TICK`` seconds, but only after it has drawn what it was sent. A late
    request means that the browser is behind: it gets one frame, so that a press of Pause never waits behind a queue of
    frames. After each request in time the length doubles.
    """

    MOST: Final = 3.0
    """Seconds. At each rerun the browser builds the whole picture again, which costs it as much as ten frames."""
    LATE: Final = TICK + 0.05

    def __init__(self) -> None:
        self._ended = -math.inf
        self._length = 0.0

    def seconds(self) -> float:
        """For how long to draw now; 0 for a single frame."""
        prompt = time.monotonic() - self._ended < self.LATE
        self._length = min(self.MOST, 2 * self._length or FIRST) if prompt else 0.0
        return self._length

    def ended(self) -> None:
        """Record that the last frame is drawn."""
        self._ended = time.monotonic()
