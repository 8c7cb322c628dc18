"""Follow the presenter: the pages of followers open the address that the presenter's page tells (``telling.py``).

``follow.js`` opens it as the browser's Back would do: Streamlit then takes all bound fields from it, and gives the
default to those that it does not name or that it gives no usable value. A follower who touches a control
explores alone.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._kit import browser, course
from pages._kit.room import clock, follower, place
from pages._kit.room.follower import Following
from pages._kit.room.limits import IdleBucket
from pages._kit.room.on_stage import OnStage
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Moment, Room, Round
from pages._kit.sharing import moves

POLL: Final = 2.0
"""Seconds after which a follower's page asks where the presenter is."""
POLL_ALONE: Final = 5.0
"""Seconds after which a page that does not follow asks whether there is a question."""
MOVES: Final = IdleBucket(rate=10, burst=12, idle_rate=50)
"""Pages of this process that may open a new address: each runs a whole lesson. The others open a later one."""
ENDED: Final = "The room has ended. The lesson goes on."
AWAY: Final = "The room does not answer at the moment. The lesson goes on."
NOWHERE: Final = "The presenter has no lesson open yet."

_GOES: Final = "_room_goes_to_presenter"
_HEARD: Final = "_room_heard_address"
_KEY: Final = "_room_following"
_FOLDER: Final = Path(__file__).parent
_COMPONENT: Final = st.components.v2.component(
    "following",
    html="<i hidden></i>",
    js=browser.without_comments((_FOLDER / "follow.js").read_text(encoding="utf-8")),
)


def offer(room: Room) -> None:
    """Draw the button on the page of a participant, for a screen that is wide enough for a lesson."""
    if follower.join(room):
        st.session_state.pop(_GOES, None)

    def go() -> None:
        follower.begin()
        st.session_state[_GOES] = True

    with st.container(key="room_follow"):
        st.button("Follow the presenter", key="room_follow_begin", on_click=go, width="stretch",
                  help="Opens the presenter's lesson in this window, and goes along with the presenter")  # fmt: skip
        if st.session_state.get(_GOES):
            _go()


@st.fragment
def _go() -> None:
    clock.tick("go", POLL)
    following = follower.now()
    if following:
        moment = _moment(following.room)
        address = _address(moment)
        _send(following, address)
        if not address:
            st.markdown(moment if isinstance(moment, str) else NOWHERE)


def question(hero: DeltaGenerator) -> OnStage | None:
    """The question that is asked, on a follower's stage until its result is known: the scene may answer it."""
    following = follower.now()
    asked = _asked(_moment(following.room)) if following and following.follows else None
    if following is None or asked is None:
        return None
    from pages._kit.room.activities import of_round

    words, is_open, room = of_round(asked).question(asked), asked.state == "open", following.room

    def draw() -> None:
        with hero, st.container(key="room_question"):
            st.header(words, anchor=False)
            if is_open:
                _answer(room)
            said = "" if is_open else "No more answers are taken. "
            st.markdown(f"{said}The lesson comes back when the result is shown.")

    return OnStage(draw)


def _asked(moment: Moment | str) -> Round | None:
    """The question that followers are to answer before they see the scene again, if there is one."""
    asked = moment.round if isinstance(moment, Moment) else None
    if asked is None or asked.state == "revealed":
        return None
    from pages._kit.room.activities import of_round

    return None if of_round(asked).live else asked


def _answer(room: Room) -> None:
    st.page_link(course.room_page(), label="Answer", query_params={"code": room.code})


def draw(*, leads: bool) -> None:
    """Draw in a lesson the bar of a follower; nothing for all others. Who ``leads`` a room explores alone."""
    st.session_state.pop(_GOES, None)
    following = follower.now()
    if following is None:
        return
    if leads:
        if following.follows:
            follower.explore()
        return
    st.html(f"<style>{style()}</style>")
    moment = _moment(following.room)
    _bar(following, moment)
    _watch(following, (_said(following, moment), _asked(moment)))


def _bar(following: Following, moment: Moment | str) -> None:
    with st.container(key="room_following_bar", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(_said(following, moment))
        if _asks(moment):
            _answer(following.room)
        st.space("stretch")
        if moment != ENDED and following.follows:
            st.button("Explore alone", key="room_explore", on_click=follower.explore)
        elif moment != ENDED:
            st.button("Follow again" if following.turn else "Follow", key="room_follow_again", type="primary",
                      on_click=follower.begin)  # fmt: skip
        st.button("Leave the room", key="room_leave", on_click=follower.leave)


@st.fragment
def _watch(drawn: Following, shows: tuple[str, Round | None]) -> None:
    """Ask where the presenter is, and tell the browser; where the page shows something else by now, run it.

    While a question is on the stage, the browser opens no address, and the newest one after it.
    """
    moment = _moment(drawn.room)
    if moment == ENDED:
        follower.explore()
    else:
        clock.tick("presenter", POLL if drawn.follows else POLL_ALONE)
    following = follower.now()
    if following != drawn or (_said(drawn, moment), _asked(moment)) != shows:
        moves.rerun_quietly()
    _send(drawn, "" if _asked(moment) else _next_address(drawn, _address(moment)))


def _next_address(following: Following, newest: str) -> str:
    """The newest address, or the last one that this page has heard, if too many pages open one just now."""
    turn, last = st.session_state.get(_HEARD, (None, ""))
    if newest and (turn, last) != (following.turn, newest) and (turn != following.turn or MOVES.take()):
        st.session_state[_HEARD] = (following.turn, newest)
        return newest
    return last if newest else ""


def _said(following: Following, moment: Moment | str) -> str:
    if isinstance(moment, str):
        return moment
    where = "Exploring alone"
    if following.follows:
        where = "Following the presenter" if _address(moment) else NOWHERE
    return " · ".join([f"**{following.room.code}**", where] + (["A question is open"] if _asks(moment) else []))


def _asks(moment: Moment | str) -> bool:
    return isinstance(moment, Moment) and moment.round is not None and moment.round.state == "open"


def _moment(room: Room) -> Moment | str:
    """The state of the room, or a sentence that says why there is none."""
    from pages._kit.room import service  # with the database, which few visitors need

    try:
        return service.moment(room)
    except RefusedError:
        return ENDED
    except AwayError:
        return AWAY


def _address(moment: Moment | str) -> str:
    return place.of(moment) if isinstance(moment, Moment) else ""


def _send(following: Following, address: str) -> None:
    """Tell the browser where the presenter is."""

    def touched() -> None:
        # A touch from before the last press of "Follow again" counts no more.
        if browser.said(_KEY, "touched").get("turn") == following.turn:
            follower.explore()

    with st.container(key="room_following"):
        _COMPONENT(
            key=_KEY,
            data={"follows": following.follows, "turn": following.turn, "address": address, "room": course.ROOM},
            on_touched_change=touched,
        )


@lru_cache(maxsize=1)
def style() -> str:
    """The looks of the bar and of the button."""
    return (_FOLDER / "follow.css").read_text(encoding="utf-8")
