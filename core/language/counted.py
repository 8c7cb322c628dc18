r"""Counts of the next word after each context of a corpus, and the lowest cross-entropy that a model can reach.

A context is the last ``length`` words before a word, or fewer at the beginning of a sentence; the end of a sentence
counts as a word. With counts n(c, w), their sums n(c) over the words and their total N,

- the count estimate is :math:`\hat P(w \mid c) = n(c, w) / n(c)`, the MLE of a table of probabilities,
- the cross-entropy of a model is its mean NLL, :math:`-\tfrac1N \sum_{c,w} n(c, w) \log P(w \mid c)`,
- the entropy floor is the conditional entropy of the corpus, the cross-entropy of :math:`\hat P`: by Gibbs' inequality
  no model has a lower one.

Everything is in nats per word. Sources: MacKay 2003, *ITILA*, sections 2.6 and 6.2; Jurafsky & Martin, *Speech and
Language Processing*, chapter 3.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray, IntArray
from core.language.words import sentences

START: Final = "(start)"
END: Final = "(end)"
"""Names of the empty context and of the end of a sentence. Words have no brackets, so neither can be a real word."""

LONGEST: Final = 5
"""Largest ``length`` of a context, in words."""

STOPS: Final = (
    *(0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 65, 80, 100, 130, 160, 200, 250, 320, 400),
    *(500, 650, 800, 1000, 1300, 1600, 2000),
)
"""Numbers of training steps after which the state of a model is kept."""

MAX_CELLS: Final = 12_000
"""Most contexts times words for the embedding model, which has a logit for each and then trains in a second or two."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """The counts of a text. A pair is a context and a word that follows it at least once.

    Attributes
    ----------
    words : tuple of str
        The vocabulary, :data:`END` included, in order of first appearance.
    contexts : tuple of str
        The words of each context, joined by spaces; :data:`START` for the empty context.
    context_of, word_of : ndarray of int, shape (pairs,)
        Context and word of each pair, as indices into ``contexts`` and ``words``; sorted by context.
    count : ndarray, shape (pairs,)
        Occurrences of each pair.
    total : ndarray, shape (contexts,)
        Occurrences of each context.
    history : ndarray of int, shape (contexts, length)
        The words of each context as indices into ``words``, aligned right; -1 where the context has fewer words.
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
        """Number of predicted words, ends of sentences included."""
        return int(self.total.sum())


class Following(NamedTuple):
    """The words that follow a context, most frequent first, with their counts and the indices of their pairs."""

    words: tuple[str, ...]
    counts: FloatArray
    pairs: IntArray


@lru_cache(maxsize=32)
def count(text: str, length: int) -> Corpus:
    """Count the words that follow each context of at most ``length`` words; cached, so treat it as read-only.

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
    """Log of the count estimate of each pair, log(n(c, w) / n(c)), shape (pairs,), in nats."""
    return np.asarray(np.log(corpus.count / corpus.total[corpus.context_of]))


def cross_entropy(corpus: Corpus, log_p: ArrayLike) -> float:
    """Mean NLL of the corpus in nats per word, given a model's log-probability of each pair, shape (pairs,)."""
    return float(-(corpus.count @ np.asarray(log_p, dtype=np.float64)) / corpus.n)


def entropy_floor(corpus: Corpus) -> float:
    """Conditional entropy of the next word given the context, in nats per word: the lowest possible cross-entropy."""
    # + 0.0 turns -0.0 into 0.0, for a corpus in which each context has one next word.
    return cross_entropy(corpus, count_log_p(corpus)) + 0.0


def following(corpus: Corpus, context: str) -> Following:
    """The words that follow ``context``; KeyError if the corpus has no such context."""
    if context not in corpus.contexts:
        raise KeyError(context)
    pairs = np.flatnonzero(corpus.context_of == corpus.contexts.index(context))
    pairs = pairs[np.argsort(-corpus.count[pairs], kind="stable")]
    return Following(tuple(corpus.words[i] for i in corpus.word_of[pairs]), corpus.count[pairs], pairs)


def most_telling(corpus: Corpus, most: int) -> tuple[str, ...]:
    """At most ``most`` contexts: first those with several next words, each group by falling number of occurrences."""
    next_words = np.bincount(corpus.context_of)
    order = np.lexsort((np.arange(next_words.size), -corpus.total, next_words < 2))
    return tuple(corpus.contexts[i] for i in order[:most])
