"""A browser of the workshop, without a window: one session that polls, keeps its storage, and finds its server again.

It does what Streamlit's client, pages/_kit/keeping.js and pages/_kit/room/clock.js do: it reruns the fragments that the
page wants rerun, tells the page what the browser has kept, makes itself a token when asked to, asks for the stage of
its room, and after a lost connection tries again after 0.25 s, up to every four seconds, and then asks for the page
with its widgets as they were.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import math
import random
import secrets
import time
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from bench.client import acknowledge, stream_address
from bench.protocol import Run, Visit, widget_state
from tests.support.room import get

PATIENCE = 30.0
"""Seconds after which a browser gives up on an answer and connects again."""
LONGEST = 4.0
"""Seconds between two tries to connect, at most."""
COMPONENT = "_browser"
"""Key of the component of pages/_kit/browser.py."""
CLOCK = "_clock_"
"""What the keys of the components of pages/_kit/room/clock.py begin with."""
LOST = (OSError, TimeoutError, WebSocketException)


def now() -> float:
    """The clock of all measurements."""
    return time.perf_counter()


class Browser:
    """One browser on the page ``slug``.

    Parameters
    ----------
    url, slug, query : str
        Server, page and query string.
    seed : int
        Seed of its waiting times.

    Attributes
    ----------
    visit : Visit
        Its session.
    storage : dict
        What it keeps for the page, by name.
    lost, back : list of float
        When it lost its connection, and when it had the page again.
    wrong : list of str
        Exceptions and red boxes that it has seen.
    """

    def __init__(self, url: str, slug: str, query: str = "", seed: int = 0) -> None:
        self.url = url
        self.visit = Visit(slug, query)
        self.storage: dict[str, str] = {}
        self.lost: list[float] = []
        self.back: list[float] = []
        self.wrong: list[str] = []
        self._address = f"/{slug}?{query}"
        self._cookie = ""
        self._random = Random(seed)
        self._turn = asyncio.Lock()
        self._socket: ClientConnection | None = None
        self._known: dict[str, str] = {}
        self._told: dict[str, Any] = {}
        self._life: asyncio.Task[None] | None = None
        self._line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
        self._ticks = 0

    async def open(self) -> None:
        """Load the page, and live until :meth:`close`."""
        # A proxy chooses the replica with the first answer, by a cookie.
        answer = await asyncio.to_thread(get, self.url, self._address)
        self._cookie = answer.headers.get("set-cookie", "").split(";")[0]
        await self._connect()
        async with self._turn:
            await self._ask(self.visit.request([]))
        self._life = asyncio.create_task(self._live())

    async def close(self) -> None:
        """Leave."""
        if self._life:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)
        if self._socket:
            await self._socket.close()
        self._line.close()

    async def press(self, name: str, value: object = True) -> Run:
        """Move or press a widget, found by its key or label; a failed connection raises one of :data:`LOST`."""
        async with self._turn:
            if self._socket is None:
                raise ConnectionError("not connected")
            try:
                return await self._ask(self.visit.move(name, value))
            except LOST:
                self._lose()
                raise

    def read(self, run: Run) -> None:
        """Read what a run has said; called after each."""

    def reply(self) -> bytes:
        """Message that the page's components send because of the last run; empty for none."""
        return self._tell()

    async def _connect(self) -> None:
        before = [self.visit.session] if self.visit.session else []
        self._socket = await connect(
            stream_address(self.url),
            # As Streamlit's client says them; the server chooses the first.
            subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN", *before],  # type: ignore[list-item]
            additional_headers={"Cookie": self._cookie} if self._cookie else {},
            max_size=None,
            compression=None,
            proxy=None,
            ping_interval=None,
            open_timeout=PATIENCE,
        )

    async def _ask(self, message: bytes) -> Run:
        """Send a message, and those that the component sends because of the answer; return the first run."""
        first: Run | None = None
        while message:
            run = await self._run(message)
            first = first or run
            self.wrong += run.refused
            self.read(run)
            message = self.reply()
        assert first is not None
        return first

    async def _run(self, message: bytes) -> Run:
        assert self._socket is not None
        await self._socket.send(message)
        async with asyncio.timeout(PATIENCE):
            ended = False
            while not ended:
                data = await self._socket.recv(decode=False)
                acknowledge(self._socket.transport.get_extra_info("socket"))
                ended = self.visit.take(data)
        return self.visit.run

    def _tell(self) -> bytes:
        """Message of the component, if there is something to tell; as pages/_kit/keeping.js decides it."""
        widget = self.visit.widgets.get(COMPONENT)
        if widget is None:
            return b""
        said = []
        told = json.loads(widget.proto.json)
        for name, text in told.get("keep", {}).items():
            asks = bool(text.get("ask"))
            version = f"{told['session']} {text['changes']} {asks}"
            if self._known.get(name) == version:
                continue
            self._known[name] = version
            if text["changes"]:
                self.storage[name] = text["text"]
            if asks:
                self.storage[name] = _with_token(self.storage.get(name, ""))
            if asks or (not text["changes"] and self.storage.get(name)):
                said.append(name)
        return self._send({name: self.storage[name] for name in said}) if said else b""

    def _send(self, texts: dict[str, str]) -> bytes:
        for name, text in texts.items():
            number = self._told.get(name, {}).get("number", 0) + 1
            self._told[name] = {"text": text, "number": number}
        widget = self.visit.widgets[COMPONENT]
        return self.visit.force(widget, widget_state(widget, self._told))

    async def _live(self) -> None:
        """Rerun the fragments of the page by their clocks, and connect again."""
        due: dict[str, float] = {}
        pages, phase = -1, 0.5 + random.random()
        while True:
            if self._socket is None:
                await self._come_back()
            if pages != self.visit.pages:
                pages, due = self.visit.pages, {name: at for name, at in due.items() if name.startswith(CLOCK)}
            clocks = self.visit.clocks | self._clocks()
            first = {name: every * (phase if name.startswith(CLOCK) else 1) for name, every in clocks.items()}
            due = {name: due.get(name) or now() + wait for name, wait in first.items()}
            name = min(due, key=lambda each: due[each], default="")
            await asyncio.sleep(max(0.0, due[name] - now()) if name else 0.2)
            if name.startswith(CLOCK):
                await self._look(name)
            elif name:
                await self._tick(name, pages)
            else:
                continue
            # As setInterval does, which keeps its beat: browsers that counted from the end of a run would soon all ask
            # at once, since those who overlap wait for each other and end together.
            every = clocks[name]
            due[name] += every * math.ceil((now() - due[name]) / every)

    async def _tick(self, name: str, pages: int) -> None:
        """Rerun a fragment, unless the page has run since and announced its clocks anew."""
        async with self._turn:
            if self._socket is None or name not in self.visit.clocks or pages != self.visit.pages:
                return
            try:
                await self._ask(self.visit.tick(name))
            except LOST:
                self._lose()

    def _clocks(self) -> dict[str, float]:
        """The page's own clocks, each with its seconds."""
        return {name: self._told_clock(name)["every"] / 1000 for name in self.visit.widgets if name.startswith(CLOCK)}

    def _told_clock(self, name: str) -> dict[str, Any]:
        """What the page has told a clock; nothing if there is none of this name now."""
        widget = self.visit.widgets.get(name)
        return json.loads(widget.proto.json) if widget else {}

    async def _look(self, name: str) -> None:
        """Run the fragment of a clock; one with an address only where the answer is not what the page shows."""
        asked = self._told_clock(name).get("address")
        answer = await asyncio.to_thread(self._answer, asked) if asked and self._socket else None
        async with self._turn:
            told = self._told_clock(name)
            if not told or self._socket is None or (answer is not None and answer == told.get("shown")):
                return
            self._ticks += 1
            widget = self.visit.widget(name)
            try:
                await self._ask(self.visit.force(widget, widget_state(widget, {"tick": self._ticks})))
            except LOST:
                self._lose()

    def _answer(self, address: str) -> str | None:
        try:
            self._line.request("GET", f"/{address}", headers={"Cookie": self._cookie} if self._cookie else {})
            answer = self._line.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self._line.close()
            return None
        return text if answer.status == 200 else None

    def _lose(self) -> None:
        self._socket = None
        self.lost.append(now())

    async def _come_back(self) -> None:
        tries = 0
        while True:
            tries += 1
            longest = min(LONGEST, 0.5 * 2 ** (tries - 1))
            least = 0.25 if tries == 1 else longest / 2
            await asyncio.sleep(self._random.uniform(least, longest))
            async with self._turn:
                try:
                    await self._connect()
                    await self._ask(self.visit.again())
                except LOST:
                    self._socket = None
                    continue
            self.back.append(now())
            return


def _with_token(text: str) -> str:
    kept: dict[str, Any] = json.loads(text or "{}")
    kept.setdefault("me", secrets.token_urlsafe(24))
    return json.dumps(kept)


async def until(true: Callable[[], bool], seconds: float, what: str) -> float:
    """Wait until something is true; return the seconds that it took. TimeoutError after ``seconds``."""
    begun = now()
    while not true():
        if now() - begun > seconds:
            raise TimeoutError(f"{what}: not after {seconds:g} s")
        await asyncio.sleep(0.02)
    return now() - begun
