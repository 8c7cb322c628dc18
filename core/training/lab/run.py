"""A run under way: its trainer, its records, and snapshots of its weights to look back at."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.data.points import Split
from core.training.lab.config import TrainingConfig
from core.training.lab.engine import Trainer
from core.training.lab.layout import layout
from core.training.lab.ledger import History, Record

RECORDS: Final = 500
"""About how many records a run of full length makes."""

SNAPSHOTS: Final = 240
"""At most this many snapshots are kept: beyond that every second one is let go."""


class Snapshot(NamedTuple):
    """The weights after a step, in the order of :meth:`core.training.lab.engine.Trainer.weights`."""

    step: int
    weights: NDArray[np.float64]


class Change(NamedTuple):
    """From this step on, this learning rate and weight decay."""

    step: int
    lr: float
    wd: float


class Run:
    """A training run that can be taken further, looked back at, and exported.

    Parameters
    ----------
    config : TrainingConfig
        What to train and how; ``steps`` may grow later.
    split : Split
        Training and held-out part, standardized.
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
        """What is trained and how, with the learning rate and weight decay of the start."""
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
        """Why the run ended before its last step, if it did."""
        return self.trainer.stopped

    @property
    def finished(self) -> bool:
        """Whether the run has ended, at its last step or before."""
        return self.trainer.finished

    @property
    def stride(self) -> int:
        """Steps from one record to the next while the run plays."""
        return max(1, self.config.steps // RECORDS)

    def advance(self) -> None:
        """Take the steps to the next record."""
        self.take(self.stride)

    def take(self, steps: int) -> None:
        """Take this many steps, or as many as are left, and record the last one."""
        before = self.trainer.step
        record = self.trainer.advance(steps)
        if record.step > max(before, self.history.record(-1).step):
            self.history.append(record)
            self._snap()

    def set_steps(self, steps: int) -> None:
        """Let the run end later or sooner, but not before where it is."""
        if steps != self.config.steps:
            self.trainer.config = replace(self.config, steps=max(steps, self.step, 1))

    def set_rates(self, lr: float, wd: float) -> None:
        """Learning rate and weight decay from the next step on."""
        latest = self.changes[-1]
        if (lr, wd) == (latest.lr, latest.wd):
            return
        self.trainer.rates.lr, self.trainer.rates.wd = lr, wd
        if latest.step == self.step:
            self.changes.pop()
        self.changes.append(Change(self.step, lr, wd))

    def penalized(self) -> NDArray[np.float64]:
        """The weights that the prior is on: the matrices', and the biases' too where the config says so."""
        weights = self.trainer.weights()
        if self.config.penalize_biases:
            return weights
        train = self.split.train
        place = layout(self.config.hidden, train.x.shape[1], train.n_classes)
        return weights[: place.n_in_matrices]

    def snapshot(self, step: int) -> Snapshot:
        """The snapshot nearest to a step."""
        return min(self.snapshots, key=lambda shot: abs(shot.step - step))

    def _snap(self) -> None:
        last = self.snapshots[-1]
        if len(self.snapshots) > 1 and last.step - self.snapshots[-2].step < self._spacing:
            self.snapshots.pop()  # the newest is always kept, and gives way to the next unless it is due
        self.snapshots.append(Snapshot(self.step, self.trainer.weights()))
        if len(self.snapshots) > SNAPSHOTS:
            self.snapshots = [*self.snapshots[:-1:2], self.snapshots[-1]]
            self._spacing = self.snapshots[1].step - self.snapshots[0].step
