"""The overview in a browser: it plays and stops, it is walked by keys and by the chain, and it can be shared."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from pages.overview.charts.steps import STEPS
from tests.support.axe import assert_accessible
from tests.support.harness import Server
from tests.support.lesson import Lesson

NAMES = [link.name for link in STEPS]
CHAIN = re.compile("^The chain: ")
PICTURE = re.compile("^The picture of this step")
TICKS = 40_000  # two ticks of the clock and their reruns, on a busy machine


def expect_step(lesson: Lesson, step: int, timeout: float = 20_000) -> None:
    lesson.page.get_by_text(f"Step {step} / 8", exact=True).wait_for(timeout=timeout)
    lesson.page.get_by_role("heading", level=2, name=NAMES[step - 1]).wait_for()


def press_link(lesson: Lesson, step: int) -> None:
    """Press a picture in the chain, eight in a row."""
    drawn = lesson.chart(CHAIN).first.locator("svg.marks")
    box = drawn.bounding_box()
    assert box
    drawn.click(position={"x": box["width"] * (step - 0.5) / 8, "y": box["height"] / 2})


def test_play_advances_and_stops_at_the_last_step(lesson: Lesson) -> None:
    lesson.open("?step=5")
    lesson.button("Play").click()
    expect_step(lesson, 6)
    lesson.button("Pause").wait_for()
    expect_step(lesson, 8, TICKS)
    lesson.button("Play").wait_for()
    lesson.page.wait_for_url(re.compile(r"step=8"))
    lesson.expect_no_error()


def test_a_step_changes_the_data_and_not_the_chart(lesson: Lesson) -> None:
    lesson.open("?step=2")
    marks = [lesson.chart(name).first.locator("svg.marks").element_handle() for name in (CHAIN, PICTURE)]
    for step in (3, 4):
        lesson.button("Next").click()
        expect_step(lesson, step)
        lesson.wait_until_idle()
    assert all(drawn.evaluate("drawn => drawn.isConnected") for drawn in marks)


def test_pause_holds_the_step(lesson: Lesson) -> None:
    lesson.open("?step=3")
    lesson.button("Play").click()
    expect_step(lesson, 4)
    lesson.button("Pause").click()
    lesson.button("Play").wait_for()
    # Longer than a tick: the clock must have ended with the pause.
    with pytest.raises(Error, match="Timeout"):
        lesson.page.get_by_text("Step 5 / 8", exact=True).wait_for(timeout=7_000)
    expect_step(lesson, 4)


def test_keys_walk(lesson: Lesson) -> None:
    lesson.open()
    expect_step(lesson, 1)
    lesson.page.keyboard.press("ArrowRight")
    expect_step(lesson, 2)
    lesson.page.keyboard.press("ArrowRight")
    expect_step(lesson, 3)
    lesson.page.keyboard.press("ArrowLeft")
    expect_step(lesson, 2)
    lesson.button("Play").wait_for()  # walking is not playing


def test_the_key_p_plays_and_pauses(lesson: Lesson) -> None:
    lesson.open()
    lesson.page.keyboard.press("p")
    lesson.button("Pause").wait_for()
    expect_step(lesson, 2)
    lesson.page.keyboard.press("p")
    lesson.button("Play").wait_for()


def test_space_belongs_to_the_focused_control(lesson: Lesson) -> None:
    lesson.open("?step=2")
    lesson.button("Next").focus()
    lesson.page.keyboard.press("Space")
    expect_step(lesson, 3)
    lesson.button("Play").wait_for()
    expect(lesson.button("Pause")).to_have_count(0)


def test_the_slider_takes_one_step_for_one_key(lesson: Lesson) -> None:
    lesson.open("?step=4")
    lesson.slider("Step").press("ArrowRight")
    expect_step(lesson, 5)
    lesson.slider("Step").press("ArrowLeft")
    expect_step(lesson, 4)


def test_a_picture_in_the_chain_shows_its_step(lesson: Lesson) -> None:
    lesson.open()
    for step in (7, 3, 3, 5):
        press_link(lesson, step)
        expect_step(lesson, step)
    lesson.button("Next").click()
    expect_step(lesson, 6)
    press_link(lesson, 5)  # the same picture as before, after a step taken elsewhere
    expect_step(lesson, 5)
    lesson.expect_no_error()


def test_a_link_shows_its_step_to_a_new_visitor(new_page: Callable[..., Page], server: Server) -> None:
    sender = Lesson(new_page(), server.url).open()
    press_link(sender, 5)
    expect_step(sender, 5)
    sender.page.wait_for_url(re.compile(r"step=5"))
    receiver = Lesson(new_page(), server.url).open(sender.page.url.removeprefix(server.url))
    expect_step(receiver, 5)
    receiver.expect_no_error()


def test_a_step_leads_into_its_lesson(lesson: Lesson) -> None:
    lesson.open("?step=2")
    lesson.page.get_by_role("link", name="Lesson 1: Detective").click()
    lesson.page.wait_for_url(re.compile(r"/detective"))
    expect(lesson.page.get_by_role("heading", level=1)).to_have_text("Which suspect best explains the evidence?")
    lesson.expect_no_error()


def test_the_picture_can_be_read_off(lesson: Lesson) -> None:
    lesson.open("?step=8")
    drawn = lesson.chart(PICTURE).first.locator("svg.marks")
    drawn.get_by_text("Point at the picture", exact=False).wait_for()
    drawn.hover()
    drawn.get_by_text(re.compile(r"penalty .+ NLL .+ objective")).wait_for()
    expect_step(lesson, 8)


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_from_step_to_step(new_page: Callable[..., Page], server: Server, width: int) -> None:
    lesson = Lesson(new_page(width=width), server.url).open()
    play, below = lesson.button("Play"), lesson.page.get_by_role("heading", name="The analogy")
    before = play.bounding_box(), below.bounding_box()
    for step in range(2, 9):
        lesson.button("Next").click()
        expect_step(lesson, step)
        lesson.wait_until_idle()
        assert (play.bounding_box(), below.bounding_box()) == before, step
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(new_page: Callable[..., Page], server: Server, scheme: str) -> None:
    lesson = Lesson(new_page(color_scheme=scheme), server.url).open("?step=7")
    expect_step(lesson, 7)
    assert_accessible(lesson.page)
