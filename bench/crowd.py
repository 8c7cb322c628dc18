"""A program that simulates many visitors, each of whom opens a lesson and moves its widgets at fixed intervals.

It is a separate process, ``python -m bench.crowd``, so that the visitors do not use the server's processor time. It
reads a :class:`Plan` as JSON from standard input, prints ``begun`` when all visitors have opened their page, and at the
end prints its :class:`Seen` as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from random import Random

from websockets.asyncio.client import ClientConnection, connect

from bench.client import acknowledge, stream_address
from bench.lessons import BASELINE, LESSONS, Subject
from bench.protocol import Visit, Widget, options
from pages._kit.course import lesson

ARRIVE = 0.1
"""Seconds from one arrival to the next."""
PATIENCE = 30.0
"""Seconds after which a visitor stops waiting for an answer."""
SIDE_STEP = 4
"""Every so many moves, a visitor moves another widget than the lesson's main one."""


@dataclass(frozen=True)
class Plan:
    """Settings of a crowd.

    Attributes
    ----------
    url : str
        Address of the server.
    page : str
        The page that it serves: a key of ``bench.stand.PAGES``.
    clients : int
        Number of visitors at a time.
    interval, seconds : float
        Seconds between two moves of a visitor, and length of the measurement.
    stay : float
        Seconds after which a visitor is replaced by a new one; 0 for never.
    only : tuple of str
        Slugs of the lessons that they open; all if empty.
    seed : int
        Seed of the order and the values of the moves.
    """

    url: str
    page: str
    clients: int
    interval: float
    seconds: float
    stay: float = 0.0
    only: tuple[str, ...] = ()
    seed: int = 0

    def subjects(self) -> list[Subject]:
        """The pages that are visited, in turn."""
        if self.page != "course":
            return [BASELINE]
        return [subject for subject in LESSONS if not self.only or subject.slug in self.only]


@dataclass
class Seen:
    """Measurements of a crowd; times are in seconds.

    Attributes
    ----------
    moves : list of (str, float)
        For each move, the lesson and the time from when the move was due to the end of its run.
    opened : list of float
        Time of the first run of each visit.
    late : list of float
        For each move, the delay in sending it; large values mean that the visitors' process is overloaded.
    errors : list of str
        Errors of the visitors.
    processor : float
        Processor time of the visitors' process during the measurement.
    """

    moves: list[tuple[str, float]] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    processor: float = 0.0


def _other_widgets(visit: Visit, subject: Subject) -> list[Widget]:
    keys = lesson(subject.slug).keys
    kinds = ("slider", "number_input", "selectbox", "radio", "button_group", "checkbox")
    found = [visit.widgets[key] for key in keys if key in visit.widgets]
    return [widget for widget in found if widget.kind in kinds and not getattr(widget.proto, "disabled", False)]


def _value(widget: Widget, rng: Random) -> object:
    """A random value of a widget; in a long range, one of the 201 lowest."""
    if widget.kind in ("slider", "number_input"):
        low, step = widget.proto.min, widget.proto.step or 1.0
        most = min((widget.proto.max - low) / step, 200)
        return round(low + step * rng.randint(0, int(most)), 9)
    return rng.random() < 0.5 if widget.kind == "checkbox" else rng.choice(options(widget))


def next_move(visit: Visit, subject: Subject, turn: int, rng: Random) -> bytes:
    """Message of the next move: usually of the lesson's main widget, sometimes of another one of its link."""
    main = subject.keys[turn % len(subject.keys)]
    here = main in visit.widgets or any(widget.label == main for widget in visit.widgets.values())
    others = [] if subject is BASELINE or (here and turn % SIDE_STEP) else _other_widgets(visit, subject)
    if others:
        widget = rng.choice(others)
        return visit.move(widget.query_key or widget.label, _value(widget, rng))
    return visit.move(main, subject.values[turn % len(subject.values)])


async def _answered(socket: ClientConnection, visit: Visit, message: bytes) -> None:
    await socket.send(message)
    async with asyncio.timeout(PATIENCE):
        ended = False
        while not ended:
            data = await socket.recv(decode=False)
            acknowledge(socket.transport.get_extra_info("socket"))
            ended = visit.take(data)
    if visit.run.refused:
        raise RuntimeError(visit.run.refused[0])


class Crowd:
    """The visitors of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.seen = Seen()
        self._inside = 0
        self._go = asyncio.Event()
        self._end = 0.0

    async def run(self) -> Seen:
        """Let all visitors open their page, print ``begun``, and let them move until the end of the plan."""
        visitors = [asyncio.create_task(self._visitor(number)) for number in range(self.plan.clients)]
        while self._inside < self.plan.clients:
            await asyncio.sleep(0.05)
        print("begun", flush=True)
        used = time.process_time()
        self._end = time.perf_counter() + self.plan.seconds
        self._go.set()
        await asyncio.gather(*visitors)
        self.seen.processor = time.process_time() - used
        return self.seen

    async def _visitor(self, number: int) -> None:
        rng = Random(self.plan.seed * 1_000_003 + number)
        await asyncio.sleep(ARRIVE * number)
        came = 0
        while came == 0 or time.perf_counter() < self._end:
            subjects = self.plan.subjects()
            try:
                await self._visit(subjects[(number + came) % len(subjects)], rng, first=came == 0)
            except Exception as error:
                self.seen.errors.append(f"{type(error).__name__}: {error}"[:300])
                await asyncio.sleep(1.0)
            finally:
                self._inside += came == 0
                came += 1
            await self._go.wait()

    async def _visit(self, subject: Subject, rng: Random, *, first: bool) -> None:
        address = stream_address(self.plan.url)
        async with connect(
            address, subprotocols=["streamlit"], max_size=None, compression=None, proxy=None, open_timeout=PATIENCE
        ) as socket:
            visit, start = Visit(subject.slug, subject.query), time.perf_counter()
            await _answered(socket, visit, visit.request([]))
            self.seen.opened.append(time.perf_counter() - start)
            self._inside += first
            try:
                await self._go.wait()
                await self._moves(socket, visit, subject, rng)
            finally:
                self._inside -= first

    async def _moves(self, socket: ClientConnection, visit: Visit, subject: Subject, rng: Random) -> None:
        due = time.perf_counter() + rng.random() * self.plan.interval
        leave = min(self._end, time.perf_counter() + self.plan.stay) if self.plan.stay else self._end
        turn, done = rng.randrange(1000), 0.0
        while due < leave:
            await asyncio.sleep(due - time.perf_counter())
            message = next_move(visit, subject, turn, rng)
            sent = time.perf_counter()
            # A move that had to wait for the previous answer is timed from when it was due.
            start = due if done > due else sent
            self.seen.late.append(sent - max(due, done))
            await _answered(socket, visit, message)
            done = time.perf_counter()
            self.seen.moves.append((subject.name, done - start))
            turn, due = turn + 1, due + self.plan.interval
        # After the last move the visitor stays connected, so that no other visitor takes the place before the end.
        await asyncio.sleep(leave - time.perf_counter())


def main() -> None:
    """Read the plan, run it, and print the measurements."""
    asked = json.load(sys.stdin)
    plan = Plan(**{**asked, "only": tuple(asked["only"])})

    async def run() -> Seen:
        return await Crowd(plan).run()

    print(json.dumps(asdict(asyncio.run(run()))), flush=True)


if __name__ == "__main__":
    main()
