"""While a scene plays, or waits for an answer that takes its time, nothing beside the chart moves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.harness import Server
from tests.support.lesson import Lesson


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_from_step_to_step(new_page: Callable[..., Page], server: Server, width: int) -> None:
    lesson = Lesson(new_page(width=width), server.url).open()
    play, below = lesson.button("Play"), lesson.page.locator(".st-key-words")
    before = play.bounding_box(), below.bounding_box()
    for step in range(2, 9):
        lesson.button("Next").click()
        lesson.page.get_by_text(f"Step {step} / 8", exact=True).wait_for()
        lesson.wait_until_idle()
        assert (play.bounding_box(), below.bounding_box()) == before, step


# A seed for each: what one test has computed the next one finds at once.
@pytest.mark.parametrize(("scene", "seed"), [("table", 2), ("calibration", 3), ("far", 4)])
def test_nothing_moves_when_the_progress_bar_goes(lesson: Lesson, scene: str, seed: int) -> None:
    lesson.page.goto(f"{lesson.base_url}/big-picture?scene={scene}&seed={seed}&n_points=20&slow=")
    bar = lesson.page.get_by_test_id("stProgress")
    bar.wait_for(timeout=60_000)
    last = lesson.page.get_by_role("button", name="HMC", exact=True)
    before = [place.bounding_box() for place in (last, lesson.button("Next"))]
    expect(bar).to_have_count(0, timeout=60_000)
    lesson.wait_until_idle()
    assert [place.bounding_box() for place in (last, lesson.button("Next"))] == before
    expect(lesson.page.get_by_text("skipped").first).to_be_visible()
    lesson.expect_no_error()
