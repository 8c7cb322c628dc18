"""Lesson 8 in a browser: twelve maps under the pointer, more data at once, a run that is waited for and cut short."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from core.answers.stored import agreement, stored_answer
from core.answers.task import CELLS, DEFAULT, FAR_NODE, METHODS, N_POINTS, probability_map
from core.numbers import nats
from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

MAPS = re.compile("^Six maps of the predictive probability")


def written(p: float) -> str:
    return f"p = {p:.3f}"


def test_the_ring_reads_all_maps_and_the_server_is_not_asked(lesson: Lesson) -> None:
    sent: list[str] = []
    lesson.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    lesson.open("big-picture")
    maps = {method: probability_map(stored_answer(DEFAULT, method)) for method in METHODS}
    for shades in maps.values():
        lesson.chart(MAPS).get_by_text(written(shades[FAR_NODE, FAR_NODE])).first.wait_for()
    last = lesson.page.get_by_test_id("stMetric").nth(3).bounding_box()
    assert last and last["y"] + last["height"] <= 900
    # In the middle of the first map: its frame is the first of the twelve.
    frames = lesson.chart(MAPS).locator('path[stroke-opacity="0.6"]')
    expect(frames).to_have_count(12)
    before = len(sent)
    box = frames.first.bounding_box()
    assert box
    row, column = 5, 30
    lesson.page.mouse.move(
        box["x"] + (column + 0.5) / CELLS * box["width"], box["y"] + (1 - (row + 0.5) / CELLS) * box["height"]
    )
    for method in ("MAP", "HMC"):
        lesson.chart(MAPS).get_by_text(written(maps[method][row, column])).first.wait_for()
    assert len(sent) == before, "the server was asked while the pointer only looked"
    assert_accessible(lesson.page)


def test_more_data_bring_the_six_together_at_once(lesson: Lesson) -> None:
    lesson.open("big-picture")
    for n in (80, 160):
        lesson.slider("Training points N").press("ArrowRight")
        at = N_POINTS.index(n)
        for method in ("MLE", "HMC"):
            lesson.expect_metric(f"Held-out NLL, {method}", nats(agreement()[method][at].nll))
    lesson.page.wait_for_url(re.compile(r"[?&]n_points=160(&|$)"))
    expect(lesson.page.get_by_test_id("stProgress")).to_have_count(0)
    lesson.expect_no_error()


def test_other_settings_are_waited_for_and_the_slow_ones_may_be_skipped(lesson: Lesson) -> None:
    lesson.page.goto(f"{lesson.base_url}/big-picture?seed=1&n_points=20")
    lesson.page.get_by_text(re.compile(r"^\d of 6: ")).wait_for()
    for name in ("MC dropout", "Deep ensemble", "HMC"):
        lesson.page.get_by_role("button", name=name, exact=True).click()
    lesson.expect_metric("R-hat, HMC", "skipped")
    lesson.expect_metric("Held-out NLL, MAP", re.compile(r"^\d\.\d{3} nats$"))
    expect(lesson.page.get_by_test_id("stProgress")).to_have_count(0)
    expect(lesson.chart(MAPS).get_by_text("skipped")).to_have_count(6)
    lesson.expect_no_error()


def test_on_a_phone_in_the_dark_the_maps_come_first(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(color_scheme="dark", width=390, height=844), server.url).open("big-picture?n_points=80")
    chart, field = lesson.chart(MAPS).bounding_box(), lesson.slider("Training points N").bounding_box()
    assert chart and field and chart["y"] < field["y"] and chart["height"] > 700
    lesson.chart(MAPS).get_by_text("Deep ensemble").wait_for()
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert_accessible(lesson.page)
