"""Lesson 6 in a browser: three curves under the pointer, sigma by key, the converter, the race, the phone, axe."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.logistic.race import FRAMES
from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

SUM = re.compile("^Log-likelihood, log-prior and their sum")
PLANE = re.compile("^The plane of two weights: contours")
RACE = re.compile("^The plane of two weights with")
SEED = "map-estimation?heads=7&tails=3&a=10&b=10&sigma=1&n_examples=500"


def test_a_link_shows_the_seeds_figures_and_the_pointer_adds_the_heights(lesson: Lesson) -> None:
    sent: list[str] = []
    lesson.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    lesson.open(SEED)
    for label, value in (
        ("MLE θ̂", "0.700"), ("MAP θ̂", "0.571"), ("Posterior mean", "0.567"),
        ("λ (summed NLL)", "0.5"), ("λ (mean NLL)", "0.001"), ("weight_decay", "0.002"),
    ):  # fmt: skip
        lesson.expect_metric(label, value)
    last = lesson.page.get_by_test_id("stMetric").nth(3).bounding_box()
    assert last and last["y"] + last["height"] <= 900
    lesson.chart(SUM).get_by_text("MAP 0.571").wait_for()
    before = len(sent)
    box = lesson.chart(SUM).bounding_box()
    assert box
    for share in (0.5, 0.56):
        lesson.page.mouse.move(box["x"] + share * box["width"], box["y"] + 0.5 * box["height"])
    read = lesson.chart(SUM).get_by_text(re.compile(r"^θ = 0\.\d{3}: +-?\d+\.\d\d \+ -?\d+\.\d\d = -?\d+\.\d\d nats$"))
    read.wait_for()
    data, belief, both = (float(part) for part in re.findall(r"-?\d+\.\d\d(?!\d)", read.text_content() or "")[-3:])
    assert data + belief == pytest.approx(both, abs=0.0101)
    assert len(sent) == before, "the server was asked while the pointer only looked"
    lesson.number("Prior a").fill("2")
    lesson.number("Prior a").press("Enter")
    lesson.expect_metric("MAP θ̂", "0.400")
    lesson.chart(SUM).get_by_text("MAP 0.400").wait_for()
    lesson.page.wait_for_url(re.compile(r"[?&]a=2(\.0)?(&|$)"))
    lesson.expect_metric("weight_decay", "0.002")
    lesson.number("to the value").fill("0.01")
    lesson.number("to the value").press("Enter")
    lesson.page.wait_for_url(re.compile(r"sigma=0\.4472"))
    lesson.expect_metric("weight_decay", "0.01")
    lesson.expect_no_error()


def test_the_prior_narrows_by_key_until_a_weight_is_exactly_zero(lesson: Lesson) -> None:
    lesson.open("map-estimation?prior=laplace&sigma=0.15")
    lesson.expect_metric("Exact zeros", "0 of 2")
    lesson.page.keyboard.press("ArrowRight")
    lesson.expect_metric("Exact zeros", "1 of 2")
    lesson.page.wait_for_url(re.compile(r"sigma=0\.1(&|$)"))
    lesson.chart(PLANE).get_by_text("MAP, w₂ = 0").wait_for()
    expect(lesson.number("σ, its standard deviation")).to_have_value("0.1")
    lesson.page.get_by_role("radio", name="gaussian").click()
    lesson.expect_metric("Exact zeros", "0 of 2")
    expect(lesson.chart(PLANE).get_by_text("MAP, w₂ = 0")).to_have_count(0)
    expect(lesson.page.get_by_text("import numpy as np")).to_have_count(2)
    lesson.expect_no_error()


def test_the_race_runs_when_opened_and_ends_on_two_stars(lesson: Lesson) -> None:
    lesson.open("map-estimation")
    lesson.expect_metric("MAP θ̂", "0.571")
    lesson.page.get_by_text("Run the race on the penguins").click()
    lesson.chart(RACE).get_by_text("MLE", exact=True).wait_for()
    lesson.page.get_by_text(re.compile("AdamW ends on the MLE")).wait_for()
    lesson.page.keyboard.press("ArrowLeft")
    lesson.page.get_by_text(f"Frame {len(FRAMES) - 1} / {len(FRAMES)}").wait_for()
    lesson.expect_metric("weight_decay", "0.002")
    assert_accessible(lesson.page, context=".st-key-race")


def test_on_a_phone_in_the_dark_the_chart_comes_first(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(color_scheme="dark", width=390, height=844), server.url).open("map-estimation?sigma=0.2")
    lesson.expect_metric("Posterior mean", "0.567")
    chart, field = lesson.chart(SUM).bounding_box(), lesson.number("Heads").bounding_box()
    assert chart and field and chart["y"] < field["y"]
    lesson.chart(PLANE).get_by_text("MLE", exact=True).wait_for()
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(lesson.page)
