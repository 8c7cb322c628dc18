r"""The losses of :data:`core.losses.cards.CARDS` computed by torch, and the comparison with SciPy.

Each loss is computed in float64 by the torch call on its card and summed over the data (``reduction="sum"``). It is in
nats up to the scale and the constant of :func:`core.losses.nll.closed_form`.

Source: the torch documentation of each loss.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from core.data.newcomb import readings
from core.losses.nll import CARDS, LossSettings, closed_form, horse_kicks, scipy_nll

torch.set_num_threads(1)


class Comparison(NamedTuple):
    """One loss computed by SciPy and by torch on the same data, in nats.

    ``difference`` is the absolute value of ``scipy_total - (scale * torch_total + dropped_total)``. It is rounding
    error, a few 1e-16 of the totals, and so below 1e-9 for totals up to a million nats. ``dropped_per_datum`` is
    ``dropped_total / n`` (0 without data). For the Poisson loss it differs between data, and this is its mean.
    """

    scipy_total: float
    torch_total: float
    scale: float
    dropped_total: float
    dropped_per_datum: float
    difference: float
    n: int


def _tensor(values: ArrayLike) -> Tensor:
    return torch.from_numpy(np.array(values, dtype=np.float64))


def _number(loss: Tensor) -> float:
    return float(loss.item())


def _cross_entropy(s: LossSettings) -> float:
    loss = nn.CrossEntropyLoss(reduction="sum")
    return _number(loss(_tensor(s.logits), torch.tensor(s.labels)))


def _binary_cross_entropy(s: LossSettings) -> float:
    if s.theta in (0.0, 1.0):
        raise ValueError(
            f"theta = {s.theta:g} is an infinite logit, for which BCEWithLogitsLoss answers NaN: "
            "take a theta between 0 and 1"
        )
    flips = _tensor(np.repeat([1.0, 0.0], [s.counts.heads, s.counts.tails]))
    logit = _tensor(math.log(s.theta) - math.log1p(-s.theta))
    return _number(nn.BCEWithLogitsLoss(reduction="sum")(logit.expand_as(flips), flips))


def _mse(s: LossSettings) -> float:
    x = _tensor(readings())
    return _number(nn.MSELoss(reduction="sum")(_tensor(s.location).expand_as(x), x))


def _mae(s: LossSettings) -> float:
    x = _tensor(readings())
    return _number(nn.L1Loss(reduction="sum")(_tensor(s.location).expand_as(x), x))


def _poisson(s: LossSettings) -> float:
    k = _tensor(horse_kicks())
    log_rate = _tensor(math.log(s.rate))
    # log_input=False would add 1e-8 to the rate before taking the log.
    return _number(nn.PoissonNLLLoss(log_input=True, full=False, reduction="sum")(log_rate.expand_as(k), k))


def _gaussian(s: LossSettings) -> float:
    x = _tensor(readings())
    mu, variance = _tensor(s.location), _tensor(s.scale) ** 2
    return _number(nn.GaussianNLLLoss(full=False, reduction="sum")(mu.expand_as(x), x, variance.expand_as(x)))


def _student_t(s: LossSettings) -> float:
    law = torch.distributions.StudentT(_tensor(s.df), _tensor(s.location), _tensor(s.scale))
    log_prob: Callable[[Tensor], Tensor] = law.log_prob
    return _number(-log_prob(_tensor(readings())).sum())


def _huber(s: LossSettings) -> float:
    z = (_tensor(readings()) - s.location) / s.scale
    return _number(nn.HuberLoss(delta=s.delta, reduction="sum")(z, torch.zeros_like(z)))


_TORCH: dict[str, Callable[[LossSettings], float]] = {
    "cross-entropy": _cross_entropy,
    "binary cross-entropy": _binary_cross_entropy,
    "mse": _mse,
    "mae": _mae,
    "poisson": _poisson,
    "gaussian-nll": _gaussian,
    "student-t": _student_t,
    "huber": _huber,
}


def torch_loss(name: str, settings: LossSettings) -> float:
    """Torch's loss summed over the data of the card, in float64.

    Raises
    ------
    ValueError
        If ``name`` is not a key of ``CARDS``, or for binary cross-entropy if ``theta`` is 0 or 1, where torch would
        return NaN (``scipy_nll`` returns the right value there, 0 or ``inf``).
    """
    if name not in CARDS:
        raise ValueError(f"the loss must be one of {', '.join(CARDS)}, got {name!r}")
    return _TORCH[name](settings)


def compare(name: str, settings: LossSettings) -> Comparison:
    """Compute the loss by SciPy and by torch, and their difference after restoring torch's scale and constant.

    Raises
    ------
    ValueError
        As for :func:`torch_loss`.
    """
    torch_total = torch_loss(name, settings)
    terms, scipy_total = scipy_nll(name, settings)
    scale, dropped = closed_form(name, settings)
    difference = abs(scipy_total - (scale * torch_total + dropped))
    n = len(terms)
    return Comparison(scipy_total, torch_total, scale, dropped, dropped / n if n else 0.0, difference, n)
