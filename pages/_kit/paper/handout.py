"""The hand-out: all scenes and parts of a lesson as one document for paper, which the browser prints.

With ``print=1`` in the address, a page draws its scenes one after the other. ``handout.js`` copies each and asks for
the next; at the end it shows the document instead of the page. Its parts are ``copying.js``, for what is copied,
``state.js``, for the state in words, and ``document.js``.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st

from pages._kit import course, stepper, way
from pages._kit.browser import module_of
from pages._kit.charts.palette import SHADES
from pages._kit.course import Lesson, Scene

LIMIT: Final = 60.0
"""Seconds after which a scene is copied as it stands, although an answer is still being computed; twice at most."""

_SCRIPTS: Final = ("handout.js", "copying.js", "state.js", "document.js")
_DIALOG: Final = "_handout_with_dialog"
_KEY: Final = "_handout"
_COMPONENT: Final = st.components.v2.component(
    "handout",
    html="<i hidden></i>",
    js=module_of(_SCRIPTS, Path(__file__).parent),
)


def offer() -> None:
    """Draw the button that opens the hand-out and the browser's print dialog."""
    st.button("Print a hand-out", key="print", icon=":material/print:", type="tertiary", on_click=_begin)


def _begin() -> None:
    stepper.pause()
    st.session_state["save"] = False  # the menu would stand open on the way back
    st.session_state[_DIALOG] = True
    st.query_params[way.PRINT] = "1"


def draw(lesson: Lesson, scene: Scene) -> None:
    """Draw the component that copies the scene and asks for the next one."""
    place = f"Lesson {lesson.number} of {course.TOTAL}: {lesson.name}" if lesson.number else "Overview"
    with st.container(key="handout"):
        _COMPONENT(
            key=_KEY,
            data={
                "place": place,
                "question": lesson.question,
                "scenes": [[item.slug, item.title] for item in lesson.scenes],
                "scene": scene.slug,
                "dialog": bool(st.session_state.get(_DIALOG)),
                "limit": LIMIT,
                "colors": colors(),
            },
            on_scene_change=lambda: _open(lesson),
            on_back_change=lambda: _leave(lesson),
        )


def _asked_scene(name: str) -> object:
    said = getattr(st.session_state.get(_KEY), name, None)  # a forged message may hold anything
    return said.get("slug") if isinstance(said, Mapping) else None


def _go_to(lesson: Lesson, slug: object) -> None:
    found = next((item for item in lesson.scenes if item.slug == slug), None)
    if found:
        way.go_to(None if found is lesson.scenes[0] else found.slug)


def _open(lesson: Lesson) -> None:
    if way.on_paper():  # the way back may have been asked for in the same message
        _go_to(lesson, _asked_scene("scene"))


def _leave(lesson: Lesson) -> None:
    """Go back to the lesson, to the scene that was open."""
    _go_to(lesson, _asked_scene("back"))
    st.session_state.pop(_DIALOG, None)
    st.query_params.pop(way.PRINT, None)


def colors() -> dict[str, str]:
    """The light shade of each color of the dark theme: paper is white in both."""
    hues = [f"{hue}{part}" for hue in SHADES["dark"] for part in ("Color", "TextColor")]
    hues += [f"{hue}Color" for hue in ("gray", "violet", "yellow")]
    theme: dict[str, Any] = {
        kind: [st.get_option(f"theme.{kind}.{name}") for name in hues] for kind in ("dark", "light")
    }
    pairs = zip(theme["dark"], theme["light"], strict=True)
    return {dark.lower(): light for dark, light in pairs} | STREAMLITS


STREAMLITS: Final = {"#fafafa": "#31333F", "#e6eaf1": "#808495", "#83c9ff": "#0068c9", "#171614": "#FFFFFF"}
"""Colors that Streamlit's dark theme has by itself, with the light theme's: text, axes, marks without a color."""
