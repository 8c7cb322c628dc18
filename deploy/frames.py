"""What a websocket may say: messages that a browser of a visitor sends, and no faster than a person with a busy page.

Streamlit takes from anybody what its developer menu sends: ``clear_cache`` empties the caches of the whole room. And
it starts a run for each message: one client that asks fifty times a second takes the others' turns.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Final

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

HEARD: Final = frozenset(
    {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request", "load_git_info"}
)
RATE: Final = 15.0
"""Messages a second; a page that plays asks twice a second."""
BURST: Final = 30.0
"""Messages that may come at once after a while of silence."""
UNSUPPORTED: Final = 1003


class Pace:
    """A bucket that holds ``burst`` messages and gets ``rate`` more each second."""

    def __init__(self, rate: float = RATE, burst: float = BURST) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = burst, float("-inf")

    def wait(self, now: float) -> float:
        """Take one message out at the time ``now``; how many seconds it must wait."""
        self._left = min(self._burst, self._left + self._rate * (now - self._at)) - 1.0
        self._at = now
        return max(0.0, -self._left / self._rate)


def said(data: bytes | None) -> str:
    """The kind of a message; empty if it is none."""
    if data is None:
        return ""
    try:
        return BackMsg.FromString(data).WhichOneof("type") or ""
    except DecodeError:
        return ""


class Frames:
    """ASGI middleware that hangs up on who speaks no protobuf, passes over what is not a visitor's to say, and slows
    down who speaks too fast.

    A message that comes too fast waits, and those behind it wait in the sender's own connection: nothing is lost.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a websocket with guarded ears; leave everything else as it is."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        pace, hung_up = Pace(), False

        async def heard() -> Message:
            nonlocal hung_up
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                await asyncio.sleep(pace.wait(time.monotonic()))
                kind = said(message.get("bytes"))
                if not kind:
                    hung_up = True
                    await send({"type": "websocket.close", "code": UNSUPPORTED})
                    return {"type": "websocket.disconnect", "code": UNSUPPORTED}
                if kind in HEARD:
                    return message

        async def answer(message: Message) -> None:
            # Whoever has gone in the middle of a run is missed at the next message; Streamlit would log an exception.
            with suppress(OSError):
                if not hung_up:
                    await send(message)

        await self._app(scope, heard, answer)
