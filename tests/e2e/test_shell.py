"""What every lesson shares: the side bar, links, the first request, values that travel, and wrong addresses."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pages._kit import course
from tests.support.harness import Server
from tests.support.lesson import Lesson


def expect_question(page: Page, slug: str) -> None:
    """Wait until the heading is the question of this lesson."""
    expect(page.get_by_role("heading", level=1)).to_have_text(course.lesson(slug).question)


@pytest.mark.sweep
def test_each_lesson_opens_from_the_side_bar_with_its_question_and_a_drawn_chart(lesson: Lesson) -> None:
    lesson.open("")
    expect(lesson.side_bar()).to_have_count(len(course.LESSONS))
    for place, item in enumerate(course.LESSONS):
        lesson.open_from_side_bar(place, item.question)
        lesson.page.wait_for_url(re.compile(f"/{item.slug}(\\?|$)"))


@pytest.mark.sweep
def test_a_link_to_a_lesson_may_be_the_first_request_of_a_fresh_server(
    fresh_server: Callable[[], Server], page: Page
) -> None:
    lesson = Lesson(page, fresh_server().url).open("log-likelihood?heads=13&tails=4")
    expect_question(page, "log-likelihood")
    expect(lesson.number("Heads")).to_have_value("13")
    expect(lesson.side_bar()).to_have_count(len(course.LESSONS))
    expect(page.get_by_text("Page not found")).to_have_count(0)
    lesson.expect_no_error()


def test_values_travel_to_the_next_lesson_and_back(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=13&tails=4&theta=0.25")
    lesson.page.locator(".st-key-strip_row").get_by_role("link", name="Log-likelihood", exact=True).click()
    expect_question(lesson.page, "log-likelihood")
    expect(lesson.number("Heads")).to_have_value("13")
    expect(lesson.number("Tails")).to_have_value("4")
    expect(lesson.slider("θ, probability of heads")).to_have_value("0.25")
    lesson.page.locator(".st-key-strip_row").get_by_role("link", name="Likelihood", exact=True).click()
    expect_question(lesson.page, "likelihood")
    expect(lesson.number("Heads")).to_have_value("13")


def test_a_copied_link_shows_the_same_in_a_fresh_browser(new_page: Callable[..., Page], server: Server) -> None:
    sender = Lesson(new_page(), server.url).open("likelihood?theta=0.31")
    peak = sender.metric("MLE θ̂")
    sender.number("Heads").fill("21")
    sender.number("Heads").press("Enter")
    sender.expect_metric_changed("MLE θ̂", peak)
    before = sender.settled_metric("L(θ)")
    sender.slider("θ, probability of heads").focus()
    sender.page.keyboard.press("ArrowRight")
    sender.page.wait_for_url(re.compile(r"theta=0\.311"))
    sender.button("Copy link").click()
    sender.page.get_by_role("status").filter(has_text="Copied").wait_for(state="attached")
    address = sender.page.evaluate("navigator.clipboard.readText()")
    receiver = Lesson(new_page(), server.url).open(address.split("/", 3)[3])
    for label in ("L(θ)", "MLE θ̂", "L(θ) / L(θ̂)"):
        receiver.expect_metric(label, sender.metric(label))
    assert receiver.metric("L(θ)") != before, "the link holds the slider as it stood when the page was drawn"


def test_values_that_cannot_be_leave_the_address(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=-1&tails=abc&theta=nan")
    expect(lesson.page).not_to_have_url(re.compile("heads=|tails=|theta="))
    lesson.expect_no_error()
