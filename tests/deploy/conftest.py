"""Fixtures for the tests of the shared server: two replicas behind nginx, one without nginx, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import browser, new_page, page
from tests.support.harness import free_port
from tests.support.room import Replica, Room

__all__ = ["browser", "new_page", "page"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and "room" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.room)
            # The first of these tests also waits until both replicas are ready.
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def opened_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Start two replicas behind nginx. An error in the log of a replica fails the run at the end."""
    opened = Room(tmp_path_factory.mktemp("room"))
    try:
        opened.open()
        yield opened
    finally:
        opened.close()
    for replica in opened.replicas:
        _assert_clean_log(replica)


@pytest.fixture
def room(opened_room: Room) -> Room:
    """Return the room with both replicas running: an earlier test may have stopped one."""
    for replica in opened_room.replicas:
        _start(replica)
    return opened_room


@pytest.fixture
def replica(tmp_path: Path) -> Iterator[Replica]:
    """Start one replica without a proxy. An error in its log fails the test at the end."""
    alone = Replica("1", free_port(), tmp_path / "replica.log")
    try:
        _start(alone)
        yield alone
    finally:
        alone.stop()
    _assert_clean_log(alone)


def _start(replica: Replica) -> None:
    if not replica.runs:
        replica.start()
        replica.wait_until_ready()


def _assert_clean_log(replica: Replica) -> None:
    log = replica.log.read_text(encoding="utf-8")
    assert '"level": "error"' not in log, log
    assert "Traceback" not in log, log
