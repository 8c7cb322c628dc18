"""The lessons that the benches measure are those of the course, and a lesson without a control is reported."""

from dataclasses import replace

from bench.lessons import COMPLAINT, CONTROLS, LESSONS, complaint, subjects
from pages._kit import course

# Taken from the controls: a lesson that was just added to the course may not have one yet, and the benches say so.
MEASURED = tuple(lesson for lesson in course.LESSONS if lesson.slug in CONTROLS)
NEW = replace(MEASURED[-1], number=99, slug="new", question="What is new?")


def test_lessons_are_measured_in_the_order_of_the_course() -> None:
    assert [subject.slug for subject in LESSONS] == [lesson.slug for lesson in MEASURED] and len(MEASURED) >= 10
    assert "There is no lesson" not in COMPLAINT


def test_a_lesson_without_a_control_is_reported_by_number_slug_and_question() -> None:
    lessons = (*MEASURED, NEW)
    assert subjects(lessons, CONTROLS) == LESSONS
    said = complaint(lessons, CONTROLS)
    assert said.startswith('Lesson 99 "new" (What is new?) was not measured') and "bench/lessons.py" in said
    assert complaint(lessons, {**CONTROLS, "new": CONTROLS["likelihood"]}) == ""


def test_a_control_without_a_lesson_is_reported() -> None:
    said = complaint(MEASURED, {**CONTROLS, "old": CONTROLS["likelihood"]})
    assert said.startswith('There is no lesson "old"')
