"""The exported program, executed: its figures equal the engine's to the last digit."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from core.data.points import Split, shape_split
from core.training.lab.config import ACTIVATIONS, OPTIMIZERS, TrainingConfig
from core.training.lab.engine import Trainer
from core.training.lab.script import script

MOONS = shape_split("moons", 40, 0.2, 1)
BLOBS = shape_split("blobs", 53, 0.3, 2)
# The programs set torch's default type, so they run in a separate interpreter; one serves all programs of a test.
RUN_ALL = """
import contextlib, io, json, sys
answers = []
for program in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(program, "exported", "exec"), {})
    answers.append(out.getvalue())
print(json.dumps(answers))
"""


def run(config: TrainingConfig, split: Split, stops: list[tuple[int, float, float]]) -> tuple[str, dict[str, float]]:
    """Train with these changes of the rates; return the program and the figures that it must print."""
    trainer = Trainer(config, split)
    for step, lr, wd in stops:
        trainer.advance(step - trainer.step)
        trainer.rates.lr, trainer.rates.wd = lr, wd
    record = trainer.advance(config.steps)
    labels = ("Step", "NLL", "Penalty", "Objective", "Accuracy", "Held-out NLL")
    values = (record.step, record.nll, record.penalty, record.objective, record.accuracy, record.held_out_nll)
    return script(config, split, stops, record.step), dict(zip(labels, values, strict=True))


def read(printed: str) -> dict[str, float]:
    return {label: float(value) for label, value in (line.rsplit(" ", 1) for line in printed.splitlines())}


def test_the_program_of_the_default_run_needs_only_numpy_and_torch(tmp_path: Path) -> None:
    split = shape_split("moons", 500, 0.2, 0)
    program, expected = run(TrainingConfig(steps=150), split, [])
    path = tmp_path / "run.py"
    path.write_text(program, encoding="utf-8")
    # With -I, the program cannot import anything of this project.
    done = subprocess.run([sys.executable, "-I", "-W", "error", path], capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == "" and read(done.stdout) == expected
    imports = {line.split()[1] for line in program.splitlines() if line.startswith("import ")}
    assert imports == {"math", "numpy", "torch"}
    assert max(map(len, program.splitlines())) <= 120
    data = sum(line.startswith("    [") for line in program.splitlines())
    assert data == 751 and len(program.splitlines()) - data < 85  # 500 + 250 rows, and the optimizer's groups


@pytest.mark.sweep
def test_the_program_of_every_kind_of_run_prints_the_runs_figures() -> None:
    kinds = list(product((True, False), enumerate(product(OPTIMIZERS, ("gaussian", "laplace", "none"), (None, 7)))))
    wanted, programs = [], []
    for changing, (i, (optimizer, prior, batch)) in kinds:
        config = TrainingConfig(
            hidden=((), (5,), (7, 16))[i % 3],
            activation=ACTIVATIONS[i % 3 - 1],
            optimizer=optimizer,
            prior=prior,
            batch=batch,
            penalize_biases=i % 4 < 2,
            lr=0.05,
            wd=0.03,
            steps=40,
            seed=i,
        )
        stops = [(0, 0.06, 0.02), (17, 0.02, 0.2), (31, 0.02, 0.0 if i % 5 == 0 else 0.01)]
        program, figures = run(config, (MOONS, BLOBS)[i % 2], stops if changing else [])
        programs.append(program)
        wanted.append(figures)
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL], input=json.dumps(programs), capture_output=True, text=True, check=True
    )
    for kind, printed, figures in zip(kinds, json.loads(done.stdout), wanted, strict=True):
        assert read(printed) == figures, kind


@pytest.mark.parametrize("steps", [0, 3])
def test_changes_that_no_step_has_read_are_left_out(steps: int) -> None:
    program = script(TrainingConfig(), MOONS, [(0, 0.5, 0.25), (3, 9.0, 9.0)], steps)
    assert "9.0" not in program
    assert ("lr, wd = 0.01, 0.01\n" if steps == 0 else "lr, wd = 0.5, 0.25\n") in program
    assert "changes" not in program, "the loop looks for changes only where there are some"
    changed = script(TrainingConfig(), MOONS, [(0, 0.5, 0.25), (3, 9.0, 9.0)], 4)
    assert "changes = {0: (0.5, 0.25), 3: (9.0, 9.0)}" in changed


def test_the_program_keeps_all_digits_and_reshapes_nothing() -> None:
    program = script(TrainingConfig(), MOONS, [], 3)
    assert all(repr(value) in program for value in (*MOONS.train.x.ravel().tolist(), *MOONS.scale.tolist()))
    assert not [guard for guard in ("reshape", " else ", "errstate", " max(") if guard in program]


def test_names_from_a_file_cannot_leave_their_comment() -> None:
    hostile = 'x\n"""\nraise SystemExit(1)\u2028#'
    points = replace(MOONS.train, features=(hostile, hostile), classes=(hostile, "b"))
    program = script(TrainingConfig(), replace(MOONS, train=points), [], 1)
    assert not any(line.startswith(("raise", '"""\nraise')) for line in program.splitlines())
    compile(program, "exported", "exec")
