"""Separators, notations and encodings of a CSV file, and its header."""

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.own.cells import DataProblem, is_missing
from core.data.own.csv_table import Table, column_values, parse_csv


def values(content: str, name: str) -> list[float]:
    return column_values(parse_csv(content.encode()), name).tolist()


@pytest.mark.parametrize(
    ("content", "numbers"),
    [
        ('x,y\n"1,000",0.5\n', [1000]),
        ('x,y\n"1,000",5\n"0,5",6\n', [1, 0.5]),
        ('x,y\n"3,5",5\n"1,250",6\n', [3.5, 1.25]),
        ('x,y\n"1,234,567",5\n20,6\n', [1234567, 20]),
        ("x;y\n1.234,5;2\n7;3\n", [1234.5, 7]),
        ("x;y\n1.234.567;2\n1.000;2\n", [1234567, 1000]),
        ("x;y\n1 234,5;2\n1\N{NO-BREAK SPACE}000;3\n", [1234.5, 1000]),
        ("x;y\n1'234.5;2\n12’000;3\n", [1234.5, 12000]),
        ("x;y\n-1.234,5;2\n\N{MINUS SIGN}1.000,0;3\n", [-1234.5, -1000]),
        ("x;y\n1,5e3;2\n,5;3\n", [1500, 0.5]),
        ("x,y\n1.234,2\n2.345,3\n", [1.234, 2.345]),
        ("x;y\n1.234;2\n2.345;3\n", [1.234, 2.345]),
        ("x\n1,5\n2\n", [1.5, 2]),
        ('x\n"1,5"\n"2,25"\n', [1.5, 2.25]),
        ("x|y\n1.5|2\n", [1.5]),
        ("x, y\n1, 2\n", [1]),
        ("x,y\n1,2\n,\n,,,\n3,4,,\n", [1, 3]),
        ("x,y,\n1,2,\n3,4,\n", [1, 3]),
        ("sep=,\nx,y\n1,2\n", [1]),
        ('"sep=;"\r\nx;y\r\n1,5;2\r\n', [1.5]),
        ("sep=\t\nx\ty\n1\t2\n", [1]),
        ('x,y\n1,NA\n"",2\n?,3\nN/A,4\n-,5\nnan,6\nNONE,7\n', [1]),
        ('"Länge, mm;1";x;"Art, a"\n2;1,5;a\n3;2,5;b\n', [1.5, 2.5]),
    ],
)  # fmt: skip
def test_numbers_are_read_in_the_notation_of_the_file(content: str, numbers: list[float]) -> None:
    assert values(content, "x") == numbers


def test_of_two_separators_that_fit_the_one_with_more_numbers_wins() -> None:
    # With commas, too, each of these rows has as many fields as the first.
    table = parse_csv("Länge, mm;Breite, mm;Höhe, mm\n1,5;2,5;3,5\n4,5;5,5;6,5\n".encode())
    assert table.names == ("Länge, mm", "Breite, mm", "Höhe, mm")
    assert column_values(table, "Breite, mm").tolist() == [2.5, 5.5]
    assert parse_csv("Länge, mm;Art\n1,5;a\n2,5;b\n".encode()).names == ("Länge, mm", "Art")


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("x,y\n1.5,2\n", ()),
        ("x;y\n1.5;2\n", ("Read with semicolons between the columns.",)),
        ("x;y\n1.234;2\n", ("Read with semicolons between the columns and decimal points.",)),
        ("x;y\n1.234,5;2\n", ("Read with semicolons between the columns, decimal commas and digits in groups of "
                              "three.",)),
        ("x|y\n1|2\n", ("Read with bars between the columns.",)),
        ("x,x,x\n1,2,3\n", ('Column 2 has the name of another column, and is called "x (2)" here. 1 more are numbered '
                            "in the same way.",)),
    ],
)  # fmt: skip
def test_the_notes_say_what_was_read_how(content: str, note: tuple[str, ...]) -> None:
    assert parse_csv(content.encode()).notes == note


# As write.table writes them in R, with and without row names and quotation marks, and with padding.
SPACED = {
    "row names": ('"x" "art" "y"\n"1" 1.5 "a b" NA\n"2" 2 "c" 3\n', ("column 1", "x", "art", "y")),
    "plain": ("x art y\n1.5 a NA\n2 c 3\n", ("x", "art", "y")),
    "padded": ("  x  art   y \n1.5  a   NA  \n  2  c    3\n", ("x", "art", "y")),
    "decimal commas": ("x art y\n1,5 a NA\n2,0 c 3,0\n", ("x", "art", "y")),
}


@pytest.mark.parametrize(("content", "names"), SPACED.values(), ids=list(SPACED))
def test_spaces_separate_where_nothing_else_does(content: str, names: tuple[str, ...]) -> None:
    table = parse_csv(content.encode())
    assert table.names == names
    assert column_values(table, "x").tolist() == [1.5, 2]
    assert column_values(table, "y").tolist() == [3]
    assert table.notes[0].startswith("Read with spaces between the columns")


@pytest.mark.parametrize(
    "content",
    [
        "Zahl der Kinder\n1 234\n12 000\n",  # one number a line, in groups of three
        "place of birth\nNew York City\nSalt Lake City\n",
        "time\n2024-01-01 10\n2024-01-02 11\n",  # one name is no header of two columns
        "x y\n1 2 3 4\n5 6 7 8\n",
    ],
)
def test_spaces_inside_the_cells_of_one_column_separate_nothing(content: str) -> None:
    assert len(parse_csv(content.encode()).names) == 1


