"""What one training step reports, and the steps of a run in order.

Everything is on one scale: nats per training example, so that mean NLL + penalty = objective.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import FloatArray

MOST_ROWS: Final = 4000


class Record(NamedTuple):
    """The state after a step, and what the step did. Scales of the penalty: :mod:`core.belief.penalty`.

    Attributes
    ----------
    step : int
        Steps taken; 0 is the start, whose changes, norms and angle are NaN.
    lr, wd : float
        Learning rate and weight decay of the step (at step 0: those of the start).
    nll, held_out_nll : float
        Mean NLL over the training and the held-out examples, nats per example.
    penalty : float
        Minus the log-prior over N, up to its constant, nats per example.
    objective : float
        Minus the log-joint over N, up to the prior's constant: computed as one sum over examples and weights, not
        by adding ``nll`` and ``penalty``.
    accuracy, held_out_accuracy : float
        Share of examples whose most probable class is theirs.
    nll_change, penalty_change, objective_change : float
        Of this one step, both sides at its own ``wd``: a weight decay that has just been changed moves the penalty
        from record to record, and is no change that the step made.
    likelihood_norm, decay_norm : float
        Euclidean norms of the two parts of the step: what the NLL asked for, and what the prior asked for.
    angle : float
        Between the two parts, degrees; NaN where one of them is zero.
    residual : float
        The largest relative gap of the books: objective against NLL + penalty, the change of the objective against
        the changes of its parts (both over the objective), and the weights before plus both parts against the
        weights after (lengths, over the longer of before and after).
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
    angle: float
    residual: float


class History:
    """The records of one run, in order, at most ``MOST_ROWS``: beyond that every second one is let go."""

    def __init__(self) -> None:
        self._rows = np.empty((64, len(Record._fields)), dtype=np.float64)
        self._length = 0

    def __len__(self) -> int:
        """Number of records."""
        return self._length

    def append(self, record: Record) -> None:
        """Add the next record; its step is later than the last one's."""
        if self._length == MOST_ROWS:
            self._length = (MOST_ROWS + 1) // 2
            self._rows[: self._length] = self._rows[:MOST_ROWS:2].copy()
        if self._length == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[self._length] = record
        self._length += 1

    def column(self, name: str, at: NDArray[np.intp] | slice = slice(None)) -> FloatArray:
        """One field of all records, or of those ``at`` these places."""
        return self._rows[: self._length, Record._fields.index(name)][at]

    def places(self, most: int) -> NDArray[np.intp]:
        """At most ``most`` places, evenly spread, the first and the last among them."""
        if self._length <= most:
            return np.arange(self._length)
        return np.unique(np.linspace(0, self._length - 1, most).round().astype(np.intp))

    def record(self, place: int) -> Record:
        """The record at a place; negative ones count from the end."""
        if not -self._length <= place < self._length:
            raise IndexError(f"there are {self._length} records, and none at {place}")
        step, *rest = self._rows[: self._length][place].tolist()
        return Record(int(step), *rest)

    def nearest(self, step: int) -> int:
        """The place of the record nearest to a step."""
        return int(np.abs(self.column("step") - step).argmin())
