"""Lesson 2's coin chart: left one theta and every number of heads, right the observed heads and every theta.

The two panels share one vertical scale: the bar of the observed heads and the marked point have the same height, and a
rule joins them. All that follows the pointer is computed inside the chart.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from core.likelihood.coin import Counts, log_binomial, log_choose, log_likelihood, max_log_likelihood, mle
from pages._kit.charts import numbers, pointer
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish, table
from pages._kit.charts.linked import (
    HEIGHT,
    IN_WINDOW,
    LEFT_END,
    RIGHT_START,
    current_marker,
    guess_line,
    now_row,
    panel_x,
    panel_y,
    peak,
    rows_now,
    rows_of,
)
from pages._kit.charts.palette import DATA, REST, STRONG
from pages._kit.charts.windows import fine_grid, slider_values
from pages.likelihood.charts.painting import PAINTED, Stretch, brush, with_painted

MAX_BARS: Final = 161
HEADROOM: Final = 1.3
"""The top of the vertical scale, as a multiple of the peak."""
TALLEST: Final = 0.88
"""The height of a bar that is taller than the scale, as a share of the scale: an arrow and a number stand above it."""
FEW: Final = 60
"""Up to so many flips, each bar that is taller than the scale has its arrow."""

# p(k heads | now) from its log, with 0 log 0 = 0.
EXACT: Final = (
    "exp(datum.log_choose + (datum.k == 0 ? 0 : datum.k * log(datum.now)) "
    "+ (datum.n == datum.k ? 0 : (datum.n - datum.k) * log(1 - datum.now)))"
)
READ: Final = f"['θ = ' + format(datum.now, '.3f'), 'p = ' + {numbers.significant('datum.exact', 3)}]"


def _k(name: str, lead: bool = False) -> alt.X:
    return panel_x(name, "Number of heads k", left=True, fmt=",d", lead=lead)


def _theta(name: str, lead: bool = False) -> alt.X:
    return panel_x(name, "θ, probability of heads", left=False, lead=lead)


def _p(name: str = "p", lead: bool = False) -> alt.Y:
    return panel_y(name, "Probability of k heads", lead=lead)


def _now(name: str, test: str = "") -> alt.Chart:
    # A bar ends below the ceiling, so that the scale does not change while theta moves; see _taller.
    return rows_now(name, test, exact=EXACT, p=f"min({TALLEST} * datum.ceiling, datum.exact)")


def _marked() -> alt.Chart:
    """The row of the theta now, none where theta lies outside the window."""
    return _now("now", IN_WINDOW)


def _joining_rule(x: Any, x2: Any) -> alt.Chart:
    """A piece of the rule from the lit bar to the marked point."""
    rule = _marked().mark_rule(strokeWidth=1.2, strokeDash=[3, 3], clip=True)
    return rule.encode(x=x, x2=x2, y=_p(), color=alt.ColorValue(DATA))


def _taller(look: Look) -> list[alt.Chart]:
    """Arrows over the bars that are taller than the scale, and over the tallest of them its probability."""
    taller = _now("bar").transform_joinaggregate(most="max(exact)")
    taller = taller.transform_filter(f"datum.exact > {TALLEST} * datum.ceiling")
    at, top = {"x": _k("k"), "y": _p(), "color": alt.ColorValue(REST)}, "datum.exact == datum.most"
    at_left = "datum.k < datum.n / 2"
    return [
        # Of many thin bars only the tallest has an arrow.
        taller.transform_filter(f"{top} || datum.n <= {FEW}")
        .mark_text(text="▲", baseline="bottom", dy=-2, fontSize=look.text + 2)
        .encode(**at),
        taller.transform_filter(top)
        .mark_text(
            align=alt.ExprRef(f"{at_left} ? 'left' : 'right'"),
            baseline="bottom",
            dy=-look.text - 1,
        )
        .encode(**at, text=alt.Text("exact:Q", format=".3f")),
    ]


def _left(look: Look) -> list[alt.Chart]:
    bars = _now("bar").transform_calculate(lo="datum.k - datum.half", hi="datum.k + datum.half")
    rest = bars.transform_filter("!datum.lit").mark_rect(opacity=0.45)
    lit = bars.transform_filter("datum.lit").mark_rect()
    # Full-height strips show the tooltip, and prevent a pointer over this panel from moving theta.
    strips = _now("bar").transform_calculate(
        lo="datum.k - datum.step/2", hi="datum.k + datum.step/2", said=numbers.significant("datum.exact")
    )
    span = {"x": _k("lo"), "x2": alt.X2("hi:Q"), "y": _p(), "y2": alt.Y2Datum(0)}
    return [
        rest.encode(**(span | {"x": _k("lo", lead=True)}), color=alt.ColorValue(REST)),
        lit.encode(**span, color=alt.ColorValue(DATA)),
        *_taller(look),
        _joining_rule(_k("k"), alt.X2("k_upper:Q")),
        strips.mark_rect(opacity=0).encode(
            x=_k("lo"),
            x2=alt.X2("hi:Q"),
            y=alt.YValue(0),
            y2=alt.Y2Value(alt.ExprRef("height")),
            tooltip=[
                alt.Tooltip("k:Q", title="heads", format=",d"),
                alt.Tooltip("said:N", title="probability at this θ"),
            ],
        ),
    ]


def _curve(paint: bool) -> alt.Chart:
    shown = f"{PAINTED} ? datum.p : null" if paint else "datum.p"
    curve = rows_of("curve").transform_calculate(shown=shown)
    return curve.mark_line(strokeWidth=STRONG).encode(x=_theta("theta"), y=_p("shown"), color=alt.ColorValue(DATA))


@built_once(8)
def spec(look: Look = PAGE, paint: bool = False) -> Spec:
    """Return the chart's spec, constant for a look; with ``paint``, only painted parts of the curve are shown."""
    x = _theta("theta")
    ceiling = rows_of("ceiling").mark_point(opacity=0, tooltip=False)
    right = [
        pointer.drag(ceiling.encode(x=_theta("theta", lead=True), y=_p(lead=True)), "theta"),
        _curve(paint),
        *guess_line(x),
        *([] if paint else peak(x, _p())),
        _joining_rule(_theta("lower"), alt.X2("now:Q")),
        *current_marker(_marked(), _theta("now"), _p(), READ, look, top="datum.ceiling"),
    ]
    gap = _joining_rule(alt.XValue(alt.ExprRef(LEFT_END)), alt.X2Value(alt.ExprRef(RIGHT_START)))
    chart = alt.layer(alt.layer(*_left(look)), alt.layer(*right), gap).resolve_scale(x="independent")
    return finish(chart, look, height=HEIGHT, signals=[*pointer.theta(RIGHT_START), *([brush()] if paint else [])])