@pytest.mark.parametrize("content", ["3,5\n4,1\n2,7\n", "1,0\n0,1\n", "1,234\n2,345\n"])
def test_one_comma_a_line_without_a_header_is_asked_about(content: str) -> None:
    with pytest.raises(
        DataProblem, match="may be two numbers or one with a decimal comma: write decimals with a point"
    ):
        parse_csv(content.encode())


@pytest.mark.parametrize("content", ["x\n1,234\n2,345\n", 'x,y\n"1,234",5\n', "x;y\n1,234;5\n"])
def test_a_comma_before_three_digits_alone_is_asked_about(content: str) -> None:
    with pytest.raises(DataProblem, match=r'"1,234", which may be 1234 or 1\.234: write the one that you mean'):
        values(content, "x")


@pytest.mark.parametrize("content", ["1.5,2\n3,4\n", "1,-2\n3,4\n", "1,2,3\n4,5,6\n", "1;2\n3;4\n"])
def test_other_lines_without_a_header_are_read(content: str) -> None:
    assert parse_csv(content.encode()).names[:2] == ("column 1", "column 2")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b"year,inf\n1,2\n", ("year", "inf")),
        (b"region,2007\nr1,5\nr2,6\n", ("region", "2007")),
        (b"nan,y\n1,2\n3,4\n", ("nan", "y")),
        (b"1,2,3\n4,5,6\n", ("column 1", "column 2", "column 3")),
        (b"5.1,3.5,a\n4.9,3.0,a\n", ("column 1", "column 2", "column 3")),
        (b"5.1,NA,a\n4.9,3.0,a\n", ("column 1", "column 2", "column 3")),
        (b',142,144\na,1,2\nb,3,4\n', ("column 1", "142", "144")),
        (b'"a\nb",c\n1,2\n', ("a b", "c")),
        (b'x,column 3,\n1,2,3\n', ("x", "column 3", "column 3 (2)")),
        (b"x,x (2),x\n1,2,3\n", ("x", "x (2)", "x (3)")),
    ],
)  # fmt: skip
def test_the_names_of_the_columns(content: bytes, names: tuple[str, ...]) -> None:
    assert parse_csv(content).names == names


ENCODINGS = {"utf-8": (), "utf-8-sig": (), "utf-16": ("Read as UTF-16.",), "cp1252": ("Read as Windows-1252.",)}
finite = st.floats(-1e15, 1e15, allow_nan=False)
# Texts that are no numbers, no missing values and no other separator's table.
words = st.text(st.sampled_from("abcdéß ,;'\"."), min_size=1, max_size=8).map(str.strip).filter(
    lambda text: any(c.isalpha() for c in text) and not is_missing(text)
)  # fmt: skip
NAMES = ("größe", "wert, in mm", "art")


def grouped(value: float, mark: str, between: str) -> str:
    """``value`` with all its digits, in groups of three where it has no exponent."""
    plain = repr(value)
    if "e" in plain:
        return plain.replace(".", mark)
    whole, decimals = plain.split(".")
    return f"{int(whole):,}".replace(",", between) + mark + decimals


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[tuple[float, float, str]], tuple[str, ...]]:
    rows = draw(st.lists(st.tuples(finite, finite, words), min_size=1, max_size=12))
    rows.append((0.5, 2.25, "é"))  # tells the notation, and that it is no UTF-8
    separator, mark = draw(st.sampled_from([",", ";", "\t", "|"])), draw(st.sampled_from(".,"))
    between = draw(st.sampled_from(["", " ", "'", "," if mark == "." else "."]))
    encoding = draw(st.sampled_from(list(ENCODINGS)))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator, quoting=quoting, lineterminator=end)
    writer.writerow(NAMES)
    for x, y, word in rows:
        writer.writerow([grouped(abs(x), mark, between), repr(y).replace(".", mark), word])
    blank = draw(st.sampled_from(["", end, separator * 2 + end]))
    return (target.getvalue() + blank).encode(encoding), rows, ENCODINGS[encoding]


@settings(max_examples=200)
@given(files())
def test_a_table_in_any_notation_is_read_back_exactly(
    file: tuple[bytes, list[tuple[float, float, str]], tuple[str, ...]],
) -> None:
    content, rows, notes = file
    table: Table = parse_csv(content)
    assert table.names == NAMES
    np.testing.assert_array_equal(column_values(table, NAMES[0]), [abs(x) for x, _, _ in rows])
    np.testing.assert_array_equal(column_values(table, NAMES[1]), [y for _, y, _ in rows])
    assert table.columns[2] == tuple(word for _, _, word in rows)
    assert table.notes[: len(notes)] == notes
    assert not math.isnan(sum(column_values(table, NAMES[0])))


def test_the_number_of_columns_is_limited_and_many_of_one_name_are_numbered_quickly() -> None:
    def table(width: int) -> bytes:
        return b"\n".join([b",".join([b"a"] * width), b",".join([b"1"] * width)])

    assert parse_csv(table(1000)).names[-1] == "a (1000)"
    with pytest.raises(DataProblem, match="The file has 1,001 columns, but at most 1,000 are allowed"):
        parse_csv(table(1001))
