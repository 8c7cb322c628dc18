"""The five charts: constant specs, rows that are finite and within the axes, marks at core's values."""

import json
import math
import re

import numpy as np
import pytest

from core.belief import map_coin as core_coin
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.likelihood.counts import MAX_COUNT, Counts
from core.logistic import two_weights as core_weights
from core.logistic.race import FRAMES, OPTIMIZERS, Race, stars
from pages._kit.charts.base import PROJECTOR, Spec, Tables, from_bytes
from pages.map_estimation.charts import coin, converter, logit, plane, race, weights

SEED, FAIR = Counts(7, 3), Beta(10, 10)
COINS = (SEED, Counts(0, 0), Counts(5, 0), Counts(178_079, 172_678), Counts(MAX_COUNT, 0), Counts(1, MAX_COUNT))
PRIORS = (FAIR, Beta(0.5, 0.5), Beta(1, 1), Beta(1000, 0.5))


def of(tables: Tables, name: str) -> list[dict[str, object]]:
    return from_bytes(tables[name]).to_pylist()


def assert_finite(tables: Tables) -> None:
    for name, part in tables.items():
        whole = from_bytes(part)
        for column in whole.column_names:
            values = [value for value in whole[column].to_pylist() if isinstance(value, float)]
            assert all(map(math.isfinite, values)), (name, column)


def race_rows(frame: int) -> Tables:
    path = np.linspace([0, 0, 0], [1, -0.5, -1], len(FRAMES))
    return race.rows(Race(dict.fromkeys(OPTIMIZERS, path)), stars(core_weights.problem(), 0.1), 10.0, frame)


def test_specs_are_constant_and_name_the_tables_they_get() -> None:
    look = PROJECTOR
    coin_rows = coin.rows(SEED, FAIR, coin.frame(SEED, FAIR, zoom=False))
    drawn: list[tuple[Spec, Spec, Tables]] = [
        (coin.spec(look), coin.spec(look), coin_rows),
        (weights.spec(look), weights.spec(look), weights.rows("laplace", 0.1)),
        (converter.spec(look), converter.spec(look), converter.rows("gaussian", 1.0, 500)),
        (race.spec(look), race.spec(look), race_rows(3)),
        (logit.spec(look), logit.spec(look), logit.rows(posterior(FAIR, SEED), 0.5, 0.6)),
    ]
    for spec, again, tables in drawn:
        text = json.dumps(spec)
        assert spec is again and '"values"' not in text and '"datasets"' not in text
        assert set(re.findall(r'"data": \{"name": "(\w+)"\}', text)) == set(tables)


@pytest.mark.parametrize("counts", COINS, ids=str)
@pytest.mark.parametrize("prior", PRIORS, ids=str)
@pytest.mark.parametrize("zoom", [False, True])
def test_coin_rows_are_finite_and_within_the_axes(counts: Counts, prior: Beta, zoom: bool) -> None:
    drawn = coin.frame(counts, prior, zoom=zoom)
    tables = coin.rows(counts, prior, drawn)
    assert_finite(tables)
    (lower, upper), (low, high) = drawn
    assert 0 <= lower < upper <= 1 and low < 0 < high
    for row in of(tables, "curve"):
        assert lower <= row["theta"] <= upper
        for field in ("data", "belief", "both"):
            assert row[field] is None or low <= row[field] <= high
    for row in of(tables, "line"):
        assert lower <= row["theta"] <= upper and (row["nats"] is None or low <= row["nats"] <= high)
    for row in of(tables, "mark"):
        assert lower <= row["theta"] <= upper and low <= row["height"] <= high


@pytest.mark.parametrize(
    ("counts", "prior"),
    [(SEED, FAIR), (SEED, Beta(0.5, 0.5)), (Counts(3, 0), Beta(2, 2)), (Counts(700, 300), Beta(100, 2))],
    ids=str,
)
def test_a_curve_is_cut_where_it_leaves_the_panel_without_a_hook(counts: Counts, prior: Beta) -> None:
    drawn = coin.frame(counts, prior, zoom=False)
    lines = of(coin.rows(counts, prior, drawn), "line")
    for term in ("data", "belief", "both"):
        theta, nats = (
            np.array([row[column] for row in lines if row["term"] == term and row["nats"] is not None])
            for column in ("theta", "nats")
        )
        true = getattr(core_coin.curves(theta, counts, prior), term)
        # A straight piece between two points of the grid is not farther than this from the curve.
        np.testing.assert_allclose(nats, true, rtol=0, atol=0.02)
        assert ((nats >= drawn.nats[0]) & (nats <= drawn.nats[1])).all()


