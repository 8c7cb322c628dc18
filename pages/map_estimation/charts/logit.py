"""One posterior as a density of theta and as a density of logit theta, with both peaks and a shaded interval."""

from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa
from scipy.special import expit, logit

from core.arrays import FloatArray
from core.belief.beta import Beta
from core.belief.map_coin import logit_logpdf
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, HALO, MAP_SHAPE, REST, STRONG
from pages._kit.charts.windows import cut

HEIGHT: Final = 260
REACH: Final = 6.0
"""Standard deviations of the logit that are drawn on each side of its peak."""
CEILING: Final = 1.25


def _x(left: bool, *, lead: bool = False) -> alt.X:
    """The horizontal channel; the first layer (``lead``) brings scale and axis, which the others share."""
    title = "θ" if left else "log θ/(1 − θ), the logit"
    if not lead:
        return alt.X("x:Q", title=title)
    ends = ["0", "0.46*width"] if left else ["0.54*width", "width"]
    return alt.X(
        "x:Q",
        title=title,
        scale=alt.Scale(nice=False, zero=False, padding=0, range=[alt.ExprRef(end) for end in ends]),
        axis=alt.Axis(orient="bottom", tickCount=5, labelOverlap=True, format="~g"),
    )


def _y(left: bool, *, lead: bool = False) -> alt.Y:
    """The vertical channel, in the same way."""
    title = "density, per unit of θ" if left else "density, per unit of logit"
    if not lead:
        return alt.Y("density:Q", title=title)
    return alt.Y(
        "density:Q",
        title=title,
        scale=alt.Scale(zero=True, nice=False, padding=0),
        axis=alt.Axis(orient="left" if left else "right", tickCount=4, format="~g"),
    )


def _panel(side: str, look: Look) -> alt.LayerChart | alt.FacetChart:
    """One density with its shaded interval, its own peak (filled) and the other density's peak (hollow)."""
    left = side == "theta"
    x, y = _x(left), _y(left)
    both, curve, marks = alt.ColorValue(BOTH), rows_of(side), rows_of(f"{side}_mark")
    own, other = marks.transform_filter("datum.kind == 'own'"), marks.transform_filter("datum.kind == 'other'")
    mark: dict[str, Any] = {"shape": MAP_SHAPE, "size": 130, "opacity": 1, "tooltip": False, "strokeWidth": 2}
    style: dict[str, Any] = {
        "dy": -look.text,
        "fontSize": look.text,
        "fontWeight": 600,
        "align": alt.ExprRef("datum.side < 0 ? 'left' : datum.side > 0 ? 'right' : 'center'"),
    }
    return alt.layer(
        marks.transform_filter("datum.kind == 'frame'")
        .mark_point(opacity=0, tooltip=False)
        .encode(x=_x(left, lead=True), y=_y(left, lead=True)),
        curve.transform_filter("datum.inside").mark_area(opacity=0.25, line=False).encode(x=x, y=y, color=both),
        rows_of(f"{side}_line").mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=both),
        own.mark_rule(strokeWidth=1, strokeDash=[2, 3]).encode(x=x, y=y, y2=alt.Y2Datum(0), color=alt.ColorValue(REST)),
        other.mark_point(filled=False, **mark).encode(x=x, y=y, color=both),
        own.mark_point(filled=True, **mark).encode(x=x, y=y, color=both),
        own.mark_text(**style, **HALO).encode(x=x, y=y, text=alt.Text("label:N")),
        own.mark_text(**style).encode(x=x, y=y, text=alt.Text("label:N"), color=both),
    )


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Both panels: constant for a look."""
    panels = [_panel("theta", look), _panel("logit", look)]
    apart = alt.ScaleResolveMap(x="independent", y="independent")
    return finish(alt.layer(*panels, resolve=alt.Resolve(scale=apart)), look, height=HEIGHT)


def reach(belief: Beta) -> tuple[float, float]:
    """The ends of the horizontal axis, as logits."""
    peak, sd = np.log(belief.a) - np.log(belief.b), np.sqrt(1 / belief.a + 1 / belief.b)
    return float(peak - REACH * sd), float(peak + REACH * sd)


def rows(belief: Beta, lower: float, upper: float, digits: int = 3) -> Tables:
    """The tables of both panels.

    Parameters
    ----------
    belief : Beta
        The posterior of theta.
    lower, upper : float
        The shaded interval of theta.
    digits : int
        Decimals of the peaks.
    """
    first, last = reach(belief)
    ends = logit(np.clip([lower, upper], expit(first), expit(last)))
    # The interval's ends are points of the curve, so that the shade ends there exactly.
    phi = np.unique(np.concatenate([np.linspace(first, last, 201), ends]))
    inside = (phi >= ends[0]) & (phi <= ends[1]) & (ends[0] < ends[1])
    theta, mode = expit(phi), belief.mode
    with np.errstate(over="ignore"):
        on_theta = np.exp(belief.logpdf(theta))
    on_logit = np.exp(logit_logpdf(phi, belief))
    ceiling = CEILING * _top(belief, on_theta)
    line_theta, line = cut(theta, on_theta, 0.0, ceiling)
    on_theta = np.minimum(on_theta, ceiling)
    tops = {"other": belief.mean} | ({"own": mode.at[0]} if mode.place == "inside" else {})
    turned = {"own": belief.mean} | ({"other": mode.at[0]} if mode.place == "inside" else {})
    return {
        "theta": table(x=theta, density=on_theta, inside=inside),
        "theta_line": table(x=line_theta, density=line),
        "theta_mark": _marks(theta, on_theta, ceiling, tops, tops, digits),
        "logit": table(x=phi, density=on_logit, inside=inside),
        "logit_line": table(x=phi, density=on_logit),
        "logit_mark": _marks(
            phi, on_logit, CEILING * float(on_logit.max()), turned,
            {name: float(logit(at)) for name, at in turned.items()}, digits,
        ),
    }  # fmt: skip


def _top(belief: Beta, density: FloatArray) -> float:
    """The highest density that is drawn, finite even if the density is not."""
    if np.isfinite(belief.mode.height):
        return max(belief.mode.height, float(density.max()))
    return float(np.median(density)) * 4


def _marks(
    x: FloatArray, density: FloatArray, ceiling: float, thetas: dict[str, float], places: dict[str, float], digits: int
) -> pa.Table:
    """Both corners of the frame, a filled mark at the panel's own peak, a hollow one at the other panel's."""
    at = np.array([x[0], x[-1], *places.values()])
    along = (at - x[0]) / (x[-1] - x[0])
    return table(
        kind=["frame", "frame", *thetas],
        x=at,
        density=np.concatenate([[0.0, ceiling], np.interp(at[2:], x, density)]),
        label=["", "", *(f"peak at θ = {theta:.{digits}f}" for theta in thetas.values())],
        side=np.where(along < 0.2, -1, np.where(along > 0.8, 1, 0)),
    )
