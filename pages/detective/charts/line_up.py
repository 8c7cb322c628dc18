"""Lesson 1's line-up chart: the likelihood of each candidate theta, or of every theta, as a share of the highest."""

from __future__ import annotations

import math
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.likelihood.coin import log_likelihood_ratio, mle
from core.likelihood.counts import Counts
from core.likelihood.detective import Candidates
from pages._kit.charts import numbers
from pages._kit.charts.base import PAGE, Look, Spec, built_once, finish, stack, table
from pages._kit.charts.linked import kind
from pages._kit.charts.palette import DATA, MLE_SHAPE, REST, STRONG
from pages.detective.charts.case import INK

HEIGHT: Final = 300


def _theta() -> alt.X:
    return alt.X(
        "theta:Q",
        title="θ, probability of heads",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(tickCount=10, labelOverlap=True, format="~g"),
    )


def _share(name: str = "share") -> alt.Y:
    return alt.Y(
        f"{name}:Q",
        title="Likelihood, share of the best",
        scale=alt.Scale(domain=[0, 1.3], nice=False),
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2~f"),
    )


def _peak(look: Look) -> list[alt.Chart]:
    """The MLE over all theta: a thin rule, with its name on the side that has room."""
    top, x = kind("mle"), _theta()
    sides: tuple[tuple[str, Any, int], ...] = (("> 0.5", "right", -6), ("<= 0.5", "left", 6))
    return [
        top.mark_rule(strokeWidth=1.2).encode(x=x, color=alt.ColorValue(REST)),
        *(
            top.transform_filter(f"datum.theta {side}")
            .mark_text(baseline="middle", fontSize=look.text, align=align, dx=dx)
            .encode(x=x, y=alt.YValue(10), text=alt.Text("label:N"), color=alt.ColorValue(INK))
            for side, align, dx in sides
        ),
    ]


def _best(look: Look) -> list[alt.Chart]:
    """The best candidate: a triangle, with its name on the side away from the MLE."""
    best, x, y, data = kind("best"), _theta(), _share(), alt.ColorValue(DATA)
    named = best.transform_calculate(left="datum.theta < datum.mle ? datum.theta > 0.2 : datum.theta > 0.8")
    sides: tuple[tuple[str, Any, int], ...] = (("datum.left", "right", -10), ("!datum.left", "left", 10))
    return [
        best.mark_point(size=190, shape=MLE_SHAPE, filled=True, opacity=1).encode(x=x, y=y, color=data),
        *(
            named.transform_filter(side)
            .mark_text(baseline="middle", fontSize=look.text, fontWeight=700, align=align, dx=dx, dy=-14)
            .encode(x=x, y=y, text=alt.Text("label:N"), color=alt.ColorValue(INK))
            for side, align, dx in sides
        ),
    ]


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Return the chart's spec, constant for a look."""
    x, y, data = _theta(), _share(), alt.ColorValue(DATA)
    tips = [
        alt.Tooltip("theta:Q", title="θ", format=".4~r"),
        alt.Tooltip("said:N", title="share of the best"),
    ]
    weight, area = alt.StrokeWidth("weight:Q", scale=None), alt.Size("area:Q", scale=None)
    coin = kind("coin").transform_calculate(said=numbers.significant("datum.share", 3))
    layers = [
        *_peak(look),
        coin.mark_rule().encode(x=x, y=y, y2=alt.Y2Datum(0), color=data, strokeWidth=weight),
        coin.mark_point(filled=True, opacity=1).encode(x=x, y=y, color=data, size=area, tooltip=tips),
        kind("curve").mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=data),
        *_best(look),
    ]
    return finish(alt.layer(*layers), look, height=HEIGHT)


def rows(counts: Counts, line_up: Candidates | None) -> pa.Table:
    """Return the chart's table: the coins of a line-up, or the whole curve; heights are L(θ) / L(θ̂).

    Parameters
    ----------
    counts : Counts
        The observed flips; without any, all heights are 1.
    line_up : Candidates, optional
        The coins; None for the continuum.
    """
    peak = mle(counts)
    parts = [] if peak is None else [table(kind="mle", theta=peak, label=f"MLE θ̂ = {peak:.3f}")]
    winners: tuple[float, ...]
    if line_up is None:
        thetas = np.linspace(0, 1, 401)
        if peak is not None:
            # The peak may be narrower than the grid's steps, so points are added around it, denser towards its middle.
            width = 8 / math.sqrt(counts.n)
            near = peak + np.linspace(-1, 1, 201) ** 3 * width
            thetas = np.unique(np.concatenate([thetas, near[(near >= 0) & (near <= 1)], [peak]]))
        parts.append(table(kind="curve", theta=thetas, share=np.exp(log_likelihood_ratio(thetas, counts))))
        winners = () if peak is None else (peak,)
    else:
        winners = line_up.best if peak is not None else ()
        many = line_up.theta.size > 20
        parts.append(
            table(
                kind="coin", theta=line_up.theta, share=np.exp(log_likelihood_ratio(line_up.theta, counts)),
                weight=1.5 if many else STRONG, area=np.where(np.isin(line_up.theta, winners), 0, 22 if many else 90),
            )
        )  # fmt: skip
    if peak is not None:
        labels = [f"best: {theta:.3f}" if i == 0 or len(winners) < 4 else "" for i, theta in enumerate(winners)]
        shares = np.exp(log_likelihood_ratio(list(winners), counts))
        parts.append(table(kind="best", theta=list(winners), share=shares, label=labels, mle=peak))
    return stack(*parts)
