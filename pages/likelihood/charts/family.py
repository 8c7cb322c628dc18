"""Lesson 2 beyond the coin: a family's prediction beside the data, and the likelihood of its parameter.

The right panel shows the likelihood relative to its maximum, so its scale is 0 to 1 for any data. Both panels
follow the pointer inside the chart.
"""

from dataclasses import dataclass
from typing import Final, Literal

import altair as alt
import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from core.likelihood import gaussian, poisson
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import (
    HEIGHT,
    IN_WINDOW,
    marker,
    now_row,
    panel_x,
    panel_y,
    peak,
    rows_now,
    rows_of,
    stops,
)
from pages._kit.charts.palette import DATA, REST, STRONG
from pages._kit.charts.windows import fine_grid

Name = Literal["poisson", "gaussian"]


@dataclass(frozen=True)
class _View:
    """What differs between the families: words, and two Vega expressions of ``now``."""

    outcome: str
    amount: str
    parameter: str
    symbol: str
    expected: str
    ratio: str


_VIEWS: Final[dict[Name, _View]] = {
    "poisson": _View(
        outcome="Number of events k",
        amount="Observations with k events",
        parameter="λ, events per observation",
        symbol="λ",
        expected="datum.n * exp(datum.k * log(datum.now) - datum.now - datum.log_factorial)",
        ratio=(
            "exp((datum.total == 0 ? 0 : datum.total * log(datum.now / datum.best)) "
            "- datum.n * (datum.now - datum.best))"
        ),
    ),
    "gaussian": _View(
        outcome="Reading",
        amount="Density",
        parameter="μ, mean",
        symbol="μ",
        expected="exp(-0.5 * pow((datum.k - datum.now) / datum.width, 2)) / (datum.width * sqrt(2 * PI))",
        ratio=(
            "datum.fitted ? pow(1 + pow((datum.now - datum.best) / datum.sigma, 2), -datum.n / 2) "
            ": exp(-0.5 * datum.n * pow((datum.now - datum.best) / datum.sigma, 2))"
        ),
    ),
}
# With sigma fitted, each mu brings its own best sigma.
WIDTH: Final = "datum.fitted ? sqrt(pow(datum.sigma, 2) + pow(datum.now - datum.best, 2)) : datum.sigma"


def _left(name: Name) -> list[alt.Chart]:
    view = _VIEWS[name]
    x = panel_x("k", view.outcome, left=True)
    y = panel_y("amount", view.amount)
    ceiling = (
        rows_of("ceiling_left")
        .mark_point(opacity=0, tooltip=False)
        .encode(x=panel_x("k", view.outcome, left=True, lead=True), y=panel_y("amount", view.amount, lead=True))
    )
    if name == "gaussian":
        model = rows_now("outcome", width=WIDTH, amount=f"min(datum.ceiling, {view.expected})")
        line = model.mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=alt.ColorValue(REST))
        strip = rows_of("datum").mark_tick(thickness=1.5, size=16, orient="vertical", opacity=0.6)
        dots = strip.encode(
            x=x,
            y=alt.YValue(alt.ExprRef("height - 9")),
            color=alt.ColorValue(DATA),
            tooltip=[alt.Tooltip("k:Q", title="reading")],
        )
        return [ceiling, line, dots]
    model = rows_now("outcome", amount=f"min(datum.ceiling, {view.expected})").transform_calculate(
        lo="datum.k - 0.4", hi="datum.k + 0.4"
    )
    bars = model.mark_rect(opacity=0.45).encode(
        x=panel_x("lo", view.outcome, left=True),
        x2=alt.X2("hi:Q"),
        y=y,
        y2=alt.Y2Datum(0),
        color=alt.ColorValue(REST),
        tooltip=[alt.Tooltip("k:Q", title="events"), alt.Tooltip("amount:Q", title="expected", format=".2f")],
    )
    dots = rows_of("datum").mark_point(size=90, filled=True, opacity=1).encode(
        x=x, y=y, color=alt.ColorValue(DATA),
        tooltip=[alt.Tooltip("k:Q", title="events"), alt.Tooltip("amount:Q", title="observed", format=",d")],
    )  # fmt: skip
    return [ceiling, bars, dots]


