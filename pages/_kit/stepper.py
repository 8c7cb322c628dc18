"""Play, pause, one step back, one step on: by buttons, and by the keys Left, P and Right.

Playing is driven by the browser's clock: when the tab closes, the ticks end with it.
"""

import math
import time
from collections.abc import Callable
from typing import Final

import streamlit as st

PLAYING = "_playing"
DRAWN = "_clock_drawn"
PAUSED = "_paused"

TWICE: Final = 1.0
"""Seconds after a pause in which Play is not taken: the browser may deliver one press twice, by itself and with a
tick, and after the first the button says the opposite."""


def stepper(
    name: str,
    *,
    at: Callable[[], int],
    last: int,
    go: Callable[[int], None],
    what: str = "",
    seconds: float = 2.0,
    first: int = 1,
    in_fragment: bool = False,
    keys: bool = True,
) -> None:
    """Three buttons that walk through ``first .. last``.

    Parameters
    ----------
    name : str
        Unique in the course; several steppers may stand on one page, one of them plays.
    at : callable
        Where we are. It is asked at each press, for a step may move without the page.
    last, first : int
        The ends.
    go : callable
        Takes the step to show next; it runs before the page does, so it may set any widget's value.
    what : str
        The word before "k / last"; without it, nothing is written and the ends stay pressable.
    seconds : float
        Between steps while playing.
    in_fragment : bool
        A stepper inside a fragment leaves its :func:`clock` to the page: fragments with a clock must not nest.
    keys : bool
        Whether it listens to the keyboard. One stepper a page does: a key would press the buttons of all that listen.
    """
    here = at()
    playing = _is_playing(name) and here < last

    def set_playing(to: bool) -> None:
        # Not a toggle, for the same reason.
        if to and time.monotonic() - st.session_state.get(PAUSED, -math.inf) < TWICE:
            return
        if not to:
            st.session_state[PAUSED] = time.monotonic()
        st.session_state[PLAYING] = name if to else None
        if to:
            go(first if at() >= last else at() + 1)
        if in_fragment:
            st.rerun()  # the whole page, for its clock

    def walk(by: int) -> None:
        st.session_state[PLAYING] = None
        go(min(last, max(first, at() + by)))

    with st.container(key=f"stepper_{name}", horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.button(
            "Back", key=f"{name}_back", shortcut="Left" if keys else None, disabled=bool(what) and here <= first,
            on_click=walk, args=(-1,),
        )  # fmt: skip
        st.button(
            "Pause" if playing else "Play", key=f"{name}_play", shortcut="P" if keys else None,
            type="primary", on_click=set_playing, args=(not playing,),
        )  # fmt: skip
        st.button(
            "Next", key=f"{name}_next", shortcut="Right" if keys else None, disabled=bool(what) and here >= last,
            on_click=walk, args=(1,),
        )  # fmt: skip
        if what:
            st.markdown(f"&nbsp;{what} {here} / {last}")
    if not in_fragment:
        clock(name, at=at, last=last, go=go, seconds=seconds)


def clock(name: str, *, at: Callable[[], int], last: int, go: Callable[[int], None], seconds: float) -> None:
    """Tick while the stepper of this name plays. The arguments are those of :func:`stepper`."""
    if not _is_playing(name):
        return
    if at() >= last:
        st.session_state[PLAYING] = None
        return

    @st.fragment(run_every=seconds)
    def tick() -> None:
        drawn_by_the_page = st.session_state.pop(DRAWN, False)
        if drawn_by_the_page or not _is_playing(name):
            return
        go(min(last, at() + 1))
        st.rerun()

    st.session_state[DRAWN] = True
    tick()


def playing_fragment(
    name: str, draw: Callable[[], None], *, at: Callable[[], int], last: int, go: Callable[[int], None], seconds: float
) -> None:
    """Run ``draw`` as a fragment that goes on by itself while the stepper of this name plays.

    A tick draws this part alone, where :func:`clock` draws the page: for a part of a large page. The stepper stands in
    ``draw``, with ``in_fragment=True``; the other arguments are those of :func:`stepper`.
    """
    playing, drawn = _is_playing(name) and at() < last, f"_{name}_drawn"
    if not playing and _is_playing(name):
        st.session_state[PLAYING] = None

    @st.fragment(run_every=seconds if playing else None)
    def part() -> None:
        drawn_by_the_page = st.session_state.pop(drawn, False)
        if playing and not drawn_by_the_page:
            if not _is_playing(name) or at() >= last:
                st.session_state[PLAYING] = None
                st.rerun()  # the whole page, which takes the clock away
            go(at() + 1)
        draw()

    st.session_state[drawn] = True
    part()


def _is_playing(name: str) -> bool:
    return st.session_state.get(PLAYING) == name
