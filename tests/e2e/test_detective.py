"""Lesson 1 in a browser: clues, base rates, the table, the line-up by key, the projector, the phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

CASE = re.compile("^One bar per suspect")
COINS = re.compile("^Likelihood of each candidate")
WHO = "Most likely suspect"


def clue(lesson: Lesson, name: str) -> None:
    lesson.page.get_by_role("toolbar", name="Clues found").get_by_role("button", name=name).click()


def test_a_clue_moves_the_verdict_and_the_link(lesson: Lesson) -> None:
    lesson.open("detective")
    lesson.expect_metric(WHO, "The burglar")
    lesson.chart(CASE).get_by_text("The burglar: explains it best").wait_for()
    clue(lesson, "broken window")
    lesson.expect_metric(WHO, "The lodger")
    lesson.chart(CASE).get_by_text("The lodger: explains it best").wait_for()
    expect(lesson.chart(CASE).get_by_text("broken window")).to_have_count(0)
    lesson.page.wait_for_url(re.compile(r"clues=fingerprints&clues=footprints"))
    lesson.expect_no_error()


def test_base_rates_turn_the_verdict_and_leave_the_evidence(lesson: Lesson) -> None:
    lesson.open("detective")
    lesson.expect_metric(WHO, "The burglar")
    expect(lesson.chart(CASE).get_by_text("base rate")).to_have_count(0)
    lesson.page.get_by_text("Base rates", exact=True).click()
    lesson.expect_metric(WHO, "The gardener")
    lesson.page.wait_for_url(re.compile("base_rates=true"))
    expect(lesson.chart(CASE).get_by_text("base rate")).to_have_count(3)
    expect(lesson.chart(CASE).get_by_text("broken window")).to_have_count(3)


def test_the_right_key_walks_from_three_suspects_to_all(lesson: Lesson) -> None:
    lesson.open("detective")
    lesson.expect_metric("Best candidate", "0.750")
    lesson.page.get_by_text("Step 1 / 4").wait_for()
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.get_by_text("Step 2 / 4").wait_for()
    lesson.expect_metric("Best candidate", "0.700")
    lesson.page.wait_for_url(re.compile("suspects=11"))
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.get_by_text("Step 3 / 4").wait_for()
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_url(re.compile("suspects=continuum"))
    lesson.page.get_by_text("Step 4 / 4").wait_for()
    lesson.page.keyboard.press("ArrowLeft")
    lesson.page.wait_for_url(re.compile("suspects=101"))
    lesson.expect_metric("MLE θ̂", "0.700")


def test_play_stops_at_the_continuum(lesson: Lesson) -> None:
    lesson.open("detective?suspects=101")
    lesson.expect_metric("Best candidate", "0.700")
    lesson.page.get_by_role("button", name=re.compile("^Play")).click()
    lesson.page.get_by_text("Step 4 / 4").wait_for()
    expect(lesson.page.get_by_role("button", name=re.compile("^Pause"))).to_have_count(0)
    lesson.page.wait_for_url(re.compile("suspects=continuum"))


def test_an_impossible_clue_is_ruled_out_in_words_until_restored(lesson: Lesson) -> None:
    lesson.open("detective")
    lesson.expect_metric(WHO, "The burglar")
    lesson.chart(COINS).get_by_text("MLE θ̂ = 0.700").wait_for()
    table = lesson.page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    lesson.page.mouse.dblclick(box["x"] + 0.9 * box["width"], box["y"] + 0.88 * box["height"])
    lesson.page.locator("input.gdg-input").fill("0")
    lesson.page.keyboard.press("Enter")
    lesson.expect_metric(WHO, "The gardener")
    lesson.chart(CASE).get_by_text("ruled out: broken window has probability 0").wait_for()
    lesson.button("Restore the case file").click()
    lesson.expect_metric(WHO, "The burglar")
    expect(lesson.chart(CASE).get_by_text("ruled out")).to_have_count(0)


def test_the_projector_shows_the_case_alone(lesson: Lesson) -> None:
    lesson.open("detective?present=1")
    lesson.expect_metric(WHO, "The burglar")
    expect(lesson.page.get_by_test_id("stVegaLiteChart")).to_have_count(1)
    expect(lesson.page.get_by_text("Fine print and references")).to_have_count(0)


def test_on_a_phone_the_chart_comes_first_and_nothing_is_wider(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(width=390, height=844), server.url).open("detective?base_rates=true")
    lesson.expect_metric(WHO, "The gardener")
    chart = lesson.chart(CASE).bounding_box()
    controls = lesson.page.get_by_role("toolbar", name="Clues found").bounding_box()
    assert chart and controls and chart["y"] < controls["y"]
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_everything_important_is_above_the_fold(lesson: Lesson) -> None:
    lesson.open("detective")
    lesson.expect_metric(WHO, "The burglar")
    figure = lesson.page.get_by_test_id("stMetric").first.bounding_box()
    assert figure and figure["y"] + figure["height"] <= 900


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(new_page: Callable[..., Page], server: Server, scheme: str) -> None:
    lesson = Lesson(new_page(color_scheme=scheme), server.url).open("detective?base_rates=true")
    lesson.expect_metric(WHO, "The gardener")
    lesson.chart(COINS).get_by_text("MLE θ̂ = 0.700").wait_for()
    assert_accessible(lesson.page)
