"""Requests to an ASGI app without a server."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.types import ASGIApp

Message = MutableMapping[str, Any]


def ask(app: ASGIApp, path: str = "/", kind: str = "http", cookie: str = "", query: str = "") -> list[Message]:
    """All messages that ``app`` sends to one request, or to one websocket that connects and disconnects."""
    sent: list[Message] = []
    waiting: list[Message] = [{"type": "http.request", "body": b""}]
    if kind == "websocket":
        waiting = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1001}]

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Message = {
        "type": kind,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"cookie", cookie.encode())] if cookie else [],
        "client": ("203.0.113.9", 50_000),
    }
    if kind == "http":
        scope["method"] = "GET"
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
