"""Lesson 2: one theta and every possible data set, beside one data set and every theta.

The two panels share one view and one vertical scale, so that the lit bar and the marked point stand at the same
height and one rule joins them. Everything that follows the pointer is computed inside the chart.
"""

from functools import lru_cache
from typing import Final

import altair as alt
import numpy as np
import pyarrow as pa
from scipy.special import gammaln

from core.charts.base import PAGE, Look, Spec, finish, stack, table
from core.charts.palette import DATA, LINE, MLE_SHAPE, REST, STRONG
from core.coin import Counts, log_choose, log_likelihood, max_log_likelihood, mle

HEIGHT: Final = 400
LEFT_END: Final = "0.40*width"
RIGHT_START: Final = "0.49*width"
CELLS: Final = 200
MAX_BARS: Final = 161
HEADROOM: Final = 1.3

# What theta is now: the pointer's, as long as the learner has not moved it elsewhere since.
NOW: Final = (
    "isDefined(drag.version) && isDefined(drag.theta) && drag.version[0] == datum.version "
    "? drag.theta[0] : datum.theta0"
)
# log p(k heads | now), with 0 log 0 = 0.
LOG_P: Final = (
    "datum.log_choose + (datum.k == 0 ? 0 : datum.k * log(datum.now)) "
    "+ (datum.n == datum.k ? 0 : (datum.n - datum.k) * log(1 - datum.now))"
)


def _x(name: str, left: bool) -> alt.X:
    title, fmt = ("Number of heads k", "~d") if left else ("θ, probability of heads", "~g")
    ends = [alt.ExprRef("0"), alt.ExprRef(LEFT_END)] if left else [alt.ExprRef(RIGHT_START), alt.ExprRef("width")]
    return alt.X(
        f"{name}:Q",
        title=title,
        scale=alt.Scale(nice=False, zero=False, padding=0, range=ends),
        axis=alt.Axis(orient="bottom", tickCount=5, labelOverlap=True, format=fmt),
    )


def _y(name: str = "p") -> alt.Y:
    return alt.Y(f"{name}:Q", title="Probability", axis=alt.Axis(tickCount=5), scale=alt.Scale(zero=True, nice=False, padding=0))


def _kind(name: str) -> alt.Chart:
    return alt.Chart().transform_filter(f"datum.kind == '{name}'")


def _now(kind: str) -> alt.Chart:
    shown = f"min(datum.ceiling, exp({LOG_P}))"
    return _kind(kind).transform_calculate(now=NOW).transform_calculate(p=shown, exact=f"exp({LOG_P})")


def _joining_rule(**ends: object) -> alt.Chart:
    """A piece of the rule from the lit bar to the marked point."""
    rule = _now("now").mark_rule(strokeWidth=1.2, strokeDash=[3, 3], clip=True)
    return rule.encode(y=_y(), color=alt.value(DATA), **ends)


def _left() -> list[alt.Chart]:
    bars = _now("bar").transform_calculate(lo="datum.k - datum.half", hi="datum.k + datum.half")
    span = {"x": _x("lo", left=True), "x2": "hi:Q", "y": _y(), "y2": alt.datum(0)}
    rest = bars.transform_filter("!datum.lit").mark_rect(opacity=0.45, clip=True)
    lit = bars.transform_filter("datum.lit").mark_rect(clip=True)
    # Full-height strips: they carry the tooltip, and keep the pointer over this panel from moving theta.
    strips = (
        _now("bar")
        .transform_calculate(lo="datum.k - datum.step/2", hi="datum.k + datum.step/2")
        .mark_rect(opacity=0)
        .encode(
            x=span["x"],
            x2="hi:Q",
            y=alt.value(0),
            y2=alt.value(alt.ExprRef("height")),
            tooltip=[
                alt.Tooltip("k:Q", title="heads", format=",d"),
                alt.Tooltip("exact:Q", title="probability at this θ", format=".4~g"),
            ],
        )
    )
    return [
        rest.encode(**span, color=alt.value(REST)),
        lit.encode(**span, color=alt.value(DATA)),
        _joining_rule(x=_x("k", left=True), x2="k_upper:Q"),
        strips,
    ]


def _curve(paint: bool) -> alt.Chart:
    cell = f"floor(clamp(datum.along, 0, 0.99999) * {CELLS})"
    seen = f"datum.seen0 || substring(brush.mask, {cell}, {cell} + 1) == '1'"
    curve = _kind("curve").transform_calculate(shown=f"{seen} ? datum.p : null" if paint else "datum.p")
    line = curve.mark_line(strokeWidth=STRONG, clip=True)
    return line.encode(x=_x("theta", left=False), y=_y("shown"), color=alt.value(DATA))


def _peak_and_guess() -> list[alt.Chart]:
    x, y, data, rest = _x("theta", left=False), _y(), alt.value(DATA), alt.value(REST)
    top, guess = _kind("mle"), _kind("guess")
    return [
        guess.mark_rule(strokeDash=[2, 3], strokeWidth=LINE).encode(x=x, color=rest),
        guess.mark_text(dx=4, align="left", baseline="top").encode(x=x, y=alt.value(0), text="label:N", color=rest),
        top.mark_point(size=110, shape=MLE_SHAPE, filled=True, opacity=1).encode(x=x, y=y, color=data),
        top.mark_text(dy=-16).encode(x=x, y=y, text="label:N", color=data),
    ]


