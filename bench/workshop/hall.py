"""A hall: a presenter and phones on one server, and the figures of a round."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

import numpy as np

from bench.stand import Stand
from bench.workshop import rows
from bench.workshop.browser import Browser, now, until
from bench.workshop.people import Answer, Phone, Presenter

B = TypeVar("B", bound=Browser)
ARRIVE = 0.05
"""Seconds from one phone to the next."""
ALL_ANSWER = 10.0
"""Seconds in which all answer."""
SETTLE = 3.0
"""Seconds after all have come before anything is measured."""


@dataclass
class Hall:
    """A presenter and phones in a room.

    Attributes
    ----------
    stand : Stand
        Their server.
    where : tuple of (str, str)
        The server's variables that say where its rooms are.
    presenter : Presenter
        The presenter.
    phones : list of Phone
        The phones, in the room.
    """

    stand: Stand
    where: rows.Environment
    presenter: Presenter
    phones: list[Phone]

    @property
    def code(self) -> str:
        """The room's code."""
        return self.presenter.code

    async def ask(self) -> None:
        """Let the presenter ask, and wait until all phones have the question."""
        await self.presenter.toss()
        await until(lambda: all(phone.asked for phone in self.phones), 30.0, "the question is not on all phones")

    def tally(self, told: dict[Phone, Answer]) -> rows.Tally:
        """The store beside the phones."""
        return rows.compare(rows.read(self.where, self.code), self.code, self.phones, told)

    @property
    def wrong(self) -> list[str]:
        """Exceptions and red boxes that anybody has seen."""
        return [text for browser in (self.presenter, *self.phones) for text in browser.wrong]


@asynccontextmanager
async def hall(stand: Stand, where: rows.Environment, n: int, arrive: float = ARRIVE) -> AsyncIterator[Hall]:
    """Open a room, and let ``n`` phones join it."""
    presenter = Presenter(stand.url)
    await presenter.open()
    await presenter.open_room()
    async with together([Phone(stand.url, presenter.code, seed) for seed in range(n)], arrive) as phones:
        await until(lambda: all(phone.token for phone in phones), 30.0, "not all phones have joined")
        await asyncio.sleep(SETTLE)
        try:
            yield Hall(stand, where, presenter, phones)
        finally:
            await presenter.close()


@asynccontextmanager
async def together(browsers: list[B], arrive: float = ARRIVE) -> AsyncIterator[list[B]]:
    """Open browsers one after the other, and close them all at the end."""

    async def come(number: int, browser: B) -> None:
        await asyncio.sleep(arrive * number)
        await browser.open()

    try:
        async with asyncio.TaskGroup() as group:
            for number, browser in enumerate(browsers):
                group.create_task(come(number, browser))
        yield browsers
    finally:
        await asyncio.gather(*(browser.close() for browser in browsers), return_exceptions=True)


@dataclass(frozen=True)
class Used:
    """Processors that the servers and the visitors kept busy for a time, and the servers' memory in MB at its end."""

    cores: float
    visitors: float
    memory: float


@dataclass
class Meter:
    """Processor time since it was made."""

    stand: Stand
    begun: float = field(default_factory=now)
    own: float = field(default_factory=time.process_time)
    servers: float = 0.0

    def __post_init__(self) -> None:
        """Read the servers' meters."""
        self.servers = self.stand.processor()

    def read(self) -> Used:
        """Return what was used since."""
        lasted = now() - self.begun
        servers, own = self.stand.processor() - self.servers, time.process_time() - self.own
        return Used(servers / lasted, own / lasted, self.stand.memory())


async def idle(stand: Stand, seconds: float) -> Used:
    """Measure while nobody does anything but wait."""
    meter = Meter(stand)
    await asyncio.sleep(seconds)
    return meter.read()


def percentile(seconds: Sequence[float], percent: float) -> float:
    """A percentile in ms; NaN without times."""
    return 1e3 * float(np.percentile(seconds, percent)) if len(seconds) else float("nan")


@dataclass(frozen=True)
class Round:
    """The figures of a round: the store's rows, and seconds.

    ``asked`` is until all phones had the question, ``counted`` until each answer was counted, and ``seen`` until the
    presenter saw it.
    """

    asked: float
    counted: list[float]
    seen: list[float]
    tally: rows.Tally
    used: Used


async def play(room: Hall, seed: int, within: float = ALL_ANSWER) -> Round:
    """Play a round in which all answer at random times."""
    begun = now()
    await room.ask()
    asked = now() - begun
    rng = Random(seed)
    meter = Meter(room.stand)

    async def answer(phone: Phone, after: float) -> Answer:
        await asyncio.sleep(after)
        return await phone.answer()

    answers = await asyncio.gather(*(answer(phone, rng.uniform(0, within)) for phone in room.phones))
    used = meter.read()
    await until(lambda: room.presenter.counts[-1:] != [] and room.presenter.counts[-1][1] >= len(answers), 10.0,
                "the presenter does not see all answers")  # fmt: skip
    tally = room.tally(dict(zip(room.phones, answers, strict=True)))
    return Round(asked, [each.counted - each.sent for each in answers], room.presenter.seen(answers), tally, used)
