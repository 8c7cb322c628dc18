"""The door of a room: its code, as large as the stage allows, and the questions that can be asked."""

import io
from typing import TYPE_CHECKING

import segno
import streamlit as st

from pages._kit import course
from pages._kit.room import activities, lead
from pages._kit.room.store.records import Host, Moment

if TYPE_CHECKING:
    from pages._kit.stage import Stage


def draw(here: "Stage", host: Host, moment: Moment | str) -> None:
    """Draw the door on the stage."""
    with here.controls:
        for activity in activities.of_lesson(here.lesson):
            with st.expander(activity.title):
                setting = activity.choose(here.lesson)
                st.button("Ask", key=f"room_start_{activity.name}", type="primary", on_click=lead.start,
                          args=(activity.name, setting))  # fmt: skip
        st.button("End the room", key="room_end", on_click=lead.end)
    with here.hero, st.container(key="door"):
        address = address_of(host)
        st.html(f'<div class="door"><div class="qr">{_qr(address)}</div><div class="code">{host.room.code}</div></div>')
        st.markdown(address)
        if isinstance(moment, Moment):
            st.markdown(f"People {moment.people}")


def address_of(host: Host) -> str:
    """The address that a phone opens."""
    base = str(st.context.url or "")
    origin = "/".join(base.split("/")[:3])
    return f"{origin}/{course.ROOM}?code={host.room.code}"


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2)
    return out.getvalue().decode()
