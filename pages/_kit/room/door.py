"""The door of a room: its code, as large as the stage allows, and the questions that can be asked."""

from html import escape
from typing import TYPE_CHECKING, Final

import streamlit as st

from pages._kit import course
from pages._kit.course import Lesson
from pages._kit.room import activities, clock, export, lead, on_stage, way_in
from pages._kit.room.bar import POLL
from pages._kit.room.store.records import Host, Round
from pages._kit.room.way_in import WayIn

if TYPE_CHECKING:
    from pages._kit.stage import Stage

ALL: Final = "This deletes all answers, and nobody can join any more. To keep the answers, export them first."


def draw(here: "Stage", host: Host) -> None:
    """Draw the door on the stage."""
    moment = lead.known(host).moment
    with here.controls:
        _questions(here.lesson, moment.round if moment else None, presenting=here.presenting)
    way = way_in.find(here.lesson.slug)
    with here.controls:
        _room(here.lesson, host, way)
    with here.hero, st.container(key="door"):
        st.html(_code(host, way))
        _people(host)


def _questions(here: Lesson, now: Round | None, *, presenting: bool) -> None:
    """Draw what can be asked: an entry for each activity of this lesson, a link to those of others."""
    own = activities.of_lesson(here)
    st.markdown("**Ask the room**" if own else "**Ask the room** in another lesson:")
    for activity in own:
        with st.expander(activity.title, key=f"room_entry_{activity.name}"):
            activity.choose(here)
            st.button("Ask", key=f"room_start_{activity.name}", type="primary", width="stretch",
                      on_click=lead.start, args=(activity, here, now))  # fmt: skip
    others = [
        each for each in map(activities.named, activities.NAMES) if each not in own and activities.lessons_of(each)
    ]
    if others:
        with st.container(key="room_elsewhere", gap=None):
            for activity in others:
                lesson = activities.lessons_of(activity)[0]
                label = f"{activity.title} (lesson {lesson.number})"
                if st.button(
                    label, key=f"room_to_{activity.name}", type="tertiary", icon=":material/arrow_forward:",
                    on_click=on_stage.take_door_along,
                ):  # fmt: skip
                    # The fields of the other lesson write their own keys; projector mode has no field.
                    st.switch_page(course.page_of(lesson), query_params={"present": "1"} if presenting else {})


def _room(here: Lesson, host: Host, way: WayIn) -> None:
    """Draw what is done with the room itself."""
    if len(way.hosts) > 1:
        st.selectbox("This machine’s address", way.hosts, key=way_in.NETWORK, persist_state="session",
                     help="The one in the network that the phones use")  # fmt: skip
    with st.container(key="room_tools", gap="xxsmall"):
        if way.base:
            st.button("Copy host link", key="room_link", icon=":material/key:", width="stretch",
                      on_click=lead.make_link, args=(f"{way.base}/{here.slug}",),
                      help="Opens this room for its presenter on another machine. It works once, and a new link "
                      "replaces it.")  # fmt: skip
        st.download_button("Export answers", lambda: export.archive(host), f"room-{host.room.code}.json",
                           "application/json", key="room_export", icon=":material/download:", width="stretch",
                           on_click="ignore", help="In random order, without participants; a row has one "
                           "person’s answers to the rounds of a series")  # fmt: skip
        with st.popover("End the room", icon=":material/logout:", width="stretch", key="room_ending"):
            st.markdown(ALL)
            st.button("End and delete", key="room_end", type="primary", on_click=lead.end)


def _code(host: Host, way: WayIn) -> str:
    code = host.room.code
    giant = f'<div class="giant">{code}</div>'
    if way.base is None:
        return f'<div class="door"><div class="words">{giant}<p class="problem">{_plain(way.problem)}</p></div></div>'
    problem = f'<p class="problem">{_plain(way.problem)}</p>' if way.problem else ""
    return (
        f'<div class="door">{way_in.qr_code(way.with_code(code))}<div class="words"><p>Scan, or open</p>'
        f'<p class="address">{way.shown}</p><p>and type</p>{giant}{problem}</div></div>'
    )


def _plain(markdown: str) -> str:
    """A sentence of this package, whose backticks mark what is typed, as HTML."""
    parts = escape(markdown).split("`")
    return "".join(f"<code>{part}</code>" if odd % 2 else part for odd, part in enumerate(parts))


@st.fragment
def _people(host: Host) -> None:
    """Say how many are in."""
    clock.tick("people", POLL)
    moment = lead.known(host).moment
    people = moment.people if moment else 0
    words = "Nobody is in yet" if not people else f"<b>{people:,}</b> {'person is' if people == 1 else 'people are'} in"
    st.html(f'<div class="room_people">{words}</div>')
