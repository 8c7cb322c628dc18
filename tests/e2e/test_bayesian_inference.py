"""Lesson 5 in a browser: fields and links, chips by hand, flips by key and clock, the phone, and who listens."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

CURVES = re.compile("^Prior, likelihood and posterior of θ")
CHIPS = re.compile("^Chips in ten bins")
WALK = re.compile("^Left: belief before the latest flips")
SEED = "bayesian-inference?heads=7&tails=3&a=10&b=10"


def test_prior_level_and_kind_move_the_curves_and_the_address(lesson: Lesson) -> None:
    lesson.open(SEED)
    lesson.expect_metric("Posterior", "Beta(17, 13)")
    lesson.expect_metric("MAP θ̂", "0.571")
    lesson.expect_metric("Posterior mean", "0.567")
    figure = lesson.page.get_by_test_id("stMetric").nth(5).bounding_box()
    assert figure and figure["y"] + figure["height"] <= 900, "the figures are above the fold"
    lesson.chart(CURVES).get_by_text("posterior Beta(17, 13)").wait_for()
    lesson.slider("Credible level").focus()
    lesson.page.keyboard.press("Home")
    lesson.expect_metric("Credible interval", re.compile(r"^0\.50\d to 0\.62\d$"))
    lesson.page.wait_for_url(re.compile(r"level=0\.5(&|$)"))
    lesson.number("Prior a").fill("0.5")
    lesson.number("Prior a").press("Enter")
    lesson.expect_metric("Posterior", "Beta(7.5, 13)")
    lesson.chart(CURVES).get_by_text("prior Beta(0.5, 10)").wait_for()
    lesson.page.wait_for_url(re.compile(r"a=0\.5(&|$)"))
    expect(lesson.page.get_by_text("from scipy.stats import beta")).to_have_count(1)
    lesson.button("700 / 300").click()
    lesson.expect_metric("Posterior", "Beta(700.5, 310)")
    expect(lesson.page.get_by_role("radio", name="whole axis")).to_have_count(1)
    lesson.expect_no_error()


def test_chips_are_pressed_in_and_out(lesson: Lesson) -> None:
    lesson.open(SEED)
    lesson.page.get_by_role("radio", name="chips").click()
    lesson.page.get_by_text("0 of 20 left.").wait_for()
    lesson.expect_metric("Posterior", "Beta(17, 13)")

    def press(along: float, down: float) -> None:
        box = lesson.chart(CHIPS).locator("svg.marks").bounding_box()
        assert box
        lesson.page.mouse.click(box["x"] + along * box["width"], box["y"] + down * box["height"])

    press(0.55, 0.6)
    lesson.page.get_by_text("1 of 20 left.").wait_for()
    press(0.55, 0.6)
    lesson.page.get_by_text("2 of 20 left.").wait_for()
    press(0.85, 0.2)
    lesson.page.get_by_text("1 of 20 left.").wait_for()
    expect(lesson.number("Prior a")).not_to_have_value("10")
    lesson.page.wait_for_url(re.compile(r"a=\d+(\.\d+)?&?.*b=\d"))
    lesson.expect_no_error()


def test_flips_are_walked_by_key_and_played_to_the_end(lesson: Lesson) -> None:
    lesson.open(SEED)
    lesson.expect_metric("Posterior", "Beta(17, 13)")
    lesson.page.get_by_role("heading", level=1).click()
    lesson.page.keyboard.press("ArrowLeft")
    lesson.page.get_by_text("Step 9 / 10").wait_for()
    lesson.wait_until_idle()  # presses that come while a script runs may count as one
    lesson.page.keyboard.press("ArrowLeft")
    lesson.page.get_by_text("Step 8 / 10").wait_for()
    lesson.chart(WALK).get_by_text("heads: θ").wait_for()
    lesson.wait_until_idle()
    lesson.page.keyboard.press("p")
    lesson.page.get_by_text("Step 10 / 10").wait_for()
    expect(lesson.button("Pause")).to_have_count(0)
    expect(lesson.page.get_by_text("the prior of what comes next")).to_have_count(1)
    lesson.expect_metric("Posterior", "Beta(17, 13)")


def test_on_a_phone_the_chart_comes_first_and_nothing_is_wider(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(width=390, height=844), server.url).open(SEED)
    lesson.expect_metric("P(next is heads)", "0.567")
    chart, field = lesson.chart(CURVES).bounding_box(), lesson.number("Prior a").bounding_box()
    assert chart and field and chart["y"] < field["y"]
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_it_is_accessible(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(color_scheme="dark"), server.url).open("bayesian-inference?heads=0&tails=5&a=0.5&b=0.5")
    lesson.page.get_by_role("radio", name="chips").click()
    lesson.page.get_by_text("of 20 left.").wait_for()
    lesson.page.get_by_role("radio", name="Light").click()
    lesson.expect_metric("Mean of μ", "24.34")
    assert_accessible(lesson.page)