@built_once(8)
def spec(name: Name, look: Look = PAGE) -> Spec:
    """The two panels of one family: constant for a family and a look."""
    view = _VIEWS[name]
    x = panel_x("theta", view.parameter, left=False)
    relative = "Likelihood relative to its maximum"
    y = panel_y("p", relative)
    lead = {
        "x": panel_x("theta", view.parameter, left=False, lead=True),
        "y": panel_y("p", relative, right_axis=True, lead=True),
    }
    now = rows_now("now", IN_WINDOW, p=view.ratio)
    share = "'L / max = ' + format(datum.p, datum.p < 0.001 ? '.2e' : '.4f')"
    read = f"['{view.symbol} = ' + format(datum.now, '.4~g'), {share}]"
    right = [
        rows_of("ceiling").mark_point(opacity=0, tooltip=False).encode(**lead),
        rows_of("curve").mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=alt.ColorValue(DATA)),
        *peak(x, y),
        stops(x),
        *marker(now, panel_x("now", view.parameter, left=False), y, read, look),
    ]
    chart = alt.layer(alt.layer(*_left(name)), alt.layer(*right)).resolve_scale(x="independent", y="independent")
    return finish(chart, look, height=HEIGHT)


@dataclass(frozen=True)
class Axis:
    """The parameter's axis: its ends and the slider's step."""

    lower: float
    upper: float
    step: float

    def stops(self) -> NDArray[np.float64]:
        """Every value of the slider."""
        count = round((self.upper - self.lower) / self.step) + 1
        return np.asarray(self.lower + self.step * np.arange(count), dtype=np.float64)


def _curve(log_ratio: NDArray[np.float64], theta: NDArray[np.float64], axis: Axis, best: float, label: str) -> Tables:
    """The right panel's tables: the curve, the slider's stops and the maximum."""
    inside = [best] if axis.lower <= best <= axis.upper else []
    return {
        "curve": table(theta=theta, p=np.exp(log_ratio)),
        "stop": table(theta=axis.stops()),
        "mle": table(theta=inside, p=1.0, label=label, lower=axis.lower, upper=axis.upper),
        "ceiling": table(theta=[axis.lower, axis.upper], p=[0.0, 1.2]),
    }


def poisson_rows(tally: poisson.Tally, rate: float, axis: Axis, version: int = 0) -> Tables:
    """The tables for counts of events.

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
    top = 1.25 * max(tally.frequencies)
    shared = {"n": tally.n, "total": tally.total, "best": best}
    return {
        **_curve(poisson.log_likelihood_ratio(theta, tally), theta, axis, best, "MLE λ̂"),
        "outcome": table(k=k, log_factorial=gammaln(k + 1), ceiling=top, **shared),
        "datum": table(k=k, amount=[observed.get(int(i), 0) for i in k]),
        "ceiling_left": table(k=[-0.6, last + 0.6], amount=[0.0, top]),
        "now": now_row(rate, version, lower=axis.lower, upper=axis.upper, **shared),
    }


def gaussian_rows(data: NDArray[np.float64], mu: float, axis: Axis, *, sigma: float | None, version: int = 0) -> Tables:
    """The tables for readings.

    Parameters
    ----------
    data : ndarray
        The readings, not all equal.
    mu : float
        The server's mean.
    axis : Axis
        Of the mean.
    sigma : float or None
        The known standard deviation; None fits it for each mean (the profile likelihood).
    version : int
        Raised when the mean is moved outside the chart.
    """
    moments = gaussian.moments(data)
    best = gaussian.mle(moments)
    theta = fine_grid((axis.lower, axis.upper), axis.stops(), [best.mu])
    if sigma is None:
        log_ratio = gaussian.profile_log_likelihood_ratio(theta, moments)
    else:
        log_ratio = gaussian.log_likelihood_ratio(theta, sigma, moments)
    width = best.sigma if sigma is None else sigma
    ends = min(data.min(), axis.lower) - 2, max(data.max(), axis.upper) + 2
    x = np.linspace(*ends, 161)
    top = 1.3 / (width * np.sqrt(2 * np.pi))
    shared = {"n": moments.n, "best": best.mu, "sigma": width, "fitted": float(sigma is None)}
    return {
        **_curve(log_ratio, theta, axis, best.mu, "MLE μ̂"),
        "outcome": table(k=x, ceiling=top, **shared),
        "datum": table(k=data),
        "ceiling_left": table(k=list(ends), amount=[0.0, top]),
        "now": now_row(mu, version, lower=axis.lower, upper=axis.upper, **shared),
    }
