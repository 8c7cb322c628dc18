"""The learner's score on the overview and in lesson 8, with forecasts in the session."""

import io
import math
from typing import Any
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from core.likelihood.counts import Counts
from pages._kit import questions
from pages._kit.forecasts import yours
from pages._kit.forecasts.record import Forecast, to_text
from tests.support.app import figure, number, open_lesson


def page(file: str, made: list[Forecast], **query: str) -> AppTest:
    app = open_lesson(file, unfold=(), session={"_forecasts": tuple(made)}, **query)
    assert not app.exception
    return app


def in_full(made: list[Forecast]) -> AppTest:
    return page("8_big-picture.py", made, scene="calibration")


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


def forecasts(*sure: float) -> list[Forecast]:
    """Forecasts of the first questions, each with this probability for the right option and the rest for the next."""
    made = []
    for name, p in zip(questions.every(), sure, strict=False):
        question = questions.every()[name][1]
        asked = question.asked()
        given = [0.0] * len(asked.options)
        given[asked.right], given[asked.right - 1] = p, 1 - p
        made.append(Forecast(name, tuple(given), Counts(7, 3) if question.varies else None))
    assert len(made) == len(sure)
    return made


def test_without_forecasts_the_pages_say_so() -> None:
    assert "None yet" in said(page("0_overview.py", []))
    empty = in_full([])
    assert "You have made no forecast yet" in said(empty)
    assert all(button.disabled for button in empty.button if button.key == "erase_forecasts")


def test_the_overview_has_the_learner_in_one_line() -> None:
    made = forecasts(0.5, 0.8)
    line = said(page("0_overview.py", made))
    assert f"2 of {len(questions.every())} answered" in line
    assert f"{(math.log(2) - math.log(0.8)) / 2:.3f} nats each" in line


def test_the_figures_are_those_of_a_computation_by_hand() -> None:
    app = in_full(forecasts(0.5, 0.9, 1.0))
    assert number(figure(app, "Your NLL, all lessons")) == pytest.approx(-(math.log(0.5) + math.log(0.9)) / 3, abs=5e-4)
    assert number(figure(app, "Brier score")) == pytest.approx((0.5 + 0.02) / 3, abs=5e-4)
    assert "Your costliest" in said(app)


def test_an_impossible_outcome_is_infinite_beside_the_mean_of_the_others() -> None:
    app = in_full(forecasts(0.0, 0.5))
    assert figure(app, "Your NLL, all lessons") == "∞"
    assert f"others {math.log(2):.3f}" in [metric.delta for metric in app.metric]
    assert "∞ = " in said(app)
    alone = in_full(forecasts(0.0))
    assert "others" not in [metric.delta for metric in alone.metric]


def bring(made: list[Forecast], text: str) -> dict[str, Any]:
    """The session after a file with this text was brought back."""
    session: dict[str, Any] = {"_forecasts": tuple(made), f"{yours.UPLOAD}_0": io.BytesIO(text.encode())}
    with patch("streamlit.session_state", session):
        yours._bring(0)
    return session


def test_a_file_takes_the_place_of_what_is_here_unless_it_has_no_forecast() -> None:
    here, others = forecasts(0.5, 0.8), forecasts(0.9)
    found = bring(here, to_text(others))
    assert found["_forecasts"] == tuple(others) and found[yours.MESSAGE] == "1 forecast is back."
    twice = bring(here, to_text([*others, *others]))
    assert twice[yours.MESSAGE] == "1 forecast is back. Left out, as unknown, damaged or repeated: 1."
    for text in (to_text([]), to_text(others).replace(others[0].question, "no.such"), "nonsense"):
        found = bring(here, text)
        assert found["_forecasts"] == tuple(here), "nothing is lost by a file that brings nothing"
        assert "no forecast of" in found[yours.MESSAGE] or "no file of" in found[yours.MESSAGE]


def test_the_costliest_is_told_in_the_percent_of_its_question() -> None:
    assert "You gave < 0.1 % to “" in said(in_full(forecasts(1e-9)))
    assert "You gave 33.3 % to “" in said(in_full(forecasts(1 / 3)))


def test_one_press_erases_all() -> None:
    app = in_full(forecasts(0.5))
    next(button for button in app.button if button.key == "erase_forecasts").click().run()
    assert "You have made no forecast yet" in said(app)
    assert app.session_state["_browser_changes"] == {"forecasts": 1}


def test_the_table_has_every_misconception_with_its_source() -> None:
    app = in_full([])
    app.session_state["misconceptions"] = True
    table = said(app.run())
    for lesson, question in questions.every().values():
        for option in question.asked().options:
            if option.misconception:
                row = next(line for line in table.split("\n") if option.misconception.name in line.replace("\\", ""))
                assert str(lesson.number) in row
                assert option.misconception.source.split(",")[0] in row.replace("\\", "")


def test_the_browser_can_tell_two_sessions_apart_that_have_changed_nothing() -> None:
    names = []
    for _ in range(2):
        app = page("0_overview.py", [])
        names.append(app.session_state["_browser_session"])
        assert app.run().session_state["_browser_session"] == names[-1]
    assert names[0] != names[1]
