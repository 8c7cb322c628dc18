"""A deep ensemble: nets that differ only in their initial weights, trained in parallel.

Source: Lakshminarayanan, Pritzel & Blundell 2017, Simple and scalable predictive uncertainty estimation using deep
ensembles (without their adversarial examples).
"""

from __future__ import annotations

from typing import Final

import torch
from torch.func import vmap

from core.answers.methods import STEPS, Working, start
from core.answers.task import Answer, Settings
from core.training.answers.net import Adam, mean_nll, slopes, train_tensors

MEMBERS: Final = 10


def ensemble(settings: Settings) -> Working:
    """Train :data:`MEMBERS` nets without a prior, in one ``torch.func.vmap``; the first member is the MLE."""
    x, sign = train_tensors(settings)
    each = vmap(mean_nll, in_dims=(0, None, None))
    members = Adam(torch.tensor(start(settings, MEMBERS)))
    for step in range(STEPS):
        # A member's weights affect only its own loss, so the gradient of the sum holds each member's gradient.
        members.step(slopes(lambda weights: each(weights, x, sign).sum(), members.weights))
        if step % 2 == 0:
            yield step / STEPS
    return Answer("Deep ensemble", members.weights.numpy().copy(), 0.0, MEMBERS * STEPS)
