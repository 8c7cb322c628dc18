"""Lesson 3 in a browser: dragging, the flips of the staircase, factors by key and played, and the table of losses."""

import math
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.harness import Server
from tests.support.lesson import Lesson

CURVE = re.compile("^Left: a staircase")
UNDERFLOW = re.compile("^Base-10 log of a product")
SLIDER = "θ, probability of heads"


def test_dragging_sends_nothing_to_the_server_until_the_pointer_is_released(page: Page, server: Server) -> None:
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    lesson = Lesson(page, server.url).open("log-likelihood?theta=0.2")
    lesson.chart(CURVE).get_by_text("θ = 0.200").last.wait_for()
    # Log p of one head stands on the staircase, which must follow the pointer.
    log_p = lesson.chart(CURVE).get_by_text(f"each −{-math.log(0.2):.3f}")
    expect(log_p).to_have_count(1)
    figure = lesson.metric("ℓ(θ)")
    before = len(sent)
    lesson.drag(CURVE, 0.6, 0.9, release=False)
    expect(lesson.chart(CURVE).get_by_text("θ = 0.200")).to_have_count(0)
    moved = lesson.theta_read_out(CURVE)
    expect(log_p).to_have_count(0)
    assert len(sent) == before, "the server was asked while the pointer was down"
    assert lesson.metric("ℓ(θ)") == figure
    page.mouse.up()
    theta = re.findall(r"θ = (0\.\d{3})", moved)[0].rstrip("0")
    page.wait_for_url(re.compile(rf"theta={re.escape(theta)}(&|$)"))
    expect(lesson.slider(SLIDER)).to_have_value(re.compile(rf"^{re.escape(theta)}"))
    lesson.chart(CURVE).get_by_text(re.compile(rf"^θ = {re.escape(theta)}")).last.wait_for()


def test_a_rerun_after_a_drag_leaves_no_element_twice(lesson: Lesson) -> None:
    lesson.open("log-likelihood?theta=0.9")
    lesson.page.get_by_text("Worked example").click()
    for end in (0.6, 0.7, 0.8):
        lesson.drag(CURVE, 0.5, end)
        lesson.page.wait_for_url(re.compile(r"theta=0\.\d"))
        lesson.wait_until_idle()
    expect(lesson.page.get_by_text("import numpy as np")).to_have_count(1)
    expect(lesson.page.get_by_text("How to read this")).to_have_count(1)
    expect(lesson.page.get_by_text("Worked example")).to_have_count(1)


def test_the_pointer_over_the_staircase_marks_a_flip_and_leaves_theta(lesson: Lesson) -> None:
    lesson.open("log-likelihood?theta=0.6")
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


@pytest.mark.parametrize("theta", [0.3, pytest.param(0.6, marks=pytest.mark.sweep)])
def test_a_coin_lights_itself_and_the_step_under_it(lesson: Lesson, theta: float) -> None:
    page = lesson.open(f"log-likelihood?theta={theta}").page
    coins = lesson.chart(CURVE).locator('path[stroke-width="1.2"][fill-opacity]')
    expect(coins).to_have_count(10)
    for place in (0, 4, 9):
        # In the order of the page: heads, then tails.
        box = coins.nth(place).bounding_box()
        assert box
        x = box["x"] + box["width"] / 2
        page.mouse.move(x - 1, box["y"] + box["height"] / 2)
        page.mouse.move(x, box["y"] + box["height"] / 2)
        coin = lesson.chart(CURVE).locator('path[stroke-width="3.5"]')
        expect(coin).to_have_count(1)
        pale = lesson.chart(CURVE).locator('g.mark-rect path[opacity="0.2"]')
        expect(pale).to_have_count(9)
        lit = lesson.chart(CURVE).locator('g.mark-rect path:is([opacity="0.95"], [opacity="0.6"])')
        expect(lit).to_have_count(1)
        step = lit.bounding_box()
        assert step and abs(step["x"] + step["width"] / 2 - x) < 2
        page.mouse.move(5, 5)
        expect(coin).to_have_count(0)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("loss", "width", "height", "present"),
    [("cross-entropy", 1440, 900, ""), ("huber", 1440, 900, ""), ("huber", 1024, 768, ""),
     ("huber", 1280, 720, "&present=1")],
)  # fmt: skip
def test_the_card_of_a_loss_fills_the_stage_and_fits_it(
    new_page: Callable[..., Page], server: Server, loss: str, width: int, height: int, present: str
) -> None:
    page = new_page(width=width, height=height)
    Lesson(page, server.url).open(f"log-likelihood?scene=losses&loss={loss}{present}")
    page.locator(".st-key-loss_card .katex").first.wait_for()
    gaps = page.locator(".st-key-hero").evaluate("""(hero) => {
      const parts = [...hero.querySelectorAll(".st-key-loss_card > *, .st-key-figures_rosetta")];
      const boxes = parts.map((part) => part.getBoundingClientRect());
      return boxes.slice(1).map((box, i) => box.top - boxes[i].bottom);
    }""")
    assert max(gaps) < 90 and min(gaps) >= 0
    assert page.evaluate(
        "(() => { const h = document.querySelector('.st-key-hero'); return h.scrollHeight <= h.clientHeight + 1; })()"
    )


@pytest.mark.sweep
def test_the_slider_moves_the_staircase(lesson: Lesson) -> None:
    lesson.open("log-likelihood?heads=7&tails=3&theta=0.5")
    value = lesson.metric("ℓ(θ)")
    lesson.slider(SLIDER).focus()
    lesson.page.keyboard.press("ArrowRight")
    lesson.expect_metric_changed("ℓ(θ)", value)
    lesson.chart(CURVE).get_by_text("θ = 0.501").last.wait_for()
    lesson.expect_no_error()


def test_keys_and_play_step_through_the_factors(lesson: Lesson) -> None:
    lesson.open("log-likelihood?n=1075&p=0.5")
    product = lesson.metric("Product (float64)")
    lesson.page.keyboard.press("ArrowLeft")
    lesson.expect_metric_changed("Product (float64)", product)
    lesson.page.wait_for_url(re.compile(r"n=1000(&|$)"))
    lesson.chart(UNDERFLOW).get_by_text(f"sum of logs {lesson.settled_metric('Sum of logs')}").wait_for()
    lesson.button("Play").click()
    lesson.page.wait_for_url(re.compile(r"n=5000(&|$)"))
    lesson.chart(UNDERFLOW).get_by_text(f"sum of logs {lesson.settled_metric('Sum of logs')}").wait_for()
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.expect_no_error()


@pytest.mark.sweep
def test_the_losses_switch(lesson: Lesson) -> None:
    lesson.open("log-likelihood?scene=losses")
    constant = lesson.metric("Dropped constant")
    lesson.page.get_by_role("radio", name="Gaussian NLL").click()
    lesson.expect_metric_changed("Dropped constant", constant)
    lesson.page.wait_for_url(re.compile("loss=gaussian-nll"))
    lesson.expect_no_error()


@pytest.mark.sweep
def test_a_narrow_peak_is_shown_near_and_on_the_whole_axis(lesson: Lesson) -> None:
    lesson.open("log-likelihood?heads=178079&tails=172678&theta=0.9")
    error = lesson.metric("Standard error")
    lesson.chart(CURVE).get_by_text("θ = 0.900 ▶").last.wait_for()
    lesson.page.get_by_text("whole axis", exact=True).click()
    expect(lesson.chart(CURVE).get_by_text("θ = 0.900 ▶")).to_have_count(0)
    lesson.chart(CURVE).get_by_text("θ = 0.900").last.wait_for()
    lesson.expect_metric("Standard error", error)
