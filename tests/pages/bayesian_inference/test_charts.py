"""The charts of lesson 5: constant specs, finite rows inside the axes, areas of 1."""

import json
import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pyarrow as pa
import pytest

from core.belief import gamma_poisson
from core.belief.beta import Beta
from core.belief.beta_bernoulli import in_order, likelihood_as_density, posterior
from core.belief.gamma_poisson import Gamma
from core.belief.intervals import Kind, credible
from core.belief.normal_normal import Normal
from core.data import newcomb
from core.data.horse_kicks import HORSE_KICKS
from core.likelihood import gaussian
from core.likelihood.counts import MAX_COUNT, Counts
from pages._kit.charts.base import PAGE, PROJECTOR, Look, Spec, Tables, from_bytes
from pages.bayesian_inference.charts import families, flips, prior_shape, priors, update

FAIR, FEW, BARTOS = Beta(10, 10), Counts(7, 3), Counts(178_079, 172_678)
PRIORS = (FAIR, Beta(0.5, 0.5), Beta(1, 1), Beta(1000, 0.5), Beta(1000, 1000))
EXTREMES = (FEW, BARTOS, Counts(0, 0), Counts(0, 5), Counts(MAX_COUNT, 0), Counts(MAX_COUNT, MAX_COUNT))
READINGS = gaussian.moments(newcomb.readings())


def update_rows(prior: Beta, counts: Counts, *, zoom: bool = False, kind: Kind = "highest-density") -> Tables:
    region = credible(posterior(prior, counts), 0.95, kind)
    drawn = update.frame(prior, counts, zoom=zoom)
    return update.rows(prior, counts, region, drawn, update.Labels("MLE", "MAP", "mean"))


def light() -> Tables:
    return families.readings_rows(Normal(20, 2), READINGS, 10.66, tuple(map(float, newcomb.READINGS)))


def of(tables: Tables, name: str) -> list[dict[str, object]]:
    return from_bytes(tables[name]).to_pylist()


def numbers(part: pa.Table | bytes, name: str) -> np.ndarray:
    column = from_bytes(part)[name]
    return column.drop_null().to_numpy() if pa.types.is_floating(column.type) else np.zeros(0)


def assert_finite(tables: Tables) -> None:
    for name, part in tables.items():
        for column in from_bytes(part).column_names:
            assert np.isfinite(numbers(part, column)).all(), (name, column)


def assert_inside(tables: Tables, names: tuple[str, ...], x: str, y: str, frame: str = "frame") -> None:
    for column in (x, y):
        low, high = numbers(tables[frame], column)
        assert low < high
        slack = 1e-9 * (high - low)
        for name in names:
            values = numbers(tables[name], column)
            assert ((values >= low - slack) & (values <= high + slack)).all(), (name, column)


@pytest.mark.parametrize(
    ("spec", "tables"),
    [
        (update.spec, lambda: update_rows(FAIR, FEW)),
        (flips.spec, lambda: flips.rows(FAIR, FEW, 4)),
        (priors.spec, priors.rows),
        (prior_shape.spec, lambda: prior_shape.rows((2,) * 10, Beta(1, 1))),
        (partial(families.spec, "events"), lambda: families.events_rows(Gamma(1, 1), HORSE_KICKS)),
        (partial(families.spec, "readings"), light),
    ],
    ids=["update", "flips", "priors", "chips", "events", "readings"],
)  # fmt: skip
def test_specs_are_constant_and_hold_no_data(spec: Callable[[Look], Spec], tables: Callable[[], Tables]) -> None:
    text = json.dumps(spec(PAGE))
    assert '"values": [{' not in text and '"datasets"' not in text
    assert spec(PAGE) is spec(PAGE)
    assert set(re.findall(r'"data": \{"name": "(\w+)"\}', text)) == set(tables())


def test_the_chart_is_taller_on_a_projector() -> None:
    assert update.spec(PROJECTOR)["height"] == PROJECTOR.height(update.HEIGHT) > update.spec(PAGE)["height"]


@pytest.mark.parametrize("counts", EXTREMES, ids=str)
@pytest.mark.parametrize("prior", PRIORS, ids=str)
def test_the_update_stays_inside_its_axes(prior: Beta, counts: Counts) -> None:
    for zoom in (False, True):
        tables = update_rows(prior, counts, zoom=zoom)
        assert_finite(tables)
        assert_inside(tables, ("prior", "likelihood", "posterior", "band", "edge", "mark", "name"), "theta", "y")
        lower, upper = update.frame(prior, counts, zoom=zoom).window
        assert 0 <= lower <= posterior(prior, counts).mean <= upper <= 1


@pytest.mark.parametrize(("prior", "counts"), [(FAIR, FEW), (FAIR, Counts(700, 300)), (Beta(2, 8), Counts(0, 4))])
def test_each_curve_has_area_one_and_the_band_its_level(prior: Beta, counts: Counts) -> None:
    tables = update_rows(prior, counts)
    for name in ("prior", "likelihood", "posterior", "band"):
        rows = [row for row in of(tables, name) if row["y"] is not None]
        area = np.trapezoid([row["y"] for row in rows], [row["theta"] for row in rows])
        assert area == pytest.approx(0.95 if name == "band" else 1.0, abs=2e-3), name


