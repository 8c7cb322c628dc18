"""The distance between MLE and MAP over the number of examples, on log axes."""

from functools import lru_cache
from typing import Final

import altair as alt
import numpy as np

from core.numbers import decimal
from core.regularization.data_size import EXCLUDED_DEGREE, SIZES, Gaps, slope
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.numbers import LOG_TICK
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, REST, STRONG
from pages._kit.charts.panels import across, corners, up

HEIGHT: Final = 320
LAST: Final = 10.0
"""The axis ends at this many times the largest number of examples, which leaves room for the names."""


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Distances over N: constant for a look."""
    titles = ("training examples N, log axis", "‖MLE − MAP‖₂, log axis")
    x, y = alt.X("n:Q", title=titles[0]), alt.Y("distance:Q", title=titles[1])
    lead = corners(
        across("n", titles[0], scale="log", labelExpr=LOG_TICK, values=[10.0**power for power in range(1, 6)]),
        up("distance", titles[1], scale="log", labelExpr=LOG_TICK, values=[10.0**power for power in range(-7, 2)]),
    )
    line, name = rows_of("line"), rows_of("name")
    layers = [lead]
    styles = (("datum.fixed", BOTH, alt.Undefined), ("!datum.fixed", BELIEF, list(BELIEF_DASH)))
    for which, color, dash in styles:
        some = line.transform_filter(which)
        layers += [
            some.mark_line(strokeWidth=STRONG, strokeDash=dash, tooltip=False).encode(
                x=x, y=y, detail=alt.Detail("series:N"), color=alt.ColorValue(color)
            ),
            some.mark_point(size=30, filled=True, opacity=1, tooltip=False).encode(
                x=x, y=y, color=alt.ColorValue(color)
            ),
            name.transform_filter(which)
            .transform_calculate(shown="width < 520 ? datum.short : datum.label")
            .mark_text(fontSize=look.text, fontWeight=600, align="left", dx=8)
            .encode(x=x, y=y, text=alt.Text("shown:N"), color=alt.ColorValue(color)),
        ]
    guide = rows_of("guide").mark_line(strokeWidth=1.2, strokeDash=[2, 3], tooltip=False)
    layers.append(guide.encode(x=x, y=y, color=alt.ColorValue(REST)))
    return finish(alt.layer(*layers), look, height=HEIGHT)


@lru_cache(maxsize=16)
def rows(gaps: Gaps) -> Tables:
    """The tables, as bytes."""
    sizes = np.array(SIZES, dtype=np.float64)
    series = [*gaps.by_width.values(), gaps.ruled_out]
    labels = [f"σ_w = {width:g}: slope {decimal(slope(gap), 2)}" for width, gap in gaps.by_width.items()]
    labels.append(f"prior w{'₀₁₂'[EXCLUDED_DEGREE]} ≥ 0: slope {decimal(slope(gaps.ruled_out), 2)}")
    fixed = np.array([True] * len(gaps.by_width) + [False])
    highest, lowest = max(float(gap.max()) for gap in series), min(float(gap.min()) for gap in series)
    # A line of slope -1 below all others.
    start = 0.4 * lowest * sizes[-1] / sizes[0]
    parts = {
        "frame": table(n=[sizes[0], LAST * sizes[-1]], distance=[0.2 * lowest, 3 * highest]),
        "line": table(
            n=np.tile(sizes, len(series)), distance=np.concatenate(series),
            series=np.repeat(np.arange(len(series)), sizes.size), fixed=np.repeat(fixed, sizes.size),
        ),
        "name": table(
            n=sizes[-1], distance=[gap[-1] for gap in series], label=labels,
            short=[label.partition(":")[0] for label in labels], fixed=fixed,
        ),
        "guide": table(n=sizes[[0, -1]], distance=[start, start * sizes[0] / sizes[-1]]),
    }  # fmt: skip
    return {name: to_bytes(part) for name, part in parts.items()}
