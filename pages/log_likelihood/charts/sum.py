"""The first chart of lesson 3: the sum of logs as a staircase, and the curve that its end traces as theta moves.

The staircase ends at ℓ(θ), and a line joins its end to the point on the curve. On the whole axis both panels have
one vertical scale; near the peak of many flips the curve has a scale of its own. Everything that follows the pointer is
computed inside the chart.
"""

from functools import lru_cache
from typing import Final, NamedTuple

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.likelihood.coin import (
    Counts,
    likelihood_interval,
    log_likelihood,
    max_log_likelihood,
    mle,
    quadratic,
    standard_error,
)
from pages._kit.charts import pointer
from pages._kit.charts.base import PAGE, Layered, Look, Spec, Tables, all_to_bytes, built_once, finish, table
from pages._kit.charts.linked import HEIGHT, at_now, now_row, rows_now, rows_of
from pages._kit.charts.palette import DATA, MLE_SHAPE, REST, STRONG
from pages._kit.charts.windows import cut, fine_grid, slider_values
from pages.log_likelihood.charts import point, staircase
from pages.log_likelihood.charts.point import RIGHT_START, nats_y, theta_x
from pages.log_likelihood.charts.staircase import LEFT_END

PEAK_DROP: Final = 50.0
"""Nats below the top at the ends of the peak's window: about ten standard errors to each side."""
NARROW: Final = 0.15
"""A peak whose window is a smaller part of the axis than this can be zoomed."""
HEADROOM: Final = 0.09


class Frame(NamedTuple):
    """The ends of the axes: of theta, of the curve in nats, and of the staircase in nats."""

    window: tuple[float, float]
    curve: tuple[float, float]
    stairs: tuple[float, float]
    base: float = 0.0
    """The zero of the curve's axis: 0 on the whole axis, the maximum near the peak."""


def peak_window(counts: Counts) -> tuple[float, float]:
    """The interval of theta within ``PEAK_DROP`` nats of the maximum, rounded outwards to multiples of 0.001."""
    interval = likelihood_interval(counts, PEAK_DROP)
    lower, upper = np.floor(interval.lower * 1000) / 1000, np.ceil(interval.upper * 1000) / 1000
    return max(0.0, float(lower)), min(1.0, float(upper))


def is_narrow(counts: Counts) -> bool:
    """Whether the peak is too narrow to be seen on the whole axis."""
    lower, upper = peak_window(counts)
    return upper - lower < NARROW


def frame(counts: Counts, *, zoom: bool) -> Frame:
    """The ends of the axes; they depend on the data alone, so nothing jumps while theta moves."""
    if not zoom or counts.n == 0:
        low = min(-1.0, float(log_likelihood([0.1, 0.9], counts).min()))
        ends = (low, -HEADROOM * low)
        return Frame((0.0, 1.0), ends, ends)
    window, top = peak_window(counts), max_log_likelihood(counts)
    lowest = top - PEAK_DROP
    return Frame(window, (-PEAK_DROP, HEADROOM * PEAK_DROP), (lowest, -HEADROOM * lowest), top)


def _join() -> Layered:
    """The line from the end of the staircase to the point, in pixels because the panels may differ in scale."""
    pieces = (
        (LEFT_END, "datum.stair_py", RIGHT_START, "datum.py"),
        (RIGHT_START, "datum.py", f"{RIGHT_START} + datum.px * (width - {RIGHT_START})", "datum.py"),
    )
    rule = alt.Chart().mark_rule(strokeDash=[3, 3], strokeWidth=1.2)
    x, y = alt.X("x0:Q", scale=None, axis=None), alt.Y("y0:Q", scale=None, axis=None)
    return alt.layer(
        *(
            rule.transform_calculate(x0=x0, y0=y0, x1=x1, y1=y1).encode(
                x=x, x2=alt.X2("x1:Q"), y=y, y2=alt.Y2("y1:Q"), color=alt.ColorValue(DATA)
            )
            for x0, y0, x1, y1 in pieces
        ),
        **at_now("now", "datum.heads + datum.tails > 0 && datum.inside", **point.POINT),
    )


def _top(x: alt.X, y: alt.Y, look: Look) -> list[alt.Chart]:
    """The parabola, the band of one standard error under it, and the maximum."""
    data, band, best = alt.ColorValue(DATA), rows_of("band"), rows_of("mle")
    near = "abs(datum.now - datum.theta) / (datum.upper - datum.lower) < 0.1"
    name = rows_now(
        "mle", shown=f"{near} ? '' : datum.label", px="(datum.theta - datum.lower) / (datum.upper - datum.lower)"
    ).mark_text(
        # Below the maximum, because every tangent lies above it.
        dy=20,
        align=alt.ExprRef("datum.px > 0.93 ? 'right' : datum.px < 0.07 ? 'left' : 'center'"),
        fontSize=look.text,
    )
    return [
        band.mark_area(opacity=0.16, clip=True, line=False).encode(x=x, y=y, y2=alt.Y2("low:Q"), color=data),
        rows_of("band_name")
        .mark_text(dy=-10, fontSize=look.text, opacity=alt.ExprRef("width > 420 ? 1 : 0"))
        .encode(x=x, y=y, text=alt.Text("label:N"), color=data),
        rows_of("parabola")
        .mark_line(strokeWidth=1.5, strokeDash=[2, 3], clip=True)
        .encode(x=x, y=y, color=alt.ColorValue(REST)),
        best.mark_point(size=110, shape=MLE_SHAPE, filled=True, opacity=1, tooltip=False).encode(x=x, y=y, color=data),
        name.encode(x=x, y=y, text=alt.Text("shown:N"), color=data),
    ]


