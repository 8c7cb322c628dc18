"""Fixtures of the deployed course: one room for all of its tests, and the browser of the browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import browser, new_page, page
from tests.support.room import Room

__all__ = ["browser", "new_page", "page"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and "room" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.room)
            # The first of them waits for the room as well.
            item.add_marker(pytest.mark.timeout(300))


@pytest.fixture(scope="session")
def opened_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Two replicas behind nginx, ready; by the end none may have logged an error."""
    opened = Room(tmp_path_factory.mktemp("room"))
    try:
        opened.open()
        yield opened
    finally:
        opened.close()
    for replica in opened.replicas:
        opened_log = replica.log.read_text(encoding="utf-8")
        assert '"level": "error"' not in opened_log, opened_log
        assert "Traceback" not in opened_log, opened_log


@pytest.fixture
def room(opened_room: Room) -> Room:
    """Hand out the room with both replicas up: the test before may have killed one."""
    for replica in opened_room.replicas:
        if not replica.runs:
            replica.start()
            replica.wait_until_ready()
    return opened_room
