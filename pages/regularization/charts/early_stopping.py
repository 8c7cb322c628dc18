"""The part of the MLE that early stopping keeps along each eigen-direction, and the part that ridge keeps."""

from __future__ import annotations

from typing import Final

import altair as alt
import numpy as np

from core.regularization.early_stopping import best_match, directions, kept_by_ridge, kept_by_steps, simple_match
from core.regularization.problem import Problem
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.frame import ends, frame
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, DATA, LINE, MAP_SHAPE, MEAN_SHAPE, REST, STRONG

HEIGHT: Final = 340
SMALLEST: Final = 1e-9
"""The least curvature that is drawn, as a part of the largest."""
POINTS: Final = 161
LOW: Final = 0.15
"""Parts up to this one have no room for a label below their points."""


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """Both curves with the directions on them: constant for a look."""
    x, data, both, rest = _curvature(), alt.ColorValue(DATA), alt.ColorValue(BOTH), alt.ColorValue(REST)
    curve, dot, gap = rows_of("curve"), rows_of("direction"), rows_of("gap")
    chart = alt.layer(
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(
            x=_curvature(lead=True), y=_kept("kept", lead=True)
        ),
        curve.mark_line(strokeWidth=STRONG).encode(x=x, y=_kept("ridge"), color=both),
        curve.mark_line(strokeWidth=LINE, strokeDash=[2, 3]).encode(x=x, y=_kept("match"), color=both),
        curve.mark_line(strokeWidth=LINE).encode(x=x, y=_kept("stopped"), color=data),
        gap.mark_rule(strokeWidth=STRONG, opacity=0.7).encode(
            x=x, y=_kept("ridge"), y2=alt.Y2("stopped:Q"), color=rest
        ),
        dot.mark_point(shape=MAP_SHAPE, size=110, strokeWidth=LINE, opacity=1, tooltip=False).encode(
            x=x, y=_kept("ridge"), color=both
        ),
        dot.mark_point(shape=MEAN_SHAPE, size=75, filled=True, opacity=1, tooltip=False).encode(
            x=x, y=_kept("stopped"), color=data
        ),
        # The label stands below the lower curve, which is free of marks, unless the axis is too near.
        gap.mark_text(
            align=alt.ExprRef("datum.right ? 'right' : 'left'"), dx=alt.ExprRef("datum.right ? 24 : 3"),
            dy=alt.ExprRef("datum.down ? 24 : -20"), fontSize=look.text, fontWeight=600,
        ).encode(x=x, y=_kept("beside"), text=alt.Text("label:N"), color=rest),
    )  # fmt: skip
    return finish(chart, look, height=HEIGHT)


def _curvature(*, lead: bool = False) -> alt.X:
    """The horizontal channel; the first layer (``lead``) brings scale and axis, which the others share."""
    title = "curvature h, nats per unit² of w"
    if not lead:
        return alt.X("h:Q", title=title)
    return alt.X(
        "h:Q", title=title, scale=alt.Scale(type="log", domain=ends("h"), nice=False, padding=0),
        axis=alt.Axis(tickCount=6, format="~g", labelOverlap=True),
    )  # fmt: skip


def _kept(field: str, *, lead: bool = False) -> alt.Y:
    """The vertical channel, in the same way."""
    title = "part of the MLE that is kept"
    if not lead:
        return alt.Y(f"{field}:Q", title=title)
    return alt.Y(
        f"{field}:Q", title=title, scale=alt.Scale(domain=ends("kept"), nice=False, padding=0),
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2~f"),
    )  # fmt: skip


def rows(problem: Problem, steps: float) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    problem : Problem
        The examples.
    steps : float
        Steps of gradient descent, from 1; ``inf`` for convergence.
    """
    h, rate = directions(problem)
    simple, best = simple_match(problem, steps).weight_decay, best_match(problem, steps).weight_decay
    low, high = max(float(min(h[-1] / 2.5, h[0] / 40)), SMALLEST * float(h[0])), 1.6 * float(h[0])
    drawn = np.geomspace(low, high, POINTS)
    stopped, ridged = kept_by_steps(h, rate, steps), kept_by_ridge(h, simple)
    apart = np.abs(stopped - ridged)
    worst = int(apart.argmax())
    seen = [worst] if apart[worst] >= 5e-4 else []
    return {
        "frame": frame(h=(low, high), kept=(-0.03, 1.06)),
        "curve": table(
            h=drawn, stopped=kept_by_steps(drawn, rate, steps), ridge=kept_by_ridge(drawn, simple),
            match=kept_by_ridge(drawn, best),
        ),
        "direction": table(h=h, stopped=stopped, ridge=ridged),
        "gap": table(
            h=h[seen], stopped=stopped[seen], ridge=ridged[seen], right=h[seen] > 0.5 * high,
            beside=np.where(ridged > LOW, ridged, stopped)[seen], down=(ridged > LOW)[seen],
            label=np.array([f"gap {apart[k]:.3f}" for k in seen], dtype=np.str_),
        ),
    }  # fmt: skip
