"""All sub-networks of dropout at one x, as a linear output and as a probability, with their averages.

The averages stand in rows above the bars, so that equal ones are seen to be equal.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa
from scipy.special import expit

from core.arrays import FloatArray
from core.regularization.dropout import ClassMeans, Estimate, SubNetworks, logits
from pages._kit.charts.base import PAGE, Layered, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import panel_x, rows_of
from pages._kit.charts.palette import BOTH, CLASSES, MEAN_SHAPE, REST, STRONG

HEIGHT: Final = 360
BINS: Final = 48
RARE: Final = 5e-4
"""Probability of the outputs beyond each end of the left axis."""
HEADROOM: Final = 1.75
"""A panel's height in heights of its highest bar; the rows of averages stand above the bar."""
TOP, ROW = 10, 24
"""Place of the first row and distance between rows, px at the page's type size."""
ROWS: Final = {"left": ("scaled", "mean", "drawn"), "right": ("scaled", "geometric", "mean")}
"""The averages of each panel, from the top."""
STYLES: Final[dict[str, tuple[str, str, bool]]] = {
    "scaled": ("diamond", BOTH, True),
    "mean": (MEAN_SHAPE, REST, True),
    "geometric": (MEAN_SHAPE, BOTH, False),
    "drawn": ("square", CLASSES[0], True),
}
"""Shape, color and whether it is filled, of weight scaling, the enumerated mean, the geometric mean, Monte Carlo."""


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The two panels: constant for a look."""
    chart = alt.layer(_panel(look, left=True), _panel(look, left=False))
    return finish(chart.resolve_scale(x="independent", y="independent"), look, height=HEIGHT)


def _x(name: str, *, left: bool, lead: bool = False) -> alt.X:
    """The horizontal channel of a panel; the first layer (``lead``) brings scale and axis, which the others share."""
    return panel_x(name, "output at x" if left else "P(class) at x", left=left, lead=lead, fmt="~g")


def _y(*, left: bool, lead: bool = False) -> alt.Y:
    """The vertical channel, in the same way."""
    title = "probability of a bin"
    if not lead:
        return alt.Y("p:Q", title=title)
    # If all the probability is in one bin, the rows of averages stand above 100 %, which needs no label.
    words = "datum.value > 1 ? '' : datum.label"
    axis = alt.Axis(tickCount=5, orient="left" if left else "right", format="~%", labelExpr=words)
    return alt.Y("p:Q", title=title, axis=axis, scale=alt.Scale(zero=True, nice=False, padding=0))


def _panel(look: Look, *, left: bool) -> Layered:
    side = "left" if left else "right"
    x, y, edge = _x("at", left=left), _y(left=left), _x("edge", left=left)
    bars = rows_of(f"bar_{side}").mark_rect(opacity=0.55, tooltip=False, clip=True)
    frame, marks = rows_of(f"frame_{side}").mark_point(opacity=0, tooltip=False), rows_of(f"mark_{side}")
    row = alt.ExprRef(f"{look.text / PAGE.text:g} * ({TOP} + {ROW} * datum.row)")
    down = marks.transform_filter("datum.of == 'scaled'").mark_rule(strokeWidth=1.5)
    layers = [
        frame.encode(x=_x("at", left=left, lead=True), y=_y(left=left, lead=True)),
        bars.encode(x=x, x2=alt.X2("end:Q"), y=y, y2=alt.Y2Datum(0), color=alt.ColorValue(REST)),
        down.encode(x=x, y=alt.YValue(row), y2=alt.Y2Value(alt.ExprRef("height")), color=alt.ColorValue(BOTH)),
    ]
    if left:
        error = marks.transform_filter("datum.of == 'drawn'").mark_rule(strokeWidth=STRONG)
        low = _x("low", left=True)
        layers.append(error.encode(x=low, x2=alt.X2("high:Q"), y=alt.YValue(row), color=alt.ColorValue(CLASSES[0])))
    layers += [layer for name in ROWS[side] for layer in _average(marks, name, (x, edge), row, look)]
    return alt.layer(*layers)


def _average(marks: alt.Chart, name: str, at: tuple[alt.X, alt.X], row: alt.ExprRef, look: Look) -> list[alt.Chart]:
    """One of the averages with its name, beside its mark or error bar on the side that has room."""
    x, edge = at
    shape, color, filled = STYLES[name]
    mine = marks.transform_filter(f"datum.of == '{name}'").transform_calculate(
        # A phone has no room for the names; the line under the chart gives them.
        shown=f"width > {40 * look.text} ? datum.label : ''"
    )
    mark: dict[str, Any] = {"shape": shape, "filled": filled, "size": 95, "strokeWidth": 2, "opacity": 1}
    text = mine.mark_text(
        align=alt.ExprRef("datum.right ? 'right' : 'left'"), dx=alt.ExprRef("datum.right ? -11 : 11"),
        fontSize=look.text, fontWeight=600,
    )  # fmt: skip
    return [
        mine.mark_point(tooltip=False, **mark).encode(x=x, y=alt.YValue(row), color=alt.ColorValue(color)),
        text.encode(x=edge, y=alt.YValue(row), text=alt.Text("shown:N"), color=alt.ColorValue(color)),
    ]


def rows(every: SubNetworks, scaled: float, drawn: Estimate, means: ClassMeans, cut: tuple[float, float]) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    every : SubNetworks
        All sub-networks at x.
    scaled : float
        The output of weight scaling.
    drawn : Estimate
        The Monte Carlo mean.
    means : ClassMeans
        Three ways to the class's probability.
    cut : tuple of float
        The class's threshold, and sigma.
    """
    low, high = _reach(every, scaled, drawn)
    error = drawn.standard_error
    return {
        **_bars("left", every.outputs, every.probability, low, high),
        **_bars("right", expit(logits(every.outputs, *cut)), every.probability, 0.0, 1.0),
        "mark_left": _marks(
            [
                ("scaled", scaled, "weight scaling"),
                ("mean", every.mean, f"mean of all {every.outputs.size:,}"),
                ("drawn", drawn.mean, f"mean of {drawn.draws:,} drawn ± 1 SE"),
            ],
            low, high, error,
        ),
        "mark_right": _marks(
            [
                ("scaled", means.weight_scaling, "weight scaling"),
                ("geometric", means.geometric, "geometric mean"),
                ("mean", means.arithmetic, f"mean of all {every.outputs.size:,}"),
            ],
            0.0, 1.0, 0.0,
        ),
    }  # fmt: skip


