"""Security headers of every response, with the Content-Security-Policy of the page."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deploy.first_page import INDEX

# Scripts, styles and fonts get one header alone: browsers ignore the others there.
SUBRESOURCES: Final = ("application/javascript", "text/javascript", "text/css", "font/")
SUBRESOURCE_HEADERS: Final = ("X-Content-Type-Options",)


class _InlineScripts(HTMLParser):
    """Collects the text of the inline scripts."""

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
    """Return the hash of each inline script of ``html`` as a Content-Security-Policy source, ``'sha256-...'``."""
    parser = _InlineScripts()
    parser.feed(html)
    digests = (hashlib.sha256(script.encode()).digest() for script in parser.scripts)
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_security_policy(html: str, frame_ancestors: str = "'self'") -> str:
    """Return the policy for the page ``html``: resources from this server alone, and its own inline scripts by hash.

    Inline styles are allowed because Streamlit and Vega write them while they draw. ``eval`` is not: Streamlit's build
    of Vega interprets its expressions. WebAssembly is allowed because Streamlit's protobuf reader uses it to multiply
    64-bit numbers. ``blob:`` is allowed because Streamlit makes the course's components, as ``pages/_kit/browser.js``,
    into such scripts; only a script that runs already can make one.
    """
    scripts = " ".join(("'self'", "blob:", "'wasm-unsafe-eval'", *inline_script_hashes(html)))
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
    """Return the headers, with the policy for the page ``index``."""
    return {
        "Content-Security-Policy": content_security_policy(index.read_text(encoding="utf-8"), frame_ancestors),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


class SecurityHeaders:
    """ASGI middleware that adds ``headers`` to every response.

    Scripts, styles and fonts get ``SUBRESOURCE_HEADERS`` alone; a first visit loads more than a hundred of them.
    """

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to the response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                part = answer.get("content-type", "").startswith(SUBRESOURCES)
                answer.update({name: self._headers[name] for name in SUBRESOURCE_HEADERS} if part else self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
