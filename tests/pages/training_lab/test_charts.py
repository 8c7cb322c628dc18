"""The charts of a run: an axis that grows with it, and labels that stand apart at any height."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.points import shape_split
from core.training.lab.config import TrainingConfig
from core.training.lab.run import Run
from pages._kit.charts.base import Tables, from_bytes
from pages.training_lab.charts import curve, parts
from pages.training_lab.charts.steps import FEWEST, axis_end


def column(tables: Tables, name: str, field: str) -> np.ndarray:
    return np.array(from_bytes(tables[name])[field].to_pylist(), dtype=float)


@given(st.integers(0, 20_000), st.integers(1, 20_000))
def test_the_axis_holds_the_run_and_is_seldom_much_longer(last: int, steps: int) -> None:
    last = min(last, steps)
    end = axis_end(last, steps)
    assert last <= end <= steps
    assert end <= max(FEWEST, 1.34 * last)


def test_the_axis_grows_with_the_run_in_both_charts() -> None:
    run = Run(TrainingConfig(hidden=(), steps=1000), shape_split("moons", 40, 0.2, 0))
    ends = []
    for _ in range(3):
        end = axis_end(run.step, run.config.steps)
        for chart in (curve, parts):
            assert column(chart.tables(run.history, end), "frame", "step").tolist() == [0, end]
        ends.append(end)
        run.take(40)
    assert ends == [10, 40, 80]


@pytest.mark.parametrize(("height", "field"), [(29, "y"), (curve.LOW, "y"), (curve.LOW, "low"), (8.8, "low")])
def test_the_labels_stand_a_line_apart_at_step_0_too(height: float, field: str) -> None:
    """At any height, in type sizes: on a page and on a projector."""
    run = Run(TrainingConfig(hidden=(), wd=0.001), shape_split("moons", 40, 0.2, 0))
    for taken in (0, 1, 30):
        run.take(taken)
        tables = curve.tables(run.history, axis_end(run.step, 1000), pinned=run.history)
        top = column(tables, "frame", "y")[1]
        places = np.sort(column(tables, "label", field)) / top * height
        assert places.size == 5 and places[0] >= 0 and places[-1] <= height
        assert np.diff(places).min() > 1.09


def test_what_is_said_keeps_clear_of_the_labels() -> None:
    run = Run(TrainingConfig(hidden=(), lr=0.1, steps=200), shape_split("moons", 40, 0.2, 0))
    for taken, below in ((0, True), (200, False)):
        run.take(taken)
        tables = curve.tables(run.history, axis_end(run.step, 200), note="said")
        assert column(tables, "said", "below").tolist() == [below]
        low = column(tables, "label", "low") / column(tables, "frame", "y")[1]
        assert low.min() > 1 - curve.SAID_LOW if below else low.max() < 0.66
