"""A replica stops, in a rolling restart or by ``kill -9``: all visitors come back with the same figures."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from playwright.sync_api import BrowserContext

from tests.support.open_page import OpenPage
from tests.support.room import Replica, Room, get, replica_named
from tests.support.visitor import Visitor

CLIENTS = 20
BACK_WITHIN = 10.0
LINKS = (
    ("likelihood", "heads={n}&tails=4&theta=0.3"),
    ("bayesian-inference", "heads={n}&tails=4&a=3&b=5"),
    ("map-estimation", "heads={n}&tails=4&prior=laplace"),
    ("log-likelihood", "heads={n}&tails=4&theta=0.6"),
)


def _visitors(room: Room) -> list[Visitor]:
    """Connect twenty visitors, each by another link; some have moved a slider since."""
    # In pairs: visitors go to the replicas in turn, and each lesson must be open on both.
    links = [LINKS[place // 2 % len(LINKS)] for place in range(CLIENTS)]
    people = [Visitor(room.url, slug, query.format(n=5 + place)) for place, (slug, query) in enumerate(links)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda visitor: visitor.load_page().connect(), people))
    for visitor in people:
        if visitor.slug == "likelihood":
            visitor.move("theta", 0.45)
    return people


def _comes_back(visitor: Visitor) -> tuple[Visitor, float]:
    """Reconnect as a browser does, twice a second; the new visitor, and the seconds that it took."""
    cut = visitor.wait_until_cut()
    while True:
        try:
            again = visitor.come_back()
        except OSError:
            time.sleep(0.5)
        else:
            return again, time.monotonic() - cut


def _assert_all_come_back(leaving: Replica, staying: Replica, people: list[Visitor]) -> None:
    with ThreadPoolExecutor(CLIENTS) as pool:
        returned = list(pool.map(_comes_back, people))
    for before, (after, seconds) in zip(people, returned, strict=True):
        assert after.figures == before.figures, f"{before.slug}?{before.link} shows something else"
        assert after.replica == staying.name != leaving.name
        assert seconds < BACK_WITHIN
        after.leave()


def _arrivals(room: Room, stop: Event) -> int:
    """Connect new visitors until ``stop`` is set, and return how many. A refused one raises."""
    came = 0
    while not stop.is_set():
        for cookie in ("", "replica=1", "replica=2"):
            visitor = Visitor(room.url, "likelihood", "heads=13&tails=4", cookie).load_page().connect()
            assert visitor.figures["MLE θ̂"] == "0.765"
            visitor.leave()
            came += 1
    return came


@pytest.mark.sweep
def test_a_rolling_restart_refuses_no_visitor(room: Room) -> None:
    stop = Event()
    with ThreadPoolExecutor(1) as pool:
        arriving = pool.submit(_arrivals, room, stop)
        try:
            for replica in room.replicas:
                seated = Visitor(room.url, "likelihood", "heads=9&tails=2", f"replica={replica.name}").connect()
                assert replica.send(signal.SIGTERM) == 0
                again, seconds = _comes_back(seated)
                assert again.replica != replica.name
                assert again.figures == seated.figures
                assert seconds < BACK_WITHIN
                again.leave()
                replica.start()
                replica.wait_until_ready()
        finally:
            stop.set()
        assert arriving.result(timeout=60) >= 3
    deadline = time.monotonic() + BACK_WITHIN
    names: set[str] = set()
    while names != {"1", "2"}:
        assert time.monotonic() < deadline, "a restarted replica gets no visitors"
        names.add(replica_named(get(room.url).headers))


def test_after_kill_9_all_visitors_come_back_with_the_same_figures(room: Room, browser: BrowserContext) -> None:
    opened = OpenPage(browser, room.url)
    name = next(cookie["value"] for cookie in opened.page.context.cookies(room.url) if cookie["name"] == "replica")
    leaving, staying = room.replica(name), next(other for other in room.replicas if other.name != name)
    people = _visitors(room)
    theirs = [visitor for visitor in people if visitor.replica == leaving.name]
    others = [visitor for visitor in people if visitor.replica == staying.name]
    assert theirs
    assert others

    start = time.monotonic()
    assert leaving.send(signal.SIGKILL) == -signal.SIGKILL
    _assert_all_come_back(leaving, staying, theirs)
    opened.lesson.wait_until_idle()
    assert time.monotonic() - start < BACK_WITHIN
    opened.expect_as_before()
    opened.page.close()
    for visitor in others:
        visitor.move("heads", 30)
        visitor.leave()
