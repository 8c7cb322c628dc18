"""Layout and accessibility of every lesson: figures above the fold on a laptop, chart first on a phone, axe on both."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pages._kit import course
from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

# Links to states that show more than the defaults: another toggle, another scene, a warning, a note.
STATES = {
    "": "step=7",
    "detective": "base_rates=true",
    "likelihood": "theta=0.6",
    "log-likelihood": "loss=huber",
    "training-is-mle": "lr=20",
    "bayesian-inference": "heads=0&tails=5&a=0.5&b=0.5",
    "map-estimation": "sigma=0.2",
    "regularization": "n_points=4&strength=0",
    "big-picture": "n_points=80",
}
ELSEWHERE = {"log-likelihood", "bayesian-inference", "map-estimation", "regularization", "training-lab"}
"""The lessons whose own browser tests run axe as well; the sweep runs it on every scene of all."""
SLUGS = [
    pytest.param(lesson.slug, marks=[pytest.mark.sweep] if lesson.slug in ELSEWHERE else [])
    for lesson in course.LESSONS
]
LAPTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def open_state(page: Page, server: Server, slug: str, query: str) -> Lesson:
    lesson = Lesson(page, server.url).open(f"{slug}?{query}")
    if slug == "training-lab":
        # At step 0 the slider over the past is disabled, and its label is faint: WCAG allows that, axe reports it.
        lesson.button("1 step").click()
        lesson.expect_metric("Step", "1")
        lesson.wait_until_idle()
    page.wait_for_timeout(300)
    lesson.expect_no_error()
    return lesson


def darken(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === 'dark'")


@pytest.mark.sweep
@pytest.mark.parametrize("slug", SLUGS)
def test_every_lesson_is_accessible_on_a_laptop_and_on_a_phone(
    new_page: Callable[..., Page], server: Server, slug: str
) -> None:
    page = new_page(**LAPTOP)
    lesson = open_state(page, server, slug, STATES.get(slug, ""))
    last = page.locator('[class*="st-key-figures"]').first if slug else lesson.button("Play")
    box = last.bounding_box()
    assert box and box["y"] + box["height"] <= LAPTOP["height"], "the figures are above the fold"
    assert_accessible(page)
    darken(page)
    page.set_viewport_size(PHONE)
    page.wait_for_timeout(300)
    chart, controls = page.locator(".st-key-hero svg.marks").first, page.locator(".st-key-controls")
    if chart.count() and controls.count():
        box, below = chart.bounding_box(), controls.bounding_box()
        assert box and below and box["y"] + box["height"] <= below["y"], "the chart comes first"
        assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_accessible(page)


@pytest.mark.sweep
def test_the_measurements_of_lesson_2_are_accessible_in_light_and_in_dark(page: Page, server: Server) -> None:
    open_state(page, server, "likelihood", "data=newcomb")
    assert_accessible(page)
    darken(page)
    page.wait_for_timeout(300)
    assert_accessible(page)


@pytest.mark.sweep
def test_on_a_phone_a_trajectory_and_its_buttons_are_on_one_screen(
    new_page: Callable[..., Page], server: Server
) -> None:
    lesson = Lesson(new_page(**PHONE), server.url).open("big-picture?scene=hmc")
    plane = lesson.chart(re.compile("^The plane of two weights: rings")).bounding_box()
    play, setting = lesson.button("Play").bounding_box(), lesson.slider("Leapfrog step").bounding_box()
    assert plane and play and setting and plane["y"] < setting["y"] < play["y"]
    assert plane["y"] >= 0 and play["y"] + play["height"] <= PHONE["height"]


def test_the_projector_shows_the_chart_in_large_type_and_can_be_left(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=7&tails=3&theta=0.7")
    shown = lesson.metric("L(θ)")
    prose = lesson.page.get_by_role("heading", name="The analogy")
    prose.wait_for()
    lesson.button("Projector").click()
    lesson.page.wait_for_url(re.compile("present=1"))
    expect(prose).to_have_count(0)
    expect(lesson.page.get_by_test_id("stSidebar")).to_be_hidden()
    lesson.expect_metric("L(θ)", shown)
    label = lesson.chart(re.compile("^Left: the probabilities")).get_by_text(re.compile("^Number of heads"))
    expect(label).to_have_attribute("font-size", re.compile(r"^2[0-9](\.\d+)?px"))
    lesson.button("Leave projector").click()
    prose.wait_for()
    expect(lesson.page).not_to_have_url(re.compile("present"))
