"""The charts: constant specs, shades that survive their encoding, and rows at core's values."""

import json

import numpy as np
import pyarrow as pa
import pytest

from core.answers.calibration import entropy
from core.answers.results import Results, results_of
from core.answers.stored import agreement as stored_scores
from core.answers.stored import stored_answer
from core.answers.task import ANGLES, CELLS, DEFAULT, DISTANCES, METHODS, N_POINTS, NODES, task
from pages._kit.charts.base import PAGE, PROJECTOR, Tables, from_bytes
from pages.big_picture.charts import calibration, far, maps, maps_rows, size

SPECS = (maps.spec, size.spec, far.spec, calibration.spec)


@pytest.fixture(scope="module")
def results() -> dict[int, Results]:
    return {METHODS.index(method): results_of(DEFAULT, stored_answer(DEFAULT, method)) for method in ("MLE", "HMC")}


def rows(tables: Tables, name: str) -> dict[str, np.ndarray]:
    table: pa.Table = from_bytes(tables[name])
    return {column: table.column(column).to_numpy(zero_copy_only=False) for column in table.column_names}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.__module__)
def test_a_spec_is_constant_and_has_no_data(spec: object) -> None:
    assert spec(PAGE) is spec(PAGE)
    assert spec(PROJECTOR)["height"] > spec(PAGE)["height"]
    text = json.dumps(spec(PAGE))
    assert "datasets" not in text and len(text) < 40_000


def test_runs_of_equal_shade_give_back_the_shades() -> None:
    shades = np.random.default_rng(0).integers(-2, 4, (7, 9))
    found = rows({"cell": maps_rows.shade_runs(shades, 3, 1)}, "cell")
    drawn = np.zeros_like(shades)
    for r, a, b, shade in zip(*(found[name] for name in ("r", "a", "b", "shade")), strict=True):
        assert (drawn[r, a:b] == 0).all()
        drawn[r, a:b] = shade
    np.testing.assert_array_equal(drawn, np.maximum(shades, 0))
    assert (found["m"] == 3).all() and (found["k"] == 1).all()


def test_maps_are_shaded_by_their_probability_and_missing_ones_say_so(results: dict[int, Results]) -> None:
    train = task(DEFAULT).train
    tables = maps.tables({m: one.map for m, one in results.items()}, {1: "skipped", 2: "computing"}, train)
    node = rows(tables, "node")
    np.testing.assert_allclose(node["p0"], results[0].map.ravel(), atol=1e-7)
    assert np.isnan(node["p1"]).all() and node["j"][-1] == CELLS * CELLS - 1
    cell = rows(tables, "cell")
    assert set(cell["m"]) == set(results) and set(cell["k"]) == {0, 1, maps_rows.INK}
    for m, k, r, a, shade in zip(*(cell[key] for key in ("m", "k", "r", "a", "shade")), strict=True):
        p = float(results[m].map[r, a])
        part = entropy([p, 1 - p]) / np.log(2) if k == maps_rows.INK else (2 * p - 1) * (1 if k else -1)
        assert shade == np.rint(maps_rows.SHADES * part) > 0
    ink = {m: int(cell["shade"][(cell["m"] == m) & (cell["k"] == maps_rows.INK)].sum()) for m in results}
    assert ink[0] < ink[METHODS.index("HMC")], "the posterior is unsure of more"
    panel = rows(tables, "panel")
    assert {state for m, state in zip(panel["m"], panel["state"], strict=True) if m == 1} == {"skipped"}
    point = rows(tables, "point")
    assert point["u"].min() >= 0 and point["v"].max() <= 1
    assert len(point["u"]) == len(METHODS) * maps_rows.ROWS * min(train.n, maps_rows.MOST_POINTS)


def test_the_ring_begins_in_the_dashed_box() -> None:
    box = rows(maps.tables({}, {}, task(DEFAULT).train), "box")
    row, column = divmod(maps.BEGIN, CELLS)
    assert row == column and box["from"][0] <= column < box["to"][0]
    edges = (box["from"][0] - 0.5, box["to"][0] - 0.5)
    np.testing.assert_allclose(np.interp(edges, np.arange(CELLS), NODES), (2.7, 4.3), atol=1e-9)


def test_the_confidence_along_the_ray_and_the_labels_at_its_end(results: dict[int, Results]) -> None:
    tables = far.tables({m: one.confidence[ANGLES.index(45)] for m, one in results.items()}, 2.5)
    line, label = rows(tables, "line"), rows(tables, "label")
    assert len(line["y"]) == 2 * len(DISTANCES) and line["y"].min() >= 0.5 - 1e-9 and line["y"].max() <= 1
    assert list(label["name"]) == ["MLE", "HMC"] and np.ptp(label["y"]) > 0.03
    assert rows(far.tables({}, 2.5), "line")["y"].size == 0


def test_agreement_has_a_line_for_each_method_and_labels_apart() -> None:
    tables = size.tables(stored_scores(), 80)
    line, label = rows(tables, "line"), rows(tables, "label")
    assert len(line["y"]) == len(METHODS) * len(N_POINTS)
    assert size.ENDS[0] < line["y"].min() and line["y"].max() < size.ENDS[1]
    assert np.diff(np.sort(np.log(label["y"]))).min() > 0.1
    assert rows(tables, "now")["n"].tolist() == [80.0]


def test_reliability_is_within_its_intervals_and_may_be_empty(results: dict[int, Results]) -> None:
    found = rows(calibration.tables({m: one.reliability for m, one in results.items()}, {}), "bin")
    assert ((found["least"] <= found["accuracy"]) & (found["accuracy"] <= found["most"])).all()
    assert found["confidence"].min() >= 0.5
    np.testing.assert_allclose([found["part"][found["m"] == m].sum() for m in results], 1)
    empty = calibration.tables({}, {1: "skipped"})
    assert rows(empty, "bin")["part"].size == 0 and rows(empty, "panel")["state"][1] == "skipped"
