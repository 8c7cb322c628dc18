"""Fixtures of the browser tests: a server for the whole run, servers without any earlier visit, and the page object."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.browser import browser, new_page, page
from tests.support.harness import Server, assert_clean_log, serve
from tests.support.lesson import Lesson

__all__ = ["browser", "new_page", "page"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the app on a free port; an exception in its log fails the run at the end."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    with serve(log) as running:
        yield running
    assert_clean_log(log)


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Start servers that have not answered any request yet: ``fresh_server().url``."""
    with ExitStack() as running:
        logs: list[Path] = []

        def start() -> Server:
            logs.append(tmp_path / f"fresh-{len(logs)}.log")
            return running.enter_context(serve(logs[-1]))

        yield start
    for log in logs:
        assert_clean_log(log)


@pytest.fixture
def lesson(page: Page, server: Server) -> Lesson:
    """Return the page object, on the shared server."""
    return Lesson(page, server.url)
