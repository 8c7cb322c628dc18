"""What only the presenter's browser can do for a room: hear its keys, and copy the host link unseen."""

from pathlib import Path
from typing import Any, Final

import streamlit as st

from pages._kit.browser import without_comments
from pages._kit.room import lead, on_stage, roles

_KEY: Final = "_room_in_browser"
_COMPONENT: Final = st.components.v2.component(
    "room",
    html='<div role="status" class="unseen"></div>',
    css=".unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }",
    js=without_comments(Path(__file__).with_name("host.js").read_text(encoding="utf-8")),
)


def listen() -> None:
    """Draw the component, which shows nothing."""
    link = lead.link_to_copy()
    data: dict[str, Any] = {"away": on_stage.view() is not None, "key": roles.LINK}
    if link:
        data["link"] = link
    with st.container(key="room_in_browser"):
        _COMPONENT(key=_KEY, data=data, on_scene_change=lambda: on_stage.put(None), on_taken_change=roles.forget_link)
