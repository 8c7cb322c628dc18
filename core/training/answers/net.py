"""The net of :mod:`core.answers.net` in torch, for autograd: one flat tensor of weights, in float64."""

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
    """Features, shape (N, 2), and labels as signs, shape (N,), in memory that nobody else writes to."""
    points = task(settings).train
    return torch.tensor(points.x, dtype=torch.float64), torch.tensor(signs(points.y), dtype=torch.float64)


def mean_nll(weights: Tensor, x: Tensor, sign: Tensor, kept: Tensor | None = None) -> Tensor:
    """Mean NLL of one net, nats; ``kept``, shape (N, HIDDEN), scales its hidden units for each example."""
    matrix, bias, out, intercept = torch.split(weights, [2 * HIDDEN, HIDDEN, HIDDEN, 1])
    hidden = torch.relu(x @ matrix.view(HIDDEN, 2).T + bias)
    logit = (hidden if kept is None else hidden * kept) @ out + intercept
    return F.softplus(-sign * logit).mean()


def slopes(loss: Callable[[Tensor], Tensor], weights: Tensor) -> Tensor:
    """Gradient of a loss, one number, at these weights."""
    # Half the time of torch.func.grad, for nets as small as these.
    at = weights.detach().requires_grad_()
    return torch.autograd.grad(loss(at), at)[0]


class Adam:
    """The steps of :func:`core.answers.methods.adam` on tensors: the same rates, the same moments."""

    def __init__(self, start: Tensor) -> None:
        self.weights = start
        self._first, self._second, self._taken = torch.zeros_like(start), torch.zeros_like(start), 0

    def step(self, gradient: Tensor) -> None:
        """Take one step."""
        self._taken += 1
        self._first += 0.1 * (gradient - self._first)
        self._second += 0.001 * (gradient * gradient - self._second)
        size = rate(self._taken) / (1 - 0.9**self._taken)
        root = (self._second / (1 - 0.999**self._taken)).sqrt()
        self.weights = self.weights - size * self._first / (root + 1e-8)
