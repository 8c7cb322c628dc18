"""Each method's confidence along a ray from the middle of the data outward."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import altair as alt
import numpy as np

from core.answers.task import DISTANCES
from core.arrays import FloatArray
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import REST
from pages.big_picture.charts.methods import label_rows, labels, line, room_for_labels

HEIGHT: Final = 330
ENDS: Final = (0.49, 1.02)


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The chart: constant for a look."""
    room = room_for_labels(look)
    lead_x = alt.X(
        "d:Q",
        title="distance, standard deviations (log)",
        scale=alt.Scale(type="log", domain=[float(DISTANCES[0]), float(DISTANCES[-1])], nice=False, range=[
            0, alt.ExprRef(f"width - {room}")
        ]),
        axis=alt.Axis(values=[1, 10, 100, 1000], format=",d"),
    )  # fmt: skip
    lead_y = alt.Y(
        "y:Q",
        title="probability of the likelier class",
        scale=alt.Scale(domain=list(ENDS), nice=False, zero=False),
        axis=alt.Axis(values=[0.5, 0.6, 0.7, 0.8, 0.9, 1.0], format=".1f"),
    )
    x, y = alt.X("d:Q"), alt.Y("y:Q")
    edge = rows_of("edge")
    gray = alt.ColorValue(REST)
    chart = alt.layer(
        edge.mark_rule(strokeWidth=1.5, strokeDash=[2, 3]).encode(x=lead_x, color=gray),
        edge.mark_text(align="left", dx=6, baseline="bottom", dy=-4)
        .encode(x=x, y=alt.YValue(alt.ExprRef("height")), text=alt.Text("label:N"), color=gray),
        line("line", x, lead_y, look),
        *labels(alt.XValue(alt.ExprRef(f"width - {room} + 8")), y, look, align="left"),
    )  # fmt: skip
    return finish(chart, look, height=HEIGHT)


def tables(confidence: dict[int, FloatArray], edge: float, *, dimmed: Collection[int] = ()) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    confidence : dict
        By the method's number, along :data:`core.answers.task.DISTANCES`; some may be missing.
    edge : float
        Distance of the farthest training point from the middle.
    dimmed : collection of int
        The methods whose line is being computed anew.
    """
    methods = sorted(confidence)
    d = np.tile(DISTANCES, len(methods))
    y = np.concatenate([confidence[m] for m in methods]) if methods else np.zeros(0)
    m = np.repeat(methods, len(DISTANCES)).astype(np.int64)
    last = np.array([confidence[m][-1] for m in methods], dtype=np.float64)
    return {
        "line": table(m=m, d=d, y=y, dimmed=np.isin(m, list(dimmed))),
        "label": label_rows(methods, last, 0.035, 0.5, 1.0),
        "edge": table(d=edge, label="beyond all training points"),
    }
