"""The participant's page: join a room by its code, answer the question of now, say how it goes."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from pages._kit import course
from pages._kit.room import clock, follow, roles, service, watch
from pages._kit.room.activities import of_round, toss
from pages._kit.room.activities.activity import Asked
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Moment, Round
from pages._kit.stage import THROUGH_ENTRY
from pages.room import feelings, joining, sending
from pages.room.joining import Joined

AWAY: Final = "The room does not answer at the moment. This page tries again by itself."

_LAST: Final = "_room_last_moment"
_DRAWN: Final = "_room_drawn"


def draw() -> None:
    """Draw the page for the code in the address, or the field for a code."""
    if not st.session_state.get(THROUGH_ENTRY):
        course.navigation()  # as the very first request of a fresh server
        st.rerun()
    code = joining.code_in_address()
    if code:
        roles.ask_for_token()
    st.set_page_config(page_title="The room")
    st.html(f"<style>{_style()}</style>")
    with st.container(key="phone"):
        if code is None:
            joining.ask_code()
            return
        try:
            joined = joining.join(code)
        except RefusedError as problem:
            joining.ask_code(str(problem))
            return
        except AwayError:
            _line(code)
            st.title("You are not in yet", anchor=False)
            st.session_state[_DRAWN] = False
            _try_to_join()
            return
        _line(code)
        if joined is None:
            st.title("Joining the room", anchor=False)
            return
        _in_the_room(joined)


def _line(code: str) -> None:
    with st.container(key="line"):
        st.caption(f"Room {code}")


def _in_the_room(joined: Joined) -> None:
    room = joined.member.room
    try:
        service.moment(room)
    except RefusedError:
        joining.leave()
        st.session_state.pop(_LAST, None)
        joining.ask_code(title="This room has ended", said=joining.ENDED)
        return
    except AwayError:
        pass  # the fragment says so
    _now(joined)
    feelings.draw(joined.member)
    follow.offer(room)


@st.fragment
def _now(joined: Joined) -> None:
    """Draw the question, or that there is none yet. A press and another stage of the room run this fragment alone."""
    room = joined.member.room
    shown: int | None = None
    moment: Moment | None
    try:
        moment = service.moment(room)
        st.session_state[_LAST], shown = (room, moment), moment.stage
    except RefusedError:
        st.rerun()
    except AwayError:
        of, last = st.session_state.get(_LAST, (None, None))
        moment = last if of == room else None
    if moment and moment.round:
        sending.read_own(joined.member, moment.round)
        _question(joined, moment.round)
    else:
        st.title("You are in", anchor=False)
        if moment:
            st.markdown("The first question appears here by itself. No name is needed.")
    watch.draw(room, shown)
    if shown is None:
        _say_away()


def _question(joined: Joined, now: Round) -> None:
    activity = of_round(now)
    st.title(activity.question(now), anchor=False)
    own = sending.own(now)

    def send(value: Any) -> None:
        sending.send(joined.member, now, value)

    kind, said = _become(now, own)
    # The result is what all look for now; a field may be longer than the screen.
    above, field, below = st.container(key="above"), st.container(key="field"), st.container(key="below")
    if now.state != "revealed":
        with field:
            activity.field(Asked(now, own, joined.number, send))
    with above if kind == "revealed" else below, st.container(key=f"said_answer_{kind}"):
        st.markdown(said)
    if kind == "waiting":
        _try_again(joined)


def _become(now: Round, own: Any) -> tuple[str, str]:
    """What has become of the answer: a word for its looks, and the sentence."""
    activity = of_round(now)
    sent = sending.not_counted()
    if sent and sent.waits:
        return "waiting", sent.said
    if sent and sent.round == now.id and now.state == "open":
        return "refused", sent.said
    lost = ""
    if sent:
        lost = f"{sending.LOST} {sent.said}" if sent.round == now.id else sending.LOST_BEFORE
    yours = activity.told(now, own) if own is not None else ""
    said: tuple[str, ...]
    if now.state == "revealed":
        kind, said = "revealed", (yours and f"You answered: **{yours}**.", activity.outcome(now, own))
    elif now.state == "closed":
        kind, said = "closed", ("Closed.", yours and f"Your answer is counted: **{yours}**.")
    elif yours:
        change = "" if activity.stands(now) else "You can change it until the round closes."
        kind, said = "counted", (f"Counted: **{yours}**.", change)
    else:
        kind, said = "none", (f"Round {now.take} asks again." * (now.take > 1), "No answer from you yet.")
    blank = "\n\n" if kind == "revealed" else " "
    return kind, blank.join(filter(None, (lost, *said))) or "Look at the screen at the front."


@st.fragment
def _try_again(joined: Joined) -> None:
    """Try again the answer that waits."""
    clock.tick("answer", watch.EVERY)
    if sending.try_again(joined.member):
        st.rerun()


@st.fragment
def _try_to_join() -> None:
    """Run the page again once the database answers. The first call draws, and the others come by the clock."""
    clock.tick("join", watch.EVERY)
    _say_away()
    if st.session_state[_DRAWN] and service.answers():
        st.rerun()
    st.session_state[_DRAWN] = True


def _say_away() -> None:
    with st.container(key="said_away"):
        st.markdown(AWAY)


@lru_cache(maxsize=1)
def _style() -> str:
    """All styles of the page. Streamlit keeps styles in one list: one that a fragment draws may overwrite another."""
    kit = Path(course.__file__).parent
    files = (kit / "style.css", kit / "access.css", Path(__file__).with_name("phone.css"))
    return "\n".join([*(file.read_text(encoding="utf-8") for file in files), follow.style(), toss.STYLE])
