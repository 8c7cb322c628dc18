"""Faults in the middle of a round: what was counted before, and what is there afterwards.

A third of the phones answer before the fault, a third in its last tenth of a second, and a third while it lasts.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.stand import Served, single
from bench.workshop import rows
from bench.workshop.browser import now, until
from bench.workshop.hall import Hall, hall
from bench.workshop.load import database, server
from bench.workshop.people import Answer, Phone
from bench.workshop.small_disk import fill, small_disk
from pages._kit.room.store.errors import RefusedError
from tests.support.postgres import Postgres, postgres

BEFORE = 3.0
"""Seconds of the round before the fault."""
DURING = 3.0
"""Seconds after the fault in which the last third answers."""
IN_FLIGHT = 0.1
BACK = 10.0
"""Seconds in which all phones must be back once there is a server again."""
PATIENCE = 90.0

Strike = Callable[[Hall], Awaitable[float]]
"""Does the damage and mends it; returns when (``now``) there was a server again."""


@dataclass
class Fault:
    """A fault, and the counts around it.

    Attributes
    ----------
    what, database : str
        What happened, and where the answers were kept.
    replicas, phones : int
        Numbers of processes and of phones.
    before : Tally
        Just before it.
    after : Tally
        When all had answered.
    people : int
        Participants in the store afterwards.
    lasted : float
        Seconds from the fault until there was a server again.
    reconnected : int
        Phones that lost their connection, and are back.
    back : float
        Seconds after that until the last of them had its page.
    said_away : int
        Phones whose page has said that the room does not answer.
    note : str
        What else is to be told.
    wrong : list of str
        What must not be.
    """

    what: str
    database: str
    replicas: int
    phones: int
    before: rows.Tally
    after: rows.Tally
    people: int
    lasted: float
    reconnected: int
    back: float
    said_away: int
    note: str = ""
    wrong: list[str] = field(default_factory=list)


async def strike(what: str, kind: str, room: Hall, do: Strike, timed: bool = True) -> Fault:
    """Let a fault happen in the middle of a round."""
    await room.ask()
    told: dict[Phone, Answer] = {}
    phones = room.phones
    third = len(phones) // 3
    after = [BEFORE * number / third for number in range(third)]
    after += [BEFORE - IN_FLIGHT + IN_FLIGHT * number / third for number in range(third)]
    after += [BEFORE + DURING * number / third for number in range(len(phones) - 2 * third)]

    async def answer(phone: Phone, seconds: float) -> None:
        await asyncio.sleep(seconds)
        told[phone] = await phone.answer_in_the_end(PATIENCE)

    begun = now()
    answering = [asyncio.create_task(answer(*each)) for each in zip(phones, after, strict=True)]
    await asyncio.sleep(BEFORE - IN_FLIGHT)
    early = dict(told)
    known = await asyncio.to_thread(rows.read, room.where, room.code)
    await asyncio.sleep(max(0.0, begun + BEFORE - now()))
    first, at = dict(told), now()
    mended = await do(room)
    await asyncio.gather(*answering)
    await until(lambda: all(len(phone.back) >= len(phone.lost) for phone in phones), PATIENCE, "not all are back")
    await until(lambda: all(phone.counted for phone in phones), PATIENCE, "not all pages show their answers")
    found = await asyncio.to_thread(rows.read, room.where, room.code)
    back = [time for phone in phones for time in phone.back]
    fault = Fault(
        what=what,
        database=kind,
        replicas=len(room.stand.replicas),
        phones=len(phones),
        before=rows.compare(known, room.code, phones, early),
        after=rows.compare(found, room.code, phones, told),
        people=len(found.people),
        lasted=mended - at,
        reconnected=sum(bool(phone.back) for phone in phones),
        back=max([0.0, *(time - mended for time in back)]),
        said_away=sum(phone.said_away for phone in phones),
    )
    fault.wrong = [*_wrong(fault), *(f"another answer: {phone.counted}" for phone, one in told.items()
                                     if phone.counted != one.words)]  # fmt: skip
    kept = rows.compare(found, room.code, phones, first)
    fault.wrong += [f"{kept.lost} that were counted before are lost"] if kept.lost else []
    fault.wrong += [f"the last phone was back after {fault.back:.1f} s"] if timed and fault.back > BACK else []
    return fault


def _wrong(fault: Fault) -> list[str]:
    found = [*fault.after.wrong]
    if fault.after.rows != fault.phones:
        found.append(f"{fault.after.rows} answers of {fault.phones} phones")
    if fault.people != fault.phones:
        found.append(f"{fault.people} participants on {fault.phones} phones")
    return found


def _kill(replica: Served) -> None:
    replica.send(signal.SIGKILL)


def killed(folder: Path, n: int, environment: rows.Environment = (), timed: bool = True) -> Fault:
    """``kill -9`` of the only process, which is started again on the same port."""

    async def do(room: Hall) -> float:
        replica = room.stand.replicas[0]
        await asyncio.to_thread(_kill, replica)
        replica.start()
        await asyncio.to_thread(replica.wait_until_ready)
        return now()

    async def run(where: rows.Environment) -> Fault:
        with server(folder, (*where, *environment)) as stand:
            async with hall(stand, where, n) as room:
                fault = await strike("the process killed", "sqlite", room, do, timed)
        fault.wrong += [] if fault.reconnected == n else [f"{fault.reconnected} phones came back"]
        return fault

    with database("sqlite", folder) as where:
        return asyncio.run(run(where))


def replica(folder: Path, n: int) -> Fault:
    """``kill -9`` of one of two replicas behind nginx; it stays away until all have answered."""

    async def do(room: Hall) -> float:
        await asyncio.to_thread(_kill, room.stand.replicas[0])
        return now()

    async def run(where: rows.Environment) -> Fault:
        with server(folder, where, 2) as stand:
            async with hall(stand, where, n) as room:
                return await strike("one of two replicas killed", "sqlite", room, do)

    with database("sqlite", folder) as where:
        return asyncio.run(run(where))


def postgresql(folder: Path, n: int, away: float = 20.0, environment: rows.Environment = ()) -> Fault:
    """PostgreSQL stopped at once, and started again after ``away`` seconds."""

    async def run(db: Postgres) -> Fault:
        where = (("COURSE_DATA", str(folder)), ("COURSE_DATABASE", db.address))

        async def do(_room: Hall) -> float:
            await asyncio.to_thread(db.stop)
            await asyncio.sleep(away)
            await asyncio.to_thread(db.start)
            return now()

        with server(folder, (*where, *environment)) as stand:
            async with hall(stand, where, n) as room:
                fault = await strike(f"PostgreSQL away for {away:g} s", "postgresql", room, do)
        fault.wrong += [] if fault.said_away else ["no phone said that the room does not answer"]
        return fault

    with postgres() as db:
        return asyncio.run(run(db))


def disk(folder: Path, n: int, full: float = 8.0) -> Fault:
    """The disk of SQLite is full for some seconds."""
    place = folder / "disk"
    where = (("COURSE_DATA", str(place)),)

    async def do(_room: Hall) -> float:
        await asyncio.to_thread(fill, place / "filler")
        await asyncio.sleep(full)
        (place / "filler").unlink()
        return now()

    async def run() -> Fault:
        with server(folder, where) as stand:
            async with hall(stand, where, n) as room:
                fault = await strike(f"a full disk for {full:g} s", "sqlite", room, do)
        fault.wrong += [] if fault.said_away else ["no phone said that the room does not answer"]
        return fault

    with small_disk(place, 16):
        return asyncio.run(run())


JUMPS = (3600.0, -3600.0, 23 * 3600.0, 0.0)
"""Seconds by which the server's clock is ahead, one after the other."""
DAY = 25 * 3600.0


