"""A stepper: buttons and keys (Left, P, Right) to step back, play or pause, and step on.

While it plays, the browser's timer reruns a fragment at every tick. When the tab is closed, the ticks end.
"""

import math
import time
from collections.abc import Callable
from typing import Final

import streamlit as st

PLAYING = "_playing"
CLOCK_DRAWN = "_clock_drawn"
PAUSED_AT = "_paused_at"

IGNORE_PLAY: Final = 1.0
"""Seconds after a pause during which Play is ignored. The browser may send one press twice: by itself and with a tick.
After the first, the button has changed from Pause to Play, and the second would start it again."""


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
    """Draw the buttons Back, Play or Pause, and Next, which go through the steps ``first .. last``.

    Parameters
    ----------
    name : str
        Unique in the course. A page may have several steppers; only one of them plays at a time.
    at : callable
        Returns the current step. It is called at each press, because a fragment may have changed the step since the
        buttons were drawn.
    last, first : int
        The last and the first step.
    go : callable
        Called with the step to show next. It runs in a callback, before the page, so it may set any field's value.
    what : str
        The word before "k / last". Without it, nothing is written, and Back and Next are never disabled.
    seconds : float
        Time between two steps while playing.
    in_fragment : bool
        Whether the stepper is drawn in a fragment. A fragment with a timer must not be inside another one, so the page
        must then call :func:`clock` itself or draw the fragment by :func:`playing_fragment`.
    keys : bool
        Whether the keys work. Only one stepper of a page may use them, since a key presses the buttons of each.
    """
    here = at()
    playing = _is_playing(name) and here < last

    def set_playing(to: bool) -> None:
        # The wanted state is an argument, so that a press that arrives twice does not toggle it back.
        if to and time.monotonic() - st.session_state.get(PAUSED_AT, -math.inf) < IGNORE_PLAY:
            return
        if not to:
            st.session_state[PAUSED_AT] = time.monotonic()
        st.session_state[PLAYING] = name if to else None
        if to:
            go(first if at() >= last else at() + 1)
        if in_fragment:
            st.rerun()  # the whole page, which draws the clock

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
    """While the stepper ``name`` plays, take a step and rerun the page at every tick.

    The arguments are those of :func:`stepper`.
    """
    if not _is_playing(name):
        return
    if at() >= last:
        st.session_state[PLAYING] = None
        return

    @st.fragment(run_every=seconds)
    def tick() -> None:
        in_page_run = st.session_state.pop(CLOCK_DRAWN, False)
        if in_page_run or not _is_playing(name):
            return
        go(min(last, at() + 1))
        st.rerun()

    # The page's own run also calls the fragment; this marks that call, which is no tick.
    st.session_state[CLOCK_DRAWN] = True
    tick()


def playing_fragment(
    name: str, draw: Callable[[], None], *, at: Callable[[], int], last: int, go: Callable[[int], None], seconds: float
) -> None:
    """Run ``draw`` as a fragment that takes a step at every tick while the stepper ``name`` plays.

    A tick reruns this fragment only, while :func:`clock` reruns the page; use it on a page that is slow to rerun.
    ``draw`` must contain the stepper, with ``in_fragment=True``. The other arguments are those of :func:`stepper`.
    """
    playing, drawn = _is_playing(name) and at() < last, f"_{name}_drawn"
    if not playing and _is_playing(name):
        st.session_state[PLAYING] = None

    @st.fragment(run_every=seconds if playing else None)
    def part() -> None:
        in_page_run = st.session_state.pop(drawn, False)
        if playing and not in_page_run:
            if not _is_playing(name) or at() >= last:
                st.session_state[PLAYING] = None
                st.rerun()  # the whole page, which draws the fragment without a timer
            go(at() + 1)
        draw()

    st.session_state[drawn] = True
    part()


def _is_playing(name: str) -> bool:
    return st.session_state.get(PLAYING) == name
