"""The learner's own points: valid files, and the error sentence for each invalid one."""

import numpy as np
import pytest

from core.data.own.cells import DataProblem
from core.data.own.points import FEWEST_ROWS, choose, not_offered, read_points, read_table
from core.data.own.roles import feature_columns, label_columns
from core.data.points import real_split

HEADER = "x,y,label"
ROWS = [f"{i},{i * i / 2},{'ab'[i % 2]}" for i in range(12)]


def file(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def replaced(row: int, text: str) -> bytes:
    """The valid file with one row, counted from 0, replaced."""
    return file(*ROWS[:row], text, *ROWS[row + 1 :])


def test_a_valid_file_gives_points() -> None:
    points = read_points(file(*ROWS))
    np.testing.assert_array_equal(points.x, [[i, i * i / 2] for i in range(12)])
    assert points.y.tolist() == [0, 1] * 6
    assert (points.features, points.classes, points.note) == (("x", "y"), ("a", "b"), "")
    assert (real_split(points, 0).train.n, real_split(points, 0).held_out.n) == (8, 4)


@pytest.mark.parametrize(("delimiter", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_separators_are_read_and_noted(delimiter: str, word: str) -> None:
    content = file(*ROWS).replace(b",", delimiter.encode())
    points = read_points(content)
    np.testing.assert_array_equal(points.x, read_points(file(*ROWS)).x)
    assert points.note == f"Read with {word} between the columns."


def test_typical_spreadsheet_exports_are_read() -> None:
    plain = read_points(file(*ROWS))
    excel = b"\xef\xbb\xbf" + b'"x","y","label"\r\n' + "\r\n".join(ROWS).encode() + b"\r\n\r\n"
    np.testing.assert_array_equal(read_points(excel).x, plain.x)
    # A first column without a name, such as row numbers, is chosen last.
    numbered = read_points(file(*(f"{i},{row}" for i, row in enumerate(ROWS)), header=f",{HEADER}"))
    assert numbered.features == ("x", "y")
    np.testing.assert_array_equal(numbered.x, plain.x)


def test_labels_are_trimmed_and_numeric_labels_sorted() -> None:
    points = read_points(file(*(f"{i},{i},  {(10, 9, 2)[i % 3]} " for i in range(12))))
    assert points.classes == ("2", "9", "10")
    assert points.y.tolist() == [2, 1, 0] * 4


def test_columns_can_be_chosen() -> None:
    content = file(*(f"{'ab'[i % 2]},{i},n{i},{-i},{i * i}" for i in range(12)), header="kind,u,name,v,w")
    table = read_table(content)
    assert feature_columns(table) == ("u", "v", "w")
    assert label_columns(table) == ("kind",)
    assert not_offered(table) == {"name": "12 different texts"}
    assert choose(table) == ("v", "w", "kind")
    assert choose(table, label="kind") == ("v", "w", "kind")
    assert choose(table, "w", label="kind") == ("w", "v", "kind")
    assert choose(table, "v", "w", "kind") == ("v", "w", "kind")
    assert choose(table, y="w") == ("v", "w", "kind")
    assert read_points(content, "w", "u", "kind").x[3].tolist() == [9, 3]
    with pytest.raises(DataProblem, match='"w" holds 12 different labels'):
        read_points(content, label="w")


@pytest.mark.parametrize("second", ["constant", "counting"])
def test_one_constant_column_is_allowed_but_not_two(second: str) -> None:
    content = file(*(f"0.1,{7 if second == 'constant' else i},{'ab'[i % 2]}" for i in range(12)))
    if second == "counting":
        assert read_points(content).x[:, 0].tolist() == [0.1] * 12
    else:
        with pytest.raises(DataProblem, match='Columns "x" and "y" are the same on every row'):
            read_points(content)


WIDE = ",".join(f"c{i}" for i in range(101))
NOT_A_NUMBER = "but only finite numbers written like 12, -3.5 or 1e-4 are allowed."
PROBLEMS = {
    "empty": (b"", "The file is empty: a header and at least one row of data are needed."),
    "header only": (HEADER.encode(), "The file has a header but no data: at least one row below the header is needed."),
    "no header": (file(*ROWS[1:], header="5.1,3.5,a"), 'The first line must name the columns, as in x,y,label, but it '
                  'holds "5.1", which is data and no name.'),
    "no header, numbers": (b"1,2,0\n" * 12, 'The first line must name the columns, as in x,y,label, but it holds "1", '
                           "which is data and no name."),
    "text": (replaced(3, "3,tall,b"), f'Line 5 holds "tall" in column "y", {NOT_A_NUMBER}'),
    "inf": (replaced(11, "11,-inf,b"), f'Line 13 holds "-inf" in column "y", {NOT_A_NUMBER}'),
    "too few complete rows": (file(*ROWS[:9], "9,NA,a", ",2,b", "3,4,?"), f'9 of 12 rows have values in "x", "y" and '
                              f'"label", but at least {FEWEST_ROWS} are needed.'),
    "an only label in a complete row": (file(*ROWS[:11], "1,2,c", "NA,3,c"), 'Line 13 is the only one without a gap '
                                        'with the label "c", but each label needs two.'),
    "no label in a complete row": (file(*(f"{i},{i if i < 10 else ''},{'a' if i < 10 else 'b'}" for i in range(12))),
                                   'Column "label" holds one label only, "a", on the rows with values in all columns, '
                                   "but 2 or 3 different ones are needed."),
    "no values": (file(*(f"NA,{i},{'ab'[i % 2]}" for i in range(12))), 'Besides "label" only the column "y" holds only '
                  "numbers, but two columns of numbers are needed besides the labels."),
    "two ways": (file(*(f'"1,{i + 100}",{i},{"ab"[i % 2]}' for i in range(12))), 'Line 2 holds "1,100" in column "x", '
                 "which may be 1100 or 1.100: write the one that you mean, without a comma."),
    "percentages": (file(*(f"{i}%,{i},{'ab'[i % 2]}" for i in range(12))), 'Line 2 holds "0%" in column "x", but only '
                    "finite numbers written like 12, -3.5 or 1e-4 are allowed."),
    "prices": (file(*(f'"{i} €",{i},{"ab"[i % 2]}' for i in range(12))), 'Line 2 holds "0 €" in column "x", but only '
               "finite numbers written like 12, -3.5 or 1e-4 are allowed."),
    "mixed marks": (file('"1,5",0,a', *ROWS[1:]), 'Line 2 holds "1,5" in column "x", but other numbers of the file '
                    "have a decimal point: write decimals in one way."),
    "broken UTF-16": (b"\xff\xfea", "The file begins as UTF-16 but does not go on so: save it as UTF-8."),
    "no encoding": (file(*ROWS) + b"\n1,2,\x81", "Line 14 is neither UTF-8 nor Windows-1252: save the file as UTF-8."),
    "one class": (file(*(r.replace("b", "a") for r in ROWS)), 'Column "label" holds one label only, "a", but 2 or 3 '
                  "different ones are needed."),
    "six classes": (file(*(f"{i},{i},c{i % 6}" for i in range(12))), 'Column "label" holds 6 different labels, but 2 '
                    "or 3 are allowed."),
    "rare class": (replaced(4, "4,8,c"), 'Line 6 is the only one with the label "c", but each label needs two.'),
    "long label": (replaced(4, "4,8," + "c" * 31), 'Line 6 has the label "' + "c" * 29 + '…", but only labels of at '
                   "most 30 printable characters are allowed."),
    "ragged": (replaced(6, "6,18,a,1"), "Line 8 has 4 fields, but the first row has 3, and all rows must have the same "
               "number."),
    "too large": (file(*ROWS) + b" " * 2_000_000, "The file is larger than 1 MB, and at most 1 MB is allowed."),
    "UTF-16, no mark": (file(*ROWS).decode().encode("utf-16-le"), "Line 1 holds a NUL byte, but only text is "
                        "allowed: save the file as UTF-8."),
    "too few rows": (file(*ROWS[: FEWEST_ROWS - 1]), f"The file has {FEWEST_ROWS - 1} rows of data, but at "
                     f"least {FEWEST_ROWS} are needed."),
    "too many rows": (file(*ROWS[:2] * 2501), "The file has 5,002 rows of data, but at most 5,000 are allowed."),
    "too few columns": (b"x,label\n1,a\n", "The file has 2 columns, but two columns of numbers are needed besides the "
                        "labels, separated by commas, semicolons or tabs."),
    "too many columns": (f"{WIDE}\n{WIDE}".encode(), "The file has 101 columns, but at most 100 are allowed."),
    "huge": (replaced(2, "2,-2e12,a"), 'Line 4 holds "-2e12" in column "y", but only numbers from -1e12 to 1e12 are '
             "allowed."),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), PROBLEMS.values(), ids=list(PROBLEMS))
def test_each_error_has_its_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(DataProblem) as caught:
        read_points(content)
    assert str(caught.value) == sentence


def test_the_limits_themselves_are_allowed() -> None:
    assert read_points(file(*ROWS[:2] * 2500)).n == 5000
    assert read_points(replaced(2, "1e12,-1e12,a")).x[2].tolist() == [1e12, -1e12]
    assert read_points(file(*(row.replace("b", "b" * 30) for row in ROWS))).classes == ("a", "b" * 30)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (("x", "x", "label"), 'Column "x" is chosen twice'),
        (("x", "label", "label"), 'Column "label" is chosen twice'),
        (("x", None, "x"), 'Column "x" is chosen twice'),
        (("z", None, None), 'no column "z"'),
        (("x", "label", "y"), 'Line 2 holds "a" in column "label", but only finite'),
        (("y", "x", "y"), 'Column "y" is chosen twice'),
    ],
)
def test_invalid_choices_raise(chosen: tuple[str | None, ...], sentence: str) -> None:
    with pytest.raises(DataProblem, match=sentence):
        read_points(file(*ROWS), *chosen)


def test_the_invalid_cell_is_named_when_it_leaves_no_column_to_choose() -> None:
    # With text in y, a page can offer only x for both axes: the error must name the text, not the choice.
    with pytest.raises(DataProblem, match=r'^Line 5 holds "tall" in column "y"'):
        read_points(replaced(3, "3,tall,b"), "x", "x", "label")
    # With numeric labels, the page offers the label as the second feature.
    numbers = file(*(f"{i},{'tall' if i == 3 else i},{i % 2}" for i in range(12)))
    with pytest.raises(DataProblem, match=r'^Line 5 holds "tall" in column "y"'):
        read_points(numbers, "x", "label", "label")
