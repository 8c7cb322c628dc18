"""The lessons that the benches measure are those of the course, and a lesson without a control is reported."""

from dataclasses import replace

from bench.lessons import COMPLAINT, CONTROLS, LESSONS, complaint, subjects
from pages._kit import course

NEW = replace(course.LESSONS[-1], number=10, slug="new", question="What is new?")


def test_every_lesson_of_the_course_is_measured_in_its_order() -> None:
    assert COMPLAINT == ""
    assert [subject.slug for subject in LESSONS] == [lesson.slug for lesson in course.LESSONS]


def test_a_lesson_without_a_control_is_reported_by_number_slug_and_question() -> None:
    lessons = (*course.LESSONS, NEW)
    assert subjects(lessons, CONTROLS) == LESSONS
    said = complaint(lessons, CONTROLS)
    assert said.startswith('Lesson 10 "new" (What is new?) was not measured') and "bench/lessons.py" in said
    assert complaint(lessons, {**CONTROLS, "new": CONTROLS["likelihood"]}) == ""


def test_a_control_without_a_lesson_is_reported() -> None:
    said = complaint(course.LESSONS, {**CONTROLS, "old": CONTROLS["likelihood"]})
    assert said.startswith('There is no lesson "old"')
