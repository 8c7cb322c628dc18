"""Play, pause, one step back, one step on: by buttons, and by the keys Left, P and Right.

Playing is driven by the browser's clock: when the tab closes, the ticks end with it.
"""

from collections.abc import Callable

import streamlit as st

PLAYING = "_playing"
DRAWN = "_clock_drawn"


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
        # Not a toggle: while it plays, the browser may deliver one press twice, with the tick and by itself.
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


def _is_playing(name: str) -> bool:
    return st.session_state.get(PLAYING) == name
