"""The learner's CSV file as a table, and its columns as text or numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import FloatArray
from core.data.own.cells import DataProblem, check_count, face, is_missing, number_in_file, quote
from core.data.own.columns import Column, Notation, not_a_number, notation, readings, typed, uses_groups
from core.data.own.records import SEPARATORS, SPACE, Records, decode, read_records

MAX_WIDTH: Final = 1_000
"""Most columns of a file."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A CSV file, column by column."""

    typed: tuple[Column, ...]
    lines: tuple[int, ...]
    """Number of the line in the file, from 1, on which each row starts."""
    has_header: bool = True
    """Whether the names come from the first row; there, an empty name in column 2 becomes ``column 2``."""
    notes: tuple[str, ...] = ()
    """Sentences for the learner about what was read how."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each column."""
        return tuple(column.name for column in self.typed)

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The text of each column, missing values included."""
        return tuple(column.cells for column in self.typed)

    @property
    def n_rows(self) -> int:
        """Number of rows, without the header."""
        return len(self.lines)

    def column(self, name: str) -> Column:
        """The column of a name; DataProblem if there is none."""
        for column in self.typed:
            if column.name == name:
                return column
        raise DataProblem(f"There is no column {quote(name)}, and only a column of the file can be chosen.")


def _cells(records: Records) -> set[str]:
    return {cell for row in records.rows for cell in row}


def _count_numbers(records: Records) -> int:
    numbers = notation(_cells(records), records.separator)
    return sum(numbers.number(cell) is not None for row in records.rows[1:] for cell in row)


def _is_data(first: Sequence[str], below: Sequence[Column], found: Mapping[str, float | None]) -> bool:
    """Whether the first row is data, not a header.

    Then it has a number in each column of numbers, and in each other column a text that comes again below or, in a
    column of flips, is a flip. So 2007 and inf can be names, beside a name that never comes again. A number may be
    missing beside a text that comes again.
    """
    if not below[0].cells:
        return all(found[cell] is not None and not is_missing(cell, among_numbers=True) for cell in first)
    gaps = texts = 0
    for cell, column in zip(first, below, strict=True):
        if column.values is not None:
            if found[cell] is None:
                return False
            gaps += is_missing(cell, among_numbers=True)
        elif cell in column.cells or all(text.isalpha() and face(text) is not None for text in (cell, *column.cells)):
            texts += bool(cell)
        else:
            return False
    return texts > 0 or gaps == 0


def _names(header: Sequence[str]) -> tuple[list[str], str]:
    """Different names for the columns, and the note on those that had to be numbered, if any."""
    names: list[str] = []
    numbered = []
    given = [" ".join(name.split()) for name in header]
    reserved, taken, counts = set(given), set[str](), defaultdict[str, int](lambda: 1)
    for i, name in enumerate(given, start=1):
        own = name or f"column {i}"
        new, count = own, counts[own]
        while new in taken or (count > 1 and new in reserved):
            count += 1
            new = f"{own} ({count})"
        counts[own] = count
        taken.add(new)
        if name and new != name:
            numbered.append((i, new))
        names.append(new)
    if not numbered:
        return names, ""
    i, new = numbered[0]
    more = f" {len(numbered) - 1:,} more are numbered in the same way." if len(numbered) > 1 else ""
    return names, f"Column {i} has the name of another column, and is called {quote(new)} here.{more}"


def parse_csv(content: bytes) -> Table:
    """Read a CSV file as people save it.

    ===========  ==================================================================================================
    encoding     UTF-8 with or without BOM, UTF-16 with BOM, otherwise Windows-1252
    separator    comma, semicolon, tab or bar, else spaces: the one that gives all rows the same number of columns
                 (:func:`core.data.own.records.read_records`)
    left out     blank rows, rows of separators alone, empty columns at the right end
    header       the first row, unless it is data like the rows below; then the names are ``column 1``, ...
    numbers      with decimal points or commas, with or without thousands separators, in one notation for the file
    missing      :func:`core.data.own.cells.is_missing`
    ===========  ==================================================================================================

    Raises
    ------
    DataProblem
        If the file is too large or no text, has no data rows, too many rows or columns, or rows of different lengths
        with each separator, or can be read in two ways.
    """
    text, encoded = decode(content)
    records = read_records(text, _count_numbers)
    if not records.rows:
        raise DataProblem("The file is empty: a header and at least one row of data are needed.")
    if records.width > MAX_WIDTH:
        raise DataProblem(f"The file has {records.width:,} columns, but at most {MAX_WIDTH:,} are allowed.")
    cells = _cells(records)
    numbers = notation(cells, records.separator)
    found = readings(cells, numbers)
    header, body, lines = records.rows[0], records.rows[1:], records.lines[1:]
    names, renamed = _names(header)
    columns = _typed(names, header, body, found)
    headless = _is_data(header, columns, found)
    if headless:
        _check_one_reading(records)
        nameless = [""] * records.width
        names, renamed = _names(nameless)
        lines, columns = records.lines, _typed(names, nameless, records.rows, found)
    if not lines:
        raise DataProblem("The file has a header but no data: at least one row below the header is needed.")
    check_count(len(lines))
    notes = (encoded, _how_read(records, columns, numbers), renamed)
    return Table(tuple(columns), tuple(lines), not headless, tuple(filter(None, notes)))


def _typed(
    names: Sequence[str], given: Sequence[str], rows: Sequence[Sequence[str]], found: Mapping[str, float | None]
) -> list[Column]:
    cells = zip(*rows, strict=True) if rows else [()] * len(names)
    parts = zip(names, given, cells, strict=True)
    return [typed(name, column, found, named=bool(own)) for name, own, column in parts]


def _check_one_reading(records: Records) -> None:
    """Raise DataProblem if each line, without a header, is two whole numbers or one with a decimal comma."""
    if records.separator != "," or records.width != 2:
        return
    if all(number_in_file(",".join(row), ",") is not None for row in records.rows):
        both = ",".join(records.rows[0])
        problem = f"Line {records.lines[0]} holds {quote(both)}, which may be two numbers or one with a decimal comma"
        raise DataProblem(f"{problem}: write decimals with a point, or name both columns in the first line.")


def _how_read(records: Records, columns: Sequence[Column], numbers: Notation) -> str:
    """The note on separators, empty for commas between columns and decimal points."""
    cells = [cell for column in columns if column.values is not None for cell in column.cells]
    decimals = ""
    if numbers.mark == "," and any("," in cell for cell in cells):
        decimals = "decimal commas"
    elif records.separator == ";" and numbers.either and any("." in cell for cell in cells):
        decimals = "decimal points"
    parts = [
        {**SEPARATORS, SPACE: "spaces between the columns"}[records.separator] if records.width > 1 else "",
        decimals,
        "digits in groups of three" if uses_groups(columns, numbers) else "",
    ]
    *most, last = list(filter(None, parts)) or [""]
    return f"Read with {', '.join(most) + ' and ' if most else ''}{last}." if last else ""


def column_cells(table: Table, name: str) -> tuple[str, ...]:
    """The cells of a column as text, without the missing; DataProblem if the table has no column ``name``."""
    column = table.column(name)
    return tuple(cell for cell, gone in zip(column.cells, column.missing, strict=True) if not gone)


def column_values(table: Table, name: str) -> FloatArray:
    """A column as finite numbers, without the missing.

    Raises
    ------
    DataProblem
        If the table has no column ``name``, it holds no value, or a cell of it is neither a finite number nor missing.
    """
    column = table.column(name)
    if column.bad:
        raise DataProblem(not_a_number(table.lines[column.bad[0]], column.cells[column.bad[0]]))
    if column.values is None:
        raise DataProblem(f"Column {quote(name)} holds no value, but at least one is needed.")
    return column.values[~np.isnan(column.values)]


def left_out(table: Table, names: Sequence[str]) -> str:
    """The sentence on rows without a value in a column of ``names``, empty if each row has one.

    For example "1 of 12 rows left out: no value in age."
    """
    gaps = {name: table.column(name).missing for name in names}
    count = int(np.logical_or.reduce(list(gaps.values())).sum())
    if not count:
        return ""
    *most, last = [quote(name)[1:-1] for name, rows in gaps.items() if rows.any()]
    return f"{count:,} of {table.n_rows:,} rows left out: no value in {', '.join(most) + ' or ' if most else ''}{last}."
