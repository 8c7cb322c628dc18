"""Numbers from the learner's pasted text: what separates them, what a comma is, and what is left out.

Line breaks, spaces, tabs and semicolons separate numbers. A comma does so too, unless it is a decimal comma (``3,5``)
or stands between groups of three digits (``1,234.5``). Where a text can be read in more than one way, nothing is
chosen: :class:`CommaProblem` asks.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.data.own.cells import MAX_BYTES, NEWLINE, ONLY_NUMBERS, DataProblem, check_count, number, quote

Comma = Literal["separator", "decimal", "thousands"]
"""What a comma inside a text is."""
COMMAS: Final[tuple[Comma, ...]] = ("decimal", "separator", "thousands")

MISSING: Final = frozenset({"na", "n/a", "#n/a", "<na>", "nan", "null", "none", "missing", "?", "-", "--", "–", "—"})
"""How a missing value is written, in lower case."""

_BETWEEN = re.compile(r"[;\s]+")
# A no-break space or an apostrophe between groups of three digits separates no numbers: 1 234,5 and 1'234.5.
_GROUPS = re.compile("(?<![0-9.,'’])[1-9][0-9]{0,2}(?:[\u00a0\u2009\u202f'’][0-9]{3})+(?![0-9'’])")
_BETWEEN_GROUPS = re.compile("[\u00a0\u2009\u202f'’]")
_SIGN, _EXPONENT = "[+\N{MINUS SIGN}-]?", "(?:[eE][+-]?[0-9]+)?"
_READS: Final[dict[Comma, re.Pattern[str]]] = {
    "decimal": re.compile(rf"{_SIGN}(?:[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+|[0-9]+),[0-9]+{_EXPONENT}"),
    "thousands": re.compile(rf"{_SIGN}[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+(?:\.[0-9]*)?"),
}
# A separator that is neither a line break nor beside a comma.
_OTHER_SEPARATOR = re.compile(r"[^\s,;](?:[ \t]*;[\s;]*|[ \t]+)[^\s,;]")
_INFINITE = frozenset({"inf", "infinity"})


class Token(NamedTuple):
    """A piece of text between separators, and its line, from 1."""

    line: int
    text: str


class Numbers(NamedTuple):
    """The numbers of a text, and how they were read."""

    values: FloatArray
    """Finite, shape (n,), in the order of the text; n is at least 1."""
    note: str = ""
    """One sentence for each thing that a reader might not expect; empty if there is none."""


class CommaProblem(DataProblem):
    """A text that can be read in more than one way; its text is a question.

    Attributes
    ----------
    choices : dict
        For each way to read the comma, what the text's first number with a comma would be.
    """

    def __init__(self, example: str, ways: tuple[Comma, ...]) -> None:
        super().__init__(f"In {quote(example)}, what is the comma?")
        self.choices: dict[Comma, str] = {way: " and ".join(_spellings(example, way)) for way in ways}


def split(text: str) -> list[Token]:
    """Every token between line breaks, spaces, tabs and semicolons, without commas at its ends.

    Raises
    ------
    DataProblem
        If the text is empty or too large.
    """
    # The first comparison avoids encoding a huge text.
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise DataProblem("The text is larger than 1 MB, and at most 1 MB is allowed.")
    found = [
        Token(line, token)
        for line, content in enumerate(NEWLINE.split(text), start=1)
        for piece in _BETWEEN.split(content)
        if (token := piece.strip(","))
    ]
    if not found:
        raise DataProblem("There is nothing to read: at least one value is needed.")
    return found


def left_out(missing: int, total: int) -> str:
    """The sentence about missing values; empty if there is none."""
    verb = "was" if missing == 1 else "were"
    return f"{missing:,} of {total:,} values {verb} left out as missing." if missing else ""


def is_missing(token: str) -> bool:
    """Whether a token stands for a missing value: NA, N/A, NaN, ?, - and the like."""
    return token.lower() in MISSING


def parse_numbers(text: str, comma: Comma | None = None, *, whole: bool = False) -> Numbers:
    """Read pasted numbers, separated by line breaks, spaces, tabs, semicolons or commas.

    Missing values and a heading on the first line are left out, and decimal commas and thousands separators are read
    where they are unmistakable; the note says so.

    Parameters
    ----------
    text : str
        The text.
    comma : {"separator", "decimal", "thousands"}, optional
        What a comma between digits is; by default the only way in which the text can be read.
    whole : bool
        Whether only whole numbers are expected, so that a comma before other digits than 0 is no decimal comma.

    Raises
    ------
    CommaProblem
        If ``comma`` is not given and the text can be read in more than one way.
    DataProblem
        If the text is empty or too large, or a token is neither a finite number nor missing.
    """
    grouped = _GROUPS.search(text)
    text = _GROUPS.sub(lambda found: _BETWEEN_GROUPS.sub("", found[0]), text)
    tokens = split(text)
    heading = heading_of(tokens)
    notes = [read_as_heading(heading)]
    if grouped:
        spelled_out = _BETWEEN_GROUPS.sub("", grouped[0])
        notes.append(f"Digits are read in groups of three: {quote(' '.join(grouped[0].split()))} is {spelled_out}.")
    tokens = tokens[len(heading) :]
    inner = [token.text for token in tokens if "," in token.text]
    if inner:
        comma = comma or _way(text, [token.text for token in tokens], inner, whole=whole)
        if comma != "separator":
            name = "decimal commas" if comma == "decimal" else "thousands separators"
            notes.append(f"Commas are read as {name}: {quote(inner[0])} is {_spellings(inner[0], comma)[0]}.")
    spelled = [(token.line, cell) for token in tokens for cell in _spellings(token.text, comma)]
    check_count(len(spelled))
    values = [_value(line, cell) for line, cell in spelled if not is_missing(cell)]
    if not values:
        raise DataProblem("Every value is missing: at least one number is needed.")
    notes.append(left_out(len(spelled) - len(values), len(spelled)))
    return Numbers(np.array(values, dtype=np.float64), " ".join(filter(None, notes)))


def _value(line: int, cell: str) -> float:
    value = number(cell)
    if value is None:
        raise DataProblem(f"Line {line} holds {quote(cell)}, but {ONLY_NUMBERS}.")
    return value


def _spellings(token: str, comma: Comma | None) -> list[str]:
    """The numbers of a token, written with a decimal point."""
    if comma is None or comma == "separator" or "," not in token:
        return [cell for cell in token.split(",") if cell]
    if comma == "thousands":
        return [token.replace(",", "")]
    return [token.replace(".", "").replace(",", ".")]


def read_as_heading(words: list[str]) -> str:
    """The sentence about a heading; empty if there is none."""
    return f"The first line, {quote(' '.join(words))}, is read as a heading." if words else ""


def heading_of(tokens: list[Token]) -> list[str]:
    """The words of a first line that names the numbers below it; none if it holds a number or stands alone."""
    first = [token.text for token in tokens if token.line == tokens[0].line]
    alone = len(first) == len(tokens)
    data = (word[0] in "0123456789+-." or is_missing(word) or word.lower() in _INFINITE for word in first)
    return [] if alone or any(data) or not any(word[0].isalpha() for word in first) else first


def _is_cell(cell: str) -> bool:
    return is_missing(cell) or number(cell) is not None


def _way(text: str, tokens: list[str], inner: list[str], *, whole: bool) -> Comma:
    """The only way to read the commas of a text; ``inner`` are its tokens with a comma inside."""
    ways: list[Comma] = [way for way, pattern in _READS.items() if all(map(pattern.fullmatch, inner))]
    pointed = next((token for token in tokens if "," not in token and "." in token and number(token) is not None), None)
    if "thousands" in ways and _surely_thousands(inner, pointed):
        return "thousands"
    if whole and "decimal" in ways and any(float(_spellings(token, "decimal")[0]) % 1 for token in inner):
        ways.remove("decimal")
    if "decimal" in ways and pointed is not None:
        if "thousands" not in ways:
            both = f"The text holds {quote(inner[0])} with a comma and {quote(pointed)} with a point"
            raise DataProblem(f"{both}; write all decimals in one way, and a space after each comma that separates.")
        ways.remove("decimal")
    between = "decimal" in ways and _OTHER_SEPARATOR.search(text)
    if not between and all(_is_cell(cell) for token in inner for cell in _spellings(token, "separator")):
        ways.append("separator")
    if len(ways) > 1:
        raise CommaProblem(inner[0], tuple(way for way in COMMAS if way in ways))
    return ways[0] if ways else "separator"


def _surely_thousands(inner: list[str], pointed: str | None) -> bool:
    """Whether commas between groups of three digits can be nothing else: a decimal point stands, too."""
    return any("." in token or (pointed is not None and token.count(",") > 1) for token in inner)
