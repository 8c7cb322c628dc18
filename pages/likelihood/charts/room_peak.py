"""A room's guesses of the peak in lesson 2: the likelihood above, and under it a dot for each guess, in two takes."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.likelihood.coin import Counts, log_likelihood_ratio, mle
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish, table
from pages._kit.charts.linked import HEIGHT, rows_of
from pages._kit.charts.palette import DATA, HALO, LINE, REST, STRONG
from pages._kit.charts.windows import WHOLE, fine_grid
from pages.likelihood.charts.room_toss import ratio_y, theta_x, top

STEP: Final = 0.01
"""Between two neighboring guesses."""
FEET: Final = (-0.54, -1.1)
"""Where the dots of the take of now, and of the one before, stand."""
LOW: Final = -1.14
"""The lower end of the axis."""
TALL: Final = 0.46
"""The height of the tallest stack of dots."""
SPARSE: Final = 6
"""A lower stack than this keeps the height of its dots."""
WIDE, FULL = 0.84, 0.8
"""Width and height of a dot, as shares of its column and of its place in the stack. A tall stack has flat ones."""
INK: Final = "currentColor"


def _dots(name: str, filled: bool) -> alt.Chart:
    """The dots of one take."""
    y = ratio_y("low", LOW)
    dots = rows_of(name).mark_rect(filled=filled, cornerRadius=4, strokeWidth=1.3, opacity=0.85)
    return dots.encode(
        x=theta_x("left"), x2=alt.X2("right:Q"), y=y, y2=alt.Y2("high:Q"), color=alt.ColorValue(INK if filled else REST)
    )


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Return the chart's spec, constant for a look."""
    x, y, data = theta_x(), ratio_y(low=LOW), alt.ColorValue(DATA)
    median = rows_of("median")
    # At the end of the row that is farther from the guesses.
    left = "datum.theta > 0.5"
    style: dict[str, Any] = {
        "align": alt.ExprRef(f"{left} ? 'left' : 'right'"), "dx": alt.ExprRef(f"{left} ? 6 : -6"),
        "baseline": "bottom", "dy": -4, "fontSize": look.text, "fontWeight": 600,
    }  # fmt: skip
    at: dict[str, Any] = {"x": theta_x("end"), "y": ratio_y("foot", LOW), "text": alt.Text("label:N")}
    chart = alt.layer(
        rows_of("peak").mark_rule(strokeDash=[2, 3], strokeWidth=LINE).encode(
            x=x, y=y, y2=alt.Y2Datum(LOW), color=data
        ),
        rows_of("foot").mark_rule(strokeWidth=1, opacity=0.5).encode(y=y, color=alt.ColorValue(REST)),
        rows_of("curve").mark_line(strokeWidth=STRONG).encode(x=x, y=y, color=data),
        _dots("before", filled=False),
        _dots("now", filled=True),
        rows_of("move").mark_line(strokeWidth=LINE).encode(x=x, y=y, order=alt.Order("y:Q"), color=alt.ColorValue(INK)),
        median.mark_rule(strokeWidth=LINE).encode(
            x=x, y=ratio_y("foot", LOW), y2=alt.Y2("high:Q"), color=alt.ColorValue(INK)
        ),
        median.mark_text(**style, **HALO).encode(**at),
        median.mark_text(**style).encode(**at, color=alt.ColorValue(INK)),
        *top(look, x, y),
    )  # fmt: skip
    return finish(chart, look, height=HEIGHT)


def rows(counts: Counts, takes: Sequence[tuple[Sequence[float], float]]) -> Tables:
    """Return the chart's tables.

    Parameters
    ----------
    counts : Counts
        The flips that the guesses are about, at least one.
    takes : sequence of (guesses, median)
        The take of now, and the one before if there is one.
    """
    both = len(takes) > 1
    tables = dict(_curve(counts))
    unit = TALL / max(SPARSE, *(max(Counter(guesses).values()) for guesses, _ in takes))
    tables["now"] = _stacks(takes[0][0], FEET[0], unit)
    tables["before"] = _stacks(takes[1][0] if both else [], FEET[1], unit)
    feet = FEET[: len(takes)]
    medians = [median for _, median in takes]
    names = ("now, ", "before, ") if both else ("",)
    tables["foot"] = table(y=feet)
    tables["median"] = table(
        theta=medians, foot=feet, high=np.array(feet) + TALL + 0.03,
        end=[0.0 if median > 0.5 else 1.0 for median in medians],
        label=np.array([f"{name}median {m:.2f}" for m, name in zip(medians, names, strict=False)]),
    )  # fmt: skip
    tables["move"] = table(theta=medians if both else [], y=[FEET[0], FEET[1] + TALL + 0.03] if both else np.zeros(0))
    return tables


def _stacks(guesses: Sequence[float], foot: float, unit: float) -> pa.Table:
    """A dot for each guess, equal ones on top of each other."""
    stacks = [(theta, place) for theta, n in sorted(Counter(guesses).items()) for place in range(n)]
    theta = np.array([theta for theta, _ in stacks], dtype=np.float64)
    low = foot + unit * (np.array([place for _, place in stacks], dtype=np.float64) + (1 - FULL) / 2)
    half = WIDE * STEP / 2
    return table(theta=theta, left=theta - half, right=theta + half, low=low, high=low + FULL * unit)


@lru_cache(maxsize=32)
def _curve(counts: Counts) -> Tables:
    best = mle(counts)
    assert best is not None
    thetas = fine_grid(WHOLE, [best])
    height = np.exp(log_likelihood_ratio(thetas, counts))
    return all_to_bytes({
        "curve": table(theta=thetas, y=height),
        "mle": table(theta=[best], y=1.0, label="MLE θ̂"),
        "peak": table(theta=[best], y=1.0),
    })  # fmt: skip
