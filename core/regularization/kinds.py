"""The five regularizers of lesson 7 behind one interface, and their sweep over the strength.

A kind is a module with ``fit(problem, value) -> Fit``, where ``value`` is the setting of
:mod:`core.regularization.strength` in the kind's own unit (lambda, rate, noise, steps). It is deterministic: what is
random in its training is averaged out in closed form, or drawn with ``problem.seed``.
``fit(problem, setting(kind, 0).value)`` is the maximum-likelihood fit.
A module that is registered in :data:`FITTERS` has the page's hero: curve, weights, and both NLLs over the strength.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.regularization import augmentation, dropout, early_stopping, lasso, ridge
from core.regularization.problem import Fit, Problem, held_out_nll, train_nll
from core.regularization.strength import Kind, setting

FITTERS: Final[dict[Kind, Callable[[Problem, float], Fit]]] = {
    "l2": ridge.fit,
    "l1": lasso.fit,
    "dropout": dropout.fit,
    "augmentation": augmentation.fit,
    "early-stopping": early_stopping.fit,
}
STRENGTHS: Final = np.round(np.linspace(0.0, 1.0, 51), 2)
"""Where a sweep fits: every second stop of the slider."""


class Sweep(NamedTuple):
    """Fits over :data:`STRENGTHS`.

    Attributes
    ----------
    train, held_out : ndarray, shape (51,)
        Mean NLL, nats per example.
    weights : ndarray, shape (51, degree)
        The fitted weights.
    best : float
        The strength of the lowest held-out NLL.
    """

    train: FloatArray
    held_out: FloatArray
    weights: FloatArray
    best: float


def fit(kind: Kind, problem: Problem, strength: float) -> Fit:
    """The fit of a kind at a strength from 0 to 1."""
    return FITTERS[kind](problem, setting(kind, strength).value)


def sweep(kind: Kind, problem: Problem) -> Sweep:
    """All fits from no regularizer to the strongest."""
    fits = [fit(kind, problem, float(strength)) for strength in STRENGTHS]
    held_out = np.array([held_out_nll(item, problem) for item in fits])
    return Sweep(
        np.array([train_nll(item, problem) for item in fits]),
        held_out,
        np.array([item.weights for item in fits]),
        float(STRENGTHS[held_out.argmin()]),
    )
