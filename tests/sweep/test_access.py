"""Each scene for everybody: axe, the contrast of what charts write, the size of targets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.axe import assert_accessible
from tests.support.browser import ColorScheme
from tests.support.harness import Server
from tests.support.lesson import Lesson
from tests.support.walk import SCENES

CONTRAST, TARGETS = (
    Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("contrast.js", "targets.js")
)


def open_scene(page: Page, server: Server, slug: str, scene: str) -> Lesson:
    lesson = Lesson(page, server.url).open(f"{slug}?scene={scene}")
    page.locator(".st-key-strip button").first.wait_for()
    lesson.wait_until_idle()
    closed = page.locator("details:not([open]) > summary")
    while closed.count():
        # Not by their number: on a cold server another one may come meanwhile.
        one = closed.first.element_handle()
        one.click()
        page.wait_for_function("summary => summary.parentElement.open", arg=one)
        lesson.wait_until_idle()
    page.mouse.move(0, 0)
    page.locator("#stage").wait_for(timeout=30_000)  # the stage is a landmark once nothing moves
    page.wait_for_timeout(400)
    lesson.expect_no_error()
    return lesson


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("slug", "scene"), SCENES)
def test_a_scene_is_for_everybody(
    new_page: Callable[..., Page], server: Server, slug: str, scene: str, scheme: ColorScheme
) -> None:
    page = new_page(scheme)
    lesson = open_scene(page, server, slug, scene)
    if slug == "training-lab" and scene == "lab":
        # At step 0 the slider over the past is disabled, and its label is faint: WCAG allows that, axe reports it.
        lesson.button("1 step").click()
        lesson.expect_metric("Step", "1")
        lesson.wait_until_idle()
        page.wait_for_timeout(400)
    assert_accessible(page, of_any_impact=True)
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(TARGETS) == []
