"""Lesson 9's sentences as the fields move: without a prior, in batches, with a pinned run, and looking back."""

import csv
import io
import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data.points import shape_split
from core.training.lab import ledger
from core.training.lab.config import TrainingConfig
from core.training.lab.export import csv_text, json_text
from core.training.lab.run import Run
from pages.training_lab.charts import curve, decision_field
from tests.support.app import figure, open_lesson, run_example


def lesson(**query: str) -> AppTest:
    app = open_lesson("9_training-lab.py", **query)
    assert not app.exception and not app.error
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption])


def below(app: AppTest, label: str) -> str:
    """The note under a figure."""
    return next(str(metric.delta) for metric in app.metric if metric.label == label)


def test_the_note_of_the_penalty_says_what_is_penalized() -> None:
    app = lesson(n_points="50")
    for prior, note in (
        ("gaussian", "weights only"), ("laplace, biases too", "weights, biases"), ("none", "no prior"),
    ):  # fmt: skip
        app.selectbox(key="prior").set_value(prior).run()
        assert below(app, "Penalty") == note


def test_without_a_prior_both_pulls_are_0_where_training_rests() -> None:
    config = TrainingConfig(hidden=(), optimizer="sgd", lr=2.0, wd=0.1, prior="none", steps=3000)
    run = Run(config, shape_split("blobs", 50, 0.9, 1))
    run.take(3000)
    assert run.record.likelihood_norm < 0.01 and run.record.decay_norm == 0
    assert np.isnan(run.record.angle), "there is no angle of 180°"
    assert "without a prior both are 0, with one they are equal in size" in words(lesson(prior="none"))


def test_with_batches_the_pull_is_that_of_the_batch() -> None:
    app = lesson(batch="10", n_points="50")
    assert "the step’s examples pull, the gradient of their NLL" in words(app)


def test_the_size_of_a_point_has_limits() -> None:
    text = words(lesson(n_points="50"))
    assert decision_field.SMALLEST > 0 and decision_field.LARGEST < decision_field.AREA * 5
    assert "grows with its own −log p, within limits" in text and "as large as its own" not in text


def test_a_boundary_is_pinned_only_over_the_same_data() -> None:
    assert "its border if the data are the same" in lesson().button(key="pin").proto.help


def test_the_export_holds_records_not_every_step() -> None:
    run = Run(TrainingConfig(hidden=(), steps=2000), shape_split("moons", 20, 0.2, 0))
    run.advance()
    run.advance()
    steps = [row["step"] for row in csv.DictReader(io.StringIO(csv_text(run)))]
    assert [float(step) for step in steps] == [0, run.stride, 2 * run.stride] and run.stride > 1
    assert "The records, all settings" in words(lesson()) and "Each step, all settings" not in words(lesson())


@pytest.mark.parametrize(("steps", "said"), [(500, "after each step while"), (2000, "after every 4 steps while")])
def test_the_exports_hold_the_steps_that_the_page_says(steps: int, said: str) -> None:
    """The start, every so many steps of a run that plays, its end, and the end of each press: one row each."""
    assert f"A record is kept at the start, {said} the run plays" in words(lesson(steps=str(steps)))
    run = Run(TrainingConfig(hidden=(), steps=steps), shape_split("moons", 20, 0.2, 0))
    run.take(1)
    run.take(10)
    for _ in range(3):
        run.advance()
    run.take(steps)
    rows = list(csv.DictReader(io.StringIO(csv_text(run))))
    held = [int(row["step"]) for row in rows]
    assert held == [0, 1, 11, *(11 + run.stride * place for place in (1, 2, 3)), steps]
    assert [row["step"] for row in json.loads(json_text(run))["records"]] == held
    for place in (2, 4, 6):
        again = Run(run.config, run.split)
        again.take(held[place])
        assert {name: float(rows[place][name]) for name in ("nll", "penalty", "step_norm")} == {
            name: getattr(again.record, name) for name in ("nll", "penalty", "step_norm")
        }


def test_a_very_long_export_holds_every_second_record_and_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    assert f"beyond {ledger.MOST_ROWS:,} records every second one is dropped" in words(lesson())
    monkeypatch.setattr(ledger, "MOST_ROWS", 40)
    run = Run(TrainingConfig(hidden=(), steps=100), shape_split("moons", 20, 0.2, 0))
    for _ in range(41):
        run.take(1)
    held = [int(row["step"]) for row in csv.DictReader(io.StringIO(csv_text(run)))]
    assert held == [*range(0, 40, 2), 40, 41]


def test_the_example_is_that_of_the_step_it_names_also_when_looking_back() -> None:
    app = lesson(n_points="50")
    for key in ("run_ten", "run_ten"):
        app.button(key=key).click().run()
    assert "the figures of the step that it names" in words(app)
    latest = float(figure(app, "NLL"))
    app.session_state["look_back_20"] = 0  # as the slider does, whose script AppTest does not run
    app.run()
    assert figure(app, "Step") == "0" and float(figure(app, "NLL")) != latest
    code = next(block.value for block in app.code if "import numpy" in block.value)
    assert re.search(r"After step (\d+)", code)[1] == "20"
    assert abs(float(run_example(app)["nll"]) - latest) < 1e-4


def test_the_weights_are_their_start_plus_all_steps() -> None:
    text = words(lesson())
    assert "their start plus all steps since" in text
    assert "the difference of two rows" in text


def test_a_cut_axis_does_not_say_which_run_goes_beyond() -> None:
    split = shape_split("moons", 20, 0.2, 0)
    calm, wild = (Run(TrainingConfig(hidden=(), optimizer="sgd", lr=lr, wd=0.01), split) for lr in (0.01, 199.0))
    for run in (calm, wild):
        for _ in range(20):
            run.take(1)
    alone = curve.tables(calm.history, 1000)["said"]
    both = curve.tables(calm.history, 1000, pinned=wild.history)["said"]
    assert b"goes beyond" not in alone and b"a run goes beyond" in both, "it is the pinned one"
