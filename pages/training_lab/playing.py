"""A run on its page: the bar that plays it, the slider that looks back, and the clock that draws it while it plays."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit.sharing import slices
from pages.training_lab import runs

if TYPE_CHECKING:
    from core.training.lab.run import Run

DRAWN: Final = "_run_drawn"
SINCE: Final = "_run_since"
PACE: Final = "_run_pace"

NO_STATUS: Final = (
    '<style>[data-testid="stStatusWidget"]:not(:has([data-testid="stConnectionStatus"])) { display: none; }</style>'
)
"""While a run plays, Streamlit's own sign of work would be one more thing that moves: a picture each fifth of a second,
and a Stop beside our Pause. That the connection is lost, it still says."""

HEAD_START: Final = 0.1
"""Seconds that the answer to Pause has before the rest of the page follows. All at once, the browser would first draw
the whole page, which takes it as long again."""


def look_back(run: "Run") -> int | None:
    """A slider over the snapshots of a run that rests.

    Returns
    -------
    int or None
        The step to look at; None for the latest.
    """
    steps = [shot.step for shot in run.snapshots]
    if len(steps) < 2:
        st.select_slider("Look back at step", [0, 1], 0, key="look_back_none", disabled=True)
        return None
    # Another key once the run has moved on: the slider then stands at its end again.
    chosen = st.select_slider(
        "Look back at step", steps, steps[-1], key=f"look_back_{run.step}", format_func=lambda step: f"{step:,}"
    )
    return None if chosen == steps[-1] else chosen


def place_bar() -> DeltaGenerator | None:
    """Draw the bar before anything else of the page, if the run plays or Pause was pressed: the answer to the press.

    Returns
    -------
    DeltaGenerator or None
        Where the bar is still to be drawn: at rest it belongs to the same part of the page as the picture.
    """
    place = st.container()
    paused = st.session_state.pop(runs.PAUSED, False)
    if not paused and not runs.playing():
        return place
    with place:
        _bar()
    if runs.playing():
        st.html(NO_STATUS)
    if paused:
        time.sleep(HEAD_START)
    return None


def _bar() -> None:
    """Play or pause, one step, ten steps, reset, compare: by buttons, and by the keys P and Right."""
    with st.container(key="lab_bar", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(
            key="stepper_run", width="content", horizontal=True, vertical_alignment="center", gap="xxsmall"
        ):
            st.button(
                "Pause" if runs.playing() else "Play", key="run_play", shortcut="P", type="primary",
                on_click=runs.set_playing, args=(not runs.playing(),),
            )  # fmt: skip
            st.button("Step", key="run_step", shortcut="Right", on_click=runs.ask, args=(1,))
            st.button("10 steps", key="run_ten", on_click=runs.ask, args=(10,))
            st.button("Reset", key="run_reset", on_click=runs.start_anew, kwargs={"play": False})
        other = runs.pinned()
        if other is None:
            st.button(
                "Pin this run", key="pin", icon=":material/keep:", on_click=runs.pin,
                help="Its curves and its boundary stay in gray while you train the next one.",
            )  # fmt: skip
        else:
            st.button(f"Unpin {other.name}", key="unpin", icon=":material/keep_off:", on_click=runs.unpin)


class Picture(Protocol):
    """What draws a run."""

    def picture(self, playing: bool) -> None:
        """Lay out the run's charts and figures, and draw them."""

    def frame(self) -> None:
        """Draw what moves once more, in the places of the picture."""

    def wait(self, place: int) -> None:
        """Say, in the places of the last picture, that the run waits at this place of the queue."""


def live(
    view: Picture, run: "Run", per_second: float | None, at_rest: Callable[[], None], place: DeltaGenerator | None
) -> None:
    """The bar and the picture of a run; while it plays, advance it and draw it again, ten times a second.

    They are a part of the page of their own: a step leaves the rest as it is. The browser asks for each few frames, so
    nothing advances once the tab is closed, another page is open, or Pause has been pressed; the run lives in the
    session and goes on where it was.

    Parameters
    ----------
    view : Picture
        Draws the run.
    run : Run
        The run.
    per_second : float, optional
        Records a second; without it, as many as the machine gives.
    at_rest : callable
        Writes what follows the run when it stands.
    place : DeltaGenerator, optional
        Where the bar is still to be drawn (:func:`place_bar`). While the run plays it belongs to the whole page: only
        that interrupts a part that is under way, and Pause must not wait for it.
    """
    # The script that played it may not yet have heard that it has ended: a picture shows one step, not two.
    slices.TURNS.until_at_rest(run, slices.LEAVES)
    other = runs.pinned()
    clocked = runs.playing()
    if clocked and run.finished:  # the number of steps was lowered
        runs.pause()
        st.rerun()

    def part() -> None:
        by_the_page = st.session_state.pop(DRAWN, False)
        run.take(st.session_state.pop(runs.ASKED, 0))
        if run.finished and runs.RESET not in st.session_state:  # Play at its end asks for another run
            runs.pause()
        # The page gives the clock, another run, and what it is compared with.
        if runs.RESET in st.session_state or runs.pinned() is not other or (runs.playing() and not clocked):
            st.rerun()
        if place is not None:
            with place:
                _bar()
        pace: slices.Pace = st.session_state.setdefault(PACE, slices.Pace())
        if runs.playing() and not by_the_page:
            _play(view, run, per_second, pace.seconds(), anew=True)
        else:
            view.picture(runs.playing())
            st.session_state[SINCE] = time.monotonic()
            at_rest()
            if runs.playing():
                _play(view, run, per_second, slices.FIRST, anew=False)
        pace.ended()

    st.session_state[DRAWN] = True
    with st.container(key="lab"):
        st.fragment(part, run_every=slices.TICK if clocked else None)()


def _play(view: Picture, run: "Run", per_second: float | None, seconds: float, *, anew: bool) -> None:
    """Advance the run and draw it, at least once; ``anew``: the first frame lays the picture out."""
    laid_out = not anew
    try:
        with slices.ending_quietly():
            for _ in slices.frames(seconds):
                # Each word to the browser, and each look into the session, is also where Streamlit ends this script if
                # the learner has done something else.
                since = st.session_state[SINCE]
                while place := slices.work(run, quiet_since=since, per_second=per_second, listen=runs.playing):
                    view.wait(place)
                    if not anew:
                        return  # in a full room the page ends; its part stands in the queue
                if laid_out:
                    view.frame()
                else:
                    view.picture(True)
                    laid_out = True
                if run.finished:
                    runs.pause()
                    st.rerun()
    finally:
        slices.TURNS.leave(run)  # who was ended while waiting must not hold up the queue
