"""The questions of the course, one module a lesson; learners answer them with probabilities.

Modules are named as the packages of the lessons. Each has ``QUESTIONS``, in the order in which they are asked.
"""

from functools import cache
from importlib import import_module

from pages._kit.course import LESSONS, Lesson
from pages._kit.questions.question import Question


@cache
def of_lesson(lesson: Lesson) -> tuple[Question, ...]:
    """The questions of a lesson; the overview has none."""
    if not lesson.number:
        return ()
    found: tuple[Question, ...] = import_module(f"{__name__}.{lesson.package.rsplit('.', 1)[-1]}").QUESTIONS
    return found


@cache
def every() -> dict[str, tuple[Lesson, Question]]:
    """All questions by name, each with its lesson, in the order of the course."""
    return {item.name: (lesson, item) for lesson in LESSONS for item in of_lesson(lesson)}
