"""Cross-validation, evidence and held-out NLL over the penalty, each above its own lowest value."""

from typing import Any, Final

import altair as alt
import numpy as np

from core.regularization.model_choice import PENALTIES, Choice, Curve
from core.regularization.strength import HIGHEST, LOWEST, penalty_at
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, DATA, HALO, LINE, REST, STRONG
from pages._kit.charts.panels import across, corners, up
from pages._kit.charts.windows import within

HEIGHT: Final = 300
TICKS: Final = [10.0**power for power in range(-2, 4)]
TOP: Final = 1.0
"""Nats per example that the axis reaches."""
STYLES: Final = {"held_out": (REST, LINE), "cross_validated": (DATA, LINE), "evidence": (BOTH, STRONG)}
NAMES: Final = {"held_out": "held-out", "cross_validated": "cross-validation", "evidence": "evidence"}
LEVELS: Final = {"held_out": 0.9, "cross_validated": 0.79, "evidence": 0.68}
"""Height of each optimum's name, as a part of the axis: the three may share one lambda."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """The three curves and their optima: constant for a look."""
    titles = ("λ, log axis", "nats per example, above its lowest")
    x, y = alt.X("penalty:Q", title=titles[0]), alt.Y("nats:Q", title=titles[1])
    lead = corners(
        across("penalty", titles[0], scale="log", format="~g", values=TICKS),
        up("nats", titles[1], format="~g"),
    )
    lines = [
        rows_of(name).mark_line(strokeWidth=width, tooltip=False).encode(x=x, y=y, color=alt.ColorValue(color))
        for name, (color, width) in STYLES.items()
    ]
    level = alt.Y("level:Q", title=titles[1])
    word: dict[str, Any] = {
        "fontSize": look.text, "fontWeight": 600, "align": alt.ExprRef("datum.right ? 'right' : 'left'"),
        "dx": alt.ExprRef("datum.right ? -6 : 6"),
    }  # fmt: skip
    marks = []
    for name, (color, _) in STYLES.items():
        best, ink = rows_of("best").transform_filter(f"datum.name == '{name}'"), alt.ColorValue(color)
        marks += [
            best.mark_rule(strokeWidth=1, strokeDash=[2, 3]).encode(x=x, y=level, y2=alt.Y2("nats:Q"), color=ink),
            best.mark_point(size=90, filled=True, opacity=1, tooltip=False).encode(x=x, y=y, color=ink),
            best.mark_text(**word, **HALO).encode(x=x, y=level, text=alt.Text("label:N")),
            best.mark_text(**word).encode(x=x, y=level, text=alt.Text("label:N"), color=ink),
        ]
    return finish(alt.layer(lead, *lines, *marks), look, height=HEIGHT)


def rows(choice: Choice) -> Tables:
    """The tables, as bytes; without an evidence, as for a Laplace prior, its table is empty."""
    curves: dict[str, Curve | None] = {name: getattr(choice, name) for name in STYLES}
    best = {name: curve.best for name, curve in curves.items() if curve is not None}
    parts = {"frame": table(penalty=[10**LOWEST, 10**HIGHEST], nats=[0, TOP])}
    for name, curve in curves.items():
        above = np.zeros(0) if curve is None else within(curve.value - curve.value.min(), 0, TOP)
        parts[name] = table(penalty=PENALTIES[: above.size], nats=above)
    parts["best"] = table(
        name=list(best), penalty=[penalty_at(strength) for strength in best.values()], nats=0.0,
        level=[TOP * LEVELS[name] for name in best],
        label=[f"{NAMES[name]}: λ = {penalty_at(strength):.3g}" for name, strength in best.items()],
        right=[strength > 0.6 for strength in best.values()],
    )  # fmt: skip
    return {name: to_bytes(part) for name, part in parts.items()}
