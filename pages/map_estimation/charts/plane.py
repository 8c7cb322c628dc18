"""The plane of the two weights, which the scenes "weights" and "race" share.

Both axes have one scale, so that circles are circles. Under everything lie contours of the penguins' NLL, a fixed
number of nats above its minimum.
"""

from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.logistic.two_weights import NAMES, nll_contour
from pages._kit.charts.base import Look, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import DATA, HALO, MAP_SHAPE, MLE_SHAPE, REST
from pages._kit.charts.plane import curve_table

HEIGHT: Final = 440
LEVELS: Final = (1.0, 3.0, 10.0, 30.0)
"""Nats of the drawn contours, of the NLL above its minimum and of a prior below its top."""

CENTER: Final = (0.5, -0.27)
HALF: Final = (1.05, 0.83)
"""Extent on each side of the center that every screen shows, across and up."""
SCALE: Final = f"min(width / {2 * HALF[0]}, height / {2 * HALF[1]})"
"""Pixels of one unit, on both axes."""


def _style(place: int, lead: bool) -> dict[str, Any]:
    side, title = ("width", "height")[place], f"w{'₁₂'[place]}, log-odds per SD of {NAMES[place]}"
    if not lead:
        return {"title": title}
    ends = [alt.ExprRef(f"{CENTER[place]} {sign} {side} / (2 * {SCALE})") for sign in ("-", "+")]
    return {
        "title": title,
        "scale": alt.Scale(domainMin=ends[0], domainMax=ends[1], nice=False, zero=False, padding=0),
        "axis": alt.Axis(tickCount=6, format="~f", labelOverlap=True),
    }


def w1(*, lead: bool = False) -> alt.X:
    """The horizontal channel; the first layer (``lead``) brings scale and axis, which the others share."""
    return alt.X("w1:Q", **_style(0, lead))


def w2(*, lead: bool = False) -> alt.Y:
    """The vertical channel, in the same way."""
    return alt.Y("w2:Q", **_style(1, lead))


def ground(look: Look) -> list[alt.Chart]:
    """Both zero lines and the NLL's contours with their nats."""
    contours = rows_of("nll").mark_line(strokeWidth=1.2, opacity=0.55, clip=True)
    names = rows_of("nll_name").mark_text(fontSize=look.text - 1, dy=-7, clip=True)
    zero = alt.Chart(alt.NamedData(name="origin"))
    return [
        zero.mark_rule(strokeWidth=1, opacity=0.6).encode(x=w1(lead=True), color=alt.ColorValue(REST)),
        zero.mark_rule(strokeWidth=1, opacity=0.6).encode(y=w2(lead=True), color=alt.ColorValue(REST)),
        contours.encode(
            x=w1(), y=w2(), order=alt.Order("order:Q"), detail=alt.Detail("curve:N"), color=alt.ColorValue(DATA)
        ),
        names.encode(x=w1(), y=w2(), text=alt.Text("label:N"), color=alt.ColorValue(DATA)),
    ]


def star(name: str, color: str, look: Look) -> list[alt.Chart]:
    """The MLE (a triangle) or a MAP (a diamond) with its label."""
    shape = MLE_SHAPE if name == "mle" else MAP_SHAPE
    point = rows_of(name)
    mark = point.mark_point(shape=shape, size=170, filled=True, opacity=1, tooltip=False, clip=True)
    # The MLE is always farther from the origin: its name stands on the outside, and the MAP's on the inside.
    outside = name == "mle"
    away = round(0.95 * look.text)
    style: dict[str, Any] = {
        "align": "left" if outside else "right",
        "dx": away if outside else -away,
        "dy": 6,
        "fontSize": look.text,
        "fontWeight": 600,
    }
    # A contour or an optimizer's way may run through the name.
    return [
        mark.encode(x=w1(), y=w2(), color=alt.ColorValue(color)),
        point.mark_text(**style, **HALO).encode(x=w1(), y=w2(), text=alt.Text("label:N")),
        point.mark_text(**style).encode(x=w1(), y=w2(), text=alt.Text("label:N"), color=alt.ColorValue(color)),
    ]


@lru_cache(maxsize=1)
def ground_rows() -> dict[str, bytes]:
    """The tables of :func:`ground`, as bytes."""
    curves = [nll_contour(level) for level in LEVELS]
    # Each name stands at its contour's highest point.
    tops = [int(np.nanargmax(curve.y)) for curve in curves]
    parts = {
        "origin": table(w1=0.0, w2=0.0),
        "nll": curve_table(*curves),
        "nll_name": table(
            w1=[curve.x[top] for curve, top in zip(curves, tops, strict=True)],
            w2=[curve.y[top] for curve, top in zip(curves, tops, strict=True)],
            label=[f"+{level:g}" for level in LEVELS],
        ),
    }
    return {name: to_bytes(part) for name, part in parts.items()}


def star_table(weights: FloatArray, label: str) -> pa.Table:
    """One point with its label."""
    return table(w1=float(weights[0]), w2=float(weights[1]), label=label)
