"""The left panel of lesson 3's first chart: a staircase of log-probabilities that ends at ℓ(θ).

The least probable flips come first. Up to ``MAX_STEPS`` flips have a step each and their coin above it; with more,
heads are one step and tails another. The steps follow the pointer, and their order changes where theta crosses 0.5.
"""

from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from core.likelihood.coin import Counts
from pages._kit.charts.base import Layered, Look, Spec, stack, table
from pages._kit.charts.linked import at_now, rows_of
from pages._kit.charts.palette import DATA, REST

MAX_STEPS: Final = 60
LEFT_END: Final = "0.34*width"
COIN: Final = 18

# Log-probabilities of heads and of tails at the current theta. Minus infinity is written as -1e300, because 0 times it
# must be 0.
LOG_H: Final = "(datum.now > 0 ? log(datum.now) : -1e300)"
LOG_T: Final = "(datum.now < 1 ? log(1 - datum.now) : -1e300)"

# Tails come first in order a, heads in order b: whichever is less probable now.
PLACE: Final = {
    "a": "datum.now >= 0.5",
    "slot": "datum.a ? datum.slot_a : datum.slot_b",
    "before": f"(datum.a ? datum.heads_a : datum.heads_b) * {LOG_H}"
    f" + (datum.a ? datum.tails_a : datum.tails_b) * {LOG_T}",
    "log_p": f"datum.side == 'heads' ? {LOG_H} : {LOG_T}",
    "after": "datum.before + datum.weight * datum.log_p",
    "top": "max(datum.floor, datum.before)",
    "bottom": "max(datum.floor, datum.after)",
    "after_text": "datum.after < -1e200 ? '−∞' : format(datum.after, ',.3f')",
    "log_p_text": "datum.log_p < -1e200 ? '−∞' : format(datum.log_p, '.3f')",
}

STAIRS: Final = {
    "exact": f"datum.heads * {LOG_H} + datum.tails * {LOG_T}",
    "stair_py": "height * (datum.stairs_high - max(datum.stairs_low, datum.exact))"
    " / (datum.stairs_high - datum.stairs_low)",
}
"""ℓ at the current theta, and the end of the staircase in px from the top."""

LIT: Final[Spec] = {
    "name": "lit",
    "value": -1,
    "on": [
        {"events": "pointermove", "update": "datum && isNumber(datum.flip) ? datum.flip : -1"},
        {"events": "pointerout", "update": "-1"},
    ],
}
"""A Vega signal with the flip under the pointer, -1 for none. A selection would send each move to the server."""


def slot_x(name: str) -> alt.X:
    """The horizontal channel of the left panel: a slot for each step."""
    ends = [alt.ExprRef("0"), alt.ExprRef(LEFT_END)]
    return alt.X(
        f"{name}:Q",
        title="Worst flips first",
        scale=alt.Scale(nice=False, zero=False, padding=0, range=ends),
        axis=alt.Axis(orient="bottom", labels=False, ticks=False),
    )


def layers(top: alt.Y, look: Look) -> list[alt.Chart | Layered]:
    """The steps, their coins, and log p of heads and of tails; ``top`` is the channel of a step's upper end."""
    ground = rows_of("zero").mark_rule(strokeWidth=1)
    return [
        ground.encode(x=alt.XValue(0), x2=alt.X2Value(alt.ExprRef(LEFT_END)), y=top, color=alt.ColorValue(REST)),
        _steps(top),
        _names(look),
        _coins(look),
        _strips(),
    ]


def _expr(expression: str) -> alt.ExprRef:
    return alt.ExprRef(expression)


def _steps(top: alt.Y) -> Layered:
    """The steps; while one is pointed at, the others are pale."""
    shade = "lit < 0 || lit == datum.flip ? (datum.side == 'heads' ? 0.95 : 0.6) : 0.2"
    steps = alt.Chart().mark_rect(clip=True, opacity=_expr(shade), tooltip=False)
    return alt.layer(
        steps.encode(x=slot_x("lo"), x2=alt.X2("hi:Q"), y=top, y2=alt.Y2("bottom:Q"), color=alt.ColorValue(DATA)),
        **at_now("step", **PLACE, lo="datum.slot + 0.06", hi="datum.slot + 0.94"),
    )


def _strips() -> Layered:
    """Invisible strips of full height, over a step and its coin: they light both, and no drag on them moves theta."""
    tooltip = [
        alt.Tooltip("name:N", title="flip"),
        alt.Tooltip("log_p_text:N", title="log p, nats each"),
        alt.Tooltip("after_text:N", title="sum of log p so far"),
    ]
    strips = alt.Chart().mark_rect(opacity=0)
    return alt.layer(
        strips.encode(
            x=slot_x("slot"), x2=alt.X2("end:Q"), y=alt.YValue(0), y2=alt.Y2Value(_expr("height")), tooltip=tooltip
        ),
        **at_now("step", **PLACE, end="datum.slot + 1"),
    )


