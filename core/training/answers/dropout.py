"""Monte Carlo dropout: a net whose hidden units are dropped at random in training and in prediction.

Each set of dropped units defines a net, and predictions are averaged over many such nets. Gal & Ghahramani 2016,
Dropout as a Bayesian approximation, interpret this as variational inference. The spread of the predictions is set by
the dropout rate and does not shrink with more data (Osband 2016, Risk versus uncertainty in deep learning).
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
"""Number of nets whose predictions are averaged."""


def dropout(settings: Settings) -> Working:
    """Train one net with the prior's penalty and a new mask for each example and step; return its thinned copies."""
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
    """Copies of a net with random hidden units dropped and the others scaled up, shape (NETS, N_WEIGHTS)."""
    nets = np.tile(weights, (NETS, 1))
    nets[:, 3 * HIDDEN : 4 * HIDDEN] *= (rng.random((NETS, HIDDEN)) >= RATE) / (1 - RATE)
    return nets