def clock(folder: Path, n: int, stays: float = 2.0) -> Fault:
    """The server's clock jumps; at last by more than the day after which a room ends, and back."""
    file = folder / "clock"
    file.write_text("0", encoding="utf-8")

    async def jump(seconds: float) -> None:
        new = file.with_suffix(".new")
        new.write_text(str(seconds), encoding="utf-8")
        new.replace(file)
        await asyncio.sleep(stays)

    async def do(_room: Hall) -> float:
        for seconds in JUMPS:
            await jump(seconds)
        return now()

    async def run(where: rows.Environment) -> Fault:
        environment = (*where, ("BENCH_CLOCK", str(file)))
        with single(folder, "bench.workshop.skewed_server", environment) as stand:
            async with hall(stand, where, n) as room:
                fault = await strike("the clock jumps by +1 h, -2 h, +24 h and back", "sqlite", room, do)
                await jump(DAY)
                await asyncio.sleep(3.0)
                ended = sum(not phone.counted for phone in room.phones)
                await jump(0.0)
                try:
                    kept = await asyncio.to_thread(rows.read, where, room.code)
                    left = f"the store has {len(kept.people)} people and {len(kept.answers)} answers"
                except RefusedError:
                    left = "the room is deleted"
        fault.note = (
            f"with the clock a day ahead {ended} of {n} pages say that the room has ended; with it set back, {left}"
        )
        return fault

    with database("sqlite", folder) as where:
        return asyncio.run(run(where))


def table(found: list[Fault]) -> str:
    """The faults as plain text."""
    lines = [
        "Faults in the middle of a round: answers that phones were told to be counted, and rows of the store",
        f"  {'':<47}{'database':<11}{'procs':>6}{'phones':>7}{'told':>6}{'rows':>5}{'told':>7}{'rows':>5}{'lost':>5}"
        f"{'double':>7}{'people':>7}{'away s':>7}{'lost it':>8}{'back s':>7}{'said so':>8}",
    ]
    for one in found:
        lines.append(
            f"  {one.what:<47}{one.database:<11}{one.replicas:>6}{one.phones:>7}{one.before.told:>6}"
            f"{one.before.rows:>5}{one.after.told:>7}{one.after.rows:>5}{one.after.lost:>5}{one.after.double:>7}"
            f"{one.people:>7}{one.lasted:>7.1f}{one.reconnected:>8}{one.back:>7.1f}{one.said_away:>8}"
        )
        lines += [f"    {one.note}"] if one.note else []
        lines += [f"    wrong: {text}" for text in one.wrong]
    return "\n".join(lines)
