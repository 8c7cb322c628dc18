"""A Streamlit client without a browser: it speaks the app's websocket and its protobuf messages.

It sends what the browser would send when a widget moves and times the run from there to ``script_finished``.
"""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from types import TracebackType

from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

from bench.protocol import Run, Visit, Widget

QUICKACK: int | None = getattr(socket, "TCP_QUICKACK", None)  # Linux only
TIMEOUT = 30.0


def stream_address(base_url: str) -> str:
    """The address of the server's websocket."""
    return base_url.replace("http://", "ws://", 1) + "/_stcore/stream"


class Client:
    """One visitor: a session of its own on the server at ``base_url``, on the page ``slug``.

    Parameters
    ----------
    base_url, slug, query : str
        Server, page and query string.
    strict : bool
        Whether an exception box on the page is an error here; otherwise it is left in ``Run.refused``.
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
                ping_interval=None,  # a browser asks no such thing
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
        """Leave."""
        self._held.close()

    def open(self) -> Run:
        """Run the page for the first time, as when a browser opens the address."""
        return self._ask(self.visit.request([]))

    def move(self, name: str, value: object = True) -> Run:
        """Set the widget with this key (or, failing that, this label) to ``value`` and wait for the run."""
        return self._ask(self.visit.move(name, value))

    def force(self, widget: Widget, state: WidgetState, *, keep: bool = True) -> Run:
        """Send ``state`` for a widget, whether or not a browser would, and wait for the run."""
        return self._ask(self.visit.force(widget, state, keep=keep))

    def tick(self) -> Run:
        """Ask once for the fragment that the page wants to see rerun by the clock, as the browser's timer does."""
        return self._ask(self.visit.tick())

    def send(self, frame: bytes | str) -> None:
        """Send a frame as it is, and wait for nothing."""
        self._socket.send(frame)

    def hear(self, seconds: float) -> int:
        """Take what comes for so long, and what is there already, without reading it; how many messages came."""
        heard, end = 0, time.monotonic() + seconds
        while True:
            try:
                self._socket.recv(timeout=max(0.0, end - time.monotonic()), decode=False)
            except TimeoutError:
                return heard
            heard += 1

    @property
    def ticking(self) -> bool:
        """Whether the page wants to be asked by the clock."""
        return bool(self.visit.clock)

    @property
    def widgets(self) -> dict[str, Widget]:
        """Every widget announced so far, by key or, failing that, label."""
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
    """Send the TCP acknowledgment now.

    Streamlit 1.67 leaves Nagle's algorithm on, so that a run's second message waits for the acknowledgment of its
    first, which Linux may hold back for 40 ms: on any page the same wait, and no work of the server's.
    """
    if QUICKACK is not None:
        connection.setsockopt(socket.IPPROTO_TCP, QUICKACK, 1)
