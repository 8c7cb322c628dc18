"""Which websocket messages are accepted, and how fast.

Streamlit accepts from any client what its developer menu sends: ``clear_cache`` empties the caches of all sessions.
It starts a rerun for each message, so a client that sends fifty a second takes processor time from all the others. And
it reads widget values where no page can catch what that raises: ``int`` of NaN, or an id that no widget has.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from math import isfinite
from typing import Final

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

ACCEPTED: Final = frozenset(
    {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request", "load_git_info"}
)
"""Kinds of messages that the page of a lesson sends; the others are dropped."""
WIDGET_ID_PREFIX: Final = "$$ID-"
"""The beginning of every widget id that Streamlit hands out."""
RATE: Final = 15.0
"""Messages a second; a page that plays sends two."""
BURST: Final = 30.0
"""Messages that may come at once after a pause."""
UNSUPPORTED: Final = 1003
"""The websocket close code for data of a type that the server does not accept."""


class RateLimit:
    """A token bucket: it holds ``burst`` tokens, gains ``rate`` a second, and each message takes one."""

    def __init__(self, rate: float = RATE, burst: float = BURST) -> None:
        self._rate, self._burst = rate, burst
        self._tokens, self._at = burst, float("-inf")

    def wait(self, now: float) -> float:
        """Take a token at the time ``now``; return how many seconds the message must wait for it."""
        self._tokens = min(self._burst, self._tokens + self._rate * (now - self._at)) - 1.0
        self._at = now
        return max(0.0, -self._tokens / self._rate)


def read(data: bytes | None) -> BackMsg | None:
    """Return the message in ``data``, or None if there is none."""
    try:
        message = BackMsg.FromString(data or b"")
    except DecodeError:
        return None
    return message if message.WhichOneof("type") else None


def is_usable(state: WidgetState) -> bool:
    """Whether ``state`` has the id of a widget and, where its value is a number or several, finite ones."""
    if not state.id.startswith(WIDGET_ID_PREFIX):
        return False
    match state.WhichOneof("value"):
        case "double_value":
            return isfinite(state.double_value)
        case "double_array_value":
            return all(isfinite(value) for value in state.double_array_value.data)
        case _:
            return True


def without_unusable_values(message: BackMsg) -> bytes | None:
    """Return the bytes of ``message`` without the widget values that are not usable; None if all of them are.

    A value that is missing leaves the widget as it was.
    """
    sent = message.rerun_script.widget_states.widgets
    usable = [state for state in sent if is_usable(state)]
    if len(usable) == len(sent):
        return None
    message.rerun_script.widget_states.CopyFrom(WidgetStates(widgets=usable))
    return message.SerializeToString()


class MessageFilter:
    """ASGI middleware that limits the rate of websocket messages and drops those that no page sends.

    It closes connections whose messages are not protobuf. A message over the rate limit waits, and those behind it
    wait in the sender's own connection, so none is lost.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Filter the messages of a websocket; pass everything else on."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        limit, closed = RateLimit(), False

        async def receive_accepted() -> Message:
            nonlocal closed
            while True:
                event = await receive()
                if event["type"] != "websocket.receive":
                    return event
                await asyncio.sleep(limit.wait(time.monotonic()))
                message = read(event.get("bytes"))
                if message is None:
                    closed = True
                    await send({"type": "websocket.close", "code": UNSUPPORTED})
                    return {"type": "websocket.disconnect", "code": UNSUPPORTED}
                if message.WhichOneof("type") in ACCEPTED:
                    filtered = without_unusable_values(message)
                    return event if filtered is None else {**event, "bytes": filtered}

        async def send_while_open(event: Message) -> None:
            # A browser may leave in the middle of a rerun. Streamlit learns of it from its next receive; an OSError
            # here would be logged as an error.
            with suppress(OSError):
                if not closed:
                    await send(event)

        await self._app(scope, receive_accepted, send_while_open)
