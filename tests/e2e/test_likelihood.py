"""Lesson 2 in a browser: dragging, painting, sliders, keys, the projector, the phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

ALT = re.compile("^Left: the probability of each number of heads")
SLIDER = "θ, probability of heads"


def test_a_link_shows_the_seeds_figures(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=7&tails=3&theta=0.7")
    lesson.expect_metric("MLE θ̂", "0.700")
    lesson.expect_metric("L(θ)", "0.002224")
    lesson.expect_metric("Area under L(θ)", "0.000758")
    lesson.expect_no_error()


def test_dragging_asks_the_server_only_when_let_go(page: Page, server: Server) -> None:
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    lesson = Lesson(page, server.url).open("likelihood?heads=13&tails=4&theta=0.2")
    lesson.chart(ALT).get_by_text("θ = 0.200").wait_for()
    figure = lesson.metric("L(θ)")
    before = len(sent)
    lesson.drag(ALT, 0.6, 0.9, release=False)
    expect(lesson.chart(ALT).get_by_text("θ = 0.200")).to_have_count(0)
    moved = lesson.theta_read_out(ALT)
    assert len(sent) == before, "the server was asked while the pointer was down"
    assert lesson.metric("L(θ)") == figure
    page.mouse.up()
    theta = re.findall(r"θ = (0\.\d{3})", moved)[0].rstrip("0")
    page.wait_for_url(re.compile(rf"theta={re.escape(theta)}"))
    expect(lesson.slider(SLIDER)).to_have_value(re.compile(rf"^{re.escape(theta)}"))


def test_letting_go_keeps_the_chart_and_what_was_painted(lesson: Lesson) -> None:
    lesson.open("likelihood")
    lesson.expect_metric("MLE θ̂", "after your guess")
    curve = lesson.chart(ALT).locator("g.mark-line path").first
    expect(curve).not_to_have_attribute("d", re.compile("L"))
    lesson.drag(ALT, 0.6, 0.85)
    lesson.page.wait_for_url(re.compile("theta="))
    expect(curve).to_have_attribute("d", re.compile(r"^M.*L.*L"))
    lesson.page.get_by_role("button", name=re.compile("^The peak is at|The peak is at")).click()
    lesson.expect_metric("MLE θ̂", "0.700")
    lesson.chart(ALT).get_by_text("your guess").wait_for()


def test_the_slider_moves_the_ring_even_after_a_drag(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=7&tails=3&theta=0.5")
    lesson.drag(ALT, 0.6, 0.7)
    expect(lesson.page).not_to_have_url(re.compile("theta=0.5$"))
    thumb = lesson.slider(SLIDER)
    thumb.focus()
    lesson.page.keyboard.press("Home")
    lesson.chart(ALT).get_by_text("θ = 0.000").wait_for()
    lesson.expect_metric("L(θ)", "0")


def test_keys_step_and_leave_focused_controls_alone(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=7&tails=3&theta=0.5")
    lesson.slider(SLIDER).focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_url(re.compile("theta=0.501"))
    lesson.page.get_by_role("heading", level=1).click()
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_url(re.compile("theta=0.55"))
    expect(lesson.slider(SLIDER)).to_have_value("0.55")
    lesson.page.keyboard.press("ArrowLeft")
    lesson.chart(ALT).get_by_text("θ = 0.500").wait_for()
    # Space presses what has the focus, and plays nothing.
    lesson.button("700 / 300").focus()
    lesson.page.keyboard.press("Space")
    expect(lesson.number("Heads")).to_have_value("700")
    expect(lesson.button("Pause")).to_have_count(0)


def test_play_walks_and_pauses(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=7&tails=3&theta=0.1")
    lesson.page.get_by_role("heading", level=1).click()
    lesson.page.keyboard.press("p")
    lesson.button("Pause").wait_for()
    lesson.page.wait_for_url(re.compile(r"theta=0\.2"))
    lesson.button("Pause").click()
    lesson.button("Play").wait_for()
    lesson.expect_no_error()


def test_the_projector_shows_the_chart_and_its_figures_only(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=7&tails=3&theta=0.7")
    lesson.page.get_by_role("heading", name="The analogy").wait_for()
    lesson.button("Projector").click()
    lesson.page.wait_for_url(re.compile("present=1"))
    expect(lesson.page.get_by_role("heading", name="The analogy")).to_have_count(0)
    lesson.expect_metric("MLE θ̂", "0.700")
    label = lesson.chart(ALT).get_by_text("Number of heads k")
    expect(label).to_have_attribute("font-size", re.compile(r"^2[0-9]px"))
    lesson.button("Leave projector").click()
    lesson.page.get_by_role("heading", name="The analogy").wait_for()
    expect(lesson.page).not_to_have_url(re.compile("present"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["likelihood?theta=0.6", "likelihood?data=newcomb"])
def test_accessible(new_page: Callable[..., Page], server: Server, scheme: str, path: str) -> None:
    page = new_page(color_scheme=scheme)
    Lesson(page, server.url).open(path)
    assert_accessible(page)


def test_a_phone_shows_the_chart_first_and_nothing_too_wide(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(width=390, height=844), server.url).open("likelihood?heads=7&tails=3&theta=0.6")
    chart, field = lesson.chart(ALT).bounding_box(), lesson.number("Heads").bounding_box()
    assert chart and field
    assert chart["y"] < field["y"]
    assert chart["x"] >= 0 and chart["x"] + chart["width"] <= 390
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_csv_column_becomes_the_data(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(height=1600), server.url).open("likelihood?heads=7")
    lesson.page.get_by_text("Your own data").click()
    csv = {"name": "flips.csv", "mimeType": "text/csv", "buffer": b"day,coin\n1,H\n2,T\n3,H\n"}
    lesson.page.locator("input[type=file]").set_input_files([csv])
    lesson.page.get_by_role("combobox", name="Column").fill("coin")
    lesson.page.get_by_role("option", name="coin").wait_for()
    lesson.page.keyboard.press("Enter")
    expect(lesson.page.get_by_role("combobox", name="Column")).to_have_value("coin")
    lesson.wait_until_idle()
    lesson.button("Use these data").click()
    expect(lesson.number("Heads")).to_have_value("2")
    lesson.expect_metric("MLE θ̂", "0.667")
