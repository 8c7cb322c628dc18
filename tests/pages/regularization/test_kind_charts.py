"""Charts of dropout, augmentation, early stopping: constant specs, rows within the axes, marks at core's values."""

import json
import math
import re

import numpy as np
import pytest

from core.regularization import augmentation, dropout, early_stopping, ridge
from core.regularization.problem import LEAST_POINTS, MOST_POINTS, Problem, design, problem
from core.regularization.strength import setting
from pages._kit.charts.base import PROJECTOR, Spec, Tables, from_bytes
from pages.regularization.charts import augmentation as augmentation_chart
from pages.regularization.charts import dropout as dropout_chart
from pages.regularization.charts import dropout_prior as implied_chart
from pages.regularization.charts import early_stopping as stopping_chart

EXAMPLES = problem(8, 20, 0)
PROBLEMS = [EXAMPLES, problem(1, LEAST_POINTS, 3), problem(12, LEAST_POINTS, 0), problem(12, MOST_POINTS, 9999)]
NAMES = ["8 of 20", "1 of 4", "12 of 4", "12 of 200"]
STRENGTHS = [0.0, 0.01, 0.4, 1.0]


def of(tables: Tables, name: str) -> list[dict[str, object]]:
    return from_bytes(tables[name]).to_pylist()


def networks(data: Problem, rate: float, x: float = -0.7, draws: int = 100) -> Tables:
    fit, features = dropout.fit(data, rate), design(np.array([x]), data.degree)[0]
    every, scaled, cut = dropout.sub_networks(fit, features, rate), dropout.weight_scaling(fit, features), (0.1, 0.4)
    drawn = dropout.monte_carlo(fit, features, rate, draws, 0)
    return dropout_chart.rows(every, scaled, drawn, dropout.class_means(every, scaled, *cut), cut)


def made_up(data: Problem, noise: float) -> Tables:
    return augmentation_chart.rows(data, augmentation.answers(data, noise), noise)


def assert_finite(tables: Tables) -> None:
    for name, part in tables.items():
        whole = from_bytes(part)
        for column in whole.column_names:
            values = [value for value in whole[column].to_pylist() if isinstance(value, float)]
            assert all(map(math.isfinite, values)), (name, column)


def test_specs_are_constant_and_name_the_tables_they_get() -> None:
    look = PROJECTOR
    drawn: list[tuple[Spec, Spec, Tables]] = [
        (dropout_chart.spec(look), dropout_chart.spec(look), networks(EXAMPLES, 0.3)),
        (implied_chart.spec(look), implied_chart.spec(look), implied_chart.rows(EXAMPLES, 0.3)),
        (stopping_chart.spec(look), stopping_chart.spec(look), stopping_chart.rows(EXAMPLES, 37)),
        (
            augmentation_chart.spec(look),
            augmentation_chart.spec(look),
            made_up(EXAMPLES, 0.2),
        ),
    ]
    for spec, again, tables in drawn:
        text = json.dumps(spec)
        assert spec is again and '"values": [{' not in text and '"datasets"' not in text
        assert set(re.findall(r'"data": \{"name": "(\w+)"\}', text)) == set(tables)


@pytest.mark.parametrize("data", PROBLEMS, ids=NAMES)
@pytest.mark.parametrize("strength", STRENGTHS)
def test_rows_are_finite_at_every_extreme(data: Problem, strength: float) -> None:
    rate, steps = setting("dropout", strength).value, setting("early-stopping", strength).value
    for x in (-1.0, 0.0, 1.0):
        tables = networks(data, rate, x)
        assert_finite(tables)
        for side in ("left", "right"):
            (low, high), bars = (row["at"] for row in of(tables, f"frame_{side}")), of(tables, f"bar_{side}")
            assert low < high and sum(bar["p"] for bar in bars) == pytest.approx(1, abs=2e-3)
            assert all(low <= mark["at"] <= high for mark in of(tables, f"mark_{side}"))
    assert_finite(implied_chart.rows(data, rate))
    assert_finite(stopping_chart.rows(data, steps))
    assert_finite(made_up(data, setting("augmentation", strength).value))


