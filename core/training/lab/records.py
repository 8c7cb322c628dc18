"""How the record of a step is computed and checked, and the sentence that says why a run stopped."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from core.belief.penalty import mean_coefficient, sum_coefficient
from core.numbers import compact
from core.training.lab.config import TrainingConfig, decay_explodes
from core.training.lab.ledger import Record
from core.training.lab.optimizer_step import Parts

MOST_NATS: Final = 1e6
"""Objective, in nats per example, above which a run counts as diverged."""
MOST_LETTERS: Final = 135
"""Length of the reason of a stop: it has a place of its own on the page, so that nothing moves when it comes."""


class Sums(NamedTuple):
    """Parts of the objective that do not depend on the weight decay."""

    nll: float
    """Mean NLL, by torch's own mean."""
    total: float
    """Summed NLL."""
    size: float
    """Sum of squares, or of absolute values, of the penalized weights: :func:`core.belief.penalty.size`."""


class Metrics(NamedTuple):
    """Figures of a record that the objective does not depend on."""

    accuracy: float
    held_out_nll: float
    held_out_accuracy: float


class StepRates(NamedTuple):
    """Number of a step, from 1, with its learning rate and weight decay; step 0 is the start."""

    step: int
    lr: float
    wd: float


class _Scales(NamedTuple):
    """Coefficient of the size of the weights in the penalty on the mean NLL, and on the summed NLL."""

    mean: float
    total: float


def _scales(config: TrainingConfig, wd: float, n: int) -> _Scales:
    return _Scales(mean_coefficient(config.prior, wd), sum_coefficient(config.prior, wd, n))


def _objective(sums: Sums, scales: _Scales, n: int) -> float:
    """Minus the log-joint over N, computed as one sum over examples and weights."""
    return (sums.total + scales.total * sums.size) / n


def _relative(gap: float, size: float) -> float:
    return abs(gap) / size if size > 0 else abs(gap)


def start_record(rates: StepRates, config: TrainingConfig, n: int, now: Sums, metrics: Metrics) -> Record:
    """Record of the start, without changes and parts of a step."""
    scales, nan = _scales(config, rates.wd, n), math.nan
    value, objective = scales.mean * now.size, _objective(now, scales, n)
    gap = _relative(objective - (now.nll + value), objective)
    return Record(*rates, now.nll, value, objective, *metrics, nan, nan, nan, nan, nan, nan, nan, gap)


def step_record(
    rates: StepRates, config: TrainingConfig, n: int, before: Sums, now: Sums, metrics: Metrics, parts: Parts
) -> Record:
    """Record of a step over ``n`` examples; changes compare before and after at the step's own weight decay."""
    scales = _scales(config, rates.wd, n)
    value, objective, earlier = scales.mean * now.size, _objective(now, scales, n), _objective(before, scales, n)
    nll_change, penalty_change = now.nll - before.nll, scales.mean * (now.size - before.size)
    change = objective - earlier
    gap = _relative(objective - (now.nll + value), objective)
    drift = _relative(change - (nll_change + penalty_change), max(objective, earlier))
    return Record(
        *rates,
        now.nll,
        value,
        objective,
        *metrics,
        nll_change,
        penalty_change,
        change,
        parts.likelihood_norm,
        parts.decay_norm,
        parts.step_norm,
        parts.angle,
        max(gap, drift, parts.gap),
    )


def is_finite(record: Record, has_held_out: bool) -> bool:
    """Whether all figures of a record that must be finite are; NaN is allowed where there is nothing to measure."""
    held_out = (record.held_out_nll,) if has_held_out else ()
    # A weight that is not finite shows in the norms and the residual even if a saturated unit hides it from the NLL.
    norms = (record.likelihood_norm, record.decay_norm, record.step_norm)
    moved = (*norms, record.residual) if record.step else ()
    return all(map(math.isfinite, (record.nll, record.penalty, record.objective, *held_out, *moved)))


def stop_reason(config: TrainingConfig, rates: StepRates, objective: float) -> str:
    """At most :data:`MOST_LETTERS` that say at which step the run stopped, why, and what to change."""
    step, lr, wd = rates
    if decay_explodes(config.optimizer, config.prior, lr, wd):
        why = (
            f"the decay alone multiplies weights by 1 − lr·wd = {compact(1 - lr * wd, 4)} per step. "
            f"Keep the learning rate below 2/wd = {compact(2 / wd, 4)}."
        )
    else:
        rose = f"rose above {MOST_NATS:,.0f} nats" if math.isfinite(objective) else "is no finite number"
        why = f"the objective {rose}. The learning rate {compact(lr, 4)} is too large: try {compact(lr / 10, 4)}."
    return f"Stopped at step {step:,}: {why}"
