"""The page frame of every lesson: the line of place and scenes, the stage with its places, projector mode, links.

Everything in the frame fits the window: the chart takes the height that the line, the figures and the strip leave.
What a lesson says in words stands below it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit import course, stepper, unseen, way
from pages._kit.charts.base import PAGE, PROJECTOR, Look
from pages._kit.charts.palette import LABELS
from pages._kit.course import Lesson, Scene
from pages._kit.forecasts import asking
from pages._kit.paper import handout
from pages._kit.room import button, follow, on_stage, roles
from pages._kit.room.on_stage import OnStage, Picture
from pages._kit.room.store.records import Host
from pages._kit.saving import menu, on_page
from pages._kit.sharing import moves

THROUGH_ENTRY = "_through_entry"
PRESENTING = "_presenting"
OPENED_BY_LINK = "_opened_by_link"


@dataclass(frozen=True)
class Stage:
    """The open lesson, the scene on its stage, and the places in its frame.

    Attributes
    ----------
    lesson : Lesson
        The lesson.
    scene : Scene
        The scene on the stage.
    presenting : bool
        Whether the page is in projector mode: large type, no words.
    controls : DeltaGenerator
        Place for the controls: a narrow column, in projector mode a panel that a key opens.
    hero : DeltaGenerator
        Place for the chart and its figures: the wide column.
    strip : DeltaGenerator
        Place for the scene's steps, under the controls and the chart.
    reading : DeltaGenerator
        Place under the frame for how to read the chart, and for what the scene says in words.
    table : DeltaGenerator
        Place under it for the chart in words and in rows (:mod:`pages._kit.reading`).
    words, example, closing : DeltaGenerator
        Places below it for the lesson's own words, the worked example, and the fine print.
    arrived : bool
        Whether the learner has just come to this lesson, from another one or from outside.
    """

    lesson: Lesson
    scene: Scene
    presenting: bool
    controls: DeltaGenerator
    hero: DeltaGenerator
    strip: DeltaGenerator
    reading: DeltaGenerator
    table: DeltaGenerator
    words: DeltaGenerator
    example: DeltaGenerator
    closing: DeltaGenerator
    arrived: bool

    @property
    def look(self) -> Look:
        """Type sizes and line widths of the charts."""
        return PROJECTOR if self.presenting else PAGE

    def play(self, scenes: Mapping[str, Callable[["Stage"], None]], room: Mapping[str, Picture] | None = None) -> None:
        """Draw the scene on the stage: the one of ``scenes``, by slug, that the address asks for.

        A scene draws its steps, if it has any, in :attr:`strip`. In a room, the presenter may have something else on
        the stage: the room's door, or one of the pictures in ``room``, by the name of the activity.
        """
        if list(scenes) != [scene.slug for scene in self.lesson.scenes]:
            raise ValueError(f"the scenes of this lesson are {self.lesson.scenes}, got {list(scenes)}")
        stepper.clear()
        with moves.until_drawn():
            of_room = None if way.on_paper() else _of_room(self, room or {})
            drawn = self.scene.keys if of_room is None else of_room.keys
            unseen.draw([key for key in course.SHARED if key not in drawn])
            if of_room is None:
                scenes[self.scene.slug](self)
            else:
                of_room.draw()
        if not stepper.has_steps():
            with self.strip:
                stepper.without_steps(scene_waits=of_room is not None and roles.host() is not None)


def _of_room(here: Stage, pictures: Mapping[str, Picture]) -> OnStage | None:
    """What a room has on the stage instead of the scene; None without any."""
    host = roles.host()
    if host is None:
        return follow.question(here.hero)
    from pages._kit.room import view  # with the database, which few visitors need

    return view.find(here, host, pictures)


def _draw_room_bar(here: Lesson, host: Host | None) -> None:
    from pages._kit.room import bar

    bar.draw(here, host)


def prepare_session() -> bool:
    """Set what the frame needs in the session, and remove malformed whole numbers from the address.

    Returns
    -------
    bool
        Whether the session is in projector mode. The mode begins with ``present=1`` in the address, or with the button
        in the header, and stays on from lesson to lesson; the hand-out ends it.
    """
    st.session_state[THROUGH_ENTRY] = True
    if OPENED_BY_LINK not in st.session_state:
        st.session_state[OPENED_BY_LINK] = any(key != "present" for key in st.query_params)
    if _remove_malformed_numbers():
        st.rerun()
    if PRESENTING not in st.session_state:
        st.session_state[PRESENTING] = st.query_params.get("present") == "1"
    if way.on_paper():
        st.session_state[PRESENTING] = False
        st.query_params.pop("present", None)
    presenting = bool(st.session_state[PRESENTING])
    if presenting and st.query_params.get("present") != "1":
        st.query_params["present"] = "1"
    return presenting


def _remove_malformed_numbers() -> bool:
    """Remove keys from the address whose value should be a whole number and is not; return whether there were any.

    Streamlit's number field would call ``int`` on such a value, which fails for infinity, and a page cannot catch
    the exception.
    """
    malformed = [
        key
        for key in course.WHOLE_NUMBERS
        if key in st.query_params and not re.fullmatch(course.WHOLE_NUMBER, st.query_params[key] or "0")
    ]
    for key in malformed:
        del st.query_params[key]
    return bool(malformed)


def opened_by_link() -> bool:
    """Whether the session began with an address that holds a lesson's state."""
    return bool(st.session_state.get(OPENED_BY_LINK))


