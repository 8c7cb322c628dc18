"""The weights under dropout and under ridge, and the prior on each weight that is equivalent to dropout."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np

from core.arrays import FloatArray
from core.regularization import ridge
from core.regularization.dropout import fit, penalties
from core.regularization.problem import Problem
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.frame import ceiling, ends, frame
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, LINE, MAP_SHAPE, MEAN_SHAPE, REST

HEIGHT: Final = 230
BESIDE: Final = 0.13
"""Distance of dropout's mark to the left of the degree, and of ridge's to the right."""


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """Weights and widths: constant for a look."""
    x, y, belief, both = alt.X("at:Q"), alt.Y("w:Q"), alt.ColorValue(BELIEF), alt.ColorValue(BOTH)
    weight, width = rows_of("weight"), rows_of("width")
    bar = width.mark_rule(strokeWidth=LINE, strokeDash=list(BELIEF_DASH), clip=True)
    end = width.mark_tick(thickness=LINE, size=14, orient="horizontal", clip=True)
    zero = rows_of("frame").mark_rule(strokeWidth=1, opacity=0.6)
    mark: dict[str, Any] = {"size": 110, "strokeWidth": 2, "opacity": 1, "tooltip": False, "clip": True}
    layers = [
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(
            x=alt.X(
                "at:Q", title="degree k of the polynomial", scale=alt.Scale(domain=ends("at"), nice=False, padding=0),
                axis=alt.Axis(tickMinStep=1, format="d"),
            ),
            y=alt.Y(
                "w:Q", title="weight, units of y", scale=alt.Scale(domain=ends("w"), nice=False, padding=0),
                axis=alt.Axis(tickCount=5, format="~g"),
            ),
        ),
        zero.encode(y=alt.YDatum(0), color=alt.ColorValue(REST)),
        bar.encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), color=belief),
        end.encode(x=x, y=alt.Y("low:Q"), color=belief),
        end.encode(x=x, y=alt.Y("high:Q"), color=belief),
        weight.transform_filter("datum.of == 'ridge'").mark_point(shape=MEAN_SHAPE, **mark).encode(
            x=x, y=y, color=alt.ColorValue(REST)
        ),
        weight.transform_filter("datum.of == 'dropout'").mark_point(shape=MAP_SHAPE, filled=True, **mark).encode(
            x=x, y=y, color=both
        ),
    ]  # fmt: skip
    return finish(alt.layer(*layers), look, height=HEIGHT)


def same_ridge(problem: Problem, rate: float) -> float:
    """Lambda of the ridge that dropout is compared with: the mean of dropout's coefficients."""
    return float(penalties(problem, rate).mean())


def widths(problem: Problem, rate: float) -> FloatArray:
    r"""Standard deviation of each weight under the prior equivalent to dropout, :math:`1/\sqrt{2\lambda_j}`."""
    with np.errstate(divide="ignore"):
        return np.asarray(1 / np.sqrt(2 * penalties(problem, rate)))


def rows(problem: Problem, rate: float) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    problem : Problem
        The examples.
    rate : float
        Probability that a feature is dropped. At 0 there is no prior, and no bar.
    """
    dropped, ridged = fit(problem, rate).weights, ridge.fit(problem, same_ridge(problem, rate)).weights
    k, sd = np.arange(1.0, problem.degree + 1), widths(problem, rate)
    largest = max(float(np.abs(dropped).max()), float(np.abs(ridged).max()))
    half = ceiling(1.15 * max(largest, min(float(sd.max()), 2 * largest)))
    seen = np.isfinite(sd)
    # A bar that ends beyond the panel is cut there, so that its end mark is not drawn.
    sd = np.minimum(sd, 2 * half)
    return {
        "frame": frame(at=(0.5, problem.degree + 0.5), w=(-half, half)),
        "width": table(at=(k - BESIDE)[seen], low=-sd[seen], high=sd[seen]),
        "weight": table(
            of=np.repeat(["dropout", "ridge"], problem.degree), at=np.concatenate([k - BESIDE, k + BESIDE]),
            w=np.concatenate([dropped, ridged]),
        ),
    }  # fmt: skip
