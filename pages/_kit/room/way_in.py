"""The way into the room: the address that phones open, as text and as a QR code."""

import base64
import io
from functools import lru_cache
from typing import NamedTuple

import segno
import streamlit as st

from pages._kit import course
from pages._kit.room import addresses
from pages._kit.room.store.errors import RefusedError

NETWORK = "room_network"
"""The key of the field for the machine's address in its networks."""
NO_NETWORK = (
    "Phones cannot open the course yet: this machine is not in a network. Connect it to the hall’s, or set "
    f"`{addresses.PUBLIC}` to an address that phones can open."
)
UNKNOWN = f"The address of this page is not known. Set `{addresses.PUBLIC}` to one that phones can open."


class WayIn(NamedTuple):
    """Where phones find the course.

    Attributes
    ----------
    base : str or None
        The address of the course; None if phones cannot open it.
    problem : str
        The sentence that says what is in the way, in Markdown; empty if nothing is known to be.
    hosts : tuple of str
        This machine's addresses in its networks, to choose from; empty if there is nothing to choose.
    """

    base: str | None
    problem: str = ""
    hosts: tuple[str, ...] = ()

    @property
    def room(self) -> str:
        """The address of the participants' page, without a code."""
        return f"{self.base}/{course.ROOM}"

    @property
    def shown(self) -> str:
        """That address as people type it, as HTML that may break after a slash."""
        return self.room.partition("://")[2].replace("/", "/<wbr>")

    def with_code(self, code: str) -> str:
        """The address that the QR code holds."""
        return f"{self.room}?code={code}"


def find(slug: str) -> WayIn:
    """The way into a room whose presenter looks at the lesson ``slug``."""
    try:
        base = addresses.public()
    except RefusedError as problem:
        return _own(slug)._replace(problem=str(problem))
    return WayIn(base) if base else _own(slug)


def _own(slug: str) -> WayIn:
    base = addresses.own(st.context.url, slug, (lesson.slug for lesson in course.LESSONS))
    if base is None:
        return WayIn(None, UNKNOWN)
    if not addresses.is_local(addresses.host_of(base)):
        return WayIn(base)
    hosts = tuple(addresses.of_this_machine())
    if not hosts:
        return WayIn(None, NO_NETWORK)
    chosen = st.session_state.get(NETWORK)
    host = chosen if chosen in hosts else hosts[0]
    listens, allowed = st.get_option("server.address"), st.get_option("server.allowedHosts")
    return WayIn(addresses.with_host(base, host), addresses.obstacle(host, listens, allowed or ()), hosts)


@lru_cache(maxsize=64)
def qr_code(address: str) -> str:
    """An image of the QR code of an address, as HTML: black on white in the dark theme too, or no phone reads it."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, light="#fff"
    )
    data = base64.b64encode(out.getvalue()).decode()
    return f'<img class="qr" alt="QR code that opens {address}" src="data:image/svg+xml;base64,{data}">'
