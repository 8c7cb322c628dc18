"""Two health checks, and middleware that refuses new visitors while this process cannot serve them."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deploy.settings import Choices

COOKIE: Final = "replica"
# An open page still needs these from here until its websocket has moved to another replica.
NEVER_GATED: Final = ("/healthz", "/readyz", "/static/", "/media/", "/component/", "/_stcore/", "/room-stage/")
STREAM: Final = "/_stcore/stream"
RETRY_SECONDS: Final = "2"
UNAVAILABLE: Final = "The course is starting or has no free seat at the moment. This page tries again by itself.\n"


@dataclass
class Readiness:
    """The state of this process.

    Attributes
    ----------
    loaded : bool
        Whether all modules are imported and the lessons rehearsed.
    failed : bool
        Whether loading raised an exception.
    draining : bool
        Whether a signal has asked it to stop, and it waits for the proxy to notice.
    sessions : int
        Open websockets.
    """

    loaded: bool = False
    failed: bool = False
    draining: bool = False
    sessions: int = 0

    @property
    def state(self) -> str:
        """The state as one word."""
        if self.draining:
            return "draining"
        if self.failed:
            return "failed"
        return "ready" if self.loaded else "loading"


def health_routes(readiness: Readiness) -> list[Route]:
    """Return two routes: ``/healthz`` always answers 200, ``/readyz`` answers 503 while new visitors are refused."""

    async def healthz(_request: Request) -> JSONResponse:
        return JSONResponse({"state": "alive"}, headers={"Cache-Control": "no-store"})

    async def readyz(_request: Request) -> JSONResponse:
        status = 200 if readiness.state == "ready" else 503
        return JSONResponse({"state": readiness.state}, status, headers={"Cache-Control": "no-store"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def replica_of(cookies: str) -> str:
    """Return the replica that the cookies name, or an empty string."""
    try:
        morsel = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


class Gate:
    """ASGI middleware that accepts new visitors while the process is ready and below its limit, and answers 503 else.

    The proxy retries a 503 on the next replica, so the visitor does not see it. An accepted visitor gets the cookie
    by which the proxy finds this replica again.
    """

    def __init__(self, app: ASGIApp, readiness: Readiness, choices: Choices) -> None:
        self._app = app
        self._readiness = readiness
        self._choices = choices
        attributes = "SameSite=None; Secure; Partitioned" if choices.framed_elsewhere else "SameSite=Lax"
        self._cookie = f"{COOKIE}={choices.replica}; Path=/; HttpOnly; {attributes}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["path"].startswith(NEVER_GATED):
            await self._app(scope, receive, send)
        elif self._readiness.state != "ready":
            retry = {"Retry-After": RETRY_SECONDS, "Refresh": RETRY_SECONDS, "Cache-Control": "no-store"}
            unavailable = PlainTextResponse(UNAVAILABLE, 503, headers=retry)
            await unavailable(scope, receive, send)
        else:
            await self._app(scope, receive, self._with_cookie(scope, send))

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        readiness = self._readiness
        if readiness.state != "ready" or readiness.sessions >= self._choices.max_sessions:
            await receive()  # the handshake
            await send({"type": "websocket.http.response.start", "status": 503, "headers": [(b"content-length", b"0")]})
            await send({"type": "websocket.http.response.body", "body": b""})
            return
        readiness.sessions += 1
        try:
            await self._app(scope, receive, self._with_cookie(scope, send))
        finally:
            readiness.sessions -= 1

    def _with_cookie(self, scope: Scope, send: Send) -> Send:
        if not self._choices.replica or replica_of(Headers(scope=scope).get("cookie", "")) == self._choices.replica:
            return send

        async def send_with_cookie(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.accept"}:
                message.setdefault("headers", [])
                MutableHeaders(scope=message).append("Set-Cookie", self._cookie)
            await send(message)

        return send_with_cookie
