"""WebKit and Firefox show every scene as Chromium does: drawn, inside the window, and without an error."""

import time
from collections.abc import Callable

import pytest
from selenium.webdriver import Keys

from pages._kit import course
from pages._kit.course import Lesson
from tests.browsers.firefox import Firefox
from tests.browsers.webkit import WebKit
from tests.support.harness import Server
from tests.support.lesson import IDLE
from tests.sweep.test_sizes import OUTSIDE, SCENES

Tab = WebKit | Firefox

pytestmark = pytest.mark.timeout(600)  # on a busy machine, a browser and the first page of a server take a minute each

WITHOUT_CHART = {("log-likelihood", "losses"), ("big-picture", "table"), ("training-lab", "end")}
CHARTS = 'document.querySelectorAll(".st-key-hero svg.marks").length'
RED_BOXES = """[...document.querySelectorAll('[data-testid="stException"], [data-testid="stAlertContentError"]')]
  .map((box) => box.innerText)"""
# What tells one step from the next: the address, the count in the strip, or in the lab the figure "Step".
PLACE = """location.pathname + location.search
  + [...document.querySelectorAll('.st-key-strip, .st-key-hero [data-testid="stMetricValue"]')]
  .map((part) => part.innerText)
"""
QUESTION = 'document.querySelector("h1").innerText.trim()'


def wait_until(condition: Callable[[], object], what: str, seconds: float = 150) -> None:
    """Wait until the condition holds. If it does not, fail, and say by ``what`` it means."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"Within {seconds} s not: {what}"
        time.sleep(0.1)


def wait_until_idle(tab: Tab) -> None:
    wait_until(lambda: tab.evaluate(f"({IDLE})()"), "the page is idle")


def open_scene(tab: Tab, server: Server, slug: str, scene: str) -> None:
    tab.open(f"{server.url}/{slug}?scene={scene}")
    # Before its first run, a page is idle as well.
    wait_until(lambda: tab.evaluate("Boolean(document.querySelector('.st-key-strip button'))"), "the strip is drawn")
    wait_until_idle(tab)


def expect_no_error(tab: Tab) -> None:
    assert tab.evaluate(RED_BOXES) == []
    assert tab.errors() == []


def expect_all_inside(tab: Tab, seconds: float = 60) -> None:
    """Wait until axis titles, figures and strip lie inside the window: a chart takes its height a little later."""
    end = time.monotonic() + seconds
    while outside := tab.evaluate(f"({OUTSIDE})()"):
        assert time.monotonic() < end, outside
        time.sleep(0.1)


@pytest.mark.parametrize(("slug", "scene"), SCENES)
def test_a_scene_is_drawn_inside_the_window(tab: Tab, server: Server, slug: str, scene: str) -> None:
    open_scene(tab, server, slug, scene)
    if (slug, scene) in WITHOUT_CHART:
        assert tab.evaluate(CHARTS) == 0
    else:
        wait_until(lambda: tab.evaluate(CHARTS), "a chart is drawn")
    expect_all_inside(tab)
    expect_no_error(tab)


@pytest.mark.parametrize("here", course.LESSONS, ids=lambda here: here.slug or "overview")
def test_a_key_takes_a_step_and_the_strip_leads_to_the_next_lesson(tab: Tab, server: Server, here: Lesson) -> None:
    open_scene(tab, server, here.slug, here.scenes[0].slug)
    before = tab.evaluate(PLACE)
    tab.press(Keys.PAGE_DOWN)
    wait_until(lambda: tab.evaluate(PLACE) != before, "PageDown takes a step")
    wait_until_idle(tab)
    _, after = course.neighbors(here)
    if after:
        tab.click(".st-key-lesson_after a")
        wait_until(lambda: tab.evaluate(QUESTION) == after.question, f"the page asks {after.question!r}")
        wait_until_idle(tab)
    expect_no_error(tab)


def test_errors_of_a_page_are_noticed(tab: Tab, server: Server) -> None:
    open_scene(tab, server, "", "chain")
    expect_no_error(tab)
    tab.evaluate('console.error("written") ?? setTimeout(() => { throw new Error("thrown"); })')
    wait_until(lambda: len(tab.errors()) == 2, "both errors are noticed")
    assert "written" in tab.errors()[0]
    assert "thrown" in tab.errors()[1]
