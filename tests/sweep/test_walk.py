"""The whole course by a clicker: there and back, at the pace of a hurried presenter, and after other gestures."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.harness import Server
from tests.support.lesson import Lesson
from tests.support.walk import SCENES, press, scene_shown, walk

PROJECTOR = {"width": 1280, "height": 720}
A_THIRD_OF_A_SECOND = 333


@pytest.mark.alone
@pytest.mark.timeout(600)
def test_a_clicker_drives_the_whole_course_on_the_projector_and_back(
    new_page: Callable[..., Page], server: Server
) -> None:
    lesson = Lesson(new_page(**PROJECTOR), server.url).open("?present=1")
    stops = walk(lesson, "PageDown", SCENES[-1])
    assert list(stops) == SCENES
    assert "present=1" in lesson.page.url
    assert list(walk(lesson, "PageUp", SCENES[0])) == SCENES[::-1]
    assert "present=1" in lesson.page.url
    lesson.expect_no_error()

    # From here on, no press waits for the page. (The last scene was left at its first stop.)
    again = Lesson(new_page(**PROJECTOR), server.url).open("?present=1")
    again.page.wait_for_timeout(1000)
    for _ in range(sum(stops.values()) - 1):
        again.page.keyboard.press("PageDown")
        again.page.wait_for_timeout(A_THIRD_OF_A_SECOND)
    again.page.wait_for_url(re.compile("scene=end"))
    again.wait_until_idle()
    assert scene_shown(again) == SCENES[-1]
    again.expect_no_error()


@pytest.mark.parametrize("gesture", ["a pill", "a button", "a slider"])
@pytest.mark.parametrize(("slug", "scene"), SCENES[:-1])
def test_the_clicker_steps_after_a_gesture(lesson: Lesson, slug: str, scene: str, gesture: str) -> None:
    page = lesson.open(f"{slug}?scene={scene}").page
    controls = page.locator(".st-key-controls")
    found = {
        "a pill": controls.get_by_test_id("stButtonGroup").get_by_role("radio"),
        "a button": controls.get_by_test_id("stButton").get_by_role("button", disabled=False),
        "a slider": controls.get_by_role("slider"),
    }[gesture]
    if not found.count():
        return
    if gesture == "a slider":
        found.first.focus()
    else:
        found.last.click()
    page.wait_for_timeout(300)
    lesson.wait_until_idle()
    press(lesson, "PageDown")
    lesson.wait_until_idle()
    lesson.expect_no_error()
