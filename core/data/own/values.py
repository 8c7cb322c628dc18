"""Numbers, coin flips, counts of events and readings from the learner's pasted text or columns.

Invalid input raises :class:`DataProblem`, whose text a page shows unchanged. No value is guessed or skipped: the error
names the first one that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from core.data.own.cells import MAX_BYTES as MAX_BYTES
from core.data.own.cells import MAX_VALUES as MAX_VALUES
from core.data.own.cells import NEWLINE, ONLY_NUMBERS, check_count, face, number, quote
from core.data.own.cells import DataProblem as DataProblem
from core.data.own.csv_table import Table as Table
from core.data.own.csv_table import column_cells as column_cells
from core.data.own.csv_table import column_values as column_values
from core.data.own.csv_table import parse_csv as parse_csv
from core.likelihood.counts import Counts
from core.likelihood.gaussian import moments
from core.likelihood.poisson import Tally

MAX_EVENTS = 1_000
MAX_READING = 1e12

_SEPARATORS = re.compile(r"[,;\s]+")
_ONLY_FLIPS = "only 0 or 1, H or T, heads or tails are allowed, one at a time"


def _tokens(text: str) -> list[tuple[int, str]]:
    """Every non-empty token with its line number."""
    # The first comparison avoids encoding a huge text.
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise DataProblem("The text is larger than 1 MB, and at most 1 MB is allowed.")
    found: list[tuple[int, str]] = []
    for line, content in enumerate(NEWLINE.split(text), start=1):
        found += [(line, token) for token in _SEPARATORS.split(content) if token]
    check_count(len(found))
    if not found:
        raise DataProblem("There is nothing to read: at least one value is needed.")
    return found


def parse_numbers(text: str) -> FloatArray:
    """Read pasted numbers, separated by line breaks, commas, semicolons, spaces or tabs.

    A comma is always a separator, so decimals need a point. Several separators in a row count as one.

    Returns
    -------
    ndarray, shape (n,)
        1 to ``MAX_VALUES`` finite numbers in the order of the text.

    Raises
    ------
    DataProblem
        If the text is empty or too large, or a token is not a finite number.
    """
    values = []
    for line, token in _tokens(text):
        value = number(token)
        if value is None:
            raise DataProblem(f"Line {line} holds {quote(token)}, but {ONLY_NUMBERS}.")
        values.append(value)
    return np.array(values, dtype=np.float64)


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


def _flip_cells(source: str | Iterable[object]) -> list[tuple[str, str]]:
    if isinstance(source, str):
        return [(f"Line {line}", token) for line, token in _tokens(source)]
    cells = [_spell(x) for x in source]
    check_count(len(cells))
    return [(f"Value {i}", cell) for i, cell in enumerate(cells, start=1)]


def as_flips(text_or_values: str | Iterable[object]) -> Counts:
    """Count flips: 1, H or heads, and 0, T or tails, in upper or lower case.

    Parameters
    ----------
    text_or_values : str or iterable
        Pasted text (separated as in :func:`parse_numbers`), or an iterable of numbers or words.

    Raises
    ------
    DataProblem
        If there are no flips or too many, or a value is not a flip.
    """
    cells = _flip_cells(text_or_values)
    if not cells:
        raise DataProblem("There is nothing to read: at least one flip is needed.")
    heads = 0
    for where, cell in cells:
        is_heads = face(cell)
        if is_heads is None:
            raise DataProblem(f"{where} holds {quote(cell)}, but {_ONLY_FLIPS}.")
        heads += is_heads
    return Counts(heads, len(cells) - heads)


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
    """Readings as floats; DataProblem unless there are at least 2, they differ, and none exceeds ``MAX_READING``."""
    x = _vector(values, fewest=2)
    bad = np.flatnonzero(~(np.abs(x) <= MAX_READING))  # NaN fails the comparison
    if bad.size:
        problem = f'Value {bad[0] + 1} is "{x[bad[0]]:.12g}"'
        raise DataProblem(f"{problem}, but only numbers from -1e12 to 1e12 are allowed.")
    # Tests the variance, not equality: 0 and 1e-200 differ, but their variance is 0 in float64.
    if not moments(x).sum_of_squares > 0:
        raise DataProblem("All values are equal or differ too little to tell, but they must differ.")
    return x
