"""Followers of a presenter who makes a move a second: when their pages show it, and what it costs.

A follower's page asks every two seconds where the presenter is, and opens the newest address that it hears of. A move
that is followed by another one before a page has asked is never drawn there: the newest state wins, none waits in a
line.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.lessons import LESSONS
from bench.protocol import widget_state
from bench.stand import Stand
from bench.workshop.browser import now, until
from bench.workshop.hall import SETTLE, Meter, percentile, together
from bench.workshop.load import LESSON, database, server
from bench.workshop.people import Phone, Presenter

FOLLOWING, TELLING = "_room_following", "_room_telling"
"""Keys of the components of pages/_kit/room/follow.py and pages/_kit/room/telling.py."""
STILL = 0.3
"""Seconds for which an address has not changed before the presenter's browser tells it."""
SUBJECT = next(subject for subject in LESSONS if subject.slug == LESSON)
KEY = SUBJECT.keys[0]
EVERY = 1.0


class Follower(Phone):
    """A participant whose page goes where the presenter is.

    Attributes
    ----------
    shown : list of (float, str)
        When its page had a move of the presenter, and the move's value.
    """

    def __init__(self, url: str, code: str, seed: int = 0) -> None:
        super().__init__(url, code, seed)
        self.shown: list[tuple[float, str]] = []
        self._opened = ""
        self._opening = ""

    async def follow(self) -> None:
        """Press the button."""
        await self.press("room_follow_begin")

    def reply(self) -> bytes:
        """Go to an address that the page has not opened yet."""
        if self._opening:
            self.shown.append((now(), self._opening))
            self._opening = ""
        return super().reply() or self._go()

    def _go(self) -> bytes:
        widget = self.visit.widgets.get(FOLLOWING)
        data = json.loads(widget.proto.json) if widget else {}
        address = data.get("address", "") if data.get("follows") else ""
        if not address or address == self._opened:
            return b""
        self._opened, there = address, urlsplit(address)
        self._opening = parse_qs(there.query).get(KEY, [""])[0]
        return self.visit.go(there.path[1:], there.query)


class Leader(Presenter):
    """A presenter whose browser tells the room its address."""

    number = 0

    async def tell(self) -> None:
        """Tell the address."""
        async with self._turn:
            widget = self.visit.widgets[TELLING]
            self.number += 1
            said = {"address": {"text": f"/{LESSON}?{self.visit.query_string}", "number": self.number}}
            await self._ask(self.visit.force(widget, widget_state(widget, said)))


@dataclass(frozen=True)
class Followed:
    """Figures of the followers. Times are in ms; cores are processors kept busy.

    Attributes
    ----------
    followers, moves : int
        Numbers of followers and of the presenter's moves.
    shown : float
        Share of the moves that a follower's page has drawn; the others were overtaken by a newer one.
    p50, p95 : float
        From the presenter's move until a follower's page had drawn it.
    last : float
        Seconds from the last move until all pages had drawn it.
    own_p95 : float
        The presenter's own move, until the run's end.
    cores, visitors : float
        Of the server, and of the followers' own process.
    """

    followers: int
    moves: int
    shown: float
    p50: float
    p95: float
    last: float
    own_p95: float
    cores: float
    visitors: float
    said: list[str]


def followers(folder: Path, n: int, seconds: float) -> Followed:
    """Let ``n`` pages follow a presenter for some seconds, on one process."""

    async def run(stand: Stand) -> Followed:
        leader = Leader(stand.url, LESSON)
        await leader.open()
        await leader.open_room()
        if TELLING not in leader.visit.widgets:
            raise RuntimeError("the presenter's page tells no address: this course has no followers")
        pages = [Follower(stand.url, leader.code, seed) for seed in range(n)]
        async with together(pages):
            await until(lambda: all(page.token for page in pages), 30.0, "not all have joined")
            await leader.press("room")  # the scene again, instead of the door
            await leader.press(KEY, SUBJECT.values[-1])
            await leader.tell()
            await asyncio.gather(*(page.follow() for page in pages))
            await until(lambda: all(page.shown for page in pages), 90.0, "not all pages follow")
            await asyncio.sleep(SETTLE)
            for page in pages:
                page.shown.clear()
            meter = Meter(stand)
            moved: dict[str, float] = {}
            own = []
            for value in SUBJECT.values[: round(seconds / EVERY)]:
                began = moved[str(value)] = now()
                await leader.press(KEY, value)
                own.append(now() - began)
                await asyncio.sleep(STILL)
                await leader.tell()
                await asyncio.sleep(max(0.0, began + EVERY - now()))
            costs = meter.read()
            last = list(moved)[-1]
            await until(lambda: all(page.shown and page.shown[-1][1] == last for page in pages), 90.0,
                        "not all pages show the last move")  # fmt: skip
            wrong = [text for browser in (leader, *pages) for text in browser.wrong]
            await leader.close()
        took = [at - moved[value] for page in pages for at, value in page.shown if value in moved]
        ends = max(page.shown[-1][0] for page in pages) - moved[last]
        return Followed(
            n, len(moved), len(took) / (n * len(moved)), percentile(took, 50), percentile(took, 95), ends,
            percentile(own, 95), costs.cores, costs.visitors, wrong[:5],
        )  # fmt: skip

    with database("sqlite", folder) as where, server(folder, where) as stand:
        return asyncio.run(run(stand))


def report(found: Followed) -> str:
    """The figures as plain text."""
    lines = [
        f"{found.followers} followers of a presenter who makes {found.moves} moves, one a second, on one process",
        f"  a move until a follower's page has drawn it   p50 {found.p50:7.0f} ms   p95 {found.p95:7.0f} ms",
        f"  moves drawn at a follower                     {100 * found.shown:.0f} %; a newer one overtook the others",
        f"  the last move on all pages                    after {found.last:.1f} s",
        f"  the presenter's own move                      p95 {found.own_p95:.0f} ms",
        f"  processors kept busy                          {found.cores:.2f}; by the followers {found.visitors:.2f}",
    ]
    return "\n".join(lines + [f"  {text}" for text in found.said])
