"""The presenter's page tells the room its address, which the pages of followers open (``follow.py``).

``telling.js`` reads the address bar: only the address holds all of the page's state.
"""

from pathlib import Path
from typing import Final

import streamlit as st

from pages._kit import browser
from pages._kit.room import place, service
from pages._kit.room.store import rooms
from pages._kit.room.store.errors import AwayError, RefusedError
from pages._kit.room.store.records import Host, Moment

_SHOWN: Final = "_room_address_shown"
_KEY: Final = "_room_telling"
_COMPONENT: Final = st.components.v2.component(
    "telling",
    html="<i hidden></i>",
    js=browser.without_comments(Path(__file__).with_name("telling.js").read_text(encoding="utf-8")),
)


@st.fragment
def tell(host: Host, moment: Moment | None, *, covered: bool) -> None:
    """Draw the component that tells the address; in a fragment, so that a message runs no page.

    While something of the room covers the scene (``covered``), it tells only of a change of lesson.
    """
    room, text = st.session_state.get(_SHOWN, (None, None))
    shown = text if room == host.room else place.of(moment) or None
    with st.container(key="room_telling"):
        _COMPONENT(
            key=_KEY,
            data={"shown": shown, "of": host.room.code, "covered": covered},
            on_address_change=lambda: show(host, browser.said(_KEY, "address").get("text")),
        )


def show(host: Host, text: object) -> None:
    """Write the presenter's address into the room. The browser sends it again until the page says that it was shown."""
    if not isinstance(text, str):
        return
    address = place.read(text)
    if address is not None:
        try:
            service.tell(lambda db: rooms.show(db, host, address))
        except AwayError:
            return
        except RefusedError:
            pass  # the room bar says why
        service.forget(host.room)
    st.session_state[_SHOWN] = (host.room, text[: place.MOST])
