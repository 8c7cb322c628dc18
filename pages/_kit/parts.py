"""The part of a page that follows its fields: they rerun it alone, and the words around it stay as they are."""

from collections.abc import Callable
from typing import Final, TypeVar

import streamlit as st

CLOCKED: Final = "_part_clocked"

T = TypeVar("T")


def follow_fields(read: Callable[[], T], draw: Callable[[T], None], clocked: Callable[[T], bool]) -> T:
    """Read fields and draw all that depends on them, as a part of its own for as long as nothing runs by the clock.

    While something does, the part belongs to the whole page: fragments with a clock must not nest, and a press inside
    a fragment waits for the one that is under way, where a press on the page ends it.

    Parameters
    ----------
    read : callable
        Draws the fields; what they say.
    draw : callable
        Draws the rest.
    clocked : callable
        Whether something of the rest is to run by the clock.

    Returns
    -------
    T
        What the fields say, when the page is drawn.
    """
    of_the_page = bool(st.session_state.get(CLOCKED))

    def part() -> T:
        found = read()
        ticks = clocked(found)
        if ticks != of_the_page:
            st.session_state[CLOCKED] = ticks
            st.rerun()
        draw(found)
        return found

    return part() if of_the_page else st.fragment(part)()
