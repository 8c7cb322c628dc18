"""The guide of a teacher in a browser: the menu opens it, and its links change the stage in place."""

import re

import pytest
from playwright.sync_api import expect

from pages._kit import course
from tests.support.axe import assert_accessible
from tests.support.lesson import Lesson

DIALOG = '[role="dialog"]'


@pytest.mark.sweep
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_the_links_of_the_guide_open_states_in_place_and_back_leads_back(lesson: Lesson, size: tuple[int, int]) -> None:
    page = lesson.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    lesson.open("likelihood?heads=9&tails=1")

    def open_guide() -> None:
        lesson.button("Save").click()
        page.get_by_role("button", name="Teach this lesson").click()
        expect(page.locator(DIALOG)).to_contain_text("What goes wrong")
        expect(page.get_by_role("button", name="Picture (PNG)")).to_have_count(0)

    open_guide()
    assert_accessible(page, DIALOG)
    page.get_by_text("A workshop of 45, 90 or 180 minutes").click()
    expect(page.locator(f"{DIALOG} table")).to_have_count(3)
    lesson.wait_until_idle()
    assert page.evaluate(f"(box => box.scrollWidth <= box.clientWidth)(document.querySelector('{DIALOG}'))")
    page.locator(DIALOG).get_by_role("link", name="4. Ten times the flips").click()
    page.wait_for_url(re.compile("heads=70"))
    expect(page.locator(DIALOG)).to_have_count(0)
    lesson.expect_metric("L(θ) / L(θ̂)", "0.1153")
    page.go_back()
    expect(lesson.number("Heads")).to_have_value("9")

    open_guide()
    page.get_by_text("A workshop of 45, 90 or 180 minutes").click()
    page.locator(DIALOG).get_by_role("link", name="A thousand cases").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(course.lesson("detective").question)
    lesson.expect_metric("Left under the clues", "105")
