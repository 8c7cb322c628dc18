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
    at: int | Callable[[], int],
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
    at : int or callable
        Where we are; a callable is asked again at each press, for a step that moves without the page.
    last, first : int
        The ends.
    go : callable
        Takes the step to show next; it runs before the page does, so it may set any widget's value.
    what : str
        The word before "k / last".
    seconds : float
        Between steps while playing.
    """
    here = at if callable(at) else lambda: at
    fixed = not callable(at)
    playing = st.session_state.get(PLAYING) == name and here() < last
    if not playing and st.session_state.get(PLAYING) == name:
        st.session_state[PLAYING] = None

    def toggle() -> None:
        st.session_state[PLAYING] = None if playing else name
        if not playing:
            go(first if here() >= last else here() + 1)

    def walk(by: int) -> None:
        st.session_state[PLAYING] = None
        go(min(last, max(first, here() + by)))

    with st.container(key=f"stepper_{name}", horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.button(
            "Back", key=f"{name}_back", shortcut="Left", disabled=fixed and here() <= first, on_click=walk, args=(-1,)
        )
        st.button("Pause" if playing else "Play", key=f"{name}_play", shortcut="P", type="primary", on_click=toggle)
        st.button(
            "Next", key=f"{name}_next", shortcut="Right", disabled=fixed and here() >= last, on_click=walk, args=(1,)
        )
        if fixed:
            st.markdown(f"&nbsp;{what} {here()} / {last}")
    if playing:
        st.session_state[DRAWN] = True
        _ticks(seconds)(go, here() + 1)


def _ticks(seconds: float) -> Callable[[Callable[[int], None], int], None]:
    @st.fragment(run_every=seconds)
    def tick(go: Callable[[int], None], step: int) -> None:
        if st.session_state.pop(DRAWN, False):
            return  # drawn by the page's own run, not by the clock
        go(step)
        st.rerun()

    return tick
