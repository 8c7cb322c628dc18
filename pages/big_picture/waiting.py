"""Work that a page waits for: taken further while the page is looked at, in turns with everybody else's."""

import time
from collections.abc import Sequence
from typing import Final, Protocol

import streamlit as st

from pages._kit.sharing import slices

DRAWN: Final = "_work_drawn"
SINCE: Final = "_work_since"
PACE: Final = "_work_pace"
SHOWN_FOR: Final = 1.0
"""Seconds for which the page stands before what has ended since is drawn: short works do not redraw it one by one."""


class Work(slices.Advances, Protocol):
    """A run with an end, under a name."""

    method: str
    share: float
    """How much is done, 0 to 1."""


def follow(works: Sequence[Work]) -> None:
    """Take works further one after the other, with a bar that says how far; nothing is drawn once all are done.

    Call it when the page is drawn: what is drawn later is taken for somebody else's move, and makes the work rest.
    The browser asks for each few frames, so nothing advances once the tab is closed or another page is open. The page
    is drawn anew as works end.
    """
    if all(work.finished for work in works):
        return
    st.session_state[DRAWN] = True
    st.fragment(_tick, run_every=slices.TICK)(works)


def _tick(works: Sequence[Work]) -> None:
    work = _next(works)
    if work is None:  # somebody else has finished the last one
        st.rerun()
    bar = st.progress(work.share, _words(work, works))
    pace: slices.Pace = st.session_state.setdefault(PACE, slices.Pace())
    if st.session_state.pop(DRAWN, False):
        st.session_state[SINCE] = time.monotonic()
        pace.ended()
        return
    try:
        with slices.ending_quietly():
            for _ in slices.frames(pace.seconds()):
                # Each word to the browser is also where Streamlit ends this script if the learner has done something
                # else.
                while queue := slices.work(work, quiet_since=st.session_state[SINCE]):
                    bar.progress(
                        work.share, f"{work.method}: the machine is shared; yours is number {queue} in the queue"
                    )
                if work.finished:
                    slices.TURNS.leave(work)
                    work = _after(works)
                bar.progress(work.share, _words(work, works))
            pace.ended()
    finally:
        slices.TURNS.leave(work)  # who was ended while waiting must not hold up the queue


def _next(works: Sequence[Work]) -> Work | None:
    return next((work for work in works if not work.finished), None)


def _after(works: Sequence[Work]) -> Work:
    """The work after one that has ended; the page is drawn anew first, unless it was a moment ago."""
    following = _next(works)
    if following is None or time.monotonic() - st.session_state[SINCE] > SHOWN_FOR:
        st.rerun()
    return following


def _words(work: Work, works: Sequence[Work]) -> str:
    return f"{works.index(work) + 1} of {len(works)}: {work.method}, {100 * work.share:.0f} %"
