"""Lesson 2 with the learner's own data as they come: all kinds, notations, missing values, and what is in force."""

import math
import re
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from core.data.own.csv_table import parse_csv
from tests.support.app import figure, log10, open_lesson, run_example

SMALL = "0.0012 0.0015 0.0011"
DECIMAL_COMMA = "3,5\n4,1\n2,7\n"
THOUSANDS = "1,234\n2,345\n1,987\n"


def opened(**query: str) -> AppTest:
    app = open_lesson("2_likelihood.py", **query)
    assert not app.exception
    return app


def use(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == "Use these data").click().run()
    assert not app.exception
    return app


def paste(app: AppTest, kind: str, text: str) -> AppTest:
    app.selectbox(key="own_kind").set_value(kind).run()
    app.text_area(key="own_text").set_value(text)
    return use(app)


def upload(app: AppTest, content: bytes, name: str = "own.csv") -> AppTest:
    app.file_uploader[0].set_value((name, content, "text/csv")).run()
    assert not app.exception
    return app


def answer(app: AppTest, comma: str) -> AppTest:
    app.radio(key="own_comma").set_value(comma).run()
    assert not app.exception
    return app


def notes(app: AppTest) -> list[str]:
    """The notes as they are read: what comes from the learner is escaped, so that it is no Markdown."""
    return [re.sub(r"\\(\W)", r"\1", info.value) for info in app.info]


def test_own_flips_become_the_shared_counts() -> None:
    app = paste(opened(data="horse-kicks"), "coin flips", "H T H H, tails 1 0 heads")
    assert app.selectbox(key="data").value == "coin"
    assert (app.number_input(key="heads").value, app.number_input(key="tails").value) == (5, 3)


def test_own_events_and_measurements() -> None:
    app = paste(opened(heads="7"), "counts of events", "0 1 1 2 0 3")
    assert app.selectbox(key="data").value == "yours"
    assert figure(app, "MLE θ̂") == "1.167"
    app = paste(app, "measurements", "1.5; 2.5\n3.5")
    assert figure(app, "MLE θ̂") == "2.500"
    app.button_group(key="view").set_value("surface").run()
    assert not app.exception


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("coin flips", "H T X", "X"),
        ("counts of events", "1 2 -3", "-3"),
        ("measurements", "1.0\n2.0\nabc", "line 3"),
        ("measurements", "", "nothing to read"),
        ("measurements", "4 4 4", "equal"),
    ],
)
def test_bad_data_get_one_sentence_and_change_nothing(kind: str, text: str, words: str) -> None:
    app = paste(opened(heads="7", tails="3"), kind, text)
    assert len(app.error) == 1
    assert words.lower() in app.error[0].value.lower()
    assert app.error[0].value.count("\n") == 0
    assert app.text_area(key="own_text").value == text
    assert figure(app, "MLE θ̂") == "0.700"


def test_the_examples_of_own_numbers_reach_the_figures() -> None:
    app = paste(opened(heads="7"), "measurements", "1234567 1234569 1234570")
    shown = log10(figure(app, "L(θ)"))
    found = run_example(app)["log_L_theta"]
    assert found / math.log(10) == pytest.approx(shown, abs=3e-4)


def test_own_data_that_are_not_given_yet_get_instructions() -> None:
    app = opened(data="yours")
    assert any("not given any data" in info.value for info in app.info)


def test_the_slider_begins_on_the_axis_of_own_counts() -> None:
    app = paste(opened(heads="7"), "counts of events", "100 101 102")
    slider = app.slider(key="own_rate")
    assert 60 < slider.min <= slider.value <= slider.max


def test_the_button_stands_in_a_form_with_the_text_so_that_ctrl_enter_presses_it() -> None:
    app = opened()
    button = next(button for button in app.button if button.label == "Use these data")
    assert button.form_id and button.form_id == app.text_area(key="own_text").form_id
    assert "Ctrl+Enter" in app.text_area(key="own_text").label


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("coin flips", "H", "Drawn: 1 value."),
        ("counts of events", "0 1 1 2", "Drawn: 4 values."),
        ("measurements", "1.5 2.5 NA", "Drawn: 2 values."),
    ],
)
def test_success_is_said_beside_the_button(kind: str, text: str, said: str) -> None:
    app = paste(opened(), kind, text)
    assert [success.value for success in app.success] == [said]
    assert not paste(app, kind, "x y z").success


def test_a_decimal_comma_on_each_line_is_asked_about() -> None:
    app = paste(opened(heads="7"), "measurements", DECIMAL_COMMA)
    question = app.radio(key="own_comma")
    assert question.label == 'In "3,5", what is the comma?'
    assert question.options == ["A decimal comma: 3.5", "Between two numbers: 3 and 5"]
    assert question.value is None and not app.error
    app = answer(app, "decimal")
    assert figure(app, "MLE θ̂") == "3.433"
    assert any("Commas are read as decimal commas" in note for note in notes(app))


@pytest.mark.parametrize(("comma", "mean"), [("decimal", "1.855"), ("separator", "261.67"), ("thousands", "1,855.3")])
def test_thousands_are_asked_about(comma: str, mean: str) -> None:
    app = answer(paste(opened(), "measurements", THOUSANDS), comma)
    assert figure(app, "MLE θ̂").startswith(mean)


def test_a_pasted_column_keeps_its_heading_out_of_the_numbers() -> None:
    app = answer(paste(opened(), "measurements", "Laenge\n" + DECIMAL_COMMA), "decimal")
    assert figure(app, "MLE θ̂") == "3.433"
    assert notes(app)[0].startswith('The first line, "Laenge", is read as a heading.')


