r"""Next words counted: the corpus, its contexts, and the lowest cross-entropy that any model of it can have.

A context is the last ``length`` words before a word, never reaching back beyond the sentence; the end of a sentence
is a word too. With counts n(c, w), their sums n(c) over the words and N in all,

- the count estimate is :math:`\hat P(w \mid c) = n(c, w) / n(c)`, the maximum likelihood of a table of probabilities,
- a model's cross-entropy is its mean NLL, :math:`-\tfrac1N \sum_{c,w} n(c, w) \log P(w \mid c)`,
- its floor is the corpus' conditional entropy, the same with :math:`\hat P`: by Gibbs' inequality no model goes below.

Everything is in nats a word. Sources: MacKay 2003, *ITILA*, sections 2.6 and 6.2; Jurafsky & Martin, *Speech and
Language Processing*, chapter 3.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import FloatArray
from core.language.words import sentences

START: Final = "(start)"
END: Final = "(end)"
"""The empty context, and the word that ends a sentence. Words have no brackets, so neither is taken for one."""

LONGEST: Final = 5
"""The longest context, in words."""

STOPS: Final = (
    *(0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 65, 80, 100, 130, 160, 200, 250, 320, 400),
    *(500, 650, 800, 1000, 1300, 1600, 2000),
)
"""The numbers of training steps at which a model is looked at."""

MAX_CELLS: Final = 12_000
"""Contexts times words up to which an embedding, which needs a logit for each, trains in a second or two."""

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Corpus:
    """What was counted. A pair is a context and a word that follows it somewhere.

    Attributes
    ----------
    words : tuple of str
        The vocabulary, by first appearance; :data:`END` is in it.
    contexts : tuple of str
        Words joined by spaces; :data:`START` is the empty one.
    context_of, word_of : ndarray of int, shape (pairs,)
        Each pair's context and word, as places in the two tuples; pairs of one context stand together.
    count : ndarray, shape (pairs,)
        How often the pair occurs.
    total : ndarray, shape (contexts,)
        How often the context occurs.
    history : ndarray of int, shape (contexts, length)
        The context's words, the last one last; -1 where the sentence had not begun.
    """

    words: tuple[str, ...]
    contexts: tuple[str, ...]
    context_of: IntArray
    word_of: IntArray
    count: FloatArray
    total: FloatArray
    history: IntArray

    @property
    def n(self) -> int:
        """Number of words predicted, ends of sentences included."""
        return int(self.total.sum())


class Following(NamedTuple):
    """The words that follow a context, most frequent first: names, counts, and the places of their pairs."""

    words: tuple[str, ...]
    counts: FloatArray
    pairs: IntArray


@lru_cache(maxsize=32)
def count(text: str, length: int) -> Corpus:
    """Count what follows each context of at most ``length`` words.

    Raises
    ------
    DataProblem
        If the text cannot be read (:func:`core.language.words.sentences`).
    ValueError
        If ``length`` lies outside [1, ``LONGEST``].
    """
    if not 1 <= length <= LONGEST:
        raise ValueError(f"length must lie from 1 to {LONGEST}, got {length!r}")
    seen: Counter[tuple[tuple[str, ...], str]] = Counter()
    for sentence in sentences(text):
        tokens = (*sentence, END)
        seen.update((tokens[max(0, i - length) : i], word) for i, word in enumerate(tokens))
    word_at = {word: i for i, word in enumerate(dict.fromkeys(word for _, word in seen))}
    context_at = {context: i for i, context in enumerate(dict.fromkeys(context for context, _ in seen))}
    places = sorted((context_at[context], word_at[word], times) for (context, word), times in seen.items())
    context_of, word_of, times = (np.array(column) for column in zip(*places, strict=True))
    history = [[-1] * (length - len(context)) + [word_at[word] for word in context] for context in context_at]
    return Corpus(
        tuple(word_at),
        tuple(" ".join(context) or START for context in context_at),
        context_of,
        word_of,
        times.astype(np.float64),
        np.bincount(context_of, weights=times).astype(np.float64),
        np.array(history),
    )


def count_log_p(corpus: Corpus) -> FloatArray:
    """Log of each pair's count estimate, log n(c, w) / n(c), shape (pairs,)."""
    return np.asarray(np.log(corpus.count / corpus.total[corpus.context_of]))


def cross_entropy(corpus: Corpus, log_p: ArrayLike) -> float:
    """Mean NLL of the corpus, nats a word, for a model's log-probability of each pair, shape (pairs,)."""
    return float(-(corpus.count @ np.asarray(log_p, dtype=np.float64)) / corpus.n)


def entropy_floor(corpus: Corpus) -> float:
    """Conditional entropy of the next word given the context, nats a word: the lowest cross-entropy there is."""
    # Plus zero: a corpus without a choice has a floor of 0, not of -0.
    return cross_entropy(corpus, count_log_p(corpus)) + 0.0


def following(corpus: Corpus, context: str) -> Following:
    """What follows ``context``.

    Raises
    ------
    KeyError
        If the corpus has no such context.
    """
    if context not in corpus.contexts:
        raise KeyError(context)
    pairs = np.flatnonzero(corpus.context_of == corpus.contexts.index(context))
    pairs = pairs[np.argsort(-corpus.count[pairs], kind="stable")]
    return Following(tuple(corpus.words[i] for i in corpus.word_of[pairs]), corpus.count[pairs], pairs)


def most_telling(corpus: Corpus, most: int) -> tuple[str, ...]:
    """At most ``most`` contexts: those with several next words first, then by how often they occur."""
    choices = np.bincount(corpus.context_of)
    order = np.lexsort((np.arange(choices.size), -corpus.total, choices < 2))
    return tuple(corpus.contexts[i] for i in order[:most])
