"""The charts of lesson 5's other data: belief about a rate or a mean, and its prediction.

Left, the parameter: prior, likelihood and posterior. Right, the next observation: the posterior predictive beside the
data and beside the model at its MLE, which ignores the uncertainty of its parameter.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

import altair as alt
import numpy as np

from core.belief import gamma_poisson, normal_normal
from core.belief.gamma_poisson import Gamma
from core.belief.intervals import Region, equal_tailed
from core.belief.normal_normal import Normal
from core.likelihood import poisson
from core.likelihood.gaussian import Moments
from core.likelihood.poisson import Tally
from core.numbers import decimal
from pages._kit.charts.base import PAGE, Layered, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import RIGHT_START, panel_x, panel_y, rows_of
from pages._kit.charts.palette import BOTH, DATA, LINE, REST, STRONG
from pages.bayesian_inference.charts import three_curves
from pages.bayesian_inference.charts.densities import ceiling

Name = Literal["events", "readings"]
HEIGHT: Final = 340
LEVEL: Final = 0.95
ROOM: Final = 0.3
"""The width of a label, as a part of its panel."""
NAMED_FROM: Final = 420
"""The names are left out of charts narrower than this, in px."""
RATES: Final = (0.0, 1.6)
MEANS: Final = (10.0, 36.0)


def _left(name: Name, look: Look) -> Layered:
    title = "Rate λ, deaths a year" if name == "events" else "Mean μ, ns"

    def x(field: str) -> alt.X:
        return panel_x(field, title, left=True, lead=True, fmt="~g")

    def y(field: str) -> alt.Y:
        return panel_y(field, "Density", lead=True)

    return alt.layer(*three_curves.layers(x, y, look, NAMED_FROM))


def _right(name: Name, look: Look) -> Layered:
    title = "Deaths k" if name == "events" else "Reading, ns"
    amount = "Probability" if name == "events" else "Density"
    x, y = panel_x("k", title, left=False, lead=True, fmt="~f"), panel_y("amount", amount, right_axis=True, lead=True)
    both, data, rest = alt.ColorValue(BOTH), alt.ColorValue(DATA), alt.ColorValue(REST)
    marks = [rows_of("frame_right").mark_point(opacity=0, tooltip=False).encode(x=x, y=y)]
    next_one, plain, seen = rows_of("next"), rows_of("plain"), rows_of("datum")
    if name == "events":
        bars = next_one.transform_calculate(lo="datum.k - 0.36", hi="datum.k + 0.36").mark_rect(opacity=0.3)
        low = panel_x("lo", title, left=False)
        marks += [
            bars.encode(x=low, x2=alt.X2("hi:Q"), y=y, y2=alt.Y2Datum(0), color=both),
            plain.mark_tick(orient="horizontal", thickness=2, size=26, opacity=1).encode(x=x, y=y, color=rest),
            seen.mark_point(size=90, filled=True, opacity=1, tooltip=False).encode(x=x, y=y, color=data),
        ]
    else:
        marks += [
            plain.mark_line(strokeWidth=LINE, strokeDash=[2, 3]).encode(x=x, y=y, color=rest),
            next_one.mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=both),
            seen.mark_tick(thickness=1.5, size=16, orient="vertical", opacity=0.6).encode(
                x=x, y=alt.YValue(alt.ExprRef("height - 9")), color=data
            ),
        ]
    # The names stand under one another in the panel's empty upper corner.
    for line, (field, ink) in enumerate((("next", both), ("plain", rest), ("seen", data))):
        side: Literal["left", "right"] = "right" if name == "events" else "left"
        marks.append(
            rows_of("words")
            .mark_text(
                align=side, baseline="top", dy=alt.ExprRef(f"{line * (look.text + 6)} * {look.growth}"),
                fontSize=look.text, fontWeight=600,
            )
            .encode(
                x=alt.XValue(alt.ExprRef("width - 6" if side == "right" else f"{RIGHT_START} + 8")),
                y=alt.YValue(4), text=alt.Text(f"{field}:N"), color=ink,
            )
        )  # fmt: skip
    return alt.layer(*marks)


@built_once(4)
def spec(name: Name, look: Look = PAGE) -> Spec:
    """The spec of the two panels; it depends on the family and the look alone."""
    chart = alt.layer(_left(name, look), _right(name, look)).resolve_scale(x="independent", y="independent")
    return finish(chart, look, height=HEIGHT)


@lru_cache(maxsize=128)
def events_rows(prior: Gamma, tally: Tally) -> Tables:
    """The tables for counts of events: Gamma belief, negative binomial prediction.

    Parameters
    ----------
    prior : Gamma
        Belief about the rate.
    tally : Tally
        The observations; at least one.
    """
    after, best = gamma_poisson.posterior(prior, tally), poisson.mle(tally) or 0.0
    drawn = three_curves.ThreeCurves(
        prior=prior, likelihood=gamma_poisson.likelihood_as_density(tally), posterior=after, mle=best,
        modes=(after.mode,), region=Region((equal_tailed(after, LEVEL),)), names=(f"prior {prior}", "posterior"),
        mle_text=f"MLE {decimal(best)}", map_text=f"MAP {decimal(after.mode)}", mean_text=f"mean {decimal(after.mean)}",
    )  # fmt: skip
    k = np.arange(max(tally.values) + 3)
    observed = dict(zip(tally.values, tally.frequencies, strict=True))
    shares = np.array([observed.get(int(i), 0) / tally.n for i in k])
    expected, plain = np.exp(gamma_poisson.log_predictive(k, after)), np.exp(poisson.log_pmf(k, best))
    top = 1.15 * max(shares.max(), expected.max(), plain.max())
    return _belief(drawn, RATES) | {
        "next": to_bytes(table(k=k, amount=expected)),
        "plain": to_bytes(table(k=k, amount=plain)),
        "datum": to_bytes(table(k=k, amount=shares)),
        "frame_right": to_bytes(table(k=[-0.6, k[-1] + 0.6], amount=[0.0, top])),
        "words": to_bytes(table(next=["negative binomial"], plain="Poisson at the MLE", seen="what happened")),
    }


@lru_cache(maxsize=128)
def readings_rows(prior: Normal, data: Moments, sigma: float, readings: tuple[float, ...]) -> Tables:
    """The tables for readings of known ``sigma``: Normal belief, Normal prediction.

    Parameters
    ----------
    prior : Normal
        Belief about the mean.
    data : Moments
        Moments of the readings.
    sigma : float
        The readings' standard deviation, taken as known.
    readings : tuple of float
        The readings themselves.
    """
    after = normal_normal.posterior(prior, data, sigma)
    drawn = three_curves.ThreeCurves(
        prior=prior, likelihood=normal_normal.likelihood_as_density(data, sigma), posterior=after, mle=data.mean,
        modes=(after.mean,), region=Region((equal_tailed(after, LEVEL),)),
        names=(f"prior N({prior.mean:g}, {prior.sd:g}²)", "posterior"), mle_text=f"MLE {decimal(data.mean, 2)}",
        map_text=f"MAP {decimal(after.mean, 2)}", mean_text=f"mean {decimal(after.mean, 2)}",
    )  # fmt: skip
    ends = (min(readings) - 4.0, max(max(readings), MEANS[1]) + 4.0)
    x = np.linspace(*ends, 161)
    expected = np.exp(normal_normal.predictive(after, sigma).logpdf(x))
    plain = np.exp(Normal(data.mean, sigma).logpdf(x))
    return _belief(drawn, MEANS) | {
        "next": to_bytes(table(k=x, amount=expected)),
        "plain": to_bytes(table(k=x, amount=plain)),
        "datum": to_bytes(table(k=readings)),
        "frame_right": to_bytes(table(k=list(ends), amount=[0.0, 1.3 * max(expected.max(), plain.max())])),
        "words": to_bytes(table(next=["next reading: Normal"], plain="Normal at the MLE", seen="each reading")),
    }


def _belief(drawn: three_curves.ThreeCurves, window: tuple[float, float]) -> Tables:
    top = ceiling([drawn.prior, drawn.likelihood, drawn.posterior], window)
    return three_curves.rows(drawn, window, top, ROOM)
