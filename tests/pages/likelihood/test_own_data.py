"""Lesson 2 with the learner's own data as they come: notations, missing values, any scale, and what is in force."""

import json
import math
import re
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from core.data.own.csv_table import parse_csv
from core.likelihood import gaussian, gaussian_surface
from pages._kit.charts.base import PAGE, from_bytes
from pages.likelihood.charts import readings, surface
from pages.likelihood.parameter import axis_around
from pages.likelihood.scale import scale_of
from tests.support.app import figure, log10, number, open_lesson, run_example

SMALL = "0.0012 0.0015 0.0011"
TINY = "1.592e-19 1.602e-19 1.598e-19 1.611e-19"
OFFSET = "1234567 1234569 1234570"
RARE = "0 " * 2999 + "1"
DECIMAL_COMMA = "3,5\n4,1\n2,7\n"
THOUSANDS = "1,234\n2,345\n1,987\n"
NEAR_ONE_HUNDRED_MILLION = "99999999 100000000 100000001"
ANY_SCALE = [SMALL, TINY, OFFSET, NEAR_ONE_HUNDRED_MILLION, "6.022e23 6.031e23 6.010e23",
             "999999999999 1e12 1000000000001",
             "5 5.000000001", "-3e-80 4e-80", "0 1e90", "1 1000000", "-1e8 -100000001 -100000003"]  # fmt: skip
VIEWS = ["known", "fitted", "surface"]


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


def shown_log(text: str) -> float:
    """Natural logarithm of a likelihood as a figure shows it."""
    if text.startswith("exp("):
        return number(text[4:-1])
    return log10(text) * math.log(10)


@pytest.mark.parametrize(
    ("text", "mean", "sigma"),
    [
        (SMALL, "0.001267", "0.000170"),
        (TINY, "1.60075 × 10⁻¹⁹", "6.91 × 10⁻²²"),
        (OFFSET, "1,234,568.67", "1.25"),
        (NEAR_ONE_HUNDRED_MILLION, "100,000,000.000", "0.816"),
    ],
)
def test_figures_show_three_digits_of_what_the_readings_vary_in(text: str, mean: str, sigma: str) -> None:
    best = gaussian.mle([float(word) for word in text.split()])
    assert number(mean) == pytest.approx(best.mu, abs=best.sigma / 100)
    assert number(sigma) == pytest.approx(best.sigma, rel=5e-3)
    app = paste(opened(), "measurements", text)
    assert figure(app, "MLE θ̂") == mean
    app.button_group(key="view").set_value("surface").run()
    assert figure(app, "MLE θ̂") == mean
    assert next(metric for metric in app.metric if metric.label == "MLE θ̂").delta.replace("\u202f", " ") == (
        f"μ̂; σ̂ is {sigma}"
    )


@pytest.mark.parametrize("text", ANY_SCALE)
def test_figures_example_and_sliders_are_those_of_the_gaussian_likelihood_at_any_scale(text: str) -> None:
    app = paste(opened(), "measurements", text)
    data = np.array([float(word) for word in text.split()])
    for view in VIEWS:
        app.button_group(key="view").set_value(view).run()
        assert not app.exception and not app.error
        expect_the_gaussian_likelihood(app, data, view)
    for view in VIEWS:
        app.button_group(key="view").set_value(view).run()
        expect_sliders_with_stops_near_the_estimates(app, data)


def expect_the_gaussian_likelihood(app: AppTest, data: np.ndarray, view: str) -> None:
    fit, found = gaussian.moments(data), run_example(app)
    log_l = float(gaussian.log_likelihood(found["mu"], found["sigma"], fit))
    assert found["log_L_theta"] == pytest.approx(log_l, rel=1e-6, abs=1e-3)
    assert shown_log(figure(app, "L(θ)")) == pytest.approx(log_l, rel=1e-5, abs=1e-3)
    area = {
        "known": lambda: gaussian.log_area(fit, gaussian.mle(fit).sigma),
        "fitted": lambda: gaussian_surface.log_profile_area(fit),
        "surface": lambda: gaussian_surface.log_volume(fit) if fit.n > 2 else None,
    }[view]()
    text = figure(app, "Area under L(θ)")
    assert text == "∞" if area is None else shown_log(text) == pytest.approx(area, rel=1e-5, abs=1e-3)


def expect_sliders_with_stops_near_the_estimates(app: AppTest, data: np.ndarray) -> None:
    sliders = [slider for slider in app.slider if slider.key.startswith("own_")]
    assert sliders
    for slider in sliders:
        assert slider.min < slider.value < slider.max
        assert 20 <= (slider.max - slider.min) / slider.step <= 5000
        # The browser's slider rounds to 1e-11.
        assert slider.step >= 1e-10
    # At the stops nearest to the estimates the readings are nearly as probable as at the estimates.
    best, scale = gaussian.mle(data), scale_of(data)
    nearest = {"own_mu": (best.mu - scale.offset) / scale.unit, "own_spread": best.sigma / scale.unit}
    nearest["own_mu2"] = nearest["own_mu"]
    for slider in sliders:
        steps = round((nearest[slider.key] - slider.min) / slider.step)
        slider.set_value(round(slider.min + steps * slider.step, 10))
    app.run()
    assert number(figure(app, "L(θ) / L(θ̂)")) > 0.95


def test_sliders_show_units_that_a_person_can_read() -> None:
    def label(text: str) -> str:
        return paste(opened(), "measurements", text).slider(key="own_mu").label

    assert label(OFFSET) == "μ, mean"
    assert label(SMALL) == "μ, mean"
    assert label(TINY) == "μ, mean, in 10⁻¹⁹"
    assert label("999999999999 1e12 1000000000001") == "μ, mean − 1,000,000,000,000"


def test_rare_events_have_three_digits_and_a_likelihood_as_a_log() -> None:
    app = paste(opened(), "counts of events", RARE)
    assert figure(app, "MLE θ̂") == "0.000333"
    slider = app.slider(key="own_rate")
    assert slider.min < 1 / 3000 < slider.max < 0.01
    assert shown_log(figure(app, "L(θ)")) == pytest.approx(math.log(slider.value) - 3000 * slider.value, abs=1e-3)
    app = paste(opened(theta="0"), "coin flips", RARE)
    assert figure(app, "MLE θ̂") == "0.000333"
    app = paste(opened(), "counts of events", "999 1000 0 " * 100)
    assert figure(app, "L(θ)").startswith("exp(−")


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


@pytest.mark.parametrize("text", ANY_SCALE)
def test_charts_have_finite_numbers_at_any_scale(text: str) -> None:
    raw = np.array([float(word) for word in text.split()])
    data = scale_of(raw).shown(raw)
    moments, best = gaussian.moments(data), gaussian.mle(data)
    axis = axis_around(best.mu, gaussian.standard_error(moments), positive=False)
    for tables in (
        readings.rows(data, axis.lower, axis, sigma=best.sigma),
        readings.rows(data, axis.lower, axis, sigma=None),
        surface.rows(moments, best.mu, best.sigma, (axis, axis)),
    ):
        for name, part in tables.items():
            for column in from_bytes(part).columns:
                if pa.types.is_floating(column.type):
                    assert np.isfinite(column.to_numpy()).all(), name
    # Labels of at most about 11 digits, and stops that a float can tell apart.
    assert max(abs(axis.lower), abs(axis.upper)) < 1e10 and axis.step > 1e-7
    assert len(np.unique(axis.stops())) == axis.stops().size
    assert scale_of(raw).words in json.dumps(readings.spec(PAGE, scale_of(raw).words), ensure_ascii=False)
