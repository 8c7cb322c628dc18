"""The room's tosses in lesson 3: thin lines, one a phone, that add up to a thick one."""

from functools import lru_cache

import altair as alt
import numpy as np

from core.likelihood.coin import Counts, log_likelihood
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish, stack, table
from pages._kit.charts.linked import HEIGHT, rows_of
from pages._kit.charts.palette import DATA, STRONG

LOWEST = 40.0
"""Nats below the top of the sum at which the axis ends."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the chart; it depends on the look alone."""
    x = alt.X("theta:Q", title="θ", scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("y:Q", title="ℓ(θ), nats")
    line = alt.ColorValue(DATA)
    chart = alt.layer(
        rows_of("each").mark_line(strokeWidth=1, opacity=0.35, clip=True).encode(x=x, y=y, detail="who:N", color=line),
        rows_of("sum").mark_line(strokeWidth=STRONG, clip=True).encode(x=x, y=y, color=line),
    )
    return finish(chart, look, height=HEIGHT)


def rows(each: list[Counts]) -> Tables:
    """The chart's tables: a line for each phone, and their sum."""
    return _kept(tuple(each))


@lru_cache(maxsize=32)
def _kept(each: tuple[Counts, ...]) -> Tables:
    thetas = np.linspace(0.005, 0.995, 199)
    together = Counts(sum(one.heads for one in each), sum(one.tails for one in each))
    lines = [table(theta=thetas, y=log_likelihood(thetas, one), who=str(place)) for place, one in enumerate(each)]
    return all_to_bytes({"each": stack(*lines), "sum": table(theta=thetas, y=log_likelihood(thetas, together))})
