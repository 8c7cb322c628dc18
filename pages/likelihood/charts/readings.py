"""Lesson 2's chart of readings: readings under a Gaussian beside the likelihood of its mean."""

from dataclasses import replace
from typing import Final

import altair as alt
import numpy as np

from core.arrays import FloatArray
from core.likelihood import gaussian
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import HEIGHT, now_row, panel_x, panel_y, rows_now, rows_of
from pages._kit.charts.palette import DATA, REST, STRONG
from pages._kit.charts.windows import fine_grid
from pages.likelihood.charts.one_parameter import SIGNALS, Axis, Labels, likelihood_tables, two_panels

LABELS: Final = Labels(
    outcome="Reading",
    amount="Density",
    parameter="μ, mean",
    symbol="μ",
    ratio=(
        "datum.fitted ? pow(1 + pow((datum.now - datum.best) / datum.sigma, 2), -datum.n / 2) "
        ": exp(-0.5 * datum.n * pow((datum.now - datum.best) / datum.sigma, 2))"
    ),
)
DENSITY: Final = "exp(-0.5 * pow((datum.k - datum.now) / datum.width, 2)) / (datum.width * sqrt(2 * PI))"
"""A Vega expression: the model's density at the reading ``k``."""
WIDTH: Final = "datum.fitted ? sqrt(pow(datum.sigma, 2) + pow(datum.now - datum.best, 2)) : datum.sigma"
"""A Vega expression: the model's standard deviation. A fitted sigma has another value for each mean."""


def _marks(labels: Labels) -> list[alt.Chart]:
    """The model's density as a line, the readings as ticks."""
    x, y = panel_x("k", labels.outcome, left=True), panel_y("amount", labels.amount)
    model = rows_now("outcome", width=WIDTH, amount=f"min(datum.ceiling, {DENSITY})")
    line = model.mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=alt.ColorValue(REST))
    ticks = rows_of("datum").mark_tick(thickness=1.5, size=16, orient="vertical", opacity=0.6).encode(
        x=x, y=alt.YValue(alt.ExprRef("height - 9")), color=alt.ColorValue(DATA),
        tooltip=[alt.Tooltip("k:Q", title="reading")],
    )  # fmt: skip
    return [line, ticks]


@built_once(16)
def spec(look: Look = PAGE, unit: str = "", behind: str = "") -> Spec:
    """Return the chart's spec, constant for a look and the readings' unit: on axes, and behind a number."""
    labels = replace(LABELS, outcome=LABELS.outcome + unit, parameter=LABELS.parameter + unit, unit=behind)
    return finish(two_panels(labels, _marks(labels), look), look, height=HEIGHT, signals=SIGNALS)


def rows(data: FloatArray, mu: float, axis: Axis, *, sigma: float | None, version: int = 0) -> Tables:
    """Return the chart's tables.

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
    # Room for the bell at either end of the axis, and a little beside the outermost reading.
    ends = (
        min(data.min() - 0.2 * best.sigma, axis.lower - best.sigma),
        max(data.max() + 0.2 * best.sigma, axis.upper + best.sigma),
    )
    x = np.linspace(*ends, 161)
    top = 1.3 / (width * np.sqrt(2 * np.pi))
    shared = {"n": moments.n, "best": best.mu, "sigma": width, "fitted": float(sigma is None)}
    return {
        **likelihood_tables(LABELS, theta, log_ratio, axis, best.mu),
        "outcome": table(k=x, ceiling=top, **shared),
        "datum": table(k=data),
        "ceiling_left": table(k=list(ends), amount=[0.0, top]),
        "now": now_row(mu, version, **axis.columns, **shared),
    }
