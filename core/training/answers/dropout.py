"""Monte Carlo dropout: a net trained with dropout on its hidden units, which are dropped in prediction too.

Each set of dropped units is a net of its own, and predictions are averaged over many. Read as variational inference
(Gal & Ghahramani 2016, Dropout as a Bayesian approximation), its spread is set by the rate and does not shrink as
data come in (Osband 2016, Risk versus uncertainty in deep learning).
"""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import torch

from core.answers.methods import STEPS, Working, start
from core.answers.net import HIDDEN
from core.answers.task import Answer, Settings
from core.arrays import FloatArray
from core.training.answers.net import Adam, mean_nll, slopes, train_tensors

RATE: Final = 0.1
"""Probability of dropping a hidden unit."""
NETS: Final = 200
"""Sets of dropped units that predict."""


def dropout(settings: Settings) -> Working:
    """One net under the prior's penalty, other units dropped for each example and step; then 200 thinned nets."""
    x, sign = train_tensors(settings)
    generator = torch.Generator().manual_seed(settings.seed)
    net = Adam(torch.tensor(start(settings, 1)[0]))
    for step in range(STEPS):
        kept = torch.rand((len(sign), HIDDEN), generator=generator, dtype=torch.float64) >= RATE
        decay = settings.weight_decay * net.weights
        net.step(slopes(partial(mean_nll, x=x, sign=sign, kept=kept / (1 - RATE)), net.weights) + decay)
        if step % 2 == 0:
            yield step / STEPS
    rng = np.random.default_rng([settings.seed, 888])
    return Answer("MC dropout", thinned(net.weights.numpy(), rng), 0.0, STEPS)


def thinned(weights: FloatArray, rng: np.random.Generator) -> FloatArray:
    """The net with random hidden units left out and the others scaled up: shape (NETS, N_WEIGHTS)."""
    nets = np.tile(weights, (NETS, 1))
    nets[:, 3 * HIDDEN : 4 * HIDDEN] *= (rng.random((NETS, HIDDEN)) >= RATE) / (1 - RATE)
    return nets
