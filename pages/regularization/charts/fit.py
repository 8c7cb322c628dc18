"""The main chart: the fitted curve, its weights against the prior, and both NLLs over the strength.

One view holds three panels: the curve on the left, the weights above the NLLs on the right. On a phone the curve is
above, and the other two stand side by side below it.
"""

from typing import Any, Final, NamedTuple

import altair as alt

from pages._kit.charts.base import PAGE, Look, Spec, built_once, finish
from pages._kit.charts.frame import ends
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, LINE, MAP_SHAPE, MLE_SHAPE, REST, STRONG

HEIGHT: Final = 430
PHONE: Final = "width < 560"
HELD: Final = 2.4
"""Width of the dotted line of held-out NLL: thinner dots would be hard to see."""


class Panel(NamedTuple):
    """A panel of the view: where its axes begin and end, on a phone and on a wide screen.

    Attributes
    ----------
    frame : str
        The table with the ends of its axes.
    across, up : tuple of tuple of str
        Begin and end of the axis, each on a phone and on a wide screen.
    foot, side : tuple of str
        Offsets of its horizontal axis from the view's lower edge, and of its vertical one from the view's side.
    """

    frame: str
    across: tuple[tuple[str, str], tuple[str, str]]
    up: tuple[tuple[str, str], tuple[str, str]]
    foot: tuple[str, str] = ("0", "0")
    side: tuple[str, str] = ("0", "0")

    def lead(self, x: tuple[str, str], y: tuple[str, str], x_axis: dict[str, Any], y_axis: dict[str, Any]) -> alt.Chart:
        """The layer with the scales and axes, which the others share; ``x`` and ``y`` are fields and titles."""
        return rows_of(self.frame).mark_point(opacity=0, tooltip=False).encode(
            x=alt.X(f"{x[0]}:Q", title=x[1], scale=self._scale(x[0], self.across),
                    axis=alt.Axis(orient="bottom", offset=_by_width(*self.foot), labelOverlap=True, **x_axis)),
            y=alt.Y(f"{y[0]}:Q", title=y[1], scale=self._scale(y[0], self.up),
                    axis=alt.Axis(offset=_by_width(*self.side), labelOverlap=True, **y_axis)),
        )  # fmt: skip

    def _scale(self, name: str, sides: tuple[tuple[str, str], tuple[str, str]]) -> alt.Scale:
        return alt.Scale(
            domain=ends(name, self.frame), nice=False, padding=0, range=[_by_width(*side) for side in sides]
        )


CURVE: Final = Panel(
    "frame", (("0", "0"), ("width", "0.54 * width")), (("0.5 * height", "height"), ("0", "0")),
    foot=("-0.5 * height", "0"),
)  # fmt: skip
WEIGHTS: Final = Panel(
    "weight_frame", (("0", "0.6 * width"), ("0.4 * width", "width")),
    (("height", "0.4 * height"), ("0.68 * height", "0")),
    foot=("0", "-0.6 * height"), side=("-0.6 * width", "0"),
)  # fmt: skip
NLLS: Final = Panel(
    "nll_frame", (("0.6 * width", "0.6 * width"), ("width", "width")),
    (("height", "height"), ("0.68 * height", "0.6 * height")),
)  # fmt: skip


def _by_width(phone: str, wide: str) -> alt.ExprRef:
    """A length on a phone and on a wide screen."""
    return alt.ExprRef(f"{PHONE} ? {phone} : {wide}")


def _curve() -> alt.LayerChart | alt.FacetChart:
    """Left: the examples, the truth, the MLE and the fit with its band."""
    x, y = alt.X("x:Q", title="x"), alt.Y("y:Q", title="y")
    lead = CURVE.lead(("x", "x"), ("y", "y"), {"tickCount": 5}, {"tickCount": 5})
    band = rows_of("band").mark_area(opacity=0.2, line=False, tooltip=False)
    truth = rows_of("truth").mark_line(strokeWidth=LINE, opacity=0.75, tooltip=False)
    mle = rows_of("mle").mark_line(strokeWidth=LINE, opacity=0.85, tooltip=False)
    fit = rows_of("fit").mark_line(strokeWidth=STRONG, tooltip=False)
    points = rows_of("point").mark_point(size=46, filled=True, opacity=0.95, tooltip=False)
    return alt.layer(
        lead,
        band.encode(x=x, y=y, y2=alt.Y2("high:Q"), color=alt.ColorValue(BOTH)),
        truth.encode(x=x, y=y, color=alt.ColorValue(REST)),
        mle.encode(x=x, y=y, color=alt.ColorValue(DATA)),
        fit.encode(x=x, y=y, color=alt.ColorValue(BOTH)),
        points.encode(x=x, y=y, color=alt.ColorValue(REST)),
    )


