"""A training run: records, snapshots, changes of the rates, and its exports."""

import csv
import io
import json
import math
import tracemalloc

import numpy as np
import pytest

from core.data.points import shape_split
from core.training.lab.config import TrainingConfig
from core.training.lab.export import csv_text, json_text
from core.training.lab.ledger import MOST_ROWS, Record
from core.training.lab.model import evaluate
from core.training.lab.run import SNAPSHOTS, Change, Run

SPLIT = shape_split("moons", 40, 0.2, 0)
SMALL = TrainingConfig(hidden=(4,), optimizer="adam", lr=0.02, wd=0.01, steps=60, seed=1)


def test_a_run_in_portions_equals_the_run_at_once() -> None:
    whole, parts = Run(SMALL, SPLIT), Run(SMALL, SPLIT)
    whole.take(60)
    for steps in (1, 10, 7, 42):
        parts.take(steps)
    assert whole.record == parts.record
    assert np.array_equal(whole.trainer.weights(), parts.trainer.weights())
    assert whole.finished and parts.finished
    assert parts.history.column("step").tolist() == [0, 1, 11, 18, 60]
    parts.take(5)
    assert parts.step == 60, "a finished run takes no step"


def test_evaluating_a_snapshot_gives_the_figures_of_its_record() -> None:
    run = Run(SMALL, SPLIT)
    while not run.finished:
        run.advance()
    shot = run.snapshot(23)
    then = run.history.record(run.history.nearest(shot.step))
    found = evaluate(run.config, SPLIT, shot.weights)
    assert then.step == shot.step == 23
    assert (found.nll, found.accuracy, found.held_out_nll) == (then.nll, then.accuracy, then.held_out_nll)


def test_snapshots_are_bounded_evenly_spaced_and_end_with_the_latest() -> None:
    run = Run(TrainingConfig(hidden=(), lr=0.01, wd=0.0, steps=600, seed=0), SPLIT)
    while not run.finished:
        run.advance()
    steps = np.array([shot.step for shot in run.snapshots])
    assert len(steps) <= SNAPSHOTS
    assert steps[0] == 0 and steps[-1] == 600
    gaps = np.diff(steps)[:-1]
    assert gaps.min() == gaps.max()


def test_changes_of_the_rates_are_recorded_once_for_each_step() -> None:
    run = Run(SMALL, SPLIT)
    run.set_rates(0.02, 0.01)
    run.take(10)
    run.set_rates(0.1, 0.01)
    run.set_rates(0.1, 0.05)
    run.take(1)
    assert run.changes == [Change(0, 0.02, 0.01), Change(10, 0.1, 0.05)]
    assert (run.record.lr, run.record.wd) == (0.1, 0.05)


def test_a_run_can_be_extended_but_not_cut_below_the_steps_taken() -> None:
    run = Run(SMALL, SPLIT)
    run.take(60)
    run.set_steps(80)
    assert not run.finished
    run.take(100)
    assert run.step == 80
    run.set_steps(10)
    assert run.config.steps == 80 and run.finished


def test_the_penalized_weights_are_those_of_the_penalty() -> None:
    for biases, prior in ((False, "gaussian"), (True, "laplace")):
        config = TrainingConfig(hidden=(4,), wd=0.3, prior=prior, penalize_biases=biases, steps=5)
        run = Run(config, SPLIT)
        run.take(5)
        w = run.penalized()
        expected = 0.15 * np.sum(w**2) if prior == "gaussian" else 0.3 * np.sum(np.abs(w))
        assert run.record.penalty == pytest.approx(expected, rel=1e-12)


def test_the_csv_reads_back_to_the_last_bit() -> None:
    run = Run(SMALL, SPLIT)
    run.take(3)
    run.take(57)
    header, *rows = csv.reader(io.StringIO(csv_text(run)))
    assert tuple(header) == Record._fields
    assert [int(row[0]) for row in rows] == [0, 3, 60]
    assert rows[0][header.index("angle")] == "", "step 0 has taken no step"
    for name in ("nll", "penalty", "objective", "held_out_nll"):
        assert float(rows[-1][header.index(name)]) == getattr(run.record, name)


def test_the_json_is_strict_and_complete() -> None:
    run = Run(SMALL, SPLIT)
    run.take(5)
    content = json.loads(json_text(run), parse_constant=lambda text: pytest.fail(f"{text} is no JSON"))
    assert content["settings"]["optimizer"] == "adam" and content["settings"]["hidden"] == [4]
    assert content["data"]["training_points"] == 40
    assert content["changes"] == [{"step": 0, "lr": 0.02, "wd": 0.01}]
    assert content["records"][0]["angle"] is None
    assert content["records"][-1]["objective"] == run.record.objective
    assert content["weights"] == run.trainer.weights().tolist()


def test_a_long_run_of_the_largest_net_of_the_page_stays_below_20_mb() -> None:
    split = shape_split("moons", 2000, 0.2, 0)
    tracemalloc.start()
    run = Run(TrainingConfig(hidden=(32, 32), batch=10, lr=0.01, wd=0.01, steps=20_000), split)
    for _ in range(50):
        run.take(1)
    python = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    tensors = 8 * run.trainer.n_weights * 8 + 8 * 3 * 3000  # weights, state and gradients; the examples
    filled = SNAPSHOTS * run.trainer.weights().nbytes + MOST_ROWS * len(Record._fields) * 8
    assert python + tensors + filled < 20e6
    assert math.isfinite(run.record.objective)