def test_a_curve_reaches_the_lower_end_of_its_axis() -> None:
    low = coin.frame(SEED, FAIR, zoom=False).nats[0]
    lines = of(coin.rows(SEED, FAIR, coin.frame(SEED, FAIR, zoom=False)), "line")
    for term in ("data", "belief", "both"):
        drawn = [row["nats"] for row in lines if row["term"] == term and row["nats"] is not None]
        assert drawn[0] == drawn[-1] == low


def test_the_green_height_is_the_sum_of_the_other_two() -> None:
    for row in of(coin.rows(SEED, FAIR, coin.frame(SEED, FAIR, zoom=False)), "curve"):
        if abs(row["exact_data"]) < 1e300 and abs(row["exact_belief"]) < 1e300:
            assert row["exact_both"] == pytest.approx(row["exact_data"] + row["exact_belief"], abs=1e-12)


def test_the_coins_marks_are_its_estimates() -> None:
    drawn = coin.frame(SEED, FAIR, zoom=False)
    marks = {row["name"]: row for row in of(coin.rows(SEED, FAIR, drawn), "mark")}
    assert {name: row["label"] for name, row in marks.items()} == {
        "MLE": "MLE 0.700", "MAP": "MAP 0.571", "mean": "mean 0.567",
    }  # fmt: skip
    cost = core_coin.price(SEED, FAIR)
    assert cost is not None and marks["MLE"]["height"] == 0
    assert marks["MAP"]["height"] == pytest.approx(-sum(cost))
    flat = coin.rows(Counts(0, 0), Beta(1, 1), drawn)
    assert [row["name"] for row in of(flat, "mark")] == ["mean"]


def test_only_narrow_peaks_get_a_zoom() -> None:
    assert not coin.is_narrow(SEED, FAIR) and not coin.is_narrow(Counts(0, 0), FAIR)
    assert coin.is_narrow(Counts(700, 300), FAIR)


@pytest.mark.parametrize("prior", ["gaussian", "laplace"])
@pytest.mark.parametrize("sigma", [0.001, 0.05, 0.1, 1.0, 1000.0])
def test_both_contours_run_through_the_map(prior: str, sigma: float) -> None:
    tables = weights.rows(prior, sigma)
    assert_finite(tables)
    at = of(tables, "map")[0]
    here = np.array([at["w1"], at["w2"]])
    np.testing.assert_array_equal(here, core_weights.map_fit(prior, sigma).weights)
    ring = np.array([[row["w1"], row["w2"]] for row in of(tables, "touch_belief")])
    norm = 2 if prior == "gaussian" else 1
    np.testing.assert_allclose(np.linalg.norm(ring, norm, axis=1), np.linalg.norm(here, norm), rtol=1e-9, atol=1e-12)
    through = np.array([[row["w1"], row["w2"]] for row in of(tables, "touch_data")]).reshape(-1, 2)
    if len(through):
        assert np.linalg.norm(through - here, axis=1).min() < 0.03
    walked = of(tables, "walked")[-1]
    assert (walked["w1"], walked["w2"]) == (at["w1"], at["w2"])


def test_the_label_says_which_weights_are_zero() -> None:
    labels = [of(weights.rows("laplace", sigma), "map")[0]["label"] for sigma in (1.0, 0.1, 0.01)]
    assert labels == ["MAP", "MAP, w₂ = 0", "MAP, w₁ = w₂ = 0"]
    assert of(weights.rows("gaussian", 0.01), "map")[0]["label"] == "MAP"


