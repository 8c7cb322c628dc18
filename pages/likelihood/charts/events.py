"""Lesson 2's chart of counts of events: expected and observed counts beside the likelihood of the Poisson rate."""

from typing import Final

import altair as alt
import numpy as np
from scipy.special import gammaln

from core.arrays import FloatArray
from core.likelihood import poisson
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import HEIGHT, now_row, panel_x, panel_y, rows_now, rows_of
from pages._kit.charts.palette import DATA, REST
from pages._kit.charts.windows import fine_grid
from pages.likelihood.charts.one_parameter import SIGNALS, Axis, Labels, likelihood_tables, two_panels

LABELS: Final = Labels(
    outcome="Events k",
    amount="Observations with k events",
    parameter="λ, events per observation",
    symbol="λ",
    ratio=(
        "exp((datum.total == 0 ? 0 : datum.total * log(datum.now / datum.best)) - datum.n * (datum.now - datum.best))"
    ),
)
EXPECTED: Final = "datum.n * exp(datum.k * log(datum.now) - datum.now - datum.log_factorial)"
"""A Vega expression: how many observations of ``k`` events the rate predicts."""


def _marks() -> list[alt.Chart]:
    """The expected counts as bars, the observed ones as dots."""
    x, y = panel_x("k", LABELS.outcome, left=True), panel_y("amount", LABELS.amount)
    model = rows_now("outcome", amount=EXPECTED).transform_calculate(lo="datum.k - 0.4", hi="datum.k + 0.4")
    bars = model.mark_rect(opacity=0.45).encode(
        x=panel_x("lo", LABELS.outcome, left=True), x2=alt.X2("hi:Q"), y=y, y2=alt.Y2Datum(0),
        color=alt.ColorValue(REST),
        tooltip=[alt.Tooltip("k:Q", title="events"), alt.Tooltip("amount:Q", title="expected", format=".2f")],
    )  # fmt: skip
    dots = rows_of("datum").mark_point(size=90, filled=True, opacity=1).encode(
        x=x, y=y, color=alt.ColorValue(DATA),
        tooltip=[alt.Tooltip("k:Q", title="events"), alt.Tooltip("amount:Q", title="observed", format=",d")],
    )  # fmt: skip
    return [bars, dots]


def _most_expected(rates: FloatArray, n: int) -> float:
    """Return the highest bar that one of the rates has: a Poisson count is most often the whole part of its rate."""
    k = np.floor(rates)
    return float(np.max(n * np.exp(k * np.log(rates) - rates - gammaln(k + 1))))


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Return the chart's spec, constant for a look."""
    return finish(two_panels(LABELS, _marks(), look), look, height=HEIGHT, signals=SIGNALS)


def rows(tally: poisson.Tally, rate: float, axis: Axis, version: int = 0) -> Tables:
    """Return the chart's tables.

    Parameters
    ----------
    tally : Tally
        The observations; at least one.
    rate : float
        The server's rate.
    axis : Axis
        Of the rate.
    version : int
        Raised when the rate is moved outside the chart.
    """
    best = poisson.mle(tally) or 0.0
    last = max(max(tally.values) + 2, 6)
    k = np.arange(last + 1)
    observed = dict(zip(tally.values, tally.frequencies, strict=True))
    theta = fine_grid((axis.lower, axis.upper), axis.stops(), [best])
    theta = theta[(theta >= axis.lower) & (theta <= axis.upper)]
    top = max(1.25 * max(tally.frequencies), 1.05 * _most_expected(theta, tally.n))
    shared = {"n": tally.n, "total": tally.total, "best": best}
    return {
        **likelihood_tables(LABELS, theta, poisson.log_likelihood_ratio(theta, tally), axis, best),
        "outcome": table(k=k, log_factorial=gammaln(k + 1), **shared),
        "datum": table(k=k, amount=[observed.get(int(i), 0) for i in k]),
        "ceiling_left": table(k=[-0.6, last + 0.6], amount=[0.0, top]),
        "now": now_row(rate, version, **axis.columns, **shared),
    }
