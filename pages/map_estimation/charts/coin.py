"""Log-likelihood, log-prior and their sum over one axis of theta, with both peaks marked.

Orange and blue are 0 at their tops, and green is their sum at every theta. The pointer reads the three heights in the
browser, without the server.
"""

from functools import lru_cache
from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np
import pyarrow as pa

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.map_coin import curves
from core.likelihood.coin import likelihood_interval, mle
from core.likelihood.counts import Counts, Interval
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import (
    BELIEF,
    BELIEF_DASH,
    BOTH,
    DATA,
    HALO,
    LINE,
    MAP_SHAPE,
    MEAN_SHAPE,
    MLE_SHAPE,
    REST,
    STRONG,
)
from pages._kit.charts.windows import cut, fine_grid, near_ends, within

HEIGHT: Final = 370
DROP: Final = 30.0
"""Nats below the top of the likelihood at the ends of the window around the peaks."""
NARROW: Final = 0.4
"""If the peaks lie within this part of the axis, the page offers a zoom."""
SHOWN: Final = 7.0
"""The least extent of the vertical axis, nats."""
ROOM: Final = 0.09
TERMS: Final = (("data", DATA), ("belief", BELIEF), ("both", BOTH))
"""The curves: column and color."""
READ: Final[Spec] = {
    "name": "pointed",
    "value": -1,
    "on": [
        {"events": "pointermove, pointerdown", "update": "y() >= 0 && y() <= height ? clamp(x() / width, 0, 1) : -1"},
        # What a tap has read stays; the finger is lifted right after it.
        {"events": "view:pointerleave", "update": "event.pointerType == 'touch' ? pointed : -1"},
    ],
}
"""A Vega signal with the pointer's share of the axis, -1 for none. A selection would send each move to the server."""
POINTED: Final = "pointed >= datum.since && pointed < datum.until"
SIDE: Final = "(datum.theta < datum.middle ? 1 - datum.at > 0.2 : datum.at < 0.2)"
"""A Vega expression: whether the read-out has its place right of the rule, as under the hump, where no curve is."""


class Frame(NamedTuple):
    """The ends of both axes: theta, and nats."""

    theta: tuple[float, float]
    nats: tuple[float, float]


def window(counts: Counts, prior: Beta) -> tuple[float, float]:
    """The interval of theta that holds both peaks, with ends on multiples of 0.001."""
    if counts.n == 0:
        return 0.0, 1.0
    belief, near = posterior(prior, counts), _near(counts)
    lower = min(near.lower, belief.mean - 8 * belief.sd)
    upper = max(near.upper, belief.mean + 8 * belief.sd)
    return max(0.0, float(np.floor(lower * 1000) / 1000)), min(1.0, float(np.ceil(upper * 1000) / 1000))


@lru_cache(maxsize=64)
def _near(counts: Counts) -> Interval:
    """The interval of theta within ``DROP`` nats of the top, computed once for all priors."""
    return likelihood_interval(counts, DROP)


def is_narrow(counts: Counts, prior: Beta) -> bool:
    """Whether both peaks lie so close together that a zoom helps."""
    lower, upper = window(counts, prior)
    return upper - lower < NARROW


def frame(counts: Counts, prior: Beta, *, zoom: bool) -> Frame:
    """Axes that hold both peaks and, without the zoom, enough of each curve's flanks."""
    ends = window(counts, prior) if zoom else (0.0, 1.0)
    mode = posterior(prior, counts).mode
    deepest = 0.0
    if mode.place == "inside":
        deepest = -float(curves(mode.at[0], counts, prior).both)
    shown = max(SHOWN, 1.6 * deepest)
    return Frame(ends, (-shown, ROOM * shown))


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Three curves, three marks and the pointer's read-out: constant for a look."""
    x = _theta()
    styles: tuple[dict[str, Any], ...] = (
        {"strokeWidth": LINE},
        {"strokeWidth": LINE, "strokeDash": list(BELIEF_DASH)},
        {"strokeWidth": STRONG},
    )
    drawn = [
        rows_of("line").transform_filter(f"datum.term == '{term}'").mark_line(clip=True, **style).encode(
            x=x, y=_nats("nats"), color=alt.ColorValue(color)
        )
        for (term, color), style in zip(TERMS, styles, strict=True)
    ]  # fmt: skip
    ends = rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=_theta(lead=True), y=_nats("data", lead=True))
    # The pointer's rule lies under all that is read.
    rule = _pointed().mark_rule(strokeWidth=1).encode(x=x, color=alt.ColorValue(REST))
    chart = alt.layer(ends, rule, *drawn, *_marks(x, look), *_pointer(x, look))
    return finish(chart, look, height=HEIGHT, signals=[READ])


