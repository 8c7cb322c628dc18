"""The chart of two hypotheses: the flips under each theta against a fair coin, and the factor by the prior's width.

Both panels have one vertical axis: how many times as probable as "theta is 1/2" something makes the flips, on a log
scale. On the left it is each theta, and the green rule is the average over the prior, which is the Bayes factor. On the
right it is the Bayes factor of every prior with the same mean.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.belief.bayes_factor import FAIR, Comparison, compare, log_factors, strength_at
from core.belief.beta import Beta
from core.belief.beta_bernoulli import likelihood_as_density
from core.likelihood.coin import log_likelihood_ratio, mle
from core.likelihood.counts import Counts
from core.numbers import from_log, significant
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.numbers import TICK_OF_LARGE_LOG
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, HALO, LINE, MLE_SHAPE, REST, STRONG
from pages._kit.charts.panels import LEFT, RIGHT, across, corners, up
from pages._kit.charts.windows import WHOLE, cut, near_ends, near_peak
from pages.bayesian_inference.charts.densities import ceiling, heights

HEIGHT: Final = 360
NARROW: Final = 0.3
"""A likelihood whose window is a smaller part of the axis than this can be zoomed."""
WIDTHS: Final = (5e-4, 0.5)
"""The ends of the axis of the prior's standard deviation; that of every Beta is below 0.5."""
LEAST_STRENGTH: Final = 0.05
"""Of the widest prior that is drawn: nearly all of it is at 0 and at 1."""
DECADE: Final = math.log(10)
AT_LEAST: Final = 1.05
"""Decades above and below 1 that the axis has at least, so that weak evidence looks weak."""
HEADROOM: Final = 0.22
FOOTROOM: Final = 0.7
"""Room above the curves and below them, as parts of their span."""
PRIOR: Final = 0.16
"""The prior's height, as a part of the axis."""
TITLES: Final = ("θ, probability of heads", "Times as probable as under θ = 1/2", "Width of the prior (sd)")


class Frame(NamedTuple):
    """The ends of the axis of theta, and those of the vertical axis in decades."""

    window: tuple[float, float]
    decades: tuple[float, float]


def peak_window(counts: Counts) -> tuple[float, float]:
    """The interval of theta around the peak of the likelihood and around 1/2."""
    lower, upper = near_peak(counts)
    slack = 0.05 * (max(upper, FAIR) - min(lower, FAIR))
    return max(0.0, min(lower, FAIR - slack)), min(1.0, max(upper, FAIR + slack))


def is_narrow(counts: Counts) -> bool:
    """Whether the likelihood is too narrow to be read on the whole axis."""
    lower, upper = peak_window(counts)
    return upper - lower < NARROW


def frame(counts: Counts, found: Comparison, *, zoom: bool) -> Frame:
    """The ends of the axes."""
    lowest, highest = min(0.0, found.log_factor / DECADE), found.log_best / DECADE
    span = max(1.0, highest - lowest)
    ends = (min(-AT_LEAST, lowest - FOOTROOM * span), max(AT_LEAST, highest + HEADROOM * span))
    return Frame(peak_window(counts) if zoom else WHOLE, ends)


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of both panels; it depends on the look alone."""
    theta, width = alt.X("theta:Q", title=TITLES[0]), alt.X("width:Q", title=TITLES[2])
    y = alt.Y("decades:Q", title=TITLES[1])
    corner = up("decades", TITLES[1], tickMinStep=1, labelExpr=TICK_OF_LARGE_LOG)
    left = [
        corners(across("theta", TITLES[0], LEFT, format="~g"), corner),
        *_prior(theta, y),
        rows_of("likelihood").mark_line(strokeWidth=LINE).encode(x=theta, y=y, color=alt.ColorValue(DATA)),
        *_points(theta, y),
        *_words(theta, y, look),
    ]
    right = [
        corners(
            across("width", TITLES[2], RIGHT, scale="log", format="~g", values=[0.001, 0.01, 0.1, 0.5]), corner
        ),
        rows_of("factor").mark_line(strokeWidth=STRONG).encode(x=width, y=y, color=alt.ColorValue(BOTH)),
        rows_of("now").mark_point(size=150, strokeWidth=STRONG, filled=False, opacity=1).encode(
            x=width, y=y, color=alt.ColorValue(BELIEF)
        ),
        *_text(
            rows_of("now"), look, BELIEF, x=width, y=y, align="datum.align", dx="datum.dx",
            dy=f"datum.dy - (datum.dy < 0 ? {look.text + 4} : 0)",
        ),
        *_direction(look, "above", "0", "6"),
        *_direction(look, "below", "height", "-10"),
    ]  # fmt: skip
    both = [alt.layer(*left), alt.layer(*right)]
    chart = alt.layer(*both, resolve=alt.Resolve(scale=alt.ScaleResolveMap(x="independent")))
    return finish(chart, look, height=HEIGHT)


def _prior(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The prior at the foot of the left panel; the part on the thetas that are better than 1/2 is filled."""
    belief = alt.ColorValue(BELIEF)
    return [
        rows_of("better").mark_area(opacity=0.35, line=False).encode(x=x, y=y, y2=alt.Y2("base:Q"), color=belief),
        rows_of("prior").mark_line(strokeWidth=LINE, strokeDash=list(BELIEF_DASH)).encode(x=x, y=y, color=belief),
    ]


