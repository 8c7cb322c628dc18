"""Cross-validation, evidence and held-out NLL over the penalty, each above its own lowest value."""

from typing import Any, Final

import altair as alt
import numpy as np

from core.numbers import significant
from core.regularization.model_choice import PENALTIES, Choice, Curve
from core.regularization.strength import HIGHEST, LOWEST, penalty_at
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, DATA, HALO, LINE, REST, STRONG
from pages._kit.charts.panels import across, corners, up
from pages._kit.charts.windows import cut

HEIGHT: Final = 300
TICKS: Final = [10.0**power for power in range(-2, 4)]
TOP: Final = 1.0
"""Nats per example up to which the curves are drawn."""
ROOM: Final = 1.32
"""Height of the axis: above the curves stand the names of the optima, which no curve crosses."""
STYLES: Final = {"held_out": (REST, LINE), "cross_validated": (DATA, LINE), "evidence": (BOTH, STRONG)}
NAMES: Final = {"held_out": "held-out", "cross_validated": "cross-validation", "evidence": "evidence"}
NARROW: Final = 420
"""Charts narrower than this, in px, show short names."""
LEVELS: Final = (1.26, 1.17, 1.08)
"""Heights of the optima's names, from the smallest lambda to the largest: they may share one. A name to the right of
its own rule so stands above the rules that it would cross."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """The three curves and their optima: constant for a look."""
    titles = ("λ, log axis", "nats per example, above its lowest")
    x, y = alt.X("penalty:Q", title=titles[0]), alt.Y("nats:Q", title=titles[1])
    lead = corners(
        across("penalty", titles[0], scale="log", format="~g", values=TICKS),
        up("nats", titles[1], format="~g", values=[0, 0.2, 0.4, 0.6, 0.8, TOP], tickCount=6),
    )
    lines = [
        rows_of(name).mark_line(strokeWidth=width, tooltip=False).encode(x=x, y=y, color=alt.ColorValue(color))
        for name, (color, width) in STYLES.items()
    ]
    level = alt.Y("level:Q", title=titles[1])
    word, marks = name_style(look), []
    for name, (color, _) in STYLES.items():
        best, ink = rows_of("best").transform_filter(f"datum.name == '{name}'"), alt.ColorValue(color)
        named = best.transform_calculate(shown=f"width < {NARROW} ? datum.short : datum.label")
        marks += [
            best.mark_rule(strokeWidth=1, strokeDash=[2, 3]).encode(x=x, y=level, y2=alt.Y2("nats:Q"), color=ink),
            best.mark_point(size=90, filled=True, opacity=1, tooltip=False).encode(x=x, y=y, color=ink),
            named.mark_text(**word, **HALO).encode(x=x, y=level, text=alt.Text("shown:N")),
            named.mark_text(**word).encode(x=x, y=level, text=alt.Text("shown:N"), color=ink),
        ]
    return finish(alt.layer(lead, *lines, *marks), look, height=HEIGHT)


def name_style(look: Look) -> dict[str, Any]:
    """Type and place of a name: to the right of its own rule, unless it would leave the chart there."""
    beyond = f"datum.strength * width + 6 + 0.56 * length(datum.shown) * {look.text} * {look.growth} > width"
    return {
        "fontSize": look.text, "fontWeight": 600, "align": alt.ExprRef(f"{beyond} ? 'right' : 'left'"),
        "dx": alt.ExprRef(f"{beyond} ? -6 : 6"),
    }  # fmt: skip


def rows(choice: Choice) -> Tables:
    """The tables, as bytes; without an evidence, as for a Laplace prior, its table is empty."""
    curves: dict[str, Curve | None] = {name: getattr(choice, name) for name in STYLES}
    chosen = [(name, curve.best) for name, curve in curves.items() if curve is not None]
    best = dict(sorted(chosen, key=lambda one: one[1]))
    parts = {"frame": table(penalty=[10**LOWEST, 10**HIGHEST], nats=[0, ROOM])}
    for name, curve in curves.items():
        above = np.zeros(0) if curve is None else curve.value - curve.value.min()
        penalty, nats = cut(PENALTIES[: above.size], above, 0.0, TOP)
        parts[name] = table(penalty=penalty, nats=nats)
    parts["best"] = table(
        name=list(best), penalty=[penalty_at(strength) for strength in best.values()], nats=0.0,
        level=LEVELS[: len(best)], short=[NAMES[name] for name in best],
        label=[f"{NAMES[name]}: λ = {significant(penalty_at(strength), 3)}" for name, strength in best.items()],
        strength=list(best.values()),
    )  # fmt: skip
    return {name: to_bytes(part) for name, part in parts.items()}
