"""The button that opens a room. It loads no database: most visitors never press it."""

import streamlit as st

from pages._kit.room import roles


def draw() -> None:
    """Draw the button; in a room it shows its door, or the scene again."""
    st.button("Room", key="room", icon=":material/groups:", on_click=_press, help="Ask the people in front of you")


def _press() -> None:
    from pages._kit.room import lead

    if roles.host() is None:
        lead.open_room()
    else:
        lead.put_on_stage(None if lead.view() == "door" else "door")