def _theta(*, lead: bool = False) -> alt.X:
    """The horizontal channel; the first layer (``lead``) brings scale and axis, which the others share."""
    title = "θ, probability of heads"
    if not lead:
        return alt.X("theta:Q", title=title)
    return alt.X(
        "theta:Q", title=title, scale=alt.Scale(nice=False, zero=False, padding=0),
        axis=alt.Axis(tickCount=10, labelOverlap=True, format="~g"),
    )  # fmt: skip


def _nats(field: str, *, lead: bool = False) -> alt.Y:
    """The vertical channel, in the same way."""
    title = "nats, each up to a constant"
    if not lead:
        return alt.Y(f"{field}:Q", title=title)
    return alt.Y(
        f"{field}:Q", title=title, scale=alt.Scale(nice=False, zero=False, padding=0),
        axis=alt.Axis(tickCount=6, format="~f", labelOverlap=True),
    )  # fmt: skip


def _marks(x: alt.X, look: Look) -> list[alt.Chart]:
    """The drop from 0 at each peak, and the three estimates with their names."""
    drop = rows_of("mark").transform_filter("datum.name != 'mean'")
    drops = drop.mark_rule(strokeWidth=1, strokeDash=[2, 3], clip=True).encode(
        x=x, y=_nats("top"), y2=alt.Y2("height:Q"), color=alt.ColorValue(REST)
    )
    layers = [drops]
    named = (
        ("mean", MEAN_SHAPE, 170, BOTH, False),
        ("MLE", MLE_SHAPE, 120, DATA, True),
        ("MAP", MAP_SHAPE, 120, BOTH, True),
    )
    for name, shape, area, color, filled in named:
        point = rows_of("mark").transform_filter(f"datum.name == '{name}'")
        layers.append(
            point.mark_point(shape=shape, size=area, filled=filled, strokeWidth=2, opacity=1, tooltip=False).encode(
                x=x, y=_nats("height"), color=alt.ColorValue(color)
            )
        )
        # On a phone the curve is too narrow at its top for the names: they stand lower, where it is wider.
        down = {"MLE": 0, "MAP": look.text + 8, "mean": 2 * look.text + 13}[name]
        away = alt.ExprRef(f"{down} * {look.growth} + (width < 420 ? 70 : 0)") if down else -look.text - 2
        style: dict[str, Any] = {
            "dy": away,
            "fontSize": look.text,
            "fontWeight": 600,
            "align": alt.ExprRef("datum.side < 0 ? 'left' : datum.side > 0 ? 'right' : 'center'"),
        }
        at: dict[str, Any] = {"x": x, "y": _nats("height"), "text": alt.Text("label:N")}
        # A narrow hump's curves run through the names.
        layers += [
            point.mark_text(**style, **HALO).encode(**at),
            point.mark_text(**style).encode(**at, color=alt.ColorValue(color)),
        ]
    return layers


def _pointed() -> alt.Chart:
    """The row of the curves under the pointer; none without one."""
    return rows_of("curve").transform_filter(POINTED)


