"""The overview in a browser: walked by keys, slider and chain, played, shared by link, and nothing on it moves."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from pages._kit import course
from pages.overview.charts.steps import STEPS
from tests.support.harness import Server
from tests.support.lesson import Lesson

CHAIN = re.compile("^The chain: ")
PICTURE = re.compile("^The picture of this step")
TWO_TICKS = 40_000  # milliseconds: two ticks of five seconds and their reruns, on a busy machine


def expect_step(lesson: Lesson, step: int, timeout: float = 20_000) -> None:
    lesson.page.get_by_role("paragraph").get_by_text(f"Step {step} / 8", exact=True).wait_for(timeout=timeout)
    lesson.page.get_by_role("heading", level=2, name=STEPS[step - 1].name).wait_for()


def press_picture(lesson: Lesson, step: int) -> None:
    """Press one of the eight pictures in the chain."""
    drawn = lesson.chart(CHAIN).first.locator("svg.marks")
    box = drawn.bounding_box()
    assert box
    drawn.click(position={"x": box["width"] * (step - 0.5) / 8, "y": box["height"] / 2})


@pytest.mark.sweep
def test_play_pauses_goes_on_and_stops_at_the_last_step(lesson: Lesson) -> None:
    lesson.open("?step=5")
    lesson.page.keyboard.press("p")
    lesson.button("Pause").wait_for()
    expect_step(lesson, 6)
    lesson.page.keyboard.press("p")
    lesson.button("Play").wait_for()
    # Longer than a tick: the clock must have ended with the pause.
    with pytest.raises(Error, match="Timeout"):
        lesson.page.get_by_text("Step 7 / 8", exact=True).wait_for(timeout=7_000)
    expect_step(lesson, 6)
    lesson.button("Play").click()
    lesson.button("Pause").wait_for()
    expect_step(lesson, 8, TWO_TICKS)
    lesson.button("Play").wait_for()
    lesson.page.wait_for_url(re.compile(r"step=8"))
    lesson.expect_no_error()


def test_keys_buttons_and_the_slider_take_single_steps_on_the_same_charts(lesson: Lesson) -> None:
    lesson.open()
    expect_step(lesson, 1)
    charts = [lesson.chart(name).first.locator("svg.marks").element_handle() for name in (CHAIN, PICTURE)]
    for key, step in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2)):
        lesson.page.keyboard.press(key)
        expect_step(lesson, step)
    lesson.button("Next").focus()
    lesson.page.keyboard.press("Space")  # presses the focused button, and does not play
    expect_step(lesson, 3)
    for key, step in (("ArrowRight", 4), ("ArrowLeft", 3)):
        lesson.slider("Step").press(key)
        expect_step(lesson, step)
    lesson.button("Play").wait_for()
    expect(lesson.button("Pause")).to_have_count(0)
    lesson.wait_until_idle()
    assert all(drawn.evaluate("drawn => drawn.isConnected") for drawn in charts), "a chart was built anew"


@pytest.mark.sweep
def test_a_picture_in_the_chain_shows_its_step_and_so_does_the_link(
    new_page: Callable[..., Page], server: Server
) -> None:
    sender = Lesson(new_page(), server.url).open()
    for step in (7, 3, 3, 5):
        press_picture(sender, step)
        expect_step(sender, step)
    sender.button("Next").click()
    expect_step(sender, 6)
    press_picture(sender, 5)  # the same picture as before, after a step taken elsewhere
    expect_step(sender, 5)
    sender.page.wait_for_url(re.compile(r"step=5"))
    sender.expect_no_error()
    receiver = Lesson(new_page(), server.url).open(sender.page.url.removeprefix(server.url))
    expect_step(receiver, 5)
    receiver.expect_no_error()


def test_the_pointer_reads_a_picture_and_a_step_leads_into_its_lesson(lesson: Lesson) -> None:
    lesson.open("?step=8")
    drawn = lesson.chart(PICTURE).first.locator("svg.marks")
    drawn.get_by_text("Point at the picture", exact=False).wait_for()
    drawn.hover()
    drawn.get_by_text(re.compile(r"penalty .+ NLL .+ objective")).wait_for()
    expect_step(lesson, 8)
    item = course.lesson(STEPS[7].slug)
    lesson.page.get_by_role("link", name=f"Lesson {item.number}: {item.name}").click()
    lesson.page.wait_for_url(re.compile(f"/{item.slug}"))
    expect(lesson.page.get_by_role("heading", level=1)).to_have_text(item.question)
    lesson.expect_no_error()
