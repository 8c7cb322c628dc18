"""Lesson 2 in a browser: dragging θ, painting the curve, keys, play, and a CSV file."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.harness import Server
from tests.support.lesson import Lesson

CURVE = re.compile("^Left: the probabilities of numbers of heads")
READINGS = re.compile("^Left: the readings under a Gaussian")
SURFACE = re.compile("^The likelihood over mean and standard deviation")
SLIDER = "θ, probability of heads"


def test_dragging_sends_nothing_to_the_server_until_the_pointer_is_released(page: Page, server: Server) -> None:
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    lesson = Lesson(page, server.url).open("likelihood?heads=13&tails=4&theta=0.2")
    lesson.chart(CURVE).get_by_text("θ = 0.200").last.wait_for()
    figure = lesson.metric("L(θ)")
    before = len(sent)
    lesson.drag(CURVE, 0.6, 0.9, release=False)
    expect(lesson.chart(CURVE).get_by_text("θ = 0.200")).to_have_count(0)
    moved = lesson.theta_read_out(CURVE)
    assert len(sent) == before, "the server was asked while the pointer was down"
    assert lesson.metric("L(θ)") == figure
    page.mouse.up()
    theta = re.findall(r"θ = (0\.\d{3})", moved)[0].rstrip("0")
    page.wait_for_url(re.compile(rf"theta={re.escape(theta)}"))
    expect(lesson.slider(SLIDER)).to_have_value(re.compile(rf"^{re.escape(theta)}"))
    lesson.expect_metric_changed("L(θ)", figure)


def test_releasing_the_pointer_keeps_the_painted_curve(lesson: Lesson) -> None:
    lesson.open("likelihood")
    hidden = lesson.metric("MLE θ̂")
    curve = lesson.chart(CURVE).locator("g.mark-line path").first
    expect(curve).not_to_have_attribute("d", re.compile("L"))
    lesson.drag(CURVE, 0.6, 0.85)
    lesson.page.wait_for_url(re.compile("theta="))
    expect(curve).to_have_attribute("d", re.compile(r"^M.*L.*L"))
    lesson.page.get_by_role("button", name=re.compile("Peak at")).click()
    lesson.expect_metric_changed("MLE θ̂", hidden)
    lesson.chart(CURVE).get_by_text("your guess").wait_for()


@pytest.mark.sweep
def test_the_guess_moves_nothing_and_gets_a_verdict_in_its_place(lesson: Lesson) -> None:
    page = lesson.open("likelihood").page
    lesson.chart(CURVE).locator("svg.marks").wait_for()
    kept = [page.locator(f".st-key-{key}") for key in ("paint", "reveal", "data", "heads", "presets", "hero", "strip")]
    before = [place.bounding_box() for place in kept]
    page.locator(".st-key-reveal button").click()
    page.get_by_text("The peak is at 0.700").wait_for()
    lesson.wait_until_idle()
    assert [place.bounding_box() for place in kept] == before


def test_a_bar_that_is_taller_than_the_axis_says_so(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=7&theta=0.02")
    arrow, chart = lesson.chart(CURVE).get_by_text("▲"), lesson.chart(CURVE)
    chart.get_by_text("0.817", exact=True).wait_for()
    expect(arrow).to_have_count(1)
    lesson.slider(SLIDER).focus()
    lesson.page.keyboard.press("End")
    chart.get_by_text("1.000", exact=True).wait_for()
    lesson.page.keyboard.press("Escape")
    lesson.page.keyboard.press("ArrowLeft")
    # At θ = 0.9, two bars are taller.
    expect(arrow).to_have_count(2)
    lesson.page.keyboard.press("ArrowLeft")
    expect(arrow).to_have_count(0)


@pytest.mark.parametrize("height", [720, pytest.param(900, marks=pytest.mark.sweep)])
def test_ctrl_enter_uses_pasted_data_and_says_so(new_page: Callable[..., Page], server: Server, height: int) -> None:
    # Other fields take their place above the panel, which must not close.
    lesson = Lesson(new_page(width=1280, height=height), server.url).open("likelihood?data=horse-kicks")
    lesson.page.get_by_text("Your own data").click()
    field = lesson.page.get_by_role("textbox", name=re.compile("Ctrl.Enter"))
    field.fill("H H T H")
    field.press("Control+Enter")
    expect(lesson.number("Heads")).to_have_value("3")
    said = lesson.page.get_by_text("Drawn: 4 values.")
    said.wait_for()
    box, around = said.bounding_box(), lesson.page.locator(".st-key-controls").bounding_box()
    assert box and around and around["y"] <= box["y"] and box["y"] + box["height"] <= around["y"] + around["height"]


def test_keys_step_and_a_focused_control_keeps_its_own_keys(lesson: Lesson) -> None:
    lesson.open("likelihood?heads=7&tails=3&theta=0.5")
    lesson.slider(SLIDER).focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_url(re.compile("theta=0.501"))
    lesson.page.get_by_role("heading", level=1).click()
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_url(re.compile("theta=0.6"))
    expect(lesson.slider(SLIDER)).to_have_value("0.6")
    expect(lesson.page.get_by_text("Step 6 / 10")).to_be_visible()
    lesson.page.keyboard.press("ArrowLeft")
    lesson.chart(CURVE).get_by_text("θ = 0.500").last.wait_for()
    # After a drag, the slider still moves the ring.
    lesson.drag(CURVE, 0.6, 0.7)
    expect(lesson.page).not_to_have_url(re.compile("theta=0.5$"))
    lesson.slider(SLIDER).focus()
    lesson.page.keyboard.press("Home")
    lesson.chart(CURVE).get_by_text("θ = 0.000").last.wait_for()
    # Space presses the focused button, and does not start to play.
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


@pytest.mark.sweep
def test_the_address_says_whether_the_curve_is_hidden(lesson: Lesson) -> None:
    page = lesson.open("likelihood").page
    page.wait_for_url(re.compile("paint=true"))
    page.reload()
    lesson.wait_until_idle()
    lesson.expect_metric("MLE θ̂", "hidden")
    page.get_by_role("button", name=re.compile("Peak at")).click()
    lesson.expect_metric("MLE θ̂", "0.700")
    page.wait_for_url(re.compile("paint=false"))
    page.reload()
    lesson.wait_until_idle()
    lesson.expect_metric("MLE θ̂", "0.700")


@pytest.mark.sweep
def test_the_parameters_of_readings_are_in_the_address(lesson: Lesson) -> None:
    page = lesson.open("likelihood?data=newcomb&heads=9").page
    lesson.drag(READINGS, 0.6, 0.8)
    page.wait_for_url(re.compile(r"mu=\d\d(\.\d)?(&|$)"))
    expect(lesson.chart(READINGS).get_by_text("μ = 22.0")).to_have_count(0)
    page.get_by_role("radio", name="Surface").click()
    page.wait_for_url(re.compile("view=surface"))
    lesson.drag(SURFACE, 0.5, 0.6)
    page.wait_for_url(re.compile(r"spread=\d+(\.\d)?(&|$)"))
    shown = lesson.settled_metric("L(θ)")
    assert "heads=9" in page.url
    page.reload()
    lesson.wait_until_idle()
    lesson.expect_metric("L(θ)", shown)
    lesson.expect_no_error()


def test_a_csv_column_becomes_the_data(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(height=1600), server.url).open("likelihood?heads=7")
    lesson.page.get_by_text("Your own data").click()
    csv = {"name": "flips.csv", "mimeType": "text/csv", "buffer": b"first,coin\nT,H\nT,T\nT,H\n"}
    lesson.page.locator("input[type=file]").set_input_files([csv])
    column = lesson.page.get_by_role("combobox", name="Column")
    column.wait_for()
    lesson.wait_until_idle()  # a run that ends while the list is open closes it
    column.fill("coin")
    lesson.page.get_by_role("option", name="coin").wait_for()
    lesson.page.keyboard.press("Enter")
    expect(lesson.page.get_by_role("combobox", name="Column")).to_have_value("coin")
    lesson.wait_until_idle()
    lesson.button("Use these data").click()
    expect(lesson.number("Heads")).to_have_value("2")
    expect(lesson.number("Tails")).to_have_value("1")
