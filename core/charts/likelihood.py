"""Lesson 2, the coin: one theta and every possible data set, beside one data set and every theta.

Both panels stand on one vertical scale, so that the lit bar and the marked point have the same height and one
rule joins them. Everything that follows the pointer is computed inside the chart.
"""

from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.special import gammaln

from core.charts.base import PAGE, Look, Spec, finish, stack, table
from core.charts.linked import (
    HEIGHT,
    LEFT_END,
    RIGHT_START,
    guess,
    kind,
    kind_now,
    marker,
    panel_x,
    panel_y,
    peak,
    stops,
)
from core.charts.palette import DATA, REST, STRONG
from core.coin import Counts, log_choose, log_likelihood, max_log_likelihood, mle

CELLS: Final = 200
MAX_BARS: Final = 161
HEADROOM: Final = 1.3

# p(k heads | now) from its log, with 0 log 0 = 0.
EXACT: Final = (
    "exp(datum.log_choose + (datum.k == 0 ? 0 : datum.k * log(datum.now)) "
    "+ (datum.n == datum.k ? 0 : (datum.n - datum.k) * log(1 - datum.now)))"
)
READ: Final = "['θ = ' + format(datum.now, '.3f'), 'p = ' + format(datum.exact, datum.exact < 0.001 ? '.2e' : '.4f')]"


def _k(name: str) -> alt.X:
    return panel_x(name, "Number of heads k", left=True, fmt="~d")


def _theta(name: str) -> alt.X:
    return panel_x(name, "θ, probability of heads", left=False)


def _p(name: str = "p") -> alt.Y:
    return panel_y(name, "Probability of k heads")


def _now(name: str) -> alt.Chart:
    # A bar higher than the ceiling is cut there: the scale stays where it is while theta moves.
    return kind_now(name, exact=EXACT, p="min(datum.ceiling, datum.exact)")


def _marked() -> alt.Chart:
    """The theta now, unless it lies off the window."""
    return _now("now").transform_filter("datum.now >= datum.lower && datum.now <= datum.upper")


def _joining_rule(x: Any, x2: Any) -> alt.Chart:
    """A piece of the rule from the lit bar to the marked point."""
    rule = _marked().mark_rule(strokeWidth=1.2, strokeDash=[3, 3], clip=True)
    return rule.encode(x=x, x2=x2, y=_p(), color=alt.value(DATA))


def _left() -> list[alt.Chart]:
    bars = _now("bar").transform_calculate(lo="datum.k - datum.half", hi="datum.k + datum.half")
    rest = bars.transform_filter("!datum.lit").mark_rect(opacity=0.45)
    lit = bars.transform_filter("datum.lit").mark_rect()
    # Full-height strips: they carry the tooltip, and keep the pointer over this panel from moving theta.
    strips = _now("bar").transform_calculate(lo="datum.k - datum.step/2", hi="datum.k + datum.step/2")
    span = {"x": _k("lo"), "x2": "hi:Q", "y": _p(), "y2": alt.datum(0)}
    return [
        rest.encode(**span, color=alt.value(REST)),
        lit.encode(**span, color=alt.value(DATA)),
        _joining_rule(_k("k"), "k_upper:Q"),
        strips.mark_rect(opacity=0).encode(
            x=_k("lo"),
            x2="hi:Q",
            y=alt.value(0),
            y2=alt.value(alt.ExprRef("height")),
            tooltip=[
                alt.Tooltip("k:Q", title="heads", format=",d"),
                alt.Tooltip("exact:Q", title="probability at this θ", format=".4~g"),
            ],
        ),
    ]


def _curve(paint: bool) -> alt.Chart:
    cell = f"floor(clamp(datum.along, 0, 0.99999) * {CELLS})"
    seen = f"datum.seen0 || substring(brush.mask, {cell}, {cell} + 1) == '1'"
    curve = kind("curve").transform_calculate(shown=f"{seen} ? datum.p : null" if paint else "datum.p")
    return curve.mark_line(strokeWidth=STRONG).encode(x=_theta("theta"), y=_p("shown"), color=alt.value(DATA))


@lru_cache(maxsize=8)
def spec(look: Look = PAGE, paint: bool = False) -> Spec:
    """The linked panels: constant for a look, with or without painting."""
    x = _theta("theta")
    right = [
        kind("ceiling").mark_point(opacity=0, tooltip=False).encode(x=x, y=_p()),
        _curve(paint),
        *guess(x),
        *([] if paint else peak(x, _p())),
        stops(x),
        _joining_rule(_theta("lower"), "now:Q"),
        *marker(_marked(), _theta("now"), _p(), READ, look),
    ]
    gap = _joining_rule(alt.value(alt.ExprRef(LEFT_END)), alt.value(alt.ExprRef(RIGHT_START)))
    chart = alt.layer(alt.layer(*_left()), alt.layer(*right), gap).resolve_scale(x="independent")
    return finish(chart, look, height=HEIGHT, signals=[_brush()] if paint else None)


