"""The records of the learner's CSV file: its encoding, and the separator with which it is a table.

The standard library's csv.reader reads them, not pyarrow.csv: docs/decisions/0009-csv-reader.md says why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from core.data.own.cells import MAX_BYTES, MAX_VALUES, DataProblem, check_count, is_missing, number_in_file

SEPARATORS: Final = {
    "\t": "tabs between the columns",
    ";": "semicolons between the columns",
    "|": "bars between the columns",
    ",": "",
}
"""Each separator with the words of the note, preferred in this order: a comma also stands in texts and decimals."""
SPACE: Final = " "
"""Between the columns of a file of R's write.table: read only where no other separator makes the file a table."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file, and a note if it is not UTF-8: UTF-16 with a byte order mark, or else Windows-1252.

    Raises
    ------
    DataProblem
        If the file is larger than ``MAX_BYTES`` or is no text in these encodings.
    """
    if len(content) > MAX_BYTES:
        raise DataProblem("The file is larger than 1 MB, and at most 1 MB is allowed.")
    if content.startswith(_UTF_16):
        try:
            return _without_nul(content.decode("utf-16")), "Read as UTF-16."
        except UnicodeDecodeError:
            raise DataProblem("The file begins as UTF-16 but does not go on so: save it as UTF-8.") from None
    try:
        return _without_nul(content.decode("utf-8-sig")), ""
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
    try:
        return _without_nul(content.decode("cp1252")), "Read as Windows-1252."
    except UnicodeDecodeError:
        raise DataProblem(f"Line {line} is neither UTF-8 nor Windows-1252: save the file as UTF-8.") from None


def _without_nul(text: str) -> str:
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise DataProblem(f"Line {line} holds a NUL byte, but only text is allowed: save the file as UTF-8.")
    return text


@dataclass(frozen=True, slots=True)
class Records:
    """The cells of a file with one separator, row by row, and each row's first line in the file, from 1.

    ``problem`` is the sentence about a file that is no table with this separator.
    """

    separator: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    problem: str = ""

    @property
    def width(self) -> int:
        """Number of columns; columns without a cell at the right end do not count."""
        return len(self.rows[0]) if self.rows else 0


def _read(text: str, separator: str, skipped: int) -> Records:
    """Read a file with one separator; rows without a cell and empty columns at the right end are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    same: dict[str, str] = {}  # equal cells share one string, or a table of numbers takes ten times its file
    start = 1
    try:
        for row in reader:
            cells = [same.setdefault(cell, cell) for cell in map(str.strip, row)]
            if any(cells):
                rows.append(cells)
                lines.append(start + skipped)
                if len(rows) > MAX_VALUES + 1:  # one may be the header
                    check_count(len(rows))
            start = reader.line_num + 1
    except csv.Error:
        problem = f"Line {start + skipped} has a quotation mark or a field that never ends properly, but quoted fields"
        return Records(separator, rows, lines, f"{problem} must be closed and followed by a separator.")
    width = max(map(_filled, rows), default=0)
    if all(len(row) >= width for row in rows):
        return Records(separator, [row[:width] for row in rows], lines)
    first = len(rows[0])
    odd = next(i for i, row in enumerate(rows) if len(row) < min(first, width) or _filled(row) > first)
    line, row = lines[odd], rows[odd]
    fields = f"{len(row)} field{'' if len(row) == 1 else 's'}"
    problem = f"Line {line} has {fields}, but the first row has {first}, and all rows must have the same number."
    return Records(separator, rows, lines, problem)


def _filled(row: Sequence[str]) -> int:
    """Number of cells up to the last that is not empty."""
    return next((i for i in range(len(row), 0, -1) if row[i - 1]), 0)


def read_records(text: str, numbers: Callable[[Records], int]) -> Records:
    """Read a file with the separator with which *all* its rows have the same number of columns.

    Separators are counted outside quotation marks and over whole records. Of several that fit, the one with the most
    ``numbers`` wins, then the one with the most columns. A first line ``sep=;`` names the separator, as in Excel. If
    none fits, spaces may, as in a file of R's write.table, whose first row has no name for the row names.

    Raises
    ------
    DataProblem
        If the file is no table with any separator, or has more than ``MAX_VALUES`` rows.
    """
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    if named.startswith("sep=") and named[4:] in ("", *SEPARATORS):
        # strip() above takes a tab away.
        return _checked(_read(rest, named[4:] or "\t", skipped=1))
    # All separators that do not occur read the file as one column: one of them is enough.
    absent = [separator for separator in SEPARATORS if separator not in text][:1]
    present = [separator for separator in SEPARATORS if separator in text]
    readings = [_read(text, separator, skipped=0) for separator in (*absent, *present)]
    tables = [records for records in readings if not records.problem]
    wide = [records for records in tables if records.width > 1]
    if len(wide) > 1:
        return max(wide, key=lambda records: (numbers(records), records.width))
    if wide:
        return wide[0]
    spaced = _with_spaces(text, tables)
    if spaced is not None:
        return spaced
    if len(tables) == len(readings) or (tables and _is_column_of_decimal_commas(tables[0], readings[-1])):
        return tables[0]
    line = next(line for line in text.splitlines() if line.strip())
    return _checked(max((r for r in readings if r.problem), key=lambda records: line.count(records.separator)))


def _with_spaces(text: str, tables: Sequence[Records]) -> Records | None:
    """The file read with spaces, if it then has a column of numbers and is no single column of numbers without them.

    So 1 234 stays a number, and a column of texts with spaces stays one column.
    """
    if any(_is_numbers([row[0] for row in records.rows[1:]]) for records in tables if records.width == 1):
        return None
    records = _read(text, SPACE, skipped=0)
    if records.problem and len(records.rows) > 1:
        header, *body = (row[: _filled(row)] for row in records.rows)
        if len(header) > 1 and all(len(row) == len(header) + 1 for row in body):
            records = Records(SPACE, [["", *header], *body], records.lines)
    if records.problem or records.width < 2:
        return None
    columns = zip(*records.rows[1:], strict=True)
    return records if any(_is_numbers(column) for column in list(columns)[1:]) else None


def _is_numbers(cells: Sequence[str]) -> bool:
    """Whether the cells are numbers, in some notation, or missing, but not all missing."""
    present = [cell for cell in cells if not is_missing(cell, among_numbers=True)]
    return bool(present) and all(any(number_in_file(cell, mark) is not None for mark in ".,") for cell in present)


def _is_column_of_decimal_commas(column: Records, with_commas: Records) -> bool:
    """Whether a file that is no table with commas is one column of numbers below a name without a comma."""
    cells = [row[0] for row in column.rows[1:]]
    return with_commas.width == 1 and all(
        number_in_file(cell, ",") is not None or is_missing(cell, among_numbers=True) for cell in cells
    )


def _checked(records: Records) -> Records:
    if records.problem:
        raise DataProblem(records.problem)
    return records
