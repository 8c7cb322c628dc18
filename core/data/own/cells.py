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
_FACES = {"1": True, "h": True, "heads": True, "0": False, "t": False, "tails": False}


class DataProblem(ValueError):  # noqa: N818 - for the learner it is a problem to solve, not an error
    """The learner's data cannot be used; the text is one sentence, which a page shows to the learner."""


def quote(text: str) -> str:
    """``text`` in quotation marks: shortened to 30 characters, and each unprintable one replaced by U+FFFD."""
    short = text if len(text) <= 30 else text[:29] + "…"
    return '"' + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short) + '"'


def number(text: str) -> float | None:
    """The finite number that ``text`` spells, or None; a typographic minus sign is accepted."""
    plain = text.strip().translate(_MINUS)
    value = float(plain) if _NUMBER.fullmatch(plain) else math.nan
    return value if math.isfinite(value) else None


def face(text: str) -> bool | None:
    """True for ``1``, ``h`` or ``heads``, False for ``0``, ``t`` or ``tails``, in upper or lower case; else None."""
    return _FACES.get(text.strip().lower())


def check_count(count: int) -> None:
    """Raise DataProblem if ``count``, a number of values, exceeds ``MAX_VALUES``."""
    if count > MAX_VALUES:
        raise DataProblem(f"There are more than {MAX_VALUES:,} values, and at most that many are allowed.")
