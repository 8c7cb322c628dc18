"""The workshop under load: how long an answer takes, what it costs, and what the learners beside it notice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench import crowding
from bench.crowd import Plan
from bench.stand import COURSE, Stand, behind_proxy, complaints, single
from bench.workshop import rows
from bench.workshop.hall import ALL_ANSWER, SETTLE, Hall, Used, hall, idle, percentile, play, together
from bench.workshop.people import Answer, Phone
from tests.support.postgres import postgres

BARE = "bench.workshop.asking_server"
ROUNDS = 2
LEARNERS = 10
"""Learners beside the room, each of whom moves a slider once a second."""
LESSON = "likelihood"


@dataclass
class Row:
    """One line of the table. Times are in ms; cores are processors kept busy.

    Attributes
    ----------
    what, database : str
        What was measured, and where its answers were kept.
    replicas, phones : int
        Numbers of processes and of phones.
    answers, lost, double, errors : int
        Answers that were told to be counted; those that the store has not; rows too many; red boxes and error logs.
    asked : float
        From the presenter's press until the last phone has the question.
    counted_p50, counted_p95 : float
        From an answer's message until the phone reads that it is counted.
    seen_p95 : float
        From an answer's message until the presenter's page has counted it.
    idle_cores, idle_visitors : float
        While all wait: of the servers, and of the phones' own process.
    cores, visitors : float
        While all answer.
    memory : float
        The servers' memory at the end, in MB.
    said : list of str
        What went wrong, the first few.
    """

    what: str
    database: str
    replicas: int
    phones: int
    answers: int
    lost: int
    double: int
    errors: int
    asked: float
    counted_p50: float
    counted_p95: float
    seen_p95: float
    idle_cores: float
    idle_visitors: float
    cores: float
    visitors: float
    memory: float
    said: list[str] = field(default_factory=list)


@contextmanager
def database(kind: str, folder: Path) -> Iterator[rows.Environment]:
    """Variables of a new database: "sqlite" or "postgresql"."""
    place = folder / f"rooms-{kind}"
    place.mkdir(exist_ok=True)
    if kind == "sqlite":
        yield (("COURSE_DATA", str(place)),)
    else:
        with postgres() as server:
            yield (("COURSE_DATA", str(place)), ("COURSE_DATABASE", server.address))


@contextmanager
def server(folder: Path, where: rows.Environment, replicas: int = 1, module: str = COURSE) -> Iterator[Stand]:
    """A server with its rooms in a database: one process, or replicas behind nginx."""
    if replicas == 1:
        with single(folder, module, where) as stand:
            yield stand
    else:
        with behind_proxy(folder, module, replicas, where) as stand:
            yield stand


def _said(stand: Stand) -> list[str]:
    """What the servers complained of."""
    found = [complaints(replica.log) for replica in stand.replicas]
    return [f"{times} times: {text}" for each in found for text, times in each.items()]


async def _bare(stand: Stand, n: int, seconds: float) -> Row:
    async with together([Phone(stand.url, "", seed) for seed in range(n)]) as phones:
        await asyncio.sleep(SETTLE)
        waiting = await idle(stand, seconds)
        rng = Random(0)

        async def answer(phone: Phone, after: float) -> Answer:
            await asyncio.sleep(after)
            return await phone.answer()

        answering = asyncio.create_task(idle(stand, ALL_ANSWER))
        answers = await asyncio.gather(*(answer(phone, rng.uniform(0, ALL_ANSWER)) for phone in phones))
        used = await answering
        wrong = [text for phone in phones for text in phone.wrong] + _said(stand)
    took = [each.counted - each.sent for each in answers]
    return _row("bare page", "sqlite", stand, n, [], took, [], [], waiting, used, wrong)


async def _room(stand: Stand, where: rows.Environment, kind: str, n: int, seconds: float) -> Row:
    async with hall(stand, where, n) as room:
        waiting = await idle(stand, seconds)
        rounds = [await play(room, seed) for seed in range(ROUNDS)]
        wrong = room.wrong + _said(stand)
    took = [each for one in rounds for each in one.counted]
    seen = [each for one in rounds for each in one.seen]
    asked = [one.asked for one in rounds]
    tallies = [one.tally for one in rounds]
    return _row("room", kind, stand, n, asked, took, seen, tallies, waiting, rounds[-1].used, wrong)


def _row(
    what: str, kind: str, stand: Stand, n: int, asked: list[float], took: list[float], seen: list[float],
    tallies: list[rows.Tally], waiting: Used, used: Used, wrong: list[str],
) -> Row:  # fmt: skip
    return Row(
        what=what,
        database=kind,
        replicas=len(stand.replicas),
        phones=n,
        answers=len(took),
        lost=sum(each.lost for each in tallies),
        double=sum(each.double for each in tallies),
        errors=len(wrong),
        asked=percentile(asked, 100),
        counted_p50=percentile(took, 50),
        counted_p95=percentile(took, 95),
        seen_p95=percentile(seen, 95),
        idle_cores=waiting.cores,
        idle_visitors=waiting.visitors,
        cores=used.cores,
        visitors=used.visitors,
        memory=used.memory,
        said=wrong[:5],
    )


def bare(folder: Path, n: int, seconds: float) -> Row:
    """The smallest page that asks a room, the baseline of all others."""
    with database("sqlite", folder) as where, server(folder, where, module=BARE) as stand:
        return asyncio.run(_bare(stand, n, seconds))


def room(folder: Path, n: int, seconds: float, kind: str = "sqlite", replicas: int = 1) -> Row:
    """The course's room: all wait, then two rounds in which all answer within ten seconds."""
    place = folder / f"{kind}-{replicas}"
    place.mkdir()
    with database(kind, place) as where, server(place, where, replicas) as stand:
        return asyncio.run(_room(stand, where, kind, n, seconds))


