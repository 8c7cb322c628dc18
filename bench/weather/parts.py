"""The parts of the bad-weather run: how much each tries, and when it has failed."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from bench import client
from bench.lessons import LESSONS
from bench.stand import Stand
from bench.weather import full_disk as disk
from bench.weather import neighbors, strangers
from bench.weather.links import Link, Visitor
from bench.weather.links import links as addresses
from bench.weather.widgets import forged, limits
from pages._kit import course

LINKS = 10_000
SECONDS = 40.0
"""How long one client clears caches, or asks for reruns."""
WORKERS = 2
KEPT = 20


@dataclass
class Tried:
    """The result of one part.

    Attributes
    ----------
    what : str
        Its name in the table.
    tried, failures : int
        How many times something was tried, and how many of them went wrong.
    wrong : list of str
        What went wrong, the first few.
    note : str
        What else the table says.
    raised : int
        Reruns that ended with an exception in the session of the client that sent a forged value; the log holds one
        error for each.
    said : dict
        Warnings and errors in the server's log, each with how often.
    seconds : float
        How long it took.
    """

    what: str
    tried: int
    wrong: list[str] = field(default_factory=list)
    note: str = ""
    raised: int = 0
    said: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    failures: int = 0

    @property
    def failed(self) -> int:
        """How many tries went wrong; 1 if only the server did."""
        return max(self.failures, int(bool(self.wrong)))


def links_with(url: str, examples: int, number: int) -> tuple[int, list[str]]:
    """Open ``examples`` generated links; how many different ones, and what was wrong."""
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


def _limits(url: str, slug: str) -> tuple[int, list[str]]:
    tries = list(limits(url, slug))
    return len(tries), [text for texts in tries for text in texts]


def widgets(stand: Stand, _folder: Path, _share: float) -> Tried:
    """Every number of every lesson at both ends of its range."""
    slugs = [lesson.slug for lesson in course.LESSONS]
    with _pool() as pool:
        done = list(pool.map(_limits, [stand.url] * len(slugs), slugs))
    wrong = [text for _, texts in done for text in texts]
    note = "sliders and number fields, one at a time and all of a page"
    return Tried("numbers at an end of their range", sum(n for n, _ in done), wrong[:KEPT], note, failures=len(wrong))


def forgeries(stand: Stand, _folder: Path, share: float) -> Tried:
    """Every widget of every lesson, with values that no browser sends, while another session works."""
    slugs = [lesson.slug for lesson in course.LESSONS]
    with _pool() as pool:
        done = list(pool.map(partial(forged, stand.url, every=round(1 / share)), slugs))
    raised, wrong = sum(one.raised for one in done), [text for one in done for text in one.wrong]
    note = f"{raised:,} of them raised in the sender's own session, one log line each"
    return Tried(
        "forged widget values", sum(one.tried for one in done), wrong[:KEPT], note, raised, failures=len(wrong)
    )


def uploads(stand: Stand, _folder: Path, _share: float) -> Tried:
    """Files that are too large, and files for sessions that do not exist."""
    before = stand.memory()
    tried, wrong = strangers.uploads(stand.url)
    note = f"up to 50 MB at once; memory of the server {stand.memory() - before:+.0f} MB"
    return Tried("oversize and misdirected uploads", tried, wrong, note)


def clear_cache(stand: Stand, _folder: Path, share: float) -> Tried:
    """One client asks for cleared caches while a training run plays in another session."""
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
    """One client asks for fifty reruns a second."""
    seconds, sent = max(4.0, SECONDS * share), [0]

    def storm() -> None:
        sent[0] = strangers.rerun_without_end(stand.url, seconds)

    seen = neighbors.ask(stand.url, seconds, storm)
    return Tried("reruns asked for by one client, 50 a second", sent[0], seen.wrong[:KEPT], str(seen))


def full_disk(stand: Stand, folder: Path, _share: float) -> Tried:
    """A server that cannot write a file."""
    wrong = disk.lessons(folder, disk.figures(stand.url))
    note = "no file beyond 2 KB, no temporary folder, no home; the same figures as on a healthy machine"
    return Tried("lessons on a full disk", len(LESSONS), wrong, note, failures=len(wrong))
