"""The teaching pages: each link opens the state that its sentence speaks of, and each name in them exists."""

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest

from pages._kit import questions, teaching
from pages._kit.course import LESSONS, Lesson
from pages._kit.questions import misconceptions
from pages._kit.questions.question import Misconception
from pages._kit.room import activities
from tests.support.app import figure, open_lesson

PAGES = [*(teaching.name_of(lesson) for lesson in LESSONS), teaching.WORKSHOP]
SECTIONS = [
    "Aims", "What to press", "What to ask", "Wrong answers to expect", "When the clock is short", "In a room",
    "What goes wrong",
]  # fmt: skip
FIGURE = re.compile(r"\*\*([^*]+)\*\*\s+")
LONGEST = 85
"""Lines of a page: it is read while others wait."""


def lines_of(name: str) -> list[str]:
    return (teaching.FOLDER / f"{name}.md").read_text(encoding="utf-8").splitlines()


def section(lesson: Lesson, title: str) -> str:
    """The text of a section of a lesson's page, each item of its lists in one line."""
    text = "\n".join(lines_of(teaching.name_of(lesson)))
    found = re.search(rf"^## {title}\n\n(.*?)(?=\n## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"{lesson.slug!r} has no section {title!r}"
    return re.sub(r"\n +", " ", found[1])


@pytest.mark.sweep
@pytest.mark.parametrize("name", PAGES)
def test_each_link_opens_the_state_that_its_sentence_speaks_of(name: str) -> None:
    linked = [block for block in teaching.blocks(name) if block.links]
    assert linked
    for block in linked:
        assert len({link.label for link in block.links}) == len(block.links)
        for link in block.links:
            app = open_lesson(link.lesson.file.removeprefix("pages/"), unfold=(), **link.query)
            assert not app.exception
            assert _scene(app.query_params.get("scene"), link.lesson) == _scene(link.query.get("scene"), link.lesson)
            for key, given in link.query.items():
                assert key == "scene" or _same(app.session_state[key], given), f"{link.label}: {key} is not {given}"
        figures = list(FIGURE.finditer(block.text))
        assert not figures or len(block.links) == 1, f"which link shows {figures}?"
        if not app.metric and len(block.links) == 1:  # the overview says its numbers in words
            told = " ".join(item.value for item in app.markdown)
            assert all(number in told for number in re.findall(r"−?\d+\.\d+", block.text)), block.text
        for found in figures:
            rest, value = block.text[found.end() :].replace("\n", " "), figure(app, found[1])
            assert re.match(rf"{re.escape(value)}(?![\d%]|\.\d)", rest), f"{link.label}: {found[1]} is {value}"


def _scene(asked: str | list[str] | None, lesson: Lesson) -> str:
    return asked[0] if isinstance(asked, list) else asked or lesson.scenes[0].slug


def _same(value: object, given: str) -> bool:
    """Whether a field has the value that a link gives it."""
    if isinstance(value, list):
        return ",".join(map(str, value)) == given
    if isinstance(value, bool):
        return str(value).lower() == given
    try:
        return float(str(value)) == float(given)
    except ValueError:
        return str(value) == given


@pytest.mark.parametrize("lesson", LESSONS, ids=teaching.name_of)
def test_a_lesson_has_a_page_with_the_same_sections_that_is_quick_to_read(lesson: Lesson) -> None:
    lines = lines_of(teaching.name_of(lesson))
    title = f"# Teach lesson {lesson.number}: {lesson.name}" if lesson.number else "# Teach the overview"
    assert lines[0] == title
    assert [line[3:] for line in lines if line.startswith("## ")] == SECTIONS
    assert len(lines) <= LONGEST
    numbers = re.findall(r"(?m)^(\d+)\. (.)", section(lesson, "What to press"))
    assert numbers == [(str(place + 1), "[") for place in range(len(numbers))]
    assert len(numbers) >= 3


@pytest.mark.parametrize("lesson", LESSONS, ids=teaching.name_of)
def test_questions_are_named_by_their_place_in_the_lesson(lesson: Lesson) -> None:
    asked = {item.name: place + 1 for place, item in enumerate(questions.of_lesson(lesson))}
    text = section(lesson, "What to ask")
    named = re.findall(r"Question (\d+), `([^`]+)`", text)
    assert {name: int(number) for number, name in named}.items() <= asked.items()
    assert len(named) == text.count("`") / 2
    assert len(named) >= min(3, len(asked))


def catalog() -> list[Misconception]:
    modules = [
        import_module(f"{misconceptions.__name__}.{item.name}") for item in iter_modules(misconceptions.__path__)
    ]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Misconception)]


@pytest.mark.parametrize("lesson", LESSONS, ids=teaching.name_of)
def test_wrong_answers_have_names_of_the_catalog(lesson: Lesson) -> None:
    known = {item.name for item in catalog()}
    items = re.findall(r"(?m)^- (.*)", section(lesson, "Wrong answers to expect"))
    named = [re.match(r"\*([^*]+)\*: ", item) for item in items]
    assert len(items) >= 3
    assert all(named)
    assert {found[1] for found in named if found} <= known


@pytest.mark.parametrize("lesson", LESSONS, ids=teaching.name_of)
def test_activities_are_those_that_the_lesson_offers(lesson: Lesson) -> None:
    offered = {item.title for item in activities.of_lesson(lesson)} | {"Pulse"}
    named = re.findall(r'(?m)^- "([^"]+)"', section(lesson, "In a room"))
    assert set(named) <= offered
    assert {item.title for item in activities.of_lesson(lesson)} <= set(named), "each activity has its place"


def test_the_workshop_speaks_of_activities_that_there_are() -> None:
    text = "\n".join(lines_of(teaching.WORKSHOP))
    titles = {activities.named(name).title for name in activities.NAMES} | {"Pulse"}
    named = set(re.findall(r"activity \"([^\"]+)\"", text))
    assert named
    assert named <= titles
    assert all(f"## {minutes} minutes" in text for minutes in (45, 90, 180))


def test_the_entry_lists_every_page() -> None:
    listed = re.findall(r"\]\(([\w-]+)\.md\)", "\n".join(lines_of("README")))
    assert sorted(listed) == sorted(PAGES)


@pytest.mark.parametrize("lesson", [LESSONS[0], LESSONS[2]], ids=teaching.name_of)
def test_the_menu_opens_the_page_of_the_lesson_with_links_that_keep_the_session(lesson: Lesson) -> None:
    _, _, file = lesson.file.partition("/")
    app = open_lesson(file, unfold=("save",))
    [button] = [button for button in app.button if button.label == "Teach this lesson"]
    before = " ".join(item.value for item in app.markdown)
    assert "Wrong answers to expect" not in before
    app.session_state["save"] = True  # the menu stands open, as in a browser
    app = button.click().run()
    assert not app.exception
    text = " ".join(item.value for item in app.markdown)
    assert "Wrong answers to expect" in text
    assert "](/" not in text
    links = [item.proto for item in app.get("page_link")]
    first = teaching.blocks(teaching.name_of(lesson))
    expected = [link.label for block in first for link in block.links]
    assert [label for label in expected if not any(each.label.endswith(label) for each in links)] == []


def test_a_projector_shows_no_guide() -> None:
    app = open_lesson("2_likelihood.py", unfold=("save",), present="1")
    assert "Teach this lesson" not in {button.label for button in app.button}
