r"""Logistic regression trained by SGD, Adam and AdamW with the same ``weight_decay``, to compare where they converge.

- ``SGD(weight_decay=wd)`` and ``Adam(weight_decay=wd)`` add :math:`wd\,w` to the gradient of the mean NLL. They
  converge where this sum is 0: at the MAP of a Gaussian prior with :math:`\sigma = 1/\sqrt{wd\,N}`.
- ``AdamW(weight_decay=wd)`` adds :math:`-\eta\,wd\,w` to its adaptive step (Loshchilov & Hutter 2019). With the full
  batch and :math:`\epsilon = 0`, if it converges, it ends on a KKT point of :math:`\min \mathrm{NLL}` subject to
  :math:`\max|w| \le 1/wd` (Xie & Li 2024). For this convex loss that is a minimizer: the MLE if the MLE satisfies the
  constraint.

The decay applies to both weights, not to the intercept. Training uses one thread and float64, and its randomness
depends on the seed alone.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import torch
from torch import Tensor

from core.arrays import FloatArray
from core.logistic.model import Problem
from core.logistic.race import FRAMES, OPTIMIZERS, STEPS, Race

torch.set_num_threads(1)

RATES: Final = {"SGD + wd": 0.3, "Adam + L2": 0.05, "AdamW": 0.05}
"""Initial learning rate of each optimizer."""
BETAS: Final = (0.9, 0.95)
"""Adam's decay rates. With torch's default of 0.999, the second moment would remember its start for all the steps."""


def _optimizer(name: str, weights: Tensor, intercept: Tensor, weight_decay: float) -> torch.optim.Optimizer:
    groups = [{"params": [weights], "weight_decay": weight_decay}, {"params": [intercept], "weight_decay": 0.0}]
    if name == "SGD + wd":
        return torch.optim.SGD(groups, lr=RATES[name])
    if name == "Adam + L2":
        return torch.optim.Adam(groups, lr=RATES[name], betas=BETAS, fused=True)
    return torch.optim.AdamW(groups, lr=RATES[name], betas=BETAS, fused=True)


def mean_gradient(design: Tensor, labels: Tensor, parameters: Tensor) -> Tensor:
    """Gradient of the mean NLL, shape (3,), in closed form, which is faster than autograd."""
    return design.T @ (torch.sigmoid(design @ parameters) - labels) / len(labels)


def run(name: str, problem: Problem, weight_decay: float, batch: int | None, seed: int) -> FloatArray:
    """Parameters of one optimizer's run from the origin, with a learning rate that falls to 0 along half a cosine.

    Parameters
    ----------
    name : str
        One of :data:`OPTIMIZERS`.
    problem : Problem
        The examples.
    weight_decay : float
        Torch's ``weight_decay`` for both weights.
    batch : int, optional
        Examples in each step, drawn without replacement within an epoch; None for the full batch.
    seed : int
        Seed of the order of the examples.

    Returns
    -------
    ndarray, shape (len(FRAMES), 3)
        ``(w1, w2, c)`` after each number of steps in :data:`FRAMES`.

    Raises
    ------
    ValueError
        If ``name`` is not an optimizer, ``weight_decay`` is negative or not finite, or ``batch`` is not from 1 to N.
    """
    if name not in OPTIMIZERS:
        raise ValueError(f"the optimizer must be one of {', '.join(OPTIMIZERS)}, got {name!r}")
    if not (math.isfinite(weight_decay) and weight_decay >= 0):
        raise ValueError(f"weight_decay must be finite and not negative, got {weight_decay!r}")
    size = problem.n if batch is None else batch
    if not 1 <= size <= problem.n:
        raise ValueError(f"batch must lie from 1 to {problem.n}, got {batch!r}")
    design, labels = torch.from_numpy(problem.design), torch.from_numpy(problem.y.copy())
    parameters = torch.zeros(3, dtype=torch.float64)
    weights, intercept = parameters[:2], parameters[2:]  # views, so the optimizer's steps change ``parameters``
    optimizer = _optimizer(name, weights, intercept, weight_decay)
    generator = torch.Generator().manual_seed(seed)
    kept, order, wanted = [parameters.clone()], torch.empty(0, dtype=torch.int64), set(FRAMES)
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = RATES[name] * (1 + math.cos(math.pi * step / STEPS)) / 2
        x, y = design, labels
        if batch is not None:
            if len(order) < size:
                order = torch.randperm(problem.n, generator=generator)
            rows, order = order[:size], order[size:]
            x, y = design[rows], labels[rows]
        slope = mean_gradient(x, y, parameters)
        weights.grad, intercept.grad = slope[:2], slope[2:]
        optimizer.step()
        if step + 1 in wanted:
            kept.append(parameters.clone())
    return np.asarray(torch.stack(kept).numpy())


def race(problem: Problem, weight_decay: float, batch: int | None, seed: int) -> Race:
    """Run all three optimizers from the same start on the same batches. The arguments are those of :func:`run`."""
    return Race({name: run(name, problem, weight_decay, batch, seed) for name in OPTIMIZERS})
