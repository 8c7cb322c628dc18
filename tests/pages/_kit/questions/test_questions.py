"""What holds for every question of the course: its form, and the state of the lesson that it opens."""

import inspect
import re
from importlib import import_module
from itertools import groupby
from pkgutil import iter_modules

import pytest
from streamlit.testing.v1 import AppTest

from core.data.coins import PRESETS
from core.likelihood.counts import MAX_COUNT, Counts
from pages._kit import questions
from pages._kit.course import LESSONS, Lesson, Scene
from pages._kit.questions import misconceptions
from pages._kit.questions.question import Asked, Misconception, Question
from tests.support.app import open_lesson

ALL = list(questions.every().values())
LEAST = 5

MANY = MAX_COUNT
COUNTS = [
    *(preset.counts for preset in PRESETS),
    *(Counts(0, 0), Counts(1, 0), Counts(0, 1), Counts(1, 1), Counts(10, 0), Counts(0, 10), Counts(13, 7)),
    *(Counts(2, 8), Counts(5, 5), Counts(141, 59), Counts(999, 1), Counts(1, MANY), Counts(500_001, 499_999)),
    *(Counts(MANY, MANY), Counts(MANY, 0), Counts(0, MANY), Counts(MANY, 1), Counts(MANY, MANY - 1)),
]


def _name(value: object) -> str | None:
    if isinstance(value, Question):
        return value.name
    if isinstance(value, Lesson):
        return value.slug or "overview"
    return f"{value.heads}-{value.tails}" if isinstance(value, Counts) else None


every_question = pytest.mark.parametrize(("lesson", "question"), ALL, ids=_name)


def check(asked: Asked) -> None:
    """Assert the form of a question."""
    texts = [option.text for option in asked.options]
    assert 2 <= len(texts) <= 4
    assert len(set(texts)) == len(texts), texts
    for place, option in enumerate(asked.options):
        assert place == asked.right or option.misconception is not None, option.text
    for text in (asked.stem, asked.why, *texts):
        assert text.strip() == text
        assert not any(bad in text.lower().split() for bad in ("nan", "inf", "-0")), text
    assert asked.stem.endswith("?")
    assert asked.why.endswith(".")
    assert len(re.findall(r"\.(?=\s|$)", asked.why)) <= 2, asked.why
    assert max(map(len, texts)) <= 80, texts


def test_names_are_unique_and_begin_with_their_lesson() -> None:
    named = [(lesson, question.name) for lesson in LESSONS for question in questions.of_lesson(lesson)]
    assert len({name for _, name in named}) == len(named) == len(ALL)
    for lesson, name in named:
        assert name.startswith(f"{lesson.slug}."), name


@pytest.mark.parametrize("lesson", LESSONS[1:], ids=_name)
def test_a_lesson_has_at_least_five_questions_and_the_right_option_is_not_always_at_one_place(
    lesson: Lesson,
) -> None:
    found = questions.of_lesson(lesson)
    assert len(found) >= LEAST
    assert len({question.asked().right for question in found}) > 1
    # Nor is it often at the place where it was before.
    runs = [len(list(run)) for _, run in groupby(question.asked().right for question in found)]
    assert max(runs) <= 3


@every_question
def test_the_form_of_a_question(lesson: Lesson, question: Question) -> None:
    check(question.asked())
    for parameter in inspect.signature(question.ask).parameters.values():
        assert parameter.default is not inspect.Parameter.empty


@pytest.mark.parametrize("counts", COUNTS, ids=_name)
@pytest.mark.parametrize("question", [question for _, question in ALL if question.varies], ids=_name)
def test_a_question_about_the_learners_flips_can_be_asked_for_any_flips(question: Question, counts: Counts) -> None:
    asked = question.asked(counts)
    check(asked)
    assert set(asked.shows) >= {"heads", "tails"}
    Counts(int(asked.shows["heads"]), int(asked.shows["tails"]))


@pytest.mark.parametrize("name", ["heads", "tails"])
def test_an_own_question_is_about_the_flips_that_it_shows(name: str) -> None:
    """Ordinary flips are not replaced by others, and each question that varies says their numbers."""
    mine = Counts(21, 13)
    for _, question in ALL:
        if question.varies:
            assert f"{getattr(mine, name)} " in question.asked(mine).stem, question.name


def test_every_misconception_has_a_name_of_its_own_a_sentence_and_a_source() -> None:
    modules = [
        import_module(module.name) for module in iter_modules(misconceptions.__path__, f"{misconceptions.__name__}.")
    ]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Misconception)]
    assert len({item.name for item in found}) == len(found)
    for item in found:
        assert item.name and item.text.endswith(".")
        # Authors and year, and the title after the comma; "against" where nobody is known to have described the belief.
        assert re.fullmatch(r"(against: )?[^\d:]+ \d{4}, .+[^.]", item.source), item
    asked = [question.asked() for _, question in ALL]
    used = {option.misconception for each in asked for option in each.options if option.misconception}
    assert used <= set(found)


@every_question
def test_an_answer_is_shown_by_keys_of_one_scene(lesson: Lesson, question: Question) -> None:
    asked = question.asked()
    assert asked.shows
    scene = _scene_of(lesson, asked)
    assert set(asked.shows) - {"scene"} <= set(scene.keys)


@pytest.mark.sweep
@every_question
def test_the_lesson_that_an_answer_opens_keeps_its_address(lesson: Lesson, question: Question) -> None:
    """A value that its field refuses would leave the address, and the field would show its default."""
    asked = question.asked()
    scene = _scene_of(lesson, asked)
    app = open_lesson(lesson.file.removeprefix("pages/"), unfold=(), **asked.shows)
    assert not app.exception
    assert not app.error
    if "scene" in asked.shows:
        assert app.query_params["scene"] in (scene.slug, [scene.slug])
    for key, value in asked.shows.items():
        if key != "scene":
            assert _same(app, key, value), (key, value, app.session_state[key])


def _scene_of(lesson: Lesson, asked: Asked) -> Scene:
    slug = asked.shows.get("scene", lesson.scenes[0].slug)
    known = {scene.slug: scene for scene in lesson.scenes}
    assert slug != lesson.scenes[0].slug or "scene" not in asked.shows, "the first scene is not named"
    return known[slug]


def _same(app: AppTest, key: str, value: str) -> bool:
    """Whether the field with this key has the value of the address."""
    shown = app.session_state[key]
    if isinstance(shown, list | tuple):
        return list(shown) == [value]
    if isinstance(shown, bool):
        return value == str(shown).lower()
    if isinstance(shown, int | float):
        return float(value) == pytest.approx(shown)
    return bool(str(shown) == value)
