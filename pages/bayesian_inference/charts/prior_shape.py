"""The chart of a prior drawn by hand in lesson 5: chips stacked in bins of theta, and the prior beside them.

A press above a stack adds a chip; a press on the stack takes one away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import altair as alt
import numpy as np

from core.belief.beta import Beta
from core.belief.chips import CHIPS
from pages._kit.charts import pointer
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, LINE, REST

HEIGHT: Final = 190
FEWEST: Final = 8
"""The least height of the chart, in rows of chips."""
FIELDS: Final = {"bin": "datum.bin", "change": "datum.change", "at": "now()"}
"""The fields of the selection ``chip``, each with its Vega expression. The time tells two presses apart."""
PRESS: Final[list[Spec]] = [
    {
        "name": "press",
        "value": None,
        "on": [{"events": "click", "update": f"datum && datum.change ? {{{pointer.members_of_point(FIELDS)}}} : null"}],
    },
    {"name": "put", "on": [{"events": {"signal": "press"}, "update": "press && modify('chip_store', press)"}]},
]
"""Signals that add each press to the selection. One press alone would be lost if the next came before a run."""


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the chart; it depends on the look alone."""
    # Its own event never comes: the signals set it.
    presses = alt.selection_point(name="chip", on="none", fields=[*FIELDS], toggle=False, clear=False)
    x = alt.X(
        "theta:Q",
        title="θ",
        scale=alt.Scale(nice=False, zero=False, padding=0),
        axis=alt.Axis(values=[0, 0.5, 1], format="~g"),
    )
    y = alt.Y("y:Q", title=None, axis=None, scale=alt.Scale(nice=False, zero=True, padding=0))
    place = {"x": alt.X("theta:Q", title="θ"), "y": y}
    chart = alt.layer(
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=x, y=y),
        rows_of("wall").mark_rule(strokeWidth=1, opacity=0.3).encode(x=place["x"], color=alt.ColorValue(REST)),
        rows_of("chip").mark_rect(opacity=0.55, cornerRadius=3, xOffset=1, x2Offset=-1, yOffset=-1, y2Offset=1).encode(
            **place, x2=alt.X2("end:Q"), y2=alt.Y2("top:Q"), color=alt.ColorValue(BELIEF)
        ),
        rows_of("fit").mark_line(strokeWidth=LINE, strokeDash=list(BELIEF_DASH)).encode(
            **place, color=alt.ColorValue(BELIEF)
        ),
        rows_of("place")
        .mark_rect(opacity=0, cursor="pointer")
        .encode(**place, x2=alt.X2("end:Q"), y2=alt.Y2("top:Q"), tooltip=alt.Tooltip("what:N", title="press to"))
        .add_params(presses),
    )  # fmt: skip
    return finish(chart, look, height=HEIGHT, signals=PRESS)


def rows(chips: Sequence[int], belief: Beta) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    chips : sequence of int
        The number of chips in each bin.
    belief : Beta
        The prior.
    """
    bins = len(chips)
    most = max([FEWEST, *(count + 2 for count in chips)])
    edges = np.arange(bins + 1) / bins
    stacked = [(bin_, row) for bin_, count in enumerate(chips) for row in range(count)]
    where = np.array([bin_ for bin_, _ in stacked], dtype=int)
    row = np.array([row for _, row in stacked], dtype=np.float64)
    counts = np.asarray(chips, dtype=np.float64)
    theta = np.linspace(0.0, 1.0, 101)
    # The fit on the scale of the chips: a density of 1 is an even share of them.
    fit = sum(chips) / bins * np.exp(np.minimum(belief.logpdf(theta), 50.0))
    both = np.concatenate([np.arange(bins), np.arange(bins)])
    add = "add a chip" if sum(chips) < CHIPS else "add a chip, once one is taken"
    return {
        "frame": table(theta=[0.0, 1.0], y=[0.0, float(most)]),
        "wall": table(theta=edges),
        "chip": table(theta=edges[where], end=edges[where + 1], y=row, top=row + 1),
        "fit": table(theta=theta, y=np.where(fit <= most, fit, np.nan)),
        "place": table(
            bin=both, change=np.repeat([1.0, -1.0], bins),
            theta=edges[both], end=edges[both + 1], y=np.concatenate([counts, np.zeros(bins)]),
            top=np.concatenate([np.full(bins, float(most)), counts]),
            what=np.repeat([add, "take a chip"], bins),
        ),
    }  # fmt: skip
