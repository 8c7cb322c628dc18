"""Answers that are the same for every visitor, packed once at the start: the client's files and each page."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deploy.first_page import INDEX, first_page, first_page_of_room
from pages._kit.course import ROOM, Lesson

# Fonts and pictures are compressed already. The types stand here because Python takes them from the machine, and on
# Windows a program may have made .js plain text there.
PACKED: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
"""Media types of the files that are packed, by suffix."""
# As Streamlit sends them: the name of a client's file changes with its content, the name of a page does not.
FOREVER: Final = "public, immutable, max-age=31536000"
ASK_AGAIN: Final = "no-cache"
HOST_CONFIG: Final[dict[str, object]] = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": True,
    "resourceCrossOriginMode": None,
}
"""What Streamlit's client asks of its host. It opens no dialog about a lost connection, which would tell a visitor to
start Streamlit in a terminal: ``pages/_kit/connection.js`` says what there is to say. No site may send it messages."""


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes
    ----------
    packed : bytes
        The body, compressed with gzip.
    plain : bytes or None
        The body as it is; None where Streamlit itself sends it, from its file.
    media_type, cache_control : str
        Its headers.
    """

    packed: bytes
    plain: bytes | None
    media_type: str
    cache_control: str


def pack(body: bytes) -> bytes:
    """Compress ``body``; without a time, so that all replicas send the same bytes and the same ETag."""
    return gzip.compress(body, mtime=0)


def prepare(lessons: Iterable[Lesson], index: Path = INDEX) -> dict[str, Answer]:
    """Return the answers by path: the files beside ``index``, each page's HTML, the host's settings."""
    static = index.parent
    answers = {}
    for file in sorted((static / "static").rglob("*")):
        if file.suffix in PACKED:
            path = "/" + file.relative_to(static).as_posix()
            answers[path] = Answer(pack(file.read_bytes()), None, PACKED[file.suffix], FOREVER)
    html = index.read_text(encoding="utf-8")
    pages = {lesson.slug: first_page(html, lesson) for lesson in lessons} | {ROOM: first_page_of_room(html, static)}
    for slug, text in pages.items():
        page = text.encode()
        answers["/" + slug] = Answer(pack(page), page, "text/html", ASK_AGAIN)
    settings = json.dumps(HOST_CONFIG).encode()
    answers["/_stcore/host-config"] = Answer(pack(settings), settings, "application/json", ASK_AGAIN)
    return answers


def accepts_gzip(accepted: str) -> bool:
    """Whether a client with this ``Accept-Encoding`` takes gzip; a weight of 0 refuses it."""
    weights = {}
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        weights[coding.strip()] = weight.replace(" ", "")
    return not re.fullmatch(r"q=0(\.0*)?", weights.get("gzip", weights.get("*", "q=0")))


def _holds(tags: str, etag: str) -> bool:
    """Whether the value of ``If-None-Match`` names this ETag. A proxy that packs anew marks the tag as weak."""
    return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]


class Prepared:
    """ASGI middleware that sends ``answers``, compressed to clients that accept it; all else is passed on.

    A part of a file, and a file for a client that takes no gzip, come from Streamlit, which reads them from the disk.
    """

    def __init__(self, app: ASGIApp, answers: Mapping[str, Answer]) -> None:
        self._app = app
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or pass it on."""
        asks = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        answer = self._answers.get(scope["path"]) if asks else None
        if answer is None:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        packed = accepts_gzip(asked.get("accept-encoding", "")) and not (answer.plain is None and "range" in asked)
        body = answer.packed if packed else answer.plain
        if body is None:
            await self._app(scope, receive, _varying(send))
            return
        response = Response(body, media_type=answer.media_type)
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        response.headers.update({"ETag": etag, "Cache-Control": answer.cache_control, "Vary": "Accept-Encoding"})
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        if _holds(asked.get("if-none-match", ""), etag):
            response = NotModifiedResponse(response.headers)
        elif scope["method"] == "HEAD":
            response.body = b""  # Content-Length stays that of the answer to GET
        await response(scope, receive, send)


def _varying(send: Send) -> Send:
    """Mark the answer as one of two, so that a cache between does not give it to a client that takes the other."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_varying
