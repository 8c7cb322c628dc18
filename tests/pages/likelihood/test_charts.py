"""Lesson 2's charts: constant specs, finite tables, and one number in both panels."""

import json
import math
import re

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats

from core.data import coins, horse_kicks, newcomb
from core.data.own.values import as_tally
from core.likelihood import coin, gaussian, poisson
from core.likelihood.counts import Counts
from pages._kit.charts import windows
from pages._kit.charts.base import PAGE, PROJECTOR, Tables, from_bytes
from pages.likelihood.charts import curve as likelihood
from pages.likelihood.charts import events, painting, readings, surface
from pages.likelihood.charts.one_parameter import Axis
from pages.likelihood.family import Units

COUNTS = [Counts(7, 3), Counts(0, 0), Counts(10, 0), Counts(0, 1), Counts(1_000_000, 0), coins.BARTOS.counts]


def rows(tables: Tables, name: str) -> dict[str, list]:
    return from_bytes(tables[name]).to_pydict()


def numbers(tables: Tables) -> np.ndarray:
    columns = [column for part in tables.values() for column in from_bytes(part).columns]
    assert not any(column.null_count for column in columns)
    return np.concatenate([column.to_numpy() for column in columns if pa.types.is_floating(column.type)])


SPECS = [
    lambda look: likelihood.spec(look),
    lambda look: likelihood.spec(look, True),
    lambda look: events.spec(look),
    lambda look: readings.spec(look),
    lambda look: surface.spec(look),
]


@pytest.mark.parametrize("spec", SPECS)
def test_a_spec_holds_no_data_and_is_constant(spec) -> None:
    first = json.dumps(spec(PAGE))
    likelihood.rows(Counts(3, 9), 0.2, windows.WHOLE)
    assert json.dumps(spec(PAGE)) == first
    assert '"values"' not in first
    assert '"datasets"' not in first


@pytest.mark.parametrize("spec", SPECS)
def test_projector_specs_have_larger_type_and_height(spec) -> None:
    # An expression: the size, times how much wider than a window the chart is.
    assert int(spec(PROJECTOR)["config"]["axis"]["labelFontSize"]["expr"].split()[0]) >= 20
    assert spec(PROJECTOR)["height"] > spec(PAGE)["height"]


@pytest.mark.parametrize("counts", COUNTS)
@pytest.mark.parametrize("theta", [0.0, 0.5, 1.0])
def test_every_number_of_the_table_is_finite(counts: Counts, theta: float) -> None:
    for window in (windows.WHOLE, windows.near_peak(counts, theta)):
        table = likelihood.rows(counts, theta, window, seen=((0.2, 0.4),), guessed=0.3)
        assert np.isfinite(numbers(table)).all()


@pytest.mark.parametrize("seen", [None, (), ((0.2, 0.4),)])
def test_the_spec_names_every_table(seen: tuple[painting.Stretch, ...] | None) -> None:
    """The browser fails at the first change of a table that the spec does not name."""
    named = set(re.findall(r'"name": "(\w+)"', json.dumps(likelihood.spec(PAGE, seen is not None))))
    assert set(likelihood.rows(Counts(7, 3), 0.4, windows.WHOLE, seen=seen)) <= named


def test_the_observed_bar_has_the_probability_of_the_marked_point() -> None:
    """The chart computes both heights from log_choose, k and n; both are scipy's binomial."""
    counts, theta = Counts(7, 3), 0.35
    table = likelihood.rows(counts, theta, windows.WHOLE)
    bars, now = rows(table, "bar"), rows(table, "now")
    lit = bars["lit"].index(True)
    assert bars["k"][lit] == now["k"][0] == counts.heads
    for k, log_choose in zip(bars["k"], bars["log_choose"], strict=True):
        p = math.exp(log_choose + k * math.log(theta) + (10 - k) * math.log1p(-theta))
        assert p == pytest.approx(stats.binom.pmf(k, 10, theta))
    assert bars["log_choose"][lit] == pytest.approx(now["log_choose"][0])


