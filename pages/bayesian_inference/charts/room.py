"""The room's beliefs in lesson 5: a thin line for each prior and posterior, and their mixtures as thick ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.belief import mixture
from core.belief.arrivals import last_to_arrive
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.mixture import Mixture
from core.likelihood.coin import mle
from core.likelihood.counts import Counts
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.frame import ceiling
from pages._kit.charts.linked import rows_of
from pages._kit.charts.numbers import TICK
from pages._kit.charts.palette import (
    BELIEF,
    BELIEF_DASH,
    BOTH,
    DATA,
    HALO,
    LINE,
    MEAN_SHAPE,
    MLE_SHAPE,
    STRONG,
)
from pages._kit.charts.panels import across, corners, up
from pages._kit.charts.windows import cut, within

HEIGHT: Final = 380
MOST_LINES: Final = 80
"""Most thin lines of each color; of more different beliefs, so many evenly spaced ones are drawn."""
HEADROOM: Final = 1.2
NARROW: Final = 480
"""Charts narrower than this, in px, show short names."""
TITLES: Final = ("θ, probability of heads", "Density, per unit of θ")
"""Titles of the axes."""
FLAT: Final = 5.0
"""The least height of the axis, so that flat beliefs look flat and most thin lines end inside."""


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the chart; it depends on the look alone."""
    x, y = alt.X("theta:Q", title=TITLES[0]), alt.Y("y:Q", title=TITLES[1])
    lead = corners(
        across("theta", TITLES[0], tickCount=10, format="~g"), up("y", TITLES[1], labelExpr=TICK, tickCount=5)
    )
    belief, both, data = alt.ColorValue(BELIEF), alt.ColorValue(BOTH), alt.ColorValue(DATA)
    dash = list(BELIEF_DASH)
    thin: dict[str, Any] = {"strokeWidth": 1, "tooltip": False}
    dot: dict[str, Any] = {"filled": True, "opacity": 1, "tooltip": False}
    who = alt.Detail("who:Q")
    return finish(
        alt.layer(
            lead,
            # Paler once there are posteriors, which the eye is to follow.
            rows_of("priors").mark_line(**thin, strokeDash=dash).encode(
                x=x, y=y, detail=who, color=belief,
                opacity=alt.when("datum.pale").then(alt.value(0.3)).otherwise(alt.value(0.55)),
            ),
            rows_of("posteriors").mark_line(**thin, opacity=0.45).encode(x=x, y=y, detail=who, color=both),
            rows_of("last").mark_line(strokeWidth=LINE, tooltip=False).encode(x=x, y=y, color=both),
            rows_of("band").mark_area(opacity=0.2, line=False, tooltip=False).encode(
                x=x, y=y, y2=alt.Y2Datum(0), color=both
            ),
            rows_of("prior").mark_line(strokeWidth=LINE + 1, strokeDash=dash, tooltip=False).encode(
                x=x, y=y, color=belief
            ),
            rows_of("posterior").mark_line(strokeWidth=STRONG + 1, tooltip=False).encode(x=x, y=y, color=both),
            rows_of("mle").mark_rule(strokeWidth=LINE, tooltip=False).encode(
                x=x, y=y, y2=alt.Y2("high:Q"), color=data
            ),
            rows_of("mle").mark_point(shape=MLE_SHAPE, size=110, **dot).encode(
                x=x, y=alt.Y("high:Q", title=TITLES[1]), color=data
            ),
            rows_of("mean").mark_point(shape=MEAN_SHAPE, size=90, **dot).encode(x=x, y=y, color=both),
            *_name_marks(look),
        ),
        look,
        height=HEIGHT,
    )  # fmt: skip


def _name_marks(look: Look) -> list[alt.Chart]:
    """The names of the mixtures and of the MLE, each in a line of its own at the top, and of the last to arrive."""
    x, y = alt.X("theta:Q", title=TITLES[0]), alt.Y("y:Q", title=TITLES[1])
    word: dict[str, Any] = {
        "fontSize": look.text, "fontWeight": 600, "align": alt.ExprRef("datum.right ? 'right' : 'left'"),
        "dx": alt.ExprRef("datum.right ? -8 : 8"),
    }  # fmt: skip
    line = f"{look.text + 4} * {look.growth}"
    names: list[alt.Chart] = []
    for role, color in (("prior", BELIEF), ("mle", DATA), ("posterior", BOTH)):
        one = rows_of("name").transform_filter(f"datum.role == '{role}'")
        one = one.transform_calculate(shown=f"width < {NARROW} ? datum.short : datum.label")
        at: dict[str, Any] = {
            "x": x, "y": alt.YValue(alt.ExprRef(f"(datum.place + 0.6) * {line}")), "text": alt.Text("shown:N")
        }  # fmt: skip
        names += [
            one.mark_text(**word, **HALO).encode(**at),
            one.mark_text(**word).encode(**at, color=alt.ColorValue(color)),
        ]
    last = rows_of("last_name").transform_calculate(shown=f"width < {NARROW} ? datum.short : datum.label")
    at = {"x": x, "y": y, "text": alt.Text("shown:N")}
    names += [
        last.mark_text(**word, **HALO).encode(**at),
        last.mark_text(**word).encode(**at, color=alt.ColorValue(BOTH)),
    ]
    return names


