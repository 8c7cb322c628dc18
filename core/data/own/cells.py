"""One cell of the learner's data: a number, the face of a coin, or a problem to be told in one sentence."""

from __future__ import annotations

import math
import re

MAX_VALUES = 100_000
MAX_BYTES = 1_000_000

NEWLINE = re.compile(r"\r\n|\r|\n")
ONLY_NUMBERS = "only finite numbers written like 12, -3.5 or 1e-4 are allowed"

# Stricter than float(): no nan, inf, 1_000 or digits of other scripts. Linear in the length of the text.
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-"})
_FACES = {"1": True, "h": True, "heads": True, "0": False, "t": False, "tails": False}


class DataProblem(ValueError):  # noqa: N818 - for the learner it is a problem to solve, not an error
    """What is wrong with the learner's data, as one sentence for the learner."""


def quote(text: str) -> str:
    """At most 30 characters of ``text`` in quotation marks, on one line and printable."""
    short = text if len(text) <= 30 else text[:29] + "…"
    return '"' + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in short) + '"'


def number(text: str) -> float | None:
    """Return the finite number that ``text`` spells, a typographic minus sign included, or None."""
    plain = text.strip().translate(_MINUS)
    value = float(plain) if _NUMBER.fullmatch(plain) else math.nan
    return value if math.isfinite(value) else None


def face(text: str) -> bool | None:
    """Return True for heads (1, H), False for tails (0, T), in upper or lower case, or None."""
    return _FACES.get(text.strip().lower())


def limit(count: int) -> None:
    """Raise DataProblem if there are more than ``MAX_VALUES`` values."""
    if count > MAX_VALUES:
        raise DataProblem(f"There are more than {MAX_VALUES:,} values, and at most that many are allowed.")
