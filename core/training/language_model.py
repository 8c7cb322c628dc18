r"""The next-word model: a softmax over the vocabulary, trained by torch in float64 on the full-batch mean NLL.

The logits z of a context c come from one of two models:

- A table has one row of logits for each context. Rows do not interact, so each has its own learning rate: ``RATE``
  divided by the context's share n(c)/N of the corpus. Every row then takes the step ``z - RATE * (p - y)`` of
  :mod:`core.language.softmax_step`. The maximum likelihood estimate is the relative counts, and the cross-entropy
  falls to the entropy of the data.
- An embedding has a vector for each word in each place of the context. A context is the sum of its vectors, and
  z = sum @ W + b. Learning one context changes the others, and in few dimensions the counts may be out of reach.

Words that never follow a context have equal gradients at every step, so in the table they share one logit. The table of
a long text then needs about as many logits as there are pairs of context and word, instead of contexts times words.

Sources: Bengio et al. 2003, "A neural probabilistic language model"; Mnih & Hinton 2007, for sums of vectors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor

from core.arrays import FloatArray
from core.language.counted import MAX_CELLS, STOPS, Corpus
from core.language.softmax_step import RATE

torch.set_num_threads(1)

SIZE: Final = 2
"""Dimension of a word's vector."""
EMBEDDING_RATE: Final = 0.05


class Run(NamedTuple):
    """States of a training run after each number of steps in :data:`core.language.counted.STOPS`.

    ``log_p``, shape (stops, pairs), is the model's log-probability of each pair of context and word in the corpus;
    ``cross_entropy``, shape (stops,), is its mean NLL over the corpus. Both are in nats.
    """

    log_p: FloatArray
    cross_entropy: FloatArray


def train_table(corpus: Corpus) -> Run:
    """Train a table of logits, one row for each context, by gradient descent from zero."""
    contexts = torch.from_numpy(corpus.context_of)
    unseen = len(corpus.words) - torch.bincount(contexts).double()
    total = torch.from_numpy(corpus.total)
    seen_logit = torch.zeros(len(contexts), dtype=torch.float64, requires_grad=True)
    rest_logit = torch.zeros(len(total), dtype=torch.float64, requires_grad=True)
    rate = RATE * corpus.n / total
    # The gradient of a shared logit is the sum over its words; dividing by their number gives the gradient of one word.
    seen_rate, rest_rate = rate[contexts], rate / unseen.clamp(min=1)

    def log_p() -> Tensor:
        rest = rest_logit + unseen.log()
        top = rest.detach().scatter_reduce(0, contexts, seen_logit.detach(), "amax")
        mass = (rest - top).exp().index_add(0, contexts, (seen_logit - top[contexts]).exp())
        return seen_logit - (top + mass.log())[contexts]

    def step() -> None:
        with torch.no_grad():
            for logit, its_rate in ((seen_logit, seen_rate), (rest_logit, rest_rate)):
                if logit.grad is not None:
                    logit -= its_rate * logit.grad
                logit.grad = None

    return _train(corpus, log_p, step)


def train_embedding(corpus: Corpus, seed: int = 0) -> Run:
    """Train word vectors of dimension ``SIZE``, and the layer from their sum to the logits, by Adam.

    Raises
    ------
    ValueError
        If the number of contexts times the number of words exceeds ``MAX_CELLS``.
    """
    n_words = len(corpus.words)
    cells = len(corpus.contexts) * n_words
    if cells > MAX_CELLS:
        raise ValueError(f"contexts times words must be at most {MAX_CELLS:,}, got {cells:,}")
    random = torch.Generator().manual_seed(seed)
    length = corpus.history.shape[1]
    shapes = ((length * (n_words + 1), SIZE), (SIZE, n_words), (n_words,))
    vectors, weights, bias = (
        (0.3 * torch.randn(shape, generator=random, dtype=torch.float64)).requires_grad_() for shape in shapes
    )
    # Each place has its own vectors, among them one for "before the start of the sentence".
    rows = torch.from_numpy(corpus.history + 1) + torch.arange(length) * (n_words + 1)
    contexts, words = torch.from_numpy(corpus.context_of), torch.from_numpy(corpus.word_of)
    optimizer = torch.optim.Adam((vectors, weights, bias), lr=EMBEDDING_RATE, fused=True)

    def log_p() -> Tensor:
        logits = vectors[rows].sum(dim=1) @ weights + bias
        return torch.log_softmax(logits, dim=1)[contexts, words]

    def step() -> None:
        optimizer.step()
        optimizer.zero_grad()

    return _train(corpus, log_p, step)


def autograd_gradient(logits: ArrayLike, share: ArrayLike) -> FloatArray:
    """Gradient, by autograd, of the cross-entropy of softmax(``logits``) under ``share``, shape (vocabulary,)."""
    z = torch.tensor(np.asarray(logits, dtype=np.float64), requires_grad=True)
    target = torch.tensor(np.asarray(share, dtype=np.float64))
    torch.nn.functional.cross_entropy(z[None], target[None]).backward()  # type: ignore[no-untyped-call]
    assert z.grad is not None
    return np.asarray(z.grad.numpy())


def _train(corpus: Corpus, log_p: Callable[[], Tensor], step: Callable[[], None]) -> Run:
    """Train to the last stop; ``log_p`` evaluates the model on the pairs, ``step`` applies their gradient."""
    weight = torch.from_numpy(corpus.count / corpus.n)
    kept, losses = [], []
    for done in range(STOPS[-1] + 1):
        now = log_p()
        loss = -(weight @ now)  # the mean NLL of the corpus
        if done in STOPS:
            kept.append(now.detach().numpy().copy())
            losses.append(loss.item())
        if done < STOPS[-1]:
            loss.backward()  # type: ignore[no-untyped-call]
            step()
    return Run(np.array(kept), np.array(losses))