def open_lesson(slug: str) -> Stage:
    """Draw the frame of a lesson and return its places."""
    if not st.session_state.pop(THROUGH_ENTRY, False):
        # If a lesson is the very first request of a fresh server, its script runs without the entry script. After one
        # call of st.navigation, Streamlit sends the rerun through the entry script.
        course.navigation()
        st.rerun()
    moves.begin_page()
    here = course.lesson(slug)
    on_page.now().clear()
    arrived = way.arrive(here)
    scene = way.scene_now(here, arrived=arrived)
    presenting = bool(st.session_state.get(PRESENTING))
    on_paper = way.on_paper()
    # The room hears nothing of the hand-out: the presenter's page stays where it was.
    host = None if on_paper else roles.host()
    in_room = not on_paper and (host is not None or roles.is_looked_for() or bool(roles.problem()))
    if host:
        if not on_stage.is_set():
            from pages._kit.room import lead  # with the database, which few visitors need

            lead.take_up(host)
        on_stage.note_place(here.slug, scene.slug)
    st.set_page_config(page_title=_title(here, here.scenes[0] if on_paper else scene))
    st.html(_style(presenting, on_paper=on_paper, in_room=in_room))
    with st.container(key="frame"):
        if on_paper:
            handout.draw(here, scene)
        else:
            _line(here, scene, presenting, leads=host is not None)
        st.title(here.question, anchor=False)
        with st.container(key="stage"):
            narrow, wide = st.columns([1, 3.4], gap="medium")
        with st.container(key="strip_row", horizontal=True, vertical_alignment="center", gap="small"):
            strip = st.container(key="strip")
            st.space("stretch")
            if not on_paper:
                _lessons_beside(here)
        if in_room:
            _draw_room_bar(here, host)
        if not on_paper:
            follow.draw(leads=host is not None)
    controls, hero = narrow.container(key="controls"), wide.container(key="hero")
    reading, table, before, words, example, closing = (
        st.container(key=name) for name in ("reading", "table", "before", "words", "example", "closing")
    )
    if not presenting and not on_paper:
        with before:
            asking.before_you_go_on(here, arrived=arrived)
    return Stage(
        lesson=here, scene=scene, presenting=presenting, arrived=arrived, controls=controls, hero=hero, strip=strip,
        reading=reading, table=table, words=words, example=example, closing=closing,
    )  # fmt: skip


def _title(here: Lesson, scene: Scene) -> str:
    """The title of the browser's tab."""
    if not here.number:
        return "Learning = Inference"
    return f"{here.number} {here.name}" + (f" · {scene.title}" if scene is not here.scenes[0] else "")


def _line(here: Lesson, scene: Scene, presenting: bool, *, leads: bool) -> None:
    """Draw the line above the question: the place in the course, the scenes, and the tools."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="place"):
        st.caption(f"{here.number} of {course.TOTAL} · {here.name}" if here.number else "Learning = Inference")
        if len(here.scenes) > 1:
            _scene_tabs(here, scene)
        st.space("stretch")
        button.draw(leads=leads)
        menu.draw(here, scene, with_words=not presenting)
        _of_the_browser("Copy link", key="copy_link", icon=":material/link:", help="The address of what you see")
        if presenting:
            _of_the_browser("Controls", key="panel", icon=":material/tune:", help="Or press O")
        st.button(
            "Leave projector" if presenting else "Projector",
            key="projector",
            icon=":material/close_fullscreen:" if presenting else ":material/present_to_all:",
            on_click=_toggle_presenting,
            help="Back to the whole page" if presenting else "Large type, and no prose below the chart",
        )


@st.fragment
def _of_the_browser(label: str, *, key: str, icon: str, help: str) -> None:  # noqa: A002
    """Draw a button that browser.js answers. As a fragment it does not run the page."""
    st.button(label, key=key, icon=icon, help=help)


def _scene_tabs(here: Lesson, scene: Scene) -> None:
    names = {item.slug: item.title for item in here.scenes}
    # A browser's Back changes the scene as well, so the field follows the address at each run.
    st.session_state["_scene"] = scene.slug

    def choose() -> None:
        chosen = st.session_state["_scene"]
        way.go_to(None if chosen == here.scenes[0].slug else chosen)
        on_stage.make_way()

    st.segmented_control(
        "Scenes", list(names), format_func=names.__getitem__, key="_scene", on_change=choose, required=True,
        label_visibility="collapsed",
    )  # fmt: skip


def _lessons_beside(here: Lesson) -> None:
    """Draw the links to the lessons before and after this one."""
    before, after = course.neighbors(here)
    if before:
        with st.container(key="lesson_before", width="content"):
            st.page_link(page=course.page_of(before), label=before.name, icon=":material/arrow_back:")
    if after:
        with st.container(key="lesson_after", width="content"):
            st.page_link(
                page=course.page_of(after), label=after.name, icon=":material/arrow_forward:", icon_position="right"
            )


def _toggle_presenting() -> None:
    presenting = not st.session_state.get(PRESENTING)
    st.session_state[PRESENTING] = presenting
    if presenting:
        st.query_params["present"] = "1"
    elif "present" in st.query_params:
        del st.query_params["present"]


@lru_cache(maxsize=8)
def _style(presenting: bool, *, on_paper: bool, in_room: bool) -> str:
    folder = Path(__file__).parent
    names = ["style.css", *(["paper/handout.css"] if on_paper else ["frame.css", "paper/print.css"]), "access.css"]
    names += ["projector.css"] if presenting else []
    names += ["room/room.css"] if in_room else []
    parts = [(folder / name).read_text(encoding="utf-8") for name in names]
    parts += [f'svg.marks text[fill="{shade}"] {{ fill: {label}; }}' for shade, label in LABELS.items()]
    # Without comments: the style is sent with every run of a whole page.
    return "<style>" + re.sub(r"/\*.*?\*/\s*", "", "\n".join(parts), flags=re.DOTALL) + "</style>"
