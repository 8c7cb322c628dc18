"""The learner's own values: valid input, and the error sentences for invalid input."""

import math
import time

import numpy as np
import pytest

from core.data.own import values as own_data
from core.data.own.values import DataProblem
from core.likelihood.counts import Counts
from core.likelihood.poisson import Tally


def test_numbers_with_every_separator() -> None:
    text = "1, 2;3\t-4.5 .5\r\n1e3\r+7.\n\n\N{MINUS SIGN}8,"
    assert own_data.parse_numbers(text).values.tolist() == [1, 2, 3, -4.5, 0.5, 1000, 7, -8]


@pytest.mark.parametrize("bad", ["inf", "-Infinity", "1_000", "1e999", "0x1f", "١", "abc", "1.2.3", "--1", "1e"])
def test_a_token_that_is_not_a_finite_number_is_named_with_its_line(bad: str) -> None:
    with pytest.raises(DataProblem) as caught:
        own_data.parse_numbers(f"1 2\r\n3\n4, {bad}, worse")
    assert str(caught.value).startswith(f'Line 3 holds "{bad}", but only finite numbers')


def test_long_and_unprintable_tokens_are_shortened_and_cleaned() -> None:
    with pytest.raises(DataProblem) as caught:
        own_data.parse_numbers("\x07" + "x" * 1000)
    quoted = str(caught.value).split('"')[1]
    assert quoted == "\N{REPLACEMENT CHARACTER}" + "x" * 28 + "…"


@pytest.mark.parametrize("text", ["", " \n\t ", ",;,"])
def test_empty_text_raises(text: str) -> None:
    with pytest.raises(DataProblem, match="nothing to read"):
        own_data.parse_numbers(text)
    with pytest.raises(DataProblem, match="nothing to read"):
        own_data.as_flips(text)


def test_the_limits_on_size_and_number_of_values() -> None:
    assert own_data.parse_numbers("1 " * 100_000).values.size == 100_000
    with pytest.raises(DataProblem, match="more than 100,000 values"):
        own_data.parse_numbers("1 " * 100_001)
    with pytest.raises(DataProblem, match="1 MB"):
        own_data.parse_numbers("é" * 500_001)
    with pytest.raises(DataProblem, match="1 MB"):
        own_data.parse_csv(b"1" * 1_000_001)


@pytest.mark.parametrize("text", ["1" * 999_000 + "x", "1" * 999_000, "." * 999_000, "1e" * 400_000])
def test_hostile_tokens_are_rejected_quickly(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(DataProblem):
        own_data.parse_numbers(text)
    assert time.perf_counter() - start < 5  # quadratic would take hours


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_with_any_delimiter_line_end_and_bom(delimiter: str, bom: bytes, newline: str) -> None:
    lines = [["x", "né"], ["1", "a b"], [""], ["-2.5", '"q ""r"""']]
    content = bom + newline.join(delimiter.join(row) for row in lines).encode()
    table = own_data.parse_csv(content)
    assert table.names == ("x", "né")
    assert table.columns == (("1", "-2.5"), ("a b", 'q "r"'))
    assert table.lines == (2, 4)
    assert table.n_rows == 2
    assert own_data.column_values(table, "x").tolist() == [1, -2.5]


def test_csv_without_a_header_gets_column_names() -> None:
    table = own_data.parse_csv(b"1,2,0\n3,4,0\n")
    assert table.names == ("column 1", "column 2", "column 3")
    assert own_data.column_values(table, "column 2").tolist() == [2, 4]
    assert table.lines == (1, 2)
    assert own_data.parse_csv(b"a,\n3,4\n").names == ("a", "column 2")


def test_csv_of_flips_without_a_header_keeps_its_first_flip() -> None:
    assert own_data.parse_csv(b"H\nT\nT\n").columns == (("H", "T", "T"),)
    assert own_data.parse_csv(b"heads\n1\n0\n").columns == (("1", "0"),)
    assert own_data.parse_csv(b"h\n1.5\n1.7\n").names == ("h",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\n \n", "The file is empty"),
        (b"x,y\n", "a header but no data"),
        (b"x\n1\n\x00", "Line 3 holds a NUL byte"),
        (b"x\n\x81\n", "Line 2 is neither UTF-8 nor Windows-1252"),
        (b"x,y\n1,2\n\n3\n", "Line 4 has 1 field, but the first row has 2"),
        (b'x,y\n"1\n2",3\n4\n', "Line 4 has 1 field,"),
        (b'x\n1\n"2\n', "Line 3 has a quotation mark"),
        (b"x\n" + b"1\n" * 100_001, "more than 100,000 values"),
    ],
)
def test_invalid_csv_raises(content: bytes, sentence: str) -> None:
    with pytest.raises(DataProblem, match="^.*" + sentence):
        own_data.parse_csv(content)


