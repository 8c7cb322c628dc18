"""The room bar: code, people and answers, the buttons of the round; it stands in every lesson while a room is open."""

from typing import Final

import streamlit as st

from pages._kit.room import lead, service
from pages._kit.room.activities import named
from pages._kit.room.store.records import Host, Moment, Round

POLL: Final = 1.0
"""Seconds after which the presenter's page asks whether the room has changed."""


def draw(host: Host) -> None:
    """Draw the bar."""
    moment = lead.moment(host)
    with st.container(key="room_bar", horizontal=True, vertical_alignment="center", gap="small"):
        _status(host, moment.stage if isinstance(moment, Moment) else -1)
        if isinstance(moment, Moment) and moment.round:
            _buttons(moment.round)


@st.fragment(run_every=POLL)
def _status(host: Host, stage: int) -> None:
    """Write the numbers of the room; where more than they have changed, run the page."""
    moment = lead.moment(host)
    if isinstance(moment, str):
        st.markdown(f"**{host.room.code}** · {moment}")
        if stage != -1:
            st.rerun()
        return
    parts = [f"**{host.room.code}**", f"People {moment.people}"]
    if moment.round:
        read = max(service.read(moment.round.id), moment.answered)
        parts.append(
            f"Answered {moment.answered} / {moment.people}" + (f" ({read} read)" if read > moment.answered else "")
        )
    st.markdown(" · ".join(parts))
    seen = st.session_state.get("_room_heard")
    st.session_state["_room_heard"] = moment.heard
    if moment.stage != stage or (seen is not None and seen != moment.heard and lead.view()):
        st.rerun()


def _buttons(now: Round) -> None:
    activity = named(now.activity)
    on_stage = lead.view() == "picture"
    st.button("Scene" if on_stage else "Picture", key="room_view", on_click=lead.put_on_stage,
              args=(None if on_stage else "picture",))  # fmt: skip
    if now.state == "revealed":
        st.button("Another round", key="room_again", type="primary", on_click=lead.again,
                  args=(now, activity.next_take(now)))  # fmt: skip
        return
    is_open = now.state == "open"
    st.button("Close" if is_open else "Open", key="room_close", on_click=lead.set_state,
              args=(now.id, "closed" if is_open else "open"))  # fmt: skip
    st.button("Reveal", key="room_reveal", type="primary", on_click=lead.set_state, args=(now.id, "revealed"))
