"""Pytest fixtures for tests in a real browser: one Chromium for the whole run, and pages that are watched for errors.

A conftest.py imports the fixtures that its tests use.
"""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.support.harness import BROWSER_ARGS, find_chromium
from tests.support.watch import Watch

ColorScheme = Literal["light", "dark"]


def ask_and_press(clock: str, said: str, button: str) -> str:
    """JavaScript that asks as a clock and presses a button in one moment, of which Streamlit would make one message.

    It does both once the page rests and has drawn them, and is false before.
    """
    return f"""(() => {{
      const clock = {clock};
      const button = document.querySelector("{button}");
      const ask = () => clock.tell({said});
      if (!clock || !button || !window.learningIsInference?.aside?.(ask)) return false;
      button.click();
      if (learningIsInference.isQuiet()) throw new Error("A clock would ask right after the press.");
      return true;
    }})()"""


def ask_and_say_too_fast() -> str:
    """``ask_and_press`` for a phone of a room and its button "Too fast"."""
    clock = "window.learningIsInferenceClocks?.byName.watch"
    return ask_and_press(clock, "'tick', 'in this moment'", ".st-key-feel_fast button")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """Launch Chromium. A machine without Chromium fails here.

    Streamlit's scripts are fetched and compiled once for all tests: the browser keeps its cache on disk, and an empty
    page of the same host keeps the process alive that all pages share.
    """
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"),
            executable_path=find_chromium(),
            # Sparkplug compiles a script before its first run, which would be interpreted otherwise.
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
    """Open watched pages, each as a new visitor: ``new_page(color_scheme="dark", width=390)``.

    With ``keeps_at``, the address of a shared server, the page keeps what it stores there when it is loaded again.
    """
    pages: list[Page] = []
    watch = Watch()

    def open_page(
        color_scheme: ColorScheme = "light", width: int = 1440, height: int = 900, keeps_at: str = ""
    ) -> Page:
        page = browser.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme)
        # All pages share one profile: a new visitor must not find what an earlier one left.
        if keeps_at:
            page.goto(f"{keeps_at}/healthz")
            page.evaluate("localStorage.clear()")
        else:
            page.add_init_script("localStorage.clear()")
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