def test_the_curve_holds_the_maximum() -> None:
    table = likelihood.rows(Counts(1, 2), 0.5, windows.WHOLE)
    assert coin.mle(Counts(1, 2)) in rows(table, "curve")["theta"]


@pytest.mark.parametrize("counts", [Counts(7, 3), coins.BARTOS.counts])
def test_the_steps_of_the_pointer_are_values_of_the_slider(counts: Counts) -> None:
    now = rows(likelihood.rows(counts, 0.5, windows.near_peak(counts)), "now")
    ends = np.array([*now["lower"], *now["upper"]])
    np.testing.assert_allclose(ends * 1000, np.round(ends * 1000))
    assert now["step"] == [0.001]


@pytest.mark.parametrize("counts", COUNTS)
def test_the_observed_bar_is_always_drawn(counts: Counts) -> None:
    bars = rows(likelihood.rows(counts, 0.5, windows.near_peak(counts)), "bar")
    assert len(bars["k"]) <= likelihood.MAX_BARS + 1
    assert bars["lit"].count(True) == 1


@pytest.mark.parametrize("counts", [Counts(700, 300), coins.BARTOS.counts, Counts(1_000_000, 0), Counts(0, 2000)])
def test_the_window_around_the_peak_holds_it_and_ends_far_below_it(counts: Counts) -> None:
    lower, upper = windows.near_peak(counts)
    assert lower <= coin.mle(counts) <= upper
    for end in (lower, upper):
        at_bound = end in (0.0, 1.0)
        assert at_bound or float(coin.log_likelihood_ratio(end, counts)) < -windows.PEAK_DROP + 2


def test_points_in_painted_stretches_are_marked() -> None:
    curve = rows(likelihood.rows(Counts(7, 3), 0.5, windows.WHOLE, seen=((0.2, 0.3), (0.6, 0.6))), "curve")
    seen = {theta for theta, painted in zip(curve["theta"], curve["seen0"], strict=True) if painted}
    assert min(seen) == pytest.approx(0.2)
    assert {0.25, 0.6} <= {round(theta, 6) for theta in seen}
    assert not any(0.31 < theta < 0.59 for theta in seen)


def test_stretches_that_meet_are_merged() -> None:
    seen = painting.merged([], (0.2, 0.3))
    seen = painting.merged(seen, (0.6, 0.7))
    seen = painting.merged(seen, (0.3, 0.4))
    assert sorted(seen) == [(0.2, 0.4), (0.6, 0.7)]
    assert painting.merged(seen, (0.1, 0.9)) == [(0.1, 0.9)]


def test_the_poisson_curve_is_the_likelihood_ratio() -> None:
    table = events.rows(horse_kicks.HORSE_KICKS, 0.8, Axis(0.2, 1.2, 0.01))
    assert np.isfinite(numbers(table)).all()
    curve = rows(table, "curve")
    ratio = np.exp(poisson.log_likelihood_ratio(curve["theta"], horse_kicks.HORSE_KICKS))
    np.testing.assert_allclose(curve["p"], ratio)
    now = rows(table, "now")
    assert (now["lower"], now["upper"], now["step"]) == ([0.2], [1.2], [0.01])


@pytest.mark.parametrize(
    ("tally", "axis"),
    [(horse_kicks.HORSE_KICKS, Axis(0.2, 1.2, 0.01)), (as_tally([0] * 50 + [1]), Axis(0.001, 0.14, 0.001)),
     (as_tally([90, 100, 110]), Axis(60.0, 140.0, 1.0))],
)  # fmt: skip
def test_no_expected_count_is_higher_than_its_axis(tally: poisson.Tally, axis: Axis) -> None:
    table = events.rows(tally, axis.lower, axis)
    top, counts = max(rows(table, "ceiling_left")["amount"]), np.array(rows(table, "outcome")["k"])
    highest = max(tally.n * stats.poisson.pmf(counts, rate).max() for rate in axis.stops())
    assert highest < top < 1.4 * max(highest, *tally.frequencies)


