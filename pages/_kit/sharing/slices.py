"""One machine for a whole room: heavy runs take turns, and make room as soon as anybody else moves something."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages._kit.sharing.turns import Traffic, Turns

TURNS: Final = Turns(slots=2)
TRAFFIC: Final = Traffic()

FRAME: Final = 0.1
"""Seconds of work from one redraw to the next."""

TICK: Final = 0.5
"""Seconds after which the browser asks again. Each ask costs the server a millisecond or two and the browser twenty,
also while the server works."""

FIRST: Final = 0.5
"""Seconds for which the page itself draws at Play, until the browser asks."""

PATIENCE: Final = 0.25
"""Seconds to wait for a slice before the page says its place in the queue."""

LEAVES: Final = 1.0
"""Seconds that a script which Streamlit has told to stop is given to let go of its run. The next one is on its way
before it has."""

BURST: Final = 0.003
REST: Final = 0.02
"""While others move something: seconds of work, and the rest after it. A slider needs the interpreter for ten to
twenty milliseconds, and would wait for it at every step."""


LISTEN: Final = 0.02
"""Seconds of work from one question to the next whether the learner has done something else."""


@contextmanager
def ending_quietly() -> Iterator[None]:
    """Drawing that Streamlit may have told to end.

    A page that has begun anew takes the places of the old picture away, and the script that still draws there finds
    nowhere to draw before it hears that it has ended. A look into the session lets it hear.
    """
    try:
        yield
    except StreamlitAPIException:
        st.session_state.get("_told")
        raise


class Advances(Protocol):
    """A run that can be taken further in small portions."""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""

    def advance(self) -> None:
        """Do the next small portion, a millisecond or two."""


def work(
    run: Advances, *, quiet_since: float, per_second: float | None = None, listen: Callable[[], object] = lambda: None
) -> int:
    """Advance a run for one frame.

    Parameters
    ----------
    run : Advances
        The run; one thread at a time works on it.
    quiet_since : float
        When its learner's own page was drawn last (``time.monotonic``): whatever is drawn after that is others'.
    per_second : float, optional
        Portions a second; without it, as many as the machine gives.
    listen : callable, optional
        Asked every 20 ms, between two portions; what it raises ends the frame, with what was done kept.

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
        _advance(run, max(end, time.monotonic() + FRAME / 2), per_second, quiet_since, listen)
    finally:
        TURNS.hand_on(run)
    if per_second is not None and not run.finished:
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, LISTEN))
            listen()
    return 0


def _advance(
    run: Advances, until: float, per_second: float | None, quiet_since: float, listen: Callable[[], object]
) -> None:
    most = None if per_second is None else per_second * FRAME
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
    """One for each frame to draw: the first, and more until so much time is over."""
    end = time.monotonic() + seconds
    yield
    while time.monotonic() < end:
        yield


class Pace:
    """How long to draw before the browser is heard again.

    The browser asks by its clock, but only when it has drawn what it was sent: one that asks late is behind, and gets
    one frame, so that a press of Pause never waits behind a queue of pictures. From one ask in time to the next the
    length doubles.
    """

    MOST: Final = 3.0
    """Seconds. Each time the browser takes the whole picture apart and puts it together again, which costs it as much
    as ten frames."""
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
        """The last frame is drawn."""
        self._ended = time.monotonic()
