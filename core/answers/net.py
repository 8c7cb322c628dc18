r"""A small neural classifier in NumPy: two features, one hidden layer of ReLU units, one logit.

.. math:: z(x) = v^\top \max(Wx + b, 0) + c, \qquad p(y = 1 \mid x) = 1 / (1 + e^{-z})

The functions evaluate many nets at once, such as the chains of a sampler or the members of an ensemble. Weights have
the shape (nets, :data:`N_WEIGHTS`); each row holds :math:`W` row by row, then :math:`b`, :math:`v` and :math:`c`.

Source: Bishop 2006, *PRML*, sections 5.1 and 5.3.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from core.arrays import FloatArray

HIDDEN: Final = 8
N_WEIGHTS: Final = 4 * HIDDEN + 1
"""Number of weights and biases of a net."""
_W, _B, _V = 2 * HIDDEN, 3 * HIDDEN, 4 * HIDDEN


class Examples(NamedTuple):
    """Features, shape (n, 2), and labels as signs, shape (n,): -1.0 for class 0, 1.0 for class 1."""

    x: FloatArray
    sign: FloatArray


def signs(label: NDArray[np.int64]) -> FloatArray:
    """Labels 0 and 1 as -1.0 and 1.0."""
    return np.asarray(2.0 * label - 1.0)


def initialize(rng: np.random.Generator, nets: int) -> FloatArray:
    r"""Draw :math:`U(-1/\sqrt{n_{in}}, 1/\sqrt{n_{in}})`, as torch does for ``nn.Linear``; shape (nets, N_WEIGHTS)."""
    # NumPy fills row by row, so the first net does not depend on the number of nets.
    bound = np.repeat([1 / math.sqrt(2), 1 / math.sqrt(HIDDEN)], [_B, HIDDEN + 1])
    return np.asarray(rng.uniform(-1, 1, (nets, N_WEIGHTS)) * bound)


def _hidden(weights: FloatArray, x: FloatArray) -> FloatArray:
    """Outputs of the hidden units, shape (nets, HIDDEN, n)."""
    out = weights[:, :_W].reshape(-1, HIDDEN, 2) @ x.T
    out += weights[:, _W:_B, None]
    return np.maximum(out, 0, out=out)


def logits(weights: FloatArray, x: FloatArray) -> FloatArray:
    """Log-odds of class 1.

    Parameters
    ----------
    weights : ndarray, shape (nets, N_WEIGHTS)
        One net a row.
    x : ndarray, shape (n, 2)
        Standardized features.

    Returns
    -------
    ndarray, shape (nets, n)
    """
    return np.asarray((weights[:, None, _B:_V] @ _hidden(weights, x))[:, 0] + weights[:, _V:])


def log_likelihood(weights: FloatArray, data: Examples) -> tuple[FloatArray, FloatArray]:
    r"""Summed log-likelihood of each net, :math:`-\sum_i\log(1 + e^{-s_i z_i})`, and its gradient.

    Parameters
    ----------
    weights : ndarray, shape (nets, N_WEIGHTS)
        One net a row.
    data : Examples
        Features and labels.

    Returns
    -------
    tuple of ndarray, shapes (nets,) and (nets, N_WEIGHTS)
        Nats, and nats per unit weight. At a ReLU's kink the derivative is taken as 0.
    """
    hidden, out = _hidden(weights, data.x), weights[:, _B:_V]
    margin = -data.sign * ((out[:, None] @ hidden)[:, 0] + weights[:, _V:])
    slope = data.sign * expit(margin)  # with respect to the logits, shape (nets, n)
    gradient = np.empty_like(weights)
    gradient[:, _V] = slope.sum(axis=1)
    gradient[:, _B:_V] = (hidden @ slope[:, :, None])[:, :, 0]
    back = (hidden > 0) * (out[:, :, None] * slope[:, None])
    gradient[:, _W:_B] = back.sum(axis=2)
    gradient[:, :_W] = (back @ data.x).reshape(len(weights), -1)
    return -np.logaddexp(0, margin).sum(axis=1), gradient


def log_joint(weights: FloatArray, data: Examples, precision: float) -> tuple[FloatArray, FloatArray]:
    r"""Log-likelihood plus the log-prior :math:`-\tfrac\tau2\sum w^2`, up to the prior's constant, and its gradient.

    ``precision`` is :math:`\tau = 1/\sigma^2`, the same for all weights and biases; with 0 the result is the
    log-likelihood. Shapes and units are those of :func:`log_likelihood`.
    """
    value, gradient = log_likelihood(weights, data)
    return value - 0.5 * precision * (weights * weights).sum(axis=1), gradient - precision * weights


def jacobian(weights: FloatArray, x: FloatArray) -> FloatArray:
    """Jacobian of the logits of one net, shape (n, N_WEIGHTS), for ``weights`` of shape (N_WEIGHTS,)."""
    hidden = _hidden(weights[None], x)[0]
    back = (hidden > 0) * weights[_B:_V, None]
    by_matrix = (back[:, :, None] * x).transpose(1, 0, 2).reshape(len(x), -1)
    return np.hstack([by_matrix, back.T, hidden.T, np.ones((len(x), 1))])
