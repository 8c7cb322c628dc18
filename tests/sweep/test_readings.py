"""On a phone the table under "Read the chart" needs no scrolling sideways, in every scene that has one."""

import pytest

from tests.pages.test_readings import CASES, STILL
from tests.support.lesson import Lesson


@pytest.mark.parametrize("place", [*CASES, *STILL])
def test_the_tables_of_a_reading_fit_a_phone(lesson: Lesson, place: str) -> None:
    slug, scene = place.split("/")
    lesson.page.set_viewport_size({"width": 390, "height": 844})
    lesson.open(f"{slug}?scene={scene}")
    box = lesson.page.locator(".st-key-read_chart")
    box.locator("summary").click()
    box.get_by_role("table").first.wait_for()
    for table in box.get_by_role("table").all():
        needs, has = table.locator("xpath=..").evaluate("frame => [frame.scrollWidth, frame.clientWidth]")
        assert needs <= has, f"the table is {needs} px wide, and has {has} px"
