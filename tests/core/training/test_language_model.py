"""The next-word model: the counts are its maximum likelihood, the entropy its floor, p − y its gradient."""

import numpy as np
import pytest
import torch

from core.data import corpus as course_text
from core.language import counted as language
from core.language import softmax_step
from core.language.counted import STOPS, Corpus
from core.training import language_model
from core.training.language_model import Run
from pages.training_is_mle.example import language_code

PARIS = "the capital of france is"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return language.count(course_text.text(), language.LONGEST)


@pytest.fixture(scope="module")
def table(corpus: Corpus) -> Run:
    return language_model.train_table(corpus)


def test_training_ends_at_the_counts_and_just_above_the_floor(corpus: Corpus, table: Run) -> None:
    counted = np.exp(language.count_log_p(corpus))
    assert np.abs(np.exp(table.log_p[-1]) - counted).max() < 1e-3
    floor = language.entropy_floor(corpus)
    assert table.cross_entropy[-1] - floor < 1e-3
    assert np.all(table.cross_entropy >= floor)
    assert np.all(np.diff(table.cross_entropy) < 0)


def test_training_begins_uniform_and_its_loss_is_the_mean_nll(corpus: Corpus, table: Run) -> None:
    assert np.exp(table.log_p[0]) == pytest.approx(1 / len(corpus.words))
    for stop in (0, 5, -1):
        assert table.cross_entropy[stop] == pytest.approx(language.cross_entropy(corpus, table.log_p[stop]), rel=1e-12)


def test_the_planted_sentence_moves_the_fit_as_the_counts_say() -> None:
    corpus = language.count(course_text.text(planted=True), language.LONGEST)
    follows = language.following(corpus, PARIS)
    trained = np.exp(language_model.train_table(corpus).log_p[-1][follows.pairs])
    assert trained == pytest.approx(follows.counts / follows.counts.sum(), abs=1e-3)
    assert follows.words[int(np.argmax(trained))] == "lyon"


def test_one_shared_logit_for_words_that_never_follow_is_exact(corpus: Corpus, table: Run) -> None:
    # For comparison: separate logits, trained by torch's own loss and optimizer, context by context.
    for context in (PARIS, "the detective found", language.START):
        follows = language.following(corpus, context)
        targets = torch.repeat_interleave(torch.arange(len(follows.words)), torch.tensor(follows.counts).long())
        logits = torch.zeros(len(corpus.words), dtype=torch.float64, requires_grad=True)
        optimizer = torch.optim.SGD([logits], lr=softmax_step.RATE)
        for done in range(STOPS[10] + 1):
            if done in STOPS:
                expected = torch.log_softmax(logits.detach(), 0)[: len(follows.words)].numpy()
                assert table.log_p[STOPS.index(done)][follows.pairs] == pytest.approx(expected, rel=1e-9)
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(logits.expand(len(targets), -1), targets).backward()
            optimizer.step()


def test_the_embedding_ends_above_the_floor_too(corpus: Corpus) -> None:
    run = language_model.train_embedding(corpus)
    floor = language.entropy_floor(corpus)
    assert np.all(run.cross_entropy >= floor)
    assert run.cross_entropy[-1] - floor < 0.01


@pytest.mark.parametrize(("text", "length"), [("hello", 5), ("東京は大きい。東京は遠い。", 1)])
def test_small_texts_train_to_their_counts(text: str, length: int) -> None:
    corpus = language.count(text, length)
    run = language_model.train_table(corpus)
    assert np.exp(run.log_p[-1]) == pytest.approx(np.exp(language.count_log_p(corpus)), abs=2e-3)
    assert run.cross_entropy[-1] >= language.entropy_floor(corpus)


def test_an_embedding_for_too_many_contexts_and_words_is_refused() -> None:
    corpus = language.count(" ".join(f"w{i}" for i in range(200)), 5)
    with pytest.raises(ValueError, match="at most"):
        language_model.train_embedding(corpus)


def test_the_gradient_by_autograd_is_p_minus_y() -> None:
    rng = np.random.default_rng(0)
    for scale in (0.0, 1.0, 300.0):
        logits, share = scale * rng.normal(size=9), rng.dirichlet(np.ones(9))
        step = softmax_step.softmax_step(logits, share)
        assert language_model.autograd_gradient(logits, share) == pytest.approx(step.gradient, abs=1e-14)


def test_a_softmax_step_agrees_with_a_calculation_by_hand() -> None:
    step = softmax_step.softmax_step([0.0, 0.0], [1.0, 0.0], rate=2.0)
    assert step.probability.tolist() == [0.5, 0.5]
    assert step.gradient.tolist() == [-0.5, 0.5]
    assert step.updated.tolist() == [1.0, -1.0]
    assert step.nll == pytest.approx(np.log(2))
    assert step.nll_after == pytest.approx(np.log1p(np.exp(-2)))
    assert softmax_step.walk([1.0, 0.0], 1).tolist() == [1.0, -1.0]
    for share in ([1.0], [0.5, 0.4], [1.5, -0.5]):
        with pytest.raises(ValueError, match="share"):
            softmax_step.softmax_step([0.0, 0.0], share)


def test_the_worked_example_reaches_the_trained_probabilities(corpus: Corpus, table: Run) -> None:
    follows = language.following(corpus, PARIS)
    code = language_code(PARIS, follows.words, follows.counts.tolist(), len(corpus.words), 50)
    found: dict[str, object] = {}
    exec(code, found)
    assert found["probability"] == pytest.approx(np.exp(table.log_p[STOPS.index(50)][follows.pairs]), rel=1e-9)
