"""The stage that every lesson stands on: header, controls, hero chart, figures, and the way on."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit import course
from pages._kit.charts.base import PAGE, PROJECTOR, Look
from pages._kit.sharing.slices import TRAFFIC

ENTERED = "_entered"
PRESENTING = "_presenting"
BROUGHT = "_brought"
AT = "_at"


@dataclass(frozen=True)
class Stage:
    """A lesson under way.

    Attributes
    ----------
    lesson : Lesson
        Where we are.
    presenting : bool
        Whether the lesson is on a projector: large type, no prose.
    controls : DeltaGenerator
        The narrow column; on a projector, a pop-over.
    hero : DeltaGenerator
        The wide column of the main chart and its figures.
    arrived : bool
        Whether the learner has just come to this page.
    """

    lesson: course.Lesson
    presenting: bool
    controls: DeltaGenerator
    hero: DeltaGenerator
    arrived: bool

    @property
    def look(self) -> Look:
        """How large the charts speak."""
        return PROJECTOR if self.presenting else PAGE


def enter() -> bool:
    """Mark the session as come in through the entry script; say whether it presents.

    Returns
    -------
    bool
        True in projector mode, which begins with ``present=1`` in the address and stays from lesson to lesson.
    """
    st.session_state[ENTERED] = True
    if BROUGHT not in st.session_state:
        st.session_state[BROUGHT] = any(key != "present" for key in st.query_params)
    if _drop_oversized():
        st.rerun()
    if PRESENTING not in st.session_state:
        st.session_state[PRESENTING] = st.query_params.get("present") == "1"
    presenting = bool(st.session_state[PRESENTING])
    if presenting and st.query_params.get("present") != "1":
        st.query_params["present"] = "1"
    return presenting


def arriving(slug: str) -> bool:
    """Whether the learner comes to this page now, from another one or from outside."""
    return bool(st.session_state.get(AT) != slug)


def _drop_oversized() -> bool:
    """Take whole numbers that are none out of the address, before Streamlit turns them into integers.

    Its number field calls ``int`` on infinity, which no page could catch.
    """
    bad = [
        key
        for key in course.WHOLE_NUMBERS
        if key in st.query_params and not re.fullmatch(r"\d{1,7}(\.\d{1,9})?", st.query_params[key] or "0")
    ]
    for key in bad:
        del st.query_params[key]
    return bool(bad)


def came_by_link() -> bool:
    """Whether the session began with an address that carries a lesson's state."""
    return bool(st.session_state.get(BROUGHT))


def open_lesson(slug: str, *, busy: bool = False) -> Stage:
    """Begin a lesson: its header, and the places for controls and chart.

    Parameters
    ----------
    slug : str
        The lesson's address.
    busy : bool
        Whether a part of the page draws itself again and again now. The link then comes with a run of the whole page,
        which does not wait for that part.

    Returns
    -------
    Stage
    """
    if not st.session_state.get(ENTERED):
        # A page script that is the very first request of a fresh server runs without the entry script. Calling
        # st.navigation once tells Streamlit that the entry decides, and the rerun goes through it.
        course.navigation()
        st.rerun()
    TRAFFIC.note()
    here = course.lesson(slug)
    arrived = _carry_along(here)
    presenting = bool(st.session_state.get(PRESENTING))
    st.html(_style(presenting))
    header = st.container(key="header")
    controls = None
    if presenting:
        hero = st.container(key="hero")
    else:
        with st.container(key="stage"):
            narrow, wide = st.columns([1, 3.4], gap="medium")
        controls, hero = narrow.container(key="controls"), wide.container(key="hero")
    with header:
        popover = _header(here, presenting, busy)
    controls = popover if controls is None else controls
    return Stage(here, presenting, controls, hero, arrived)


def _carry_along(here: course.Lesson) -> bool:
    """Keep what the lessons share when the page changes; say whether it has.

    On the first change of page after a link, Streamlit reads the bare address of the new page and sets every bound
    field to its default; a value that is assigned stays.
    """
    if st.session_state.get(AT) == here.slug:
        return False
    st.session_state[AT] = here.slug
    for key in here.keys:
        if key in st.session_state and key not in st.query_params:
            st.session_state[key] = st.session_state[key]
    return True


def _header(here: course.Lesson, presenting: bool, busy: bool) -> DeltaGenerator:
    place = f"Lesson {here.number} of {course.TOTAL}" if here.number else f"{course.TOTAL} lessons"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="place"):
        st.caption(f"{place} · {here.name}" if here.number else f"Learning = Inference · {place}")
        st.space("stretch")
        controls = st.popover("Controls", icon=":material/tune:") if presenting else st.empty()
        (_copy_link if busy else st.fragment(_copy_link))(here)
        st.button(
            "Leave projector" if presenting else "Projector",
            key="projector",
            icon=":material/close_fullscreen:" if presenting else ":material/present_to_all:",
            on_click=_toggle_presenting,
            help="Large type, the chart and its figures only",
        )
    st.title(here.question, anchor=False)
    return controls


def _toggle_presenting() -> None:
    presenting = not st.session_state.get(PRESENTING)
    st.session_state[PRESENTING] = presenting
    if presenting:
        st.query_params["present"] = "1"
    elif "present" in st.query_params:
        del st.query_params["present"]


def _copy_link(here: course.Lesson) -> None:
    """The address, written when it is asked for: most controls rerun their own part of the page and not this one."""
    box = st.popover("Copy link", icon=":material/link:", key="copy_link", on_change="rerun")
    if box.open:
        with box:
            st.caption("Whoever opens it sees what you see.")
            st.code(link(here), language=None, wrap_lines=True)


def link(here: course.Lesson) -> str:
    """The address that shows this lesson as it stands now."""
    state: list[tuple[str, str]] = []
    for key in here.keys:
        if key in st.session_state:
            value = st.session_state[key]
            # An empty choice is a state too: "clues=" is not the default of all clues.
            values = (value or [""]) if isinstance(value, list | tuple) else [value]
            state += [(key, _in_address(item)) for item in values]
    base = (st.context.url or "").split("?")[0]
    return f"{base}?{urlencode(state)}" if state else base


def _in_address(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=2)
def _style(presenting: bool) -> str:
    folder = Path(__file__).parent
    names = ["style.css", "projector.css"] if presenting else ["style.css"]
    return "<style>" + "\n".join((folder / name).read_text(encoding="utf-8") for name in names) + "</style>"


def way_on(stage: Stage) -> None:
    """Back and Next, and where the course goes from here."""
    before, after = course.neighbors(stage.lesson)
    with st.container(key="way_on", horizontal=True, horizontal_alignment="distribute"):
        if before:
            st.page_link(
                page=course.page_of(before),
                label=f"Back: {before.name}",
                icon=":material/arrow_back:",
            )
        if after:
            st.page_link(
                page=course.page_of(after),
                label=f"Next: {after.name}",
                icon=":material/arrow_forward:",
                icon_position="right",
            )
