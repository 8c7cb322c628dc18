"""Lesson 7 in a browser: the strength by key, the kinds, both ways to choose, the phone in the dark, axe."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

FIT = re.compile("^Left: noisy examples of a known curve")
CHOICE = re.compile("^Cross-validated loss")
SIZE = re.compile("^Distance between MLE and MAP")


def test_a_link_shows_the_fit_and_the_strength_moves_it(lesson: Lesson) -> None:
    lesson.open("regularization?kind=l1&strength=0.6")
    for label, value in (
        ("Train NLL", "0.226 nats"), ("Held-out NLL", "0.540 nats"), ("‖w‖₂", "0.676"), ("Exact zeros", "8 of 12"),
    ):  # fmt: skip
        lesson.expect_metric(label, value)
    last = lesson.page.get_by_test_id("stMetric").nth(3).bounding_box()
    assert last and last["y"] + last["height"] <= 900
    lesson.chart(FIT).get_by_text("held-out", exact=True).wait_for()
    slider = lesson.slider("Strength")
    slider.press("End")
    lesson.expect_metric("Exact zeros", "12 of 12")
    lesson.page.wait_for_url(re.compile(r"strength=1(\.0)?(&|$)"))
    lesson.button("None").click()
    lesson.expect_metric("Train NLL", "0.085 nats")
    lesson.page.get_by_text("λ = 0, no prior").wait_for()
    lesson.button("Best held-out").click()
    lesson.expect_metric("Held-out NLL", "0.540 nats")
    assert_accessible(lesson.page)
    lesson.expect_no_error()


def test_each_kind_has_its_reading_and_its_scene(lesson: Lesson) -> None:
    lesson.open("regularization")
    lesson.expect_metric("Effective weights", "10.69 of 12")
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.wait_for_url(re.compile(r"strength=0\.45"))
    for kind, badge, heading in (
        ("dropout", "heuristic", re.compile("sub-networks")),
        ("augmentation", "heuristic", re.compile("Made-up examples")),
        ("early-stopping", "approximate", re.compile("direction by direction")),
    ):
        lesson.page.get_by_role("radio", name=kind).click()
        lesson.page.get_by_role("heading", name=heading).wait_for()
        lesson.page.get_by_text(re.compile(f"^{badge} .+ believes")).wait_for()
        lesson.page.wait_for_url(re.compile(f"kind={kind}"))
        lesson.wait_until_idle()
        expect(lesson.page.get_by_text("prior (dashed)", exact=False)).to_have_count(0)
    lesson.chart(SIZE).get_by_text("σ_w = 0.1: slope -1.00").wait_for()
    lesson.button("Take the evidence’s strength").click()
    lesson.page.wait_for_url(re.compile(r"strength=0\.59"))
    expect(lesson.page).not_to_have_url(re.compile("kind="))  # the default has left the address
    lesson.expect_metric("Held-out NLL", "0.691 nats")
    lesson.chart(CHOICE).get_by_text("evidence: λ = 8.91").first.wait_for()
    lesson.expect_no_error()


def test_on_a_phone_in_the_dark_the_chart_comes_first(new_page: Callable[..., Page], server: Server) -> None:
    page = new_page(color_scheme="dark", width=390, height=844)
    lesson = Lesson(page, server.url).open("regularization?n_points=4&strength=0")
    lesson.expect_metric("Exact zeros", "0 of 12")
    chart, field = lesson.chart(FIT).bounding_box(), lesson.slider("Strength").bounding_box()
    assert chart and field and chart["y"] < field["y"]
    page.get_by_text(re.compile("4 examples do not fix 12 weights")).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(page)
    lesson.expect_no_error()
