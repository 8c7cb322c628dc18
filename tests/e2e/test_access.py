"""What those who hear the page, or go through it by keys, meet: the link to the stage, the focus, the live region."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.lesson import Lesson

HEARD = """() => {
  const status = window.learningIsInference.status;
  window.heard = [];
  new MutationObserver(() => window.heard.push(status.textContent)).observe(status, { childList: true });
}"""
"""Begins to write down what the live region says."""

NO_NEWS_OF_RUNS = """
  MutationObserver = class extends MutationObserver {
    observe(node, options) {
      if (!options.attributeFilter?.includes("data-test-script-state")) super.observe(node, options);
    }
  };
"""
"""As in a browser so busy that it draws the beginning and the end of each run at once."""


def test_the_first_tab_stop_leads_to_the_stage_and_no_click_or_key_draws_a_frame_around_the_page(
    lesson: Lesson,
) -> None:
    page = lesson.open("log-likelihood").page
    page.locator("#stage").wait_for()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the stage")).to_be_focused()
    page.keyboard.press("Enter")
    stage = page.get_by_role("region", name="Stage")
    expect(stage).to_be_focused()
    page.keyboard.press("Tab")
    expect(stage.get_by_role("spinbutton", name="Heads", exact=True)).to_be_focused()

    page.get_by_role("heading", level=1).click()
    page.keyboard.press("Shift")
    frame = "getComputedStyle(document.querySelector('[data-testid=stMain]'), '::before').content"
    assert page.evaluate(frame) == "none"
    page.get_by_test_id("stMetricValue").first.click()
    page.keyboard.press("Shift")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none"


def test_changed_figures_are_said_once_when_the_learner_stops_in_a_busy_browser(lesson: Lesson) -> None:
    lesson.page.add_init_script(NO_NEWS_OF_RUNS)
    page = lesson.open("log-likelihood?theta=0.3").page
    page.wait_for_function("window.learningIsInference?.heard")
    page.evaluate(HEARD)
    slider = lesson.slider("θ, probability of heads")
    slider.press("ArrowLeft")  # a server that has just been started takes its time for the first move
    page.wait_for_function("window.heard.length > 0")
    page.evaluate("window.heard.length = 0")
    before = lesson.metric("ℓ(θ)")
    for _ in range(3):
        slider.press("ArrowRight")
    lesson.expect_metric_changed("ℓ(θ)", before)
    page.wait_for_function("window.heard.length > 0")
    page.wait_for_timeout(1500)
    (said,) = page.evaluate("window.heard")
    assert f"ℓ(θ) {lesson.metric('ℓ(θ)')}" in said
    assert "Fisher" not in said, "what has not changed is not said"


def test_a_play_is_silent_until_it_ends_and_leaves_no_trail(lesson: Lesson) -> None:
    page = lesson.open("log-likelihood?scene=underflow&n=1").page
    page.wait_for_function("window.learningIsInference?.heard")
    page.evaluate(HEARD)
    length = page.evaluate("history.length")
    page.keyboard.press("p")
    page.get_by_text(re.compile("Stop 3 / ")).wait_for()
    assert page.evaluate("window.heard") == []
    page.keyboard.press("p")
    lesson.button("Play").wait_for()
    assert page.evaluate("history.length") == length
    page.wait_for_function("window.heard.length > 0")
    assert re.search(r"Stop \d+ / ", page.evaluate("window.heard")[0])


def test_another_scene_is_said_by_its_name_in_a_busy_browser_and_named_in_the_title(lesson: Lesson) -> None:
    lesson.page.add_init_script(NO_NEWS_OF_RUNS)
    page = lesson.open("log-likelihood").page
    page.wait_for_function("window.learningIsInference?.heard")
    page.keyboard.press("PageDown")
    expect(page.locator(".st-key-browser").get_by_role("status")).to_have_text(re.compile("Underflow"))
    expect(page).to_have_title("3 Log-likelihood · Underflow")


@pytest.mark.sweep
def test_a_slider_says_its_name_once_and_a_button_that_is_drawn_anew_keeps_the_focus(lesson: Lesson) -> None:
    page = lesson.open("training-lab").page
    page.locator("#stage").wait_for()
    thumb = lesson.slider("Learning rate")
    expect(thumb).to_have_accessible_name("Learning rate")
    expect(thumb).to_have_attribute("aria-valuetext", "0.01")  # in its own unit
    page.locator(".st-key-play button").focus()
    page.keyboard.press("Enter")
    expect(lesson.button("Pause")).to_be_focused()
    page.keyboard.press("Enter")
    expect(lesson.button("Play")).to_be_focused()
