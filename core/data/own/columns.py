"""The columns of the learner's CSV file as numbers, and how the file writes its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from core.arrays import BoolArray, FloatArray
from core.data.own.cells import ONLY_NUMBERS, is_grouped, is_missing, number, number_in_file, quote


@dataclass(frozen=True, slots=True)
class Notation:
    """How a file writes numbers.

    Attributes
    ----------
    mark : str
        What stands before decimals, a point or a comma.
    either : bool
        Whether each number of the file is a number with a comma for the mark, too, as 1.234 and 5 are.
    asks : bool
        Whether nothing in the file tells if 1,234 is 1234 or 1.234.
    """

    mark: str = "."
    either: bool = True
    asks: bool = False

    def number(self, cell: str) -> float | None:
        """The number in a cell, or None: also where nothing tells which of two numbers it is."""
        return None if self.asks and "," in cell else number_in_file(cell, self.mark)


def notation(cells: Set[str], separator: str) -> Notation:
    """The notation in which more of the different cells are numbers.

    Where both fit equally many, a file with semicolons has decimal commas, and any other decimal points. If each of
    these cells is a number both ways, such as 1,234, nothing tells which number it is.
    """
    marked = [cell for cell in cells if "," in cell or "." in cell]
    if not any("," in cell or cell.count(".") > 1 for cell in marked):
        # No cell is a number with decimal commas alone: faster than counting.
        return Notation(either=all((number_in_file(cell, ",") is None) == (number(cell) is None) for cell in marked))
    points = {cell for cell in marked if number_in_file(cell, ".") is not None}
    commas = {cell for cell in marked if number_in_file(cell, ",") is not None}
    if points == commas:
        return Notation(asks=any("," in cell for cell in points))
    mark = "," if len(commas) > len(points) or (len(commas) == len(points) and separator == ";") else "."
    return Notation(mark, either=False)


def readings(cells: Set[str], numbers: Notation) -> dict[str, float | None]:
    """The number in each cell: NaN where it says that there is no value, None where it holds anything else."""
    found = {cell: numbers.number(cell) for cell in cells}
    missing = [cell for cell in cells if found[cell] is None and is_missing(cell, among_numbers=True)]
    return found | dict.fromkeys(missing, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a file.

    Attributes
    ----------
    name : str
        Its name, without line breaks; no two columns of a table have the same.
    cells : tuple of str
        Its text, without surrounding spaces.
    values : ndarray, shape (n_rows,), or None
        Its finite numbers, with NaN where a cell says that there is no value; None for a column of anything else.
    bad : tuple of int
        The rows whose cells are neither numbers nor missing.
    named : bool
        Whether the name is the file's.
    """

    name: str
    cells: tuple[str, ...]
    values: FloatArray | None
    bad: tuple[int, ...]
    named: bool = True

    @property
    def missing(self) -> BoolArray:
        """Whether a row has no value here, shape (n_rows,); beside ``+``, a ``-`` in a column of texts is a value."""
        if self.values is not None:
            return np.isnan(self.values)
        signs = "+" in self.cells
        return np.array([is_missing(cell) and not (signs and cell == "-") for cell in self.cells], dtype=bool)


def typed(name: str, cells: Sequence[str], found: Mapping[str, float | None], *, named: bool = True) -> Column:
    """A column with its numbers, which are ``found`` by :func:`readings`."""
    bad = tuple(row for row, cell in enumerate(cells) if found[cell] is None)
    values = None if bad else np.array([found[cell] for cell in cells], dtype=np.float64)
    if values is not None and np.isnan(values).all():
        values = None
    return Column(name, tuple(cells), values, bad, named)


def uses_groups(columns: Iterable[Column], numbers: Notation) -> bool:
    """Whether a number of these columns has its digits in groups of three."""
    return any(
        is_grouped(cell, numbers.mark) for column in columns if column.values is not None for cell in set(column.cells)
    )


def reads_twice(cell: str) -> bool:
    """Whether a cell is one number with a decimal comma, and another with commas between groups of digits."""
    return "," in cell and number_in_file(cell, ".") is not None and number_in_file(cell, ",") is not None


def not_a_number(line: int, cell: str, column: str | None = None) -> str:
    """The error sentence for a cell that is no finite number."""
    problem = f"Line {line} holds {quote(cell)}" + (f" in column {quote(column)}" if column else "")
    if reads_twice(cell):
        whole, decimal = cell.replace(",", ""), cell.replace(",", ".")
        return f"{problem}, which may be {whole} or {decimal}: write the one that you mean, without a comma."
    if number_in_file(cell, ",") is not None:
        return f"{problem}, but other numbers of the file have a decimal point: write decimals in one way."
    if number_in_file(cell, ".") is not None:
        return f"{problem}, but other numbers of the file have a decimal comma: write decimals in one way."
    return f"{problem}, but {ONLY_NUMBERS}."
