"""Lesson 8's trajectory in a browser: by key and played, one chart through all moves, the settings, phone and axe."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from core.sampling.walk import DRAWS, summary, walk
from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

PLANE = re.compile("^The plane of two weights: rings of equal posterior density")


def test_a_trajectory_is_walked_by_key_and_settings_are_compared(lesson: Lesson) -> None:
    lesson.open("big-picture")
    chart = lesson.chart(PLANE)
    chart.get_by_text("accepted").wait_for()
    chart.locator("svg").evaluate("svg => { svg.dataset.first = 'yes'; }")
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.get_by_text("Trajectory 2. A kick in a random direction").wait_for()
    lesson.expect_metric("Energy error", "0.000 nats")
    expect(chart.get_by_text("accepted")).to_have_count(0)
    lesson.wait_until_idle()  # presses that come while a script runs may count as one
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.get_by_text("Leapfrog step 1 of 10").wait_for()
    lesson.page.keyboard.press("p")
    lesson.page.get_by_text(re.compile(r"^Trajectory ([3-9]|\d\d+): ")).wait_for()
    lesson.page.keyboard.press("p")
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.slider("Draws of each chain").press("End")
    for preset, setting in (("Circle", (0.15, 10)), ("Bold", (0.35, 10)), ("Good", (0.1, 10))):
        lesson.button(preset).click()
        whole = summary(walk(*setting), DRAWS)
        lesson.expect_metric("Acceptance", f"{whole.acceptance:.3f}")
        lesson.expect_metric("Effective sample size", f"{whole.ess:,.0f}")
    lesson.page.get_by_text(f"Trajectory {DRAWS}: ").wait_for()
    assert chart.locator("svg").get_attribute("data-first") == "yes", "the chart was built anew"
    lesson.expect_no_error()


def test_on_a_phone_the_plane_comes_before_its_settings(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(color_scheme="dark", width=390, height=844), server.url).open("big-picture")
    chart, play = lesson.chart(PLANE).bounding_box(), lesson.button("Play").bounding_box()
    field = lesson.slider("Leapfrog step").bounding_box()
    assert chart and play and field and chart["y"] < play["y"] < field["y"]
    assert play["y"] + play["height"] - chart["y"] <= 844, "the plane and its buttons are on one screen"
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(lesson.page, context=".st-key-stage_hmc")
