"""Language models for any text: the entropy floor, the counts, and gradient steps that never raise the NLL."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language import counted, softmax_step
from core.language.words import sentences

words = st.sampled_from(["a", "b", "cd", "ü", "京", "don't", "."])
texts = st.lists(words, min_size=1, max_size=40).map(" ".join).filter(lambda text: text.strip(" ."))


@settings(max_examples=25)
@given(texts, st.integers(1, counted.LONGEST), st.integers(0, 2**32 - 1))
def test_no_model_has_a_cross_entropy_below_the_entropy(text: str, length: int, seed: int) -> None:
    corpus = counted.count(text, length)
    logits = np.random.default_rng(seed).normal(size=(len(corpus.contexts), len(corpus.words)))
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    loss = counted.cross_entropy(corpus, log_p[corpus.context_of, corpus.word_of])
    assert loss >= counted.entropy_floor(corpus) - 1e-12


@settings(max_examples=25)
@given(texts, st.integers(1, counted.LONGEST))
def test_counts_add_up(text: str, length: int) -> None:
    corpus = counted.count(text, length)
    assert corpus.n == corpus.count.sum() == sum(len(sentence) + 1 for sentence in sentences(text))
    for context in corpus.contexts:
        follows = counted.following(corpus, context)
        assert follows.counts.sum() == corpus.total[corpus.contexts.index(context)]
    # A longer context never raises the entropy.
    if length < counted.LONGEST:
        longer = counted.count(text, length + 1)
        assert counted.entropy_floor(longer) <= counted.entropy_floor(corpus) + 1e-12


@settings(max_examples=25)
@given(st.lists(st.floats(-30, 30), min_size=2, max_size=8), st.integers(0, 99), st.floats(0.01, softmax_step.RATE))
def test_no_step_up_to_the_rate_raises_the_nll(logits: list[float], seed: int, rate: float) -> None:
    share = np.random.default_rng(seed).dirichlet(np.ones(len(logits)))
    step = softmax_step.softmax_step(logits, share, rate)
    assert step.nll_after <= step.nll + 1e-12
    assert abs(step.gradient.sum()) < 1e-12
