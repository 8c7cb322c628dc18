"""A finger on the charts of all scenes: points follow it, taps read, and a swipe scrolls without moving anything."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.support.finger import Finger, at, expect_ring
from tests.support.harness import Server
from tests.support.lesson import Lesson
from tests.support.walk import SCENES
from tests.sweep.test_sizes import PHONES, open_scene

WITHOUT_CHART = {("log-likelihood", "losses"), ("big-picture", "table"), ("training-lab", "end")}
WITH_CHART = [scene for scene in SCENES if scene not in WITHOUT_CHART]

DRAGGED = {
    "coin": "likelihood?paint=false",
    "painted": "likelihood?paint=true",
    "near the peak": "likelihood?heads=700&tails=300&paint=false",
    "counts": "likelihood?data=horse-kicks",
    "readings": "likelihood?data=newcomb",
    "plane": "likelihood?data=newcomb&view=surface",
    "sum": "log-likelihood",
    "zoomed": "log-likelihood?heads=7000&tails=3000",
}
"""The charts with a point that a finger moves. Elsewhere fields move what the chart shows."""
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def main_chart(page: Page) -> Locator:
    return page.locator(".st-key-hero svg.marks").first


@pytest.mark.parametrize("path", DRAGGED.values(), ids=DRAGGED)
@pytest.mark.parametrize(("width", "height"), PHONES)
def test_the_ring_is_under_the_finger(
    new_page: Callable[..., Page], server: Server, width: int, height: int, path: str
) -> None:
    page = new_page(width=width, height=height)
    finger = Finger(page)
    lesson = Lesson(page, server.url).open(path)
    page.wait_for_timeout(400)
    chart = main_chart(page)
    finger.down(*at(chart, 0.58, 0.4))
    finger.move(*at(chart, 0.7, 0.4))  # sideways, beyond a browser's tolerance
    for share in (0.66, 0.8, 0.71, 0.73):
        for down in (0.35, 0.5):  # up and down, over other marks: a drag is read along the axis
            x, y = at(chart, share, down)
            finger.move(x, y)
            expect_ring(page, x)
    finger.up()
    page.wait_for_function("(before) => location.href !== before", arg=f"{server.url}/{path}")
    lesson.wait_until_idle()
    expect_ring(page, x)
    lesson.expect_no_error()


def test_a_finger_beside_the_panel_moves_nothing_and_one_that_leaves_it_is_followed_to_its_end(
    new_page: Callable[..., Page], server: Server
) -> None:
    width, height = PHONES[0]
    page = new_page(width=width, height=height)
    finger = Finger(page)
    lesson = Lesson(page, server.url).open("log-likelihood")
    chart, address = main_chart(page), page.url
    finger.down(*at(chart, 0.25, 0.5))
    finger.move(*at(chart, 0.7, 0.5))
    finger.up()
    page.wait_for_timeout(700)
    assert page.url == address
    finger.down(*at(chart, 0.7, 0.5))
    for share in (0.8, 0.9, 1.05):
        finger.move(*at(chart, share, 0.5))
    finger.up()
    page.wait_for_url(re.compile(r"theta=1(\.0)?$"))
    lesson.expect_no_error()


def test_a_tap_moves_the_ring_to_its_place(new_page: Callable[..., Page], server: Server) -> None:
    width, height = PHONES[0]
    page = new_page(width=width, height=height)
    finger = Finger(page)
    Lesson(page, server.url).open("log-likelihood")
    x, y = at(main_chart(page), 0.8, 0.4)
    finger.tap(x, y)
    page.wait_for_url(re.compile("theta="))
    expect_ring(page, x)


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("map-estimation", r"θ = 0\.\d{3}.*= −?[\d.]+ nats"),
        ("?step=8", r"penalty .+ NLL .+ objective"),
    ],
)
def test_what_a_tap_reads_stays(new_page: Callable[..., Page], server: Server, path: str, read: str) -> None:
    width, height = PHONES[0]
    page = new_page(width=width, height=height)
    finger = Finger(page)
    Lesson(page, server.url).open(path)
    chart = page.locator(".st-key-hero svg.marks").last
    assert not re.search(read, chart.text_content() or "")
    finger.tap(*at(chart, 0.6, 0.5))
    page.wait_for_timeout(500)
    assert re.search(read, chart.text_content() or "")


def test_a_tap_on_a_map_stays(new_page: Callable[..., Page], server: Server) -> None:
    width, height = PHONES[0]
    page = new_page(width=width, height=height)
    finger = Finger(page)
    Lesson(page, server.url).open("big-picture?n_points=20")
    chart = main_chart(page)
    chart.get_by_text(re.compile(r"^p = ")).first.wait_for()
    before = chart.get_by_text(re.compile(r"^p = ")).all_text_contents()
    x, y = at(chart, 0.23, 0.3)
    finger.tap(x, y)
    page.wait_for_timeout(500)
    assert chart.get_by_text(re.compile(r"^p = ")).all_text_contents() != before
    after = chart.get_by_text(re.compile(r"^p = ")).all_text_contents()
    finger.swipe_up(*at(chart, 0.98, 0.02), way=100)  # beside the maps
    page.wait_for_timeout(500)
    assert chart.get_by_text(re.compile(r"^p = ")).all_text_contents() == after


@pytest.mark.parametrize(("slug", "scene"), WITH_CHART)
def test_a_swipe_over_a_chart_scrolls_and_moves_nothing_else(
    new_page: Callable[..., Page], server: Server, slug: str, scene: str
) -> None:
    width, height = PHONES[0]
    page = new_page(width=width, height=height)
    finger = Finger(page)
    open_scene(page, server, slug, scene)
    for width, height in PHONES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        page.wait_for_timeout(400)
        address = page.url
        finger.swipe_up(*at(main_chart(page), 0.7, 0.7), way=150)
        page.wait_for_function(f"{SCROLLED} > 80", timeout=5000)
        page.wait_for_timeout(700)  # a drag would have reached the address by now
        assert page.url == address


@pytest.mark.parametrize(("slug", "scene"), WITH_CHART)
def test_while_a_scene_plays_and_while_its_slider_moves_the_chart_is_in_view(
    new_page: Callable[..., Page], server: Server, slug: str, scene: str
) -> None:
    page = new_page()
    for width, height in PHONES:
        page.set_viewport_size({"width": width, "height": height})
        lesson = open_scene(page, server, slug, scene)
        strip = page.locator(".st-key-strip_row").bounding_box()
        assert strip
        slider = page.locator('.st-key-controls [role="slider"]')
        if slider.count():
            slider.first.scroll_into_view_if_needed()
            slider.first.press("ArrowRight")
            lesson.wait_until_idle()
            assert in_view(main_chart(page), strip["y"])
            thumb = slider.first.bounding_box()
            assert thumb and 0 <= thumb["y"] <= strip["y"]
        play = lesson.button("Play")
        if play.count() and play.is_enabled():
            play.click()
            page.wait_for_timeout(500)
            main_chart(page).wait_for()
            assert in_view(main_chart(page), strip["y"])
        lesson.expect_no_error()


def in_view(chart: Locator, bottom: float) -> bool:
    """Whether at least three quarters of the chart are on the screen, above the strip."""
    box = chart.bounding_box()
    assert box
    shown = min(box["y"] + box["height"], bottom) - max(box["y"], 0)
    return shown >= 0.75 * box["height"]
