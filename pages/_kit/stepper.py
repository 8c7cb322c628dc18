"""Play, pause, one step back, one step on: by buttons, and by the keys Left, P and Right.

Playing is driven by the browser's clock: when the tab closes, the ticks end with it.
"""

from collections.abc import Callable

import streamlit as st

PLAYING = "_playing"
DRAWN = "_stepper_drawn"


def stepper(
    name: str,
    *,
    at: int,
    last: int,
    go: Callable[[int], None],
    what: str = "Step",
    seconds: float = 2.0,
    first: int = 1,
) -> None:
    """Three buttons that walk through ``first .. last``.

    Parameters
    ----------
    name : str
        Unique on the page; several steppers may stand on one page, one of them plays.
    at, last, first : int
        Where we are, and the ends.
    go : callable
        Takes the step to show next; it runs before the page does, so it may set any widget's value.
    what : str
        The word before "k / last".
    seconds : float
        Between steps while playing.
    """
    playing = st.session_state.get(PLAYING) == name and at < last
    if not playing and st.session_state.get(PLAYING) == name:
        st.session_state[PLAYING] = None

    def toggle() -> None:
        st.session_state[PLAYING] = None if playing else name
        if not playing:
            go(first if at >= last else at + 1)

    def walk(step: int) -> None:
        st.session_state[PLAYING] = None
        go(step)

    with st.container(key=f"stepper_{name}", horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.button(
            "Back", key=f"{name}_back", shortcut="Left",
            disabled=at <= first, on_click=walk, args=(max(first, at - 1),),
        )  # fmt: skip
        st.button(
            "Pause" if playing else "Play", key=f"{name}_play", shortcut="P", type="primary",
            on_click=toggle,
        )  # fmt: skip
        st.button(
            "Next", key=f"{name}_next", shortcut="Right",
            disabled=at >= last, on_click=walk, args=(min(last, at + 1),),
        )  # fmt: skip
        st.markdown(f"&nbsp;{what} {at} / {last}")
    if playing:
        st.session_state[DRAWN] = True
        _ticks(seconds)(go, at + 1)


def _ticks(seconds: float) -> Callable[[Callable[[int], None], int], None]:
    @st.fragment(run_every=seconds)
    def tick(go: Callable[[int], None], step: int) -> None:
        if st.session_state.pop(DRAWN, False):
            return  # drawn by the page's own run, not by the clock
        go(step)
        st.rerun()

    return tick
