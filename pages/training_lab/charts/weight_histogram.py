"""The histogram of all weights and the density of their prior, on one axis."""

import math
from functools import lru_cache
from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.frame import ceiling, ends, frame
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, LINE, REST

HEIGHT: Final = 240
BINS: Final = 41
"""Odd, so that weights of zero lie in the middle of a bin."""
ZERO: Final = to_bytes(table(w=[0.0]))
WIDER: Final = 3.0
FLAT: Final = "flat prior: no pull"


class Density(NamedTuple):
    """The prior's density ``p`` at the weights ``w``, both of shape (m,); ``w`` rises."""

    w: FloatArray
    p: FloatArray


def reach(weights: ArrayLike, sigma: float | None = None) -> float:
    r"""Half the width of the axis.

    The axis holds every weight, and :math:`\pm 3\sigma` of the prior, but reaches at most ``WIDER`` times as far as the
    weights: a wider prior is flat around them. Rounded up, so that it seldom changes.
    """
    finite = np.abs(np.asarray(weights, dtype=np.float64)).ravel()
    finite = finite[np.isfinite(finite)]
    widest = float(finite.max()) if finite.size else 0.0
    if sigma is None or not 0 < sigma < math.inf:
        return ceiling(widest)
    return ceiling(max(widest, min(3 * sigma, WIDER * widest) if widest > 0 else 3 * sigma))


def _names(look: Look) -> list[alt.Chart]:
    """The names of both densities in the upper corners, the prior's with a piece of its line."""
    rows = rows_of("name")
    at: dict[str, Any] = {"baseline": "top", "dy": 2, "fontWeight": 600}
    top = alt.YValue(0)
    weights, prior = (rows.transform_filter(f"datum.of == '{name}'") for name in ("weights", "prior"))
    sample = prior.transform_filter("datum.drawn").mark_rule(strokeWidth=LINE, strokeDash=list(BELIEF_DASH))
    start, end = (alt.ExprRef(f"width - {px * look.text}") for px in (5.4, 3.2))
    return [
        weights.mark_text(align="left", **at).encode(
            x=alt.XValue(6), y=top, text=alt.Text("label:N"), color=alt.ColorValue(BOTH)
        ),
        prior.mark_text(align="right", **at).encode(
            x=alt.XValue(alt.ExprRef("width - 4")), y=top, text=alt.Text("label:N"), color=alt.ColorValue(BELIEF)
        ),
        sample.encode(
            x=alt.XValue(start), x2=alt.X2Value(end), y=alt.YValue(2 + 0.5 * look.text), color=alt.ColorValue(BELIEF)
        ),
    ]


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """Bars and curve: constant for a look."""
    x = alt.X(
        "w:Q",
        title="weight",
        scale=alt.Scale(domain=ends("w"), nice=False, zero=False, padding=0),
        axis=alt.Axis(tickCount=7, format="~g", labelOverlap=True),
    )
    y = alt.Y(
        "p:Q",
        title="density",
        scale=alt.Scale(domain=ends("p"), nice=False, padding=0),
        axis=alt.Axis(tickCount=4, format="~g"),
    )
    # Whole pixels: at a fraction of a pixel, neighbors would meet in a line of another shade.
    left, right = (alt.ExprRef(f"round((datum.bin + {k}) * width / {BINS})") for k in (0, 1))
    prior = rows_of("prior").mark_line(strokeWidth=LINE, strokeDash=list(BELIEF_DASH), clip=True, tooltip=False)
    chart = alt.layer(
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=x, y=y),
        rows_of("zero").mark_rule(strokeWidth=1, strokeDash=[1, 3]).encode(x=alt.X("w:Q"), color=alt.ColorValue(REST)),
        rows_of("bar")
        .mark_rect(opacity=1, fillOpacity=0.6, tooltip=False)
        .encode(
            x=alt.XValue(left),
            x2=alt.X2Value(right),
            y=alt.Y("p:Q"),
            y2=alt.Y2Datum(0),
            key=alt.Key("bin:Q"),
            color=alt.ColorValue(BOTH),
        ),
        prior.encode(x=alt.X("w:Q"), y=alt.Y("p:Q"), color=alt.ColorValue(BELIEF)),
        *_names(look),
    )
    return finish(chart, look, height=HEIGHT)


@lru_cache(maxsize=64)
def _named(weights: int, prior: bool) -> bytes:
    label = np.array([f"{weights:,} weights", "prior" if prior else FLAT])
    return to_bytes(table(of=np.array(["weights", "prior"]), label=label, drawn=prior))


def tables(weights: ArrayLike, half: float, prior: Density | None = None) -> Tables:
    """The histogram of the weights as a density, and the prior's.

    Parameters
    ----------
    weights : array_like
        All weights, in any shape; values that are not finite are left out.
    half : float
        Half the width of the axis, from :func:`reach`; ``prior.w`` should cover it.
    prior : Density, optional
        None for a flat prior, which the chart names.
    """
    every = np.asarray(weights, dtype=np.float64).ravel()
    every = every[np.isfinite(every)]
    # np.histogram takes ten times as long.
    at = np.clip(((every + half) * (BINS / (2 * half))).astype(np.int64), 0, BINS - 1)
    counts = np.bincount(at, minlength=BINS)
    heights = counts * (BINS / (2 * half * max(every.size, 1)))
    none = Density(np.zeros(0), np.zeros(0))
    drawn = prior or none
    top = ceiling(1.08 * max(float(heights.max()), float(drawn.p.max()) if drawn.p.size else 0.0))
    return {
        "frame": frame(w=(-half, half), p=(0, top)),
        "zero": ZERO,
        "bar": table(bin=np.arange(BINS), p=heights),
        "prior": table(w=drawn.w, p=drawn.p),
        "name": _named(every.size, prior is not None),
    }
