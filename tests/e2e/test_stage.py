"""The stage of the whole course in a browser: the keys, the history, the address, a finger, and what must not move."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.finger import Finger, at, expect_ring
from tests.support.harness import Server
from tests.support.lesson import Lesson
from tests.support.walk import PLACE, SCENES, walk

PROJECTOR = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}


@pytest.mark.sweep
def test_a_clicker_drives_the_course_on_the_projector_and_back(new_page: Callable[..., Page], server: Server) -> None:
    # tests/sweep/test_walk.py drives all of it.
    begin, end = SCENES.index(("detective", "line-up")), SCENES.index(("log-likelihood", "underflow"))
    lesson = Lesson(new_page(**PROJECTOR), server.url).open("detective?scene=line-up&present=1")
    assert list(walk(lesson, "PageDown", SCENES[end])) == SCENES[begin : end + 1]
    assert "present=1" in lesson.page.url
    assert list(walk(lesson, "PageUp", SCENES[begin])) == SCENES[begin : end + 1][::-1]
    lesson.expect_no_error()


@pytest.mark.sweep
def test_no_press_is_lost_when_they_come_fast(lesson: Lesson) -> None:
    lesson.open("log-likelihood?scene=underflow&n=1")
    lesson.page.wait_for_timeout(1000)  # the page has been there for a moment, as it has for a presenter
    for _ in range(6):
        lesson.page.keyboard.press("PageDown")
        lesson.page.wait_for_timeout(60)
    expect(lesson.page.get_by_text(re.compile(r"Stop 7 / "))).to_be_visible()


def test_a_slider_in_focus_keeps_its_arrows_until_escape(lesson: Lesson) -> None:
    lesson.open("log-likelihood?theta=0.3")
    slider, height = lesson.slider("θ, probability of heads"), lesson.metric("ℓ(θ)")
    slider.focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_url(re.compile(r"theta=0\.301"))
    lesson.expect_metric_changed("ℓ(θ)", height)
    lesson.wait_until_idle()
    lesson.page.keyboard.press("PageDown")
    lesson.page.wait_for_url(re.compile("scene=underflow"))
    assert "theta=0.301" in lesson.page.url, "PageDown is the stage's, and does not move the slider"
    lesson.slider("Each factor p").focus()
    lesson.page.keyboard.press("Escape")
    lesson.page.keyboard.press("ArrowLeft")
    lesson.page.wait_for_url(re.compile("n=1000"))
    lesson.expect_no_error()


def test_typed_text_moves_nothing(lesson: Lesson) -> None:
    lesson.open("log-likelihood?scene=underflow")
    before = lesson.page.evaluate(PLACE)
    field = lesson.number("Factors n")
    field.fill("12")
    field.press("ArrowRight")
    field.press("PageDown")
    field.press("p")
    lesson.wait_until_idle()
    assert lesson.page.evaluate(PLACE)[:2] == before[:2]


def test_moves_leave_no_trail_and_back_finds_the_scene_as_it_was_left(lesson: Lesson) -> None:
    page = lesson.open("log-likelihood?heads=9").page
    length = page.evaluate("history.length")
    for _ in range(3):
        lesson.slider("θ, probability of heads").press("ArrowRight")
        lesson.wait_until_idle()
    page.wait_for_url(re.compile(r"theta=0\.503"))
    assert page.evaluate("history.length") == length
    page.get_by_test_id("stButtonGroup").get_by_text("Underflow").click()
    page.wait_for_url(re.compile("scene=underflow"))
    lesson.number("Factors n").fill("20")
    lesson.number("Factors n").press("Enter")
    page.wait_for_url(re.compile("n=20"))
    page.get_by_role("link", name=re.compile("^Training = maximum likelihood")).last.click()
    page.wait_for_url(re.compile("training-is-mle"))
    lesson.wait_until_idle()
    assert page.evaluate("history.length") == length + 2
    assert "heads=9" in page.url, "values travel in the address"
    page.reload()
    lesson.wait_until_idle()
    expect(lesson.number("Heads")).to_have_value("9")
    page.go_back()
    page.wait_for_url(re.compile("scene=underflow"))
    lesson.wait_until_idle()
    expect(lesson.number("Factors n")).to_have_value("20")
    page.go_back()
    lesson.wait_until_idle()
    expect(lesson.slider("θ, probability of heads")).to_have_value("0.503")
    expect(lesson.number("Heads")).to_have_value("9")


def test_copy_link_copies_what_the_address_bar_says_and_shows_it_where_the_clipboard_is_forbidden(
    lesson: Lesson,
) -> None:
    page = lesson.open("log-likelihood?present=1&theta=0.31").page
    lesson.button("Copy link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/log-likelihood?theta=0.31"), "projector mode is not part of a copied link"
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')); }")
    shown: list[str] = []
    page.once("dialog", lambda dialog: (shown.append(dialog.default_value), dialog.dismiss()))
    lesson.button("Copy link").click()
    page.wait_for_timeout(300)
    assert shown and shown[0].endswith("/log-likelihood?theta=0.31")


def test_the_controls_of_the_projector_open_beside_the_chart(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(**PROJECTOR), server.url).open("log-likelihood?present=1")
    expect(lesson.number("Heads")).to_be_hidden()
    lesson.page.keyboard.press("o")
    expect(lesson.number("Heads")).to_be_visible()
    panel = lesson.page.locator(".st-key-controls").bounding_box()
    chart = lesson.page.get_by_test_id("stVegaLiteChart").first.bounding_box()
    assert panel and chart and panel["x"] + panel["width"] <= chart["x"] + 1
    lesson.button("Controls").click()
    expect(lesson.number("Heads")).to_be_hidden()


def test_a_finger_moves_the_ring_and_the_figures_wait_dimmed(new_page: Callable[..., Page], server: Server) -> None:
    page = new_page(**PHONE)
    finger = Finger(page)
    lesson = Lesson(page, server.url).open("log-likelihood")
    chart = page.locator(".st-key-hero svg.marks").first
    figures, before = page.locator(".st-key-figures"), lesson.metric("ℓ(θ)")
    finger.down(*at(chart, 0.6, 0.5))
    for share in (0.65, 0.75, 0.85):
        x, y = at(chart, share, 0.5)
        finger.move(x, y)
        expect_ring(page, x)
    expect(figures).to_have_css("opacity", "0.3")
    finger.up()
    lesson.expect_metric_changed("ℓ(θ)", before)
    expect(figures).to_have_css("opacity", "1")
    read = re.findall(r"ℓ = −([\d.]+)", chart.text_content() or "")
    assert lesson.metric("ℓ(θ)") == f"−{read[0]} nats", "chart and figure say the same"
    place = page.url
    finger.swipe_up(*at(chart, 0.7, 0.7))
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 100")
    assert page.url == place, "who scrolls moves nothing else"


def test_a_chosen_lesson_closes_the_drawer_of_a_phone(new_page: Callable[..., Page], server: Server) -> None:
    page = new_page(**PHONE)
    lesson = Lesson(page, server.url).open("likelihood")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Detective").click()
    page.wait_for_url(re.compile("detective"))
    lesson.wait_until_idle()
    page.wait_for_function(
        "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 1", timeout=5000
    )
