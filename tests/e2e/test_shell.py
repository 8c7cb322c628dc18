"""What holds on every lesson: links, the first request, the way on, values that travel, nothing from outside."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.harness import Server
from tests.support.lesson import Lesson

LESSONS = {
    "": "Training a model is statistical inference",
    "detective": "Which suspect best explains the evidence?",
    "likelihood": "The data stay fixed. Which θ makes them most probable?",
    "log-likelihood": "Why do we add logs instead of multiplying probabilities?",
    "training-is-mle": "What does a gradient step do to the likelihood?",
    "bayesian-inference": "What changes when you knew something before?",
    "map-estimation": "Where do the data and the prior agree to meet?",
    "regularization": "What does each regularizer believe?",
    "big-picture": "One best answer, or all of them?",
    "training-lab": "What moves the weights: the data or the prior?",
}


def test_each_lesson_opens_from_the_side_bar_with_its_question_and_a_drawn_chart(lesson: Lesson) -> None:
    lesson.open("")
    links = lesson.page.get_by_test_id("stSidebar").get_by_role("link")
    expect(links).to_have_count(len(LESSONS))
    for place, (slug, question) in enumerate(LESSONS.items()):
        links.nth(place).click()
        expect(lesson.page.get_by_role("heading", level=1)).to_have_text(question)
        lesson.page.wait_for_url(re.compile(f"/{slug}(\\?|$)"))
        lesson.page.get_by_test_id("stVegaLiteChart").first.locator("svg.marks, canvas").wait_for()
        lesson.wait_until_idle()
        lesson.expect_no_error()


@pytest.mark.parametrize("slug", ["likelihood", "log-likelihood"])
def test_a_deep_link_may_be_the_first_request_of_a_fresh_server(
    fresh_server: Callable[[], Server], page: Page, slug: str
) -> None:
    lesson = Lesson(page, fresh_server().url).open(f"{slug}?heads=13&tails=4")
    expect(page.get_by_role("heading", level=1)).to_have_text(LESSONS[slug])
    expect(lesson.number("Heads")).to_have_value("13")
    expect(page.get_by_test_id("stSidebar").get_by_role("link")).to_have_count(len(LESSONS))
    expect(page.get_by_text("Page not found")).to_have_count(0)
    lesson.expect_no_error()


def test_evidence_travels_from_lesson_to_lesson(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=13&tails=4&theta=0.25")
    lesson.page.get_by_role("link", name=re.compile("Next: Log-likelihood")).click()
    expect(lesson.page.get_by_role("heading", level=1)).to_have_text(LESSONS["log-likelihood"])
    expect(lesson.number("Heads")).to_have_value("13")
    expect(lesson.number("Tails")).to_have_value("4")
    expect(lesson.slider("θ, probability of heads")).to_have_value("0.25")
    lesson.page.get_by_role("link", name=re.compile("Back: Likelihood")).click()
    expect(lesson.page.get_by_role("heading", level=1)).to_have_text(LESSONS["likelihood"])
    expect(lesson.number("Heads")).to_have_value("13")


def test_a_copied_link_shows_the_same_in_a_fresh_browser(new_page: Callable[..., Page], server: Server) -> None:
    sender = Lesson(new_page(), server.url).open("likelihood?theta=0.31")
    sender.number("Heads").fill("21")
    sender.number("Heads").press("Enter")
    sender.expect_metric("MLE θ̂", "0.875")
    before = sender.metric("L(θ)")
    sender.slider("θ, probability of heads").focus()
    sender.page.keyboard.press("ArrowRight")
    sender.page.wait_for_url(re.compile(r"theta=0\.311"))
    sender.button("Copy link").click()
    address = sender.page.get_by_test_id("stCode").filter(has_text="likelihood?").first.inner_text().strip()
    receiver = Lesson(new_page(), server.url).open(address.split("/", 3)[3])
    for label in ("L(θ)", "MLE θ̂", "L(θ) / L(θ̂)"):
        receiver.expect_metric(label, sender.metric(label))
    assert receiver.metric("L(θ)") != before, "the link tells of a slider moved after the page was drawn"


@pytest.mark.parametrize(
    "query",
    ["heads=-1&tails=abc&theta=nan", "heads=1e9&tails=&theta=inf", "heads=a&heads=b&theta=" + "9" * 5000],
    ids=lambda query: query[:12],
)
def test_values_that_cannot_be_leave_the_address(lesson: Lesson, query: str) -> None:
    lesson.open(f"likelihood?{query}")
    lesson.expect_metric("MLE θ̂", "0.700")
    expect(lesson.page).not_to_have_url(re.compile("heads=|tails=|theta="))
    lesson.expect_no_error()


def test_the_projector_stays_from_lesson_to_lesson(lesson: Lesson) -> None:
    lesson.open("likelihood?present=1")
    lesson.button("Leave projector").wait_for()
    expect(lesson.page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(lesson.page.get_by_role("heading", name="Key insight")).to_have_count(0)
