"""The button that opens a room. It loads no database: most visitors never press it."""

import streamlit as st

from pages._kit.room import on_stage, roles


def draw(*, leads: bool) -> None:
    """Draw the button; for one who ``leads`` a room it shows its door, or what was on the stage before."""
    words = "The code, and the questions to ask. Or press J" if leads else "Ask the people in front of you"
    st.button("Room", key="room", icon=":material/groups:", on_click=_press, help=words)


def _press() -> None:
    if roles.host() is not None:
        on_stage.toggle_door()
        return
    from pages._kit.room import lead

    lead.open_room()