def test_a_bar_that_is_taller_than_the_scale_ends_below_it_under_an_arrow() -> None:
    text = json.dumps(likelihood.spec(), ensure_ascii=False)
    assert f"min({likelihood.TALLEST} * datum.ceiling, datum.exact)" in text and likelihood.TALLEST < 1
    # The observed bar, which the ring must meet, is never cut.
    assert likelihood.TALLEST * likelihood.HEADROOM > 1
    assert f"datum.exact > {likelihood.TALLEST} * datum.ceiling" in text and "▲" in text


@pytest.mark.parametrize(("value", "stop"), [(22.25, 22.3), (22.2, 22.2), (99.0, 34.0), (-1.0, 18.0), (25.14, 25.1)])
def test_the_nearest_value_of_a_slider_is_the_one_that_the_browser_writes(value: float, stop: float) -> None:
    assert Axis(18.0, 34.0, 0.1).nearest(value) == stop


@pytest.mark.parametrize("sigma", [None, 10.0])
def test_the_gaussian_curve_is_the_likelihood_ratio(sigma: float | None) -> None:
    data = newcomb.readings()
    table = readings.rows(data, 22.0, Axis(18.0, 34.0, 0.1), sigma=sigma)
    assert np.isfinite(numbers(table)).all()
    curve = rows(table, "curve")
    if sigma is None:
        expected = gaussian.profile_log_likelihood_ratio(curve["theta"], data)
    else:
        expected = gaussian.log_likelihood_ratio(curve["theta"], sigma, data)
    np.testing.assert_allclose(curve["p"], np.exp(expected))


SURFACE = Axis(18.0, 34.0, 0.1), Axis(7.0, 16.0, 0.1)


def test_ring_and_sliders_of_the_surface_write_one_number() -> None:
    now = rows(surface.rows(gaussian.moments(newcomb.readings()), 22.0, 12.7, SURFACE), "now")
    assert (now["places_mu"], now["places_sigma"]) == ([SURFACE[0].places], [SURFACE[1].places]) == ([1], [1])


def test_axes_and_ring_of_newcombs_readings_have_their_unit() -> None:
    unit = Units("ns", newcomb.UNIT)
    text = json.dumps(readings.spec(PAGE, unit.of_spread(), unit.behind()), ensure_ascii=False)
    assert '"Reading, ns"' in text and '"μ, mean, ns"' in text
    assert "'f') + ' ns'" in text
    assert " ns" not in json.dumps(readings.spec(PAGE), ensure_ascii=False)


def test_the_pointer_on_the_surface_picks_points_that_both_sliders_have() -> None:
    moments = gaussian.moments(newcomb.readings())
    now = {name: column[0] for name, column in rows(surface.rows(moments, 25.0, 11.0, SURFACE), "now").items()}
    for name, axis, (low, high) in zip(("mu", "sigma"), SURFACE, surface.window(moments), strict=True):
        first, step = now[f"first_{name}"], now[f"step_{name}"]
        for value in np.linspace(now[f"from_{name}"], now[f"to_{name}"], 200):
            picked = first + round((value - first) / step) * step  # as the chart computes it
            assert picked == pytest.approx(axis.nearest(picked))
            assert low <= picked <= high, "a point outside would stretch the axis"


def test_the_surface_is_finite_and_has_every_isoline() -> None:
    table = surface.rows(gaussian.moments(newcomb.readings()), 25.0, 11.0, SURFACE)
    assert np.isfinite(numbers(table)).all()
    assert set(rows(table, "isoline")["drop"]) == set(surface.DROPS)
    assert max(rows(table, "cell")["relative"]) <= 1.0
