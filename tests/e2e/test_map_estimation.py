"""Lesson 6 in a browser: three curves under the pointer, the converter, the prior and the race moved by key."""

import re

import pytest
from playwright.sync_api import expect

from core.logistic.race import FRAMES
from tests.support.app import number
from tests.support.axe import assert_accessible
from tests.support.lesson import Lesson

SUM = re.compile("^Log-likelihood, log-prior and their sum")
PLANE = re.compile("^The plane of two weights: contours")
PENALTIES = re.compile("^The penalties of one prior")
RACE = re.compile("^The plane of two weights with")
LOGIT = re.compile("^Left: the posterior as a density")
SIGMA = "σ, its standard deviation"


def test_the_pointer_reads_heights_without_the_server(lesson: Lesson) -> None:
    sent: list[str] = []
    lesson.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    lesson.open("map-estimation?heads=7&tails=3&a=10&b=10")
    lesson.chart(SUM).get_by_text(f"MAP {lesson.metric('MAP θ̂')}").last.wait_for()
    before = len(sent)
    box = lesson.chart(SUM).bounding_box()
    assert box
    for share in (0.5, 0.56):
        lesson.page.mouse.move(box["x"] + share * box["width"], box["y"] + 0.5 * box["height"])
    lesson.chart(SUM).get_by_text(re.compile(r"^θ = 0\.\d{3}$")).last.wait_for()
    terms = (r"^−?\d+\.\d\d$", r"^\+ −?\d+\.\d\d$", r"^= −?\d+\.\d\d nats$")
    read = [lesson.chart(SUM).get_by_text(re.compile(term)).last.text_content() or "" for term in terms]
    data, belief, both = map(number, read)
    assert data + belief == pytest.approx(both, abs=0.0101)
    assert len(sent) == before, "the server was asked while the pointer only moved"
    top = lesson.metric("MAP θ̂")
    lesson.number("Prior a").fill("2")
    lesson.number("Prior a").press("Enter")
    lesson.expect_metric_changed("MAP θ̂", top)
    lesson.chart(SUM).get_by_text(f"MAP {lesson.metric('MAP θ̂')}").last.wait_for()
    lesson.page.wait_for_url(re.compile(r"[?&]a=2(\.0)?(&|$)"))
    expect(lesson.chart(LOGIT)).to_have_count(0)
    lesson.expect_no_error()


def test_a_weight_decay_sets_sigma_and_the_address_opens_the_same(lesson: Lesson) -> None:
    lesson.open("map-estimation?sigma=1&n_examples=400")
    lesson.chart(PENALTIES).get_by_text("weight_decay").wait_for()
    before = lesson.metric("weight_decay")
    lesson.number("to the value").fill("0.01")
    lesson.number("to the value").press("Enter")
    lesson.expect_metric_changed("weight_decay", before)
    lesson.expect_metric("weight_decay", "0.01")
    expect(lesson.number(SIGMA)).to_have_value("0.5")
    lesson.page.wait_for_url(re.compile(r"sigma=0\.5(&|$)"))
    assert "scene=converter" in lesson.page.url and "n_examples=400" in lesson.page.url
    lesson.number("to the value").fill("0.005")
    lesson.number("to the value").press("Enter")
    lesson.expect_metric("weight_decay", "0.005")
    expect(lesson.number(SIGMA)).to_have_value("0.7071")
    lesson.page.wait_for_url(re.compile(r"sigma=0\.70710678"))
    lesson.page.get_by_role("radio", name="laplace").click()
    lesson.expect_metric("weight_decay", "none")
    expect(lesson.chart(PENALTIES).get_by_text("weight_decay")).to_have_count(0)
    shown = lesson.metric("λ (mean NLL)")
    lesson.page.wait_for_url(re.compile("prior=laplace"))
    lesson.open(lesson.page.url.removeprefix(lesson.base_url))
    lesson.expect_metric("λ (mean NLL)", shown)
    lesson.expect_no_error()


def test_the_prior_narrows_by_key_until_a_weight_is_exactly_zero(lesson: Lesson) -> None:
    lesson.open("map-estimation?scene=weights&prior=laplace&sigma=0.15")
    zeros = lesson.metric("Exact zeros")
    lesson.page.keyboard.press("ArrowRight")
    lesson.expect_metric_changed("Exact zeros", zeros)
    lesson.page.wait_for_url(re.compile(r"sigma=0\.1(&|$)"))
    lesson.chart(PLANE).get_by_text("MAP, w₂ = 0").last.wait_for()
    expect(lesson.number(SIGMA)).to_have_value("0.1")
    lesson.page.get_by_role("radio", name="gaussian").click()
    lesson.expect_metric("Exact zeros", zeros)
    expect(lesson.chart(PLANE).get_by_text("MAP, w₂ = 0")).to_have_count(0)
    expect(lesson.page.get_by_text("import numpy as np")).to_have_count(0)
    lesson.page.get_by_text("Worked example").click()
    expect(lesson.page.get_by_text("import numpy as np")).to_have_count(1)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_the_prior_narrows_while_it_plays_and_stops_at_the_narrowest(lesson: Lesson) -> None:
    lesson.open("map-estimation?scene=weights&sigma=0.05")
    lesson.page.get_by_text("Stop 10 / 12").wait_for()
    lesson.button("Play").click()
    expect(lesson.number(SIGMA)).to_have_value("0.01")
    lesson.page.get_by_text("Stop 12 / 12").wait_for()
    lesson.button("Play").wait_for()
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.page.wait_for_url(re.compile(r"sigma=0\.01(&|$)"))
    lesson.expect_no_error()


@pytest.mark.sweep
def test_the_race_goes_back_by_key_and_its_step_is_in_the_address(lesson: Lesson) -> None:
    lesson.open("map-estimation?scene=race")
    lesson.chart(RACE).get_by_text("MLE", exact=True).last.wait_for()
    last = len(FRAMES)
    lesson.page.get_by_text(f"Frame {last} / {last}").wait_for()
    away = lesson.settled_metric("Adam + L2 to the MAP")
    lesson.page.keyboard.press("ArrowLeft")
    lesson.expect_metric_changed("Adam + L2 to the MAP", away)
    lesson.page.wait_for_url(re.compile(r"race_step=\d+(&|$)"))
    taken = int(re.findall(r"race_step=(\d+)", lesson.page.url)[0])
    lesson.page.get_by_text(f"Frame {FRAMES.index(taken) + 1} / {last}").wait_for()
    shown = lesson.settled_metric("Adam + L2 to the MAP")
    lesson.page.get_by_role("radio", name="Logit").click()
    lesson.chart(LOGIT).get_by_text("peak at θ").first.wait_for()
    lesson.page.get_by_role("radio", name="Race").click()
    lesson.expect_metric("Adam + L2 to the MAP", shown)
    assert_accessible(lesson.page)
    lesson.expect_no_error()


def test_the_interval_keeps_its_mass_over_the_logit_and_is_in_the_address(lesson: Lesson) -> None:
    lesson.open("map-estimation?interval=0.3&interval=0.5")
    mass = lesson.metric("Mass, over θ")
    lesson.expect_metric("Mass, over logit θ", mass)
    assert "scene=logit" in lesson.page.url
    lesson.page.get_by_role("slider").first.focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.expect_metric_changed("Mass, over θ", mass)
    lesson.expect_metric("Mass, over logit θ", lesson.settled_metric("Mass, over θ"))
    lesson.page.wait_for_url(re.compile(r"interval=0\.31&interval=0\.5(&|$)"))
    lesson.expect_no_error()