def _weights() -> alt.LayerChart | alt.FacetChart:
    """Upper right: each weight as a stem, the MLE's as a triangle, the prior lying on its side."""
    titles = ("weight of each degree", "weight")
    x, y = alt.X("degree:Q", title=titles[0]), alt.Y("weight:Q", title=titles[1])
    lead = WEIGHTS.lead(
        ("degree", titles[0]), ("weight", titles[1]), {"tickMinStep": 1, "format": "d"},
        {"tickCount": 4, "format": "~g", "orient": "right", "titleOpacity": _by_width("0", "1")},
    )  # fmt: skip
    prior = rows_of("prior")
    outline = prior.mark_line(strokeWidth=LINE, strokeDash=list(BELIEF_DASH), tooltip=False)
    area = prior.mark_area(opacity=0.14, orient="horizontal", line=False, tooltip=False)
    point: dict[str, Any] = {"opacity": 1, "tooltip": False}
    true = rows_of("true_weight").mark_tick(orient="horizontal", thickness=2, size=13, opacity=0.9, tooltip=False)
    mle = rows_of("mle_weight").mark_point(shape=MLE_SHAPE, size=34, filled=True, **point)
    stems, kept = rows_of("weight"), rows_of("weight").transform_filter("datum.weight != 0")
    zero = rows_of("weight").transform_filter("datum.weight == 0").mark_point(size=60, strokeWidth=2, **point)
    return alt.layer(
        lead,
        rows_of("origin").mark_rule(strokeWidth=1, opacity=0.6).encode(
            x=alt.X("from:Q", title=titles[0]), x2=alt.X2("to:Q"), y=y, color=alt.ColorValue(REST)
        ),
        area.encode(x=x, x2=alt.X2("base:Q"), y=y, color=alt.ColorValue(BELIEF)),
        outline.encode(x=x, y=y, order=alt.Order("order:Q"), color=alt.ColorValue(BELIEF)),
        true.encode(x=x, y=y, color=alt.ColorValue(REST)),
        mle.encode(x=x, y=y, color=alt.ColorValue(DATA)),
        stems.mark_rule(strokeWidth=LINE).encode(x=x, y=y, y2=alt.Y2Datum(0), color=alt.ColorValue(BOTH)),
        kept.mark_point(shape=MAP_SHAPE, size=75, filled=True, **point).encode(x=x, y=y, color=alt.ColorValue(BOTH)),
        zero.encode(x=x, y=y, color=alt.ColorValue(BOTH)),
    )  # fmt: skip


def _nlls(look: Look) -> alt.LayerChart | alt.FacetChart:
    """Lower right: train and held-out NLL over the strength, the strength now, and the lowest held-out NLL."""
    titles = ("strength", "nats per example")
    x, y = alt.X("strength:Q", title=titles[0]), alt.Y("nll:Q", title=titles[1])
    lead = NLLS.lead(("strength", titles[0]), ("nll", titles[1]), {"tickCount": 5}, {"tickCount": 4, "orient": "right"})
    data, rest = alt.ColorValue(DATA), alt.ColorValue(REST)
    line, now, best = rows_of("sweep"), rows_of("now"), rows_of("best")
    dots = [0, 3.6 * look.stroke]
    held = line.mark_line(strokeWidth=HELD, strokeDash=dots, strokeCap="round", tooltip=False)
    names = rows_of("nll_name").mark_text(align="left", dx=6, fontSize=look.text, baseline="middle")
    return alt.layer(
        lead,
        line.mark_line(strokeWidth=LINE, tooltip=False).encode(x=x, y=alt.Y("train:Q", title=titles[1]), color=data),
        held.encode(x=x, y=alt.Y("held:Q", title=titles[1]), color=data),
        now.mark_rule(strokeWidth=1.2).encode(x=x, y=alt.Y("low:Q", title=titles[1]), y2=alt.Y2("high:Q"), color=rest),
        *(
            now.mark_point(size=60, filled=True, opacity=1, tooltip=False).encode(
                x=x, y=alt.Y(f"{name}:Q", title=titles[1]), color=data
            )
            for name in ("train", "held")
        ),
        best.mark_point(size=170, strokeWidth=2, filled=False, opacity=1, tooltip=False).encode(x=x, y=y, color=rest),
        names.encode(x=x, y=y, text=alt.Text("label:N"), color=data),
    )


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """The three panels: constant for a look."""
    panels = [_curve(), _weights(), _nlls(look)]
    apart = alt.ScaleResolveMap(x="independent", y="independent")
    return finish(alt.layer(*panels, resolve=alt.Resolve(scale=apart)), look, height=HEIGHT)
