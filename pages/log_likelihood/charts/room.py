"""The room's tosses in lesson 3: thin lines, one for each phone, that add up to a thick one.

Each line is drawn from its value at the room's maximum θ̂, so all of them meet there at 0, and at each θ the thin ones
add up to the thick one. On an axis of nats from 0 a hundred phones would be one line at the top of a sum far below.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np

from core.arrays import FloatArray
from core.likelihood.coin import Counts, likelihood_interval, log_likelihood, log_likelihood_ratio, mle
from core.likelihood.pooled import Group, distinct, pooled
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish, stack, table
from pages._kit.charts.linked import HEIGHT, rows_of
from pages._kit.charts.palette import DATA, HALO, LINE, MLE_SHAPE, REST, STRONG
from pages._kit.charts.windows import CLOSEST, cut

LOW: Final = -20.0
"""Nats below the sum's maximum at which the axis ends."""
STEPS: Final = 4.0
"""The upper end of the axis is a multiple of it, in nats, so that it seldom moves while flips come in."""
NAMED_AT: Final = -11.0
"""The height at which the sum has its name, nats."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the chart; it depends on the look alone."""
    x = alt.X(
        "theta:Q", title="θ, probability of heads", scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(tickCount=5),
    )  # fmt: skip
    y = alt.Y(
        "y:Q", title="ℓ(θ) − ℓ(θ̂), nats", scale=alt.Scale(nice=False, zero=False, padding=0),
        axis=alt.Axis(tickCount=6),
    )  # fmt: skip
    data, rest = alt.ColorValue(DATA), alt.ColorValue(REST)
    right = "datum.right"
    style: dict[str, Any] = {
        "align": alt.ExprRef(f"{right} ? 'left' : 'right'"), "dx": alt.ExprRef(f"{right} ? 8 : -8"),
        "baseline": "middle", "fontSize": look.text + 1, "fontWeight": 600,
    }  # fmt: skip
    place = alt.ExprRef("datum.theta > 0.9 ? 'right' : datum.theta < 0.1 ? 'left' : 'center'")
    best, name = rows_of("mle"), rows_of("name")
    text = alt.Text("label:N")
    dotted = rows_of("truth")
    chart = alt.layer(
        rows_of("frame").mark_point(opacity=0).encode(x=x, y=y),
        rows_of("zero").mark_rule(strokeWidth=1, opacity=0.6).encode(y=y, color=rest),
        rows_of("each")
        .mark_line(strokeWidth=1.4)
        .encode(x=x, y=y, detail="heads:Q", color=data, opacity=alt.Opacity("opacity:Q", scale=None)),
        rows_of("sum").mark_line(strokeWidth=STRONG * 1.3).encode(x=x, y=y, color=data),
        dotted.mark_rule(strokeDash=[2, 3], strokeWidth=LINE).encode(x=x, color=rest),
        dotted.mark_text(
            align=alt.ExprRef("datum.theta > 0.7 ? 'right' : 'left'"),
            dx=alt.ExprRef("datum.theta > 0.7 ? -6 : 6"), baseline="top", fontSize=look.text + 1,
        ).encode(x=x, y=alt.YValue(0), text=text, color=alt.ColorValue("currentColor")),
        name.mark_text(**style, **HALO).encode(x=x, y=y, text=text),
        name.mark_text(**style).encode(x=x, y=y, text=text, color=data),
        best.mark_point(size=130, shape=MLE_SHAPE, filled=True, opacity=1).encode(x=x, y=y, color=data),
        best.mark_text(dy=-18, align=place, fontSize=look.text + 1, fontWeight=600, **HALO).encode(x=x, y=y, text=text),
        best.mark_text(dy=-18, align=place, fontSize=look.text + 1, fontWeight=600).encode(
            x=x, y=y, text=text, color=data
        ),
    )  # fmt: skip
    return finish(chart, look, height=HEIGHT)


def rows(each: Sequence[Counts], coin: float | None = None) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    each : sequence of Counts
        The flips of each phone, at least one.
    coin : float or None
        The theta of the coin, once it is known.
    """
    known = [] if coin is None else [coin]
    label = np.array([f"the coin: θ = {theta:g}" for theta in known], dtype=str)
    return _kept(distinct(each)) | {"truth": table(theta=known, label=label)}


@lru_cache(maxsize=32)
def _kept(groups: tuple[Group, ...]) -> Tables:
    together = pooled([one.counts for one in groups for _ in range(one.people)])
    best = mle(together)
    assert best is not None
    most = max(one.people for one in groups)
    grid = np.unique(np.concatenate([np.linspace(CLOSEST, 1 - CLOSEST, 401), [best]]))
    lines = [_from_top(grid, one.counts, best) for one in groups]
    high = STEPS * max(1.0, np.ceil(max(float(line.max()) for line in lines) / STEPS))
    high = min(high, -LOW)
    drawn = [
        table(theta=x, y=y, heads=one.counts.heads, opacity=0.25 + 0.65 * one.people / most)
        for one, (x, y) in zip(groups, (cut(grid, line, LOW, high) for line in lines), strict=True)
    ]
    x, y = cut(grid, log_likelihood_ratio(grid, together), LOW, np.inf)
    right = best < 0.5
    near = likelihood_interval(together, -NAMED_AT)
    common = max(groups, key=lambda one: one.people)
    # Half-way between the sum and the end of the axis, where the thin lines are apart.
    at = (max(near.upper, best) + 1) / 2 if right else min(near.lower, best) / 2
    height = float(np.clip(_from_top(np.array([at]), common.counts, best)[0], LOW + 1, high - 1))
    return all_to_bytes({
        "frame": table(theta=[0.0, 1.0], y=[LOW, high]),
        "zero": table(y=[0.0]),
        "each": stack(*drawn),
        "sum": table(theta=x, y=y),
        "mle": table(theta=[best], y=0.0, label="MLE θ̂"),
        "name": table(
            theta=[near.upper if right else near.lower, at], y=[NAMED_AT, height], right=right,
            label=np.array(["the sum", "one phone"]),
        ),
    })  # fmt: skip


def _from_top(thetas: FloatArray, counts: Counts, best: float) -> FloatArray:
    """A phone's log-likelihood from its value at the room's maximum, where its flips are possible."""
    return log_likelihood(thetas, counts) - log_likelihood(best, counts)
