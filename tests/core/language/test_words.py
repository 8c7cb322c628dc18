"""What is taken as sentences: prose with line breaks, lists, poems, and scripts with marks of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.words import read, sentences

WRAPPED = "the cat sat on\nthe mat and the\ndog ran. the cat\nsat on the hat and\nthe dog slept."
KHMER = "ខ្ញុំទៅ។ គាត់មក។"


def spoken(text: str) -> list[str]:
    return [" ".join(sentence) for sentence in sentences(text)]


def test_line_breaks_inside_prose_are_spaces() -> None:
    assert spoken(WRAPPED) == ["the cat sat on the mat and the dog ran", "the cat sat on the hat and the dog slept"]
    assert read(WRAPPED)[1:] == (4, 0)
    assert read(WRAPPED.replace("\n", "\r\n")) == read(WRAPPED.replace("\n", "\u2028")) == read(WRAPPED)


@pytest.mark.parametrize("between", ["\n\n", "\n \t\n", "\r\n\r\n", "\u2029", "\n\n\n\n"])
def test_an_empty_line_ends_a_sentence(between: str) -> None:
    assert spoken(f"A title{between}One. Two\nthree") == ["a title", "one", "two three"]


@pytest.mark.parametrize(
    ("text", "found", "joined", "listed"),
    [
        ("heads\nheads\ntails", ["heads", "heads", "tails"], 0, 3),
        ("Tiger, burning\nin the night,\nwhat hand?", ["tiger burning in the night what hand"], 2, 0),
        ("I like tea.\nYou like milk.\n", ["i like tea", "you like milk"], 0, 0),
        ("1. tea\n2. milk\n3) bread. Fresh", ["tea", "milk", "bread", "fresh"], 0, 3),
        ("- milk\n  and eggs\n- bread", ["milk and eggs", "bread"], 1, 2),
        ("born in\n1990. Then", ["born in 1990", "then"], 1, 0),
        ("3.14\n2.71", ["3.14", "2.71"], 0, 2),
        ("a\n...\nb.", ["a", "b"], 0, 0),
        ("-", [], 0, 0),
    ],
)
def test_lists_and_poems(text: str, found: list[str], joined: int, listed: int) -> None:
    if not found:
        found, text = ["x"], f"{text}\n\nx"
    assert spoken(text) == found
    assert read(text)[1:] == (joined, listed)


def test_khmer_and_armenian() -> None:
    # A coeng writes the next consonant under the one before: one character.
    assert sentences(KHMER) == (("ខ្ញុំ", "ទៅ"), ("គា", "ត់", "ម", "ក"))
    assert spoken("Նա եկավ։ Նա գնաց։") == ["նա եկավ", "նա գնաց"]
    # The Armenian question mark stands inside the word.
    assert spoken("Ո՞վ եկավ։") == ["ով եկավ"]
    assert spoken("रामः गच्छति। सः\nआगच्छति॥") == ["रामः गच्छति", "सः आगच्छति"]
    assert spoken("ကျွန်တော်သွားတယ်။")[0].startswith("ကျွ")


words = st.lists(st.sampled_from(["cat", "dog", "ran"]), min_size=1, max_size=6)


@given(st.lists(words, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_wrapping_prose_anywhere_changes_no_sentence(text: list[list[str]], random: object) -> None:
    flat = " ".join(" ".join(sentence) + "." for sentence in text)
    wrapped = "".join(random.choice(" \n") if char == " " else char for char in flat)  # type: ignore[attr-defined]
    assert sentences(wrapped) == sentences(flat) == tuple(map(tuple, text))
