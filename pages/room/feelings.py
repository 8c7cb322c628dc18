"""Four buttons at the bottom of a phone, with which a participant says how it goes."""

from typing import Final

import streamlit as st

from pages._kit.room import service
from pages._kit.room.limits import Buckets
from pages._kit.room.pulse import FEELINGS
from pages._kit.room.store import answers
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Member

PACE: Final = Buckets(rate=2, burst=5)
"""Presses a second of one participant, in this process."""
_PRESSED: Final = "_room_pressed"
_SAID: Final = "_room_pressed_said"


@st.fragment
def draw(member: Member) -> None:
    """Draw the buttons, and for some seconds what has become of the last press."""
    said: str = st.session_state.pop(_SAID, "")
    with st.container(key="feelings"):
        with st.container(key="feeling"):
            st.markdown("How is it going?")
            if said:
                # A new name starts the time for which it covers the question (phone.css), and is said again.
                with st.container(key=f"said_feeling_{st.session_state[_PRESSED] % 2}"):
                    st.markdown(said)
        with st.container(key="feeling_buttons", horizontal=True, gap="small"):
            for name, label in FEELINGS.items():
                st.button(label, key=f"feel_{name}", width="stretch", on_click=_press, args=(member, name))


def _press(member: Member, name: str) -> None:
    st.session_state[_PRESSED] = st.session_state.get(_PRESSED, 0) + 1
    if not PACE.take(member.hashed):
        st.session_state[_SAID] = "Not noted: wait a second, then press again."
        return
    try:
        service.tell(lambda db: answers.press(db, member, name))
        st.session_state[_SAID] = f"Noted: {FEELINGS[name].lower()}"
    except AwayError:
        st.session_state[_SAID] = "Not noted: the room does not answer. Press again later."
    except RefusedError as problem:
        st.session_state[_SAID] = str(problem)
        service.forget(member.room)  # it has ended
