"""Lesson 8 in a browser: maps under the pointer, more data, skipped methods, and a trajectory by key and played."""

import re

import pytest
from playwright.sync_api import expect

from core.answers.stored import stored_answer
from core.answers.task import CELLS, DEFAULT, FAR_NODE, METHODS, probability_map
from core.sampling.walk import DRAWS
from tests.support.lesson import Lesson

MAPS = re.compile("^Six maps of the predictive probability")
PLANE = re.compile("^The plane of two weights: rings of equal posterior density")


def written(p: float) -> str:
    return f"p = {p:.3f}"


def test_the_ring_reads_all_maps_without_the_server_and_more_data_come_at_once(lesson: Lesson) -> None:
    sent: list[str] = []
    lesson.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    lesson.open("big-picture")
    maps = {method: probability_map(stored_answer(DEFAULT, method)) for method in METHODS}
    for shades in maps.values():
        lesson.chart(MAPS).get_by_text(written(shades[FAR_NODE, FAR_NODE])).first.wait_for()
    # Two frames a map; the first one belongs to the first map.
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
    assert len(sent) == before, "the server was asked while the pointer only moved"
    for n in (80, 160):
        shown = {label: lesson.metric(label) for label in ("Held-out NLL, MLE", "Held-out NLL, HMC")}
        lesson.slider("Training points N").press("ArrowRight")
        lesson.page.wait_for_url(re.compile(rf"[?&]n_points={n}(&|$)"))
        for label, value in shown.items():
            lesson.expect_metric_changed(label, value)
        expect(lesson.page.get_by_test_id("stProgress")).to_have_count(0)
    lesson.expect_no_error()


def test_other_settings_are_computed_while_the_page_waits_and_slow_methods_may_be_skipped(lesson: Lesson) -> None:
    lesson.page.goto(f"{lesson.base_url}/big-picture?seed=1&n_points=20")
    lesson.page.get_by_test_id("stProgress").get_by_text(re.compile(r"^\d of 6: ")).wait_for()
    for name in ("MC dropout", "Deep ensemble", "HMC"):
        lesson.page.get_by_role("button", name=name, exact=True).click()
    lesson.expect_metric("Held-out NLL, MAP", re.compile(r"^\d\.\d{3} nats$"))
    expect(lesson.page.get_by_test_id("stProgress")).to_have_count(0)
    expect(lesson.chart(MAPS).get_by_text("skipped")).to_have_count(6)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_trajectory_is_walked_by_key_and_played_on_one_chart(lesson: Lesson) -> None:
    lesson.open("big-picture?scene=hmc")
    chart = lesson.chart(PLANE)
    chart.get_by_text("accepted").wait_for()
    chart.locator("svg").evaluate("svg => { svg.dataset.first = 'yes'; }")
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.get_by_text("Trajectory 2. A kick in a random direction").wait_for()
    expect(chart.get_by_text("accepted")).to_have_count(0)
    lesson.wait_until_idle()  # presses that come while a script runs may count as one
    lesson.page.keyboard.press("ArrowRight")
    lesson.page.get_by_text("Leapfrog step 5 of 10").wait_for()
    lesson.page.keyboard.press("p")
    lesson.page.get_by_text(re.compile(r"^Trajectory ([3-9]|\d\d+): ")).wait_for()
    lesson.page.keyboard.press("p")
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.slider("Draws of each chain").press("End")
    lesson.page.wait_for_url(re.compile(rf"[?&]draws={DRAWS}(&|$)"))
    lesson.page.get_by_text(f"Trajectory {DRAWS}: ").wait_for()
    for preset in ("Circle", "Bold"):
        size = lesson.settled_metric("Effective sample size")
        lesson.button(preset).click()
        lesson.expect_metric_changed("Effective sample size", size)
    lesson.page.get_by_text(f"Trajectory {DRAWS}: ").wait_for()
    assert chart.locator("svg").get_attribute("data-first") == "yes", "the chart was built anew"
    lesson.expect_no_error()