def test_a_priors_contours_are_as_many_nats_down_as_they_say() -> None:
    sigma, level = 0.4, 3.0
    assert weights.radius_of("gaussian", sigma, level) ** 2 / (2 * sigma**2) == pytest.approx(level)
    assert weights.radius_of("laplace", sigma, level) / (sigma / math.sqrt(2)) == pytest.approx(level)


def test_a_narrower_prior_changes_only_the_tables_that_move() -> None:
    before, after = weights.rows("gaussian", 1.0), weights.rows("gaussian", 0.5)
    moved = {name for name in before if before[name] != after[name]}
    assert moved == {"prior", "prior_name", "touch_data", "touch_belief", "walked", "map"}


def test_a_frame_of_the_race_changes_one_row() -> None:
    before, after = race_rows(3), race_rows(4)
    assert {name for name in before if before[name] != after[name]} == {"now"}
    assert of(after, "now") == [{"one": 1.0, "now": 4.0}]
    assert len(of(after, "trail")) == len(OPTIMIZERS) * len(FRAMES)
    assert_finite(after)


@pytest.mark.parametrize("prior", ["gaussian", "laplace"])
@pytest.mark.parametrize("sigma", [0.001, 0.447, 1.0, 1000.0])
@pytest.mark.parametrize("n", [1, 500, converter.MOST])
def test_the_penalties_are_on_their_lines_and_within_the_axes(prior: str, sigma: float, n: int) -> None:
    tables, total = converter.rows(prior, sigma, n), core_weights.lambda_sum(prior, sigma)
    assert_finite(tables)
    expected = [total, total / n] + ([2 * total / n] if prior == "gaussian" else [])
    assert [row["penalty"] for row in of(tables, "point")] == pytest.approx(expected)
    assert [row["name"] for row in of(tables, "name")] == list(converter.STYLES)[: len(expected)]
    (low, high), (first, last) = ([row[axis] for row in of(tables, "frame")] for axis in ("penalty", "n"))
    for row in [*of(tables, "line"), *of(tables, "name"), *of(tables, "point")]:
        assert low <= row["penalty"] <= high and first <= row["n"] <= last
    assert math.log10(low) == pytest.approx(round(math.log10(low)))
    # On log axes each penalty of the mean falls by one for one.
    ends = {name: [row["penalty"] for row in of(tables, "line") if row["name"] == name] for name in converter.STYLES}
    assert ends["λ (summed NLL)"] == pytest.approx([total, total])
    assert ends["λ (mean NLL)"][0] == pytest.approx(ends["λ (mean NLL)"][1] * converter.MOST)


def test_both_axes_of_the_plane_have_one_scale() -> None:
    for side, channel in (("width", plane.w1(lead=True)), ("height", plane.w2(lead=True))):
        scale = channel.to_dict()["scale"]
        lower, upper = scale["domainMin"]["expr"], scale["domainMax"]["expr"]
        assert lower.replace(f" - {side}", f" + {side}") == upper
        assert upper.endswith(f"{side} / (2 * {plane.SCALE})")


@pytest.mark.parametrize("belief", [Beta(17, 13), Beta(0.5, 0.5), Beta(1, 1), Beta(0.5, 1e6), Beta(1e6, 1e6)], ids=str)
@pytest.mark.parametrize("ends", [(0.0, 1.0), (0.5, 0.6), (0.3, 0.3)])
def test_reparametrized_rows_are_finite_and_shade_the_interval(belief: Beta, ends: tuple[float, float]) -> None:
    tables = logit.rows(belief, *ends)
    assert_finite(tables)
    for name in ("theta", "logit"):
        line = [row for row in of(tables, f"{name}_line") if row["density"] is not None]
        assert len(line) > 20
        ceiling = max(row["density"] for row in of(tables, f"{name}_mark") if row["kind"] == "frame")
        assert all(0 <= row["density"] <= ceiling for row in [*of(tables, name), *of(tables, f"{name}_mark"), *line])
    shaded = [row["x"] for row in of(tables, "theta") if row["inside"]]
    assert all(ends[0] - 1e-12 <= x <= ends[1] + 1e-12 for x in shaded)
    assert [row["label"] for row in of(tables, "logit_mark") if row["kind"] == "own"] == [
        f"peak at θ = {belief.mean:.3f}"
    ]
