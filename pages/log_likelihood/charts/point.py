"""The right panel of lesson 3's first chart: the point at the current theta, its tangent and their read-out.

The panel's two channels are here too; the curve uses them as well.
"""

from typing import Any, Final

import altair as alt

from pages._kit.charts.base import Layered, Look
from pages._kit.charts.linked import IN_WINDOW, at_now
from pages._kit.charts.palette import DATA, HALO, REST, STRONG
from pages.log_likelihood.charts import staircase

RIGHT_START: Final = "0.42*width"
IMPOSSIBLE: Final = -1e200

POINT: Final = {
    **staircase.STAIRS,
    "slope": "(datum.heads ? datum.heads / datum.now : 0) - (datum.tails ? datum.tails / (1 - datum.now) : 0)",
    "inside": IN_WINDOW,
    # Clamped, because a row outside the panel would stretch its axes.
    "at": "clamp(datum.now, datum.lower, datum.upper)",
    "rise": "datum.exact - datum.base",
    "y": "clamp(datum.rise, datum.low, datum.high)",
    "px": "(datum.now - datum.lower) / (datum.upper - datum.lower)",
    "py": "height * (datum.high - datum.y) / (datum.high - datum.low)",
}
"""Fields of the point on the curve, with its position in its own panel and in the staircase's."""

TANGENT: Final = {
    # The same length on the screen for every slope, cut where it would leave the panel and stretch its axes.
    "half": "0.18 * (datum.upper - datum.lower) / sqrt(1 + pow(0.75 * datum.slope"
    " * (datum.upper - datum.lower) / (datum.high - datum.low), 2))",
    "down": "datum.slope == 0 ? datum.half : min(datum.half, (datum.rise - datum.low) / abs(datum.slope))",
    "up": "datum.slope == 0 ? datum.half : min(datum.half, (datum.high - datum.rise) / abs(datum.slope))",
    "x0": "max(datum.lower, datum.now - (datum.slope > 0 ? datum.down : datum.up))",
    "x1": "min(datum.upper, datum.now + (datum.slope > 0 ? datum.up : datum.down))",
    "y0": "datum.rise + (datum.x0 - datum.now) * datum.slope",
    "y1": "datum.rise + (datum.x1 - datum.now) * datum.slope",
}


def theta_x(name: str) -> alt.X:
    """The horizontal channel of the right panel."""
    ends = [alt.ExprRef(RIGHT_START), alt.ExprRef("width")]
    return alt.X(
        f"{name}:Q",
        title="θ, probability of heads",
        scale=alt.Scale(nice=False, zero=False, padding=0, range=ends),
        axis=alt.Axis(orient="bottom", tickCount=5, labelOverlap=True, format="~g"),
    )


def nats_y(name: str, *, right: bool = False) -> alt.Y:
    """The vertical channel in nats, with its axis on the left, or on the right if the curve has a scale of its own."""
    return alt.Y(
        f"{name}:Q",
        title="ℓ(θ) − ℓ(θ̂), nats" if right else "Sum of log p, nats",
        scale=alt.Scale(zero=False, nice=False, padding=0),
        axis=alt.Axis(orient="right" if right else "left", tickCount=6, format=",~f", labelOverlap=True),
    )


def layers(right: bool, look: Look) -> Layered:
    """The marks at the current θ: drop line, tangent, ring, and a read-out of θ, ℓ and slope."""
    line = look.text + 4
    x, data = theta_x("at"), alt.ColorValue(DATA)
    y, shown = nats_y("y", right=right), "datum.inside ? 1 : 0"
    rule = alt.Chart().mark_rule(strokeWidth=1, opacity=alt.ExprRef(shown))
    tangent = alt.Chart().transform_filter("datum.inside && isFinite(datum.slope) && datum.rise > datum.low")
    ring = alt.Chart().mark_point(size=150, strokeWidth=STRONG, filled=False, opacity=alt.ExprRef(shown), tooltip=False)
    style: dict[str, Any] = {
        "align": alt.ExprRef("datum.align"),
        "dx": alt.ExprRef("datum.align == 'right' ? -14 : 14"),
        "dy": alt.ExprRef(f"datum.outside ? {-2.6 * line} : min({2.4 * line}, height - datum.py - {2.5 * line})"),
        "lineHeight": line,
        "fontSize": look.text + 1,
        "fontWeight": 600,
    }
    read: dict[str, Any] = {"x": x, "y": nats_y("read_y", right=right), "text": alt.Text("read:N")}
    return alt.layer(
        rule.encode(x=x, y=y, y2=alt.Y2("low:Q"), color=alt.ColorValue(REST)),
        tangent.mark_rule(strokeWidth=1.5, clip=True).encode(
            x=theta_x("x0"), x2=alt.X2("x1:Q"), y=nats_y("y0", right=right), y2=alt.Y2("y1:Q"), color=data
        ),
        ring.encode(x=x, y=y, color=data),
        alt.Chart().mark_text(**style, **HALO).encode(**read),
        alt.Chart().mark_text(**style).encode(**read, color=data),
        **at_now("now", **POINT, **TANGENT, **_reading(line)),
    )


def _reading(line: int) -> dict[str, str]:
    """Fields of the read-out: outside the curve if it fits, else below it; at the edge for a θ outside the window."""
    return {
        "left": "datum.now < datum.best",
        "outside": f"datum.inside && (datum.left ? datum.px > 0.3 : datum.px < 0.7) && datum.py > {4.5 * line}",
        # Left of the peak and below the panel, the text goes left: the gap between the panels is free.
        "align": "width > 420 && datum.left && datum.rise < datum.low && datum.inside"
        " || (datum.inside ? datum.left == datum.outside : datum.px > 1) ? 'right' : 'left'",
        "read_y": "datum.inside ? datum.y : datum.high",
        "read": "[(datum.px < 0 ? '◀ ' : '') + 'θ = ' + format(datum.now, '.3f') + (datum.px > 1 ? ' ▶' : ''),"
        f" 'ℓ = ' + (datum.exact < {IMPOSSIBLE} ? '−∞' : format(datum.exact, datum.exact > -10000 ? ',.3f' : ',.1f')),"
        " isFinite(datum.slope)"
        " ? 'slope ' + format(datum.slope, abs(datum.slope) < 1000 ? '.3f' : ',.0f') : 'no slope']",
    }