def rows(priors: Sequence[Beta], seen: Counts, total: Counts, interval: tuple[float, float]) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    priors : sequence of Beta
        Everybody's prior.
    seen, total : Counts
        The tosses seen so far, and all of them, whose MLE is marked once one toss is seen.
    interval : tuple of float
        The ends of the shaded interval of the posterior.
    """
    return _kept(tuple(priors), seen, total, interval)


@lru_cache(maxsize=64)
def _kept(priors: tuple[Beta, ...], seen: Counts, total: Counts, interval: tuple[float, float]) -> Tables:
    before = mixture.equal(priors)
    after = mixture.posterior(before, seen)
    theta = _grid(after)
    y_before, y_after = _heights(before, theta), _heights(after, theta)
    top = ceiling(max(FLAT, HEADROOM * _highest(theta, y_before), HEADROOM * _highest(theta, y_after)))
    some = spread(priors)
    inside = np.linspace(*interval, 81)
    best = mle(total) if seen.n else None
    parts = {
        "frame": table(theta=[0.0, 1.0], y=[0.0, top]),
        "priors": _lines(some, top, pale=bool(seen.n)),
        "posteriors": _lines([posterior(each, seen) for each in some] if seen.n else [], top),
        "prior": table(theta=theta, y=within(y_before, 0.0, top)),
        "posterior": table(theta=theta, y=within(y_after, 0.0, top)) if seen.n else table(theta=[], y=[]),
        "band": table(theta=inside, y=np.fmin(_heights(after, inside), top)) if seen.n else table(theta=[], y=[]),
        "mle": table(theta=[] if best is None else [best], y=[] if best is None else [0.0],
                     high=[] if best is None else [0.06 * top]),
        "mean": table(theta=[after.mean] if seen.n else [], y=[0.0] if seen.n else []),
        "name": _names(best, total, seen),
        **_last(priors, seen, total, top),
    }  # fmt: skip
    return {name: to_bytes(part) for name, part in parts.items()}


def spread(priors: Sequence[Beta]) -> list[Beta]:
    """The different beliefs, by mean; of more than :data:`MOST_LINES`, so many evenly spaced ones."""
    different = sorted(set(priors), key=lambda each: (each.mean, each.strength))
    if len(different) <= MOST_LINES:
        return different
    return [different[place] for place in np.linspace(0, len(different) - 1, MOST_LINES).round().astype(int)]


def _heights(belief: Beta | Mixture, theta: FloatArray) -> FloatArray:
    """The density; NaN at an end where it is unbounded, so that no line climbs the frame there."""
    with np.errstate(over="ignore"):
        y = np.exp(belief.logpdf(theta))
    return np.asarray(np.where(np.isfinite(y), y, np.nan))


def _grid(after: Mixture) -> FloatArray:
    """Points of the thick lines: even ones, more near both ends, and more where the posterior is."""
    near = np.geomspace(1e-3, 0.02, 15)
    sd = float(np.diff(after.ppf(np.array([0.16, 0.84])))[0]) / 2
    middle = after.mean + max(sd, 1e-6) * np.linspace(-6, 6, 121)
    points = np.concatenate([np.linspace(0.0, 1.0, 201), near, 1 - near, middle])
    return np.unique(points[(points >= 0) & (points <= 1)])


def _highest(theta: FloatArray, y: FloatArray) -> float:
    """The top of a curve; of one that is unbounded at an end, well inside."""
    inside = (theta > 0.02) & (theta < 0.98)
    return float(y[inside].max() if np.isnan(y).any() else y.max())


def _lines(beliefs: Sequence[Beta], top: float, *, pale: bool = False) -> pa.Table:
    """A thin line for each belief."""
    if not beliefs:
        return table(theta=[], y=[], who=[], pale=[])
    drawn = []
    for place, each in enumerate(beliefs):
        theta, y = _line(each, top)
        drawn.append(table(theta=theta, y=y, who=float(place), pale=pale))
    return pa.concat_tables(drawn)


def _line(belief: Beta, top: float) -> tuple[FloatArray, FloatArray]:
    """The points of a belief's line, cut at the top: even ones, more near both ends, and more where the belief is."""
    around = belief.mean + belief.sd * np.linspace(-4.5, 4.5, 61)
    near = np.geomspace(1e-3, 0.07, 10)
    points = np.concatenate([np.linspace(0.0, 1.0, 41), near, 1 - near, around])
    points = np.unique(points[(points >= 0) & (points <= 1)])
    return cut(points, _heights(belief, points), 0.0, top)


def _names(best: float | None, total: Counts, seen: Counts) -> pa.Table:
    """The names, one below the other in the upper corner that the posterior will leave free."""
    named = [("prior", "everybody’s prior (thin), the room’s (thick)", "priors")]
    if seen.n:
        named += [("posterior", "everybody’s posterior (thin), the room’s (thick)", "posteriors")]
    if best is not None:
        named += [("mle", "MLE of all tosses", "MLE of all")]
    right = total.heads < total.tails
    role, label, short = zip(*named, strict=True)
    return table(
        role=role, label=label, short=short, place=np.arange(len(named)), theta=1.0 if right else 0.0, right=right
    )


def _last(priors: tuple[Beta, ...], seen: Counts, total: Counts, top: float) -> dict[str, pa.Table]:
    """The posterior that will be farthest from the MLE of all tosses, and its name; none before the first toss."""
    if not seen.n or len(set(priors)) < 2:
        return {"last": table(theta=[], y=[]), "last_name": table(theta=[], y=[], label=[], short=[], right=[])}
    belief = posterior(priors[last_to_arrive(priors, total).order[0]], seen)
    theta, y = _line(belief, top)
    # On the side where the others are not, if the name has room there.
    best = mle(total)
    right = belief.mean > 0.75 or (best is not None and 0.3 < belief.mean < best)
    beside = min(1.0, max(0.0, belief.mean + (-1 if right else 1) * 1.2 * belief.sd))
    height = min(float(_heights(belief, np.array([beside]))[0]), 0.6 * top)
    return {
        "last": table(theta=theta, y=y),
        "last_name": table(theta=[beside], y=[height], label=["last to arrive"], short=["last"], right=[right]),
    }
