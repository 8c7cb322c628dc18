"""The five regularizers of the regularization lesson behind one interface, and their fits over the strength.

A kind is a module with ``fit(problem, value) -> Fit``, where ``value`` is the setting of
:mod:`core.regularization.strength` in the kind's own unit (lambda, rate, noise, steps). The fit is deterministic:
randomness in training is averaged out in closed form, or drawn with ``problem.seed``.
``fit(problem, setting(kind, 0).value)`` is the maximum-likelihood fit.
The lesson's first scene (curve, weights, and both NLLs over the strength) works for every kind in :data:`FITTERS`.
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
STRENGTHS: Final = np.round(np.linspace(0.0, 1.0, 101), 2)
"""Strengths of a sweep: every stop of the slider, so that no fit on the page is below the lowest held-out NLL."""


class Sweep(NamedTuple):
    """Fits over :data:`STRENGTHS`.

    Attributes
    ----------
    train, held_out : ndarray, shape (101,)
        Mean NLL of the training and the held-out examples, nats per example.
    weights : ndarray, shape (101, degree)
        Fitted weights.
    best : float
        Strength with the lowest held-out NLL.
    """

    train: FloatArray
    held_out: FloatArray
    weights: FloatArray
    best: float


def fit(kind: Kind, problem: Problem, strength: float) -> Fit:
    """Fit by one kind of regularizer at a strength from 0 to 1."""
    return FITTERS[kind](problem, setting(kind, strength).value)


def sweep(kind: Kind, problem: Problem) -> Sweep:
    """Fits by one kind at all of :data:`STRENGTHS`, from none to the strongest."""
    fits = [fit(kind, problem, float(strength)) for strength in STRENGTHS]
    held_out = np.array([held_out_nll(item, problem) for item in fits])
    return Sweep(
        np.array([train_nll(item, problem) for item in fits]),
        held_out,
        np.array([item.weights for item in fits]),
        float(STRENGTHS[held_out.argmin()]),
    )
