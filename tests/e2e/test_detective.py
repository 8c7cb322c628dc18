"""Lesson 1 in a browser: clues, base rates, the table edited by hand, and the line-up by key and played."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.harness import Server
from tests.support.lesson import Lesson

CASE = re.compile("^One bar per suspect")
THOUSAND = re.compile("^A thousand dots")
SUSPECT = "Most likely suspect"
INSIDE = """(chart) => {
  const frame = chart.querySelector("svg.marks").getBoundingClientRect();
  const dots = [...chart.querySelectorAll(".mark-symbol path")].map((dot) => dot.getBoundingClientRect());
  const middle = (dot) => `${(dot.x + dot.width / 2).toFixed(1)} ${(dot.y + dot.height / 2).toFixed(1)}`;
  const places = new Set(dots.map(middle));
  const inside = dots.every((dot) => dot.left >= frame.left && dot.right <= frame.right && dot.bottom <= frame.bottom);
  return [places.size, inside];
}"""
"""How many places the dots of the thousand cases take, and whether all are inside the chart."""


def expect_drawn(lesson: Lesson) -> None:
    """Wait until the chart names the suspect of the figure."""
    lesson.chart(CASE).get_by_text(f"{lesson.metric(SUSPECT)}: explains it best").wait_for()


def test_a_clue_and_the_base_rates_redraw_the_case_and_the_address(lesson: Lesson) -> None:
    lesson.open("detective")
    expect_drawn(lesson)
    suspect = lesson.metric(SUSPECT)
    part = lesson.chart(CASE).get_by_text("broken window")
    expect(part).to_have_count(3)
    clues = lesson.page.get_by_role("toolbar", name="Clues found")
    clues.get_by_role("button", name="broken window").click()
    lesson.expect_metric_changed(SUSPECT, suspect)
    expect_drawn(lesson)
    expect(part).to_have_count(0)
    lesson.page.wait_for_url(re.compile(r"clues=fingerprints&clues=footprints(&|$)"))
    clues.get_by_role("button", name="broken window").click()
    lesson.expect_metric(SUSPECT, suspect)
    expect(lesson.chart(CASE).get_by_text("base rate")).to_have_count(0)
    lesson.page.get_by_text("Base rates", exact=True).click()
    lesson.expect_metric_changed(SUSPECT, suspect)
    lesson.page.wait_for_url(re.compile("base_rates=true"))
    expect(lesson.chart(CASE).get_by_text("base rate")).to_have_count(3)
    expect(part).to_have_count(3)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_without_clues_chart_figures_and_table_stay_in_their_place(lesson: Lesson) -> None:
    page = lesson.open("detective").page
    expect_drawn(lesson)
    places = [lesson.chart(CASE), page.locator(".st-key-figures_case"), page.get_by_test_id("stDataFrame")]
    before = [place.bounding_box() for place in places]
    clues = page.get_by_role("toolbar", name="Clues found")
    for clue in ("fingerprints", "footprints", "broken window"):
        clues.get_by_role("button", name=clue).click()
        expect(lesson.chart(CASE).get_by_text(clue)).to_have_count(0)
    lesson.expect_metric(SUSPECT, "a tie of 3")
    lesson.wait_until_idle()
    assert [place.bounding_box() for place in places] == before


@pytest.mark.sweep
def test_a_thousand_dots_follow_the_clues_and_the_base_rates(lesson: Lesson) -> None:
    lesson.open("detective?scene=thousand&base_rates=true")
    chart = lesson.chart(THOUSAND)
    chart.get_by_text("The gardener: 10.125 of 450 cases left").wait_for()
    # The leader's diamond is a mark as well.
    dots = chart.locator(".mark-symbol path")
    expect(dots).to_have_count(1001)
    green = chart.locator('.mark-symbol path[fill="#007A5A"]')
    expect(green).to_have_count(10 + 7 + 4 + 1)
    assert chart.evaluate(INSIDE) == [1001, True]
    lesson.page.get_by_text("Base rates", exact=True).click()
    chart.get_by_text("The burglar: 28 of 333.33 cases left").wait_for()
    expect(green).to_have_count(8 + 5 + 28 + 1)
    lesson.expect_metric("Posterior probability", "0.700")
    for clue in ("fingerprints", "footprints", "broken window"):
        lesson.page.get_by_role("toolbar", name="Clues found").get_by_role("button", name=clue).click()
    lesson.expect_metric("Left under the clues", "1,000")
    # Three suspects tie, and each has a diamond.
    expect(green).to_have_count(1003)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_thousand_dots_fit_a_phone(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(width=390, height=844), server.url).open("detective?scene=thousand")
    chart = lesson.chart(THOUSAND)
    chart.get_by_text("The burglar: 28 of 333.33").wait_for()
    assert chart.evaluate(INSIDE) == [1001, True]


@pytest.mark.sweep
def test_keys_and_play_walk_from_three_suspects_to_all(lesson: Lesson) -> None:
    lesson.open("detective?scene=line-up")
    lesson.page.get_by_text("Step 1 / 4").wait_for()
    for step, suspects in ((2, "11"), (3, "101"), (4, "continuum")):
        lesson.page.keyboard.press("ArrowRight")
        lesson.page.get_by_text(f"Step {step} / 4").wait_for()
        lesson.page.wait_for_url(re.compile(f"suspects={suspects}(&|$)"))
    lesson.page.keyboard.press("ArrowLeft")
    lesson.page.get_by_text("Step 3 / 4").wait_for()
    lesson.page.wait_for_url(re.compile("suspects=101"))
    lesson.button("Play").click()
    lesson.page.get_by_text("Step 4 / 4").wait_for()
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.page.wait_for_url(re.compile("suspects=continuum"))


def test_a_probability_of_zero_typed_into_the_table_rules_a_suspect_out(lesson: Lesson) -> None:
    lesson.open("detective")
    suspect = lesson.metric(SUSPECT)
    # The table lies below this chart, and moves while the chart is drawn.
    expect_drawn(lesson)
    expect(lesson.button("Restore the case file")).to_have_count(0)
    box = lesson.page.get_by_test_id("stDataFrame").bounding_box()
    assert box
    lesson.page.mouse.dblclick(box["x"] + 0.9 * box["width"], box["y"] + 0.88 * box["height"])
    lesson.page.locator("input.gdg-input").fill("0")
    lesson.page.keyboard.press("Enter")
    lesson.chart(CASE).get_by_text("ruled out").wait_for()
    lesson.expect_metric_changed(SUSPECT, suspect)
    lesson.button("Restore the case file").click()
    lesson.expect_metric(SUSPECT, suspect)
    expect(lesson.chart(CASE).get_by_text("ruled out")).to_have_count(0)


@pytest.mark.sweep
def test_chart_figures_and_table_fit_a_low_window(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(width=1280, height=720), server.url).open("detective?base_rates=true")
    lesson.chart(CASE).locator("svg.marks").wait_for()
    hero = lesson.page.locator(".st-key-hero")
    expect(hero.get_by_test_id("stDataFrame")).to_have_count(1)
    lesson.page.wait_for_function("(hero) => hero.scrollHeight <= hero.clientHeight", arg=hero.element_handle())
    box = lesson.chart(CASE).bounding_box()
    assert box and box["height"] > 300
