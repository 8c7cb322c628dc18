"""Lesson 3 in a browser: dragging, the staircase's coins, factors by key, the losses, the projector, the phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

CURVE = re.compile("^Left: a staircase")
UNDERFLOW = re.compile("^Base-10 log of a product")
SEED = "log-likelihood?heads=7&tails=3&theta=0.5&n=1075&p=0.5"
SLIDER = "θ, probability of heads"


def test_a_link_shows_the_seeds_figures(lesson: Lesson) -> None:
    lesson.open(SEED)
    lesson.expect_metric("ℓ(θ)", "-6.931 nats")
    lesson.expect_metric("Score", "8.000")
    lesson.expect_metric("Fisher information", "47.62")
    lesson.expect_metric("Standard error", "0.145")
    lesson.expect_metric("Product (float64)", "0")
    lesson.expect_metric("Sum of logs", "-745.1 nats")
    lesson.expect_metric("Underflows at n", "25 / 150 / 1075")
    expect(lesson.chart(CURVE).get_by_text("each 0.693")).to_have_count(2)
    expect(lesson.page.get_by_test_id("stMetricLabel").get_by_text("torch loss")).to_have_count(0)
    lesson.expect_no_error()


def test_dragging_asks_the_server_only_when_let_go(page: Page, server: Server) -> None:
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    lesson = Lesson(page, server.url).open("log-likelihood?theta=0.2")
    lesson.chart(CURVE).get_by_text("θ = 0.200").wait_for()
    figure = lesson.metric("ℓ(θ)")
    before = len(sent)
    lesson.drag(CURVE, 0.6, 0.9, release=False)
    expect(lesson.chart(CURVE).get_by_text("θ = 0.200")).to_have_count(0)
    moved = lesson.theta_read_out(CURVE)
    # The staircase follows: the tails now cost more than the heads, and stand first.
    expect(lesson.chart(CURVE).get_by_text("each 0.693")).to_have_count(0)
    assert len(sent) == before, "the server was asked while the pointer was down"
    assert lesson.metric("ℓ(θ)") == figure
    page.mouse.up()
    theta = re.findall(r"θ = (0\.\d{3})", moved)[0].rstrip("0")
    page.wait_for_url(re.compile(rf"theta={re.escape(theta)}(&|$)"))
    expect(lesson.slider(SLIDER)).to_have_value(re.compile(rf"^{re.escape(theta)}"))
    lesson.chart(CURVE).get_by_text(re.compile(rf"^θ = {re.escape(theta)}")).wait_for()


def test_letting_go_leaves_one_of_each(lesson: Lesson) -> None:
    lesson.open("log-likelihood?loss=mse&theta=0.9")
    lesson.expect_metric("ℓ(θ)", re.compile("-7.6"))
    for end in (0.6, 0.7, 0.8):
        lesson.drag(CURVE, 0.5, end)
        lesson.page.wait_for_url(re.compile(r"theta=0\.\d"))
        lesson.wait_until_idle()
    expect(lesson.page.get_by_text("import numpy as np")).to_have_count(1)
    expect(lesson.page.get_by_text("multiplied one by one")).to_have_count(1)
    expect(lesson.page.get_by_role("radio", name="gaussian-nll")).to_have_count(1)
    expect(lesson.page.get_by_text("Why the hinge is none")).to_have_count(1)


def test_the_pointer_over_the_staircase_lights_a_flip_and_leaves_theta(lesson: Lesson) -> None:
    lesson.open("log-likelihood?theta=0.6")
    lesson.expect_metric("ℓ(θ)", "-6.325 nats")
    chart = lesson.chart(CURVE)
    expect(chart.get_by_text("T", exact=True)).to_have_count(3)
    box = chart.bounding_box()
    assert box
    lesson.page.mouse.move(box["x"] + 0.18 * box["width"], box["y"] + 0.5 * box["height"])
    lesson.page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    expect(chart.locator('path[stroke-width="3.5"]')).to_have_count(1)
    lesson.drag(CURVE, 0.15, 0.3)
    lesson.wait_until_idle()
    expect(lesson.slider(SLIDER)).to_have_value("0.6")
    assert "theta=0.6" in lesson.page.url


def test_the_slider_moves_the_staircase_and_not_the_factors(lesson: Lesson) -> None:
    lesson.open(SEED)
    lesson.expect_metric("ℓ(θ)", "-6.931 nats")
    lesson.slider(SLIDER).focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.expect_metric("ℓ(θ)", "-6.923 nats")
    lesson.chart(CURVE).get_by_text("θ = 0.501").wait_for()
    lesson.expect_metric("Product (float64)", "0")
    expect(lesson.number("Factors n")).to_have_value("1075")


def test_the_left_key_walks_back_to_where_float64_still_holds(lesson: Lesson) -> None:
    lesson.open("log-likelihood")
    lesson.expect_metric("Product (float64)", "0")
    lesson.page.keyboard.press("ArrowLeft")
    lesson.expect_metric("Product (float64)", "9.333e-302")
    lesson.page.wait_for_url(re.compile("n=1000"))
    lesson.chart(UNDERFLOW).get_by_text("sum of logs -693.1 nats").wait_for()
    lesson.expect_metric("ℓ(θ)", "-6.931 nats")


def test_play_walks_to_the_last_stop_and_stops(lesson: Lesson) -> None:
    lesson.open("log-likelihood?n=1000")
    lesson.expect_metric("Sum of logs", "-693.1 nats")
    lesson.button("Play").click()
    lesson.page.wait_for_url(re.compile("n=5000"))
    lesson.expect_metric("Sum of logs", "-3465.7 nats")
    expect(lesson.page.get_by_role("button", name=re.compile("^Pause"))).to_have_count(0)


def test_the_losses_open_by_hand_and_switch(lesson: Lesson) -> None:
    lesson.open("log-likelihood")
    lesson.expect_metric("ℓ(θ)", "-6.931 nats")
    lesson.page.get_by_text("Eight losses by scipy and by torch, on the same data").click()
    lesson.expect_metric("Difference", re.compile(r"^(0|\d\.\de-1\d)$"))
    lesson.page.get_by_role("radio", name="gaussian-nll").click()
    lesson.expect_metric("Dropped constant", "0.9189 nats a datum")
    lesson.page.wait_for_url(re.compile("loss=gaussian-nll"))
    lesson.expect_metric("ℓ(θ)", "-6.931 nats")
    lesson.expect_no_error()


def test_a_narrow_peak_is_shown_near_and_whole(lesson: Lesson) -> None:
    lesson.open("log-likelihood?heads=178079&tails=172678&theta=0.9")
    lesson.expect_metric("Standard error", "0.000844")
    lesson.chart(CURVE).get_by_text("θ = 0.900 ▶").wait_for()
    lesson.page.get_by_text("whole axis", exact=True).click()
    expect(lesson.chart(CURVE).get_by_text("θ = 0.900 ▶")).to_have_count(0)
    lesson.chart(CURVE).get_by_text("θ = 0.900").wait_for()
    lesson.expect_metric("Standard error", "0.000844")


def test_the_projector_shows_the_curve_alone(lesson: Lesson) -> None:
    lesson.open("log-likelihood?present=1")
    lesson.expect_metric("Score", "8.000")
    expect(lesson.page.get_by_test_id("stVegaLiteChart")).to_have_count(1)
    expect(lesson.page.get_by_text("Fine print and references")).to_have_count(0)


def test_on_a_phone_the_chart_comes_first_and_nothing_is_wider(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(width=390, height=844), server.url).open("log-likelihood?loss=huber")
    lesson.expect_metric("Difference", re.compile(r"^(0|\d\.\de-1\d)$"))
    chart, field = lesson.chart(CURVE).bounding_box(), lesson.number("Heads").bounding_box()
    assert chart and field and chart["y"] < field["y"]
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_everything_important_is_above_the_fold(lesson: Lesson) -> None:
    lesson.open(SEED)
    lesson.expect_metric("Standard error", "0.145")
    figure = lesson.page.get_by_test_id("stMetric").first.bounding_box()
    assert figure and figure["y"] + figure["height"] <= 900


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(new_page: Callable[..., Page], server: Server, scheme: str) -> None:
    lesson = Lesson(new_page(color_scheme=scheme), server.url).open("log-likelihood?loss=huber")
    lesson.expect_metric("Difference", re.compile(r"^(0|\d\.\de-1\d)$"))
    lesson.chart(CURVE).get_by_text("θ = 0.500").wait_for()
    assert_accessible(lesson.page)
