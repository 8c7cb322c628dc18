r"""A gradient step on the logits of a softmax over the words after one context, with all intermediate numbers.

For logits z, :math:`p = \operatorname{softmax}(z)` and the shares y of the words in a batch (counts divided by their
sum), the mean NLL :math:`-\sum_w y_w \log p_w` has the gradient :math:`p - y`, and the step is
:math:`z \leftarrow z - r\,(p - y)`. The curvature of the NLL is at most 1/2, so no step with a rate up to 2 raises it.

Source: Bishop 2006, *PRML*, section 4.3.4; Boehning 1992, "Multinomial logistic regression algorithm", for the bound.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray

RATE: Final = 2.0


class SoftmaxStep(NamedTuple):
    """The numbers of one step: arrays over the vocabulary, and the mean NLL of the batch before and after, in nats."""

    logits: FloatArray
    share: FloatArray
    probability: FloatArray
    minus_log_p: FloatArray
    gradient: FloatArray
    updated: FloatArray
    nll: float
    nll_after: float


def log_softmax(logits: ArrayLike) -> FloatArray:
    """Log of the softmax of a vector, without overflow, in nats."""
    z = np.asarray(logits, dtype=np.float64)
    # Not scipy's logsumexp, which takes about ten times as long for so few numbers.
    above = z - z.max()
    return np.asarray(above - np.log(np.exp(above).sum()))


def softmax_step(logits: ArrayLike, share: ArrayLike, rate: float = RATE) -> SoftmaxStep:
    r"""One gradient step :math:`z \leftarrow z - r\,(p - y)` on the mean NLL of a batch.

    Parameters
    ----------
    logits, share : array_like, shape (vocabulary,)
        The current logits, and the share of each word in the batch; the shares sum to 1.
    rate : float
        Learning rate, :math:`r`.

    Raises
    ------
    ValueError
        If the shapes differ, or the shares are negative or do not sum to 1.
    """
    z, y = np.asarray(logits, dtype=np.float64), np.asarray(share, dtype=np.float64)
    if z.shape != y.shape or z.ndim != 1:
        raise ValueError(f"logits and share must be vectors of one length, got shapes {z.shape} and {y.shape}")
    if not (np.all(y >= 0) and abs(float(y.sum()) - 1) < 1e-9):
        raise ValueError(f"share must not be negative and must sum to 1, got a sum of {float(y.sum())!r}")
    log_p = log_softmax(z)
    p = np.exp(log_p)
    updated = z - rate * (p - y)
    return SoftmaxStep(z, y, p, -log_p, p - y, updated, float(-(y @ log_p)), float(-(y @ log_softmax(updated))))


def walk(share: ArrayLike, steps: int, rate: float = RATE) -> FloatArray:
    """Logits after ``steps`` steps that start at zero, shape (vocabulary,)."""
    logits = np.zeros_like(np.asarray(share, dtype=np.float64))
    for _ in range(steps):
        logits = softmax_step(logits, share, rate).updated
    return logits
