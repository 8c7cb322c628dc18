"""The parts of bad weather: how much of each is tried, and when it has failed."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from bench import client
from bench.lessons import LESSONS
from bench.stand import Stand
from bench.weather import broken, neighbors, strangers
from bench.weather.frames import Forger
from bench.weather.links import Link, Visitor
from bench.weather.links import links as addresses
from bench.weather.widgets import lesson

LINKS = 10_000
FRAMES = 1_000
FRAMES_A_SECOND = 5.0
SECONDS = 40.0
"""How long a stranger misbehaves."""
WORKERS = 2
KEPT = 20


@dataclass
class Tried:
    """What came of one part.

    Attributes
    ----------
    what : str
        In the words of the table.
    tried, failed : int
        How many times; how many of them had something wrong, or 1 if only the server had.
    wrong : list of str
        What was, the first few.
    note : str
        What else is worth knowing.
    said : dict
        Warnings and errors in the server's log, each with how often.
    seconds : float
        How long it took.
    """

    what: str
    tried: int
    wrong: list[str] = field(default_factory=list)
    note: str = ""
    said: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    failures: int = 0

    @property
    def failed(self) -> int:
        """Tries with something wrong."""
        return max(self.failures, int(bool(self.wrong)))


def links_with(url: str, examples: int, number: int) -> tuple[int, list[str]]:
    """Open so many generated links; how many different ones, and what was wrong."""
    visitor, wrong, opened = Visitor(url), [], set()

    @seed(number)
    @settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(addresses())
    def try_one(link: Link) -> None:
        if link in opened:
            return
        opened.add(link)
        try:
            found = visitor.wrong(link)
        except (OSError, TimeoutError, RuntimeError) as error:
            found = [repr(error)]
        if found:
            wrong.append(f"/{link.slug}?{link.query[:200]}: {found[0]}")

    try_one()
    return len(opened), wrong


def _worker() -> None:
    client.TIMEOUT = 60.0


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn"), initializer=_worker)


def links(stand: Stand, _folder: Path, share: float) -> Tried:
    """Generated query strings over all lessons."""
    count = round(LINKS * share / WORKERS)
    with _pool() as pool:
        done = list(pool.map(links_with, [stand.url] * WORKERS, [count] * WORKERS, range(WORKERS)))
    wrong = [text for _, texts in done for text in texts]
    different = sum(n for n, _ in done)
    note = f"{different:,} of them different; hopeless ones show the defaults and leave the address"
    return Tried("generated query strings", count * WORKERS, wrong[:KEPT], note, failures=len(wrong))


def _one_lesson(url: str, slug: str, only: int) -> tuple[int, list[str]]:
    tries = list(lesson(url, slug, only=only))
    return len(tries), [text for texts in tries for text in texts]


def widgets(stand: Stand, _folder: Path, share: float) -> Tried:
    """Every widget of every lesson, with values that no browser sends."""
    slugs = [subject.slug for subject in LESSONS]
    with _pool() as pool:
        done = list(pool.map(_one_lesson, [stand.url] * len(slugs), slugs, [round(1 / share)] * len(slugs)))
    wrong = [text for _, texts in done for text in texts]
    note = "out of range, not finite, no option, another type, forged selections, edits and files"
    return Tried("forged widget values", sum(n for n, _ in done), wrong[:KEPT], note, failures=len(wrong))


def frames(stand: Stand, _folder: Path, share: float) -> Tried:
    """Mutated and invented websocket messages, while others work."""
    count = round(FRAMES * share)
    forger = Forger(stand.url, [subject.slug for subject in LESSONS], 0)
    seen = neighbors.ask(stand.url, count / FRAMES_A_SECOND + 2, lambda: forger.storm(count, FRAMES_A_SECOND))
    forger.leave()
    note = f"{FRAMES_A_SECOND:g} a second; {forger.hung_up} times the server hung up on the sender; {seen}"
    return Tried("forged websocket frames", sum(forger.sent.values()), seen.wrong[:KEPT], note)


def uploads(stand: Stand, _folder: Path, _share: float) -> Tried:
    """Files too large, for sessions that are and are not."""
    before = stand.memory()
    tried, wrong = strangers.uploads(stand.url)
    note = f"up to 50 MB at once; memory of the server {stand.memory() - before:+.0f} MB"
    return Tried("oversize and misdirected uploads", tried, wrong, note)


def clear_cache(stand: Stand, _folder: Path, share: float) -> Tried:
    """A stranger clears everybody's caches while a run plays."""
    seconds = max(4.0, SECONDS * share)
    wrong: list[str] = []
    seen = neighbors.ask(
        stand.url,
        seconds,
        lambda: wrong.extend(strangers.clear_caches(stand.url, seconds)),
        lambda: wrong.extend(strangers.clear_caches(stand.url, seconds, clear=False)),
    )
    clearings = int(seconds * strangers.CLEARINGS)
    return Tried("clear_cache in the middle of a training run", clearings, (wrong + seen.wrong)[:KEPT], str(seen))


def reruns(stand: Stand, _folder: Path, share: float) -> Tried:
    """One client that reruns fifty times a second."""
    seconds, sent = max(4.0, SECONDS * share), [0]

    def storm() -> None:
        sent[0] = strangers.rerun_without_end(stand.url, seconds)

    seen = neighbors.ask(stand.url, seconds, storm)
    return Tried("reruns asked for by one client, 50 a second", sent[0], seen.wrong[:KEPT], str(seen))


def full_disk(stand: Stand, folder: Path, _share: float) -> Tried:
    """A server that cannot write a file."""
    wrong = broken.full_disk(folder, broken.figures(stand.url))
    note = "no file beyond 2 KB, no temporary folder, no home; the same figures as on a healthy machine"
    return Tried("lessons on a full disk", len(LESSONS), wrong, note, failures=len(wrong))


def clock(stand: Stand, folder: Path, _share: float) -> Tried:
    """A server whose clock jumps."""
    wrong = broken.jumping_clock(folder, broken.figures(stand.url))
    note = "by an hour and by up to 400 days, forth and back; the same figures"
    return Tried("lessons while the clock jumps", len(LESSONS), wrong, note, failures=len(wrong))
