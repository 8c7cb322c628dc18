"""Coin flips, counts of events and readings from the learner's pasted text or columns.

Invalid input raises :class:`DataProblem`, whose text a page shows unchanged: it names the first value that cannot be
read. Missing values are left out, and counted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from core.data.own.cells import MAX_BYTES as MAX_BYTES
from core.data.own.cells import MAX_VALUES as MAX_VALUES
from core.data.own.cells import DataProblem as DataProblem
from core.data.own.cells import check_count, face, number, quote
from core.data.own.csv_table import Table as Table
from core.data.own.csv_table import column_cells as column_cells
from core.data.own.csv_table import column_values as column_values
from core.data.own.csv_table import parse_csv as parse_csv
from core.data.own.pasted import Token, heading_of, is_missing, read_as_heading, split
from core.data.own.pasted import parse_numbers as parse_numbers
from core.likelihood.counts import Counts
from core.likelihood.gaussian import moments
from core.likelihood.poisson import Tally

MAX_EVENTS = 1_000
MAX_READING = 1e100
LEAST_SPREAD = 1e-13
"""Smallest standard deviation of readings, as a share of the largest: a float has 16 digits."""

_ONLY_FLIPS = "only H and T, heads and tails, 1 and 0, or True and False are allowed"
_RUN = re.compile(r"[01]+|[ht]+", re.IGNORECASE)
_MORE_FACES = {"true": True, "false": False}


def _vector(values: ArrayLike, fewest: int) -> FloatArray:
    try:
        x = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise DataProblem("The list may hold only numbers, but something in it is none.") from None
    if x.ndim != 1 or x.size < fewest:
        raise DataProblem(f"The list has {x.size} value(s), but at least {fewest} must be there, in one row.")
    check_count(x.size)
    return x


def _spell(value: object) -> str:
    """``value`` as a cell of text: "1" for 1.0 and True, but all digits of 0.9999999."""
    if isinstance(value, bool | np.bool_ | float | np.floating):
        exact = float(value)
        return str(int(exact)) if exact.is_integer() else repr(exact)
    return str(value).strip()


class Flips(NamedTuple):
    """Coin flips."""

    counts: Counts
    missing: int = 0
    """How many values were left out as missing."""
    heading: str = ""
    """The sentence about a first line that was read as a heading; empty if there is none."""


def _pieces(tokens: Iterable[Token]) -> list[tuple[str, str]]:
    cells = ((token.line, piece) for token in tokens for piece in token.text.split(","))
    return [(f"Line {line}", piece) for line, piece in cells if piece]


def _flip_cells(source: str | Iterable[object]) -> tuple[list[tuple[str, str]], str]:
    """Where each cell stands, and what it holds; and the sentence about a heading above them."""
    if isinstance(source, str):
        tokens = split(source)
        heading = heading_of(tokens)
        above, below = _pieces(tokens[: len(heading)]), _pieces(tokens[len(heading) :])
        # "heads" above 1 and 0 is a heading, above "tails" it is a flip.
        if any(_count(cell) is not None for _, cell in above) and any(cell[0].isalpha() for _, cell in below):
            return [*above, *below], ""
        return below, read_as_heading(heading)
    cells = [_spell(x) for x in source]
    check_count(len(cells))
    return [(f"Value {i}", cell) for i, cell in enumerate(cells, start=1)], ""


def _count(cell: str) -> Counts | None:
    """The flips in one cell, which may be a run such as HHTHT or 101; None if it holds anything else."""
    if _RUN.fullmatch(cell):
        heads = sum(cell.lower().count(letter) for letter in "h1")
        check_count(len(cell))
        return Counts(heads, len(cell) - heads)
    is_heads = _MORE_FACES.get(cell.lower(), face(cell))
    if is_heads is None and number(cell) in (0, 1):
        is_heads = number(cell) == 1
    return None if is_heads is None else Counts(int(is_heads), int(not is_heads))


def parse_flips(text_or_values: str | Iterable[object]) -> Flips:
    """Count flips: H, heads, 1 or True, and T, tails, 0 or False, in upper or lower case; HHTHT and 101 are runs.

    Parameters
    ----------
    text_or_values : str or iterable
        Pasted text (separated by line breaks, spaces, tabs, semicolons or commas; its first line may be a heading), or
        an iterable of numbers or words.

    Raises
    ------
    DataProblem
        If there are no flips or too many, or a value is neither a flip nor missing.
    """
    heads = tails = missing = 0
    cells, heading = _flip_cells(text_or_values)
    for where, cell in cells:
        if not cell or is_missing(cell):
            missing += 1
            continue
        counts = _count(cell)
        if counts is None:
            raise DataProblem(f"{where} holds {quote(cell)}, but {_ONLY_FLIPS}.")
        heads, tails = heads + counts.heads, tails + counts.tails
        check_count(heads + tails)
    if not heads + tails:
        raise DataProblem("There is nothing to read: at least one flip is needed.")
    return Flips(Counts(heads, tails), missing, heading)


def as_flips(text_or_values: str | Iterable[object]) -> Counts:
    """Count flips as :func:`parse_flips` does, whose errors it raises."""
    return parse_flips(text_or_values).counts


def as_tally(values: ArrayLike) -> Tally:
    """Tally counts of events; DataProblem unless they are whole numbers from 0 to ``MAX_EVENTS``, at least one."""
    x = _vector(values, fewest=1)
    bad = np.flatnonzero(~((x >= 0) & (x <= MAX_EVENTS) & (x == np.floor(x))))
    if bad.size:
        problem = f'Value {bad[0] + 1} is "{x[bad[0]]:.12g}"'
        raise DataProblem(f"{problem}, but only whole numbers from 0 to {MAX_EVENTS:,} are allowed.")
    found, frequencies = np.unique(x, return_counts=True)
    return Tally(tuple(int(k) for k in found), tuple(int(f) for f in frequencies))


def as_readings(values: ArrayLike) -> FloatArray:
    """Readings as floats.

    Raises
    ------
    DataProblem
        If there are fewer than 2, one exceeds ``MAX_READING`` in size, or their standard deviation is too small to tell
        from 0: below ``LEAST_SPREAD`` times the largest, or below one over ``MAX_READING``.
    """
    x = _vector(values, fewest=2)
    bad = np.flatnonzero(~(np.abs(x) <= MAX_READING))  # NaN fails the comparison
    if bad.size:
        problem = f'Value {bad[0] + 1} is "{x[bad[0]]:.12g}"'
        raise DataProblem(f"{problem}, but only numbers from -1e100 to 1e100 are allowed.")
    spread = math.sqrt(moments(x).sum_of_squares / x.size)
    if spread <= max(LEAST_SPREAD * float(np.max(np.abs(x))), 1 / MAX_READING):
        raise DataProblem("All values are equal or differ too little to tell, but they must differ.")
    return x
