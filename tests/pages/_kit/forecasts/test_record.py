"""A forecast as it is kept: what is written comes back, and what is forged is left out."""

import json

import pytest

from core.likelihood.counts import Counts
from pages._kit.forecasts.record import FORMAT, Forecast, from_text, to_text

NAME = "likelihood.more-flips"
ONE = Forecast(NAME, (0.2, 0.7, 0.1), Counts(7, 3))


def test_what_is_written_comes_back() -> None:
    assert from_text(to_text([ONE])) == ([ONE], 0)
    assert from_text(to_text([ONE], indent=1)) == ([ONE], 0)


def test_a_second_forecast_of_the_same_question_is_left_out() -> None:
    second = Forecast(NAME, (1.0, 0.0, 0.0), Counts(7, 3))
    assert from_text(to_text([ONE, second])) == ([ONE], 1)


def test_what_came_true_is_computed_from_the_question() -> None:
    assert ONE.answer.right == ONE.asked.right
    assert "70 and 30" in ONE.asked.stem


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "[]", "null", "{}", '{"format": "other", "forecasts": []}', "[" * 100_000, "9" * 200_000],
)
def test_another_file_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="no file of forecasts"):
        from_text(text)


@pytest.mark.parametrize(
    "row",
    [
        {},
        [],
        None,
        {"question": "no.such", "probabilities": [0.5, 0.5]},
        {"question": NAME},
        {"question": NAME, "probabilities": [0.5, 0.5]},
        {"question": NAME, "probabilities": [0.5, 0.6, 0.1]},
        {"question": NAME, "probabilities": [float("nan"), 0.5, 0.5]},
        {"question": NAME, "probabilities": ["much", 0.5, 0.5]},
        {"question": NAME, "probabilities": [10**400, 0.5, 0.5]},
        {"question": NAME, "probabilities": [0.2, 0.7, 0.1], "heads": -1, "tails": 3},
        {"question": NAME, "probabilities": [0.2, 0.7, 0.1], "heads": 7},
        {"question": [], "probabilities": [0.2, 0.7, 0.1]},
    ],
)
def test_a_forged_row_is_left_out(row: object) -> None:
    rows = [row, json.loads(to_text([ONE]))["forecasts"][0]]
    assert from_text(json.dumps({"format": FORMAT, "forecasts": rows})) == ([ONE], 1)
