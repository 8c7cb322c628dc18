"""The charts of all kinds: constant specs, rows that are finite and within the axes, marks at core's values."""

import json
import math
import re

import numpy as np
import pytest

from core.belief import batting
from core.regularization import lasso, ridge
from core.regularization.coordinate_descent import GAP, descend
from core.regularization.data_size import SIZES, gaps
from core.regularization.kinds import fit, sweep
from core.regularization.model_choice import choose
from core.regularization.problem import Problem, held_out_nll, problem, train_nll
from core.regularization.strength import KINDS, Kind, penalty_at
from pages._kit.charts.base import PROJECTOR, Spec, Tables, from_bytes
from pages.regularization.charts import choice, fit_rows, l1_gap, l2_curves, others, paths, size
from pages.regularization.charts import fit as regularization

DEFAULT = problem(12, 20, 0)
PROBLEMS = (DEFAULT, problem(12, 4, 1), problem(1, 4, 2), problem(12, 13, 4), problem(5, 200, 3))


def of(tables: Tables, name: str) -> list[dict[str, object]]:
    return from_bytes(tables[name]).to_pylist()


def column(tables: Tables, name: str, field: str) -> np.ndarray:
    return np.array([value for value in from_bytes(tables[name])[field].to_pylist() if value is not None], dtype=float)


def assert_finite(tables: Tables) -> None:
    for name, part in tables.items():
        whole = from_bytes(part)
        for field in whole.column_names:
            values = [value for value in whole[field].to_pylist() if isinstance(value, float)]
            assert all(map(math.isfinite, values)), (name, field)


def gap_rows(penalty: float) -> Tables:
    records = descend(DEFAULT, penalty)
    return l1_gap.rows(records, [record.gap / 2 for record in records])


def test_specs_are_constant_and_name_the_tables_they_get() -> None:
    drawn: list[tuple[object, Tables]] = [
        (regularization.spec, fit_rows.rows(DEFAULT, "l2", 0.4)),
        (l2_curves.spec, l2_curves.rows(DEFAULT, 1.0)),
        (l1_gap.spec, gap_rows(10.0)),
        (paths.spec, paths.rows(DEFAULT)),
        (choice.spec, choice.rows(choose(DEFAULT, "l2"))),
        (size.spec, size.rows(gaps(0))),
        (others.spec, others.rows(batting.answer("fitted", 0.5))),
    ]
    for make, tables in drawn:
        spec: Spec = make(PROJECTOR)
        text = json.dumps(spec)
        assert (
            spec is make(PROJECTOR) and '"values"' not in text.replace('"values": [', "") and '"datasets"' not in text
        )
        assert set(re.findall(r'"data": \{"name": "(\w+)"\}', text)) == set(tables)
        assert_finite(tables)


@pytest.mark.parametrize("here", PROBLEMS, ids=lambda here: f"{here.degree}-{here.n}")
@pytest.mark.parametrize("kind", KINDS)
def test_the_main_charts_rows_are_finite_and_within_the_axes(here: Problem, kind: Kind) -> None:
    for strength in (0.0, 0.01, 0.4, 1.0):
        tables = fit_rows.rows(here, kind, strength)
        assert_finite(tables)
        (low, high), top, (bottom, ceiling) = fit_rows.ends(here, kind)
        for name, field in (
            ("fit", "y"),
            ("mle", "y"),
            ("band", "y"),
            ("band", "high"),
            ("point", "y"),
            ("truth", "y"),
        ):
            assert np.all((column(tables, name, field) >= low) & (column(tables, name, field) <= high))
        for name in ("weight", "mle_weight", "prior"):
            assert np.all(np.abs(column(tables, name, "weight")) <= top)
        for name, field in (
            ("sweep", "train"),
            ("sweep", "held"),
            ("now", "held"),
            ("best", "nll"),
            ("nll_name", "nll"),
        ):
            assert np.all((column(tables, name, field) >= bottom) & (column(tables, name, field) <= ceiling))
        assert (len(of(tables, "prior")) > 0) == (kind in ("l2", "l1") and strength > 0)
        assert (len(of(tables, "band")) > 0) == (kind == "l2" and (strength > 0 or here.determined))


def test_the_marks_are_the_fit() -> None:
    tables, found = fit_rows.rows(DEFAULT, "l1", 0.6), fit("l1", DEFAULT, 0.6)
    np.testing.assert_allclose(column(tables, "weight", "weight"), found.weights)
    assert np.count_nonzero(column(tables, "weight", "weight") == 0) == 8
    now = of(tables, "now")[0]
    assert (now["train"], now["held"]) == (train_nll(found, DEFAULT), held_out_nll(found, DEFAULT))
    best = of(tables, "best")[0]
    run = sweep("l1", DEFAULT)
    assert (best["strength"], best["nll"]) == (run.best, run.held_out.min())