def test_column_errors_name_the_line_of_the_file() -> None:
    table = own_data.parse_csv(b"x;y;gap\n1;tall;\n\n1,5.;2;\n")
    with pytest.raises(DataProblem, match=r'^Line 4 holds "1,5\.", but only finite numbers'):
        own_data.column_values(table, "x")
    with pytest.raises(DataProblem, match=r'^Line 2 holds "tall", but only finite numbers'):
        own_data.column_values(table, "y")
    with pytest.raises(DataProblem, match='Column "gap" holds no value'):
        own_data.column_values(table, "gap")
    with pytest.raises(DataProblem, match='no column "z"'):
        own_data.column_values(table, "z")


def test_flips() -> None:
    assert own_data.as_flips("1 0, H;t\nHEADS\tTails") == Counts(3, 3)
    assert own_data.as_flips(["Heads", " t ", 1, 0, 1.0, True]) == Counts(4, 2)
    assert own_data.as_flips(np.array([1.0, 0.0])) == Counts(1, 1)
    assert own_data.as_flips(own_data.parse_csv(b"f\nH\nT\n").columns[0]) == Counts(1, 1)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("HHTHT", Counts(3, 2)),
        ("HHTHTTHHHT", Counts(6, 4)),
        ("1 0 1", Counts(2, 1)),
        ("101", Counts(2, 1)),
        ("True False", Counts(1, 1)),
        ("TRUE;true", Counts(2, 0)),
        ("heads,tails", Counts(1, 1)),
        ("1.0 0.0 0.0", Counts(1, 2)),
        ("hh\nTT 10", Counts(3, 3)),
    ],
)
def test_flips_as_people_write_them(text: str, counts: Counts) -> None:
    assert own_data.as_flips(text) == counts
    assert own_data.as_flips(text.replace(";", " ").replace(",", " ").split()) == counts


def test_missing_flips_are_left_out_and_counted() -> None:
    assert own_data.parse_flips("H NA T ? - H n/a")[:2] == (Counts(2, 1), 4)
    assert own_data.parse_flips(["1", "", "0"])[:2] == (Counts(1, 1), 1)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("first try\nH\nT\nT", "first try"),
        ("heads\n1\n0\n0", "heads"),
        ("heads\ntails\ntails", ""),
        ("H\nT\nT", ""),
        ("1\n0\n0", ""),
    ],
)
def test_a_heading_above_flips_is_left_out_and_named(text: str, heading: str) -> None:
    found = own_data.parse_flips(text)
    assert found.counts == Counts(1, 2)
    assert found.heading == (f'The first line, "{heading}", is read as a heading.' if heading else "")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("1\n2", 'Line 2 holds "2"'),
        ("HTX", 'Line 1 holds "HTX"'),
        ("Kopf Zahl", '^Line 1 holds "Kopf", but only H and T, heads and tails, 1 and 0, or True and False'),
        ("012", 'Line 1 holds "012"'),
        ("H" * 100_001, "more than 100,000 values"),
        ("NA ?", "nothing to read"),
        ([1, 0.9999999], 'Value 2 holds "0.9999999"'),
        ([math.nan], "nothing to read"),
        ([math.inf], 'Value 1 holds "inf"'),
        ([None], "nothing to read"),
        ([], "nothing to read"),
    ],
)
def test_invalid_flips_raise(source, sentence: str) -> None:
    with pytest.raises(DataProblem, match=sentence):
        own_data.as_flips(source)


def test_tally() -> None:
    assert own_data.as_tally([2, 0, 0, 1000]) == Tally((0, 2, 1000), (2, 1, 1))


@pytest.mark.parametrize("bad", [-1, 0.5, 1001, math.nan, math.inf])
def test_invalid_counts_of_events_raise(bad: float) -> None:
    with pytest.raises(DataProblem, match=r"^Value 2 is"):
        own_data.as_tally([0, bad])


@pytest.mark.parametrize("bad", [[], [[1]], ["x"], None])
def test_lists_of_the_wrong_kind_raise(bad) -> None:
    for function in (own_data.as_tally, own_data.as_readings):
        with pytest.raises(DataProblem):
            function(bad)


def test_readings() -> None:
    for values in ([1, -1e100], [1e-19, 2e-19], [1e12, 1e12 + 1], [0, 1e-99]):
        np.testing.assert_array_equal(own_data.as_readings(values), values)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([1], "at least 2"),
        ([3, 3, 3], "equal"),
        ([0, 1e-101], "equal"),
        ([1e8, 1e8 + 1e-6], "equal"),
        ([0, 1.1e100], r'Value 2 is "1\.1e\+100"'),
        ([math.nan, 1], "Value 1 is"),
        ([1, -math.inf], "Value 2 is"),
    ],
)
def test_invalid_readings_raise(values: list[float], sentence: str) -> None:
    with pytest.raises(DataProblem, match=sentence):
        own_data.as_readings(values)
