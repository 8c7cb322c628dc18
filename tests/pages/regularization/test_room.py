"""The room's picture in lesson 7: the picks on the held-out curve, and what the median of them costs."""

import json
import random

import numpy as np
import pytest

from core import cached
from core.regularization.kinds import STRENGTHS, fit
from core.regularization.problem import held_out_nll, problem
from core.regularization.strength import Kind, penalty_at
from pages._kit.charts.base import PAGE, Tables, from_bytes
from pages.regularization.charts import room as chart
from tests.support.app import figure, number
from tests.support.played import PlayedRoom

PAGE_FILE = "7_regularization.py"
RNG = random.Random(5)
TAKES = {
    "three": [[40, 42, 60]],
    "ends": [[0, 0, 100]],
    "all none": [[0] * 5],
    "two takes": [[0, 10, 90], [40, 50, 60, 70]],
    "thousand": [[min(100, max(0, int(RNG.gauss(45, 20)))) for _ in range(1000)]],
}


def of(tables: Tables, name: str) -> dict[str, list]:
    return from_bytes(tables[name]).to_pydict()


@pytest.mark.parametrize("takes", TAKES.values(), ids=TAKES.keys())
@pytest.mark.parametrize(("kind", "degree", "n_points"), [("l2", 12, 20), ("l1", 12, 20), ("l2", 1, 4), ("l1", 12, 4)])
def test_the_dots_stand_on_the_held_out_curve(kind: Kind, degree: int, n_points: int, takes: list[list[int]]) -> None:
    about = problem(degree, n_points, 0)
    tables = chart.rows(kind, about, cached.strength_choice(kind, degree, n_points, 0), takes)
    dots = of(tables, "picks")
    stops = sorted(set(takes[-1]))
    assert dots["strength"] == pytest.approx([STRENGTHS[stop] for stop in stops])
    lowest = min(held_out_nll(fit(kind, about, float(strength)), about) for strength in STRENGTHS)
    for stop, nats in zip(stops, dots["nats"], strict=True):
        above = held_out_nll(fit(kind, about, float(STRENGTHS[stop])), about) - lowest
        assert nats == pytest.approx(min(chart.TOP, above), abs=1e-9)
    assert all(chart.SMALLEST <= area <= chart.LARGEST for area in dots["area"])
    assert of(tables, "before")["strength"] == [STRENGTHS[stop] for stop in sorted(set(takes[0]))] * (len(takes) > 1)
    marks = of(tables, "mark")
    assert set(marks["name"]) == {"median", "held_out", "cross_validated"} | ({"evidence"} if kind == "l2" else set())
    assert marks["strength"] == sorted(marks["strength"]) and len(set(marks["level"])) == len(marks["name"])
    for name in ("held_out", "cross_validated", "evidence"):
        nats = np.array(of(tables, name)["nats"], dtype=np.float64)
        assert (nats[np.isfinite(nats)] <= chart.TOP).all() and (nats[np.isfinite(nats)] >= 0).all()


def test_the_curves_leave_the_axis_where_they_are() -> None:
    about, choice = problem(12, 20, 0), cached.strength_choice("l2", 12, 20, 0)
    held = np.array([held_out_nll(fit("l2", about, float(strength)), about) for strength in STRENGTHS])
    line = of(chart.rows("l2", about, choice, [[40, 42, 60]]), "held_out")
    shown = np.isfinite(np.array(line["nats"], dtype=np.float64))
    on_curve = np.interp(line["strength"], STRENGTHS, held - held.min())
    np.testing.assert_allclose(np.array(line["nats"], dtype=np.float64)[shown], on_curve[shown], atol=1e-9)
    assert chart.TOP in line["nats"]


def test_no_line_crosses_a_name() -> None:
    marks = [layer["mark"]["type"] for layer in chart.spec(PAGE)["layer"]]
    assert "text" in marks and set(marks[marks.index("text") :]) == {"text"}


def test_the_spec_is_constant_and_holds_no_data() -> None:
    text = json.dumps(chart.spec(PAGE))
    assert '"datasets"' not in text and chart.spec(PAGE) is chart.spec(PAGE)


def test_the_figures_are_those_of_the_median_pick_and_of_the_best() -> None:
    room, setting = PlayedRoom(4), {"kind": "l2", "degree": 9, "n_points": 15, "seed": 2}
    room.ask("strength", setting)
    room.answer([{"pick": pick} for pick in (10, 0, 30)])
    room.set_state("revealed")
    app = room.stage(PAGE_FILE)
    assert not app.exception
    about = problem(9, 15, 2)
    held = [held_out_nll(fit("l2", about, float(strength)), about) for strength in STRENGTHS]
    assert number(figure(app, "Room's median strength")) == pytest.approx(penalty_at(0.10), rel=5e-3)
    assert number(figure(app, "Its held-out NLL")) == pytest.approx(held[10], abs=5e-4)
    assert number(figure(app, "Best held-out NLL")) == pytest.approx(min(held), abs=5e-4)
    mean = np.mean([held[pick] for pick in (10, 0, 30)]) - min(held)
    assert number(figure(app, "Average pick")) == pytest.approx(mean, abs=5e-4)
    room.ask("strength", setting, again=True)
    room.answer([{"pick": pick} for pick in (40, 50, 60, 60)])
    room.set_state("revealed")
    app = room.stage(PAGE_FILE)
    assert number(figure(app, "Room's median strength")) == pytest.approx(penalty_at(0.50), rel=5e-3)
    median = next(metric for metric in app.metric if metric.label == "Room's median strength")
    assert median.delta == "before: λ = 0.0316"
