"""A lesson as a notebook: valid, with the page's words, examples and figures, the learner's forecasts and the link."""

import ast
import re
import sys
from unittest.mock import PropertyMock, patch

import pytest

from core.numbers import nats
from pages._kit import course, questions
from pages._kit.course import Lesson
from pages._kit.forecasts.record import Forecast
from pages._kit.saving import notebook
from pages._kit.saving.on_page import OnPage
from tests.support.app import figure
from tests.support.notebook import code_of, notebook_of, notebook_text, open_first, page_of, same, words_of

NAMES = [lesson.slug or "overview" for lesson in course.LESSONS]
TORCH = (9,)
"""The lessons whose first scene has an example with torch."""


@pytest.mark.parametrize("lesson", course.LESSONS, ids=NAMES)
def test_the_notebook_of_each_lesson_is_valid_and_has_its_parts(lesson: Lesson) -> None:
    app = open_first(lesson)
    page, book = page_of(app), notebook_of(app, lesson)
    words, code = words_of(book), code_of(book)
    assert words.startswith(f"# {lesson.question}\n")
    for said in page.words.values():
        assert said.split(".")[0].split(":")[0] in words
    assert {"Key insight", "Fine print", "Read on"} <= set(page.words)
    assert not re.search(r":[a-z]+(-badge)?\[", words), "Streamlit's colors mean nothing in Jupyter"
    for example in page.examples.values():
        assert example.script() in code
    for cell in code:
        ast.parse(cell)
    assert any("import altair" in cell for cell in code)
    for name in example.notebook.figures:
        assert f'print("{name}"' in code[-1], "the last cell prints the results"
    whole = "\n".join(code)
    needed = re.search(r"`%pip install ([a-z ]+)`", words)
    assert needed and set(needed[1].split()) == {
        name for name in ("numpy", "scipy", "altair", "torch") if re.search(rf"(?m)^(import|from) {name}\b", whole)
    }
    assert ("torch" in needed[1]) == (lesson.number in TORCH)
    assert not re.search(r"(?m)^(import|from) (pandas|pages|core|streamlit)\b", whole)


def test_the_same_page_gives_the_same_file() -> None:
    lesson = course.LESSONS[3]
    page = page_of(open_first(lesson))
    first, again = (notebook.text(lesson, lesson.scenes[0], page, []) for _ in range(2))
    assert first == again


def test_the_example_has_the_current_numbers_and_the_page_s_figures_beside_its_results() -> None:
    lesson = course.lesson("bayesian-inference")
    app = open_first(lesson, heads="70", tails="30", a="2", b="5")
    code = code_of(notebook_of(app, lesson))
    assert "heads, tails = 70, 30" in code[0] and "a, b, level = 2, 5, 0.95" in code[0]
    assert 'print("Posterior", (posterior_a, posterior_b), sep=": ")  # Beta(72, 35)' in code[-1]
    app.number_input(key="heads").set_value(71).run()
    assert "heads, tails = 71, 30" in code_of(notebook_of(app, lesson))[0]


def test_a_scene_without_an_example_takes_the_chart_of_the_stage_along() -> None:
    lesson = course.lesson("bayesian-inference")
    place = [scene.slug for scene in lesson.scenes].index("priors")
    app = open_first(lesson, scene="priors")
    book = notebook_of(app, lesson, scene=place)
    code = code_of(book)
    assert "It needs Altair. Where" in words_of(book)
    assert len(code) == 1 and "alt.Chart.from_dict(spec)" in code[0]


def test_the_end_of_the_course_is_a_notebook_of_words() -> None:
    lesson = course.lesson("training-lab")
    book = notebook_of(open_first(lesson, scene="end"), lesson, scene=1)
    assert all(each.question in words_of(book) for each in course.LESSONS[1:]) and not code_of(book)


def test_the_figures_of_a_step_looked_back_at_are_not_put_beside_those_of_the_whole_run() -> None:
    lesson = course.lesson("training-lab")
    app = open_first(lesson, n_points="50")
    app.button(key="run_ten").click().run()
    last = code_of(notebook_of(app, lesson))[-1]
    assert f'print("NLL", nll, sep=": ")  # {figure(app, "NLL")}' in last
    app.session_state["look_back_10"] = 0  # as the slider does, whose script AppTest does not run
    app.run()
    assert figure(app, "Step") == "0"
    assert "#" not in code_of(notebook_of(app, lesson))[-1]


def test_the_forecasts_are_those_of_the_lesson_with_their_cost() -> None:
    lesson = course.lesson("likelihood")
    first, second = questions.of_lesson(lesson)[:2]
    options = len(first.asked().options)
    right = first.asked().right
    sure = tuple(0.7 if place == right else 0.3 / (options - 1) for place in range(options))
    even = (1 / len(second.asked().options),) * len(second.asked().options)
    made = [Forecast(first.name, sure), Forecast(second.name, even)]
    app = open_first(lesson)
    words = words_of(notebook_of(app, lesson, made))
    assert "## Your forecasts" in words and "70 %" in words
    mean = sum(each.answer.cost for each in made) / 2
    assert f"Your NLL: **{nats(mean)}**" in words
    for question in (first, second):
        assert question.asked().stem.split("?")[0].split("θ")[0][:30] in words
    assert "Your forecasts" not in words_of(notebook_of(app, lesson))


def test_the_link_opens_this_state_and_says_nothing_of_room_or_projector() -> None:
    lesson = course.lesson("log-likelihood")
    query = {"scene": "losses", "n": "12", "heads": "70", "present": "1", "print": "1", "code": "KXMPT"}
    page = OnPage(base="https://course.example/log-likelihood", query=query)
    link = "https://course.example/log-likelihood?scene=underflow&n=12&heads=70"
    assert notebook.address(lesson, lesson.scenes[1], page) == link
    assert "scene" not in notebook.address(lesson, lesson.scenes[0], page)


def test_the_link_has_the_host_of_the_browser() -> None:
    lesson = course.lesson("likelihood")
    with patch("streamlit.runtime.context.ContextProxy.url", new_callable=PropertyMock) as url:
        url.return_value = "https://course.example/likelihood"
        app = open_first(lesson, heads="70")
        link = "https://course.example/likelihood?heads=70&paint=false"
        assert f"[Open the page]({link})" in words_of(notebook_of(app, lesson))


def test_nbformat_is_imported_when_a_notebook_is_made_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nbformat", None)  # an import now fails
    lesson = course.lesson("likelihood")
    app = open_first(lesson, session={"save": True})
    with pytest.raises(ImportError):
        notebook_text(app, lesson)


def test_a_figure_is_compared_at_its_own_rounding() -> None:
    assert same("0.5714285714285714", "0.571") and not same("0.5725", "0.571")
    assert same("-6.108643020548935", "−6.109 nats") and not same("-6.1", "−6.109 nats")
    assert same("1.3e-05", "1.30 × 10⁻⁵") and not same("1.32e-05", "1.30 × 10⁻⁵")
    assert same("(17, 13)", "Beta(17, 13)") and same("['The gardener']", "The gardener") and same("None", "none")
