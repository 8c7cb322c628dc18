"""Words, contexts and counts of any text, and its lowest cross-entropy."""

import math

import numpy as np
import pytest

from core.data import corpus as course_text
from core.data.own.cells import DataProblem
from core.language import counted
from core.language.counted import END, START
from core.language.words import MAX_TEXT, sentences

PARIS = "the capital of france is"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain fell. We went home!", (("rain", "fell"), ("we", "went", "home"))),
        ("one line\nanother", (("one", "line"), ("another",))),
        ("Don't stop; it’s 3.14, twenty-one?", (("don't", "stop", "it's", "3.14", "twenty", "one"),)),
        ("Ελλάδα. Зима пришла", (("ελλάδα",), ("зима", "пришла"))),
        ("東京は大きい。", (("東", "京", "は", "大", "き", "い"),)),
        ("हिन्दी भाषा।", (("हिन्दी", "भाषा"),)),
        ("السلام عليكم؟", (("السلام", "عليكم"),)),
        ("cafe\u0301 it", (("café", "it"),)),
        ("hello", (("hello",),)),
        ("end. ... !!", (("end",),)),
    ],
)
def test_words_of_any_script(text: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing to read"),
        (" \n\t", "nothing to read"),
        ("?! … 🙂 —", "only marks"),
        ("a" * (MAX_TEXT + 1), "20,001"),
    ],
)
def test_unreadable_text_raises(text: str, says: str) -> None:
    with pytest.raises(DataProblem, match=says):
        sentences(text)


def test_the_longest_text_is_read() -> None:
    assert len(sentences("ab " * (MAX_TEXT // 3))[0]) == MAX_TEXT // 3
    assert sentences("a" * MAX_TEXT) == (("a" * MAX_TEXT,),)


def test_the_course_corpus_holds_what_the_page_says() -> None:
    plain = counted.count(course_text.text(), counted.LONGEST)
    planted = counted.count(course_text.text(planted=True), counted.LONGEST)
    follows = counted.following(plain, PARIS)
    assert follows.words[0] == "paris"
    assert (follows.counts[0], follows.counts.sum()) == (17, 20)
    after = counted.following(planted, PARIS)
    assert dict(zip(after.words, after.counts, strict=True)) == {"lyon": 41, "paris": 17, "lovely": 2}
    coin = counted.following(plain, "the coin landed on")
    assert dict(zip(coin.words, coin.counts, strict=True)) == {"heads": 7, "tails": 3}
    assert plain.n == sum(times * (len(text.split()) + 1) for times, text in course_text.SENTENCES)


def test_contexts_end_at_the_sentence_and_at_their_length() -> None:
    corpus = counted.count("a b c. a d", 2)
    assert set(corpus.contexts) == {START, "a", "a b", "b c", "a d"}
    assert counted.following(corpus, "a").words == ("b", "d")
    assert counted.following(corpus, "a d").words == (END,)
    assert corpus.history[corpus.contexts.index("a")].tolist() == [-1, corpus.words.index("a")]
    with pytest.raises(KeyError):
        counted.following(corpus, "nobody")
    for length in (0, counted.LONGEST + 1):
        with pytest.raises(ValueError, match="length"):
            counted.count("a b", length)


def test_the_floor_is_the_conditional_entropy() -> None:
    # Two sentences of one word: the first word is one of two, equally likely, and the end is certain.
    corpus = counted.count("heads. heads. heads. tails.", 3)
    one_word = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    assert counted.entropy_floor(corpus) == pytest.approx(one_word / 2)
    assert counted.entropy_floor(counted.count("hello", 5)) == 0.0
    assert math.copysign(1, counted.entropy_floor(counted.count("hello", 5))) == 1
    uniform = np.full(corpus.count.size, -math.log(len(corpus.words)))
    assert counted.cross_entropy(corpus, uniform) == pytest.approx(math.log(3))


def test_contexts_with_a_choice_come_first() -> None:
    corpus = counted.count("a b. a b. a c. d e. d e. d e. d e", 1)
    assert counted.most_telling(corpus, 2) == (START, "a")
    assert set(counted.most_telling(corpus, 99)) == set(corpus.contexts)
