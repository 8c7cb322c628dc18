"""The training engine: steps of one run, and the exact books of what each did. It never draws.

A run is determined by its config, its split and the rates set between its steps, on one machine and torch version.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.arrays import FloatArray
from core.belief import penalty
from core.data.points import Split
from core.training.lab import model
from core.training.lab.batches import Batches
from core.training.lab.books import MOST_NATS, Applied, Judged, Sums, entry, first_entry, reason, sound
from core.training.lab.config import Rates, TrainingConfig
from core.training.lab.layout import layout
from core.training.lab.ledger import Record
from core.training.lab.model import Pass
from core.training.lab.stepper import Stepper


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """All that a run needs to go on to the last bit as if it had never paused. The arrays are copies."""

    record: Record
    rates: tuple[float, float]
    stopped: str | None
    weights: FloatArray
    state: FloatArray
    order: NDArray[np.int64]
    position: int
    generator: NDArray[np.uint8]


class Judgment(NamedTuple):
    """All figures at the current weights."""

    sums: Sums
    judged: Judged
    over: Pass  # over the training part; in the full batch the next step goes back through it


class Trainer:
    """One training run, step by step.

    Parameters
    ----------
    config : TrainingConfig
        Between steps it may be replaced by one with another number of ``steps``; nothing else of it may change.
    split : Split
        Standardized training and held-out part. Without held-out examples their figures are NaN.
    rates : Rates, optional
        Learning rate and weight decay, read anew by each step; by default those of the config.

    Attributes
    ----------
    rates : Rates
        What the next step will read.
    record : Record
        Of the last step that was recorded, at first of step 0.
    stopped : str or None
        One sentence that says why the run ended before its time and what to change.

    Raises
    ------
    ValueError
        If there is no training example, or the objective is not finite at the first weights.
    """

    def __init__(self, config: TrainingConfig, split: Split, rates: Rates | None = None) -> None:
        if split.train.n < 1:
            raise ValueError("there must be at least one training example")
        self.config = config
        self.rates = rates or config.rates()
        self.stopped: str | None = None
        self._x, self._y = model.examples(split.train)
        self._marks = model.marks(self._y, split.train.n_classes)
        self._slope = self._marks / split.train.n
        self._held_out = model.examples(split.held_out)
        self._n, self._has_held_out = split.train.n, split.held_out.n > 0
        self._layout = layout(config.hidden, split.train.x.shape[1], split.train.n_classes)
        self._stepper = Stepper(config, self._layout)
        self._generator = torch.Generator().manual_seed(config.seed)
        model.initialize(self._stepper.parameters, self._generator)
        self._batches = Batches(self._n, config.batch, self._generator)
        self._pass: Pass | None = None  # over the training part at the current weights
        self._sums: Sums | None = None  # at the current weights
        with np.errstate(all="ignore"):  # what is not finite is refused below
            now = self._judge()
        start = first_entry(Applied(0, self.rates.lr, self.rates.wd), config, self._n, now.sums, now.judged)
        if not sound(start, self._has_held_out):
            raise ValueError("the objective is not finite at the first weights: are the features standardized?")
        self._accept(start, now)

    @classmethod
    def resume(
        cls, config: TrainingConfig, split: Split, checkpoint: Checkpoint, rates: Rates | None = None
    ) -> Trainer:
        """Go on from a checkpoint of the same config (but for ``steps``) and split, by default with its rates.

        Raises
        ------
        ValueError
            If the checkpoint is of a net of another size.
        """
        trainer = cls(config, split, rates or Rates(*checkpoint.rates))
        weights = trainer._layout.buffer(checkpoint.weights).numpy()
        trainer._stepper.restore(weights, checkpoint.state, checkpoint.record.step)
        trainer._batches.order = torch.tensor(checkpoint.order)
        trainer._batches.position = checkpoint.position
        trainer._generator.set_state(torch.tensor(checkpoint.generator))
        trainer._accept(checkpoint.record, trainer._judge())
        trainer.stopped = checkpoint.stopped
        return trainer

    @property
    def step(self) -> int:
        """Steps taken."""
        return self._stepper.taken

    @property
    def n_weights(self) -> int:
        """Number of weights, biases included."""
        return self._layout.places.size

    @property
    def finished(self) -> bool:
        """Whether no step is left: the last one is taken, or the run has stopped."""
        return self.stopped is not None or self.step >= self.config.steps

    def weights(self) -> FloatArray:
        """Copy of all weights, shape (n_weights,): the matrices row by row (units out, units in), then the biases."""
        return np.asarray(self._stepper.weights[self._layout.places])

    def terms(self) -> FloatArray:
        """NLL of each training example at the latest record, nats, shape (N,)."""
        return model.nll_terms(self._log_p, self._y)

    def advance(self, steps: int = 1) -> Record:
        """Take this many steps, at most to the end of the run, and return the record of the last one.

        If the run has ended, or diverges in one of these steps, it is the record of before, and the weights are
        that record's; :attr:`stopped` then says why.
        """
        left = min(steps, self.config.steps - self.step)
        # A run that diverges overflows on its way, and is then stopped.
        with np.errstate(all="ignore"), torch.inference_mode():
            while left > 0 and self.stopped is None:
                left -= 1
                self._take(recorded=left == 0)
        return self.record

    def checkpoint(self) -> Checkpoint:
        """Copy of the state after the latest step."""
        return Checkpoint(
            record=self.record,
            rates=(self.rates.lr, self.rates.wd),
            stopped=self.stopped,
            weights=self.weights(),
            state=self._stepper.state.copy(),
            order=self._batches.order.numpy().copy(),
            position=self._batches.position,
            generator=self._generator.get_state().numpy().copy(),
        )

    def _take(self, recorded: bool) -> None:
        applied = Applied(self.step + 1, self.rates.lr, self.rates.wd)
        if self._batches.full:
            over, slope = self._pass or self._forward(self._x), self._slope
            nll = self._sums.nll if self._sums else model.mean_nll(over.log_p, self._y)
        else:
            rows = self._batches.take()
            over, y = self._forward(self._x[rows]), self._y[rows]
            nll, slope = model.mean_nll(over.log_p, y), self._marks[rows] / len(y)
        if not nll <= MOST_NATS:  # NaN too: a step that was not recorded has broken it
            self._stop(applied._replace(step=self.step), nll)
            return
        before = self._sums
        if recorded and before is None:
            before = self._add_up(over if self._batches.full else self._forward(self._x))
        self._pass = self._sums = None
        stepper = self._stepper
        model.backward(over, slope, stepper.parameters, stepper.gradients, self.config.activation)
        parts = stepper.step(applied.lr, applied.wd, split=recorded)
        if parts is None or before is None:
            return
        now = self._judge()
        record = entry(applied, self.config, self._n, before, now.sums, now.judged, parts)
        if sound(record, self._has_held_out) and record.objective <= MOST_NATS:
            self._accept(record, now)
        else:
            self._stop(applied, record.objective)

    def _forward(self, x: Tensor) -> Pass:
        return model.forward(x, self._stepper.parameters, self.config.activation)

    def _add_up(self, over: Pass) -> Sums:
        terms = model.nll_terms(over.log_p, self._y)
        size = penalty.size(self._stepper.penalized(), self.config.prior)
        return Sums(model.mean_nll(over.log_p, self._y), float(terms.sum()), size)

    def _judge(self) -> Judgment:
        over = self._forward(self._x)
        x, y = self._held_out
        log_p = self._forward(x).log_p
        judged = Judged(model.accuracy(over.log_p, self._y), model.mean_nll(log_p, y), model.accuracy(log_p, y))
        return Judgment(self._add_up(over), judged, over)

    def _accept(self, record: Record, now: Judgment) -> None:
        self.record, self._sums, self._pass = record, now.sums, now.over
        self._log_p = now.over.log_p
        self._kept = self._stepper.weights.copy()

    def _stop(self, applied: Applied, objective: float) -> None:
        self.stopped = reason(self.config, applied, objective)
        self._stepper.restore(self._kept, self._stepper.state, self.record.step)


def train(
    config: TrainingConfig,
    split: Split,
    *,
    rates: Rates | None = None,
    start: Checkpoint | None = None,
    every: int = 1,
) -> Generator[Record, None, str | None]:
    """Train, and yield the record of the start, then one each ``every`` steps, the last step's included.

    ``rates`` may be changed between two records. ``start`` is where to go on from; its record is then the first. The
    generator's return value says why the run ended before its time, or is None. Raises as :class:`Trainer`, and
    ValueError if ``every`` is below 1.
    """
    if every < 1:
        raise ValueError(f"every must be at least 1, got {every}")
    trainer = Trainer.resume(config, split, start, rates) if start else Trainer(config, split, rates)
    yield trainer.record
    while not trainer.finished:
        record = trainer.advance(every)
        if trainer.stopped is None:
            yield record
    return trainer.stopped
