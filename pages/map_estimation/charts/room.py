"""The room's priors in lesson 6: each log-prior as a thin line, and below, each MAP on its way to the MLE."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.map_coin import curves
from core.likelihood.coin import mle
from core.likelihood.counts import Counts
from pages._kit.charts.base import PAGE, Layered, Look, Spec, Tables, all_to_bytes, built_once, finish, table
from pages._kit.charts.frame import ends
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import (
    BELIEF,
    BELIEF_DASH,
    BOTH,
    DATA,
    LINE,
    MAP_SHAPE,
    MLE_SHAPE,
    REST,
    STRONG,
)
from pages._kit.charts.windows import cut, near_ends

HEIGHT: Final = 400
SHOWN: Final = 7.0
"""Nats below the tops at which the axis ends, as in the scene "coin"."""
ROOM: Final = 0.6
"""Nats above the tops."""
MOST_LINES: Final = 80
"""Most thin lines; of more different priors, so many evenly spaced ones are drawn."""
UPPER, LOWER = ("0.5 * height", "0"), ("height", "0.6 * height")
"""Begin and end of the vertical axes of the two panels."""
STRENGTHS: Final = (1.5, 300.0)
"""The ends of the axis of strengths."""


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the chart; it depends on the look alone."""
    apart = alt.ScaleResolveMap(y="independent")
    chart = alt.layer(_logs(), _estimates(), resolve=alt.Resolve(scale=apart))
    return finish(chart, look, height=HEIGHT)


def _lead(name: str, title: str, sides: tuple[str, str], frame: str, **options: Any) -> alt.Chart:
    """The layer with the scales and axes of a panel; both share the horizontal one."""
    axis = options.pop("axis")
    return rows_of(frame).mark_point(opacity=0, tooltip=False).encode(
        x=alt.X(
            "theta:Q", title="θ, probability of heads", scale=alt.Scale(domain=[0, 1], nice=False, padding=0),
            axis=alt.Axis(orient="bottom", tickCount=10, labelOverlap=True, format="~g"),
        ),
        y=alt.Y(
            f"{name}:Q", title=title,
            scale=alt.Scale(domain=ends(name, frame), nice=False, padding=0,
                            range=[alt.ExprRef(side) for side in sides], **options),
            axis=alt.Axis(orient="left", labelOverlap=True, **axis),
        ),
    )  # fmt: skip


def _logs() -> Layered:
    """Above: the log-likelihood of the tosses, and everybody's log-prior."""
    title = "nats"
    x, y = alt.X("theta:Q", title="θ, probability of heads"), alt.Y("nats:Q", title=title)
    dash = list(BELIEF_DASH)
    return alt.layer(
        _lead("nats", title, UPPER, "log_frame", axis={"tickCount": 4, "format": "~f"}),
        rows_of("priors").mark_line(strokeWidth=1.2, opacity=0.6, strokeDash=dash, tooltip=False).encode(
            x=x, y=y, detail=alt.Detail("who:Q"), color=alt.ColorValue(BELIEF)
        ),
        rows_of("likelihood").mark_line(strokeWidth=STRONG, tooltip=False).encode(
            x=x, y=y, color=alt.ColorValue(DATA)
        ),
        rows_of("mle").mark_point(shape=MLE_SHAPE, size=110, filled=True, opacity=1, tooltip=False).encode(
            x=x, y=y, color=alt.ColorValue(DATA)
        ),
    )  # fmt: skip


