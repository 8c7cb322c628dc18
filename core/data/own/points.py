"""The learner's own labeled points, from a CSV file with two columns of numbers and a column of labels.

Rows without a value in one of the three columns are left out, and the note says so. Nothing else is passed over: the
first cell that cannot be used raises :class:`DataProblem`, which names its line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, islice
from typing import Final, NamedTuple

import numpy as np

from core.arrays import BoolArray, FloatArray
from core.data.own.cells import DataProblem, quote
from core.data.own.columns import not_a_number, reads_twice
from core.data.own.csv_table import Table, left_out, parse_csv
from core.data.own.roles import (
    could_be_label,
    feature_columns,
    features_by_preference,
    label_columns,
    label_problem,
    labels_by_preference,
    labels_of,
    mostly_numbers,
)
from core.data.points import MAX_VALUE, Points, is_constant

FEWEST_ROWS: Final = 10
"""Fewest rows with a value in each of the three columns: 7 to train on, 3 held out."""
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 100

_NEEDED = "two columns of numbers are needed besides the labels"
_SEPARATORS = "separated by commas, semicolons or tabs"
_TRIED_LABELS, _TRIED_PAIRS = 6, 12


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
    if not table.has_header:
        problem = f"The first line must name the columns, as in x,y,label, but it holds {quote(table.columns[0][0])}"
        raise DataProblem(f"{problem}, which is data and no name.")
    if width < 3:
        columns = f"{width} column{'' if width == 1 else 's'}"
        raise DataProblem(f"The file has {columns}, but {_NEEDED}, {_SEPARATORS}.")
    return table


def choose(table: Table, x: str | None = None, y: str | None = None, label: str | None = None) -> Columns:
    """Choose the columns that are not given, in a table from :func:`read_table`.

    Label and features are tried in the order of :mod:`core.data.own.roles`, until a choice gives points. If none of
    those that are tried does, the first is returned.

    Raises
    ------
    DataProblem
        If a column is given twice or does not exist, or there are not enough columns of numbers or none of labels.
    """
    chosen = [name for name in (x, y, label) if name is not None]
    for name in chosen:
        table.column(name)
    if len(set(chosen)) < len(chosen):
        choose(table)  # raises if the table has too few columns: the error that helps the learner more
        twice = Counter(chosen).most_common(1)[0][0]
        raise DataProblem(f"Column {quote(twice)} is chosen twice, but three different columns are needed.")
    labels = [label] if label else [name for name in labels_by_preference(table) if name not in chosen]
    tried = [
        Columns(*pair, name)
        for name in labels[:_TRIED_LABELS]
        for pair in islice(_pairs(table, x, y, name), _TRIED_PAIRS)
    ]
    if not tried:
        raise DataProblem(_too_few_columns(table, chosen, labels))
    return next((columns for columns in tried if _gives_points(table, columns)), tried[0])


def _pairs(table: Table, x: str | None, y: str | None, label: str) -> Iterator[tuple[str, str]]:
    """The features that go with a label, the best first; two free ones stand in the order of the file."""
    free = [name for name in features_by_preference(table) if name not in (x, y, label)]
    if x and y:
        yield x, y
    elif x or y:
        yield from ((x or name, y or name) for name in free)
    else:
        for one, two in combinations(free, 2):
            yield (one, two) if table.names.index(one) < table.names.index(two) else (two, one)


def _gives_points(table: Table, columns: Columns) -> bool:
    try:
        _points(table, columns)
    except DataProblem:
        return False
    return True


def _too_few_columns(table: Table, chosen: list[str], labels: list[str]) -> str:
    """The error sentence for a table without a choice of columns."""
    if not labels:
        name = could_be_label(table, chosen)
        return label_problem(table, name)
    taken = (*chosen, labels[0])
    faulty = [column for column in table.typed if column.bad and mostly_numbers(column) and column.name not in taken]
    if faulty:
        column = min(faulty, key=lambda column: len(column.bad))
        return not_a_number(table.lines[column.bad[0]], column.cells[column.bad[0]], column.name)
    found = [name for name in feature_columns(table) if name != labels[0]]
    if not found:
        return f"No column besides {quote(labels[0])} holds only numbers, but {_NEEDED}."
    return f"Besides {quote(labels[0])} only the column {quote(found[0])} holds only numbers, but {_NEEDED}."


def _feature(table: Table, name: str) -> FloatArray:
    """A column as numbers of at most ``MAX_VALUE`` in size, NaN where there is none, shape (n_rows,)."""
    column = table.column(name)
    if column.bad:
        raise DataProblem(not_a_number(table.lines[column.bad[0]], column.cells[column.bad[0]], name))
    if column.values is None:
        raise DataProblem(f"Column {quote(name)} holds no value, but {_NEEDED}.")
    huge = np.flatnonzero(np.abs(column.values) > MAX_VALUE)
    if huge.size:
        problem = f"Line {table.lines[huge[0]]} holds {quote(column.cells[huge[0]])} in column {quote(name)}"
        raise DataProblem(f"{problem}, but only numbers from -1e12 to 1e12 are allowed.")
    return column.values


def _check_enough(table: Table, columns: Columns, complete: BoolArray, x: FloatArray) -> None:
    """Raise DataProblem if there are too few complete rows, or both features are constant."""
    n = len(x)
    if n < FEWEST_ROWS and n == table.n_rows:
        rows = f"{n} row{'' if n == 1 else 's'}"
        raise DataProblem(f"The file has {rows} of data, but at least {FEWEST_ROWS} are needed.")
    if n < FEWEST_ROWS:
        names = f"{quote(columns.x)}, {quote(columns.y)} and {quote(columns.label)}"
        have = "has a value" if n == 1 else "have values"
        problem = f"{n} of {len(complete):,} rows {have} in {names}"
        raise DataProblem(f"{problem}, but at least {FEWEST_ROWS} are needed.")
    if all(is_constant(column) for column in x.T):
        problem = f"Columns {quote(columns.x)} and {quote(columns.y)} are the same on every row, or nearly so"
        raise DataProblem(f"{problem}, but at least one of the two must vary.")


def _points(table: Table, columns: Columns) -> Points:
    x = np.column_stack([_feature(table, columns.x), _feature(table, columns.y)])
    problem = label_problem(table, columns.label)
    if problem:
        raise DataProblem(problem)
    complete = ~(np.isnan(x).any(axis=1) | table.column(columns.label).missing)
    _check_enough(table, columns, complete, x[complete])
    labels = labels_of(table.column(columns.label), complete)
    counts = np.bincount(labels.y)
    if len(labels.names) < 2:
        problem = f"Column {quote(columns.label)} holds one label only, {quote(labels.names[0])}"
        raise DataProblem(f"{problem}, on the rows with values in all columns, but 2 or 3 different ones are needed.")
    if counts.min() < 2:
        rare = int(counts.argmin())
        row = np.flatnonzero(complete)[np.flatnonzero(labels.y == rare)[0]]
        only = "only one" if complete.all() else "only one without a gap"
        problem = f"Line {table.lines[row]} is the {only} with the label {quote(labels.names[rare])}"
        raise DataProblem(f"{problem}, but each label needs two.")
    features = (quote(columns.x)[1:-1], quote(columns.y)[1:-1])
    note = " ".join(filter(None, (*table.notes, left_out(table, columns))))
    return Points(x[complete], labels.y, features, labels.names, note)


def table_points(table: Table, x: str | None = None, y: str | None = None, label: str | None = None) -> Points:
    """The points of a table from :func:`read_table`, with columns chosen by :func:`choose`.

    Rows without a value in one of the columns are left out. Classes are the labels, in numerical order if they are
    numbers, otherwise in alphabetical order. The note says what was read how and which rows were left out.

    Raises
    ------
    DataProblem
        As :func:`choose`, or if a cell is not a finite number or exceeds ``MAX_VALUE`` in size, a label is too long,
        there are not 2 or 3 labels with at least two rows each, there are fewer than ``FEWEST_ROWS`` rows, or neither
        feature varies.
    """
    return _points(table, choose(table, x, y, label))


def read_points(content: bytes, x: str | None = None, y: str | None = None, label: str | None = None) -> Points:
    """The points of a CSV file, by :func:`read_table` and :func:`table_points`, whose errors it raises."""
    return table_points(read_table(content), x, y, label)


def not_offered(table: Table) -> dict[str, str]:
    """Each column that can be neither feature nor label, with the reason in a few words."""
    offered = {*feature_columns(table), *label_columns(table)}
    reasons = {}
    for column in table.typed:
        if column.name in offered:
            continue
        present = [cell for cell, gone in zip(column.cells, column.missing, strict=True) if not gone]
        count = len(set(present))
        if not present:
            reason = "no value"
        elif count == 1 or column.values is not None:
            reason = "one value only"
        elif mostly_numbers(column):
            bad = column.cells[column.bad[0]]
            may = ", which may be two numbers" if reads_twice(bad) else ""
            reason = f"line {table.lines[column.bad[0]]} holds {quote(bad)}{may}"
        elif count > 3:
            reason = f"{count:,} different texts"
        else:
            reason = "its labels are too long"
        reasons[column.name] = reason
    return reasons
