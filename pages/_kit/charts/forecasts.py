"""The learner's forecasts in two charts: whether stated probabilities come true, and the mean cost as it came in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import altair as alt
import numpy as np

from core.forecasts.calibration import Group
from core.forecasts.score import Score
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.frame import ceiling, ends, frame
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, DATA, LINE, REST
from pages._kit.charts.panels import corners

HEIGHT: Final = 260
PERCENT: Final = "100 * datum.value + ' %'"
LEAST: Final = 0.2
"""Left end of the reliability diagram: of four options the favorite has at least a quarter."""


@built_once(1)
def reliability(look: Look = PAGE) -> Spec:
    """The share that came true over the stated probability, with its posterior intervals."""
    gray, both = alt.ColorValue(REST), alt.ColorValue(BOTH)
    x = alt.X(
        "confidence:Q", title="given to your favorite", scale=alt.Scale(domain=[LEAST, 1.04], nice=False),
        axis=alt.Axis(values=[0.25, 0.5, 0.75, 1], labelExpr=PERCENT),
    )  # fmt: skip
    y = alt.Y(
        "share:Q", title="came true", scale=alt.Scale(domain=[-0.15, 1.15], nice=False),
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], labelExpr=PERCENT),
    )  # fmt: skip
    rows = rows_of("group")
    # Groups may lie close to each other: their labels stand at the upper and at the lower ends in turns.
    above = rows.transform_filter("datum.above").mark_text(dy=-12, fontSize=look.text)
    below = rows.transform_filter("!datum.above").mark_text(dy=12, fontSize=look.text)
    label = {"x": x, "text": alt.Text("label:N"), "color": gray}
    chart = alt.layer(
        rows_of("even").mark_line(strokeWidth=1, strokeDash=[3, 3]).encode(x=x, y=y, color=gray),
        rows.mark_rule(strokeWidth=6, opacity=0.3).encode(x=x, y=alt.Y("lower:Q"), y2=alt.Y2("upper:Q"), color=both),
        rows.mark_point(filled=True, size=80, opacity=1, tooltip=False).encode(x=x, y=y, color=both),
        above.encode(y=alt.Y("top:Q"), **label),
        below.encode(y=alt.Y("bottom:Q"), **label),
    )
    return finish(chart, look, height=HEIGHT)


def reliability_rows(groups: Sequence[Group]) -> Tables:
    """The tables of :func:`reliability`."""
    share = [each.right / each.forecasts for each in groups]
    lower, upper = [each.interval.lower for each in groups], [each.interval.upper for each in groups]
    return {
        "even": table(confidence=[LEAST, 1.0], share=[LEAST, 1.0]),
        "group": table(
            confidence=[each.confidence for each in groups],
            share=share,
            lower=lower,
            upper=upper,
            bottom=np.minimum(lower, share),
            top=np.maximum(upper, share),
            label=[f"{each.right} of {each.forecasts}" for each in groups],
            above=[place % 2 == 0 for place in range(len(groups))],
        ),
    }


@built_once(1)
def course(look: Look = PAGE) -> Spec:
    """The mean cost after each forecast, beside that of guessing."""
    x = alt.X(
        "forecast:Q", title="forecasts made", scale=alt.Scale(domain=ends("forecast"), nice=False),
        axis=alt.Axis(tickMinStep=1, tickCount=6, format="d", labelOverlap=True),
    )  # fmt: skip
    y = alt.Y(
        "nll:Q", title="mean cost, nats each", scale=alt.Scale(domain=ends("nll"), nice=False),
        axis=alt.Axis(tickCount=5),
    )  # fmt: skip
    gray, data = alt.ColorValue(REST), alt.ColorValue(DATA)
    name = rows_of("name").mark_text(align="right", baseline="bottom", dy=-5, fontSize=look.text)
    chart = alt.layer(
        corners(x, y),
        rows_of("guessing").mark_line(strokeWidth=LINE, strokeDash=[3, 3]).encode(x=x, y=y, color=gray),
        rows_of("yours").mark_line(strokeWidth=LINE).encode(x=x, y=y, color=data),
        rows_of("yours").mark_point(filled=True, size=30, opacity=1, tooltip=False).encode(x=x, y=y, color=data),
        rows_of("infinite").mark_point(shape="triangle-up", filled=True, size=90, opacity=1, tooltip=False).encode(
            x=x, y=alt.YValue(6), color=data
        ),
        name.encode(x=x, y=y, text=alt.Text("label:N"), color=gray),
    )  # fmt: skip
    return finish(chart, look, height=HEIGHT)


def course_rows(scores: Sequence[Score]) -> Tables:
    """The tables of :func:`course`: where a mean is infinite, that of the others is drawn, and a mark at the top."""
    place = [*range(1, len(scores) + 1)]
    yours = [each.others for each in scores]
    highest = max((value for value in [*yours, *(each.guessing for each in scores)] if math.isfinite(value)), default=1)
    last = max(2, len(scores))
    before = [each.impossible for each in scores[:-1]]
    fell = [at for at, each, old in zip(place, scores, [0, *before], strict=True) if each.impossible > old]
    return {
        "frame": frame(forecast=(0.5, last + 0.5), nll=(0.0, ceiling(1.15 * highest))),
        "guessing": table(forecast=place, nll=[each.guessing for each in scores]),
        "yours": table(forecast=place, nll=yours),
        "infinite": table(forecast=fell),
        "name": table(forecast=[float(last)], nll=[scores[-1].guessing], label="guessing"),
    }