def _pointer(x: alt.X, look: Look) -> list[alt.Chart]:
    """The three heights under the pointer, and beside the foot of its rule their sum, each term in its color."""
    here = _pointed()
    dots = [
        here.mark_point(filled=True, size=45, opacity=1, tooltip=False).encode(
            x=x, y=_nats(field), color=alt.ColorValue(color)
        )
        for field, color in TERMS
    ]
    lines = (
        ("'θ = ' + format(datum.theta, '.3f')", REST),
        *((_height(f"exact_{field}"), color) for field, color in TERMS),
    )
    signs = ("", "", "+ ", "= ")
    style: dict[str, Any] = {
        "fontSize": look.text,
        "fontWeight": 600,
        "align": alt.ExprRef(f"{SIDE} ? 'left' : 'right'"),
        "dx": alt.ExprRef(f"{SIDE} ? 8 : -8"),
        "baseline": "bottom",
    }
    words = []
    for place, ((number, color), sign) in enumerate(zip(lines, signs, strict=True)):
        row = here.transform_calculate(read=f"'{sign}' + {number}" + (" + ' nats'" if sign == "= " else ""))
        at: dict[str, Any] = {
            "x": x,
            "y": alt.YValue(alt.ExprRef(f"height - {6 + (3 - place) * (look.text + 4)} * {look.growth}")),
            "text": alt.Text("read:N"),
        }
        words += [
            row.mark_text(**style, **HALO).encode(**at),
            row.mark_text(**style).encode(**at, color=alt.ColorValue(color)),
        ]
    return [*dots, *words]


def _height(field: str) -> str:
    """A Vega expression for a height in nats; the largest float stands for infinity."""
    number = f"format(datum.{field}, ',.2f')"
    return f"(abs(datum.{field}) < 1e300 ? {number} : datum.{field} < 0 ? '−∞' : '∞')"


@lru_cache(maxsize=256)
def rows(counts: Counts, prior: Beta, drawn: Frame, digits: int = 3) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    counts : Counts
        The flips.
    prior : Beta
        The belief before them.
    drawn : Frame
        The axes' ends, from :func:`frame`.
    digits : int
        Decimals of the estimates beside their marks.
    """
    (lower, upper), (low, high) = drawn
    best, belief = mle(counts), posterior(prior, counts)
    special = [best, *belief.mode.at, belief.mean]
    inside = [theta for theta in special if theta is not None and lower <= theta <= upper]
    thetas = fine_grid((lower, upper), inside, near_ends((lower, upper)))
    heights = curves(thetas, counts, prior)
    along = (thetas - lower) / (upper - lower)
    # Each theta is read from halfway to the one before until halfway to the next.
    halfway = (along[:-1] + along[1:]) / 2
    tables: Tables = {
        "frame": table(theta=[lower, upper], data=[low, high]),
        "curve": table(
            theta=thetas, at=along, since=[0.0, *halfway], until=[*halfway, 2.0], middle=belief.mean,
            data=within(heights.data, low, high),
            belief=within(heights.belief, low, high), both=within(heights.both, low, high),
            # Infinite at an end: a table holds finite numbers only.
            **{f"exact_{name}": np.nan_to_num(y) for name, y in heights._asdict().items()},
        ),
        "line": pa.concat_tables(
            table(term=np.full(cut_thetas.size, term), theta=cut_thetas, nats=cut_heights)
            for term in heights._fields
            for cut_thetas, cut_heights in [cut(thetas, getattr(heights, term), low, high)]
        ),
        "mark": _mark_table(counts, prior, drawn, digits),
    }  # fmt: skip
    return all_to_bytes(tables)


def _mark_table(counts: Counts, prior: Beta, drawn: Frame, digits: int) -> pa.Table:
    """MLE, MAP and posterior mean, each on its curve; an estimate that is not unique is left out."""
    (lower, upper), (low, high) = drawn
    best, belief = mle(counts), posterior(prior, counts)
    peaks = belief.mode.at if len(belief.mode.at) == 1 else ()
    names = [*([] if best is None else ["MLE"]), *("MAP" for _ in peaks), "mean"]
    theta = np.array([*([] if best is None else [best]), *peaks, belief.mean])
    height = np.clip(curves(theta, counts, prior).both, low, high)
    height[np.array(names) == "MLE"] = 0.0  # on the orange curve, whose top is 0
    seen = (theta >= lower) & (theta <= upper)
    at = (theta[seen] - lower) / (upper - lower)
    return table(
        name=np.array(names)[seen],
        theta=theta[seen],
        height=height[seen],
        label=np.array([f"{name} {value:.{digits}f}" for name, value in zip(names, theta, strict=True)])[seen],
        side=np.where(at < 0.08, -1, np.where(at > 0.92, 1, 0)),
        top=min(0.0, high),
    )
