"""The learner's CSV file as a table of text cells, and its columns as numbers."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.data.own.cells import MAX_BYTES, NEWLINE, ONLY_NUMBERS, DataProblem, check_count, face, number, quote


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a CSV file as text, column by column."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    """One tuple of cells, without surrounding spaces, for each of ``names``."""
    lines: tuple[int, ...]
    """Number of the line in the file, from 1, on which each row starts."""
    has_header: bool = True
    """Whether ``names`` come from the first row; there, an empty name in column 2 becomes ``column 2``."""
    delimiter: str = ","
    """The separator of the columns: a comma, a semicolon or a tab."""

    @property
    def n_rows(self) -> int:
        """Number of rows, without the header."""
        return len(self.lines)


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise DataProblem("The file is larger than 1 MB, and at most 1 MB is allowed.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataProblem("The file is encoded as UTF-16, but only UTF-8 is allowed.")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise DataProblem(f"Line {line} holds a NUL byte, but only text in UTF-8 is allowed.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataProblem(f"Line {line} is not valid UTF-8, and only UTF-8 is allowed.") from None


def _delimiter(text: str) -> str:
    first = next((line for line in NEWLINE.split(text) if line.strip()), "")
    return max(",;\t", key=first.count)  # in a tie, the first of the three


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the CSV file, each with the line on which it starts; blank lines are skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row) or len(row) > 1:
                yield start, [cell.strip() for cell in row]
            start = reader.line_num + 1
    except csv.Error:
        problem = f"Line {start} has a quotation mark or a field that never ends properly, but"
        raise DataProblem(f"{problem} quoted fields must be closed and followed by a separator.") from None


def _is_data(first: list[str], rest: list[list[str]]) -> bool:
    """Whether the first row is data, not a header.

    Each of its cells is then a number, or a letter or word for a flip in a column with only such flips.
    """

    def letter(cell: str) -> bool:
        return cell.isalpha() and face(cell) is not None

    return all(
        number(cell) is not None or (bool(rest) and letter(cell) and all(letter(row[i]) for row in rest))
        for i, cell in enumerate(first)
    )


def _names(header: list[str]) -> tuple[str, ...]:
    names = tuple(name or f"column {i}" for i, name in enumerate(header, start=1))
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise DataProblem(f"The header names {quote(twice[0])} twice, but column names must differ.")
    return names


def parse_csv(content: bytes) -> Table:
    """Read a CSV file: UTF-8 with or without BOM, separated by the comma, semicolon or tab most frequent in line 1.

    The first row is the header, unless each of its cells is a number (or a letter or word for a flip in a column with
    only such flips): the columns are then named ``column 1``, ``column 2``, ... Blank lines are skipped.

    Raises
    ------
    DataProblem
        If the file is too large, not UTF-8, has no data rows or too many, has rows of different lengths, or names a
        column twice.
    """
    text = _decode(content)
    delimiter = _delimiter(text)
    rows: list[tuple[int, list[str]]] = []
    for line, row in _rows(text, delimiter):
        width = len(rows[0][1]) if rows else len(row)
        if len(row) != width:
            problem = f"Line {line} has {len(row)} fields, but the first row has {width}"
            raise DataProblem(f"{problem}, and all rows must have the same number.")
        rows.append((line, row))
    if not rows:
        raise DataProblem("The file is empty: a header and at least one row of data are needed.")
    headless = _is_data(rows[0][1], [row for _, row in rows[1:]])
    names = _names([""] * len(rows[0][1]) if headless else rows[0][1])
    body = rows if headless else rows[1:]
    if not body:
        raise DataProblem("The file has a header but no data: at least one row below the header is needed.")
    check_count(len(body))
    columns = tuple(zip(*(row for _, row in body), strict=True))
    return Table(names, columns, tuple(line for line, _ in body), not headless, delimiter)


def column_cells(table: Table, name: str) -> tuple[str, ...]:
    """The cells of a column as text; DataProblem if the table has no column ``name``."""
    if name not in table.names:
        raise DataProblem(f"There is no column {quote(name)}, and only a column of the file can be chosen.")
    return table.columns[table.names.index(name)]


def column_values(table: Table, name: str) -> FloatArray:
    """A column as finite numbers, shape (n_rows,).

    Raises
    ------
    DataProblem
        If the table has no column ``name``, or a cell of it is not a finite number.
    """
    values = []
    for line, cell in zip(table.lines, column_cells(table, name), strict=True):
        value = number(cell)
        if value is None:
            raise DataProblem(f"Line {line} holds {quote(cell)}, but {ONLY_NUMBERS}.")
        values.append(value)
    return np.array(values, dtype=np.float64)