def _estimates() -> Layered:
    """Below: each person's MAP at the height of their prior's strength, with the way from the prior's mode."""
    title = "strength"
    x, y = alt.X("theta:Q", title="θ, probability of heads"), alt.Y("strength:Q", title=title)
    way = rows_of("person")
    return alt.layer(
        _lead(
            "strength", title, LOWER, "strength_frame", type="log", axis={"values": [2, 10, 50, 200], "format": "~g"}
        ),
        rows_of("mle").mark_rule(strokeWidth=LINE, tooltip=False).encode(
            x=x, y=alt.Y("low:Q", title=title), y2=alt.Y2("high:Q"), color=alt.ColorValue(DATA)
        ),
        way.mark_rule(strokeWidth=1, opacity=0.45, tooltip=False).encode(
            x=alt.X("start:Q"), x2=alt.X2("theta:Q"), y=y, color=alt.ColorValue(BOTH)
        ),
        way.mark_point(shape="stroke", angle=90, size=50, strokeWidth=1.5, opacity=0.8, tooltip=False).encode(
            x=alt.X("start:Q"), y=y, color=alt.ColorValue(BELIEF)
        ),
        way.mark_point(shape=MAP_SHAPE, size=70, filled=True, opacity=0.7, tooltip=False).encode(
            x=x, y=y, color=alt.ColorValue(BOTH)
        ),
        rows_of("median").mark_rule(strokeWidth=LINE, strokeDash=[2, 3], tooltip=False).encode(
            x=x, y=alt.Y("low:Q", title=title), y2=alt.Y2("high:Q"), color=alt.ColorValue(REST)
        ),
    )  # fmt: skip


def rows(priors: Sequence[Beta], seen: Counts) -> Tables:
    """The chart's tables: everybody's prior, and the tosses seen so far."""
    return _kept(tuple(priors), seen)


@lru_cache(maxsize=64)
def _kept(priors: tuple[Beta, ...], seen: Counts) -> Tables:
    best, low = mle(seen), -SHOWN
    theta = np.unique(np.concatenate([np.linspace(0.0, 1.0, 161), near_ends((0.0, 1.0)), [best or 0.5]]))
    x, y = cut(theta, curves(theta, seen, Beta(1, 1)).data, low, ROOM)
    ends_of = {"low": [STRENGTHS[0]], "high": [STRENGTHS[1]]}
    found = [(prior.strength, *way) for prior in priors if (way := way_of(prior, seen))]
    strength, start, top = np.array(found).T if found else np.zeros((3, 0))
    parts: Tables = {
        "log_frame": table(theta=[0.0, 1.0], nats=[low, ROOM]),
        "strength_frame": table(theta=[0.0, 1.0], strength=list(STRENGTHS)),
        "priors": _log_priors(priors),
        "likelihood": table(theta=x, nats=y) if seen.n else table(theta=[], nats=[]),
        "mle": table(theta=[best], nats=[0.0], **ends_of) if best is not None
        else table(theta=[], nats=[], low=[], high=[]),
        "person": table(strength=strength, start=start, theta=top),
        "median": table(theta=[float(np.median(top))], **ends_of) if found else table(theta=[], low=[], high=[]),
    }  # fmt: skip
    return all_to_bytes(parts)


def way_of(prior: Beta, seen: Counts) -> tuple[float, float] | None:
    """The modes of prior and posterior; None unless the posterior has a single one, which is finite.

    A prior without a single mode starts at its mean.
    """
    before, after = prior.mode, posterior(prior, seen).mode
    if len(after.at) != 1:
        return None
    return before.at[0] if len(before.at) == 1 else prior.mean, after.at[0]


def _log_priors(priors: Sequence[Beta]) -> pa.Table:
    """A line for each different log-prior, 0 at its top."""
    different = sorted(set(priors), key=lambda each: (each.mean, each.strength))
    if len(different) > MOST_LINES:
        different = [different[place] for place in np.linspace(0, len(different) - 1, MOST_LINES).round().astype(int)]
    drawn = []
    for place, each in enumerate(different):
        around = each.mean + each.sd * np.linspace(-5, 5, 51)
        theta = np.unique(np.concatenate([np.linspace(0, 1, 41), [0.002, 0.998], around]))
        theta = theta[(theta >= 0) & (theta <= 1)]
        x, y = cut(theta, curves(theta, Counts(0, 0), each).belief, -SHOWN, ROOM)
        drawn.append(table(theta=x, nats=y, who=float(place)))
    return pa.concat_tables(drawn)
