"""The net of :mod:`core.answers.net` in torch, for autograd, with all weights in one flat float64 tensor."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F  # noqa: N812 - torch's own name for it
from torch import Tensor

from core.answers.methods import rate
from core.answers.net import HIDDEN, signs
from core.answers.task import Settings, task

torch.set_num_threads(1)


def train_tensors(settings: Settings) -> tuple[Tensor, Tensor]:
    """Copies of the training features, shape (N, 2), and of the labels as signs, shape (N,)."""
    points = task(settings).train
    return torch.tensor(points.x, dtype=torch.float64), torch.tensor(signs(points.y), dtype=torch.float64)


def mean_nll(weights: Tensor, x: Tensor, sign: Tensor, kept: Tensor | None = None) -> Tensor:
    """Mean NLL of one net, in nats; ``kept``, shape (N, HIDDEN), multiplies the hidden units of each example."""
    matrix, bias, out, intercept = torch.split(weights, [2 * HIDDEN, HIDDEN, HIDDEN, 1])
    hidden = torch.relu(x @ matrix.view(HIDDEN, 2).T + bias)
    logit = (hidden if kept is None else hidden * kept) @ out + intercept
    return F.softplus(-sign * logit).mean()


def slopes(loss: Callable[[Tensor], Tensor], weights: Tensor) -> Tensor:
    """Gradient of a scalar loss at these weights."""
    # For nets this small, this is faster than torch.func.grad.
    at = weights.detach().requires_grad_()
    return torch.autograd.grad(loss(at), at)[0]


class Adam:
    """The optimizer of :func:`core.answers.methods.adam` on tensors, with the same learning rates and moments."""

    def __init__(self, start: Tensor) -> None:
        self.weights = start
        self._first, self._second, self._taken = torch.zeros_like(start), torch.zeros_like(start), 0

    def step(self, gradient: Tensor) -> None:
        """Take one step, given the gradient at the current weights."""
        self._taken += 1
        self._first += 0.1 * (gradient - self._first)
        self._second += 0.001 * (gradient * gradient - self._second)
        size = rate(self._taken) / (1 - 0.9**self._taken)
        root = (self._second / (1 - 0.999**self._taken)).sqrt()
        self.weights = self.weights - size * self._first / (root + 1e-8)
