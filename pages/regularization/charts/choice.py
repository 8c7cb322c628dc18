"""Cross-validation, evidence and held-out NLL over the penalty, each above its own lowest value."""

from typing import Final

import altair as alt
import numpy as np

from core.regularization.model_choice import PENALTIES, Choice, Curve
from core.regularization.strength import HIGHEST, LOWEST, penalty_at
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.panels import across, corners
from pages._kit.charts.windows import cut
from pages.regularization.charts.criteria import NAMES, STYLES, TOP, curves, lowest, named, penalty_text, up_to_top

HEIGHT: Final = 300
TICKS: Final = [10.0**power for power in range(-2, 4)]
ROOM: Final = 1.32
"""Height of the axis: above the curves stand the names of the optima, which no curve crosses."""
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
        up_to_top(titles[1]),
    )
    level = alt.Y("level:Q", title=titles[1])
    marks: list[alt.Chart] = []
    for name, (color, _) in STYLES.items():
        best, ink = rows_of("best").transform_filter(f"datum.name == '{name}'"), alt.ColorValue(color)
        marks += [*lowest(best, x, y, level, ink), *named(best, x, level, ink, look)]
    return finish(alt.layer(lead, *curves(x, y), *marks), look, height=HEIGHT)


def rows(choice: Choice) -> Tables:
    """The tables, as bytes; without an evidence, as for a Laplace prior, its table is empty."""
    found: dict[str, Curve | None] = {name: getattr(choice, name) for name in STYLES}
    chosen = [(name, curve.best) for name, curve in found.items() if curve is not None]
    best = dict(sorted(chosen, key=lambda one: one[1]))
    parts = {"frame": table(penalty=[10**LOWEST, 10**HIGHEST], nats=[0, ROOM])}
    for name, curve in found.items():
        above = np.zeros(0) if curve is None else curve.value - curve.value.min()
        penalty, nats = cut(PENALTIES[: above.size], above, 0.0, TOP)
        parts[name] = table(penalty=penalty, nats=nats)
    parts["best"] = table(
        name=list(best), penalty=[penalty_at(strength) for strength in best.values()], nats=0.0,
        level=LEVELS[: len(best)], short=[NAMES[name] for name in best],
        label=[f"{NAMES[name]}: {penalty_text(strength)}" for name, strength in best.items()],
        strength=list(best.values()),
    )  # fmt: skip
    return {name: to_bytes(part) for name, part in parts.items()}
