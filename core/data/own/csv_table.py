"""A CSV file of the learner, read as text, column by column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.data.own.cells import MAX_BYTES, NEWLINE, ONLY_NUMBERS, DataProblem, face, limit, number, quote


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as text, column by column."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    """One tuple of raw cells a column, in the order of ``names``."""
    lines: tuple[int, ...]
    """The line of the file, from 1, on which each row starts."""
    has_header: bool = True
    """Whether ``names`` are the first row's own (an empty one is called by its place)."""
    delimiter: str = ","
    """What stands between the columns: a comma, a semicolon or a tab."""

    @property
    def n_rows(self) -> int:
        """Number of rows, the header not counted."""
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
    return max(",;\t", key=first.count)  # the earlier one wins a tie


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of the CSV with the line on which each starts; blank lines are no rows."""
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
    """Whether the first row is no header: all numbers, or flips in letters above nothing but such flips."""

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
    """Read a CSV file: UTF-8 with or without BOM; comma, semicolon or tab, whichever the first line has most.

    The first row is the header, unless all its cells are numbers (or letters for flips, above only such
    letters): then the columns are called ``column 1``, ``column 2``, ... Blank lines are left out.

    Raises
    ------
    DataProblem
        If the file is too large, no UTF-8, without data rows, ragged, or names a column twice.
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
    limit(len(body))
    columns = tuple(zip(*(row for _, row in body), strict=True))
    return Table(names, columns, tuple(line for line, _ in body), not headless, delimiter)


def column_cells(table: Table, name: str) -> tuple[str, ...]:
    """Return the raw cells of a column; DataProblem if there is none of that name."""
    if name not in table.names:
        raise DataProblem(f"There is no column {quote(name)}, and only a column of the file can be chosen.")
    return table.columns[table.names.index(name)]


def column_values(table: Table, name: str) -> FloatArray:
    """Return a column as finite numbers, shape (n_rows,).

    Raises
    ------
    DataProblem
        If there is no such column, or a cell of it is empty or no finite number.
    """
    values = []
    for line, cell in zip(table.lines, column_cells(table, name), strict=True):
        value = number(cell)
        if value is None:
            raise DataProblem(f"Line {line} holds {quote(cell)}, but {ONLY_NUMBERS}.")
        values.append(value)
    return np.array(values, dtype=np.float64)
