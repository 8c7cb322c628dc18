"""Links with invalid values: each scene shows its default figures, and no error or exception."""

from itertools import cycle

import pytest
from streamlit.testing.v1 import AppTest

from pages._kit.course import LESSONS, Lesson, Scene
from tests.support.app import open_lesson

SCENES = [(lesson, scene) for lesson in LESSONS for scene in lesson.scenes]
WITH_COUNTS = [lesson for lesson in LESSONS if "heads" in lesson.scenes[0].keys]
EMPTY_IS_A_CHOICE = ("clues", "slow")
"""Keys for which no value at all is valid: no clue was found, and every slow method is switched off."""

# Each invalid key is replaced by its own default, so one link can test all keys at once. No word is a valid choice.
HOSTILE: dict[str, tuple[str | list[str], ...]] = {
    "too low, too high": ("-1", "1e99"),
    "too high, too low": ("1e99", "-1"),
    "not a finite number": ("nan", "inf", "-inf"),
    "long": ("7" * 400, "x" * 5000),
    "twice": (["abc", "-4"],),
    "empty, or twice": ("", ["x", "x"]),
    "unknown words": ("' OR 1=1 --", "<script>"),
}


def _open(lesson: Lesson, **query: str | list[str]) -> AppTest:
    return open_lesson(lesson.file.removeprefix("pages/"), **query)


def _figures(app: AppTest) -> dict[str, str]:
    return {metric.label: str(metric.value) for metric in app.metric}


@pytest.fixture(scope="module")
def defaults() -> dict[tuple[str, str], dict[str, str]]:
    """The figures of each scene at its defaults, filled as they are asked for."""
    return {}


def _ids(value: Lesson | Scene) -> str:
    return value.slug or "overview"


@pytest.mark.sweep
@pytest.mark.parametrize(("lesson", "scene"), SCENES, ids=_ids)
@pytest.mark.parametrize("kind", HOSTILE)
def test_an_invalid_link_shows_the_defaults(
    lesson: Lesson, scene: Scene, kind: str, defaults: dict[tuple[str, str], dict[str, str]]
) -> None:
    keys = [key for key in scene.keys if not (kind.startswith("empty") and key in EMPTY_IS_A_CHOICE)]
    app = _open(lesson, scene=scene.slug, unknown="<script>", **dict(zip(keys, cycle(HOSTILE[kind]))))
    assert not app.exception
    assert not app.error
    place = (lesson.slug, scene.slug)
    if place not in defaults:
        # A key that no lesson has: the session counts as opened by a link, and every value is the default.
        defaults[place] = _figures(_open(lesson, scene=scene.slug, nothing="1"))
    assert _figures(app) == defaults[place]


@pytest.mark.parametrize("value", ["", "nobody", "<script>", "x" * 5000, ["sum", "underflow"], "../../etc/passwd"])
def test_an_unknown_scene_is_the_first_and_leaves_the_address(value: str | list[str]) -> None:
    app = open_lesson("3_log-likelihood.py", scene=value, theta="0.3")
    assert not app.exception
    if isinstance(value, str):
        assert "ℓ(θ)" in _figures(app)
        assert "scene" not in app.query_params


@pytest.mark.parametrize("lesson", WITH_COUNTS, ids=lambda lesson: lesson.name)
def test_a_fractional_number_of_heads_is_rounded_down(lesson: Lesson) -> None:
    app = _open(lesson, heads="7.5")
    assert not app.exception
    assert app.number_input(key="heads").value == 7
