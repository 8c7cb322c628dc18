"""The six held-out NLLs over the number of training points, both on log scales."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import altair as alt
import numpy as np

from core.answers.task import METHODS, N_POINTS, Method, Scores
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import REST
from pages.big_picture.charts.methods import color, label_rows, labels, line, room_for_labels, shape

HEIGHT: Final = 330
TICKS: Final = (0.2, 0.3, 0.5, 1.0, 2.0)
ENDS: Final = (0.19, 2.1)


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The chart: constant for a look."""
    room = room_for_labels(look)
    lead_x = alt.X(
        "n:Q",
        title="training points N (log)",
        scale=alt.Scale(type="log", domain=[N_POINTS[0], N_POINTS[-1]], nice=False, range=[
            alt.ExprRef(room), alt.ExprRef("width - 12")
        ]),
        axis=alt.Axis(values=list(N_POINTS), format="d"),
    )  # fmt: skip
    lead_y = alt.Y(
        "y:Q",
        title="held-out NLL, nats each (log)",
        scale=alt.Scale(type="log", domain=list(ENDS), nice=False),
        axis=alt.Axis(values=list(TICKS), format="~f"),
    )
    x, y = alt.X("n:Q"), alt.Y("y:Q")
    now = rows_of("now").mark_rule(strokeWidth=1.5, strokeDash=[2, 3])
    chart = alt.layer(
        now.encode(x=lead_x, color=alt.ColorValue(REST)),
        line("line", x, lead_y, look),
        rows_of("line")
        .mark_point(size=55, filled=True, opacity=1, tooltip=False)
        .encode(x=x, y=y, color=color(), shape=shape()),
        *labels(alt.XValue(alt.ExprRef(f"{room} - 12")), y, look, align="right"),
    )
    return finish(chart, look, height=HEIGHT)


@lru_cache(maxsize=1)
def _lines(found: tuple[tuple[Method, tuple[Scores, ...]], ...]) -> Tables:
    nll = {method: np.array([score.nll for score in row]) for method, row in found}
    first = np.log([nll[method][0] for method in METHODS])
    low, high = np.log(ENDS)
    gap = 0.06 * (high - low)
    named = label_rows(list(range(len(METHODS))), first, gap, low, high)
    named = named.set_column(named.schema.get_field_index("y"), "y", [np.exp(named.column("y").to_numpy())])
    m = np.repeat(np.arange(len(METHODS)), len(N_POINTS))
    values = np.concatenate([nll[method] for method in METHODS])
    return {"line": to_bytes(table(m=m, n=np.tile(N_POINTS, len(METHODS)), y=values)), "label": to_bytes(named)}


def tables(found: dict[Method, tuple[Scores, ...]], now: int) -> Tables:
    """The chart's tables, from each method's scores at all :data:`core.answers.task.N_POINTS` and the page's N."""
    return {**_lines(tuple(found.items())), "now": table(n=float(now))}
