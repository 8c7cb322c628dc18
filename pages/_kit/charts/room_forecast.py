"""The room's forecasts of one question: the mean probability of each option, each answer, and the round before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import altair as alt

from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.frame import ends, frame
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, REST

HEIGHT: Final = 400
INK: Final = "currentColor"
BAR: Final = 0.2
"""Half the height of a bar; the distance of two options is 1."""


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the chart; it depends on the look alone."""
    x = alt.X(
        "share:Q", title="bar: mean probability · line: one answer", scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], labelExpr="100 * datum.value + ' %'"),
    )  # fmt: skip
    low = alt.Y("low:Q", axis=None, scale=alt.Scale(domain=ends("place"), nice=False, reverse=True))
    high, zero = alt.Y2("high:Q"), alt.X2("zero:Q")
    blue, gray = alt.ColorValue(BELIEF), alt.ColorValue(REST)
    bars, name = rows_of("option"), {"x": alt.X("zero:Q"), "y": alt.Y("name_y:Q")}
    weight = alt.Opacity("weight:Q", scale=None)
    bold = alt.ExprRef("datum.weight == 1 ? 700 : 400")
    words = bars.mark_text(align="left", baseline="bottom", fontSize=look.text, fontWeight=bold)
    chart = alt.layer(
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=x, y=low),
        bars.mark_rect(tooltip=False).encode(
            x=x, x2=zero, y=low, y2=high, color=blue, opacity=alt.Opacity("fill:Q", scale=None)
        ),
        rows_of("people").mark_rule(strokeWidth=1.5).encode(x=x, y=low, y2=high, color=blue, opacity=weight),
        rows_of("before").mark_rule(strokeWidth=2, strokeDash=[4, 3]).encode(x=x, y=low, y2=high, color=gray),
        words.encode(**name, text=alt.Text("name:N"), opacity=weight, color=alt.ColorValue(INK)),
    )
    return finish(chart, look, height=HEIGHT)


def rows(
    names: Sequence[str], means: Sequence[float], *, right: int,
    people: Sequence[Sequence[float]], before: Sequence[float] | None,
) -> Tables:  # fmt: skip
    """The chart's tables.

    Parameters
    ----------
    names, means : sequences, one entry an option
        What stands above its bar, and the mean probability.
    right : int
        The place of the right option, whose name and bar are the strongest.
    people : sequence of sequences
        The forecasts, one probability an option each: a thin line, the stronger the more people gave it.
    before : sequence of float, optional
        The means of the round before.
    """
    places = [float(place) for place in range(len(names))]
    low, high = [place - BAR for place in places], [place + BAR for place in places]
    lines = Counter((place, p) for each in people for place, p in enumerate(each))
    first = list(before or [])
    return {
        "frame": frame(place=(-0.7, len(names) - 0.6), low=(0.0, 0.0), share=(0.0, 1.0)),
        "option": table(
            place=places, low=low, high=high, zero=0.0, share=list(means), name=list(names),
            name_y=[each - 0.04 for each in low], weight=[1.0 if place == right else 0.75 for place in places],
            fill=[0.65 if place == right else 0.3 for place in places],
        ),
        "people": table(
            low=[low[place] for place, _ in lines],
            high=[high[place] for place, _ in lines],
            share=[p for _, p in lines],
            weight=[0.15 + 0.85 * many / max(lines.values()) for many in lines.values()],
        ),
        "before": table(low=low[: len(first)], high=high[: len(first)], share=first),
    }  # fmt: skip
