"""Lesson 4 in a browser: both climbs, the language model as it trains, the learner's text, the phone, axe."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

CLIMB = re.compile("^Left: the mean log-likelihood")
WORDS = re.compile("^Left: for each next word")
SLOW = re.compile("^A row for each next word")


def press(lesson: Lesson, button: str) -> None:
    """Press one of the buttons that this page has three of, by its key: "ascent_next", "lm_play", "slow_next"."""
    lesson.page.locator(f".st-key-{button}").get_by_role("button").click()


def test_newton_arrives_while_gradient_ascent_walks(lesson: Lesson) -> None:
    lesson.open("training-is-mle?heads=7&tails=3&method=newton&lr=1")
    lesson.expect_metric("θ now", "0.500")
    lesson.expect_metric("Steps to θ̂ ± 0.001", "22 / 2")
    chart = lesson.chart(CLIMB)
    chart.get_by_text("gradient", exact=True).wait_for()
    chart.get_by_text("Newton", exact=True).wait_for()
    loss = lesson.metric("Cross-entropy")
    for theta in ("0.690", "0.700"):
        press(lesson, "ascent_next")
        lesson.expect_metric("θ now", theta)
        chart.get_by_text(f"θ = {theta}").wait_for()
    press(lesson, "ascent_back")
    lesson.expect_metric("θ now", "0.690")
    lesson.page.get_by_role("radiogroup", name="Method").get_by_text("gradient").click()
    lesson.expect_metric("θ now", "0.550")
    expect(lesson.page).not_to_have_url(re.compile("method=newton"))
    assert lesson.metric("Cross-entropy") == loss
    lesson.expect_no_error()
    assert_accessible(lesson.page)


def test_the_fit_follows_the_counts_and_the_frames_walk(lesson: Lesson) -> None:
    lesson.open("training-is-mle?context=the+capital+of+france+is")
    lesson.expect_metric("P(paris | context)", "0.850")
    lesson.expect_metric("Count MLE", "0.850")
    loss, floor = (float(lesson.metric(label).split()[0]) for label in ("Cross-entropy", "Entropy floor"))
    assert floor <= loss < floor + 1e-3
    lesson.page.get_by_text("Plant a false sentence").click()
    lesson.expect_metric("Count MLE", "0.283")
    lesson.expect_metric("P(paris | context)", "0.283")
    lesson.chart(WORDS).get_by_text("0.683, 41 of 60").wait_for()
    press(lesson, "slow_next")
    lesson.page.get_by_text("Frame 2 / 5").wait_for()
    lesson.expect_metric("autograd − (p − y)", re.compile(r"^(0|\d\.\de-1\d)$"))
    lesson.chart(SLOW).get_by_text("lyon").wait_for()
    lesson.expect_metric("θ now", "0.500")
    lesson.expect_no_error()


def test_playing_trains_and_pausing_stops_it(lesson: Lesson) -> None:
    lesson.open("training-is-mle?lm_steps=0")
    lesson.expect_metric("P(paris | context)", "0.0213")
    press(lesson, "lm_play")
    lesson.page.wait_for_url(re.compile(r"lm_steps=[3-9]"))
    lesson.button("Pause").click()
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.wait_until_idle()
    assert float(lesson.metric("P(paris | context)")) > 0.5
    lesson.expect_metric("θ now", "0.500")
    lesson.expect_no_error()


def test_on_a_phone_the_chart_comes_first_and_any_text_trains(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(width=390, height=844), server.url).open("training-is-mle")
    lesson.expect_metric("Count MLE", "0.850")
    chart, field = lesson.chart(CLIMB).bounding_box(), lesson.number("Heads").bounding_box()
    assert chart and field and chart["y"] < field["y"]
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390
    lesson.page.get_by_role("radio", name="yours").click()
    lesson.page.get_by_text("There is nothing to read yet").wait_for()
    text = lesson.page.get_by_label("Paste a text")
    text.fill("Зима пришла. Зима ушла.")
    text.press("Control+Enter")
    lesson.expect_metric("P(пришла | context)", "0.500")
    expect(lesson.page.get_by_text("There is nothing to read yet")).to_have_count(0)
    lesson.expect_no_error()


def test_it_is_accessible_and_its_figures_are_above_the_fold(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(color_scheme="dark"), server.url).open("training-is-mle?lr=20")
    lesson.expect_metric("Steps to θ̂ ± 0.001", "none / 2")
    figure = lesson.page.get_by_test_id("stMetric").first.bounding_box()
    assert figure and figure["y"] + figure["height"] <= 900
    lesson.expect_metric("P(paris | context)", "0.850")
    assert_accessible(lesson.page)