def test_the_averages_are_cores() -> None:
    rate, features = 0.3, design(np.array([-0.7]), 8)[0]
    fit = dropout.fit(EXAMPLES, rate)
    marks = {row["of"]: row for row in of(networks(EXAMPLES, rate), "mark_left")}
    assert marks["scaled"]["at"] == pytest.approx(marks["mean"]["at"], abs=1e-12)
    assert marks["scaled"]["at"] == dropout.weight_scaling(fit, features)
    drawn = dropout.monte_carlo(fit, features, rate, 100, 0)
    assert marks["drawn"]["high"] - marks["drawn"]["at"] == pytest.approx(drawn.standard_error)
    assert marks["scaled"]["low"] == marks["scaled"]["high"] == marks["scaled"]["at"]
    assert "256" in str(marks["mean"]["label"]) and "100 drawn" in str(marks["drawn"]["label"])
    right = {row["of"]: row["at"] for row in of(networks(EXAMPLES, rate), "mark_right")}
    assert right["scaled"] == pytest.approx(right["geometric"], abs=1e-12)
    assert abs(right["scaled"] - right["mean"]) > 0.01


def test_no_dropout_is_one_network_and_no_prior() -> None:
    tables = networks(EXAMPLES, 0.0)
    assert [len(of(tables, f"bar_{side}")) for side in ("left", "right")] == [1, 1]
    assert of(implied_chart.rows(EXAMPLES, 0.0), "width") == []


def test_the_bars_of_the_implied_prior_are_its_standard_deviations() -> None:
    tables = implied_chart.rows(EXAMPLES, 0.3)
    lam = dropout.penalties(EXAMPLES, 0.3)
    np.testing.assert_allclose([row["high"] for row in of(tables, "width")], 1 / np.sqrt(2 * lam))
    found = {name: [row["w"] for row in of(tables, "weight") if row["of"] == name] for name in ("dropout", "ridge")}
    np.testing.assert_array_equal(found["dropout"], dropout.fit(EXAMPLES, 0.3).weights)
    np.testing.assert_array_equal(found["ridge"], ridge.fit(EXAMPLES, float(lam.mean())).weights)


def test_the_dots_stand_on_the_curves_and_the_bar_is_the_gap() -> None:
    tables = stopping_chart.rows(EXAMPLES, 300)
    curve, dots = of(tables, "curve"), of(tables, "direction")
    log_h = np.log([row["h"] for row in curve])
    for name in ("stopped", "ridge"):
        on_curve = np.interp(np.log([row["h"] for row in dots]), log_h, [row[name] for row in curve])
        np.testing.assert_allclose([row[name] for row in dots], on_curve, atol=2e-3)
    (bar,) = of(tables, "gap")
    gap = early_stopping.simple_match(EXAMPLES, 300).gap
    assert bar["stopped"] - bar["ridge"] == pytest.approx(gap)
    assert bar["label"] == f"gap {gap:.3f}"
    assert of(stopping_chart.rows(EXAMPLES, math.inf), "gap") == []


def test_another_noise_changes_only_the_curves_and_the_marks() -> None:
    before, after = (made_up(EXAMPLES, noise) for noise in (0.2, 0.21))
    assert {name for name in before if before[name] is not after[name]} == {"curve", "now"}
    marks = {row["of"]: row["distance"] for row in of(before, "now")}
    exact, penalized = augmentation.fit(EXAMPLES, 0.2), augmentation.penalized(EXAMPLES, 0.2)
    assert marks["penalty"] == pytest.approx(augmentation.distance(exact, penalized))
    assert marks["moved"] == pytest.approx(augmentation.distance(exact, ridge.fit(EXAMPLES, 0.0)))
    assert of(made_up(EXAMPLES, 0.0), "now") == []
    reflected = np.array([row["reflected"] for row in of(before, "curve")])
    np.testing.assert_allclose(reflected, reflected[::-1], atol=1e-12)
