"""A forecast by keyboard alone: choose, say how sure, commit, see it on the stage, come back, go on."""

import re

import pytest
from playwright.sync_api import expect

from pages._kit import course, questions
from tests.support.axe import assert_accessible
from tests.support.lesson import Lesson

BLOCK = ".st-key-predict_first"
FOCUSED = "document.activeElement.getAttribute('aria-label')"
PLACES = """() => {
  const scrolled = document.querySelector('[data-testid="stMain"]').scrollTop;
  const seen = document.querySelectorAll(".st-key-predict_first :is(button, label, table), .st-key-closing");
  return [...seen].map((element) => Math.round(element.getBoundingClientRect().top + scrolled));
}"""


@pytest.mark.sweep
def test_a_forecast_by_keyboard_alone(lesson: Lesson) -> None:
    page = lesson.open("likelihood?paint=true").page
    block, keys = page.locator(BLOCK), page.keyboard
    asked = questions.of_lesson(course.lesson("likelihood"))[0].asked()
    commit = block.get_by_role("button", name="Commit")
    radios, slider = block.get_by_role("radio"), block.get_by_role("group", name="How sure?").get_by_role("slider")
    expect(commit).to_be_disabled()
    radios.first.focus()
    keys.press("Space")
    for _ in range(asked.right):
        keys.press("ArrowDown")
    expect(radios.nth(asked.right)).to_be_checked()
    expect(commit).to_be_enabled()
    lesson.wait_until_idle()
    assert_accessible(page, BLOCK)
    before = page.evaluate(PLACES)
    for _ in range(3):  # the switch, what the slider means, the slider
        keys.press("Tab")
    expect(slider).to_be_focused()
    keys.press("End")
    expect(block.get_by_text("costs infinitely much")).to_be_visible()
    expect(block.get_by_role("cell", name="∞ nats")).to_have_count(len(asked.options) - 1)
    assert page.evaluate(PLACES) == before, "nothing moves while the slider is moved"
    keys.press("Tab")
    expect(commit).to_be_focused()
    keys.press("Enter")

    lesson.expect_metric("Your NLL", "0.000 nats")
    page.wait_for_function(f"{FOCUSED} === 'Answer'")
    expect(block).to_contain_text(asked.options[asked.right].text)
    expect(page.locator('[role="status"].unseen')).to_contain_text("You gave it 100 %: 0.000 nats")
    assert_accessible(page, BLOCK)
    address = page.url
    keys.press("Tab")
    expect(block.get_by_role("link", name="Show it on the stage")).to_be_focused()
    keys.press("Enter")
    heads = asked.shows["heads"]
    page.wait_for_url(re.compile(rf"heads={heads}\b"))
    expect(lesson.number("Heads")).to_have_value(heads)
    lesson.expect_metric("MLE θ̂", "0.700")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.wait_for_function(f"{FOCUSED} === 'Stage'")
    page.go_back()
    expect(lesson.number("Heads")).to_have_value("7")
    lesson.expect_metric("MLE θ̂", "hidden")
    lesson.wait_until_idle()
    assert page.url == address, "the way back leads to what was there"
    lesson.expect_metric("Forecasts", re.compile("^1 of "))

    block.get_by_role("button", name="Reset this lesson’s forecasts").press("Enter")
    page.get_by_role("button", name="Forget", exact=True).press("Enter")
    expect(commit).to_be_disabled()
    page.wait_for_function(f"{FOCUSED} === 'Question'")
    expect(block.get_by_test_id("stMetric")).to_have_count(0)
    lesson.expect_no_error()


def test_a_question_of_an_earlier_lesson_leads_into_that_lesson_and_back(lesson: Lesson) -> None:
    page = lesson.open("log-likelihood?heads=9&theta=0.6").page
    asked = questions.of_lesson(course.lesson("likelihood"))[0].asked()
    box = page.locator(".st-key-before_you_go_on")
    expect(box.get_by_role("radio")).to_have_count(0)
    box.locator("summary").press("Enter")
    box.get_by_role("radio").first.press("Space")
    expect(box.get_by_role("button", name="Commit")).to_be_enabled()
    lesson.wait_until_idle()  # what is drawn with it moves the button
    box.get_by_role("button", name="Commit").click()
    link = box.get_by_role("link", name="Show it in lesson 2")
    expect(link).to_be_visible()
    assert_accessible(page, ".st-key-before")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(course.lesson("likelihood").question)
    lesson.wait_until_idle()
    expect(lesson.number("Heads")).not_to_have_value("9")
    assert asked.options
    page.go_back()
    page.wait_for_url(re.compile("/log-likelihood"))
    lesson.wait_until_idle()
    expect(lesson.number("Heads")).to_have_value("9")
    assert "heads=9" in page.url and "theta=0.6" in page.url
    lesson.expect_no_error()