def rows(
    counts: Counts,
    theta: float,
    window: tuple[float, float],
    *,
    version: int = 0,
    guessed: float | None = None,
    seen: Sequence[Stretch] | None = None,
) -> Tables:
    """Return the chart's tables: curve, bars, ceiling, the theta now, the maximum and the guess.

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
    seen : sequence of (float, float), optional
        Stretches of theta that are already painted, for the spec with ``paint``.

    Returns
    -------
    dict of str to pyarrow.Table or bytes
        All but the theta now and the guess are cached.
    """
    now = now_row(theta, version, **_beside_theta(counts, window))
    tables = _kept(counts, window) | {"now": now}
    if guessed is not None and window[0] <= guessed <= window[1]:
        tables["guess"] = table(theta=[guessed], label="your guess")
    if seen is not None:
        tables["curve"] = with_painted(_curve_table(counts, window), seen)
        del tables["mle"]  # the spec does not know it, and the browser fails on a table that it cannot place
    return tables


@lru_cache(maxsize=256)
def _beside_theta(counts: Counts, window: tuple[float, float]) -> dict[str, float]:
    """Return the further columns of the table ``now``."""
    best = mle(counts)
    return {
        "k": counts.heads, "n": counts.n, "log_choose": log_choose(counts), "ceiling": _ceiling(counts),
        "lower": window[0], "upper": window[1], "step": 0.001, "k_upper": _k_end(counts, window),
        "best": 0.5 if best is None else best,
    }  # fmt: skip


@lru_cache(maxsize=256)
def _curve_table(counts: Counts, window: tuple[float, float]) -> pa.Table:
    """Return the curve on a fine grid that holds many values of the slider and the maximum."""
    lower, upper = window
    best = mle(counts)
    peak_here = [best] if best is not None and lower <= best <= upper else []
    theta = fine_grid(window, slider_values(window), peak_here)
    height = np.exp(log_likelihood(theta, counts) + log_choose(counts))
    return table(theta=theta, p=height, along=(theta - lower) / (upper - lower))


@lru_cache(maxsize=256)
def _kept(counts: Counts, window: tuple[float, float]) -> Tables:
    """Return the tables that do not depend on theta, as bytes: about 20 kB."""
    lower, upper = window
    best, ks = mle(counts), heads_drawn(counts, window)
    peak_here = [best] if best is not None and lower <= best <= upper else []
    top = np.exp(max_log_likelihood(counts) + log_choose(counts))
    step = int(ks[1] - ks[0]) if ks.size > 1 else 1
    tables = {
        "curve": _curve_table(counts, window),
        "bar": table(
            k=ks, lit=ks == counts.heads, half=0.42 * step, step=step, n=counts.n, ceiling=_ceiling(counts),
            log_choose=log_binomial(counts.n, ks),
        ),
        "ceiling": table(theta=[lower, upper], p=[0.0, _ceiling(counts)]),
        "mle": table(theta=peak_here, p=top, label="MLE θ̂", lower=lower, upper=upper),
        "guess": table(theta=[], label="your guess"),
    }  # fmt: skip
    return all_to_bytes(tables)


def _ceiling(counts: Counts) -> float:
    """Return the top of the vertical scale, a little above the curve's peak."""
    return HEADROOM * float(np.exp(max_log_likelihood(counts) + log_choose(counts)))


def heads_drawn(counts: Counts, window: tuple[float, float]) -> NDArray[np.int64]:
    """Return at most ``MAX_BARS`` evenly spaced numbers of heads across the window, the observed one among them."""
    lowest = min(int(np.floor(window[0] * counts.n)), counts.heads)
    highest = max(int(np.ceil(window[1] * counts.n)), counts.heads)
    step = max(1, int(np.ceil((highest - lowest) / (MAX_BARS - 1))))
    first = counts.heads - step * ((counts.heads - lowest) // step)
    return np.arange(first, highest + 1, step, dtype=np.int64)


def _k_end(counts: Counts, window: tuple[float, float]) -> float:
    """Return the right end of the heads axis, half a step after the last bar."""
    ks = heads_drawn(counts, window)
    return float(ks[-1]) + (float(ks[1] - ks[0]) / 2 if ks.size > 1 else 0.5)
