"""The frame loop: a fragment that the browser's clock reruns advances a run in turns and redraws it frame by frame."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages._kit import session
from pages._kit.sharing import slices

R = TypeVar("R", bound=slices.Advances)


class FrameLoop:
    """The frame loop of one fragment, kept in the session from one rerun to the next.

    Attributes
    ----------
    by_page : bool
        Whether the page's own script runs the fragment now, and not the browser's clock.
    page_drawn : float
        When the page's own script last ran the fragment (``time.monotonic``).
    pace : Pace
        For how long a rerun draws.
    """

    def __init__(self) -> None:
        self.by_page = False
        self.page_drawn = -math.inf
        self.pace = slices.Pace()
        self._due: slices.Due | None = None

    def play(
        self,
        run: R,
        *,
        draw: Callable[[R], object],
        wait: Callable[[R, int], object],
        following: Callable[[], R],
        per_second: float | None = None,
    ) -> None:
        """Advance a run in its turn and draw it after each frame, for as long as the pace allows.

        The page's own script draws for ``FIRST`` seconds and stops at the first frame without a slice, so that the
        page is complete; a rerun by the browser's clock waits in the queue.

        Parameters
        ----------
        run : Advances
            The run to begin with.
        draw : callable
            Draws the run.
        wait : callable
            Shows the run's place in the queue, 1 for the next one.
        following : callable
            Called when the run has finished: returns the run to go on with, or reruns the page.
        per_second : float, optional
            Portions a second; without it, as many as the machine gives.
        """
        seconds = slices.FIRST if self.by_page else self.pace.seconds()
        if self._due is None or self.by_page:
            self._due = slices.Due(time.monotonic())
        try:
            with _stopped_before_drawing():
                for _ in slices.frames(seconds):
                    most = None if per_second is None else self._due.portions(time.monotonic(), per_second)
                    while place := slices.work(run, quiet_since=self.page_drawn, most=most, listen=_let_streamlit_stop):
                        wait(run, place)
                        if self.by_page:
                            return
                    draw(run)
                    if run.finished:
                        slices.TURNS.leave(run)
                        run = following()
        finally:
            slices.TURNS.leave(run)  # a script that is stopped while it waits must not hold up the queue


def fragment(key: str, part: Callable[[FrameLoop], None], *, ticking: bool = True) -> None:
    """Run ``part`` as a fragment, with the frame loop that the session keeps under ``key``.

    The browser asks for each rerun, so nothing advances once the tab is closed or another page is open. Call it after
    the rest of the page is drawn: the run takes any chart drawn later for another learner's, and rests.

    Parameters
    ----------
    key : str
        The loop's key in the session.
    part : callable
        Draws the fragment.
    ticking : bool
        Whether the browser's clock reruns it every ``TICK`` seconds.
    """
    loop = session.kept(key, FrameLoop)
    by_page = True

    def rerun() -> None:
        nonlocal by_page
        loop.by_page, by_page = by_page, False
        if loop.by_page:
            loop.page_drawn = time.monotonic()
        try:
            part(loop)
        finally:
            loop.pace.ended()

    st.fragment(rerun, run_every=slices.TICK if ticking else None)()


def _let_streamlit_stop() -> None:
    """Let Streamlit stop this script if the learner has moved something: it does so whenever any key is read."""
    st.session_state.get("_any_key")


@contextmanager
def _stopped_before_drawing() -> Iterator[None]:
    """Turn a failure to draw in a stopped script into the stop itself.

    A new script of the same page removes the old script's containers, and the old one may fail to draw in them before
    Streamlit has stopped it.
    """
    try:
        yield
    except StreamlitAPIException:
        _let_streamlit_stop()
        raise