def _reach(every: SubNetworks, scaled: float, drawn: Estimate) -> tuple[float, float]:
    """Ends of the axis of outputs: they hold all but the rarest sub-networks, and every average with its error."""
    order = np.argsort(every.outputs)
    below = np.cumsum(every.probability[order])
    ends = order[np.searchsorted(below, (RARE, 1 - RARE)).clip(max=order.size - 1)]
    low, high = (float(end) for end in every.outputs[ends])
    error = drawn.standard_error
    low, high = min(low, scaled, drawn.mean - error), max(high, scaled, drawn.mean + error)
    margin = max(0.04 * (high - low), 0.02)
    return low - margin, high + margin


def _bars(side: str, values: FloatArray, probability: FloatArray, low: float, high: float) -> dict[str, pa.Table]:
    """A histogram of the sub-networks, weighted by probability, without those beyond the ends."""
    edges = np.linspace(low, high, BINS + 1)
    place = np.floor((values - low) * (BINS / (high - low))).astype(np.int64)
    place[values == high] = BINS - 1
    inside = (place >= 0) & (place < BINS)
    heights = np.bincount(place[inside], weights=probability[inside], minlength=BINS)
    shown = heights > 0
    return {
        f"frame_{side}": table(at=[low, high], p=[0.0, HEADROOM * float(heights.max())]),
        f"bar_{side}": table(at=edges[:-1][shown], end=edges[1:][shown], p=heights[shown]),
    }


def _marks(averages: list[tuple[str, float, str]], low: float, high: float, error: float) -> pa.Table:
    """The rows of averages, from the top."""
    of, at, label = (np.array(column) for column in zip(*averages, strict=True))
    right, half = at > (low + high) / 2, error * (of == "drawn")
    return table(
        of=of, at=at, label=label, row=np.arange(at.size), right=right, low=at - half, high=at + half,
        edge=np.where(right, at - half, at + half),
    )  # fmt: skip
