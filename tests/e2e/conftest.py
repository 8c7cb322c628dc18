"""Fixtures of the browser tests: one server and one browser for all, a new context for each test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.support.harness import BROWSER_ARGS, Server, assert_clean_log, find_chromium, serve
from tests.support.lesson import Lesson
from tests.support.watch import Watch

ColorScheme = Literal["light", "dark"]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the app on a free port; no exception may have reached its log by the end."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    with serve(log) as running:
        yield running
    assert_clean_log(log)


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Start servers that nobody has asked anything yet: ``fresh_server().url``."""
    with ExitStack() as running:
        logs: list[Path] = []

        def start() -> Server:
            logs.append(tmp_path / f"fresh-{len(logs)}.log")
            return running.enter_context(serve(logs[-1]))

        yield start
    for log in logs:
        assert_clean_log(log)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Launch Chromium; a machine without one fails here.

    The client's scripts are fetched once (the profile is on disk) and compiled once and not for every test: all pages
    share one process, which an empty page of the same host keeps alive. Their first run is compiled, not interpreted.
    """
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=find_chromium(),
            args=[*BROWSER_ARGS, "--process-per-site", "--js-flags=--always-sparkplug"],
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        blank = context.new_page()
        blank.route("**", lambda route: route.fulfill(body=""))
        blank.goto("http://127.0.0.1/")
        yield context
        context.close()


@pytest.fixture
def new_page(browser: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Open watched pages, each as a new visitor: ``new_page(color_scheme="dark", width=390)``."""
    pages: list[Page] = []
    watch = Watch()

    def open_page(color_scheme: ColorScheme = "light", width: int = 1440, height: int = 900) -> Page:
        page = browser.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme)
        page.add_init_script("localStorage.clear()")  # what an earlier visitor left
        watch.follow(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    watch.check()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Open one light page of 1440 x 900."""
    return new_page()


@pytest.fixture
def lesson(page: Page, server: Server) -> Lesson:
    """Hand out the page object, on the shared server."""
    return Lesson(page, server.url)
