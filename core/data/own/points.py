"""The learner's own labeled points, from a CSV file with two columns of numbers and a column of labels.

No value is guessed and no row is left out: the first cell that cannot be used raises :class:`DataProblem`, which names
its line.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.data.own.cells import ONLY_NUMBERS, DataProblem, number, quote
from core.data.own.csv_table import Table, column_cells, parse_csv
from core.data.points import MAX_VALUE, Points, is_constant

FEWEST_ROWS: Final = 12
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 100
MAX_NAME: Final = 30
"""Longest label, in characters. Column names are cut to this length in axis titles."""

_NOTES = {",": "", ";": "Read with semicolons between the columns.", "\t": "Read with tabs between the columns."}
_NEEDED = "two columns of numbers are needed besides the labels"
_SEPARATORS = "separated by commas, semicolons or tabs"


class Columns(NamedTuple):
    """Names of the columns that hold the two features and the label."""

    x: str
    y: str
    label: str


def read_table(content: bytes) -> Table:
    """Read a CSV file with a header, 3 to ``MAX_COLUMNS`` columns and at most ``MAX_ROWS`` rows.

    Raises
    ------
    DataProblem
        As :func:`core.data.own.csv_table.parse_csv`, or if there is no header or the size is not in these limits.
    """
    table = parse_csv(content)
    if table.n_rows > MAX_ROWS:
        raise DataProblem(f"The file has {table.n_rows:,} rows of data, but at most {MAX_ROWS:,} are allowed.")
    width = len(table.names)
    if width > MAX_COLUMNS:
        raise DataProblem(f"The file has {width:,} columns, but at most {MAX_COLUMNS} are allowed.")
    cell = table.columns[0][0] if not table.has_header else next(filter(_is_number, table.names), None)
    if cell is not None:
        problem = f"The first line must name the columns, as in x,y,label, but it holds {quote(cell)}"
        raise DataProblem(f"{problem}, which is data and no name.")
    if width < 3:
        columns = f"{width} column{'' if width == 1 else 's'}"
        raise DataProblem(f"The file has {columns}, but {_NEEDED}, {_SEPARATORS}.")
    return table


def _is_number(cell: str) -> bool:
    # number() rejects "nan" and "inf", but neither is the name of a column.
    return number(cell) is not None or cell.lower().lstrip("+-") in ("nan", "inf", "infinity")


def numeric_columns(table: Table) -> tuple[str, ...]:
    """Names of the columns in which each cell is a finite number, in the order of the file."""
    pairs = zip(table.names, table.columns, strict=True)
    return tuple(name for name, cells in pairs if all(number(cell) is not None for cell in cells))


def choose(table: Table, x: str | None = None, y: str | None = None, label: str | None = None) -> Columns:
    """Choose the columns that are not given, in a table from :func:`read_table`.

    The label is the last column that is not given as a feature. The features are the first other columns of numbers;
    columns without a name in the header come last, because they are often only row numbers.

    Raises
    ------
    DataProblem
        If a column is given twice or does not exist, or there are not enough columns of numbers.
    """
    chosen = [name for name in (x, y, label) if name is not None]
    for name in chosen:
        column_cells(table, name)
    if len(set(chosen)) < len(chosen):
        choose(table)  # raises if the table has too few columns of numbers: the error that helps the learner more
        twice = Counter(chosen).most_common(1)[0][0]
        raise DataProblem(f"Column {quote(twice)} is chosen twice, but three different columns are needed.")
    label = label or next(name for name in reversed(table.names) if name not in chosen)
    free = [name for name in numeric_columns(table) if name not in (x, y, label)]
    free.sort(key=lambda name: name == f"column {table.names.index(name) + 1}")
    if len(free) < (x, y).count(None):
        raise DataProblem(_nearest_fault(table, (x, y, label)))
    x = x or free.pop(0)
    return Columns(x, y or free.pop(0), label)


def _nearest_fault(table: Table, taken: tuple[str | None, ...]) -> str:
    """The error sentence for the column with the fewest cells that are not numbers."""
    faults: dict[str, list[tuple[int, str]]] = {}
    for name, cells in zip(table.names, table.columns, strict=True):
        pairs = zip(table.lines, cells, strict=True)
        bad = [(line, cell) for line, cell in pairs if number(cell) is None]
        if bad and name not in taken:
            faults[name] = bad
    name = min(faults, key=lambda column: len(faults[column]))
    return _fault(*faults[name][0], name)


def _fault(line: int, cell: str, column: str) -> str:
    """The error sentence for a cell that is not a finite number."""
    if not cell:
        return f"Line {line} has an empty cell in column {quote(column)}, but {_NEEDED}."
    problem = f"Line {line} holds {quote(cell)} in column {quote(column)}"
    if cell.count(",") == 1 and number(cell.replace(",", ".")) is not None:
        return f"{problem}, but decimals need a point, not a comma."
    return f"{problem}, but {ONLY_NUMBERS}."


def _feature(table: Table, name: str) -> FloatArray:
    """A column as numbers of at most ``MAX_VALUE`` in size, shape (n_rows,)."""
    values = []
    for line, cell in zip(table.lines, column_cells(table, name), strict=True):
        value = number(cell)
        if value is None:
            raise DataProblem(_fault(line, cell, name))
        if abs(value) > MAX_VALUE:
            problem = f"Line {line} holds {quote(cell)} in column {quote(name)}"
            raise DataProblem(f"{problem}, but only numbers from -1e12 to 1e12 are allowed.")
        values.append(value)
    return np.array(values, dtype=np.float64)


def _labels(table: Table, name: str) -> Counter[str]:
    """Number of rows with each label; DataProblem unless there are 2 or 3 labels, none of them empty or too long."""
    cells = column_cells(table, name)
    for line, cell in zip(table.lines, cells, strict=True):
        if not cell:
            raise DataProblem(f"Line {line} has no label in column {quote(name)}, but every row needs one.")
        if len(cell) > MAX_NAME or not cell.isprintable():
            problem = f"Line {line} has the label {quote(cell)}, but only labels"
            raise DataProblem(f"{problem} of at most {MAX_NAME} printable characters are allowed.")
    counts = Counter(cells)
    if len(counts) == 1:
        problem = f"Column {quote(name)} holds one label only, {quote(cells[0])}"
        raise DataProblem(f"{problem}, but 2 or 3 different ones are needed.")
    if len(counts) > 3:
        raise DataProblem(f"Column {quote(name)} holds {len(counts):,} different labels, but 2 or 3 are allowed.")
    return counts


def _in_order(labels: Counter[str]) -> tuple[str, ...]:
    """The labels that are numbers in numerical order, then the others in alphabetical order."""
    return tuple(sorted(labels, key=lambda label: (value if (value := number(label)) is not None else np.inf, label)))


def _check_enough(table: Table, columns: Columns, labels: Counter[str], x: FloatArray) -> None:
    """Raise DataProblem if there are too few points, a class has only one row, or both features are constant."""
    if table.n_rows < FEWEST_ROWS:
        rows = f"{table.n_rows} row{'' if table.n_rows == 1 else 's'}"
        raise DataProblem(f"The file has {rows} of data, but at least {FEWEST_ROWS} are needed.")
    for label, count in labels.items():
        if count < 2:
            line = table.lines[column_cells(table, columns.label).index(label)]
            raise DataProblem(f"Line {line} is the only one with the label {quote(label)}, but each label needs two.")
    if all(is_constant(column) for column in x.T):
        problem = f"Columns {quote(columns.x)} and {quote(columns.y)} are the same on every row, or nearly so"
        raise DataProblem(f"{problem}, but at least one of the two must vary.")


def table_points(table: Table, x: str | None = None, y: str | None = None, label: str | None = None) -> Points:
    """The points of a table from :func:`read_table`, with columns chosen by :func:`choose`.

    Classes are the labels, in numerical order if they are numbers, otherwise in alphabetical order.

    Raises
    ------
    DataProblem
        As :func:`choose`, or if a cell is not a finite number or exceeds ``MAX_VALUE`` in size, a label is missing or
        too long, there are not 2 or 3 labels with at least two rows each, there are fewer than ``FEWEST_ROWS`` rows,
        or neither feature varies.
    """
    columns = choose(table, x, y, label)
    xy = np.column_stack([_feature(table, columns.x), _feature(table, columns.y)])
    labels = _labels(table, columns.label)
    _check_enough(table, columns, labels, xy)
    classes = _in_order(labels)
    index = np.array([classes.index(cell) for cell in column_cells(table, columns.label)])
    features = (quote(columns.x)[1:-1], quote(columns.y)[1:-1])
    return Points(xy, index, features, classes, _NOTES[table.delimiter])


def read_points(content: bytes, x: str | None = None, y: str | None = None, label: str | None = None) -> Points:
    """The points of a CSV file, by :func:`read_table` and :func:`table_points`, whose errors it raises."""
    return table_points(read_table(content), x, y, label)