@dataclass(frozen=True)
class Beside:
    """Moves of a lesson's slider beside the room, in ms: alone, beside phones that wait, beside phones that answer."""

    learners: int
    phones: int
    alone: tuple[float, float]
    waiting: tuple[float, float]
    answering: tuple[float, float]

    @property
    def ratio(self) -> float:
        """The worse 95th percentile beside the room over the one without."""
        return max(self.waiting[1], self.answering[1]) / self.alone[1]


async def _moves(stand: Stand, learners: int, seconds: float, room: Hall | None = None) -> tuple[float, float]:
    """Percentiles of the learners' moves; with a room, its people answer meanwhile."""
    crowd = await asyncio.to_thread(crowding.begin, Plan(stand.url, "course", learners, 1.0, seconds, only=(LESSON,)))
    seed = 0
    while room and crowd.poll() is None:
        await play(room, seed)
        seed += 1
    seen = await asyncio.to_thread(crowding.finish, crowd)
    if seen.errors:
        raise RuntimeError(f"a learner beside the room: {seen.errors[0]}")
    took = [each for _, each in seen.moves]
    return percentile(took, 50), percentile(took, 95)


def beside(folder: Path, n: int, seconds: float) -> Beside:
    """Learners on the same server as a room."""

    async def run(stand: Stand, where: rows.Environment) -> Beside:
        await _moves(stand, LEARNERS, 4.0)
        alone = await _moves(stand, LEARNERS, seconds)
        async with hall(stand, where, n) as room:
            waiting = await _moves(stand, LEARNERS, seconds)
            answering = await _moves(stand, LEARNERS, seconds, room)
        return Beside(LEARNERS, n, alone, waiting, answering)

    with ExitStack() as stack:
        where = stack.enter_context(database("sqlite", folder))
        return asyncio.run(run(stack.enter_context(server(folder, where)), where))


def table(found: list[Row]) -> str:
    """The rows as plain text; ratios to the first row."""
    lines = [
        "An answer, from its message until the phone reads that it is counted, and until the presenter's page",
        "counts it, in ms; asked: until the last phone has the question; cores are processors kept busy, while all",
        f"wait and while all answer within {ALL_ANSWER:g} s; ratio to the bare page",
        f"  {'':<10}{'database':<11}{'procs':>6}{'phones':>7}{'answers':>8}{'lost':>5}{'double':>7}{'errors':>7}"
        f"{'asked':>7}{'p50':>7}{'p95':>7}{'ratio':>6}{'seen p95':>9}{'idle':>7}{'ratio':>6}{'phones':>7}{'busy':>6}"
        f"{'phones':>7}{'MB':>6}",
    ]
    base = next((row for row in found if row.what == "bare page"), None)
    for row in found:
        same = base is not None and base.phones == row.phones and base.replicas == row.replicas
        slower = f"{row.counted_p95 / base.counted_p95:.1f}" if base and same else ""
        dearer = f"{row.idle_cores / base.idle_cores:.1f}" if base and same and base.idle_cores else ""
        lines.append(
            f"  {row.what:<10}{row.database:<11}{row.replicas:>6}{row.phones:>7}{row.answers:>8}{row.lost:>5}"
            f"{row.double:>7}{row.errors:>7}{row.asked:>7.0f}{row.counted_p50:>7.0f}{row.counted_p95:>7.0f}{slower:>6}"
            f"{row.seen_p95:>9.0f}{row.idle_cores:>7.2f}{dearer:>6}{row.idle_visitors:>7.2f}{row.cores:>6.2f}"
            f"{row.visitors:>7.2f}{row.memory:>6.0f}"
        )
    lines += [f"  {row.what}, {row.database}: {text}" for row in found for text in row.said]
    return "\n".join(lines)


def report(found: Beside) -> str:
    """The moves beside a room as plain text."""
    times = {"alone": found.alone, "beside phones that wait": found.waiting}
    times |= {"beside phones that answer": found.answering}
    lines = [f"A move of lesson {LESSON}'s slider, {found.learners} learners, one move a second; {found.phones} phones"]
    lines += [f"  {what:<28}p50 {p50:6.1f} ms   p95 {p95:6.1f} ms" for what, (p50, p95) in times.items()]
    return "\n".join([*lines, f"  p95 with the room / without  {found.ratio:.2f}"])
