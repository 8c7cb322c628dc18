"""Reading single values of the learner's data, and the error for values that cannot be read."""

from __future__ import annotations

import math
import re

MAX_VALUES = 100_000
MAX_BYTES = 1_000_000

NEWLINE = re.compile(r"\r\n|\r|\n")
ONLY_NUMBERS = "only finite numbers written like 12, -3.5 or 1e-4 are allowed"

# Stricter than float(): no nan, inf, 1_000 or non-ASCII digits. Matching takes linear time.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-"})
# In a file, digits may stand in groups of three: 1,234.5 or, with decimal commas, 1.234,5; or 1 234 and 1'234 in both.
_GROUPS = {
    mark: re.compile(rf"[+-]?[1-9][0-9]{{0,2}}(?P<group>[{other} \u00a0\u202f'’])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
                     rf"(?:{re.escape(mark)}[0-9]*)?")
    for mark, other in ((".", ","), (",", "."))
}  # fmt: skip
_BETWEEN_GROUPS = re.compile(r"[., \u00a0\u202f'’]")
# As R, Excel, pandas and data archives write a missing value; "None" and "." may be a label, so only among numbers.
_MISSING = frozenset({"", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "?", "-", "#N/A", "<NA>"})
_MISSING_NUMBER = frozenset({*map(str.lower, _MISSING), "none", "missing", ".", "--", "–", "—"})
_FACES = {"1": True, "h": True, "heads": True, "0": False, "t": False, "tails": False}


class DataProblem(ValueError):  # noqa: N818 - for the learner it is a problem to solve, not an error
    """The learner's data cannot be used; the text is one sentence, which a page shows to the learner."""


def quote(text: str) -> str:
    """``text`` in quotation marks: shortened to 30 characters, and each unprintable one replaced by U+FFFD."""
    short = text if len(text) <= 30 else text[:29] + "…"
    return '"' + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short) + '"'


def number(text: str) -> float | None:
    """The finite number that ``text`` spells, or None; a typographic minus sign is accepted."""
    plain = text.strip()
    if not plain.isascii():
        plain = plain.translate(_MINUS)
    value = float(plain) if _NUMBER.fullmatch(plain) else math.nan
    return value if math.isfinite(value) else None


def number_in_file(cell: str, mark: str) -> float | None:
    """The finite number that a cell spells where ``mark``, a point or a comma, stands before decimals, or None.

    Digits may stand in groups of three: ``1,234.5``, or ``1.234,5`` with decimal commas.
    """
    plain = cell
    if mark == ",":
        # A point is no decimal point here, and without a comma there is nothing to replace.
        plain = "" if "." in cell else cell.replace(",", ".")
    found = number(plain)
    if found is not None or not is_grouped(cell, mark):
        return found
    whole, _, decimals = cell.partition(mark)
    return number(f"{_BETWEEN_GROUPS.sub('', whole)}.{decimals}")


def is_grouped(cell: str, mark: str) -> bool:
    """Whether a cell is a number with its digits in groups of three."""
    return _BETWEEN_GROUPS.search(cell) is not None and _GROUPS[mark].fullmatch(cell.translate(_MINUS)) is not None


def is_missing(cell: str, *, among_numbers: bool = False) -> bool:
    """Whether a cell says that there is no value: empty, ``NA``, ``N/A``, ``NaN``, ``?``, ``-`` and the like.

    Among numbers upper and lower case are the same, and ``none``, ``missing``, a point and dashes are missing, too.
    """
    return cell.lower() in _MISSING_NUMBER if among_numbers else cell in _MISSING


def face(text: str) -> bool | None:
    """True for ``1``, ``h`` or ``heads``, False for ``0``, ``t`` or ``tails``, in upper or lower case; else None."""
    return _FACES.get(text.strip().lower())


def check_count(count: int) -> None:
    """Raise DataProblem if ``count``, a number of values, exceeds ``MAX_VALUES``."""
    if count > MAX_VALUES:
        raise DataProblem(f"There are more than {MAX_VALUES:,} values, and at most that many are allowed.")
