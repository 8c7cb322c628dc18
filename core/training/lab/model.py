r"""The classifier: layers of :math:`a(Wx + b)`, and logits whose softmax is the probability of each class.

It works in float64, on one thread, and without torch's global random numbers, because many runs share one process. The
gradient is written out instead of using autograd. It calls the same kernels, so it agrees to the last bit, and it is
faster, because autograd's overhead dominates for nets this small.

Source of the gradient: Bishop 2006, *PRML*, section 5.3.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own name for it
from numpy.typing import ArrayLike
from torch import Tensor

from core.arrays import FloatArray
from core.data.points import Points, Split
from core.training.lab.config import Activation, TrainingConfig
from core.training.lab.parameter_layout import layout

torch.set_num_threads(1)

_aten = torch.ops.aten


class _Activation(NamedTuple):
    forward: Callable[[Tensor], Tensor]
    backward: Callable[[Tensor, Tensor], Tensor]
    """Gradient with respect to the input, from the gradient with respect to the output, and the output."""


_ACTIVATIONS: Final[dict[Activation, _Activation]] = {
    "tanh": _Activation(torch.tanh, _aten.tanh_backward.default),
    "relu": _Activation(torch.relu, lambda slope, out: _aten.threshold_backward.default(slope, out, 0)),
    "sigmoid": _Activation(torch.sigmoid, _aten.sigmoid_backward.default),
}


class Examples(NamedTuple):
    """Features, shape (n, d), and classes, shape (n,), as torch takes them."""

    x: Tensor
    y: Tensor


def examples(points: Points) -> Examples:
    """Copy points into tensors."""
    return Examples(torch.tensor(points.x, dtype=torch.float64), torch.tensor(points.y, dtype=torch.int64))


def initialize(parameters: Sequence[Tensor], generator: torch.Generator) -> None:
    r"""Draw :math:`U(-1/\sqrt{n_{in}}, 1/\sqrt{n_{in}})`, layer by layer, the matrix before its bias.

    This is torch's default for ``nn.Linear``, drawn from the given generator.
    """
    half = len(parameters) // 2
    for matrix, bias in zip(parameters[:half], parameters[half:], strict=True):
        bound = 1 / math.sqrt(matrix.shape[1])
        matrix.uniform_(-bound, bound, generator=generator)
        bias.uniform_(-bound, bound, generator=generator)


class ForwardPass(NamedTuple):
    """Result of a forward pass, with the values that the backward pass needs."""

    inputs: list[Tensor]
    """Input of each layer, shape (n, units); the first is the features."""
    log_p: Tensor
    """Log-probability of each class, shape (n, K)."""


def forward(x: Tensor, parameters: Sequence[Tensor], activation: Activation) -> ForwardPass:
    """Evaluate the net at features of shape (n, d); ``parameters`` are the matrices, then the biases."""
    half = len(parameters) // 2
    inputs, act = [x], _ACTIVATIONS[activation].forward
    for matrix, bias in zip(parameters[: half - 1], parameters[half:-1], strict=True):
        inputs.append(act(F.linear(inputs[-1], matrix, bias)))
    return ForwardPass(inputs, torch.log_softmax(F.linear(inputs[-1], parameters[half - 1], parameters[-1]), dim=1))


def nll_slopes(y: Tensor, n_classes: int) -> Tensor:
    """Gradient of the summed NLL with respect to the log-probabilities, shape (n, K): -1 at the class, else 0."""
    return -F.one_hot(y, n_classes).to(torch.float64)


def backward(
    passed: ForwardPass,
    slope: Tensor,
    parameters: Sequence[Tensor],
    gradients: Sequence[Tensor],
    activation: Activation,
) -> None:
    """Write the gradient of a loss into ``gradients``; ``slope`` is its gradient with respect to ``passed.log_p``."""
    half = len(parameters) // 2
    delta = _aten._log_softmax_backward_data.default(slope, passed.log_p, 1, torch.float64)
    for i in reversed(range(half)):
        torch.mm(delta.t(), passed.inputs[i], out=gradients[i])
        torch.sum(delta, 0, out=gradients[half + i])
        if i:
            delta = _ACTIVATIONS[activation].backward(torch.mm(delta, parameters[i]), passed.inputs[i])


def nll_terms(log_p: Tensor, y: Tensor) -> FloatArray:
    """NLL of each example, in nats, shape (n,)."""
    return np.asarray(F.nll_loss(log_p, y, reduction="none").numpy())


def mean_nll(log_p: Tensor, y: Tensor) -> float:
    """Mean NLL of the examples, in nats; NaN if there are none."""
    return F.nll_loss(log_p, y).item()


def accuracy(log_p: Tensor, y: Tensor) -> float:
    """Fraction of the examples whose most probable class is the right one; NaN if there are none."""
    best = log_p.numpy().argmax(axis=1)
    return int(np.count_nonzero(best == y.numpy())) / len(best) if len(best) else math.nan


def _log_p(config: TrainingConfig, n_classes: int, weights: ArrayLike, x: Tensor) -> Tensor:
    place = layout(config.hidden, x.shape[1], n_classes)
    return forward(x, place.views(place.buffer(weights)), config.activation).log_p


def probabilities(config: TrainingConfig, n_classes: int, weights: ArrayLike, x: ArrayLike) -> FloatArray:
    """Probability of each class at each ``x``.

    Parameters
    ----------
    config : TrainingConfig
        Settings of the run; only the layers and the activation matter.
    n_classes : int
        2 or 3.
    weights : array_like, shape (n_weights,)
        Weights in the order of :meth:`core.training.lab.engine.Trainer.weights`.
    x : array_like, shape (n, d)
        Standardized features.

    Returns
    -------
    ndarray, shape (n, K)
        Probabilities; each row sums to 1.

    Raises
    ------
    ValueError
        If the net has another number of weights.
    """
    features = torch.tensor(np.asarray(x), dtype=torch.float64)
    return np.asarray(_log_p(config, n_classes, weights, features).exp().numpy())


class Evaluation(NamedTuple):
    """Figures of given weights on both parts of a split, in nats; NaN for a part without examples."""

    terms: FloatArray
    """NLL of each training example, shape (N,)."""
    nll: float
    """Mean of ``terms``."""
    accuracy: float
    held_out_terms: FloatArray
    held_out_nll: float
    held_out_accuracy: float


def evaluate(config: TrainingConfig, split: Split, weights: ArrayLike) -> Evaluation:
    """Evaluate weights, for example of an earlier step, on both parts of a split.

    For the weights of a record, the result equals the record's figures to the last bit. Raises as
    :func:`probabilities`.
    """
    found: list[tuple[FloatArray, float, float]] = []
    for points in (split.train, split.held_out):
        x, y = examples(points)
        log_p = _log_p(config, points.n_classes, weights, x)
        found.append((nll_terms(log_p, y), mean_nll(log_p, y), accuracy(log_p, y)))
    return Evaluation(*found[0], *found[1])
