"""The learner's forecasts in the browser's own storage: a reload, another tab, and one press that erases them."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from core.likelihood.counts import Counts
from pages._kit import course
from pages._kit.forecasts.record import Forecast, to_text
from tests.support.harness import Server
from tests.support.lesson import Lesson
from tests.support.watch import Watch

KEY = "learning-is-inference.forecasts"
MADE = [Forecast("likelihood.more-flips", (0.2, 0.7, 0.1), Counts(7, 3))]
KEEP = f"(text) => localStorage.setItem('{KEY}', text)"
KEPT = f"() => localStorage.getItem('{KEY}')"
KEEPING = (Path(course.__file__).parent / "keeping.js").read_text(encoding="utf-8")
TOLD = """(versions) => {
  const said = [], page = { kept: {}, texts: {}, tellings: 0, send: (name, { text }) => said.push(text) };
  %s
  for (const version of versions) keep("forecasts", version, version.session);
  return said;
}"""


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


@pytest.mark.sweep
def test_the_table_of_misconceptions_does_not_widen_a_phones_page(
    new_page: Callable[..., Page], server: Server
) -> None:
    page = Lesson(new_page(width=390, height=844), server.url).open("big-picture?scene=calibration").page
    box = page.locator(".st-key-misconceptions")
    box.locator("summary").press("Enter")
    box.get_by_role("cell", name="Base-rate neglect").wait_for()
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") == 0


def test_a_new_session_of_an_open_page_is_told_what_the_browser_keeps(two_tabs: tuple[Lesson, Lesson]) -> None:
    """As after a restart: else its first forecast would take the place of all that the browser has kept."""
    page = two_tabs[0].open().page
    page.evaluate(KEEP, "kept")
    first, second = ({"text": "", "changes": 0, "session": name} for name in ("one", "two"))
    assert page.evaluate(TOLD % KEEPING, [first, first, second, second]) == ["kept", "kept"]
    changed = {"text": "new", "changes": 1, "session": "two"}
    assert page.evaluate(TOLD % KEEPING, [second, changed, changed]) == ["kept"]
    assert page.evaluate(KEPT) == "new"


def test_a_session_that_has_not_been_told_the_browsers_token_leaves_it(two_tabs: tuple[Lesson, Lesson]) -> None:
    """As one does that opens a host link, or a room, in a browser that is a participant already."""
    page = two_tabs[0].open().page
    told = (TOLD % KEEPING).replace('"forecasts"', '"room"')

    def kept() -> dict[str, object]:
        return dict(json.loads(page.evaluate(KEPT.replace("forecasts", "room"))))

    page.evaluate(KEEP.replace("forecasts", "room"), '{"me":"mine"}')
    leads = {"text": '{"hosts":{"KXMPT":"secret"}}', "changes": 1, "session": "one"}
    assert page.evaluate(told, [leads]) == []
    assert kept() == {"me": "mine", "hosts": {"KXMPT": "secret"}}
    page.evaluate(told, [{"text": "", "changes": 2, "session": "one"}])
    assert kept() == {"me": "mine"}
    assert page.evaluate(told, [leads | {"ask": True}]) == ['{"hosts":{"KXMPT":"secret"},"me":"mine"}']
