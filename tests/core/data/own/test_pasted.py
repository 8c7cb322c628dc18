"""Pasted numbers: what was written in a notation is read back, and a text with two readings is asked about."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.own.pasted import CommaProblem, parse_numbers
from core.data.own.values import DataProblem

DECIMAL_COMMA = "3,5\n4,1\n2,7\n"
THOUSANDS = "1,234\n2,345\n1,987\n"
tenths = st.lists(st.integers(-99_999, 99_999).map(lambda n: n / 10), min_size=1, max_size=30)
counts = st.lists(st.integers(-10_000_000, 10_000_000), min_size=1, max_size=30)
between = st.sampled_from([";", "; ", " ", "\t", " ; "])


@given(tenths, between)
def test_decimal_commas_between_other_separators_are_read_back(values: list[float], separator: str) -> None:
    written = separator.join(f"{value:.1f}".replace(".", ",") for value in [*values, 0.5])
    found = parse_numbers(written)
    np.testing.assert_array_equal(found.values, [*values, 0.5])
    assert found.note.startswith("Commas are read as decimal commas")


@given(tenths)
def test_decimal_commas_on_lines_of_their_own_are_asked_about_and_read_back(values: list[float]) -> None:
    written = "\n".join(f"{value:.1f}".replace(".", ",") for value in values)
    with pytest.raises(CommaProblem) as asked:
        parse_numbers(written)
    assert list(asked.value.choices) == ["decimal", "separator"]
    np.testing.assert_array_equal(parse_numbers(written, "decimal").values, values)


@given(counts, st.sampled_from(["\n", " ", "; ", ", "]))
def test_thousands_with_a_decimal_point_are_read_back(values: list[int], separator: str) -> None:
    written = separator.join(f"{value:,}.50" for value in [*values, 1000])
    found = parse_numbers(written)
    np.testing.assert_array_equal(found.values, [float(f"{value}.50") for value in [*values, 1000]])
    assert found.note.startswith("Commas are read as thousands separators")


@given(counts, st.sampled_from(["\n", " ", "; "]))
def test_thousands_without_a_point_are_asked_about_and_read_back(values: list[int], separator: str) -> None:
    written = separator.join(f"{value:,}" for value in [*values, 1000])
    with pytest.raises(CommaProblem) as asked:
        parse_numbers(written)
    assert "thousands" in asked.value.choices
    np.testing.assert_array_equal(parse_numbers(written, "thousands").values, [*values, 1000])


@given(st.lists(st.integers(-99, 99), min_size=3, max_size=30), st.sampled_from([",", ", ", " ,", ",\n"]))
def test_commas_between_whole_numbers_of_two_digits_separate_them(values: list[int], separator: str) -> None:
    found = parse_numbers(separator.join(map(str, values)))
    assert found.values.tolist() == values
    assert found.note == ""


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        (DECIMAL_COMMA, {"decimal": "3.5", "separator": "3 and 5"}),
        (THOUSANDS, {"decimal": "1.234", "separator": "1 and 234", "thousands": "1234"}),
        ("1,234; 2,345", {"decimal": "1.234", "thousands": "1234"}),
        ("100,200,300", {"separator": "100 and 200 and 300", "thousands": "100200300"}),
        ("1, 2,5, 3,5", {"decimal": "2.5", "separator": "2 and 5"}),
        ("1.234,5", {"decimal": "1234.5", "separator": "1.234 and 5"}),
        ("Laenge\n" + DECIMAL_COMMA, {"decimal": "3.5", "separator": "3 and 5"}),
    ],
)
def test_a_text_with_two_readings_is_a_question(text: str, choices: dict[str, str]) -> None:
    with pytest.raises(CommaProblem, match=r"^In .*, what is the comma\?$") as asked:
        parse_numbers(text)
    assert asked.value.choices == choices


@pytest.mark.parametrize(
    ("text", "comma", "values"),
    [
        (DECIMAL_COMMA, "decimal", [3.5, 4.1, 2.7]),
        (DECIMAL_COMMA, "separator", [3, 5, 4, 1, 2, 7]),
        (THOUSANDS, "thousands", [1234, 2345, 1987]),
        (THOUSANDS, "decimal", [1.234, 2.345, 1.987]),
        (THOUSANDS, "separator", [1, 234, 2, 345, 1, 987]),
        ("1.234,5", "decimal", [1234.5]),
    ],
)
def test_an_answer_is_followed(text: str, comma, values: list[float]) -> None:
    assert parse_numbers(text, comma).values.tolist() == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,2,3", [1, 2, 3]),
        ("1, 2, 3", [1, 2, 3]),
        ("1,2 3,4,5", [1, 2, 3, 4, 5]),
        ("1.5,2.5\n3,4", [1.5, 2.5, 3, 4]),
        ("-3,-5", [-3, -5]),
        ("3,5; 4,1; 2,7", [3.5, 4.1, 2.7]),
        ("3,5 4 2,7", [3.5, 4, 2.7]),
        ("1,234,567\n12.5", [1_234_567, 12.5]),
        ("1,5e3 \N{MINUS SIGN}2,0", [1500, -2]),
    ],
)
def test_a_text_with_one_reading_is_read(text: str, values: list[float]) -> None:
    assert parse_numbers(text).values.tolist() == values


@pytest.mark.parametrize("between", ["\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}", "'", "’"])
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1_234,5\n12_345_678,25 7", [1234.5, 12_345_678.25, 7]),
        ("-1_234.5, 2_000", [-1234.5, 2000]),
        ("1_234 5", [1234, 5]),
    ],
)
def test_groups_of_digits_with_a_sign_that_separates_no_numbers_are_one_number(between, text, values) -> None:
    found = parse_numbers(text.replace("_", between))
    assert found.values.tolist() == values
    assert 'Digits are read in groups of three: "1' in found.note


@pytest.mark.parametrize("text", ["0.5_123", "12_34", "1_2345", "1234_567", "012_345"])
def test_a_no_break_space_elsewhere_separates_numbers(text: str) -> None:
    found = parse_numbers(text.replace("_", "\N{NO-BREAK SPACE}"))
    assert found.values.tolist() == [float(word) for word in text.split("_")]
    assert found.note == ""


def test_decimal_commas_beside_decimal_points_are_refused() -> None:
    with pytest.raises(DataProblem, match=r'"3,5" with a comma and "4\.1" with a point') as refused:
        parse_numbers("3,5\n4.1")
    assert not isinstance(refused.value, CommaProblem)


def test_whole_numbers_have_no_decimal_comma_unless_its_decimals_are_zero() -> None:
    assert parse_numbers("0,1\n2,0", whole=True).values.tolist() == [0, 1, 2, 0]
    with pytest.raises(CommaProblem):
        parse_numbers("1,0\n2,0", whole=True)


@pytest.mark.parametrize("word", ["NA", "N/A", "n/a", "NaN", "nan", "?", "-", "#N/A"])
def test_missing_values_are_left_out_and_counted(word: str) -> None:
    found = parse_numbers(f"1 {word}\n2; {word}, 3")
    assert found.values.tolist() == [1, 2, 3]
    assert found.note == "2 of 5 values were left out as missing."
    assert parse_numbers(f"{word},1").note == "1 of 2 values was left out as missing."
    with pytest.raises(DataProblem, match="Every value is missing"):
        parse_numbers(word)


def test_a_heading_is_left_out_and_named() -> None:
    found = parse_numbers("Länge (cm)\n3.5\n4")
    assert found.values.tolist() == [3.5, 4]
    assert found.note == 'The first line, "Länge (cm)", is read as a heading.'
    for text in ("abc", "x 1\n2", "1\nabc", "inf\n1", "0x1f\n2"):
        with pytest.raises(DataProblem, match="holds"):
            parse_numbers(text)
