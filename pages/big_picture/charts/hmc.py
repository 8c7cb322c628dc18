"""A Hamiltonian trajectory over a slice of a posterior, the draws so far, and both exact marginals."""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from core.logistic.posterior import grid
from core.logistic.two_weights import NAMES
from pages._kit.charts.base import PAGE, Layered, Look, Spec, built_once, finish
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, LINE, STRONG
from pages.big_picture.charts.hmc_rows import window

HEIGHT: Final = 500
MOTION: Final = "violet"
"""The trajectory's color: not that of the data, of a belief, or of both."""
ROOM: Final = 1.45
"""Top of a marginal's axis, in tops of the exact density. Bars of the first draws may be higher, and are cut off."""

# The plane, a marginal above it and one to its right.
RIGHT, RIGHT_START = "0.81*width", "0.84*width"
TOP, PLANE_TOP = "0.19*height", "0.23*height"
_RANGES: Final = {
    "w1": ("0", RIGHT), "w2": ("height", PLANE_TOP), "d1": (TOP, "0"), "d2": (RIGHT_START, "width"),
}  # fmt: skip


def _scale(name: str) -> alt.Scale:
    ends = [alt.ExprRef(end) for end in _RANGES[name]]
    place = int(name[1]) - 1
    domain = list(window()[place]) if name[0] == "w" else [0, ROOM * float(grid().marginal(place).max())]
    return alt.Scale(domain=domain, range=ends, nice=False, zero=False, padding=0)


def _title(place: int) -> str:
    return f"w{'₁₂'[place]}, log-odds per SD of {NAMES[place]}"


def _size(look: Look, room: str) -> alt.ExprRef:
    """The size of an axis title that reads upward: that of the look, or what fits into ``room`` px."""
    grow = f" * max(1, width / {look.grows_from})" if look.grows_from else ""
    return alt.ExprRef(f"min({look.title}{grow}, {room})")


def _weight(name: str, look: Look, *, axis: bool = False) -> dict[str, Any]:
    """Scale and axis of a weight; a marginal shares the plane's axis and draws none."""
    place = int(name[1]) - 1
    shown = alt.Axis(tickCount=6, format="~f", labelOverlap=True, orient="bottom" if place == 0 else "left")
    if place == 1:
        shown.titleFontSize = _size(look, f"(height - {PLANE_TOP}) / {0.5 * len(_title(1))}")
    return {"title": _title(place), "scale": _scale(name), "axis": shown if axis else None}


def _density(name: str, look: Look) -> dict[str, Any]:
    axis = alt.Axis(
        orient="left" if name == "d1" else "bottom", tickCount=2, format="~f", title="density", labelOverlap=True
    )
    if name == "d1":
        axis.titleFontSize = _size(look, f"{TOP} / {0.6 * len('density')}")
    return {"scale": _scale(name), "axis": axis}


