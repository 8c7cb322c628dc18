"""A Streamlit client without a browser, which exchanges protobuf messages with the app over its websocket.

It sends the message that a browser sends when a widget moves, and times the run until ``script_finished``.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType

from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

from bench.protocol import Run, Visit, Widget

QUICKACK: int | None = getattr(socket, "TCP_QUICKACK", None)  # Linux only
TIMEOUT = 30.0
TICK = 0.1
"""Seconds between two reruns of a fragment by the browser's timer."""


def stream_address(base_url: str) -> str:
    """Address of the server's websocket."""
    return base_url.replace("http://", "ws://", 1) + "/_stcore/stream"


class Client:
    """A visitor with a session on the server at ``base_url``, on the page ``slug``.

    Parameters
    ----------
    base_url, slug, query : str
        Server, page and query string.
    strict : bool
        Whether an exception box on the page raises RuntimeError; if not, it is only listed in ``Run.refused``.
    """

    def __init__(self, base_url: str, slug: str = "", query: str = "", *, strict: bool = True) -> None:
        self._held = ExitStack()
        self._socket = self._held.enter_context(
            connect(
                stream_address(base_url),
                subprotocols=["streamlit"],
                max_size=None,
                compression=None,
                proxy=None,
                ping_interval=None,  # browsers send no pings
            )
        )
        self.visit = Visit(slug, query)
        self._strict = strict

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._held.close()

    def open(self) -> Run:
        """Run the page for the first time, as a browser does when it opens the address."""
        return self._ask(self.visit.request([]))

    def move(self, name: str, value: object = True) -> Run:
        """Set the widget with this key (or, failing that, this label) to ``value`` and wait for the run."""
        return self._ask(self.visit.move(name, value))

    def force(self, widget: Widget, state: WidgetState, *, keep: bool = True) -> Run:
        """Send ``state`` for a widget, even if a browser would not, and wait for the run."""
        return self._ask(self.visit.force(widget, state, keep=keep))

    def tick(self) -> Run:
        """Rerun once the fragment that the page reruns at intervals, as the browser's timer does."""
        return self._ask(self.visit.tick())

    def ticks(self) -> Iterator[Run]:
        """Rerun that fragment ten times a second, but not before the last run has ended, until the page stops it."""
        while self.ticking:
            asked = time.monotonic()
            yield self.tick()
            time.sleep(max(0.0, asked + TICK - time.monotonic()))

    def send(self, frame: bytes | str) -> None:
        """Send a websocket message as it is, without waiting for an answer."""
        self._socket.send(frame)

    def hear(self, seconds: float) -> int:
        """Receive messages for this many seconds without parsing them; return their number."""
        heard, end = 0, time.monotonic() + seconds
        while True:
            try:
                self._socket.recv(timeout=max(0.0, end - time.monotonic()), decode=False)
            except TimeoutError:
                return heard
            heard += 1

    @property
    def ticking(self) -> bool:
        """Whether the page has a fragment that reruns at intervals now."""
        return bool(self.visit.clock)

    @property
    def widgets(self) -> dict[str, Widget]:
        """All widgets that the server has announced, by key or, failing that, label."""
        return self.visit.widgets

    def _ask(self, data: bytes) -> Run:
        deadline = time.monotonic() + TIMEOUT
        start = time.perf_counter()
        self._socket.send(data)
        ended = False
        while not ended:
            answer = self._socket.recv(timeout=max(0.0, deadline - time.monotonic()), decode=False)
            acknowledge(self._socket.socket)
            ended = self.visit.take(answer)
        run = self.visit.run
        run.seconds = time.perf_counter() - start
        if self._strict and (boxes := [text for text in run.refused if text.startswith("exception")]):
            raise RuntimeError(f"the page shows an {boxes[0]}")
        return run


def acknowledge(connection: socket.socket) -> None:
    """Send the TCP acknowledgment immediately.

    Streamlit 1.67 leaves Nagle's algorithm on, so a run's second message waits for the acknowledgment of the first,
    which Linux may delay by 40 ms. This wait is the same on every page and is no work of the server.
    """
    if QUICKACK is not None:
        connection.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)
