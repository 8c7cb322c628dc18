"""A first visit on a slow line: what the page says, and the places that it holds open."""

from contextlib import suppress

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from tests.support.room import Room

SCRIPTS = "**/static/js/index.*"
CHARTS = "**/static/js/embed.*"
ICONS = "**/static/media/MaterialSymbols*"
STANDS_AT = """([x, y]) => {
  const box = document.querySelector("#root h1").getBoundingClientRect();
  return Math.abs(box.x - x) < 2 && Math.abs(box.y - y) < 12;
}"""
# Streamlit gives the icon of an expander another test id than those of buttons.
ICON = '[translate="no"][aria-hidden="true"]'
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


def _hold(page: Page, pattern: str) -> list[Route]:
    """Let requests for ``pattern`` wait until the test goes on with them."""
    held: list[Route] = []
    page.route(pattern, lambda route: held.append(route))
    return held


def _go_on(page: Page, pattern: str, held: list[Route]) -> None:
    page.unroute(pattern)
    for route in held:
        with suppress(Error):  # the browser may have given up a font, and asked for it again
            route.continue_()


@pytest.mark.parametrize("size", SIZES)
def test_a_page_says_what_is_coming_and_holds_its_places_open(room: Room, browser: BrowserContext, size: str) -> None:
    page = browser.new_page()  # not watched: a script that is held to the end of the test is an error of the page
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    wire = page.context.new_cdp_session(page)
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    # An earlier test may have led a room in this browser: its bar would stand until it is known to have ended.
    page.goto(f"{room.replicas[0].url}/healthz")
    page.evaluate("() => localStorage.clear()")
    scripts, charts, icons = _hold(page, SCRIPTS), _hold(page, CHARTS), _hold(page, ICONS)

    page.goto(f"{room.replicas[0].url}/likelihood", wait_until="commit")
    coming = page.locator("#coming")
    expect(coming).to_contain_text("The data stay fixed. Which θ makes them most probable?")
    expect(coming.get_by_text("The lesson is on its way.")).to_be_in_viewport()
    promised = coming.locator(".question").bounding_box()

    _go_on(page, SCRIPTS, scripts)
    question = page.get_by_role("heading", level=1)
    expect(question).to_be_in_viewport()
    expect(coming).to_be_hidden()
    page.wait_for_function("() => window.learningIsInference?.started")
    assert promised
    page.wait_for_function(STANDS_AT, arg=[promised["x"], promised["y"]])
    place = page.locator(".st-key-hero > .stPrintGraphic")
    expect(place.get_by_test_id("stSkeleton")).to_be_in_viewport()
    expect(page.locator('[data-testid="stApp"]')).to_have_attribute("data-test-script-state", "notRunning")
    # The name of an icon, "download" for example, must not be read as a word.
    expect(page.locator(ICON).filter(visible=True)).to_have_count(0)
    held_open = place.bounding_box()

    _go_on(page, CHARTS, charts)
    _go_on(page, ICONS, icons)
    place.locator("svg.marks").wait_for()
    expect(page.locator(ICON).filter(visible=True)).not_to_have_count(0)
    assert place.bounding_box() == held_open
    page.close()
