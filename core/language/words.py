"""Splitting text in any script into sentences of words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from core.data.own.cells import DataProblem
from core.language.sentence_ends import SENTENCE_ENDS

MAX_TEXT: Final = 20_000
"""Longest text, in characters."""
_APOSTROPHES: Final = frozenset("'’")
_INSIDE_WORDS: Final = frozenset("՛՜՞")
"""Armenian marks of emphasis, exclamation and question: they stand inside the word that they belong to."""
_ITEM: Final = re.compile(r"\s*(?:[-*+•–—]|\d{1,3}[.)])\s+(?=\S)")
"""The beginning of a list's item: a dash, an asterisk, a bullet or a number."""

# Scripts that are written without spaces: each character counts as a word.
_SPACELESS: Final = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF)),  # Thai and Lao, Myanmar, Khmer
    *((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)),  # kana, Han
)
_STACKERS: Final = frozenset("\u1039\u17d2")
"""Signs of Myanmar and Khmer that write the next letter under the one before: both are one character."""

Sentence = tuple[str, ...]


class Reading(NamedTuple):
    """What was taken as sentences.

    ``joined`` is the number of line breaks inside a sentence, which were read as spaces; ``listed`` the number of lines
    or list items, in paragraphs of several, that were taken as a sentence (or more) of their own.
    """

    sentences: tuple[Sentence, ...]
    joined: int
    listed: int


def sentences(text: str) -> tuple[Sentence, ...]:
    """The text's sentences, each a tuple of lower-case words; :func:`read` says how they are found."""
    return read(text).sentences


@lru_cache(maxsize=32)
def read(text: str) -> Reading:
    """Split a text into sentences of lower-case words.

    A word is a sequence of letters, digits and their combining marks; it may contain apostrophes. In scripts without
    spaces, each character is a word. A sentence ends at one of ``SENTENCE_ENDS``, at an empty line or at the end of
    the text; a point between two digits belongs to the word. What a line break means depends on its paragraph:

    - In a paragraph that begins like a list's item, each item begins a sentence; other line breaks are spaces.
    - Else, if no sentence ends within the paragraph, each of its lines is a sentence, as in a list or a poem.
    - Else it is prose, and line breaks are spaces.

    Raises
    ------
    DataProblem
        If the text is longer than ``MAX_TEXT``, is empty or has no word.
    """
    if len(text) > MAX_TEXT:
        raise DataProblem(f"The text has {len(text):,} characters, and at most {MAX_TEXT:,} are allowed.")
    if not text.strip():
        raise DataProblem("There is nothing to read yet: paste a text of at least one word.")
    found: list[Sentence] = []
    joined = listed = 0
    plain = unicodedata.normalize("NFC", text).lower()
    # U+2029 separates paragraphs.
    for lines in _paragraphs(plain.replace("\u2029", "\n\n")):
        items = _items(lines)
        pieces = [_split("\n".join(item)) for item in items]
        found += [sentence for piece in pieces for sentence in piece]
        listed += sum(map(bool, pieces)) if len(items) > 1 else 0
        # Each line break inside a sentence makes one sentence of two.
        joined += sum(len(_split(line)) for item in items for line in item) - sum(map(len, pieces))
    if not found:
        raise DataProblem("There are only marks in this text: at least one word is needed.")
    return Reading(tuple(found), joined, listed)


def _paragraphs(text: str) -> Iterator[list[str]]:
    """The lines of each paragraph; empty lines separate paragraphs."""
    for filled, lines in groupby(text.splitlines(), key=lambda line: bool(line.strip())):
        if filled:
            yield list(lines)


def _items(lines: list[str]) -> list[list[str]]:
    """The lines of a paragraph, grouped: a group for each item of a list, or one for all of the prose."""
    if _ITEM.match(lines[0]):
        items: list[list[str]] = []
        for line in lines:
            mark = _ITEM.match(line)
            if mark:
                items.append([line[mark.end() :]])
            else:
                items[-1].append(line)
        return items
    if any(_ends_at(line, place) for line in lines for place in range(len(line))):
        return [lines]
    return [[line] for line in lines]


def _split(text: str) -> list[Sentence]:
    """The sentences of a text whose line breaks are spaces."""
    found: list[Sentence] = []
    words: list[str] = []
    word = ""
    for place, char in enumerate(text):
        after = text[place + 1 : place + 2]
        kind = unicodedata.category(char)
        if kind == "Cf" or (char in _INSIDE_WORDS and word):
            pass  # format characters (Cf), such as joiners, are dropped
        elif _is_decimal_point(text, place):
            word += char
        elif kind[0] in "LN":
            if word and word[-1] not in _STACKERS and (_stands_alone(char) or _stands_alone(word[0])):
                words.append(word)
                word = ""
            word += char
        elif word and (kind[0] == "M" or (char in _APOSTROPHES and after.isalpha())):
            word += "'" if char in _APOSTROPHES else char
        else:
            words += [word] if word else []
            word = ""
            if char in SENTENCE_ENDS and words:
                found.append(tuple(words))
                words = []
    words += [word] if word else []
    return found + ([tuple(words)] if words else [])


def _ends_at(text: str, place: int) -> bool:
    return text[place] in SENTENCE_ENDS and not _is_decimal_point(text, place)


def _is_decimal_point(text: str, place: int) -> bool:
    return text[place] == "." and text[max(0, place - 1) : place].isdigit() and text[place + 1 : place + 2].isdigit()


def _stands_alone(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _SPACELESS)
