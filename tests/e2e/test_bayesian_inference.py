"""Lesson 5 in a browser: fields, chips placed on the chart, and flips by key and played."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.lesson import Lesson

CURVES = re.compile("^Prior, likelihood and posterior of θ")
CHIPS = re.compile("^Chips in ten bins")
COVERAGE = re.compile("^Left: a hundred repetitions")
FLIPS = re.compile("^Left: belief before the latest flips")
FAIR = re.compile("^Left: the likelihood of each θ relative")
SEED = "bayesian-inference?heads=7&tails=3&a=10&b=10"


def test_the_level_and_the_prior_move_the_curves_and_the_address(lesson: Lesson) -> None:
    lesson.open(SEED)
    posterior, interval = lesson.metric("Posterior"), lesson.metric("Credible interval")
    lesson.chart(CURVES).get_by_text(f"posterior {posterior}").last.wait_for()
    lesson.slider("Credible level").focus()
    lesson.page.keyboard.press("Home")
    lesson.expect_metric_changed("Credible interval", interval)
    lesson.page.wait_for_url(re.compile(r"level=0\.5(&|$)"))
    lesson.number("Prior a").fill("0.5")
    lesson.number("Prior a").press("Enter")
    lesson.chart(CURVES).get_by_text("prior Beta(0.5, 10)").last.wait_for()
    lesson.expect_metric_changed("Posterior", posterior)
    lesson.page.wait_for_url(re.compile(r"a=0\.5(&|$)"))
    lesson.page.get_by_text("Worked example").first.click()
    lesson.page.get_by_text("from scipy.stats import beta").wait_for()
    posterior = lesson.metric("Posterior")
    lesson.button("700 / 300").click()
    lesson.expect_metric_changed("Posterior", posterior)
    expect(lesson.page.get_by_role("radio", name="whole axis")).to_have_count(1)
    lesson.expect_no_error()


def _press_chips(lesson: Lesson, along: float, down: float, *, times: int = 1) -> None:
    box = lesson.chart(CHIPS).locator("svg.marks").bounding_box()
    assert box
    for _ in range(times):
        lesson.page.mouse.click(box["x"] + along * box["width"], box["y"] + down * box["height"])


def test_chips_are_placed_and_taken_on_the_chart(lesson: Lesson) -> None:
    lesson.open(SEED)
    lesson.page.get_by_role("radio", name="chips").click()
    lesson.page.get_by_text("10 of 30 left.").wait_for()
    lesson.wait_until_idle()
    chart = lesson.chart(CHIPS).locator("svg.marks").element_handle()
    _press_chips(lesson, 0.55, 0.6)
    lesson.page.get_by_text("11 of 30 left.").wait_for()
    _press_chips(lesson, 0.55, 0.6)
    lesson.page.get_by_text("12 of 30 left.").wait_for()
    _press_chips(lesson, 0.85, 0.2, times=5)
    lesson.page.get_by_text("7 of 30 left.").wait_for()
    assert chart.evaluate("chart => chart.isConnected"), "the chart was built again"
    lesson.page.wait_for_url(re.compile(r"[?&]a=\d+(\.\d+)?&.*b=\d"))
    assert_accessible(lesson.page)
    posterior = lesson.settled_metric("Posterior")
    lesson.page.reload()
    lesson.wait_until_idle()
    lesson.expect_metric("Posterior", posterior)
    lesson.page.get_by_role("radio", name="a and b").click()
    expect(lesson.number("Prior a")).not_to_have_value("10")
    lesson.expect_no_error()


@pytest.mark.sweep
@pytest.mark.parametrize("query", ["", "&heads=700&tails=300"])
def test_a_change_of_the_way_to_set_the_prior_moves_nothing(lesson: Lesson, query: str) -> None:
    lesson.open(f"bayesian-inference?scene=update{query}")
    kept = ("heads", "tails", "preset_thousand", "level", "interval_kind", "prior_by", "figures_belief", "strip")
    places = {name: lesson.page.locator(f".st-key-{name}") for name in kept}
    places |= {"chart": lesson.chart(CURVES)} | ({"window": lesson.page.locator(".st-key-window")} if query else {})
    before = {name: place.bounding_box() for name, place in places.items()}
    assert all(before.values())
    for way, brings in (("mean", ".st-key-prior_mean"), ("chips", ".st-key-chip_bin, .st-key-chips_chart")):
        lesson.page.get_by_role("radio", name=way).click()
        lesson.page.locator(brings).first.wait_for()
        lesson.wait_until_idle()
        assert {name: place.bounding_box() for name, place in places.items()} == before
    lesson.expect_no_error()


@pytest.mark.sweep
def test_the_other_family_is_in_the_address(lesson: Lesson) -> None:
    lesson.open("bayesian-inference?scene=families")
    lesson.page.get_by_role("radio", name="Light").click()
    lesson.expect_metric("Mean of μ", re.compile(r"^\d"))
    lesson.page.wait_for_url(re.compile(r"family=Light"))
    assert_accessible(lesson.page)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_wider_prior_moves_both_panels_and_the_address(lesson: Lesson) -> None:
    lesson.open("bayesian-inference?scene=fair&heads=50325&tails=49675&a=1&b=1")
    factor = lesson.metric("Bayes factor")
    lesson.chart(FAIR).get_by_text(f"average over the prior: {factor}").last.wait_for()
    lesson.chart(FAIR).get_by_text("Beta(1, 1)", exact=True).last.wait_for()
    lesson.button("Narrow").click()
    lesson.expect_metric_changed("Bayes factor", factor)
    lesson.chart(FAIR).get_by_text("Beta(100, 100)", exact=True).last.wait_for()
    lesson.page.wait_for_url(re.compile(r"[?&]a=100"))
    lesson.page.get_by_role("radio", name="whole axis").click()
    lesson.page.wait_for_url(re.compile(r"window=whole"))
    assert_accessible(lesson.page)
    lesson.button("7 / 3").click()
    lesson.page.wait_for_url(re.compile(r"^(?!.*heads=)"))
    expect(lesson.page.get_by_role("radio", name="whole axis")).to_have_count(0)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_flips_are_walked_by_key_and_played_to_the_end(lesson: Lesson) -> None:
    lesson.open(f"{SEED}&scene=flips")
    posterior = lesson.metric("Posterior")
    lesson.page.get_by_role("heading", level=1).click()
    for _ in range(2):
        lesson.page.keyboard.press("ArrowLeft")
    lesson.page.get_by_text("Step 8 / 10").wait_for()
    lesson.page.wait_for_url(re.compile(r"flips_step=8"))
    lesson.chart(FLIPS).get_by_text("heads: θ").wait_for()
    lesson.wait_until_idle()
    lesson.page.keyboard.press("p")
    lesson.page.get_by_text("Step 10 / 10").wait_for()
    expect(lesson.button("Pause")).to_have_count(0)
    expect(lesson.page.get_by_text("of what comes next")).to_have_count(1)
    lesson.expect_metric("Posterior", posterior)


def test_with_other_flips_the_step_stays_in_the_address(lesson: Lesson) -> None:
    lesson.open(f"{SEED}&scene=flips&flips_step=4")
    lesson.number("Heads").fill("2")
    lesson.number("Heads").press("Enter")
    lesson.page.get_by_text("Step 4 / 5").wait_for()
    lesson.page.wait_for_url(re.compile(r"flips_step=4"))
    lesson.number("Tails").fill("0")
    lesson.number("Tails").press("Enter")
    lesson.page.get_by_text("Step 2 / 2").wait_for()
    lesson.page.wait_for_url(re.compile(r"^(?!.*flips_step)"))
    lesson.button("700 / 300").click()
    lesson.expect_metric("Posterior", "Beta(710, 310)")
    lesson.expect_no_error()


@pytest.mark.sweep
def test_another_hundred_is_drawn_and_kept_in_the_address(lesson: Lesson) -> None:
    lesson.open("bayesian-inference?scene=coverage&theta=0.3")
    drawn = lesson.chart(COVERAGE)
    drawn.get_by_text(re.compile(r"^θ inside: \d+ of 100$")).last.wait_for()
    wald = lesson.metric("Wald coverage")
    lesson.button("Another hundred").click()
    drawn.get_by_text(re.compile(r"^\d+ of 200 so far$")).last.wait_for()
    lesson.page.get_by_role("radio", name="Credible").click()
    lesson.page.get_by_role("radio", name="drawn").click()
    drawn.get_by_text(re.compile(r"^Own θ inside: \d+ of 100$")).last.wait_for()
    lesson.page.wait_for_url(re.compile(r"interval_drawn=Credible.*theta_from=drawn.*hundred=2|hundred=2.*drawn"))
    lesson.expect_metric("Wald coverage", wald)
    assert_accessible(lesson.page)
    counted = drawn.get_by_text(re.compile("so far$")).last.text_content()
    lesson.page.reload()
    lesson.wait_until_idle()
    drawn.get_by_text(str(counted)).last.wait_for()
    lesson.expect_no_error()


@pytest.mark.sweep
def test_lesson_2_leads_to_what_its_interval_promises(lesson: Lesson) -> None:
    lesson.open("likelihood?data=newcomb&view=surface")
    lesson.page.get_by_role("link", name="What 95 % promises").click()
    lesson.expect_metric("Likelihood coverage", "89.1 %")
    lesson.page.wait_for_url(re.compile(r"bayesian-inference\?(.*&)?scene=coverage"))
    lesson.expect_no_error()
