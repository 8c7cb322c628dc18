"""The way through the course: which scene is on the stage, and how the learner comes to the next one.

The address says it all: its path is the lesson, its key ``scene`` the scene (without it, the lesson's first).
"""

from contextlib import suppress
from typing import Any, Final, Literal

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pages._kit import course
from pages._kit.course import Lesson, Scene

SCENE: Final = "scene"
PRINT: Final = "print"
_SLUG: Final = "_current_slug"
_TURN: Final = "_lesson_to_open"
_ASKED: Final = "_scene_to_open"
_LEFT_WITH: Final = "_values_left_with"


def on_paper() -> bool:
    """Whether the page is drawn for the hand-out (:mod:`pages._kit.paper.handout`): in full, and not to be pressed."""
    return st.query_params.get(PRINT) == "1"


def is_first_run(slug: str) -> bool:
    """Whether this is the first run since the learner came to this lesson, from another one or from outside."""
    return bool(st.session_state.get(_SLUG) != slug)


def arrive(here: Lesson) -> bool:
    """Note that this lesson is open; return whether the learner has just come to it."""
    arrived = is_first_run(here.slug)
    if arrived:
        _take_own_values(here)
        st.session_state[_ASKED] = st.session_state.pop(_TURN, None)
    st.session_state[_SLUG] = here.slug
    return arrived


def _take_own_values(here: Lesson) -> None:
    """Give the fields that other lessons name alike the values that they had in this lesson, and keep shared values.

    Lessons 7, 8 and 9 each have a number of points under the key ``n_points``. Without this, one would find the
    other's.
    """
    left: dict[str, dict[str, Any]] = st.session_state.setdefault(_LEFT_WITH, {})
    before = st.session_state.get(_SLUG)
    if before is not None:
        keys = course.own_keys(course.lesson(before))
        left[before] = {key: st.session_state[key] for key in keys if key in st.session_state}
    for key in course.own_keys(here):
        st.session_state.pop(key, None)
    st.session_state.update(left.get(here.slug, {}))
    # A value that is assigned is kept, whatever the browser took along. (After Back, the address counts all the same.)
    for key in course.SHARED:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def scene_now(here: Lesson, *, arrived: bool) -> Scene:
    """The scene that the address names, and on arrival the one that its keys belong to; else the first.

    The address is corrected: it names no scene that the lesson does not have, and does not name the first.
    """
    asked = st.query_params.get(SCENE)
    turn: tuple[str, str] | None = st.session_state.pop(_ASKED, None)
    if turn and turn[0] == here.slug:
        asked = turn[1]
    found = next((scene for scene in here.scenes if scene.slug == asked), None)
    if found is None:
        found = here.scene_of_keys(st.query_params) if arrived and asked is None else here.scenes[0]
    if arrived:
        _drop_keys_of_other_scenes(here, found)
    wanted = None if found is here.scenes[0] else found.slug
    if st.query_params.get(SCENE) != wanted:
        go_to(wanted)
    return found


def _drop_keys_of_other_scenes(here: Lesson, scene: Scene) -> None:
    """Take the keys out of the address whose fields the scene does not draw: nobody would read their values."""
    unread = [key for key in st.query_params if key in here.keys and key not in (*scene.keys, *course.SHARED)]
    # A field of the lesson before may still hold a key of the same name; Streamlit takes it out itself.
    with suppress(StreamlitAPIException):
        for key in unread:
            del st.query_params[key]


def go_to(scene: str | None) -> None:
    """Write the scene into the address; None for the lesson's first."""
    if scene is None:
        st.query_params.pop(SCENE, None)
    else:
        st.query_params[SCENE] = scene


def here_now() -> tuple[str, str]:
    """The slugs of the lesson and the scene that are open or about to be opened, for code in a callback."""
    turn: tuple[str, str] | None = st.session_state.get(_TURN)
    return turn or (st.session_state.get(_SLUG, ""), st.query_params.get(SCENE, ""))


def go_beside(way: int) -> None:
    """Go to the next scene (``way`` 1) or the one before (-1), over the ends of a lesson; call it in a callback."""
    slug, asked = here_now()
    here = course.lesson(slug)
    names = [scene.slug for scene in here.scenes]
    place = (names.index(asked) if asked in names else 0) + way
    if 0 <= place < len(names):
        go_to(names[place] if place else None)
        return
    before, after = course.neighbors(here)
    beside = after if way > 0 else before
    if beside:
        st.session_state[_TURN] = (beside.slug, beside.scenes[0 if way > 0 else -1].slug)


def lesson_after_last_scene() -> Lesson | None:
    """The next lesson, if the scene on the stage is the last of its lesson."""
    slug, asked = here_now()
    here = course.lesson(slug)
    last = here.scenes[-1]
    return course.neighbors(here)[1] if last.slug == asked or last is here.scenes[0] else None


def lesson_to_open() -> Literal["before", "after"] | None:
    """On which side the lesson is that :func:`go_beside` asked for, until it is open.

    The browser opens it, by its link: only then Streamlit takes the address along and leaves one entry in the history.
    """
    turn: tuple[str, str] | None = st.session_state.get(_TURN)
    if turn is None:
        return None
    here = course.lesson(st.session_state.get(_SLUG, ""))
    return "after" if course.lesson(turn[0]).number > here.number else "before"
