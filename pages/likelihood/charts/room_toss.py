"""The room's tosses in lesson 2: the likelihood of all flips, and of fewer flips with the same share of heads.

Every curve is divided by its maximum, so the axes stay as they are while flips come in, and the curve gets narrower.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np

from core.likelihood.coin import Counts, likelihood_interval, log_likelihood_ratio, mle
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish, stack, table
from pages._kit.charts.linked import HEIGHT, rows_of
from pages._kit.charts.palette import DATA, HALO, LINE, MLE_SHAPE, REST, STRONG
from pages._kit.charts.windows import WHOLE, fine_grid

FEWER: Final = (10, 100, 1000)
"""Numbers of flips whose curves are drawn for comparison."""
HEADROOM: Final = 1.24
NAMED_AT: Final = (0.3, 0.55, 0.8)
"""The heights at which those curves have their names: each where the next one is far enough."""


def theta_x(name: str = "theta") -> alt.X:
    """The axis of theta."""
    return alt.X(f"{name}:Q", title="θ, probability of heads", scale=alt.Scale(domain=[0, 1], nice=False),
                 axis=alt.Axis(tickCount=5))  # fmt: skip


def ratio_y(name: str = "y", low: float = 0.0) -> alt.Y:
    """The axis of the likelihood as a share of its maximum, from ``low`` for marks that stand under it."""
    return alt.Y(f"{name}:Q", title="L(θ) / L(θ̂)", scale=alt.Scale(domain=[low, HEADROOM], nice=False),
                 axis=alt.Axis(values=[0, 0.5, 1], format=".1f"))  # fmt: skip


def top(look: Look, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The maximum and its name, from the table "mle"."""
    rows, data = rows_of("mle"), alt.ColorValue(DATA)
    place = alt.ExprRef("datum.theta > 0.9 ? 'right' : datum.theta < 0.1 ? 'left' : 'center'")
    style: dict[str, Any] = {"dy": -18, "align": place, "fontSize": look.text + 1, "fontWeight": 600}
    at: dict[str, Any] = {"x": x, "y": y, "text": alt.Text("label:N")}
    return [
        rows.mark_point(size=130, shape=MLE_SHAPE, filled=True, opacity=1).encode(x=x, y=y, color=data),
        rows.mark_text(**style, **HALO).encode(**at),
        rows.mark_text(**style).encode(**at, color=data),
    ]


def truth(look: Look, x: alt.X) -> list[alt.Chart]:
    """A dotted line at the coin's theta, from the table "truth"."""
    rows, rest = rows_of("truth"), alt.ColorValue(REST)
    right = "datum.theta > 0.7"
    style: dict[str, Any] = {
        "align": alt.ExprRef(f"{right} ? 'right' : 'left'"), "dx": alt.ExprRef(f"{right} ? -6 : 6"),
        "baseline": "top", "fontSize": look.text + 1, "fontWeight": 600,
    }  # fmt: skip
    at: dict[str, Any] = {"x": x, "y": alt.YValue(0), "text": alt.Text("label:N")}
    return [
        rows.mark_rule(strokeDash=[2, 3], strokeWidth=LINE).encode(x=x, color=rest),
        rows.mark_text(**style, **HALO).encode(**at),
        rows.mark_text(**style).encode(**at, color=alt.ColorValue("currentColor")),
    ]


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Return the chart's spec, constant for a look."""
    x, y, data = theta_x(), ratio_y(), alt.ColorValue(DATA)
    named = rows_of("name").transform_filter("width > 480")
    style: dict[str, Any] = {
        "align": alt.ExprRef("datum.right ? 'left' : 'right'"), "dx": alt.ExprRef("datum.right ? 6 : -6"),
        "baseline": "middle", "fontSize": look.text,
    }  # fmt: skip
    at: dict[str, Any] = {"x": x, "y": y, "text": alt.Text("label:N")}
    chart = alt.layer(
        rows_of("near").mark_area(opacity=0.18, line=False).encode(x=x, y=y, y2=alt.Y2Datum(0), color=data),
        rows_of("fewer")
        .mark_line(strokeWidth=1.2, opacity=0.7)
        .encode(x=x, y=y, detail=alt.Detail("flips:Q"), color=data),
        rows_of("all").mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=data),
        named.mark_text(**style, **HALO).encode(**at),
        named.mark_text(**style).encode(**at, color=data),
        *truth(look, x),
        *top(look, x, y),
    )
    return finish(chart, look, height=HEIGHT)


def rows(counts: Counts, drop: float, coin: float | None) -> Tables:
    """Return the chart's tables.

    Parameters
    ----------
    counts : Counts
        The flips of the room, at least one.
    drop : float
        Nats below the maximum within which the curve is shaded.
    coin : float or None
        The theta of the coin, once it is known.
    """
    known = [] if coin is None else [coin]
    label = np.array([f"the coin: θ = {theta:g}" for theta in known], dtype=str)
    return _kept(counts, drop) | {"truth": table(theta=known, label=label)}


@lru_cache(maxsize=32)
def _kept(counts: Counts, drop: float) -> Tables:
    best = mle(counts)
    assert best is not None
    near = likelihood_interval(counts, drop)
    thetas = fine_grid(WHOLE, [best, *near])
    inside = np.unique(np.concatenate([np.linspace(near.lower, near.upper, 81), [best]]))
    log_ratio = log_likelihood_ratio(thetas, counts)
    fewer = [flips for flips in FEWER if flips < counts.n]
    curves = [table(theta=thetas, y=np.exp(log_ratio * flips / counts.n), flips=flips) for flips in fewer]
    names = list(_names(counts, best, fewer))
    return all_to_bytes({
        "all": table(theta=thetas, y=np.exp(log_ratio)),
        "fewer": stack(table(theta=np.zeros(0), y=np.zeros(0), flips=np.zeros(0)), *curves),
        "near": table(theta=inside, y=np.exp(log_likelihood_ratio(inside, counts))),
        "mle": table(theta=[best], y=1.0, label=f"MLE θ̂, {counts.n:,} flips"),
        "name": table(
            theta=[theta for theta, *_ in names], y=[y for _, y, _, _ in names],
            right=np.array([right for *_, right, _ in names], dtype=bool),
            label=np.array([label for *_, label in names], dtype=str),
        ),
    })  # fmt: skip


def _names(counts: Counts, best: float, fewer: list[int]) -> Iterator[tuple[float, float, bool, str]]:
    """For each smaller number of flips the place of its name: beside its curve, on the side with more room."""
    right = best < 0.6
    for flips, height in zip(fewer, NAMED_AT, strict=False):
        ends = likelihood_interval(counts, -np.log(height) * counts.n / flips)
        yield (ends.upper if right else ends.lower), height, right, f"if only {flips:,} flips"