def _plane(look: Look) -> Layered:
    x, y = alt.X("w1:Q", title=_title(0)), alt.Y("w2:Q", title=_title(1))
    both, motion = alt.ColorValue(BOTH), alt.ColorValue(MOTION)
    rings = rows_of("region").mark_line(strokeWidth=1.4, opacity=0.8)
    names = rows_of("region_name").mark_text(fontSize=look.text - 1, dy=-7)
    piece: dict[str, Any] = {"x": x, "y": y, "x2": alt.X2("a1:Q"), "y2": alt.Y2("a2:Q"), "color": motion}
    point: dict[str, Any] = {"opacity": 1, "tooltip": False}
    begin, head = rows_of("begin"), rows_of("head")
    # The head of the arrow points along the line as it is drawn: in pixels, not in weights.
    right, up = (f"(datum.a{place + 1} - datum.w{place + 1}) * {_pixels(place)}" for place in (0, 1))
    tip = head.transform_calculate(turn=f"atan2({right}, {up}) * 180 / PI").mark_point(
        shape="triangle-up", filled=True, size=130, angle=alt.ExprRef("datum.turn"), **point
    )
    return alt.layer(
        rings.encode(
            x=alt.X("w1:Q", **_weight("w1", look, axis=True)), y=alt.Y("w2:Q", **_weight("w2", look, axis=True)),
            order=alt.Order("order:Q"), detail=alt.Detail("curve:N"), color=both,
        ),
        rows_of("draw").mark_point(filled=True, size=34, opacity=0.5, tooltip=False).encode(x=x, y=y, color=both),
        names.encode(x=x, y=y, text=alt.Text("label:N"), color=both),
        rows_of("way").mark_rule(strokeWidth=LINE, strokeCap="round").encode(**piece),
        rows_of("way_point").mark_point(filled=True, size=34, **point).encode(x=x, y=y, color=motion),
        begin.mark_point(filled=False, size=170, strokeWidth=STRONG, **point).encode(x=x, y=y, color=both),
        head.mark_rule(strokeWidth=STRONG).encode(**piece),
        tip.encode(x=alt.X("a1:Q", title=_title(0)), y=alt.Y("a2:Q", title=_title(1)), color=motion),
        *_verdict(x, y, look),
    )  # fmt: skip


def _pixels(place: int) -> str:
    """Pixels of one unit of a weight, as a Vega expression."""
    low, high = window()[place]
    return f"({RIGHT}) / {high - low:g}" if place == 0 else f"(height - {PLANE_TOP}) / {high - low:g}"


def _verdict(x: alt.X, y: alt.Y, look: Look) -> list[alt.Chart]:
    """The trajectory's end: a filled point if it is accepted, a cross if it is rejected, and the word."""
    end, motion = rows_of("end"), alt.ColorValue(MOTION)
    taken, refused = end.transform_filter("datum.taken"), end.transform_filter("!datum.taken")
    point: dict[str, Any] = {"opacity": 1, "tooltip": False}
    text = end.mark_text(
        align=alt.ExprRef("datum.align"), dx=alt.ExprRef("datum.dx"), dy=alt.ExprRef("datum.dy"),
        fontSize=look.text, fontWeight=600,
    )  # fmt: skip
    return [
        taken.mark_point(size=150, filled=True, **point).encode(x=x, y=y, color=alt.ColorValue(BOTH)),
        refused.mark_point(shape="cross", angle=45, size=170, filled=True, **point).encode(x=x, y=y, color=motion),
        text.encode(x=x, y=y, text=alt.Text("label:N"), color=motion),
    ]


def _marginal(place: int, look: Look) -> Layered:
    """Bars of the draws and the exact density; of the first weight upward, of the second to the right."""
    weight, height = f"w{place + 1}", f"d{place + 1}"
    across, along = (alt.X, alt.Y) if place == 0 else (alt.Y, alt.X)
    where, tall = across(f"{weight}:Q", **_weight(weight, look)), along(f"{height}:Q", **_density(height, look))
    ends = (
        {"x2": alt.X2("end:Q"), "y2": alt.Y2("zero:Q")}
        if place == 0
        else {"y2": alt.Y2("end:Q"), "x2": alt.X2("zero:Q")}
    )
    both = alt.ColorValue(BOTH)
    bars = rows_of(f"bars{place + 1}").mark_rect(opacity=0.35, tooltip=False, clip=True)
    exact = rows_of(f"exact{place + 1}").mark_line(strokeWidth=STRONG, clip=True)
    x, y = (where, tall) if place == 0 else (tall, where)
    return alt.layer(
        bars.encode(x=x, y=y, **ends, color=both),
        exact.encode(x=x, y=y, order=alt.Order("order:Q"), color=both),
    )


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The plane and both marginals: constant for a look."""
    chart = alt.layer(_marginal(0, look), _marginal(1, look), _plane(look)).resolve_scale(
        x="independent", y="independent"
    )
    return finish(chart, look, height=HEIGHT)
