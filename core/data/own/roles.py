"""Which columns of the learner's CSV file can be features, which the label, and which are chosen first."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import numpy as np

from core.arrays import BoolArray, FloatArray, IntArray
from core.data.own.cells import number_in_file, quote
from core.data.own.columns import Column
from core.data.own.csv_table import Table
from core.data.points import is_constant

MAX_NAME: Final = 30
"""Longest label, in characters. Column names are cut to this length in axis titles."""
MOST_LABELS: Final = 3

_LABEL_NAMES = frozenset({"label", "class", "target", "species", "category"})
_SIGNS = re.compile(r"[%‰$€£¥]")
_ID_NAMES = frozenset({"id", "index", "row", "rowname", "rownames", "no", "nr", "number", "obs", "case", "unnamed: 0"})


class Labels(NamedTuple):
    """The labels of some rows.

    ``names`` are in order: numbers by size, then texts by alphabet. ``y`` is the place of each row's label in it.
    """

    names: tuple[str, ...]
    y: IntArray


def labels_of(column: Column, rows: BoolArray) -> Labels:
    """The labels of the given rows, none of which may be missing; spellings of one number, 1 and 1.0, are one label."""
    if column.values is not None:
        values, index = np.unique(column.values[rows], return_inverse=True)
        spellings: list[list[str]] = [[] for _ in values]
        for i, row in zip(index, np.flatnonzero(rows), strict=True):
            spellings[i].append(column.cells[row])
        return Labels(tuple(min(cells, key=lambda cell: (len(cell), cell)) for cells in spellings), index)
    cells = [cell for cell, taken in zip(column.cells, rows, strict=True) if taken]
    names = sorted(set(cells))
    place = {name: i for i, name in enumerate(names)}
    return Labels(tuple(names), np.array([place[cell] for cell in cells], dtype=np.int64))


def _distinct(column: Column) -> int:
    """Number of different values, without the missing."""
    if column.values is not None:
        return len(np.unique(_present(column)))
    return len({cell for cell, gone in zip(column.cells, column.missing, strict=True) if not gone})


def _present(column: Column) -> FloatArray:
    assert column.values is not None
    return column.values[~np.isnan(column.values)]


def label_problem(table: Table, name: str) -> str:
    """The error sentence for a column that does not hold 2 or 3 labels, none of them too long; empty if it does."""
    column = table.column(name)
    rows = ~column.missing
    for row in np.flatnonzero(rows):
        cell = column.cells[row]
        if len(cell) > MAX_NAME or not cell.isprintable():
            problem = f"Line {table.lines[row]} has the label {quote(cell)}, but only labels"
            return f"{problem} of at most {MAX_NAME} printable characters are allowed."
    count = _distinct(column)
    if count == 0:
        return f"Column {quote(name)} holds no label, but 2 or 3 different ones are needed."
    if count == 1:
        only = quote(labels_of(column, rows).names[0])
        return f"Column {quote(name)} holds one label only, {only}, but 2 or 3 different ones are needed."
    if count > MOST_LABELS:
        return f"Column {quote(name)} holds {count:,} different labels, but 2 or 3 are allowed."
    return ""


def label_columns(table: Table) -> tuple[str, ...]:
    """Names of the columns that can be the label, in the order of the file."""
    return tuple(
        column.name
        for column in table.typed
        if 2 <= _distinct(column) <= MOST_LABELS and not label_problem(table, column.name)
    )


def labels_by_preference(table: Table) -> list[str]:
    """The columns that can be the label: first those named so, then texts, then numbers; of each the last first."""

    def rank(name: str) -> tuple[bool, bool, int]:
        return name.lower() not in _LABEL_NAMES, table.column(name).values is not None, -table.names.index(name)

    return sorted(label_columns(table), key=rank)


def could_be_label(table: Table, but: list[str]) -> str:
    """The column that comes nearest to a label where none is one: texts first, then the fewest different values."""
    free = [column for column in reversed(table.typed) if column.name not in but]
    return min(free, key=lambda column: (column.values is not None, _distinct(column))).name


def feature_columns(table: Table) -> tuple[str, ...]:
    """Names of the columns of numbers that vary, in the order of the file; all columns of numbers if one varies."""
    numeric = [column for column in table.typed if column.values is not None]
    varying = [column for column in numeric if not is_constant(_present(column))]
    return tuple(column.name for column in (varying if len(varying) > 1 else numeric))


def features_by_preference(table: Table) -> list[str]:
    """The feature columns, those that are probably no measurement last.

    These are columns with three values or fewer or many gaps, then consecutive whole numbers, each once or several
    times in a row, then row numbers and ids by their name or without one.
    """

    def rank(name: str) -> int:
        column = table.column(name)
        present = _present(column)
        if not column.named or name.lower() in _ID_NAMES or name.lower().endswith("_id"):
            return 3
        steps = np.diff(present)
        if np.all((steps == 0) | (steps == 1)) and steps.sum() >= MOST_LABELS and present[0] == np.floor(present[0]):
            return 2
        return int(len(np.unique(present)) <= MOST_LABELS or 2 * len(present) < table.n_rows)

    return sorted(feature_columns(table), key=rank)


def mostly_numbers(column: Column) -> bool:
    """Whether at least half of the present cells are numbers in some notation: the others are probably mistakes.

    A percentage or a price is such a mistake, too.
    """
    bad = (_SIGNS.sub("", column.cells[row]).strip() for row in column.bad)
    texts = sum(all(number_in_file(cell, mark) is None for mark in ".,") for cell in bad)
    return 2 * texts <= int((~column.missing).sum())
