"""The page frame of every lesson: header, places for the controls and the main chart, projector mode, links to copy."""

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

THROUGH_ENTRY = "_through_entry"
PRESENTING = "_presenting"
OPENED_BY_LINK = "_opened_by_link"
CURRENT_SLUG = "_current_slug"


@dataclass(frozen=True)
class Stage:
    """The open lesson and the places in its frame.

    Attributes
    ----------
    lesson : Lesson
        The lesson.
    presenting : bool
        Whether the page is in projector mode: large type, no prose.
    controls : DeltaGenerator
        Place for the controls: a narrow column, in projector mode a popover.
    hero : DeltaGenerator
        Place for the main chart and its figures: the wide column.
    arrived : bool
        Whether the learner has just come to this lesson, from another one or from outside.
    """

    lesson: course.Lesson
    presenting: bool
    controls: DeltaGenerator
    hero: DeltaGenerator
    arrived: bool

    @property
    def look(self) -> Look:
        """Type sizes and line widths of the charts."""
        return PROJECTOR if self.presenting else PAGE


def prepare_session() -> bool:
    """Set what the frame needs in the session, and remove malformed whole numbers from the address.

    Returns
    -------
    bool
        Whether the session is in projector mode. The mode begins with ``present=1`` in the address, or with the button
        in the header, and stays on from lesson to lesson.
    """
    st.session_state[THROUGH_ENTRY] = True
    if OPENED_BY_LINK not in st.session_state:
        st.session_state[OPENED_BY_LINK] = any(key != "present" for key in st.query_params)
    if _remove_malformed_numbers():
        st.rerun()
    if PRESENTING not in st.session_state:
        st.session_state[PRESENTING] = st.query_params.get("present") == "1"
    presenting = bool(st.session_state[PRESENTING])
    if presenting and st.query_params.get("present") != "1":
        st.query_params["present"] = "1"
    return presenting


def is_first_run(slug: str) -> bool:
    """Whether this is the first run since the learner came to this lesson, from another one or from outside."""
    return bool(st.session_state.get(CURRENT_SLUG) != slug)


def _remove_malformed_numbers() -> bool:
    """Remove keys from the address whose value should be a whole number and is not; return whether there were any.

    Streamlit's number field would call ``int`` on such a value, which fails for infinity, and a page cannot catch
    the exception.
    """
    malformed = [
        key
        for key in course.WHOLE_NUMBERS
        if key in st.query_params and not re.fullmatch(r"\d{1,7}(\.\d{1,9})?", st.query_params[key] or "0")
    ]
    for key in malformed:
        del st.query_params[key]
    return bool(malformed)


def opened_by_link() -> bool:
    """Whether the session began with an address that holds a lesson's state."""
    return bool(st.session_state.get(OPENED_BY_LINK))


def open_lesson(slug: str, *, busy: bool = False) -> Stage:
    """Draw a lesson's header and return the places for its controls and its main chart.

    Parameters
    ----------
    slug : str
        The lesson's slug.
    busy : bool
        Whether a fragment of the page keeps redrawing itself. Opening "Copy link" then reruns the whole page, because
        a rerun of the link's fragment alone would have to wait for the busy one.
    """
    if not st.session_state.get(THROUGH_ENTRY):
        # If a lesson is the very first request of a fresh server, its script runs without the entry script. After one
        # call of st.navigation, Streamlit sends the rerun through the entry script.
        course.navigation()
        st.rerun()
    TRAFFIC.note()
    here = course.lesson(slug)
    arrived = _keep_shared_values(here)
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


def _keep_shared_values(here: course.Lesson) -> bool:
    """Keep the values of fields that lessons share when the lesson changes; return whether it has changed.

    On the first change of lesson after a link, Streamlit reads the new lesson's address, which has no query string,
    and sets each bound field to its default. A value that is assigned in the session is kept.
    """
    if not is_first_run(here.slug):
        return False
    st.session_state[CURRENT_SLUG] = here.slug
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
            help="Back to the whole page" if presenting else "Large type, and no prose below the chart",
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
    """Draw the popover with the address.

    The address is computed when the popover opens: most controls rerun only their own fragment, so an address that
    was computed with the header would be out of date.
    """
    box = st.popover("Copy link", icon=":material/link:", key="copy_link", on_change="rerun")
    if box.open:
        with box:
            st.caption("It opens this lesson with the settings that stand in it; all other settings start anew.")
            st.code(link(here), language=None, wrap_lines=True)


def link(here: course.Lesson) -> str:
    """The address that opens this lesson in its current state."""
    state: list[tuple[str, str]] = []
    for key in here.keys:
        if key in st.session_state:
            value = st.session_state[key]
            # An empty selection must be in the address: "clues=" means no clue, and the default is all of them.
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


def neighbor_links(stage: Stage) -> None:
    """Draw the links to the lessons before and after this one."""
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
