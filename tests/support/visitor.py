"""A visitor without a browser: it loads the page over HTTP, keeps its cookie, and opens the websocket."""

from __future__ import annotations

import time
from contextlib import ExitStack

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from bench.protocol import Visit
from tests.support.room import get, replica_named


class Visitor:
    """A visitor's HTTP and websocket connections to one page, in the order of a browser."""

    def __init__(self, url: str, slug: str, query: str = "", cookie: str = "") -> None:
        self.url = url
        self.slug = slug
        self.cookie = cookie
        self.visit = Visit(slug, query)
        self.figures: dict[str, str] = {}
        self._stay = ExitStack()
        self._socket: ClientConnection | None = None

    @property
    def replica(self) -> str:
        """Name of the replica in the cookie."""
        return replica_named({}, self.cookie)

    def load_page(self) -> Visitor:
        """Request the page over HTTP and keep its cookie."""
        page = get(self.url, f"/{self.slug}", self.cookie)
        if page.status != 200:
            raise RuntimeError(f"/{self.slug} answers {page.status}")
        self._keep(page.headers)
        return self

    def connect(self) -> Visitor:
        """Open the websocket and run the page."""
        opening = connect(
            self.url.replace("http://", "ws://", 1) + "/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": self.cookie, "Origin": self.url},
            max_size=None,
            compression=None,
            proxy=None,
        )
        self._socket = self._stay.enter_context(opening)
        if self._socket.response:
            self._keep({name.lower(): value for name, value in self._socket.response.headers.raw_items()})
        self._ask(self.visit.request([]))
        return self

    def move(self, key: str, value: object) -> None:
        """Move a widget and read the figures that change."""
        self._ask(self.visit.move(key, value))

    def wait_until_cut(self) -> float:
        """Wait until the server closes the connection; return the time (``time.monotonic``)."""
        if self._socket is None:
            raise RuntimeError("not connected")
        try:
            for _ in self._socket:
                pass
        except ConnectionClosed:
            pass
        return time.monotonic()

    def come_back(self) -> Visitor:
        """Open the current link in a new session, with the same cookie."""
        again = Visitor(self.url, self.slug, self.link, self.cookie)
        return again.connect()

    @property
    def link(self) -> str:
        """Query string of the current address."""
        return self.visit.query_string

    def leave(self) -> None:
        """Close the tab."""
        self._stay.close()

    def _ask(self, request: bytes) -> None:
        if self._socket is None:
            raise RuntimeError("not connected")
        self._socket.send(request)
        while not self.visit.take(self._socket.recv(timeout=30, decode=False)):
            pass
        if self.visit.run.refused:
            raise RuntimeError(f"/{self.slug} shows {self.visit.run.refused}")
        self.figures |= self.visit.run.metrics

    def _keep(self, headers: dict[str, str]) -> None:
        name = replica_named(headers)
        if name:
            self.cookie = f"replica={name}"
