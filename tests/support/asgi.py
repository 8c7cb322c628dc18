"""Requests to an ASGI app without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import Any

from starlette.types import ASGIApp

Message = MutableMapping[str, Any]


def ask(
    app: ASGIApp,
    path: str = "/",
    kind: str = "http",
    cookie: str = "",
    query: str = "",
    method: str = "GET",
    headers: Mapping[str, str] = MappingProxyType({}),
) -> list[Message]:
    """All messages that ``app`` sends to one request, or to one websocket that connects and disconnects."""
    sent: list[Message] = []
    waiting: list[Message] = [{"type": "http.request", "body": b""}]
    if kind == "websocket":
        waiting = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1001}]

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    sent_headers = {**headers, **({"Cookie": cookie} if cookie else {})}
    scope: Message = {
        "type": kind,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent_headers.items()],
        # From version 2.4 on, an app that sends a file does not listen for a disconnect meanwhile.
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "client": ("203.0.113.9", 50_000),
    }
    if kind == "http":
        scope["method"] = method
    # In a separate thread, because with an open browser this thread already has an event loop.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(app(scope, receive, send))).result()  # type: ignore[arg-type]
    return sent


def headers_of(sent: list[Message]) -> dict[str, str]:
    """Headers of the first message that has any; names are in lower case."""
    first = next(message for message in sent if "headers" in message)
    return {name.decode().lower(): value.decode() for name, value in first["headers"]}


async def says_hello(scope: Message, receive: Any, send: Any) -> None:
    """A minimal app to put behind a middleware; it answers "hello" over HTTP and over a websocket."""
    await receive()
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept", "headers": []})
        await send({"type": "websocket.send", "bytes": b"hello"})
        await receive()
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"hello"})