@built_once(8)
def spec(look: Look = PAGE, zoom: bool = False) -> Spec:
    """The spec of the two panels; it depends on the look and on ``zoom`` alone."""
    x, y = theta_x("theta"), nats_y("y", right=zoom)
    right = alt.layer(
        pointer.drag(rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=x, y=y), "theta"),
        *_top(x, y, look),
        rows_of("curve").mark_line(strokeWidth=STRONG, clip=True).encode(x=x, y=y, color=alt.ColorValue(DATA)),
        point.layers(zoom, look),
    )
    left = alt.layer(
        rows_of("stairs_frame")
        .mark_point(opacity=0, tooltip=False)
        .encode(x=staircase.slot_x("slot"), y=nats_y("top")),
        *staircase.layers(nats_y("top"), look),
    )
    apart = alt.ScaleResolveMap(x="independent", y="independent" if zoom else "shared")
    chart = alt.layer(right, left, _join(), resolve=alt.Resolve(scale=apart))
    return finish(chart, look, height=HEIGHT, signals=[staircase.LIT, *pointer.theta(RIGHT_START)])


def rows(counts: Counts, theta: float, drawn: Frame, *, version: int = 0) -> Tables:
    """The chart's tables; all but the table ``now`` are cached.

    Parameters
    ----------
    counts : Counts
        The observed flips.
    theta : float
        The current theta, as the server has it.
    drawn : Frame
        The ends of the axes.
    version : int
        Raised whenever theta is moved outside the chart, so that the chart forgets its pointer.
    """
    (lower, upper), (low, high), best = drawn.window, drawn.curve, mle(counts)
    now = now_row(
        theta, version, heads=counts.heads, tails=counts.tails, slots=staircase.slots(counts), base=drawn.base,
        coins=counts.n <= staircase.MAX_STEPS, best=0.5 if best is None else best, lower=lower, upper=upper,
        step=0.001, low=low, high=high, stairs_low=drawn.stairs[0], stairs_high=drawn.stairs[1],
    )  # fmt: skip
    return _kept(counts, drawn) | {"now": now}


@lru_cache(maxsize=256)
def _kept(counts: Counts, drawn: Frame) -> Tables:
    """The tables that do not depend on theta, as bytes."""
    (lower, upper), low = drawn.window, drawn.curve[0]
    thetas = fine_grid(drawn.window, slider_values(drawn.window), nodes=401)
    best = [] if counts.n == 0 else [counts.heads / counts.n]
    tables = {
        "frame": table(theta=[lower, upper], y=drawn.curve),
        "stairs_frame": table(slot=[0, staircase.slots(counts)], top=drawn.stairs),
        "zero": table(top=[0.0]),
        "curve": _line(thetas, log_likelihood(thetas, counts) - drawn.base, low),
        "step": staircase.rows(counts, drawn.stairs[0]),
        "mle": table(theta=best, y=max_log_likelihood(counts) - drawn.base, label="MLE θ̂", lower=lower, upper=upper),
        **_parabola(counts, drawn),
    }
    return all_to_bytes(tables)


def _line(thetas: FloatArray, heights: FloatArray, low: float) -> pa.Table:
    """A curve as far as it is above the panel's lower end."""
    theta, y = cut(thetas, heights, low, np.inf)
    return table(theta=theta, y=y)


def _parabola(counts: Counts, drawn: Frame) -> dict[str, pa.Table]:
    """The tables of the parabola and of the band of one standard error, empty without an inner maximum."""
    error, best, low = standard_error(counts), mle(counts), drawn.curve[0]
    thetas, band = np.linspace(*drawn.window, 301), np.zeros(0)
    if not error or best is None:
        return {
            "parabola": table(theta=band, y=band),
            "band": table(theta=band, y=band, low=low),
            "band_name": table(theta=band, y=low, label=""),
        }
    band = np.clip(np.linspace(best - error, best + error, 41), 0.0, 1.0)
    return {
        "parabola": _line(thetas, quadratic(thetas, counts) - drawn.base, low),
        "band": table(theta=band, y=quadratic(band, counts) - drawn.base, low=low),
        "band_name": table(theta=[best], y=low, label="θ̂ ± 1 SE"),
    }
