"""The expander "Read the chart": opened by key, a table that a screen reader can walk."""

from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.lesson import Lesson

BOX = ".st-key-read_chart"


def test_a_key_opens_the_reading_and_its_table_has_a_name_and_headings(lesson: Lesson) -> None:
    lesson.open("log-likelihood?theta=0.5")
    box = lesson.page.locator(BOX)
    expect(box.get_by_role("table")).to_have_count(0)
    box.locator("summary").focus()
    lesson.page.keyboard.press("Enter")
    table = box.get_by_role("table", name="Rows of the chart")
    expect(table.get_by_role("columnheader").first).to_have_text("θ")
    expect(box).to_contain_text(lesson.metric("ℓ(θ)"))
    assert_accessible(lesson.page, BOX)
