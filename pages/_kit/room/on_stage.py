"""What a presenter has put on the stage instead of the scene: the room's door, its picture, or nothing.

It loads no database: the keys and the scenes of every lesson ask here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import streamlit as st

from pages._kit.room.activities.activity import Shown

if TYPE_CHECKING:
    from pages._kit.stage import Stage

View = Literal["door", "picture"]


class Picture(NamedTuple):
    """A lesson's picture of what a room has answered: what draws it, and the keys of the shared fields it draws."""

    draw: Callable[["Stage", Shown], None]
    keys: tuple[str, ...] = ()


class OnStage(NamedTuple):
    """What a room has on a stage instead of the scene, as :class:`Picture`."""

    draw: Callable[[], None]
    keys: tuple[str, ...] = ()


_VIEW: Final = "_room_view"
_BEHIND: Final = "_room_behind_door"
_PLACE: Final = "_room_place"
_ALONG: Final = "_room_door_comes_along"


def view() -> View | None:
    """What is on the stage; None for the scene."""
    found: View | None = st.session_state.get(_VIEW)
    return found


def is_set() -> bool:
    """Whether this session has put something on the stage, be it the scene."""
    return _VIEW in st.session_state


def put(what: View | None) -> None:
    """Put the door or the room's picture on the stage, or the scene again."""
    st.session_state[_BEHIND] = view() if what == "door" else None
    st.session_state[_VIEW] = what


def toggle_door() -> None:
    """Put the door on the stage, or what was there before it."""
    put(st.session_state.get(_BEHIND) if view() == "door" else "door")


def take_door_along() -> None:
    """Let the door come along to the lesson that is opened next, whose questions the presenter wants to see."""
    st.session_state[_ALONG] = True


def make_way() -> bool:
    """Put the scene on the stage again; return whether something else was there."""
    was_there = view() is not None
    if was_there:
        put(None)
    return was_there


def note_place(slug: str, scene: str) -> None:
    """Note the lesson and scene that the presenter has open; where it is another one, put it on the stage again.

    The door stays in its lesson. The picture comes along to another lesson, which may draw it as well.
    """
    before: tuple[str, str] | None = st.session_state.get(_PLACE)
    st.session_state[_PLACE] = (slug, scene)
    if before is None or before == (slug, scene):
        return
    along = st.session_state.pop(_ALONG, False) if view() == "door" else view() == "picture"
    if before[0] == slug or not along:
        put(None)
