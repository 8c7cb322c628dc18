"""The first chart of lesson 4: two methods climb the coin's log-likelihood, and their distance to its maximum.

Left, the mean log-likelihood over theta. On its logit scale the method's model is a parabola, and the next step leads
to the top of it. Right, the distance to the maximum in nats on a log scale, step by step.
"""

from __future__ import annotations

import math
from typing import Any, Final

import altair as alt

from pages._kit.charts.base import PAGE, Look, Spec, built_once, finish
from pages._kit.charts.linked import HEIGHT, rows_of
from pages._kit.charts.numbers import TICK_OF_LOG
from pages._kit.charts.palette import CLASSES, DATA, HALO, MLE_SHAPE, REST, STRONG
from pages.training_is_mle.charts.climb_rows import FLOOR as FLOOR
from pages.training_is_mle.charts.climb_rows import METHODS as METHODS
from pages.training_is_mle.charts.climb_rows import frame as frame
from pages.training_is_mle.charts.climb_rows import rows as rows

COLORS: Final = dict(zip(METHODS, CLASSES, strict=False))
SHAPES: Final = {"gradient": "circle", "newton": "square"}
LEFT_END: Final = "0.62*width"
RIGHT_START: Final = "0.70*width"

_TICKS: Final = (1e-6, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4)
TICKS: Final = tuple(math.log(p / (1 - p)) for p in (*_TICKS, 0.5, *(1 - p for p in reversed(_TICKS))))


def _x(*, lead: bool = False) -> alt.X:
    """A channel of the left panel. One layer of each panel leads and defines scale and axis; the others share them."""
    if not lead:
        return alt.X("logit:Q", title="θ, on a logit scale")
    return alt.X(
        "logit:Q",
        title="θ, on a logit scale",
        scale=alt.Scale(nice=False, zero=False, padding=0, range=[alt.ExprRef("0"), alt.ExprRef(LEFT_END)]),
        axis=alt.Axis(
            values=list(TICKS), labelExpr="format(1 / (1 + exp(-datum.value)), '.6~r')", labelOverlap="greedy",
            labelSeparation=6,
        ),
    )  # fmt: skip


def _y(*, lead: bool = False) -> alt.Y:
    if not lead:
        return alt.Y("y:Q", title="Mean log-likelihood, nats per flip")
    return alt.Y(
        "y:Q",
        title="Mean log-likelihood, nats per flip",
        scale=alt.Scale(zero=False, nice=False, padding=0),
        axis=alt.Axis(tickCount=6, format="~g"),
    )


def _step_x(*, lead: bool = False) -> alt.X:
    if not lead:
        return alt.X("step:Q", title="Step")
    return alt.X(
        "step:Q",
        title="Step",
        scale=alt.Scale(nice=False, zero=False, padding=0, range=[alt.ExprRef(RIGHT_START), alt.ExprRef("width")]),
        axis=alt.Axis(orient="bottom", tickCount=4, format="d", labelOverlap=True),
    )


def _gap_y(*, lead: bool = False) -> alt.Y:
    if not lead:
        return alt.Y("gap:Q", title="Nats per flip below the top")
    return alt.Y(
        "gap:Q",
        title="Nats per flip below the top",
        scale=alt.Scale(zero=False, nice=False, padding=0),
        axis=alt.Axis(
            orient="right", values=[1, 0, -4, -8, -12, -16],
            labelExpr=TICK_OF_LOG, labelOverlap="greedy",
        ),
    )  # fmt: skip


def _dots(method: str, x: Any, y: Any, *, size: int) -> list[alt.Chart]:
    """A method's path, as far as it has been walked: a line with a mark at each step."""
    taken, color = rows_of("taken").transform_filter(f"datum.method == '{method}'"), alt.ColorValue(COLORS[method])
    mark: dict[str, Any] = {"shape": SHAPES[method], "clip": True, "tooltip": False}
    return [
        taken.mark_line(strokeWidth=1.6, clip=True).encode(x=x, y=y, order=alt.Order("step:Q"), color=color),
        taken.mark_point(size=size, filled=True, opacity=1, **mark).encode(x=x, y=y, color=color),
    ]


