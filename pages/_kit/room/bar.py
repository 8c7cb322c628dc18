"""The room bar: code, people and answers, the buttons of the round; it stands in every lesson while a room is open.

Its numbers are a fragment that asks once a second. The page itself runs again only for a change of the round.
"""

from html import escape
from typing import Final

import streamlit as st

from pages._kit import course
from pages._kit.course import Lesson
from pages._kit.room import clock, lead, on_stage, pulse, roles, service, telling
from pages._kit.room import host as in_browser
from pages._kit.room.activities import is_drawn, lessons_of, of_round
from pages._kit.room.activities.activity import FEWEST, Activity
from pages._kit.room.store.records import Host, Moment, Round
from pages._kit.sharing import moves

POLL: Final = 1.0
"""Seconds after which the presenter's page asks whether the room has changed."""
PULSE: Final = 5.0
"""Seconds after which it asks how the people in the room feel."""
AWAY: Final = "The room’s database does not answer. The lessons go on, and the room comes back by itself."


def draw(here: Lesson, host: Host | None) -> None:
    """Draw the bar. Without a room it says what has become of one."""
    with st.container(key="room_bar", horizontal=True, vertical_alignment="center", gap="small"):
        if host is None:
            _without_room()
            in_browser.listen()
            return
        known = lead.known(host)
        moment, view = known.moment, on_stage.view()
        shows = view == "picture" and moment is not None and moment.round is not None and is_drawn(moment.round, here)
        with st.container(key="room_numbers"):
            _numbers(host, moment.stage if moment else -1)
        if moment and moment.round:
            activity = of_round(moment.round)
            if view == "picture" and not shows:
                _where_it_is_drawn(activity)
            _buttons(moment, moment.round, activity, shows=shows)
        elif view != "door":
            st.button("Ask a question", key="room_ask", type="primary", on_click=on_stage.put, args=("door",))
        with st.container(key="room_pulse"):
            _pulse(host)
        in_browser.listen()
        telling.tell(host, moment, covered=shows or view == "door")


@st.fragment
def _without_room() -> None:
    """Say what has become of the room; look again for one whose database is away."""
    clock.tick("no_room", POLL)
    if roles.is_looked_for():
        st.html(_line(f'<span class="problem">{escape(AWAY)}</span>'))
        if roles.host():
            moves.rerun_quietly()
    elif roles.problem():
        st.html(_line(f'<span class="problem">{escape(roles.problem())}</span>'))
    else:
        moves.rerun_quietly()


@st.fragment
def _numbers(host: Host, stage: int) -> None:
    """Write the numbers of the room; where more than they have changed, run the page."""
    clock.tick("numbers", POLL)
    moment, problem = lead.known(host)
    if roles.host() != host:
        moves.rerun_quietly()
    st.html(_told(host, moment, problem or roles.problem()))
    if moment and moment.stage != stage:
        moves.rerun_quietly()


@st.fragment
def _pulse(host: Host) -> None:
    clock.tick("pulse", PULSE)
    pulse.draw(host)


def _told(host: Host, moment: Moment | None, problem: str) -> str:
    code = f'<b class="code" title="The code of the room">{host.room.code}</b>'
    if problem or moment is None:
        return _line(f'{code}<span class="problem" title="{escape(problem)}">{escape(problem)}</span>')
    people = f'<span class="people">People {moment.people:,}</span>'
    now = moment.round
    if now is None:
        return _line(f'{code}{people}<span class="round">No question has been asked yet</span>')
    read = max(service.read(host.room, now.id), moment.answered)
    more = (
        f' <small title="Read, and not yet in the database">({read:,} read)</small>' if read > moment.answered else ""
    )
    answered = f'<span class="answered">Answered {moment.answered:,} / {moment.people:,}{more}</span>'
    asked, state = of_round(now).title + (f" · round {now.take}" if now.take > 1 else ""), f" · {now.state}"
    inside = f'<span class="asked">{escape(asked)}</span><span class="state">{escape(state)}</span>'
    return _line(f'{code}{people}{answered}<span class="round" title="{escape(asked + state)}">{inside}</span>')


def _line(inside: str) -> str:
    return f'<div class="room_line">{inside}</div>'


def _where_it_is_drawn(activity: Activity) -> None:
    with st.container(key="room_drawn_in", horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.html(f'<div class="room_line">{escape(activity.title)} is drawn in</div>')
        for lesson in lessons_of(activity):
            st.page_link(course.page_of(lesson), label=f"Lesson {lesson.number}", help=lesson.name)


def _buttons(moment: Moment, now: Round, activity: Activity, *, shows: bool) -> None:
    """Draw the buttons of the round, each of which keeps its place in every state."""
    is_open, known = now.state == "open", now.state == "revealed"
    with st.container(key="room_buttons", horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.button("Scene" if shows else "Picture", key="room_view", on_click=on_stage.put,
                  args=(None if shows else "picture",), help="The room’s picture or the scene. Or press B")  # fmt: skip
        st.button("Close" if is_open else "Open", key="room_close", on_click=lead.set_state, disabled=known,
                  args=(now.id, "closed" if is_open else "open"), help="Take answers or stop. Or press S")  # fmt: skip
        st.button("Reveal", key="room_reveal", type="secondary" if known else "primary", disabled=known,
                  on_click=lead.set_state, args=(now.id, "revealed"),
                  help="Show everybody the result; no answer can change after that. Or press V")  # fmt: skip
        st.button("Another round", key="room_again", type="primary" if known else "secondary", disabled=is_open,
                  on_click=lead.again, args=(now, activity.next_take(now)),
                  help="Ask again, to compare. Close or reveal first. Or press A")  # fmt: skip
        st.button("Start over", key="room_over", icon=":material/restart_alt:", on_click=lead.start_over, args=(now,),
                  help="Start over: a new series of rounds. This one is kept")  # fmt: skip
        if activity.name == "toss":
            st.button("Use flips", key="room_use", disabled=not known or moment.answered < FEWEST,
                      on_click=lead.use_flips, args=(now,),
                      help="The lessons take over the room’s heads and tails. Reveal first; "
                      f"it needs {FEWEST} answers")  # fmt: skip
