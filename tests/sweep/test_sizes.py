"""Each scene in each size: axis titles, figures and strip inside the window, no text cut off, nothing over another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.harness import Server
from tests.support.lesson import Lesson
from tests.support.walk import SCENES

SIZES = ((1440, 900), (1280, 720), (1024, 768), (1920, 1080))
ZOOMED = (720, 450)
"""What a window of 1440 x 900 holds at 200 % zoom, where each of these pixels is two by two."""
PHONES = ((390, 844), (360, 640))
OUTSIDE, CUT = (Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("outside.js", "cut.js"))
SCROLLS = "(main => main.scrollHeight > main.clientHeight)(document.querySelector('[data-testid=\"stMain\"]'))"


def open_scene(page: Page, server: Server, slug: str, scene: str, present: str = "") -> Lesson:
    lesson = Lesson(page, server.url).open(f"{slug}?scene={scene}{present}")
    page.locator(".st-key-strip button").first.wait_for()  # a cold server may seem idle before its first run
    lesson.wait_until_idle()
    page.wait_for_timeout(400)
    lesson.expect_no_error()
    return lesson


@pytest.mark.parametrize("present", ["", "&present=1"], ids=["laptop", "projector"])
@pytest.mark.parametrize(("slug", "scene"), SCENES)
def test_a_scene_fits_the_window(
    new_page: Callable[..., Page], server: Server, slug: str, scene: str, present: str
) -> None:
    page = new_page()
    open_scene(page, server, slug, scene, present)
    outside = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)
        found = page.evaluate(OUTSIDE) + page.evaluate(CUT)
        if present and page.evaluate(SCROLLS):
            found.append("scrolls")
        if found:
            outside[f"{width} x {height}"] = found
    assert not outside


@pytest.mark.parametrize(("slug", "scene"), SCENES)
def test_at_200_percent_nothing_is_cut_and_the_page_scrolls(
    new_page: Callable[..., Page], server: Server, slug: str, scene: str
) -> None:
    width, height = ZOOMED
    page = new_page(width=width, height=height)
    page.context.new_cdp_session(page).send(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": False},
    )
    open_scene(page, server, slug, scene)
    assert page.evaluate("[innerWidth, innerHeight, devicePixelRatio]") == [width, height, 2]
    assert not page.evaluate(CUT)
    strip = page.locator(".st-key-strip button").first
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    assert box and box["y"] + box["height"] <= height


@pytest.mark.parametrize(("slug", "scene"), SCENES)
def test_on_a_phone_chart_strip_and_a_control_are_in_view_together(
    new_page: Callable[..., Page], server: Server, slug: str, scene: str
) -> None:
    width, height = PHONES[0]
    page = new_page(width=width, height=height)
    open_scene(page, server, slug, scene)
    for width, height in PHONES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not page.evaluate(CUT)
        strip = page.locator(".st-key-strip_row").bounding_box()
        assert strip and strip["y"] + strip["height"] <= height + 1
        controls = page.locator(".st-key-controls :is(input, button)").locator("visible=true")
        if not controls.count() or not page.locator(".st-key-hero svg.marks").count():
            continue
        controls.first.scroll_into_view_if_needed()
        chart = page.locator(".st-key-hero svg.marks").first.bounding_box()
        control = controls.first.bounding_box()
        assert chart and control
        assert chart["y"] >= -chart["height"] / 4, "the chart stays in view while a control is used"
        assert control["y"] + control["height"] <= strip["y"] + 1
