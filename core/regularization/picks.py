"""Strengths picked by eye by many people, on the grid of the lesson's curves.

A pick is the place of a stop of the slider in :data:`core.regularization.kinds.STRENGTHS`, from 0 (no regularizer) to
100 (the strongest); the held-out curve over the same stops is :attr:`core.regularization.kinds.Sweep.held_out`. Where
the two criteria that see no held-out example put the strength, :func:`core.regularization.model_choice.choose` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import IntArray
from core.regularization.kinds import STRENGTHS
from core.regularization.model_choice import Choice


class Marks(NamedTuple):
    """Places in :data:`~core.regularization.kinds.STRENGTHS` where each criterion is lowest.

    Attributes
    ----------
    cross_validated, held_out : int
        By cross-validation, and by the held-out NLL. Neither curve has strength 0.
    evidence : int or None
        By the evidence; None for a Laplace prior, whose evidence has no closed form.
    """

    cross_validated: int
    evidence: int | None
    held_out: int


class Excess(NamedTuple):
    """Held-out NLL above the lowest of all stops, in nats per example; all at least 0.

    Attributes
    ----------
    of_median : float
        At the median pick.
    mean : float
        The mean over everybody's own pick.
    """

    of_median: float
    mean: float


def picked(strength_indices: Sequence[int]) -> IntArray:
    """How many people picked each stop, shape (101,).

    Raises
    ------
    ValueError
        If a pick is not a place in :data:`~core.regularization.kinds.STRENGTHS`.
    """
    if not all(0 <= pick < STRENGTHS.size for pick in strength_indices):
        raise ValueError(f"every pick must be from 0 to {STRENGTHS.size - 1}, got {strength_indices!r}")
    return np.bincount(np.array(strength_indices, dtype=np.int64), minlength=STRENGTHS.size)


def median_pick(strength_indices: Sequence[int]) -> int:
    """The stop in the middle of the picks; of two in the middle the weaker, so that somebody picked it.

    Raises
    ------
    ValueError
        Without picks, or if one is not a place in :data:`~core.regularization.kinds.STRENGTHS`.
    """
    counts = picked(strength_indices)
    if not counts.any():
        raise ValueError("at least one pick is needed")
    return int(np.searchsorted(np.cumsum(counts), counts.sum() / 2))


def excess(strength_indices: Sequence[int], held_out: ArrayLike) -> Excess:
    """What the picks cost on the held-out examples, the room's median pick and everybody's own on average.

    Parameters
    ----------
    strength_indices : sequence of int
        Everybody's pick, at least one.
    held_out : array_like, shape (101,)
        Held-out NLL at each of :data:`~core.regularization.kinds.STRENGTHS`, in nats per example.

    Raises
    ------
    ValueError
        Without picks, if one is not a place, or unless there is a value for each stop.
    """
    middle, curve = median_pick(strength_indices), np.asarray(held_out, dtype=np.float64)
    if curve.shape != STRENGTHS.shape:
        raise ValueError(f"there must be a held-out NLL for each of {STRENGTHS.size} stops, got shape {curve.shape}")
    above = curve - curve.min()
    return Excess(float(above[middle]), float(above[np.array(strength_indices)].mean()))


def marks(choice: Choice) -> Marks:
    """Where cross-validation, the evidence and the held-out examples put the strength, as places among the picks."""
    return Marks(
        _place(choice.cross_validated.best),
        None if choice.evidence is None else _place(choice.evidence.best),
        _place(choice.held_out.best),
    )


def _place(strength: float) -> int:
    return int(np.abs(STRENGTHS - strength).argmin())