def test_the_band_is_the_posteriors() -> None:
    tables, belief = fit_rows.rows(DEFAULT, "l2", 0.8), ridge.posterior(DEFAULT, penalty_at(0.8))
    assert belief is not None
    width = column(tables, "band", "high") - column(tables, "band", "y")
    middle = slice(40, 120)  # away from the frame
    np.testing.assert_allclose(width[middle], 2 * 1.959964 * belief.sd(fit_rows.ACROSS)[middle], rtol=1e-6)


def test_the_prior_lies_on_its_side_with_the_height_of_its_density() -> None:
    for kind, sd in (("l2", 1 / math.sqrt(2 * penalty_at(0.6))), ("l1", 1 / penalty_at(0.6))):
        rows = of(fit_rows.rows(DEFAULT, kind, 0.6), "prior")
        reach = {round(row["weight"] / sd, 6): row["degree"] - row["base"] for row in rows}
        expected = math.exp(-0.5) if kind == "l2" else math.exp(-1)
        assert reach[1.0] / reach[0.0] == pytest.approx(expected)


def test_a_new_strength_changes_only_the_tables_that_move() -> None:
    before, after = (fit_rows.rows(DEFAULT, "l2", strength) for strength in (0.4, 0.41))
    moved = {name for name in before if before[name] is not after[name]}
    assert moved == {"band", "fit", "weight", "prior", "now"}


def test_draws_from_the_posterior_scatter_by_its_standard_deviation() -> None:
    tables, belief = l2_curves.rows(DEFAULT, 100.0), ridge.posterior(DEFAULT, 100.0)
    assert belief is not None
    heights = column(tables, "after", "y").reshape(l2_curves.DRAWS, -1)
    x = column(tables, "after", "x")[: heights.shape[1]]
    scores = (heights - belief.fit.predict(x)) / belief.sd(x)
    assert 0.4 < scores.std() < 1.6 and abs(scores).max() < 5
    assert not of(l2_curves.rows(DEFAULT, 0.0), "before")
    assert not of(l2_curves.rows(problem(12, 4, 0), 0.0), "after")


def test_the_gap_ends_at_its_threshold() -> None:
    tables = gap_rows(1.0)
    assert column(tables, "gap", "nats")[-1] <= GAP < column(tables, "gap", "nats")[-2]
    assert of(tables, "stop") == [{"nats": GAP}]
    assert len(of(tables, "gap")) <= l1_gap.MOST


@pytest.mark.parametrize("here", PROBLEMS, ids=lambda here: f"{here.degree}-{here.n}")
def test_the_paths_bend_at_the_knots(here: Problem) -> None:
    tables = paths.rows(here)
    assert_finite(tables)
    seen = [knot for knot in lasso.path(here).knots if 0.01 <= knot.penalty <= 1000]
    assert [row["penalty"] for row in of(tables, "knot")] == [knot.penalty for knot in seen]
    on_path = set(column(tables, "l1", "penalty"))
    assert all(knot.penalty in on_path for knot in seen)
    assert {row["real"] for row in of(tables, "l2")} <= {bool(weight) for weight in here.true_weights}


def test_each_choice_stands_at_the_lowest_point_of_its_curve() -> None:
    for kind in ("l2", "l1"):
        found = choose(DEFAULT, kind)
        tables = choice.rows(found)
        marks = {row["name"]: row["penalty"] for row in of(tables, "best")}
        assert marks["cross_validated"] == penalty_at(found.cross_validated.best)
        assert ("evidence" in marks) == (kind == "l2")
        assert column(tables, "held_out", "nats").min() == 0


def test_no_curve_crosses_the_name_of_a_choice() -> None:
    for here in (DEFAULT, problem(12, 13, 4), problem(5, 200, 3)):
        for kind in ("l2", "l1"):
            tables = choice.rows(choose(here, kind))
            highest = max(column(tables, name, "nats").max(initial=0) for name in choice.STYLES)
            names = of(tables, "best")
            levels = [row["level"] for row in names]
            assert highest <= choice.TOP < min(levels) and max(levels) < choice.ROOM
            assert levels == sorted(levels, reverse=True) and np.diff(levels).max() < -0.06
            assert [row["penalty"] for row in names] == sorted(row["penalty"] for row in names)


def test_the_gap_over_n_is_drawn_for_every_size() -> None:
    tables = size.rows(gaps(0))
    assert len(of(tables, "line")) == 4 * len(SIZES)
    assert sum("slope −1.00" in row["label"] for row in of(tables, "name")) == 3
    low, high = column(tables, "frame", "distance")
    assert np.all((column(tables, "line", "distance") > low) & (column(tables, "line", "distance") < high))