def _model() -> list[alt.Chart]:
    """The tangent, the parabola that the method maximizes, and a line from its top to the next point."""
    x, y, rest = _x(), _y(), alt.ColorValue(REST)
    parabola = rows_of("parabola").mark_line(strokeWidth=1.8, strokeDash=[2, 3], clip=True)
    landing = rows_of("landing").mark_rule(strokeWidth=1.2, strokeDash=[3, 3], clip=True)
    return [
        rows_of("tangent").mark_line(strokeWidth=1.5, clip=True).encode(x=x, y=y, color=alt.ColorValue(DATA)),
        parabola.encode(x=x, y=y, color=rest),
        landing.encode(x=x, y=y, y2=alt.Y2("foot:Q"), color=rest),
    ]


def _now(look: Look) -> list[alt.Chart]:
    """A ring at the current point of the chosen method, with theta beside it."""
    now, data = rows_of("now"), alt.ColorValue(DATA)
    ring = now.mark_point(size=190, strokeWidth=STRONG, opacity=1, filled=False, clip=True, tooltip=False)
    # One mark for both sides: with a mark for each side, the empty one would have an axis without an extent.
    # Outside the curve, or under it where the axis is too near.
    near = f"(datum.rising && datum.along * {LEFT_END} <= {4.8 * look.text} * {look.growth})"
    style: dict[str, Any] = {
        "align": alt.ExprRef(f"datum.rising && !{near} ? 'right' : 'left'"),
        "dx": alt.ExprRef(f"datum.rising && !{near} ? -8 : 14"),
        "dy": alt.ExprRef(f"({near} ? {look.text} : {-12 - look.text}) * {look.growth}"),
        "fontSize": look.text + 1,
        "fontWeight": 600,
    }
    read: dict[str, Any] = {"x": _x(), "y": _y(), "text": alt.Text("read:N")}
    return [
        ring.encode(x=_x(), y=_y(), color=data),
        now.mark_text(**style, **HALO).encode(**read),
        now.mark_text(**style).encode(**read, color=data),
    ]


def _names(look: Look) -> list[alt.Chart]:
    """The name of each method, at the right end of the right panel, as high as its latest step."""
    style: dict[str, Any] = {"fontSize": look.text, "fontWeight": 600, "align": "right", "dx": -2}
    named = rows_of("name").mark_text(**style, dy=alt.ExprRef("datum.dy"))
    halo = rows_of("name").mark_text(**style, dy=alt.ExprRef("datum.dy"), **HALO)
    place: dict[str, Any] = {"x": _step_x(), "y": _gap_y(), "text": alt.Text("label:N")}
    return [
        halo.encode(**place),
        *(
            named.transform_filter(f"datum.method == '{method}'").encode(**place, color=alt.ColorValue(COLORS[method]))
            for method in METHODS
        ),
    ]


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the two panels; it depends on the look alone."""
    x, y, data = _x(), _y(), alt.ColorValue(DATA)
    best = rows_of("mle")
    name: dict[str, Any] = {"align": "left", "dx": 10, "dy": -13, "fontSize": look.text}
    at_best: dict[str, Any] = {"x": x, "y": y, "text": alt.Text("label:N")}
    left = alt.layer(
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=_x(lead=True), y=_y(lead=True)),
        rows_of("curve").mark_line(strokeWidth=STRONG, clip=True).encode(x=x, y=y, color=data),
        best.mark_point(size=120, shape=MLE_SHAPE, filled=True, opacity=1, yOffset=-13, tooltip=False).encode(
            x=x, y=y, color=data
        ),
        *_model(),
        *(layer for method in METHODS for layer in _dots(method, x, y, size=52)),
        best.mark_text(**name, **HALO).encode(**at_best),
        best.mark_text(**name).encode(**at_best, color=data),
        *_now(look),
    )
    step, gap = _step_x(), _gap_y()
    right = alt.layer(
        rows_of("gap_frame").mark_point(opacity=0, tooltip=False).encode(x=_step_x(lead=True), y=_gap_y(lead=True)),
        *(layer for method in METHODS for layer in _dots(method, step, gap, size=22)),
        *_names(look),
    )
    chart = alt.layer(left, right, resolve=alt.Resolve(scale=alt.ScaleResolveMap(x="independent", y="independent")))
    return finish(chart, look, height=HEIGHT)