def _coins(look: Look) -> Layered:
    """One coin over each step: a letter if it fits, else a circle that is filled for heads."""
    at = {"x": slot_x("middle"), "y": alt.YValue(COIN * 0.72 * look.text / 13), "color": alt.ColorValue(REST)}
    coin = alt.Chart().mark_point(
        size=_expr("datum.diameter * datum.diameter"),
        fill=REST,
        fillOpacity=_expr("datum.face == '' && datum.side == 'heads' ? 1 : 0"),
        strokeWidth=_expr("lit == datum.flip ? 3.5 : datum.diameter < 8 ? 0.8 : 1.2"),
        opacity=1,
        tooltip=False,
    )
    return alt.layer(
        coin.encode(**at),
        alt.Chart().mark_text(fontSize=look.text - 2, dy=1).encode(**at, text=alt.Text("face:N")),
        **at_now(
            "step",
            "datum.coin",
            **PLACE,
            middle="datum.slot + 0.5",
            diameter=f"clamp(0.75 * {LEFT_END} / datum.slots, 3, {COIN * look.text / 13})",
            face=f"datum.diameter < {(COIN - 5) * look.text / 13} ? '' : datum.side == 'heads' ? 'H' : 'T'",
        ),
    )


def _names(look: Look) -> Layered:
    """Log p of heads and of tails: in the free corners of a staircase of flips, or above each of two steps."""
    line = look.text + 3
    under = f"min(datum.stair_py + {line}, height - {2 * line})"
    # The less probable side stands at the top right, or under a flat staircase. The other side stands at the bottom
    # left, or at the bottom right if steps fill the left.
    corners = {
        "worse": ("false", f"datum.stair_py - datum.zero > {6.5 * line} ? datum.zero + {line} : {under}", 0.25),
        "better": ("!datum.steep", f"datum.steep ? min(datum.stair_py, height) - {6 * line} : {under}", 0.75),
    }
    text = alt.Chart().mark_text(
        align=_expr("!datum.coins ? 'center' : datum.at_left ? 'left' : 'right'"), lineHeight=line, baseline="middle"
    )
    marks = [
        text.transform_calculate(
            at_left=at_left,
            px=f"datum.coins ? (datum.at_left ? 6 : {LEFT_END} - 2) : {LEFT_END} * (datum.slots > 1 ? {middle} : 0.5)",
            py=f"datum.coins ? ({y}) : datum.zero - {1.55 * line}",
        ).encode(
            x=alt.X("px:Q", scale=None, axis=None),
            y=alt.Y("py:Q", scale=None, axis=None),
            text=alt.Text(f"{name}:N"),
            color=alt.ColorValue(DATA),
        )
        for name, (at_left, y, middle) in corners.items()
    ]
    return alt.layer(*marks, **at_now("now", "width > 420", **STAIRS, **_said(line)))


def _said(line: int) -> dict[str, str]:
    """Fields: the texts, the height of zero, and whether the first steps reach the bottom in the panel's left part."""
    span = "(datum.stairs_high - datum.stairs_low)"
    heads, tails = (
        f"datum.{side} ? [format(datum.{side}, ',') + (datum.{side} > 1 ? ' {side}' : ' {side[:-1]}'), "
        f"(datum.{side} > 1 ? 'each ' : '') + ({log_p} < -1e200 ? '−∞' : format({log_p}, '.3f'))] : ''"
        for side, log_p in (("heads", LOG_H), ("tails", LOG_T))
    )
    first = f"min(0.4 * datum.slots, datum.now >= 0.5 ? datum.tails : datum.heads) * min({LOG_H}, {LOG_T})"
    return {
        "zero": f"height * datum.stairs_high / {span}",
        "steep": f"height * (datum.stairs_high - ({first})) / {span} > height - {3 * line}",
        "worse": f"datum.now >= 0.5 ? ({tails}) : ({heads})",
        "better": f"datum.now >= 0.5 ? ({heads}) : ({tails})",
    }


def slots(counts: Counts) -> int:
    """The number of slots: one for each step, at least one."""
    each = counts.n if counts.n <= MAX_STEPS else (counts.heads > 0) + (counts.tails > 0)
    return max(each, 1)


def rows(counts: Counts, floor: float) -> pa.Table:
    """The table of the steps, which does not depend on theta; ``floor`` is the panel's lower end in nats."""
    each = counts.n <= MAX_STEPS
    parts = []
    for side, count, other in (("heads", counts.heads, counts.tails), ("tails", counts.tails, counts.heads)):
        ranks = np.arange(count if each else min(count, 1))
        places = _places(side, ranks, other, other if each else int(other > 0))
        names: Any = [f"{side[:-1]} {rank + 1} of {count}" if each else f"{count:,} {side}" for rank in ranks]
        step: dict[str, Any] = {
            "weight": 1 if each else count,
            "coin": each,
            "flip": places["slot_a"],
            "name": np.array(names, dtype=str),
        }
        parts.append(table(side=side, floor=floor, slots=slots(counts), **step, **places))
    return stack(*parts)


def _places(side: str, ranks: NDArray[Any], other: int, after: int) -> dict[str, NDArray[Any]]:
    """The slot of each step, and the heads and tails before it, in order a and in order b."""
    behind = "tails" if side == "heads" else "heads"
    late = {"slot": ranks + after, side: ranks, behind: np.full(ranks.size, other)}
    early = {"slot": ranks, side: ranks, behind: np.zeros(ranks.size)}
    a, b = (early, late) if side == "tails" else (late, early)
    return {f"{key}_a": values for key, values in a.items()} | {f"{key}_b": values for key, values in b.items()}
