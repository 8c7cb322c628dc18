"""The worked example of lesson 9: plain text at the default, and the record's figures at odd settings."""

import numpy as np
import pytest

from core.belief.penalty import prior_sd
from core.data.points import shape_split
from core.training.lab.config import OPTIMIZERS, TrainingConfig
from core.training.lab.run import Run
from pages.training_lab.fields import DECAYS, PRIORS, RATES
from pages.training_lab.words import example
from tests.support.example import MAX_LINES, assert_plain, run_quietly


def test_the_script_is_short_and_guards_against_nothing() -> None:
    for prior in ("gaussian", "laplace", "none"):
        run = Run(TrainingConfig(prior=prior, wd=0.001), shape_split("moons", 500, 0.2, 0))
        assert_plain(example(run))
        run.take(1)
        assert_plain(example(run))
        assert repr(run.record.nll) in example(run), "all digits"


def test_the_script_ends_in_the_records_figures_at_odd_settings() -> None:
    rng = np.random.default_rng(9)
    splits = [shape_split(name, n, 0.3, n) for name, n in (("moons", 20), ("blobs", 30), ("spirals", 70))]
    for wd in (0.0, *DECAYS, *DECAYS):
        prior, biases = list(PRIORS.values())[rng.integers(5)]
        config = TrainingConfig(
            hidden=() if rng.random() < 0.5 else (4,), optimizer=OPTIMIZERS[rng.integers(3)], prior=prior,
            penalize_biases=biases, lr=float(rng.choice(RATES)), wd=wd, batch=None if rng.random() < 0.5 else 10,
            steps=100, seed=int(rng.integers(10_000)),
        )  # fmt: skip
        run = Run(config, splits[rng.integers(3)])
        run.take(int(rng.integers(0, 30)))  # some diverge: their record is that of the last finite step
        text = example(run)
        assert len(text.splitlines()) <= MAX_LINES
        found, record = run_quietly(text), run.record
        assert found["penalty"] == pytest.approx(record.penalty, rel=1e-12)
        assert found["objective"] == pytest.approx(record.objective, rel=1e-12)
        assert found["prior_sigma"] == pytest.approx(prior_sd(prior, record.wd, run.split.train.n), rel=1e-12)
