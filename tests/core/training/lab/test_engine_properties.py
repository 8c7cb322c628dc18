"""Properties of any run: the identities between a record's figures, no penalty without a prior, and pauses."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.points import shape_split
from core.training.lab.config import ACTIVATIONS, OPTIMIZERS, TrainingConfig
from core.training.lab.engine import Trainer, train

SPLITS = [shape_split("moons", 30, 0.2, 3), shape_split("blobs", 41, 0.3, 3)]

configs = st.builds(
    TrainingConfig,
    hidden=st.lists(st.integers(1, 9), max_size=2).map(tuple),
    activation=st.sampled_from(ACTIVATIONS),
    optimizer=st.sampled_from(OPTIMIZERS),
    lr=st.floats(1e-5, 50),
    wd=st.one_of(st.just(0.0), st.floats(1e-8, 10)),
    prior=st.sampled_from(["gaussian", "laplace", "none"]),
    penalize_biases=st.booleans(),
    batch=st.one_of(st.none(), st.integers(1, 50)),
    steps=st.integers(1, 25),
    seed=st.integers(0, 2**32 - 1),
)


@settings(max_examples=60)
@given(configs, st.sampled_from(SPLITS), st.integers(1, 4), st.floats(1e-4, 30), st.floats(0, 5))
def test_the_figures_of_every_record_add_up(config, split, every, lr, wd) -> None:
    trainer = Trainer(config, split)
    before = trainer.record
    while not trainer.finished:
        if trainer.step > config.steps // 2:
            trainer.rates.lr, trainer.rates.wd = lr, wd
        record = trainer.advance(every)
        if trainer.stopped:
            assert record is before
            break
        assert record.residual < 1e-6
        eps = 64 * np.finfo(np.float64).eps
        assert abs(record.objective - (record.nll + record.penalty)) <= eps * record.objective
        size = max(record.objective, abs(record.objective - record.objective_change))
        assert abs(record.objective_change - (record.nll_change + record.penalty_change)) <= eps * size
        if record.step == before.step + 1:
            assert record.nll - before.nll == record.nll_change
        if record.wd == 0 or config.prior == "none":
            assert record.penalty == record.penalty_change == record.decay_norm == 0
        assert math.isnan(record.angle) or 0 <= record.angle <= 180
        assert all(map(math.isfinite, record[:-2])) and math.isfinite(record.residual)
        before = record


@settings(max_examples=15)
@given(configs, st.sampled_from(SPLITS), st.integers(0, 25))
def test_a_pause_anywhere_changes_nothing(config, split, pause) -> None:
    straight = list(train(config, split))
    first = Trainer(config, split)
    first.advance(pause)
    if first.stopped:
        return  # then the run is at an earlier record than the pause
    rest = list(train(config, split, start=first.checkpoint()))
    for one, other in zip(reversed(straight), reversed(rest), strict=False):
        assert one.step == other.step
        assert one[3:9] == other[3:9]
        assert one.residual == pytest.approx(other.residual, abs=1e-9)