def _points(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The rules of "fair" and of the average over the whole chart, the likelihood at 1/2, and at its top."""
    fair, data, both = alt.ColorValue(REST), alt.ColorValue(DATA), alt.ColorValue(BOTH)
    dot: dict[str, Any] = {"filled": True, "opacity": 1, "tooltip": False}
    return [
        rows_of("fair").mark_rule(strokeWidth=1.5).encode(y=y, color=fair),
        rows_of("average").mark_rule(strokeWidth=LINE, strokeDash=[2, 3]).encode(y=y, color=both),
        rows_of("fair").mark_rule(strokeWidth=1, strokeDash=[2, 3]).encode(
            x=x, y=y, y2=alt.Y2("base:Q"), color=fair
        ),
        rows_of("fair").mark_point(size=110, **dot).encode(x=x, y=y, color=data),
        rows_of("best").mark_point(size=110, shape=MLE_SHAPE, **dot).encode(x=x, y=y, color=data),
    ]  # fmt: skip


def _words(x: alt.X, y: alt.Y, look: Look) -> list[alt.Chart]:
    """The names of the left panel's lines."""
    layers = []
    for role, color in (("best", DATA), ("average", BOTH), ("fair", REST), ("prior", BELIEF)):
        rows = rows_of("word").transform_filter(f"datum.role == '{role}'")
        layers += _text(rows, look, color, x=x, y=y, align="datum.align", dx="datum.dx", dy="datum.dy")
    return layers


def _direction(look: Look, column: str, y: str, dy: str) -> list[alt.Chart]:
    """Which hypothesis gains in one direction of the right panel, at its left edge and at the height ``y``."""
    at = {"x": alt.XValue(alt.ExprRef(RIGHT[0])), "y": alt.YValue(alt.ExprRef(y))}
    return _text(rows_of("fair"), look, REST, column, **at, align="'left'", dx="8", dy=dy)


def _text(
    rows: alt.Chart, look: Look, color: str, column: str = "", *, x: Any, y: Any, align: str, dx: str, dy: str
) -> list[alt.Chart]:
    """Text with an outline, since a line may run through it; the column ``label``, or ``short`` in a narrow chart."""
    shown = rows.transform_calculate(shown=f"datum.{column}" if column else "width < 560 ? datum.short : datum.label")
    style: dict[str, Any] = {
        "align": alt.ExprRef(align), "dx": alt.ExprRef(dx), "dy": alt.ExprRef(dy), "fontSize": look.text,
        "fontWeight": 600, "baseline": "middle", "lineBreak": "|",
        "lineHeight": alt.ExprRef(f"{look.text + 4} * {look.growth}"),
    }  # fmt: skip
    at = {"x": x, "y": y, "text": alt.Text("shown:N")}
    return [
        shown.mark_text(**style, **HALO).encode(**at),
        shown.mark_text(**style).encode(**at, color=alt.ColorValue(color)),
    ]


@lru_cache(maxsize=256)
def rows(prior: Beta, counts: Counts, drawn: Frame) -> Tables:
    """The chart's tables, cached.

    Parameters
    ----------
    prior : Beta
        The prior of theta under the alternative.
    counts : Counts
        The flips.
    drawn : Frame
        The ends of the axes.
    """
    found, best = compare(prior, counts), mle(counts)
    low, high = drawn.decades
    theta, ratio = cut(*_likelihood(counts, found, drawn.window), low, high)
    shape = _prior_shape(prior, drawn)
    inside = np.zeros(shape[0].size, dtype=bool)
    if found.better:
        inside = (shape[0] >= found.better.lower) & (shape[0] <= found.better.upper)
    widths, factors = cut(*factor_by_width(prior, counts), low, high)
    decades, top = found.log_factor / DECADE, found.log_best / DECADE
    return all_to_bytes(
        {
            "frame": table(theta=drawn.window, decades=drawn.decades, width=WIDTHS),
            "likelihood": table(theta=theta, decades=ratio),
            "prior": table(theta=shape[0], decades=shape[1]),
            "better": table(theta=shape[0][inside], decades=shape[1][inside], base=low),
            "fair": table(theta=[FAIR], decades=0.0, base=low, above="↑ for the alternative", below="↓ for fair"),
            "average": table(decades=[decades]),
            "best": table(theta=[] if best is None else [best], decades=top),
            "word": _word_rows(best, found, drawn),
            "factor": table(width=widths, decades=factors),
            "now": _now(prior, counts, decades),
        }
    )


def _likelihood(counts: Counts, found: Comparison, window: tuple[float, float]) -> tuple[FloatArray, FloatArray]:
    """Thetas in the window, and their likelihood relative to that of 1/2, in decades."""
    shape = likelihood_as_density(counts)
    around = shape.mean + shape.sd * np.linspace(-20, 20, 161)
    around = around[(around > window[0]) & (around < window[1])]
    marks = [each for each in (FAIR, mle(counts)) if each is not None and window[0] <= each <= window[1]]
    theta = np.unique(np.concatenate([np.linspace(*window, 201), near_ends(window), around, marks]))
    return theta, (log_likelihood_ratio(theta, counts) + found.log_best) / DECADE


def _prior_shape(prior: Beta, drawn: Frame) -> tuple[FloatArray, FloatArray]:
    """Thetas in the window, and the heights of the prior at the foot of the panel; its scale is that of the whole axis.

    Ends of the better part are among the thetas.
    """
    (lower, upper), (low, high) = drawn
    around = prior.mean + prior.sd * np.linspace(-6, 6, 97)
    around = around[(around > lower) & (around < upper)]
    theta = np.unique(np.concatenate([np.linspace(lower, upper, 401), near_ends(drawn.window), around]))
    share = heights(prior, theta) / ceiling([prior], WHOLE)
    return theta, low + PRIOR * (high - low) * np.minimum(share, 1.0)


def factor_by_width(prior: Beta, counts: Counts) -> tuple[FloatArray, FloatArray]:
    """Standard deviations of priors with this prior's mean, and their log Bayes factors in decades."""
    mean = prior.mean
    widest = math.sqrt(mean * (1 - mean) / (1 + LEAST_STRENGTH))
    widths = np.unique(np.append(np.geomspace(WIDTHS[0], widest, 241), prior.sd))
    strength = strength_at(mean, widths)
    return widths, log_factors(mean * strength, (1 - mean) * strength, counts) / DECADE


def _now(prior: Beta, counts: Counts, decades: float) -> pa.Table:
    """The learner's own prior on the right; its name stands clear of the curve, which rises or falls through it."""
    right = prior.sd > math.sqrt(WIDTHS[0] * WIDTHS[1])
    rises = float(log_factors(1.05 * prior.a, 1.05 * prior.b, counts)) / DECADE < decades
    return table(
        width=[prior.sd], decades=decades, label=f"Bayes factor,|{prior}", short="your prior",
        align="right" if right else "left", dx=8.0 if right else -8.0, dy=-20.0 if rises == right else 20.0,
    )  # fmt: skip


def _word_rows(best: float | None, found: Comparison, drawn: Frame) -> pa.Table:
    """The names of the lines, at the side away from the peak, and the one of the peak above it."""
    (lower, upper), (low, high) = drawn
    along = 0.0 if best is None else (best - lower) / (upper - lower)
    side = upper if along < 0.5 else lower
    align, dx = ("right", -4.0) if along < 0.5 else ("left", 4.0)
    decades, top = found.log_factor / DECADE, found.log_best / DECADE
    # The names of "fair" and of the average stand apart from each other, and that of the average from the peak's.
    beyond = 1.0 if decades >= 0 else -1.0
    crowded = best is not None and top - decades < 0.1 * (high - low) < decades
    over = 11.0 if decades < 0 or crowded else -11.0
    factor = from_log(found.log_factor, 3)
    share = f"{significant(100 * found.share, 2) if found.share or not found.better else '<10⁻³⁰⁰'} % beats 1/2"
    words = [
        ("average", side, decades, f"average over the prior: {factor}", f"average: {factor}", align, dx, over),
        ("fair", side, 0.0, "fair: 1", "fair: 1", align, dx, 11.0 * beyond),
        ("prior", side, low + PRIOR * (high - low), f"prior: {share}", share, align, dx, -9.0),
    ]
    if best is not None:
        peak = from_log(found.log_best, 3)
        beside = "left" if along < 0.25 else "right" if along > 0.75 else "center"
        words.append(("best", best, top, f"best θ: {peak}", f"best: {peak}", beside, 0.0, -16.0))
    names = ("role", "theta", "decades", "label", "short", "align", "dx", "dy")
    return table(**{name: np.array(column) for name, column in zip(names, zip(*words, strict=True), strict=True)})