def _brush() -> Spec:
    """Which cells of the axis the pointer has been over while pressed, as a string of 0 and 1."""
    cell = f"floor(clamp((x() / width - 0.49) / 0.51, 0, 0.99999) * {CELLS})"
    inside = "x() > 0.47 * width"
    filled = (
        f"substring(brush.mask, 0, min(brush.last, {cell})) "
        f"+ pad('', abs(brush.last - {cell}) + 1, '1') "
        f"+ substring(brush.mask, max(brush.last, {cell}) + 1, {CELLS})"
    )
    one = f"substring(brush.mask, 0, {cell}) + '1' + substring(brush.mask, {cell} + 1, {CELLS})"
    return {
        "name": "brush",
        "value": {"mask": "0" * CELLS, "last": 0},
        "on": [
            {"events": "pointerdown", "update": f"{inside} ? {{mask: {one}, last: {cell}}} : brush"},
            {
                "events": "[pointerdown, window:pointerup] > pointermove",
                "update": f"{inside} ? {{mask: {filled}, last: {cell}}} : brush",
            },
        ],
    }


def rows(
    counts: Counts,
    theta: float,
    window: tuple[float, float],
    *,
    version: int = 0,
    guessed: float | None = None,
    seen: tuple[tuple[float, float], ...] = (),
) -> pa.Table:
    """The chart's one table: curve, bars, the theta now, the maximum and the guess, told apart by ``kind``.

    Parameters
    ----------
    counts : Counts
        The observed flips.
    theta : float
        The server's theta.
    window : tuple of float
        The part of the theta axis that is drawn; the bars show the same part of the heads axis.
    version : int
        Raised whenever theta is moved outside the chart, so that the chart forgets its pointer.
    guessed : float, optional
        The learner's guess of the peak.
    seen : tuple of (float, float)
        Stretches of theta that are painted already.

    Returns
    -------
    pyarrow.Table
    """
    choose, best = log_choose(counts), mle(counts)
    top = float(np.exp(max_log_likelihood(counts) + choose))
    shared = {"theta0": theta, "version": version, "n": counts.n, "ceiling": HEADROOM * top}
    ends = {"lower": window[0], "upper": window[1], "best": 0.5 if best is None else best}
    heads = {"k": counts.heads, "log_choose": choose}
    ks, step = _heads_drawn(counts, window)
    parts = [
        table(kind="curve", **_curve_columns(counts, window, seen), **shared, **heads),
        table(
            kind="bar", k=ks, lit=ks == counts.heads, half=0.42 * step, step=step, **shared,
            log_choose=gammaln(counts.n + 1) - gammaln(ks + 1) - gammaln(counts.n - ks + 1),
        ),
        table(kind="now", k_upper=float(ks[-1]) + step / 2, **ends, **shared, **heads),
        table(kind="ceiling", theta=list(window), p=[0.0, HEADROOM * top]),
    ]  # fmt: skip
    if best is not None and window[0] <= best <= window[1]:
        parts.append(table(kind="mle", theta=best, p=top, label="MLE θ̂", **ends, **shared))
    if guessed is not None and window[0] <= guessed <= window[1]:
        parts.append(table(kind="guess", theta=guessed, label="your guess"))
    return stack(*parts)


def _curve_columns(
    counts: Counts, window: tuple[float, float], seen: tuple[tuple[float, float], ...]
) -> dict[str, NDArray[np.generic]]:
    """The likelihood times C(n, h) on a fine grid that holds every stop of the slider and the maximum."""
    lower, upper = window
    best = mle(counts)
    stop = np.arange(np.ceil(lower * 1000 - 1e-9), np.floor(upper * 1000 + 1e-9) + 1) / 1000
    peak_here = [best] if best is not None and lower <= best <= upper else []
    theta = np.unique(np.concatenate([np.linspace(lower, upper, 401), stop, peak_here]))
    painted = np.zeros(theta.size, bool)
    for start, end in seen:
        painted |= (theta >= start - 1e-9) & (theta <= end + 1e-9)
    return {
        "theta": theta,
        "p": np.exp(log_likelihood(theta, counts) + log_choose(counts)),
        "stop": np.isin(theta, stop),
        "along": (theta - lower) / (upper - lower),
        "seen0": painted,
    }


def _heads_drawn(counts: Counts, window: tuple[float, float]) -> tuple[NDArray[np.int64], int]:
    """At most ``MAX_BARS`` numbers of heads across the window, the observed one among them, and their step."""
    lowest = min(int(np.floor(window[0] * counts.n)), counts.heads)
    highest = max(int(np.ceil(window[1] * counts.n)), counts.heads)
    step = max(1, int(np.ceil((highest - lowest) / (MAX_BARS - 1))))
    first = counts.heads - step * ((counts.heads - lowest) // step)
    return np.arange(first, highest + 1, step, dtype=np.int64), step