def test_an_answer_holds_for_its_own_text_only() -> None:
    app = answer(paste(opened(), "measurements", DECIMAL_COMMA), "decimal")
    assert use(app).radio(key="own_comma").value == "decimal"
    assert figure(answer(app, "separator"), "MLE θ̂") == "3.667"
    assert paste(app, "measurements", THOUSANDS).radio(key="own_comma").value is None
    assert not any(radio.key == "own_comma" for radio in paste(app, "measurements", "1 2").radio)


def test_decimal_commas_between_semicolons_and_missing_values_are_noted() -> None:
    app = paste(opened(), "measurements", "3,5; 4,1; NA; 2,7")
    assert figure(app, "MLE θ̂") == "3.433"
    assert notes(app) == ['Commas are read as decimal commas: "3,5" is 3.5. 1 of 4 values was left out as missing.']
    app = paste(opened(), "coin flips", "HHTHTTHHHT NA")
    assert (app.number_input(key="heads").value, app.number_input(key="tails").value) == (6, 4)
    assert notes(app) == ["1 of 11 values was left out as missing."]
    app = paste(app, "coin flips", "first try\nH\nT\n?")
    assert (app.number_input(key="heads").value, app.number_input(key="tails").value) == (1, 1)
    assert notes(app) == ['The first line, "first try", is read as a heading. 1 of 3 values was left out as missing.']


def test_words_that_are_no_flips_get_the_accepted_forms() -> None:
    app = paste(opened(heads="7", tails="3"), "coin flips", "Kopf Zahl")
    assert [error.value for error in app.error] == [
        'Line 1 holds "Kopf", but only H and T, heads and tails, 1 and 0, or True and False are allowed.'
    ]


def test_the_text_is_off_while_a_file_counts_and_on_again_without_it() -> None:
    app = paste(opened(), "measurements", "1 2 3")
    app = upload(app, b"x\n10\n20\n")
    text = app.text_area(key="own_text")
    assert text.disabled and "off while a file is chosen" in text.label
    assert figure(use(app), "MLE θ̂") == "15.000"
    app.file_uploader[0].clear().run()
    assert not app.text_area(key="own_text").disabled
    assert app.text_area(key="own_text").value == "1 2 3"
    app = paste(app, "measurements", "1 2 3 4")
    assert figure(app, "MLE θ̂") == "2.500"


def test_a_good_file_after_a_bad_one_ends_the_error_at_once() -> None:
    app = opened()
    app.selectbox(key="own_kind").set_value("measurements").run()
    app = upload(app, b"x,y\n1\n", "bad.csv")
    assert len(app.error) == 1
    app = upload(app, b"x\n10\n20\n", "good.csv")
    assert not app.error
    app = use(upload(app, b"x\nabc\n20\nd e\n", "worse.csv"))
    assert len(app.error) == 1
    app = upload(app, b"x\n30\n50\n", "better.csv")
    assert not app.error
    assert figure(use(app), "MLE θ̂") == "40.000"


def test_a_file_is_read_with_its_notes() -> None:
    """Decimal commas, another separator, and a gap: each is said, and the names of a file act as no Markdown."""
    app = opened()
    app.selectbox(key="own_kind").set_value("measurements").run()
    app = use(upload(app, b"x;*y*\n1;3,5\n2;NA\n3;4,1\n4;2,7\n"))
    app.selectbox(key="own_column").set_value("*y*").run()
    app = use(app)
    assert figure(app, "MLE θ̂") == "3.433"
    said = " ".join(notes(app))
    assert "decimal commas" in said and "semicolons" in said
    assert "1 of 4 rows left out: no value in *y*." in said
    assert "\\*y\\*" in app.info[0].value


@pytest.mark.parametrize(
    ("kind", "column"), [("measurements", "length"), ("coin flips", "side"), ("counts of events", "eggs")]
)
def test_the_first_column_of_a_new_file_is_one_that_gives_data(kind: str, column: str) -> None:
    """Row numbers come last, and a column that the learner chose stays as long as the file has it."""
    app = opened(heads="7")
    app.selectbox(key="own_kind").set_value(kind).run()
    lines = [f"{i},nest {i},{i * 1.5 + 0.25},{i * 7 % 5},{'HT'[i % 2]}" for i in range(1, 9)]
    content = "\n".join([",name,length,eggs,side", *lines]).encode()
    app = use(upload(app, content))
    assert app.selectbox(key="own_column").value == column
    assert not app.error
    app.selectbox(key="own_column").set_value("eggs").run()
    assert upload(app, content, "again.csv").selectbox(key="own_column").value == "eggs"


def test_a_file_is_read_once() -> None:
    app = opened()
    app.selectbox(key="own_kind").set_value("measurements").run()
    with patch("pages.likelihood.own_data.parse_csv", wraps=parse_csv) as read:
        app = use(upload(app, b"x,y\n1,10\n2,20\n"))
        app.selectbox(key="own_column").set_value("y").run()
        use(app).slider(key="own_mu").set_value(12.0).run()
        assert read.call_count == 1
        upload(app, b"x\n1\n3\n", "bad.csv")
        assert read.call_count == 2


def test_an_error_about_a_text_ends_when_another_is_used_or_they_are_of_another_kind() -> None:
    app = paste(opened(), "measurements", "1 x")
    assert len(app.error) == 1
    assert not paste(app, "measurements", "1 2").error
    assert len(paste(app, "measurements", "1 x").error) == 1
    app.selectbox(key="own_kind").set_value("coin flips").run()
    assert not app.error
