"""Files as people save them: each gives the right points, or one sentence that says what to do."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from core.data.own.cells import DataProblem
from core.data.own.csv_table import column_cells, column_values, left_out, parse_csv
from core.data.own.points import choose, not_offered, read_points, read_table

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / "tests" / "data" / "own"
PLACE = np.array([0.5, 1.5, 4.5, 2.5, 2.5, 4.5, 1.5, 0.5, 1.5, 4.5, 2.5, 2.5])
"""The second measurement of the twelve rows that nearly all files hold."""
COUNT = np.arange(12.0)


class Read(NamedTuple):
    choice: tuple[str, str, str]
    classes: tuple[str, ...] = ("a", "b")
    first: np.ndarray = COUNT
    note: str = ""
    kept: tuple[int, ...] = tuple(range(12))


XY = ("x", "y", "label")
READ = {
    "all_missing_somewhere.csv": Read(
        ("length", "depth", "label"), note="1 of 12 rows left out: no value in length or depth.",
        kept=(0, 1, 2, *range(4, 12)),
    ),
    "blank_rows.csv": Read(XY),
    "cp1252.csv": Read(("x", "y", "sex"), ("Männchen", "Weibchen"), note="Read as Windows-1252."),
    "decimal_comma.csv": Read(
        XY, first=COUNT + 0.5, note="Read with semicolons between the columns and decimal commas."
    ),
    "id_column.csv": Read(XY),
    "inf_header.csv": Read(("year", "inf", "label")),
    "label_first.csv": Read(("length", "width", "kind"), first=COUNT + 0.5),
    "na_label.csv": Read(
        ("x", "y", "sex"), note="2 of 12 rows left out: no value in sex.", kept=(0, 1, 2, 4, 5, 6, *range(8, 12))
    ),
    "semicolon_header_newline.csv": Read(
        ("Length (mm)", "Width (mm)", "Kind"), note="Read with semicolons between the columns."
    ),
    "semicolon_quoted_comma.csv": Read(
        ("Length, mm", "Width, mm", "Kind"), note="Read with semicolons between the columns."
    ),
    "sep_line.csv": Read(XY, note="Read with semicolons between the columns."),
    "tab_header_commas.tsv": Read(("Length, mm", "Width, mm", "Kind, a/b"), note="Read with tabs between the columns."),
    "thousands.csv": Read(XY, first=COUNT + 1000, note="Read with digits in groups of three."),
    "trailing_comma.csv": Read(XY),
    "two_spellings.csv": Read(("x", "y", "class"), ("0", "1")),
    "year_headers.csv": Read(("2007", "2012", "zone")),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_each_file_gives_its_points_at_the_first_try(name: str) -> None:
    content, right = (FOLDER / name).read_bytes(), READ[name]
    kept = list(right.kept)
    points = read_points(content)
    assert choose(read_table(content)) == right.choice
    np.testing.assert_array_equal(points.x, np.column_stack([right.first, PLACE])[kept])
    assert points.features == right.choice[:2]
    assert points.classes == right.classes
    labels = ["Weibchen", "Männchen"] if name == "cp1252.csv" else ["0", "1"] if "0" in right.classes else ["a", "b"]
    assert [points.classes[i] for i in points.y] == [labels[i % 2] for i in kept]
    assert points.note == right.note


def test_a_gap_counts_only_in_a_chosen_column() -> None:
    content = (FOLDER / "one_missing.csv").read_bytes()
    assert read_points(content, "x", "y", "label").note == ""
    assert read_points(content, "x", "y", "label").n == 12
    # x counts the rows, so the other two measurements are chosen at first.
    assert choose(read_table(content)) == ("y", "age", "label")
    for points in (read_points(content), read_points(content, "y", "age", "label")):
        assert points.note == "1 of 12 rows left out: no value in age."
        assert points.x[:, 1].tolist() == [20, 21, 22, *range(24, 32)]


def test_one_column_of_decimal_commas_is_one_column() -> None:
    content = (FOLDER / "decimal_comma_one_column.csv").read_bytes()
    table = parse_csv(content)
    assert column_values(table, "Laenge").tolist() == [3.5, 4.1, 2.7]
    assert table.notes == ("Read with decimal commas.",)
    with pytest.raises(DataProblem, match=r"^The file has 1 column, but two columns of numbers are needed"):
        read_points(content)


def test_every_file_is_tested() -> None:
    others = {"one_missing.csv", "decimal_comma_one_column.csv"}
    assert {path.name for path in FOLDER.iterdir()} == READ.keys() | others


def test_the_columns_that_are_not_offered_have_a_reason() -> None:
    assert not_offered(read_table((FOLDER / "year_headers.csv").read_bytes())) == {"region": "12 different texts"}
    row = '{i},{square},{ab},mm,7,?,{typo},"1,{i:03}",{long}'.format
    rows = [row(i=i, square=i * i, ab="ab"[i % 2], typo=i or "x1", long="cd"[i % 2] * 31) for i in range(1, 13)]
    rows.append(row(i=13, square=169, ab="a", typo="x1", long="NA"))
    content = "x,y,label,unit,constant,empty,typo,comma,long\n" + "\n".join(rows)
    assert not_offered(read_table(content.encode())) == {
        "unit": "one value only",
        "constant": "one value only",
        "empty": "no value",
        "typo": 'line 14 holds "x1"',
        "comma": 'line 2 holds "1,001", which may be two numbers',
        "long": "its labels are too long",
    }


def test_the_courses_own_penguins_are_read() -> None:
    content = (ROOT / "core" / "data" / "penguins.csv").read_bytes()
    points = read_points(content)
    assert points.features == ("bill_length_mm", "bill_depth_mm")
    assert points.classes == ("Adelie", "Chinstrap", "Gentoo")
    assert points.n == 342
    assert points.note == "2 of 344 rows left out: no value in bill_length_mm or bill_depth_mm."


def test_the_penguins_of_the_r_package_are_read() -> None:
    """Their file also has the sex, sometimes NA, and the year."""
    header, *rows = (ROOT / "core" / "data" / "penguins.csv").read_text(encoding="utf-8").splitlines()
    sexes = ["NA" if i % 31 == 3 else "male" if i % 2 else "female" for i in range(len(rows))]
    lines = [f"{row},{sex},{2007 + i % 3}" for i, (row, sex) in enumerate(zip(rows, sexes, strict=True))]
    content = "\r\n".join([f"{header},sex,year", *lines]).encode()
    assert read_points(content).n == 342
    assert read_points(content).classes == ("Adelie", "Chinstrap", "Gentoo")
    by_sex = read_points(content, "bill_length_mm", "body_mass_g", "sex")
    assert by_sex.classes == ("female", "male")
    assert by_sex.n == sum(sex != "NA" and "NA" not in row for sex, row in zip(sexes, rows, strict=True))


def test_the_label_is_found_wherever_it_stands() -> None:
    def choice(header: str, row: str) -> tuple[str, ...]:
        lines = [
            row.format(i=i, half=i // 2, f=i * 1.5, g=i * i - 0.5, ab="ab"[i % 2], cde="cde"[i % 3]) for i in range(12)
        ]
        return tuple(choose(read_table("\n".join([header, *lines]).encode())))

    assert choice("kind,u,v", "{ab},{f},{g}") == ("u", "v", "kind")
    assert choice("u,kind,v", "{f},{ab},{g}") == ("u", "v", "kind")
    assert choice("u,kind,v,side", "{f},{ab},{g},{cde}") == ("u", "v", "side")  # the last
    assert choice("species,u,v,side", "{ab},{f},{g},{cde}") == ("u", "v", "species")  # by its name
    assert choice("kind,u,v,flag", "{ab},{f},{g},1") == ("u", "v", "kind")
    assert choice(",kind,u,v", "{i},{ab},{f},{g}") == ("u", "v", "kind")
    assert choice("u,v,kind,ID", "{f},{g},{ab},{i}7") == ("u", "v", "kind")
    assert choice("patient,kind,u,v", "{half},{ab},{f},{g}") == ("u", "v", "kind")  # measured twice each
    assert choice("constant,u,kind,v", "3,{f},{ab},{g}") == ("u", "v", "kind")


def test_a_choice_that_gives_no_points_is_passed_over() -> None:
    rows = [f"{i * 1.5},{i * i},{'NA' if i < 8 else i},{'ab'[i % 2]},{'c' if i else 'd'}" for i in range(12)]
    content = ("u,v,few,kind,rare\n" + "\n".join(rows)).encode()
    assert choose(read_table(content)) == ("u", "v", "kind")


def test_flips_with_gaps() -> None:
    table = parse_csv(b"flip,sign\nH,+\nNA,-\nT,+\n?,-\nT,\n")
    assert column_cells(table, "flip") == ("H", "T", "T")
    assert column_cells(table, "sign") == ("+", "-", "+", "-")
    assert left_out(table, ["flip"]) == "2 of 5 rows left out: no value in flip."
    assert left_out(table, ["flip", "sign"]) == "3 of 5 rows left out: no value in flip or sign."
