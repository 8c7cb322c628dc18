"""Driving the course by the keys of a clicker, in a browser."""

from pages._kit import course
from pages._kit.stepper import MOST_STOPS
from tests.support.lesson import Lesson

SCENES = [(lesson.slug, scene.slug) for lesson in course.LESSONS for scene in lesson.scenes]
"""Every scene of the course, in order, with its lesson."""

PLACE = """() => {
  const text = (selector) => document.querySelector(selector)?.innerText ?? "";
  const scene = new URLSearchParams(location.search).get("scene") ?? "";
  // The lab's steps are counted in its first figure.
  const steps = text(".st-key-strip") + text(".st-key-figures_lab [data-testid=stMetricValue]");
  return [location.pathname.split("/").pop(), scene, steps.replace(/\\s+/g, " ")];
}"""
"""What the browser shows of the place in the course: lesson, scene (empty for the lesson's first), and step."""

_FIRST = {lesson.slug: lesson.scenes[0].slug for lesson in course.LESSONS}


def scene_shown(lesson: Lesson) -> tuple[str, str]:
    """The lesson and the scene that stand in the address."""
    slug, scene, _ = lesson.page.evaluate(PLACE)
    return slug, scene or _FIRST[slug]


def press(lesson: Lesson, key: str) -> None:
    """Press a key and wait until the course has moved on: another lesson, another scene, or another step."""
    before = lesson.page.evaluate(PLACE)
    lesson.page.keyboard.press(key)
    lesson.page.wait_for_function(f"(before) => JSON.stringify(({PLACE})()) !== JSON.stringify(before)", arg=before)


def walk(lesson: Lesson, key: str, to: tuple[str, str]) -> dict[tuple[str, str], int]:
    """Press ``key`` until the scene ``to`` is on the stage; return the scenes that were, in order, with their stops."""
    stops: dict[tuple[str, str], int] = {}
    while True:
        lesson.wait_until_idle()
        lesson.page.wait_for_timeout(100)  # figures follow the end of a run by some frames
        now = scene_shown(lesson)
        assert now not in stops or now == next(reversed(stops)), f"{now} comes a second time"
        stops[now] = stops.get(now, 0) + 1
        assert stops[now] <= MOST_STOPS, f"{now} has more than {MOST_STOPS} stops"
        if now == to:
            return stops
        press(lesson, key)
