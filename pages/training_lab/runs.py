"""The learner's training run: it lives in the session, may be asked to play, and may be pinned."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from core.data.points import Split
    from core.training.lab.config import TrainingConfig
    from core.training.lab.run import Run

HELD: Final = "_run"
PLAYING: Final = "_run_plays"
ASKED: Final = "_run_steps_asked"
RESET: Final = "_run_reset"
PINNED: Final = "_run_pinned"
PAUSED: Final = "_run_paused"


@dataclass(frozen=True)
class Held:
    """A run, and what it was made from."""

    run: "Run"
    data: Hashable
    name: str


def current_held() -> Held | None:
    """The run under way, if there is one."""
    return st.session_state.get(HELD)


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
    from core.training.lab.run import Run

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
