"""The learner's forecasts in the browser's own storage: a reload, another tab, and one press that erases them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from core.likelihood.counts import Counts
from pages._kit.forecasts.record import Forecast, to_text
from tests.support.harness import Server
from tests.support.lesson import Lesson
from tests.support.watch import Watch

KEY = "learning-is-inference.forecasts"
MADE = [Forecast("likelihood.more-flips", (0.2, 0.7, 0.1), Counts(7, 3))]
KEEP = f"(text) => localStorage.setItem('{KEY}', text)"
KEPT = f"() => localStorage.getItem('{KEY}')"


@pytest.fixture
def two_tabs(browser: BrowserContext, server: Server) -> Iterator[tuple[Lesson, Lesson]]:
    """Two tabs of one visitor, whose storage outlives a reload."""
    watch, pages = Watch(), [browser.new_page(), browser.new_page()]
    for page in pages:
        watch.follow(page)
    yield Lesson(pages[0], server.url), Lesson(pages[1], server.url)
    pages[0].evaluate("() => localStorage.clear()")
    for page in pages:
        page.close()
    watch.check()


def test_what_the_browser_keeps_comes_back_and_is_erased_in_all_tabs(
    two_tabs: tuple[Lesson, Lesson], tmp_path: Path
) -> None:
    lesson, other = two_tabs
    first, second = lesson.open().page, other.open().page
    line = re.compile("1 of .* answered")
    expect(first.get_by_text("None yet")).to_be_visible()
    second.evaluate(KEEP, to_text(MADE))  # tells the other tab, not this one
    expect(first.get_by_text(line)).to_be_visible()
    second.reload()
    expect(second.get_by_text(line)).to_be_visible()

    lesson.open("big-picture?scene=calibration")
    lesson.expect_metric("Forecasts, all lessons", re.compile("1 of"))
    with first.expect_download() as saved:
        first.get_by_role("button", name="Save as a file").click()
    saved.value.save_as(tmp_path / "forecasts.json")
    lesson.button("Erase all").click()
    expect(first.get_by_text("You have made no forecast yet")).to_be_visible()
    assert first.evaluate(KEPT) is None
    expect(second.get_by_text("None yet")).to_be_visible()

    first.locator("input[type=file]").set_input_files(tmp_path / "forecasts.json")
    expect(first.get_by_text("1 forecast is back")).to_be_visible()
    expect(second.get_by_text(line)).to_be_visible()
    assert "forecast" not in first.url
