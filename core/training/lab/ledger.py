"""The record of one training step, and the history of a run's records.

All figures are on one scale, nats per training example, so that mean NLL + penalty = objective.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import FloatArray

MOST_ROWS: Final = 4000
"""Largest number of records that are kept of a run."""


class Record(NamedTuple):
    """State after a step, and changes by the step. :mod:`core.belief.penalty` defines the scale of the penalty.

    Attributes
    ----------
    step : int
        Steps taken; 0 is the start, whose changes, norms and angle are NaN.
    lr, wd : float
        Learning rate and weight decay of the step (at step 0, the initial ones).
    nll, held_out_nll : float
        Mean NLL over the training and the held-out examples, nats per example.
    penalty : float
        Minus the log-prior over N, up to its constant, nats per example.
    objective : float
        Minus the log-joint over N, up to the prior's constant: computed as one sum over examples and weights, not
        by adding ``nll`` and ``penalty``.
    accuracy, held_out_accuracy : float
        Fraction of the examples whose most probable class is the right one.
    nll_change, penalty_change, objective_change : float
        Changes by this step alone, before and after computed with the step's ``wd``. A change of ``wd`` between two
        steps also changes the penalty, and is not included.
    likelihood_norm, decay_norm : float
        Euclidean norms of the two pulls at the start of the step: of the gradient of the NLL of its batch and of the
        gradient of the penalty, in nats per example and unit of a weight. For AdamW, which does not add them, of the
        two parts of its step, the adaptive step and the decoupled decay, in units of the weights.
    step_norm : float
        Euclidean norm of the step that was applied, weights after minus weights before.
    angle : float
        Angle between the two pulls, in degrees; NaN if one of them is zero.
    residual : float
        Largest relative discrepancy among three identities: objective = NLL + penalty, change of the objective = sum of
        the changes of its parts (both relative to the objective), and weights after = weights before + both parts of
        the step (relative to the longer of the two weight vectors).
    """

    step: int
    lr: float
    wd: float
    nll: float
    penalty: float
    objective: float
    accuracy: float
    held_out_nll: float
    held_out_accuracy: float
    nll_change: float
    penalty_change: float
    objective_change: float
    likelihood_norm: float
    decay_norm: float
    step_norm: float
    angle: float
    residual: float


class History:
    """The records of one run in order. At ``MOST_ROWS`` records, every second one is dropped."""

    def __init__(self) -> None:
        self._rows = np.empty((64, len(Record._fields)), dtype=np.float64)
        self._length = 0

    def __len__(self) -> int:
        """Number of records."""
        return self._length

    def append(self, record: Record) -> None:
        """Add a record, whose step must be later than the last one's."""
        if self._length == MOST_ROWS:
            self._length = (MOST_ROWS + 1) // 2
            self._rows[: self._length] = self._rows[:MOST_ROWS:2].copy()
        if self._length == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[self._length] = record
        self._length += 1

    def column(self, name: str, at: NDArray[np.intp] | slice = slice(None)) -> FloatArray:
        """One field of all records, or of the records ``at`` these indices."""
        return self._rows[: self._length, Record._fields.index(name)][at]

    def places(self, most: int) -> NDArray[np.intp]:
        """At most ``most`` evenly spaced indices of records, including the first and the last."""
        if self._length <= most:
            return np.arange(self._length)
        return np.unique(np.linspace(0, self._length - 1, most).round().astype(np.intp))

    def record(self, place: int) -> Record:
        """The record at an index; negative indices count from the end."""
        if not -self._length <= place < self._length:
            raise IndexError(f"there are {self._length} records, and none at {place}")
        step, *rest = self._rows[: self._length][place].tolist()
        return Record(int(step), *rest)

    def nearest(self, step: int) -> int:
        """Index of the record nearest to a step."""
        return int(np.abs(self.column("step") - step).argmin())
