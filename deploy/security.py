"""The headers that every answer bears, above all what a page of the course may load and run."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What a page is made of, and what of the headers counts there: that it is taken for nothing else.
PARTS: Final = ("application/javascript", "text/javascript", "text/css", "font/")
PART_HEADERS: Final = ("X-Content-Type-Options",)
INDEX: Final = Path(st.__file__).parent / "static" / "index.html"


class _InlineScripts(HTMLParser):
    """Collects the text of the scripts that stand in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and "src" not in dict(attrs):
            self._inside = True
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data


def inline_script_hashes(html: str) -> tuple[str, ...]:
    """Hash each inline script of ``html`` the way a Content-Security-Policy names it, ``'sha256-...'``."""
    parser = _InlineScripts()
    parser.feed(html)
    digests = (hashlib.sha256(script.encode()).digest() for script in parser.scripts)
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_security_policy(html: str, frame_ancestors: str = "'self'") -> str:
    """Say what the page ``html`` may load: this server alone, and of inline scripts those that it holds now.

    Styles may be inline: Streamlit and Vega write them as they draw. No text becomes a script: Streamlit's Vega
    interprets its expressions. WebAssembly may be compiled: Streamlit's protobuf reader multiplies 64-bit numbers
    with twenty lines of it.
    """
    scripts = " ".join(("'self'", "'wasm-unsafe-eval'", *inline_script_hashes(html)))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {frame_ancestors}",
        )
    )


def security_headers(frame_ancestors: str = "'self'", index: Path = INDEX) -> dict[str, str]:
    """Every answer's headers, with the policy for the page that Streamlit serves."""
    return {
        "Content-Security-Policy": content_security_policy(index.read_text(encoding="utf-8"), frame_ancestors),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


class SecurityHeaders:
    """ASGI middleware that puts ``headers`` on every answer.

    On a script, a style or a font the browser heeds one of them, and a visit asks for more than a hundred.
    """

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the app does, and add the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                part = answer.get("content-type", "").startswith(PARTS)
                answer.update({name: self._headers[name] for name in PART_HEADERS} if part else self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
