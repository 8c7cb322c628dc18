"""Links with invalid values: each lesson shows its default figures, and no error or exception."""

import pytest
from streamlit.testing.v1 import AppTest

from pages._kit.course import LESSONS, Lesson
from tests.support.app import open_lesson

WORDS = (
    *("data", "loss", "clues", "base_rates", "method", "context", "prior"),
    *("hidden", "activation", "optimizer", "batch", "kind", "planted", "logits"),
)
"""The keys whose values are words; the values of all other keys are numbers."""
NUMBERS = tuple(dict.fromkeys(key for lesson in LESSONS for key in lesson.keys if key not in WORDS))
WITH_COUNTS = [lesson for lesson in LESSONS if "heads" in lesson.keys]


def _cycle(*values: str) -> dict[str, str | list[str]]:
    """All number keys, with the values in turn."""
    return {key: values[place % len(values)] for place, key in enumerate(NUMBERS)}


# Each invalid key is replaced by its own default, so one link can test all keys at once.
HOSTILE: dict[str, dict[str, str | list[str]]] = {
    "too low, too high": _cycle("-1", "1e99"),
    "too high, too low": _cycle("1e99", "-1"),
    "not a finite number": _cycle("nan", "inf", "-inf"),
    "long": {**_cycle("7" * 400, "x" * 5000), **dict.fromkeys(WORDS, "x" * 5000)},
    "twice, or empty": {key: ["abc", "-4"] if place % 2 else "" for place, key in enumerate(NUMBERS)},
    "unknown words": {**dict.fromkeys(WORDS, "' OR 1=1 --"), "clues": "nobody", "unknown": "<script>"},
}


def _open(lesson: Lesson, **query: str | list[str]) -> AppTest:
    return open_lesson(lesson.file.removeprefix("pages/"), **query)


def _figures(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


@pytest.fixture(scope="module")
def defaults() -> dict[str, dict[str, str]]:
    # A key that no lesson has: the session counts as opened by a link, and every value is the default.
    return {lesson.slug: _figures(_open(lesson, nothing="1")) for lesson in LESSONS}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
@pytest.mark.parametrize("kind", HOSTILE)
def test_an_invalid_link_shows_the_defaults(lesson: Lesson, kind: str, defaults: dict[str, dict[str, str]]) -> None:
    query = HOSTILE[kind]
    app = _open(lesson, **query)
    assert not app.exception
    assert not app.error
    # On lesson 3, the key "loss" opens the table of losses, which adds figures.
    if not ("loss" in query and "loss" in lesson.keys):
        assert _figures(app) == defaults[lesson.slug]


@pytest.mark.parametrize("lesson", WITH_COUNTS, ids=lambda lesson: lesson.name)
def test_a_fractional_number_of_heads_is_rounded_down(lesson: Lesson) -> None:
    app = _open(lesson, heads="7.5")
    assert not app.exception
    assert app.number_input(key="heads").value == 7