def _stops() -> alt.Chart:
    """One invisible stop for each theta of the slider, all at one height: the nearest is nearest along the axis."""
    drag = alt.selection_point(
        name="drag",
        on="[pointerdown, window:pointerup] > pointermove, pointerdown",
        nearest=True,
        fields=["theta", "version"],
        clear=False,
        toggle=False,
    )
    stops = _kind("curve").transform_filter("datum.stop").mark_point(opacity=0, size=1, tooltip=False)
    return stops.encode(x=_x("theta", left=False), y=alt.value(HEIGHT / 2)).add_params(drag)


def _marker(look: Look) -> list[alt.Chart]:
    """The current theta: a drop line, a ring on the curve, and its read-out on the side that has room."""
    now = _now("now")
    x, y, data = _x("now", left=False), _y(), alt.value(DATA)
    read = now.transform_calculate(
        read="['θ = ' + format(datum.now, '.3f'), 'p = ' + format(datum.exact, datum.exact < 0.001 ? '.2e' : '.4f')]",
        right="datum.now > (datum.lower + datum.upper) / 2",
    )
    return [
        now.mark_rule(strokeWidth=1).encode(x=x, y=y, y2=alt.datum(0), color=alt.value(REST)),
        now.mark_point(size=150, strokeWidth=STRONG, filled=False, clip=True).encode(x=x, y=y, color=data),
        *(
            read.transform_filter(side)
            .mark_text(align=align, dx=dx, dy=-24, fontSize=look.text + 1, fontWeight=600)
            .encode(x=x, y=y, text="read:N", color=data)
            for side, align, dx in (("datum.right", "right", -14), ("!datum.right", "left", 14))
        ),
    ]


@lru_cache(maxsize=8)
def spec(look: Look = PAGE, paint: bool = False) -> Spec:
    """The linked panels: constant for a look, with or without painting."""
    x, y = _x("theta", left=False), _y()
    right = [
        _kind("ceiling").mark_point(opacity=0).encode(x=x, y=y),
        _curve(paint),
        *([] if paint else _peak_and_guess()),
        _stops(),
        _joining_rule(x=_x("lower", left=False), x2="now:Q"),
        *_marker(look),
    ]
    gap = _joining_rule(x=alt.value(alt.ExprRef(LEFT_END)), x2=alt.value(alt.ExprRef(RIGHT_START)))
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
    guess: float | None = None,
    seen: tuple[float, float] | None = None,
) -> pa.Table:
    """The chart's one table: curve, bars, the current theta, the maximum and the guess, told apart by ``kind``.

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
    guess : float, optional
        The learner's guess of the peak.
    seen : tuple of float, optional
        A stretch of theta that is painted already.

    Returns
    -------
    pyarrow.Table
    """
    n = counts.n
    choose = log_choose(counts)
    lower, upper = window
    grid = np.linspace(lower, upper, 501)
    stops = np.arange(np.ceil(lower * 1000 - 1e-9), np.floor(upper * 1000 + 1e-9) + 1) / 1000
    best = mle(counts)
    thetas = np.unique(np.concatenate([grid, stops, [] if best is None else [best]]))
    heights = np.exp(log_likelihood(thetas, counts) + choose)
    top = float(np.exp(max_log_likelihood(counts) + choose))
    seen0 = (thetas >= seen[0]) & (thetas <= seen[1]) if seen else np.zeros(thetas.size, bool)
    curve = table(
        kind="curve", theta=thetas, p=heights, stop=np.isin(thetas, stops), along=(thetas - lower) / (upper - lower),
        seen0=seen0, version=version, k=counts.heads, n=n, theta0=theta, log_choose=choose,
    )  # fmt: skip
    ks, step = _heads_drawn(counts, window)
    k_window = (float(ks[0]) - step / 2, float(ks[-1]) + step / 2)
    bars = table(
        kind="bar", k=ks, lit=ks == counts.heads, half=0.42 * step, step=step, version=version, n=n, theta0=theta,
        ceiling=HEADROOM * top,
        log_choose=gammaln(n + 1) - gammaln(ks + 1) - gammaln(n - ks + 1),
    )  # fmt: skip
    now = table(
        kind="now", k=counts.heads, k_upper=k_window[1], n=n, theta0=theta, log_choose=choose, version=version,
        lower=lower, upper=upper, ceiling=HEADROOM * top,
    )  # fmt: skip
    ceiling = table(kind="ceiling", theta=[lower, upper], p=[0.0, HEADROOM * top])
    parts = [curve, bars, now, ceiling]
    if best is not None:
        parts.append(table(kind="mle", theta=best, p=top, label="MLE θ̂"))
    if guess is not None:
        parts.append(table(kind="guess", theta=guess, label="your guess"))
    return stack(*parts)


def _heads_drawn(counts: Counts, window: tuple[float, float]) -> tuple[np.ndarray, int]:
    """At most ``MAX_BARS`` whole numbers of heads across the window, the observed one among them, and their step."""
    lowest = min(int(np.floor(window[0] * counts.n)), counts.heads)
    highest = max(int(np.ceil(window[1] * counts.n)), counts.heads)
    step = max(1, int(np.ceil((highest - lowest) / (MAX_BARS - 1))))
    first = counts.heads - step * ((counts.heads - lowest) // step)
    return np.arange(first, highest + 1, step), step
