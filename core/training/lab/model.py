r"""The classifier: layers of :math:`a(Wx + b)`, and logits whose softmax is the probability of each class.

In float64, on one thread, and without torch's global random numbers: many runs share one process. The gradient is
written out rather than left to autograd: it calls the same kernels, so it is the same to the last bit, and for a
net as small as these, where autograd mostly keeps its books, forward and back take two thirds of the time.

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
from core.training.lab.layout import layout

torch.set_num_threads(1)

_aten = torch.ops.aten


class _Activation(NamedTuple):
    forward: Callable[[Tensor], Tensor]
    backward: Callable[[Tensor, Tensor], Tensor]
    """The gradient at the input, from that at the output and the output."""


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
    """Copy points to torch, in memory that nobody else writes to."""
    return Examples(torch.tensor(points.x, dtype=torch.float64), torch.tensor(points.y, dtype=torch.int64))


def initialize(parameters: Sequence[Tensor], generator: torch.Generator) -> None:
    r"""Draw :math:`U(-1/\sqrt{n_{in}}, 1/\sqrt{n_{in}})`, layer by layer, the matrix before its bias.

    torch's own choice for ``nn.Linear``, but from this generator.
    """
    half = len(parameters) // 2
    for matrix, bias in zip(parameters[:half], parameters[half:], strict=True):
        bound = 1 / math.sqrt(matrix.shape[1])
        matrix.uniform_(-bound, bound, generator=generator)
        bias.uniform_(-bound, bound, generator=generator)


class Pass(NamedTuple):
    """What a forward pass leaves behind."""

    inputs: list[Tensor]
    """Of each layer, shape (n, units); the first are the features."""
    log_p: Tensor
    """Log-probability of each class, shape (n, K)."""


def forward(x: Tensor, parameters: Sequence[Tensor], activation: Activation) -> Pass:
    """Features of shape (n, d) through all layers; ``parameters`` are the matrices, then the biases."""
    half = len(parameters) // 2
    inputs, act = [x], _ACTIVATIONS[activation].forward
    for matrix, bias in zip(parameters[: half - 1], parameters[half:-1], strict=True):
        inputs.append(act(F.linear(inputs[-1], matrix, bias)))
    return Pass(inputs, torch.log_softmax(F.linear(inputs[-1], parameters[half - 1], parameters[-1]), dim=1))


def marks(y: Tensor, n_classes: int) -> Tensor:
    """Slope of each example's own NLL along its log-probabilities, shape (n, K): -1 at its class, else 0.

    Divided by n, it is that of the mean NLL.
    """
    return -F.one_hot(y, n_classes).to(torch.float64)


def backward(
    over: Pass, slope: Tensor, parameters: Sequence[Tensor], gradients: Sequence[Tensor], activation: Activation
) -> None:
    """Write the gradient of a loss into ``gradients``, from its slope along ``over.log_p``, shape (n, K)."""
    half = len(parameters) // 2
    delta = _aten._log_softmax_backward_data.default(slope, over.log_p, 1, torch.float64)
    for i in reversed(range(half)):
        torch.mm(delta.t(), over.inputs[i], out=gradients[i])
        torch.sum(delta, 0, out=gradients[half + i])
        if i:
            delta = _ACTIVATIONS[activation].backward(torch.mm(delta, parameters[i]), over.inputs[i])


def nll_terms(log_p: Tensor, y: Tensor) -> FloatArray:
    """Minus the log-probability of each example's own class, nats, shape (n,)."""
    return np.asarray(F.nll_loss(log_p, y, reduction="none").numpy())


def mean_nll(log_p: Tensor, y: Tensor) -> float:
    """Mean over the examples, nats; NaN of none."""
    return F.nll_loss(log_p, y).item()


def accuracy(log_p: Tensor, y: Tensor) -> float:
    """Share of examples whose most probable class is theirs; NaN of none."""
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
        Of the run that the weights are from; only the layers and the activation matter.
    n_classes : int
        2 or 3.
    weights : array_like, shape (n_weights,)
        As :meth:`core.training.lab.engine.Trainer.weights` gives them.
    x : array_like, shape (n, d)
        Standardized features.

    Returns
    -------
    ndarray, shape (n, K)
        Each row sums to 1.

    Raises
    ------
    ValueError
        If the number of weights is not that of the net.
    """
    features = torch.tensor(np.asarray(x), dtype=torch.float64)
    return np.asarray(_log_p(config, n_classes, weights, features).exp().numpy())


class Evaluation(NamedTuple):
    """What weights make of a split, in nats; NaN for the figures of a part without examples."""

    terms: FloatArray
    """NLL of each training example, shape (N,)."""
    nll: float
    """Mean of ``terms``."""
    accuracy: float
    held_out_terms: FloatArray
    held_out_nll: float
    held_out_accuracy: float


def evaluate(config: TrainingConfig, split: Split, weights: ArrayLike) -> Evaluation:
    """Judge weights, of a step long past for instance, on both parts of a split.

    For the weights of a record it gives the record's figures, to the last bit. Raises as :func:`probabilities`.
    """
    found: list[tuple[FloatArray, float, float]] = []
    for points in (split.train, split.held_out):
        x, y = examples(points)
        log_p = _log_p(config, points.n_classes, weights, x)
        found.append((nll_terms(log_p, y), mean_nll(log_p, y), accuracy(log_p, y)))
    return Evaluation(*found[0], *found[1])
