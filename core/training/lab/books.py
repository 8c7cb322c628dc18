"""The books of a run: what goes into a record, when a record is not sound, and why the run then ends."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from core.belief.penalty import mean_coefficient, sum_coefficient
from core.training.lab.config import TrainingConfig, decay_explodes
from core.training.lab.ledger import Record
from core.training.lab.stepper import Parts

MOST_NATS: Final = 1e6
"""An objective above this, in nats per example, is that of a run that has gone."""


class Sums(NamedTuple):
    """What the objective is made of, before any weight decay."""

    nll: float
    """Mean NLL, by torch's own mean."""
    total: float
    """Sum of the terms of the NLL."""
    size: float
    """Sum of squares, or of absolute values, of the penalized weights: :func:`core.belief.penalty.size`."""


class Judged(NamedTuple):
    """What the objective does not see."""

    accuracy: float
    held_out_nll: float
    held_out_accuracy: float


class Applied(NamedTuple):
    """A step: its number, counted from 1, and its rates; step 0 is the start."""

    step: int
    lr: float
    wd: float


class _Scales(NamedTuple):
    """What the penalized size is multiplied by, beside the mean NLL and beside the summed one."""

    mean: float
    total: float


def _scales(config: TrainingConfig, wd: float, n: int) -> _Scales:
    return _Scales(mean_coefficient(config.prior, wd), sum_coefficient(config.prior, wd, n))


def _objective(sums: Sums, scales: _Scales, n: int) -> float:
    """Minus the log-joint over N: one sum over examples and weights, on the scale of the summed NLL."""
    return (sums.total + scales.total * sums.size) / n


def _relative(gap: float, size: float) -> float:
    return abs(gap) / size if size > 0 else abs(gap)


def first_entry(applied: Applied, config: TrainingConfig, n: int, now: Sums, judged: Judged) -> Record:
    """Record of the start: no changes, and no parts."""
    scales, nan = _scales(config, applied.wd, n), math.nan
    value, objective = scales.mean * now.size, _objective(now, scales, n)
    gap = _relative(objective - (now.nll + value), objective)
    return Record(*applied, now.nll, value, objective, *judged, nan, nan, nan, nan, nan, nan, gap)


def entry(
    applied: Applied, config: TrainingConfig, n: int, before: Sums, now: Sums, judged: Judged, parts: Parts
) -> Record:
    """Record of a step over ``n`` examples; both sides of its changes are at the step's own weight decay."""
    scales = _scales(config, applied.wd, n)
    value, objective, earlier = scales.mean * now.size, _objective(now, scales, n), _objective(before, scales, n)
    nll_change, penalty_change = now.nll - before.nll, scales.mean * (now.size - before.size)
    change = objective - earlier
    gap = _relative(objective - (now.nll + value), objective)
    drift = _relative(change - (nll_change + penalty_change), max(objective, earlier))
    return Record(
        *applied,
        now.nll,
        value,
        objective,
        *judged,
        nll_change,
        penalty_change,
        change,
        parts.likelihood_norm,
        parts.decay_norm,
        parts.angle,
        max(gap, drift, parts.gap),
    )


def sound(record: Record, has_held_out: bool) -> bool:
    """Whether a record can be shown: all that must be finite is. NaN is left where there is nothing to measure."""
    held_out = (record.held_out_nll,) if has_held_out else ()
    # Norms and residual: a weight that is not finite makes them so, also where a saturated unit hides it.
    moved = (record.likelihood_norm, record.decay_norm, record.residual) if record.step else ()
    return all(map(math.isfinite, (record.nll, record.penalty, record.objective, *held_out, *moved)))


def reason(config: TrainingConfig, applied: Applied, objective: float) -> str:
    """One sentence: at which step the run ended, why, and what to change."""
    what = (
        f"the objective rose above {MOST_NATS:,.0f} nats per example"
        if math.isfinite(objective)
        else "the objective is no longer a finite number"
    )
    _, lr, wd = applied
    if decay_explodes(config.optimizer, config.prior, lr, wd):
        why = (
            f"the decay alone multiplies each weight by 1 − lr·wd = {1 - lr * wd:.4g} in every step, "
            f"so the learning rate must be below 2/wd = {2 / wd:.4g}"
        )
    else:
        why = f"the learning rate {lr:.4g} is too large for the slope here: try a tenth of it, {lr / 10:.4g}"
    return f"Stopped at step {applied.step:,}, where {what}: {why}.".replace("= -", "= −")
