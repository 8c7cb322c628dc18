"""What two charts of the criteria that choose a strength share: their curves, and the names of their lowest points."""

from typing import Any, Final

import altair as alt

from core.numbers import significant
from core.regularization.strength import penalty_at
from pages._kit.charts.base import Look
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, DATA, HALO, LINE, REST, STRONG
from pages._kit.charts.panels import up

TOP: Final = 1.0
"""Nats per example up to which the curves are drawn."""
STYLES: Final = {"held_out": (REST, LINE), "cross_validated": (DATA, LINE), "evidence": (BOTH, STRONG)}
NAMES: Final = {"held_out": "held-out", "cross_validated": "cross-validation", "evidence": "evidence"}
NARROW: Final = 420
"""Charts narrower than this, in px, show short names."""


def penalty_text(strength: float) -> str:
    """The penalty at a strength as it is written: λ = 0.0316."""
    return f"λ = {significant(penalty_at(strength), 3)}"


def up_to_top(title: str) -> alt.Y:
    """The vertical axis, with ticks up to ``TOP``; above them is room for the names."""
    return up("nats", title, format="~g", values=[0, 0.2, 0.4, 0.6, 0.8, TOP], tickCount=6)


def curves(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The curve of each criterion."""
    return [
        rows_of(name).mark_line(strokeWidth=width, tooltip=False).encode(x=x, y=y, color=alt.ColorValue(color))
        for name, (color, width) in STYLES.items()
    ]


def lowest(
    best: alt.Chart, x: alt.X, y: alt.Y, level: alt.Y, ink: alt.ColorValue, *, strong: bool = False
) -> list[alt.Chart]:
    """A dot at a lowest point, and the rule from it up to its name."""
    width, dash = (STRONG, alt.Undefined) if strong else (1, [2, 3])
    return [
        best.mark_rule(strokeWidth=width, strokeDash=dash).encode(x=x, y=level, y2=alt.Y2("nats:Q"), color=ink),
        best.mark_point(size=90, filled=True, opacity=1, tooltip=False).encode(x=x, y=y, color=ink),
    ]


def named(best: alt.Chart, x: alt.X, level: alt.Y, ink: alt.ColorValue, look: Look) -> list[alt.Chart]:
    """The name of a lowest point: to the right of its own rule, unless it would leave the chart there."""
    beyond = f"datum.strength * width + 6 + 0.56 * length(datum.shown) * {look.text} * {look.growth} > width"
    word: dict[str, Any] = {
        "fontSize": look.text, "fontWeight": 600, "align": alt.ExprRef(f"{beyond} ? 'right' : 'left'"),
        "dx": alt.ExprRef(f"{beyond} ? -6 : 6"),
    }  # fmt: skip
    shown = best.transform_calculate(shown=f"width < {NARROW} ? datum.short : datum.label")
    return [
        shown.mark_text(**word, **HALO).encode(x=x, y=level, text=alt.Text("shown:N")),
        shown.mark_text(**word).encode(x=x, y=level, text=alt.Text("shown:N"), color=ink),
    ]
