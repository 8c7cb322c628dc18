"""The marks that end a sentence, against names and categories of ``unicodedata``; a browser test has the whole set."""

import sys
import unicodedata

import pytest

from core.language.sentence_ends import SENTENCE_ENDS, SENTENCE_TERMINAL
from core.language.words import sentences

# Marks with such a name that do not stand at the end of a sentence, or not alone.
ELSEWHERE = {
    "INVERTED QUESTION MARK",
    "INVERTED EXCLAMATION MARK",
    "GREEK QUESTION MARK",  # the same character as a semicolon
    "ARMENIAN QUESTION MARK",  # inside the word
    "ARMENIAN EXCLAMATION MARK",
    "ADLAM INITIAL QUESTION MARK",
    "ADLAM INITIAL EXCLAMATION MARK",
    "COPTIC FULL STOP",  # Unicode does not give it the property
}


def test_every_mark_is_punctuation() -> None:
    for char in SENTENCE_ENDS:
        # Cn: newer than this Python's Unicode.
        assert unicodedata.category(char) in {"Po", "Cn"}, f"U+{ord(char):04X}"
    assert len(SENTENCE_TERMINAL) == 170


def test_every_full_stop_question_mark_and_danda_is_there() -> None:
    names = {
        char: unicodedata.name(char, "")
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char) == "Po"
    }
    ends = (" FULL STOP", " DANDA", " QUESTION MARK", " EXCLAMATION MARK", "KHMER SIGN KHAN")
    wanted = {char for char, name in names.items() if f" {name}".endswith(ends) and name not in ELSEWHERE}
    assert len(wanted) > 60
    assert wanted <= SENTENCE_TERMINAL, [names[char] for char in wanted - SENTENCE_TERMINAL]


@pytest.mark.parametrize("mark", sorted(SENTENCE_ENDS), ids=lambda mark: f"U+{ord(mark):04X}")
def test_each_mark_ends_a_sentence(mark: str) -> None:
    assert sentences(f"x y{mark} z") == (("x", "y"), ("z",))
