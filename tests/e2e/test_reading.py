"""The expander "Read the chart": opened by key, a table that a screen reader can walk, room for it on a phone."""

from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.lesson import Lesson

BOX = ".st-key-read_chart"
# The tables with the most columns, and one with the longest headings.
WIDE = ("log-likelihood", "bayesian-inference?scene=flips", "regularization?scene=choice", "big-picture?scene=size")


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


def test_the_tables_fit_a_phone(lesson: Lesson) -> None:
    lesson.page.set_viewport_size({"width": 390, "height": 844})
    for path in WIDE:
        lesson.open(path)
        box = lesson.page.locator(BOX)
        box.locator("summary").click()
        table = box.get_by_role("table")
        table.wait_for()
        frame = table.locator("xpath=..").evaluate("box => [box.scrollWidth, box.clientWidth]")
        assert frame[0] <= frame[1], f"{path}: the table is {frame[0]} px wide, and has {frame[1]} px"
