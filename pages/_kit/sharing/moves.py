"""Which runs of the pages count as moves of a learner, for which the training runs of others slow down."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from pages._kit.sharing.slices import TRAFFIC

_NEXT: Final = "_next_run_is_no_move"
_NOW: Final = "_run_is_no_move"


def note() -> None:
    """Note that a learner has moved something, unless a room's clock draws it."""
    if not st.session_state.get(_NOW):
        TRAFFIC.note()


def rerun_quietly() -> None:
    """Run the page again; nobody has moved anything."""
    st.session_state[_NEXT] = True
    st.rerun()


def begin_page() -> None:
    """Note that the page has begun to run."""
    st.session_state[_NOW] = st.session_state.pop(_NEXT, False)
    note()


@contextmanager
def no_move() -> Iterator[None]:
    """Draw what nobody has moved: the clock asks for it."""
    before = st.session_state.get(_NOW, False)
    st.session_state[_NOW] = True
    try:
        yield
    finally:
        st.session_state[_NOW] = before


@contextmanager
def until_drawn() -> Iterator[None]:
    """Draw the stage of the page that has begun to run. What is drawn later is drawn by a learner's move again."""
    try:
        yield
    finally:
        st.session_state[_NOW] = False
