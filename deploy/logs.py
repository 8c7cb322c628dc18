"""The log: one line of JSON an event, without personal data.

No line holds addresses, query strings, session ids, or text that a learner typed. A library's message keeps its
wording and its numbers, while the texts it would fill in are left out. An exception is one line too: its type and its
places in the code, without its message.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ACCESS: Final = logging.getLogger("course.access")
# Requested every few seconds, or a hundred times a visit: logged only when the answer is an error.
QUIET: Final = ("/healthz", "/readyz", "/static", "/room-stage", "/_stcore/health", "/_stcore/host-config")
PLACES: Final = 12


class Anonymous:
    """A placeholder for a text that a library would fill in; it formats as three dots."""

    def __str__(self) -> str:
        return "..."

    __repr__ = __str__


def _message(record: logging.LogRecord) -> str:
    if not record.args:
        return str(record.msg)
    args = record.args if isinstance(record.args, tuple) else ()
    kept = tuple(arg if isinstance(arg, int | float) else Anonymous() for arg in args)
    try:
        return str(record.msg) % kept
    except (TypeError, ValueError):
        return str(record.msg)


class JsonLines(logging.Formatter):
    """Formats a record as a line of JSON: time, level, logger, event, fields, and an exception's type and places."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _message(record),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            line["error"] = kind.__name__
            frames = traceback.extract_tb(trace)[-PLACES:]
            line["places"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


class _RootOnly(logging.Logger):
    """A logger whose records go to the root's handlers and to no others."""

    def callHandlers(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        for handler in logging.root.handlers:
            if record.levelno >= handler.level:
                handler.handle(record)


def install() -> None:
    """Send the records of every logger created from now on to the standard output, as lines of JSON.

    Call it before Streamlit is imported: Streamlit gives each of its loggers a handler of its own.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.INFO)
    logging.setLoggerClass(_RootOnly)
    logging.captureWarnings(True)
    # These two log each connection with the client's address; the access log has a line without it.
    logging.getLogger("uvicorn.error").addFilter(_is_wanted)
    logging.getLogger("websockets.server").addFilter(_is_wanted)


def _is_wanted(record: logging.LogRecord) -> bool:
    # uvicorn 0.54 logs this for each websocket that the gate refuses with a 503.
    return record.levelno >= logging.WARNING and record.msg != "ASGI callable returned without completing handshake."


def public_path(path: str, slugs: frozenset[str]) -> str:
    """Return the path as it may be logged: a lesson's address or a kind of resource, never a text from the request."""
    if path.strip("/") in slugs:
        return "/" + path.strip("/")
    first, _, rest = path.lstrip("/").partition("/")
    if first in {"static", "media", "component", "room-stage"}:
        return "/" + first
    if first == "_stcore":
        return "/_stcore/" + rest.partition("/")[0]
    return path if path in {"/healthz", "/readyz"} else "other"


class AccessLog:
    """ASGI middleware that logs each HTTP response, and each websocket when it closes."""

    def __init__(self, app: ASGIApp, slugs: frozenset[str]) -> None:
        self._app = app
        self._slugs = slugs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log the response."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        seen: dict[str, int] = {"status": 500 if scope["type"] == "http" else 403, "sent": 0, "received": 0}

        async def watched_send(message: Message) -> None:
            _count(message, seen)
            await send(message)

        async def watched_receive() -> Message:
            message = await receive()
            _count(message, seen)
            return message

        try:
            await self._app(scope, watched_receive, watched_send)
        finally:
            path = public_path(scope["path"], self._slugs)
            if seen["status"] >= 400 or path not in QUIET:
                fields = {"method": scope.get("method", "WEBSOCKET"), "path": path, **seen}
                fields["ms"] = round(1000 * (time.perf_counter() - start), 1)
                ACCESS.info("answered", extra={"fields": fields})


def _count(message: Message, seen: dict[str, int]) -> None:
    """Add the bytes of one ASGI message to ``seen``, and keep its status or close code."""
    match message["type"]:
        case "http.response.start" | "websocket.http.response.start":
            seen["status"] = message["status"]
        case "websocket.accept":
            seen["status"] = 101
        case "http.response.body" | "websocket.http.response.body":
            seen["sent"] += len(message.get("body", b""))
        case "websocket.send":
            seen["sent"] += len(message.get("bytes") or message.get("text") or b"")
        case "http.request":
            seen["received"] += len(message.get("body", b""))
        case "websocket.receive":
            seen["received"] += len(message.get("bytes") or message.get("text") or b"")
        case "websocket.close" | "websocket.disconnect":
            seen.setdefault("code", message.get("code", 1005))
