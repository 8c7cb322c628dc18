"""Nothing moves that was not moved: neither when a control is moved nor while another lesson opens."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as Late

from pages._kit import course
from tests.support.harness import Server
from tests.support.lesson import IDLE, Lesson
from tests.support.walk import SCENES
from tests.sweep.moves import Control, controls, move

BOXES = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
FRAMES = Path(__file__).with_name("frames.js").read_text(encoding="utf-8")
NIGHT = "rgb(23, 22, 20)"  # the dark theme in .streamlit/config.toml
TWICE = """() => {
  const count = {};
  for (const element of document.querySelectorAll('[class*="st-key-"]'))
    for (const name of element.classList) if (name.startsWith("st-key-")) count[name] = (count[name] ?? 0) + 1;
  return Object.keys(count).filter((name) => count[name] > 1);
}"""
STEPS = [(lesson, course.LESSONS[lesson.number + 1]) for lesson in course.LESSONS[:-1]]
by_lesson = pytest.mark.parametrize(("left", "opened"), STEPS, ids=lambda lesson: lesson.slug or "overview")
APART = 1
"""Pixels that a box may be off its place, its width or its height a second after a move."""

Boxes = dict[str, tuple[float, float, float, float]]

BY_DESIGN = {
    # Without a text there is nothing to draw.
    "choice lm_text": {"chart", "figures"},
    # They open another scene at the strength that they name.
    "button take_cross-validation": {"itself"},
    "button take_evidence": {"itself"},
    # One becomes the other, whose name is longer.
    "button pin": {"itself"},
    "button unpin": {"itself"},
}
"""What a control moves by design: it is no longer there, or what it stood for is not."""


def pause(page: Page) -> Locator:
    """Find the button that a scene has while it plays."""
    return page.locator(".st-key-play button").filter(has_text="Pause")


def settle(page: Page) -> None:
    """Wait a second, and on a busy machine until the page rests; a scene that plays does not rest."""
    page.wait_for_timeout(1000)
    if not pause(page).count():
        page.wait_for_function(IDLE, timeout=60_000)
    page.wait_for_timeout(100)


def rest(page: Page) -> None:
    """Pause what plays. A run may end, or its button be drawn anew, while it is pressed."""
    while pause(page).count():
        with suppress(Late):
            pause(page).click(timeout=2000)
        settle(page)


def place(page: Page) -> tuple[str, str]:
    """The lesson and the scene that the address names."""
    parts = urlsplit(page.url)
    return parts.path, parse_qs(parts.query).get("scene", [""])[0]


def boxes(page: Page, control: Control) -> Boxes:
    controls(page)
    found: Boxes = page.evaluate(BOXES, control.id)
    return found


def moved(before: Boxes, after: Boxes) -> dict[str, str]:
    """The boxes that are not where they were, with what they were and what they are."""
    return {
        name: f"{before.get(name)} -> {after.get(name)}"
        for name in before | after
        if name not in before
        or name not in after
        or any(abs(a - b) > APART for a, b in zip(before[name], after[name], strict=True))
    }


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("present", "width", "height"), [("", 1440, 900), ("&present=1", 1280, 720)])
@pytest.mark.parametrize(("slug", "scene"), SCENES)
def test_a_move_leaves_the_stage_in_its_place(
    new_page: Callable[..., Page], server: Server, slug: str, scene: str, present: str, width: int, height: int
) -> None:
    page = new_page(width=width, height=height)
    lesson = Lesson(page, server.url)

    def come() -> None:
        lesson.open(f"{slug}?scene={scene}{present}")
        if present:
            page.keyboard.press("o")
        settle(page)

    come()
    seen: set[str] = set()
    found: dict[str, dict[str, str]] = {}
    while control := next((one for one in controls(page) if one.id not in seen), None):
        seen.add(control.id)
        control.on(page).scroll_into_view_if_needed()
        page.wait_for_timeout(100)
        before, here = boxes(page, control), place(page)
        move(page, control)
        settle(page)
        change = moved(before, boxes(page, control))
        if place(page) != here:
            # Another scene has its own chart and figures.
            change = {name: what for name, what in change.items() if name in ("strip", "itself")}
            come()
        rest(page)
        for name in BY_DESIGN.get(control.id, ()):
            change.pop(name, None)
        if change:
            found[control.id] = change
    assert {"button back", "button next"} <= seen
    assert not found


def at_end_of(lesson: Lesson, left: course.Lesson) -> None:
    lesson.open(f"{left.slug}?scene={left.scenes[-1].slug}")
    settle(lesson.page)


def expect_opened(lesson: Lesson, opened: course.Lesson) -> None:
    """Wait for the lesson, and see that nothing of another one stands beside it."""
    lesson.page.get_by_role("heading", level=1, name=opened.question, exact=True).wait_for(timeout=60_000)
    settle(lesson.page)
    lesson.expect_no_error()
    assert not lesson.page.get_by_role("dialog").count()
    assert lesson.page.evaluate(TWICE) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("by", ["link", "key"])
@by_lesson
def test_every_frame_of_a_change_of_lesson_shows_a_frame(
    new_page: Callable[..., Page], server: Server, left: course.Lesson, opened: course.Lesson, by: str
) -> None:
    page = new_page("dark")
    lesson = Lesson(page, server.url)
    at_end_of(lesson, left)
    page.evaluate(FRAMES, NIGHT)
    if by == "link":
        page.locator(".st-key-lesson_after a").click()
    else:
        # A scene has at most twelve stops.
        for _ in range(12):
            if urlsplit(page.url).path.strip("/") == opened.slug:
                break
            page.keyboard.press("PageDown")
            settle(page)
    expect_opened(lesson, opened)
    # A document that was loaded anew would not have counted.
    seen = page.evaluate("window.seenFrames")
    assert seen["count"] > 10
    assert seen["wrong"] == {}


@by_lesson
def test_leaving_a_lesson_in_the_midst_of_a_run_leaves_nothing_behind(
    new_page: Callable[..., Page], server: Server, left: course.Lesson, opened: course.Lesson
) -> None:
    page = new_page()
    lesson = Lesson(page, server.url).open(left.slug)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    movable = next((one for one in controls(page) if one.kind in ("slider", "number", "choice")), None)
    for _ in range(3):
        if movable:
            move(page, movable)
            page.wait_for_timeout(60)
    page.locator(".st-key-lesson_after a").click()
    expect_opened(lesson, opened)