def test_the_marks_stand_on_their_curves() -> None:
    marks = {str(row["role"]): row for row in of(update_rows(FAIR, FEW), "mark")}
    after = posterior(FAIR, FEW)
    assert marks["mle"]["theta"] == pytest.approx(0.7)
    assert marks["mle"]["y"] == pytest.approx(likelihood_as_density(FEW).mode.height)
    assert (marks["map"]["theta"], marks["map"]["y"]) == pytest.approx((16 / 28, after.mode.height))
    assert (marks["mean"]["theta"], marks["mean"]["y"]) == pytest.approx((17 / 30, 0.0))
    assert [row["theta"] for row in of(update_rows(Beta(0.5, 0.5), Counts(0, 0)), "mark") if row["role"] == "map"] == [
        0,
        1,
    ]
    assert not [row for row in of(update_rows(Beta(1, 1), Counts(0, 0)), "mark") if row["role"] != "mean"]


def test_a_move_of_the_level_sends_no_curve() -> None:
    before, after = update_rows(FAIR, FEW), update_rows(FAIR, FEW, kind="equal-tailed")
    assert before["band"] != after["band"]
    assert all(before[name] is after[name] for name in ("prior", "likelihood", "posterior"))


def test_only_narrow_curves_can_be_zoomed() -> None:
    assert not update.is_narrow(FAIR, FEW) and not update.is_narrow(Beta(1, 1), Counts(0, 0))
    assert update.is_narrow(FAIR, BARTOS)
    assert not update.is_narrow(Beta(1000, 1000), FEW), "the likelihood is broad"


@pytest.mark.parametrize("counts", EXTREMES, ids=str)
def test_the_walk_stays_inside_its_axes(counts: Counts) -> None:
    last = len(in_order(counts))
    for prior in PRIORS[:3]:
        for step in sorted({0, min(1, last), last // 2, last}):
            tables = flips.rows(prior, counts, step)
            assert_finite(tables)
            assert_inside(tables, ("before", "after", "flips", "name"), "theta", "y", "frame_left")
            assert_inside(tables, ("path",), "step", "mean", "frame_right")
            assert len(of(tables, "dot")) == step == len(of(tables, "path")) - 1
    assert of(tables, "path")[-1]["mean"] == pytest.approx(posterior(prior, counts).mean)


def test_one_flip_is_a_straight_line_and_the_update_multiplies() -> None:
    tables = flips.rows(FAIR, FEW, 1)
    assert all(row["y"] == pytest.approx(row["theta"]) for row in of(tables, "flips"))
    before = {row["theta"]: row["y"] for row in of(tables, "before")}
    after = {row["theta"]: row["y"] for row in of(tables, "after")}
    ratios = [after[t] / (before[t] * t) for t in before.keys() & after.keys() if 0.2 < t < 0.8]
    assert len(ratios) > 50 and max(ratios) == pytest.approx(min(ratios), rel=1e-9)


def test_all_bumps_but_the_closed_minds_line_up_under_the_mle() -> None:
    tables = priors.rows()
    assert_finite(tables)
    for column in range(priors.COLUMNS):
        assert_inside(tables, (f"column{column}",), "theta", "y", f"frame{column}")
    last = priors.COLUMNS - 1
    best = of(tables, f"best{last}")[0]["theta"]
    for row in range(priors.ROWS):
        bump = [r for r in of(tables, f"column{last}") if r["row"] == row and r["y"] is not None]
        top = max(bump, key=lambda r: r["y"])["theta"]
        assert top == pytest.approx(0.5 if bump[0]["closed"] else best, abs=2e-4)


@pytest.mark.parametrize("prior", [Gamma(20, 20), Gamma(0.1, 1), Gamma(300, 200)], ids=str)
def test_the_events_stay_inside_and_the_prediction_sums_to_one(prior: Gamma) -> None:
    tables = families.events_rows(prior, HORSE_KICKS)
    assert_finite(tables)
    assert_inside(tables, ("prior", "likelihood", "posterior", "band", "mark", "name"), "theta", "y")
    assert_inside(tables, ("next", "plain", "datum"), "k", "amount", "frame_right")
    after = gamma_poisson.posterior(prior, HORSE_KICKS)
    k = np.arange(len(of(tables, "next")))
    assert [row["amount"] for row in of(tables, "next")] == pytest.approx(
        list(np.exp(gamma_poisson.log_predictive(k, after)))
    )
    assert sum(row["amount"] for row in of(tables, "datum")) == pytest.approx(1)


def test_the_readings_stay_inside() -> None:
    tables = light()
    assert_finite(tables)
    assert_inside(tables, ("prior", "likelihood", "posterior", "band", "mark", "name"), "theta", "y")
    assert_inside(tables, ("next", "plain"), "k", "amount", "frame_right")
    assert len(of(tables, "datum")) == len(newcomb.READINGS)


@pytest.mark.parametrize("placed", [(0, 0, 1, 3, 6, 6, 3, 1, 0, 0), (20,) + (0,) * 9, (0,) * 10], ids=str)
def test_every_place_of_a_bin_either_adds_or_takes(placed: tuple[int, ...]) -> None:
    tables = prior_shape.rows(placed, Beta(2, 2))
    assert_inside(tables, ("chip", "fit", "place"), "theta", "y")
    assert len(of(tables, "chip")) == sum(placed)
    top = of(tables, "frame")[1]["y"]
    for bin_, count in enumerate(placed):
        places = {row["change"]: row for row in of(tables, "place") if row["bin"] == bin_}
        assert (places[1.0]["y"], places[1.0]["top"]) == (count, top)
        assert (places[-1.0]["y"], places[-1.0]["top"]) == (0, count)
