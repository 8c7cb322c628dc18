"""Run each lesson once before the first visitor, with its scenes that have charts of their own.

The first run of a lesson converts its charts and fills its caches, about two seconds of work. Visitors who open the
lesson at the same moment would each repeat it, and wait for all the others.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, SessionClient, get_instance

from core.regularization.strength import KINDS

LOG: Final = logging.getLogger("course.rehearsal")
TIMEOUT: Final = 120.0
SCENES: Final[dict[str, tuple[str, ...]]] = {
    "likelihood": ("heads=7", "data=horse-kicks", "data=newcomb"),
    "map-estimation": ("prior=laplace",),
    "regularization": tuple(f"kind={kind}" for kind in KINDS[1:]),
    "training-lab": ("data=penguins",),
}
"""Query strings, by slug, that draw other charts than the lesson's defaults."""


class _Client(SessionClient):
    """A session client that ignores all messages but the end of the run."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Receive a message of the run; called on the event loop."""
        if msg.WhichOneof("type") == "script_finished" and msg.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self.ended.set()


async def _open(runtime: Runtime, slug: str, query: str) -> None:
    client = _Client()
    session = runtime.connect_session(client=client, user_info={})
    try:
        message = BackMsg()
        message.rerun_script.page_name = slug
        message.rerun_script.query_string = query
        runtime.handle_backmsg(session, message)
        await asyncio.wait_for(client.ended.wait(), TIMEOUT)
    finally:
        runtime.close_session(session)


async def rehearse(slugs: Iterable[str]) -> None:
    """Run the lessons ``slugs``, one after the other, on the server's own runtime.

    A lesson that does not end in time is logged and skipped.
    """
    for slug in slugs:
        start = time.perf_counter()
        try:
            for query in ("", *SCENES.get(slug, ())):
                await _open(get_instance(), slug, query)
        except TimeoutError:
            LOG.warning("a lesson did not end in time", extra={"fields": {"lesson": slug}})
        else:
            seconds = round(time.perf_counter() - start, 2)
            LOG.info("rehearsed", extra={"fields": {"lesson": slug or "overview", "seconds": seconds}})
