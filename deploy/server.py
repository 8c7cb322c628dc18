"""The course as a shared server, one process: ``python -m deploy.server``.

It serves the same ``streamlit_app.py`` as ``streamlit run``, with the settings of settings.toml, security headers,
health checks, a log without personal data, and a stop that lets every browser reconnect elsewhere first.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import importlib
import logging
import pkgutil
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Final

from deploy import logs
from deploy.settings import ROOT, Choices, Option, choices, streamlit_options

# A logger keeps the class that was set when it was created, so this comes before Streamlit and uvicorn create theirs.
if __name__ == "__main__":
    logs.install()

import uvicorn

from deploy.readiness import Gate, Readiness, health_routes

if TYPE_CHECKING:
    import streamlit as st

LOG: Final = logging.getLogger("course.server")
BACKLOG: Final = 2048
# A constant of glibc's malloc.h.
M_ARENA_MAX: Final = -8
ARENAS: Final = 2
# Seconds that open requests may still take after the drain.
LAST_ANSWERS: Final = 5


def keep_few_arenas() -> None:
    """Limit glibc to two memory arenas for all threads; do nothing on other platforms.

    Each rerun is a thread. By default glibc creates up to eight arenas a processor for them, and an arena cannot use
    the free memory of another: 20 sessions left 580 MB in use after four minutes, and 507 MB with two arenas.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt:  # musl has none
            mallopt(M_ARENA_MAX, ARENAS)


def load_course() -> None:
    """Import every module of the course, and torch, so that no rerun has to wait for an import."""
    from core import memory
    from pages._kit.course import LESSONS, ROOM

    # Never "pages" itself: its modules are the page scripts, which draw when they are imported.
    packages = ("core", "pages._kit", *(lesson.package for lesson in LESSONS), f"pages.{ROOM}")
    with memory.importing_torch():
        for package in packages:
            path = importlib.import_module(package).__path__
            for module in pkgutil.walk_packages(path, package + "."):
                importlib.import_module(module.name)
    memory.freeze_imports()


async def _load(readiness: Readiness, lessons: Iterable[str]) -> None:
    from deploy.rehearsal import rehearse

    try:
        await asyncio.to_thread(load_course)
        await rehearse(lessons)
    except Exception:
        readiness.failed = True
        LOG.exception("the course failed to load")
    else:
        readiness.loaded = True
        LOG.info("ready")


async def _delete_ended_rooms() -> None:
    """Look for rooms that have ended, now and every hour, also while nobody asks for one."""
    from pages._kit.room import service
    from pages._kit.room.store.errors import AwayError

    while True:
        with suppress(AwayError):
            await asyncio.to_thread(service.rooms)
        await asyncio.sleep(service.HOUR)


def create_app(options: Choices, readiness: Readiness) -> st.App:
    """Return the course as an ASGI app, with its middleware.

    ``readiness`` is shared with the server, which marks it as draining; the app marks it as loaded or failed.
    """
    import streamlit as st
    from starlette.middleware import Middleware

    from deploy.frames import MessageFilter
    from deploy.prepared import Prepared, prepare
    from deploy.room import room_route
    from deploy.security import SecurityHeaders, security_headers
    from pages._kit.course import LESSONS, ROOM

    slugs = (*(lesson.slug for lesson in LESSONS), ROOM)

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Readiness]]:
        loading = asyncio.create_task(_load(readiness, options.rehearsed(slugs)))
        tidying = asyncio.create_task(_delete_ended_rooms())
        yield {"readiness": readiness}
        loading.cancel()
        tidying.cancel()

    return st.App(
        ROOT / "streamlit_app.py",
        lifespan=lifespan,
        routes=[*health_routes(readiness), room_route()],
        middleware=[
            Middleware(logs.AccessLog, slugs=frozenset(slugs)),
            Middleware(SecurityHeaders, headers=security_headers(options.frame_ancestors)),
            Middleware(Gate, readiness=readiness, choices=options),
            Middleware(Prepared, answers=prepare(LESSONS)),
            Middleware(MessageFilter),
        ],
    )


class DrainingServer(uvicorn.Server):
    """A uvicorn server that drains first: after SIGTERM it reports that it is not ready, and goes on serving.

    Meanwhile the proxy sends new visitors to another replica. Then the server closes the websockets with code 1012
    ("restarting"), and each browser reconnects by itself with its page as it is.
    """

    def __init__(self, config: uvicorn.Config, readiness: Readiness, drain_seconds: float) -> None:
        super().__init__(config)
        self._readiness = readiness
        self._drain_seconds = drain_seconds
        self._leave_at = float("inf")

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Start to drain at the first SIGTERM; stop at once at a second one, and at Ctrl-C."""
        del frame
        if sig == signal.SIGTERM and not self._readiness.draining:
            self._readiness.draining = True
            self._leave_at = time.monotonic() + self._drain_seconds
        else:
            self._readiness.draining = True
            self.force_exit = self.should_exit
            self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        """Return whether to stop; uvicorn asks ten times a second."""
        return await super().on_tick(counter) or time.monotonic() >= self._leave_at


def listen(address: str, port: int) -> socket.socket:
    """Open the port.

    The socket names its protocol because asyncio turns Nagle's algorithm off for TCP sockets that do. With it, the
    second message of a rerun would wait up to 40 ms for the browser's acknowledgment of the first.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind((address, port))
    opened.listen(BACKLOG)
    opened.setblocking(False)
    return opened


def configure(options: dict[str, Option]) -> None:
    """Apply the settings, over those of .streamlit/config.toml.

    Call it after :func:`create_app`: Streamlit looks for .streamlit beside the script of the first ``st.App``.
    """
    from streamlit import config

    config.get_config_options(force_reparse=True, options_from_flags=dict(options))


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.server", description="Serve the course to many visitors.")
    parser.add_argument("--address", help="address to listen on (server.address in settings.toml)")
    parser.add_argument("--port", type=int, help="port to listen on (server.port in settings.toml)")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> None:
    """Serve until a signal stops it."""
    given = _arguments(argv)
    keep_few_arenas()
    own, options = choices(), streamlit_options()
    options |= {f"server.{name}": value for name, value in vars(given).items() if value is not None}
    address, port = str(options["server.address"]), int(str(options["server.port"]))
    readiness = Readiness()
    app = create_app(own, readiness)
    configure(options)
    interval = float(str(options["server.websocketPingInterval"]))
    server = DrainingServer(
        uvicorn.Config(
            app,
            ws="websockets-sansio",
            ws_ping_interval=interval,
            ws_ping_timeout=interval,
            ws_max_size=int(str(options["server.maxWidgetStateSize"])) * 1_000_000,
            ws_per_message_deflate=False,
            server_header=False,
            proxy_headers=False,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=LAST_ANSWERS,
        ),
        readiness,
        own.drain_seconds,
    )
    LOG.info("listening", extra={"fields": {"port": port, "replica": own.replica}})
    server.run(sockets=[listen(address, port)])
    LOG.info("stopped")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
