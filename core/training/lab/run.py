"""A training run: its trainer, the history of its records, and snapshots of its weights."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.data.points import Split
from core.training.lab.config import TrainingConfig
from core.training.lab.engine import Trainer
from core.training.lab.ledger import History, Record
from core.training.lab.parameter_layout import layout

RECORDS: Final = 500
"""Approximate number of records of a complete run."""

SNAPSHOTS: Final = 240
"""Largest number of snapshots; when it is exceeded, every second one is dropped."""


class Snapshot(NamedTuple):
    """The weights after a step, in the order of :meth:`core.training.lab.engine.Trainer.weights`."""

    step: int
    weights: NDArray[np.float64]


class Change(NamedTuple):
    """Learning rate and weight decay that apply after a step."""

    step: int
    lr: float
    wd: float


class Run:
    """A training run that can be continued, reviewed and exported.

    Parameters
    ----------
    config : TrainingConfig
        Settings of the run; ``steps`` may change later.
    split : Split
        Standardized training and held-out points.
    """

    def __init__(self, config: TrainingConfig, split: Split) -> None:
        self.split = split
        self.trainer = Trainer(config, split)
        self.history = History()
        self.history.append(self.trainer.record)
        self.snapshots = [Snapshot(0, self.trainer.weights())]
        self.changes = [Change(0, config.lr, config.wd)]
        self._spacing = 1

    @property
    def config(self) -> TrainingConfig:
        """Settings of the run, with the initial learning rate and weight decay."""
        return self.trainer.config

    @property
    def step(self) -> int:
        """Steps taken."""
        return self.trainer.step

    @property
    def record(self) -> Record:
        """The latest record."""
        return self.trainer.record

    @property
    def stopped(self) -> str | None:
        """Sentence that says why the run stopped before its last step; None if it did not."""
        return self.trainer.stopped

    @property
    def finished(self) -> bool:
        """Whether the run has taken its last step or has stopped before."""
        return self.trainer.finished

    @property
    def stride(self) -> int:
        """Number of steps between two records while the run plays."""
        return max(1, self.config.steps // RECORDS)

    @property
    def records(self) -> float:
        """Number of records of a run that plays from its start to its end."""
        return self.config.steps / self.stride

    def advance(self) -> None:
        """Take the steps to the next record."""
        self.take(self.stride)

    def take(self, steps: int) -> None:
        """Take this many steps, or all that are left, and record the last one."""
        before = self.trainer.step
        record = self.trainer.advance(steps)
        if record.step > max(before, self.history.record(-1).step):
            self.history.append(record)
            self._add_snapshot()

    def set_steps(self, steps: int) -> None:
        """Change the number of steps of the run; it cannot be less than the steps already taken."""
        if steps != self.config.steps:
            self.trainer.config = replace(self.config, steps=max(steps, self.step, 1))

    def set_rates(self, lr: float, wd: float) -> None:
        """Set the learning rate and weight decay from the next step on."""
        latest = self.changes[-1]
        if (lr, wd) == (latest.lr, latest.wd):
            return
        self.trainer.rates.lr, self.trainer.rates.wd = lr, wd
        if latest.step == self.step:
            self.changes.pop()
        self.changes.append(Change(self.step, lr, wd))

    def penalized(self) -> NDArray[np.float64]:
        """The weights that the prior applies to: the matrices, and the biases if the config says so."""
        weights = self.trainer.weights()
        if self.config.penalize_biases:
            return weights
        train = self.split.train
        place = layout(self.config.hidden, train.x.shape[1], train.n_classes)
        return weights[: place.n_in_matrices]

    def snapshot(self, step: int) -> Snapshot:
        """The snapshot nearest to a step."""
        return min(self.snapshots, key=lambda shot: abs(shot.step - step))

    def _add_snapshot(self) -> None:
        last = self.snapshots[-1]
        if len(self.snapshots) > 1 and last.step - self.snapshots[-2].step < self._spacing:
            self.snapshots.pop()  # the latest snapshot stays only if it is a full spacing after the one before
        self.snapshots.append(Snapshot(self.step, self.trainer.weights()))
        if len(self.snapshots) > SNAPSHOTS:
            self.snapshots = [*self.snapshots[:-1:2], self.snapshots[-1]]
            self._spacing = self.snapshots[1].step - self.snapshots[0].step
