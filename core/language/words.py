"""Splitting text in any script into sentences of words."""

from __future__ import annotations

import unicodedata
from typing import Final

from core.data.own.cells import DataProblem

MAX_TEXT: Final = 20_000
"""Longest text, in characters."""
SENTENCE_ENDS: Final = frozenset(".!?…。！？｡।॥؟۔\n\r\u2028\u2029")
_APOSTROPHES: Final = frozenset("'’")

# Scripts that are written without spaces: each character counts as a word.
_SPACELESS: Final = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF)),  # Thai and Lao, Myanmar, Khmer
    *((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)),  # kana, Han
)


def sentences(text: str) -> tuple[tuple[str, ...], ...]:
    """The text's sentences, each a tuple of lower-case words.

    A word is a sequence of letters, digits and their combining marks; it may contain apostrophes. In scripts without
    spaces, each character is a word. A sentence ends at one of :data:`SENTENCE_ENDS` or at the end of the text. A point
    between two digits belongs to the word.

    Raises
    ------
    DataProblem
        If the text is longer than ``MAX_TEXT``, is empty or has no word.
    """
    if len(text) > MAX_TEXT:
        raise DataProblem(f"The text has {len(text):,} characters, and at most {MAX_TEXT:,} are allowed.")
    if not text.strip():
        raise DataProblem("There is nothing to read yet: at least one word is needed.")
    found: list[tuple[str, ...]] = []
    words: list[str] = []
    word = ""
    plain = unicodedata.normalize("NFC", text).lower()
    for place, char in enumerate(plain):
        after = plain[place + 1 : place + 2]
        kind = unicodedata.category(char)
        if kind == "Cf" or (char == "." and word[-1:].isdigit() and after.isdigit()):
            word += "." if char == "." else ""  # format characters (Cf), such as joiners, are dropped
        elif kind[0] in "LN":
            if word and (_stands_alone(char) or _stands_alone(word[0])):
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
    found += [tuple(words)] if words else []
    if not found:
        raise DataProblem("There are only marks in this text: at least one word is needed.")
    return tuple(found)


def _stands_alone(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _SPACELESS)
