"""The page with one slider on a server like the course's, with the same settings, headers and log.

Run it with ``python -m bench.bare_server``.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from deploy import logs

if __name__ == "__main__":
    logs.install()

from deploy import server
from deploy.readiness import Gate, Readiness, health_routes
from deploy.settings import ROOT, Choices

if TYPE_CHECKING:
    import streamlit as st


def _create_app(script: str, options: Choices, readiness: Readiness) -> st.App:
    import streamlit as st
    from starlette.middleware import Middleware

    from deploy.frames import MessageFilter
    from deploy.security import SecurityHeaders, security_headers

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Readiness]]:
        readiness.loaded = True
        yield {"readiness": readiness}

    return st.App(
        ROOT / "bench" / script,
        lifespan=lifespan,
        routes=health_routes(readiness),
        middleware=[
            Middleware(logs.AccessLog, slugs=frozenset({""})),
            Middleware(SecurityHeaders, headers=security_headers(options.frame_ancestors)),
            Middleware(Gate, readiness=readiness, choices=options),
            Middleware(MessageFilter),
        ],
    )


def serve(script: str) -> None:
    """Serve a script of this folder in place of the course."""
    server.create_app = partial(_create_app, script)
    logging.getLogger("course.server").info("the page %s", script)
    server.main()


if __name__ == "__main__":
    serve("baseline_app.py")
