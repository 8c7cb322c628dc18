"""A run on its page: the bar of buttons that play it, the slider that looks back, and the fragment that redraws it."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NoReturn, Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit import session
from pages._kit.sharing import slices
from pages._kit.sharing.loop import FrameLoop, fragment
from pages._kit.stepper import Steps, buttons
from pages.training_lab import runs, timeline

if TYPE_CHECKING:
    from core.training.lab.run import Run

HEAD_START: Final = 0.1
"""Seconds between the changed button after Pause and the rest of the page. Sent at once, the browser would draw the
whole page before it shows the button, which takes it as long again."""


class RunSteps(Steps):
    """The steps of a run. A step ahead trains; a step back looks back at a snapshot."""

    @property
    def playing(self) -> bool:
        """Whether the run advances."""
        return runs.playing()

    def play_or_pause(self, *, play: bool) -> None:
        """Let the run advance, or pause it."""
        runs.set_playing(play)


def steps_of(run: "Run") -> RunSteps:
    """The steps of this run, from its start to its end."""
    last = run.step if run.finished else run.config.steps

    def go(step: int) -> None:
        if step > run.step:
            runs.ask(step - run.step)
        else:
            nearest = min((shot.step for shot in run.snapshots), key=lambda shot: abs(shot - step))
            session.set_value(_look_back_key(run), nearest)

    return RunSteps("run", lambda: _looked_at(run), go, 0, last, in_fragment=True)


def _look_back_key(run: "Run") -> str:
    # Another key once the run has moved on: the slider then stands at its end again.
    return f"look_back_{run.step}"


def _looked_at(run: "Run") -> int:
    chosen = session.value_of(_look_back_key(run), run.step)
    return chosen if isinstance(chosen, int) else run.step


def look_back(run: "Run") -> int | None:
    """Draw a slider over the snapshots of a run at rest; return the step to look at, None for the latest."""
    steps = [shot.step for shot in run.snapshots]
    chosen = timeline.scrubber(steps, _looked_at(run), choose=lambda step: session.set_value(_look_back_key(run), step))
    return None if chosen == steps[-1] else chosen


def place_bar(strip: DeltaGenerator, run: "Run") -> DeltaGenerator | None:
    """Draw the bar before the rest of the page if the run plays or Pause was pressed, so that the button answers first.

    Returns
    -------
    DeltaGenerator or None
        Where the bar is still to be drawn: at rest it belongs to the picture's fragment. None if it is drawn.
    """
    place = strip.container()
    paused = runs.take_paused()
    if not paused and not runs.playing():
        return place
    with place:
        _bar(run)
    if paused:
        time.sleep(HEAD_START)
    return None


def _bar(run: "Run") -> None:
    """Draw the strip's buttons, and those for single steps, for a new start, and to pin the run."""
    with st.container(key="stepper_run", horizontal=True, vertical_alignment="center", gap="xxsmall"):
        buttons(steps_of(run), playing=runs.playing())
        st.space("small")
        st.button("1 step", key="run_step", on_click=runs.ask, args=(1,))
        st.button("10 steps", key="run_ten", on_click=runs.ask, args=(10,))
        st.button("Reset", key="run_reset", on_click=runs.start_anew, kwargs={"play": False})
        other = runs.pinned()
        if other is None:
            st.button(
                "Pin this run", key="pin", icon=":material/keep:", on_click=runs.pin, disabled=run.step == 0,
                help="Keeps it as it is, in gray: its curves, and its border if the data are the same. What you play "
                "or change next is another run, drawn over it. At step 0 there is nothing to pin.",
            )  # fmt: skip
        else:
            st.button(f"Unpin {other.name}", key="unpin", icon=":material/keep_off:", on_click=runs.unpin)


class Picture(Protocol):
    """The charts and figures of a run."""

    def picture(self, playing: bool) -> None:
        """Lay out the run's charts and figures, and draw them."""

    def frame(self) -> None:
        """Redraw the moving charts in the places of the last picture."""

    def wait(self, place: int) -> None:
        """Show the run's place in the queue, in the places of the last picture."""


def live(
    view: Picture, run: "Run", seconds: float | None, at_rest: Callable[[], None], place: DeltaGenerator | None
) -> None:
    """Draw the bar and the picture of a run; while it plays, advance it and redraw it, ten times a second.

    They are a fragment, so a step leaves the rest of the page as it is. A run that the browser no longer asks for
    stays in the session and goes on from there.

    Parameters
    ----------
    view : Picture
        Draws the run.
    run : Run
        The run.
    seconds : float, optional
        How long the whole run is to last; without it, as short as the machine can.
    at_rest : callable
        Draws the parts of the page that depend on the run and are not redrawn while it plays.
    place : DeltaGenerator, optional
        Where the bar is still to be drawn (:func:`place_bar`). While the run plays the bar belongs to the page: only a
        rerun of the page interrupts a fragment, and Pause must not wait until the fragment ends.
    """
    # The script that played the run may not have stopped yet, and the charts of one picture must show one step.
    slices.TURNS.until_at_rest(run, slices.LEAVES)
    other = runs.pinned()
    clocked = runs.playing()
    per_second = None if seconds is None else run.records / seconds
    if clocked and run.finished:  # the number of steps was lowered
        _finish()

    def part(loop: FrameLoop) -> None:
        if run.finished and not runs.starts_anew():  # Play at the run's end asks for another run
            runs.pause()
        # Only the page can start the clock, begin another run, or change the pinned one.
        if runs.starts_anew() or runs.pinned() is not other or (runs.playing() and not clocked):
            st.rerun()
        run.take(runs.take_asked())
        if place is not None:
            with place:
                _bar(run)
        laid_out = False
        if loop.by_page or not runs.playing():
            view.picture(runs.playing())
            at_rest()
            laid_out = True

        def draw(_: "Run") -> None:
            nonlocal laid_out
            if laid_out:
                view.frame()
            else:
                view.picture(True)
                laid_out = True

        if runs.playing():
            loop.play(run, draw=draw, wait=lambda _, queue: view.wait(queue), following=_finish, per_second=per_second)

    with st.container(key="lab"):
        fragment("_run_loop", part, ticking=clocked)


def _finish() -> NoReturn:
    """Pause and rerun the page, which draws a finished run at rest."""
    runs.pause()
    st.rerun()
