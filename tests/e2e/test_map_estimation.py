"""Lesson 6 in a browser: three curves under the pointer, the converter, the prior narrowed by key, and the race."""

import re

import pytest
from playwright.sync_api import expect

from core.logistic.race import FRAMES
from tests.support.axe import assert_accessible
from tests.support.lesson import Lesson

SUM = re.compile("^Log-likelihood, log-prior and their sum")
PLANE = re.compile("^The plane of two weights: contours")
RACE = re.compile("^The plane of two weights with")
SIGMA = "σ, its standard deviation"


def test_the_pointer_reads_heights_without_the_server_and_the_two_priors_move_apart(lesson: Lesson) -> None:
    sent: list[str] = []
    lesson.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    lesson.open("map-estimation?heads=7&tails=3&a=10&b=10&sigma=1&n_examples=500")
    lesson.chart(SUM).get_by_text(f"MAP {lesson.metric('MAP θ̂')}").wait_for()
    before = len(sent)
    box = lesson.chart(SUM).bounding_box()
    assert box
    for share in (0.5, 0.56):
        lesson.page.mouse.move(box["x"] + share * box["width"], box["y"] + 0.5 * box["height"])
    read = lesson.chart(SUM).get_by_text(re.compile(r"^θ = 0\.\d{3}: +-?\d+\.\d\d \+ -?\d+\.\d\d = -?\d+\.\d\d nats$"))
    read.wait_for()
    data, belief, both = (float(part) for part in re.findall(r"-?\d+\.\d\d(?!\d)", read.text_content() or "")[-3:])
    assert data + belief == pytest.approx(both, abs=0.0101)
    assert len(sent) == before, "the server was asked while the pointer only moved"
    top, decay = lesson.metric("MAP θ̂"), lesson.metric("weight_decay")
    lesson.number("Prior a").fill("2")
    lesson.number("Prior a").press("Enter")
    lesson.expect_metric_changed("MAP θ̂", top)
    top = lesson.metric("MAP θ̂")
    lesson.chart(SUM).get_by_text(f"MAP {top}").wait_for()
    lesson.page.wait_for_url(re.compile(r"[?&]a=2(\.0)?(&|$)"))
    lesson.expect_metric("weight_decay", decay)
    lesson.number("to the value").fill("0.01")
    lesson.number("to the value").press("Enter")
    lesson.expect_metric("weight_decay", "0.01")
    lesson.page.wait_for_url(re.compile(r"sigma=0\.\d"))
    sigma = lesson.number(SIGMA).input_value()
    assert f"sigma={sigma}" in lesson.page.url
    lesson.expect_metric("MAP θ̂", top)
    lesson.expect_no_error()


def test_the_prior_narrows_by_key_until_a_weight_is_exactly_zero(lesson: Lesson) -> None:
    lesson.open("map-estimation?prior=laplace&sigma=0.15")
    zeros = lesson.metric("Exact zeros")
    lesson.page.keyboard.press("ArrowRight")
    lesson.expect_metric_changed("Exact zeros", zeros)
    lesson.page.wait_for_url(re.compile(r"sigma=0\.1(&|$)"))
    lesson.chart(PLANE).get_by_text("MAP, w₂ = 0").wait_for()
    expect(lesson.number(SIGMA)).to_have_value("0.1")
    lesson.page.get_by_role("radio", name="gaussian").click()
    lesson.expect_metric("Exact zeros", zeros)
    expect(lesson.chart(PLANE).get_by_text("MAP, w₂ = 0")).to_have_count(0)
    expect(lesson.page.get_by_text("import numpy as np")).to_have_count(2)
    lesson.expect_no_error()


def test_the_race_runs_when_it_is_opened_and_goes_back_by_key(lesson: Lesson) -> None:
    lesson.open("map-estimation")
    decay = lesson.metric("weight_decay")
    lesson.page.get_by_text("Run the race on the penguins").click()
    lesson.chart(RACE).get_by_text("MLE", exact=True).wait_for()
    lesson.page.get_by_text(f"Frame {len(FRAMES)} / {len(FRAMES)}").wait_for()
    lesson.wait_until_idle()
    lesson.page.keyboard.press("ArrowLeft")
    lesson.page.get_by_text(f"Frame {len(FRAMES) - 1} / {len(FRAMES)}").wait_for()
    lesson.expect_metric("weight_decay", decay)
    assert_accessible(lesson.page, context=".st-key-race")
