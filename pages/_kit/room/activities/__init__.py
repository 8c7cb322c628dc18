"""The activities of the room, one module each, with ``ACTIVITY``."""

from functools import cache
from importlib import import_module
from typing import Any, Final

from pages._kit import course, questions
from pages._kit.course import Lesson
from pages._kit.room.activities.activity import Activity
from pages._kit.room.store.errors import RefusedError
from pages._kit.room.store.records import Round

NAMES: Final = ("detective", "toss", "peak", "prior", "forecast", "strength")
"""In the order in which the presenter sees them."""


@cache
def named(name: str) -> Activity:
    """The activity with this name."""
    if name not in NAMES:
        raise RefusedError(f"There is no activity named {name[:40]!r}.")
    found: Activity = import_module(f"{__name__}.{name}").ACTIVITY
    return found


UPDATING: Final = "This question cannot be shown here while the course is being updated."


def _refuse(_now: Round, _value: Any) -> Any:
    raise RefusedError(UPDATING)


UNKNOWN: Final = Activity(
    "unknown", UPDATING.rstrip("."), (), False, choose=lambda _: None, setting=lambda _: {},
    question=lambda _: UPDATING, field=lambda _: None, check=_refuse, told=lambda _round, _answer: "kept",
)  # fmt: skip
"""The activity of a round that a process with another version of the course has opened, and this one cannot ask."""


def of_round(now: Round) -> Activity:
    """The activity of a round; :data:`UNKNOWN` if this process does not know it, or does not know what it asks."""
    try:
        found = named(now.activity)
        found.question(now)
    except (KeyError, RefusedError):
        return UNKNOWN
    return found


def of_lesson(lesson: Lesson) -> list[Activity]:
    """The activities that a lesson draws."""
    every = [named(name) for name in NAMES]
    return [item for item in every if lesson.slug in item.lessons or (not item.lessons and questions.of_lesson(lesson))]


def is_drawn(now: Round, lesson: Lesson) -> bool:
    """Whether a lesson draws a round. One without lessons of its own is drawn in all, and in the overview too."""
    lessons = of_round(now).lessons
    return not lessons or lesson.slug in lessons


def lessons_of(activity: Activity) -> list[Lesson]:
    """The lessons that draw an activity."""
    return [lesson for lesson in course.LESSONS if activity in of_lesson(lesson)]


def check(now: Round, value: Any) -> Any:
    """An answer to a round as it is kept, or RefusedError."""
    return of_round(now).check(now, value)
