"""The learner's training run: it lives in the session, plays while its page is looked at, and may be pinned."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException

from pages._kit import sharing

if TYPE_CHECKING:
    from core.points import Split
    from core.training.config import TrainingConfig
    from core.training.run import Run

HELD: Final = "_run"
PLAYING: Final = "_run_plays"
ASKED: Final = "_run_steps_asked"
RESET: Final = "_run_reset"
PINNED: Final = "_run_pinned"
DRAWN: Final = "_run_drawn"
SINCE: Final = "_run_since"
PACE: Final = "_run_pace"
PAUSED: Final = "_run_paused"

NO_STATUS: Final = (
    '<style>[data-testid="stStatusWidget"]:not(:has([data-testid="stConnectionStatus"])) { display: none; }</style>'
)
"""While a run plays, Streamlit's own sign of work would be one more thing that moves: a picture each fifth of a second,
and a Stop beside our Pause. That the connection is lost, it still says."""

HEAD_START: Final = 0.1
"""Seconds that the answer to Pause has before the rest of the page follows. All at once, the browser would first draw
the whole page, which takes it as long again."""


@dataclass(frozen=True)
class Held:
    """A run, and what it was made from."""

    run: "Run"
    data: Hashable
    name: str


def current_held() -> Held | None:
    """The run under way, if there is one."""
    return st.session_state.get(HELD)


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


def current(config: "TrainingConfig", split: "Split", data: Hashable, name: str) -> "Run":
    """The run of these settings: the one under way, or a fresh one where they ask for another.

    Learning rate, weight decay and the number of steps change a run that is under way; all else begins a new one.

    Parameters
    ----------
    config : TrainingConfig
        The settings as the fields say them now.
    split : Split
        The data, split and standardized.
    data : hashable
        Names the data: another name, another run.
    name : str
        What a pinned run is called.
    """
    from core.training.run import Run

    held = current_held()
    reset = st.session_state.pop(RESET, False)
    if held is not None and not reset and held.data == data and _same_run(held.run, config):
        held.run.set_rates(config.lr, config.wd)
        held.run.set_steps(config.steps)
    else:
        held = Held(Run(config, split), data, name)
        st.session_state[HELD] = held
    if held.name != name:
        held = replace(held, name=name)
        st.session_state[HELD] = held
    return held.run


def _same_run(run: "Run", config: "TrainingConfig") -> bool:
    asked = replace(config, steps=run.config.steps)
    if run.step == 0:
        return run.config == asked
    return run.config == replace(asked, lr=run.config.lr, wd=run.config.wd)


def playing() -> bool:
    """Whether the run is to advance."""
    return bool(st.session_state.get(PLAYING))


def set_playing(to: bool) -> None:
    """Play or pause; a run that has ended begins anew.

    Not a toggle: while a run plays, the browser may deliver one press twice, with the tick and by itself.
    """
    held = current_held()
    if to and held is not None and held.run.finished:
        st.session_state[RESET] = True
    st.session_state[PLAYING] = to
    st.session_state[PAUSED] = not to


def start_anew(*, play: bool) -> None:
    """Begin at step 0 when the page is drawn."""
    st.session_state[RESET] = True
    st.session_state[PLAYING] = play


def pause() -> None:
    """Stop advancing."""
    st.session_state[PLAYING] = False


def ask(steps: int) -> None:
    """Take some steps, once, when the run is drawn."""
    st.session_state[PLAYING] = False
    st.session_state[ASKED] = steps


def pinned() -> Held | None:
    """The run that the next one is compared with."""
    return st.session_state.get(PINNED)


def pin() -> None:
    """Keep the run for comparison, if it has begun; the page begins another."""
    held = current_held()
    if held is not None and held.run.step:
        st.session_state[PINNED] = held
        start_anew(play=False)


def unpin() -> None:
    """Forget the pinned run."""
    st.session_state[PINNED] = None


def place_bar() -> DeltaGenerator | None:
    """Draw the bar before anything else of the page, if the run plays or Pause was pressed: the answer to the press.

    Returns
    -------
    DeltaGenerator or None
        Where the bar is still to be drawn: at rest it belongs to the same part of the page as the picture.
    """
    place = st.container()
    paused = st.session_state.pop(PAUSED, False)
    if not paused and not playing():
        return place
    with place:
        _bar()
    if playing():
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
                "Pause" if playing() else "Play", key="run_play", shortcut="P", type="primary", on_click=set_playing,
                args=(not playing(),),
            )  # fmt: skip
            st.button("Step", key="run_step", shortcut="Right", on_click=ask, args=(1,))
            st.button("10 steps", key="run_ten", on_click=ask, args=(10,))
            st.button("Reset", key="run_reset", on_click=start_anew, kwargs={"play": False})
        other = pinned()
        if other is None:
            st.button(
                "Pin this run", key="pin", icon=":material/keep:", on_click=pin,
                help="Its curves and its boundary stay in gray while you train the next one.",
            )  # fmt: skip
        else:
            st.button(f"Unpin {other.name}", key="unpin", icon=":material/keep_off:", on_click=unpin)


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
    sharing.TURNS.until_at_rest(run, sharing.LEAVES)
    other = pinned()
    clocked = playing()
    if clocked and run.finished:  # the number of steps was lowered
        pause()
        st.rerun()

    def part() -> None:
        by_the_page = st.session_state.pop(DRAWN, False)
        run.take(st.session_state.pop(ASKED, 0))
        if run.finished and RESET not in st.session_state:  # Play at its end asks for another run
            pause()
        # The page gives the clock, another run, and what it is compared with.
        if RESET in st.session_state or pinned() is not other or (playing() and not clocked):
            st.rerun()
        if place is not None:
            with place:
                _bar()
        pace: sharing.Pace = st.session_state.setdefault(PACE, sharing.Pace())
        if playing() and not by_the_page:
            _play(view, run, per_second, pace.seconds(), anew=True)
        else:
            view.picture(playing())
            st.session_state[SINCE] = time.monotonic()
            at_rest()
            if playing():
                _play(view, run, per_second, sharing.FIRST, anew=False)
        pace.ended()

    st.session_state[DRAWN] = True
    with st.container(key="lab"):
        st.fragment(part, run_every=sharing.TICK if clocked else None)()


def _play(view: Picture, run: "Run", per_second: float | None, seconds: float, *, anew: bool) -> None:
    """Advance the run and draw it, at least once; ``anew``: the first frame lays the picture out."""
    laid_out = not anew
    try:
        for _ in sharing.frames(seconds):
            # Each word to the browser, and each look into the session, is also where Streamlit ends this script if the
            # learner has done something else.
            since = st.session_state[SINCE]
            while place := sharing.work(run, quiet_since=since, per_second=per_second, listen=playing):
                view.wait(place)
                if not anew:
                    return  # in a full room the page ends; its part stands in the queue
            if laid_out:
                view.frame()
            else:
                view.picture(True)
                laid_out = True
            if run.finished:
                pause()
                st.rerun()
    except StreamlitAPIException:
        sharing.end_if_told()
        raise
    finally:
        sharing.TURNS.leave(run)  # who was ended while waiting must not hold up the queue
