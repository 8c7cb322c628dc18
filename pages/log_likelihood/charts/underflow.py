"""The underflow chart of lesson 3: a product of many factors in three float formats, and the sum of their logs."""

import math
from typing import Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.likelihood.underflow import FORMATS, MAX_FACTORS, Trail, first_zero, stuck_at, sum_of_logs, zero_from
from core.numbers import nats, significant
from pages._kit.charts.base import PAGE, Look, Spec, built_once, finish, stack, table
from pages._kit.charts.linked import kind
from pages._kit.charts.palette import DATA, LINE, REST

HEIGHT: Final = 340
ZOOM: Final = 1.5
CROWDED: Final = 0.055
"""Format names would overlap if they were closer than this part of the height."""
HEADROOM: Final = 0.07


def end_of_axis(p: float, n: int) -> int:
    """The end of the axis of factors: 1.5 times the next underflow, or 1.5 times ``n`` after the last one."""
    ends = [zero for name in FORMATS if (zero := zero_from(p, name)) is not None and zero >= n]
    return min(math.ceil(ZOOM * max(10, *ends[:1], n if not ends else 0)), MAX_FACTORS)


def _x(name: str = "n") -> alt.X:
    return alt.X(
        f"{name}:Q",
        title="Number of factors n",
        scale=alt.Scale(nice=False, zero=False, padding=0),
        axis=alt.Axis(tickCount=6, format=",d", labelOverlap=True),
    )


def _y() -> alt.Y:
    return alt.Y(
        "y:Q",
        title="log₁₀ of the product",
        scale=alt.Scale(nice=False, zero=False, padding=0),
        axis=alt.Axis(tickCount=6, format=",~f", labelOverlap=True),
    )


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the chart; it depends on the look alone."""
    x, y, data, rest = _x(), _y(), alt.ColorValue(DATA), alt.ColorValue(REST)
    running, now = kind("running"), kind("now")
    texts = {"x": x, "y": y, "text": alt.Text("label:N")}
    chart = alt.layer(
        kind("frame").mark_point(opacity=0, tooltip=False).encode(x=x, y=y),
        kind("floor").mark_rule(strokeWidth=1, opacity=0.7).encode(y=y, color=rest),
        kind("floor_name").mark_text(
            align="right", dx=-4, dy=alt.ExprRef("datum.stuck ? -8 : -3"), baseline="bottom"
        ).encode(**texts, color=rest),
        # Three broad transparent lines over each other: the band is darker where more formats are above 0.
        running.mark_line(strokeWidth=11, opacity=0.3, strokeCap="butt", clip=True).encode(
            x=x, y=y, detail=alt.Detail("format:N"), color=rest
        ),
        kind("exact").mark_line(strokeWidth=LINE, clip=True).encode(x=x, y=y, color=data),
        kind("zero").mark_point(shape="cross", angle=45, size=170, filled=True, opacity=1, tooltip=False).encode(
            x=x, y=y, color=rest
        ),
        now.mark_rule(strokeWidth=1).encode(x=x, y=y, y2=alt.Y2Value("height"), color=rest),
        now.mark_point(size=150, strokeWidth=3, filled=False, opacity=1, tooltip=False).encode(x=x, y=y, color=data),
        now.mark_text(
            # Below the falling line and to the left near its end; above it and to the right near its start.
            align=alt.ExprRef("datum.late ? 'right' : 'left'"),
            dx=alt.ExprRef("datum.late ? -14 : 10"),
            dy=alt.ExprRef("datum.late ? 20 : -13"),
            lineBreak="|",
            lineHeight=look.text + 4,
            fontSize=look.text + 1,
            fontWeight=600,
        ).encode(**texts, color=data),
    )  # fmt: skip
    return finish(chart, look, height=HEIGHT)


def rows(trail: Trail, p: float, n: int, end: int) -> pa.Table:
    """The chart's one table; its column ``kind`` names the mark of each row.

    Parameters
    ----------
    trail : Trail
        The products after 0 ... ``end`` factors.
    p : float
        Each factor.
    n : int
        The learner's number of factors.
    end : int
        The end of the axis of factors.
    """
    per_factor = math.log10(p) if p else -math.inf
    low = min(-1.0, per_factor * end) if p else -400.0
    parts = [table(kind="frame", n=[0, end], y=[low, -HEADROOM * low])]
    for name in FORMATS:
        line = getattr(trail, name)
        alive = line.alive & (line.log10_product >= low)
        if alive.any():
            parts.append(table(kind="running", format=name, n=trail.n[alive], y=line.log10_product[alive]))
    if p:
        parts.append(table(kind="exact", n=[0, end], y=[0.0, per_factor * end]))
        parts.append(_now(p, n, end))
    return stack(*parts, *_floors(p, low, end))


def _now(p: float, n: int, end: int) -> pa.Table:
    total, late = sum_of_logs(p, n), n > 0.45 * end
    sum_text = nats(total, 1 if abs(total) >= 100 else 3)
    label = f"n = {n:,}|sum of logs {sum_text}" if late else f"n = {n:,}: {sum_text}"
    return table(kind="now", n=n, y=total / math.log(10), late=late, label=label)


def _floors(p: float, low: float, end: int) -> list[pa.Table]:
    """The level below which each format rounds to 0, half its smallest number; names are left out if they overlap.

    A cross stands where the running product becomes 0; if it gets stuck, where the exact product rounds to 0.
    """
    parts: list[pa.Table] = []
    named = 2 * low
    for name in reversed(FORMATS):
        floor = math.log10(float(np.finfo(name).smallest_subnormal)) - math.log10(2)
        stuck = stuck_at(p, name)
        zero = first_zero(p, name) if stuck is None else zero_from(p, name)
        if floor < low or zero is None:
            continue
        parts.append(table(kind="floor", y=floor))
        if zero <= end:
            parts.append(table(kind="zero", n=zero, y=max(floor, low)))
        if floor - named > -CROWDED * low:
            label = f"{name}: 0 from n = {zero:,}" if stuck is None else f"{name}: stuck at {significant(stuck, 2)}"
            at = floor if stuck is None else math.log10(stuck)
            parts.append(table(kind="floor_name", n=end, y=at, label=label, stuck=stuck is not None))
            named = floor
    return parts
