"""The training engine: the steps of one run, and an exact record of each.

On one machine and torch version, a run is determined by its config, its split, and the rates set between its steps.
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
from core.training.lab import model, records
from core.training.lab.batches import Batches
from core.training.lab.config import Rates, TrainingConfig
from core.training.lab.ledger import Record
from core.training.lab.model import ForwardPass
from core.training.lab.optimizer_step import Stepper
from core.training.lab.parameter_layout import layout


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """State of a run, from which it continues exactly as if it had not paused. The arrays are copies."""

    record: Record
    rates: tuple[float, float]
    stopped: str | None
    weights: FloatArray
    state: FloatArray
    order: NDArray[np.int64]
    position: int
    generator: NDArray[np.uint8]


class _Figures(NamedTuple):
    """All figures at the current weights."""

    sums: records.Sums
    metrics: records.Metrics
    passed: ForwardPass  # over the training part; a full-batch step uses it for its gradient


class Trainer:
    """One training run, taken step by step.

    Parameters
    ----------
    config : TrainingConfig
        Settings of the run. Between steps it may be replaced by a config that differs only in ``steps``.
    split : Split
        Standardized training and held-out points. Without held-out points, their figures are NaN.
    rates : Rates, optional
        Learning rate and weight decay, which every step reads anew; by default those of the config.

    Attributes
    ----------
    rates : Rates
        Rates that the next step will use.
    record : Record
        Latest record; at first that of step 0.
    stopped : str or None
        Sentence that says why the run stopped before its last step and what to change; None if it did not.

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
        self._nll_slopes = model.nll_slopes(self._y, split.train.n_classes)
        self._mean_nll_slopes = self._nll_slopes / split.train.n
        self._held_out = model.examples(split.held_out)
        self._n, self._has_held_out = split.train.n, split.held_out.n > 0
        self._layout = layout(config.hidden, split.train.x.shape[1], split.train.n_classes)
        self._stepper = Stepper(config, self._layout)
        self._generator = torch.Generator().manual_seed(config.seed)
        model.initialize(self._stepper.parameters, self._generator)
        self._batches = Batches(self._n, config.batch, self._generator)
        self._pass: ForwardPass | None = None  # over the training part at the current weights
        self._sums: records.Sums | None = None  # at the current weights
        with np.errstate(all="ignore"):  # figures that are not finite raise below
            now = self._evaluate()
        start = records.start_record(
            records.StepRates(0, self.rates.lr, self.rates.wd), config, self._n, now.sums, now.metrics
        )
        if not records.is_finite(start, self._has_held_out):
            raise ValueError("the objective is not finite at the first weights: are the features standardized?")
        self._accept(start, now)

    @classmethod
    def resume(
        cls, config: TrainingConfig, split: Split, checkpoint: Checkpoint, rates: Rates | None = None
    ) -> Trainer:
        """Continue from a checkpoint, by default with its rates.

        The config, except for ``steps``, and the split must be those of the checkpoint.

        Raises
        ------
        ValueError
            If the checkpoint's net has another size.
        """
        trainer = cls(config, split, rates or Rates(*checkpoint.rates))
        weights = trainer._layout.buffer(checkpoint.weights).numpy()
        trainer._stepper.restore(weights, checkpoint.state, checkpoint.record.step)
        trainer._batches.order = torch.tensor(checkpoint.order)
        trainer._batches.position = checkpoint.position
        trainer._generator.set_state(torch.tensor(checkpoint.generator))
        trainer._accept(checkpoint.record, trainer._evaluate())
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
        """Whether the run has taken its last step or has stopped before."""
        return self.stopped is not None or self.step >= self.config.steps

    def weights(self) -> FloatArray:
        """Copy of all weights, shape (n_weights,): matrices (units out, units in) row by row, then biases."""
        return np.asarray(self._stepper.weights[self._layout.places])

    def terms(self) -> FloatArray:
        """NLL of each training example at the latest record, in nats, shape (N,)."""
        return model.nll_terms(self._log_p, self._y)

    def advance(self, steps: int = 1) -> Record:
        """Take this many steps, or all that are left, and return the record of the last one.

        If the run diverges in one of these steps, the weights return to those of the latest record, :attr:`stopped`
        says why, and the latest record is returned. It is also returned if the run has already ended.
        """
        left = min(steps, self.config.steps - self.step)
        # A diverging run overflows before it is stopped, so NumPy's warnings are suppressed.
        with np.errstate(all="ignore"), torch.inference_mode():
            while left > 0 and self.stopped is None:
                left -= 1
                self._step_once(recorded=left == 0)
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

    def _step_once(self, recorded: bool) -> None:
        rates = records.StepRates(self.step + 1, self.rates.lr, self.rates.wd)
        if self._batches.full:
            passed, slope = self._pass or self._forward(self._x), self._mean_nll_slopes
            nll = self._sums.nll if self._sums else model.mean_nll(passed.log_p, self._y)
        else:
            rows = self._batches.take()
            passed, y = self._forward(self._x[rows]), self._y[rows]
            nll, slope = model.mean_nll(passed.log_p, y), self._nll_slopes[rows] / len(y)
        if not nll <= records.MOST_NATS:  # also catches NaN; an earlier step that was not recorded has diverged
            self._stop(rates._replace(step=self.step), nll)
            return
        before = self._sums
        if recorded and before is None:
            before = self._sum_up(passed if self._batches.full else self._forward(self._x))
        self._pass = self._sums = None
        stepper = self._stepper
        model.backward(passed, slope, stepper.parameters, stepper.gradients, self.config.activation)
        parts = stepper.step(rates.lr, rates.wd, split=recorded)
        if parts is None or before is None:
            return
        now = self._evaluate()
        record = records.step_record(rates, self.config, self._n, before, now.sums, now.metrics, parts)
        if records.is_finite(record, self._has_held_out) and record.objective <= records.MOST_NATS:
            self._accept(record, now)
        else:
            self._stop(rates, record.objective)

    def _forward(self, x: Tensor) -> ForwardPass:
        return model.forward(x, self._stepper.parameters, self.config.activation)

    def _sum_up(self, passed: ForwardPass) -> records.Sums:
        terms = model.nll_terms(passed.log_p, self._y)
        size = penalty.size(self._stepper.penalized(), self.config.prior)
        return records.Sums(model.mean_nll(passed.log_p, self._y), float(terms.sum()), size)

    def _evaluate(self) -> _Figures:
        passed = self._forward(self._x)
        x, y = self._held_out
        log_p = self._forward(x).log_p
        metrics = records.Metrics(
            model.accuracy(passed.log_p, self._y), model.mean_nll(log_p, y), model.accuracy(log_p, y)
        )
        return _Figures(self._sum_up(passed), metrics, passed)

    def _accept(self, record: Record, now: _Figures) -> None:
        self.record, self._sums, self._pass = record, now.sums, now.passed
        self._log_p = now.passed.log_p
        self._recorded_weights = self._stepper.weights.copy()

    def _stop(self, rates: records.StepRates, objective: float) -> None:
        self.stopped = records.stop_reason(self.config, rates, objective)
        self._stepper.restore(self._recorded_weights, self._stepper.state, self.record.step)


def train(
    config: TrainingConfig,
    split: Split,
    *,
    rates: Rates | None = None,
    start: Checkpoint | None = None,
    every: int = 1,
) -> Generator[Record, None, str | None]:
    """Train, and yield the record of the start, of every ``every``-th step after it, and of the last step.

    ``rates`` may be changed between two records. With ``start``, the run continues from this checkpoint, and the first
    record is the checkpoint's. The generator's return value is :attr:`Trainer.stopped`. Raises as :class:`Trainer`, and
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
