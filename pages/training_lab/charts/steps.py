"""The axis of a run's steps, and the mark of the step that the learner looks back at."""

from functools import lru_cache
from typing import Final

import altair as alt
import numpy as np

from pages._kit.charts.base import Look, table, to_bytes
from pages._kit.charts.frame import ceiling, ends
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import REST

MOST_ROWS: Final = 300
"""Records of a run that are drawn at rest."""

LIVE_ROWS: Final = 100
"""Records that are drawn while it plays: a browser spends a fifth of its time on them, and a chart is a few hundred
pixels wide."""

EXTENT: Final = 2.9
"""Room for the numbers on a vertical axis, in type sizes: the same in each chart, so that their steps are aligned."""


FEWEST: Final = 10
"""Steps that the axis holds at least, if the run has as many."""


def axis_end(last: int, steps: int) -> int:
    """The step at which the axis ends: a round number at or after the ``last`` one drawn, at most the run's ``steps``.

    So the axis grows with the run, and the fall of the first steps is seen while it happens.
    """
    return max(1, min(steps, max(FEWEST, round(ceiling(last)))))


def end_x(look: Look) -> alt.ExprRef:
    """The end of the axis of steps, px; the labels stand beyond it."""
    return alt.ExprRef(f"width - (width < 420 ? {5.4 * look.text:g} : {7.2 * look.text:g})")


def step_x(look: Look) -> alt.X:
    """The horizontal channel of a layered chart; its layers inherit it."""
    return alt.X(
        "step:Q",
        title="step",
        scale=alt.Scale(domain=ends("step"), nice=False, zero=False, padding=0, range=[0, end_x(look)]),
        axis=alt.Axis(orient="bottom", tickCount=5, tickMinStep=1, labelOverlap=True, format=",d"),
    )


def now_marks() -> list[alt.Chart]:
    """A rule at the step that is looked back at, with its number at the top on the side that has room."""
    side = alt.ExprRef("datum.right ? 'right' : 'left'")
    rows, color = rows_of("now"), alt.ColorValue(REST)
    text = rows.mark_text(align=side, dx=alt.ExprRef("datum.right ? -6 : 6"), baseline="top", dy=2)
    return [
        rows.mark_rule(strokeWidth=1.5).encode(color=color),
        text.encode(y=alt.YValue(0), text=alt.Text("label:N"), color=color),
    ]


@lru_cache(maxsize=256)
def now_table(now: int | None, end: int) -> bytes:
    """The table of :func:`now_marks`: one row, or none. The axis ends at step ``end``."""
    if now is None:
        return to_bytes(table(step=np.zeros(0), label=np.zeros(0, dtype=str), right=np.zeros(0, dtype=bool)))
    return to_bytes(table(step=[now], label=f"step {now:,}", right=now > end / 2))
