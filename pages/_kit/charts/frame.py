"""What the charts of a run share: the axis of steps, labels right of the lines, and short notes.

Nothing here depends on the run: what moves comes as rows, the ends of the axes among them (table ``frame``).
"""

import math
from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np

from core.training.lab.ledger import FloatArray
from pages._kit.charts.base import Look, sealed, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import REST

MOST_ROWS: Final = 300
"""Records that are drawn of a run."""
LIVE_ROWS: Final = 100
"""The same while it plays: a browser spends a fifth of its time on them, and a chart is a few hundred pixels wide."""
EXTENT: Final = 2.9
"""Room for the numbers on a vertical axis, in type sizes: charts above each other then have their steps aligned."""
NICE: Final = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
HALO: Final[dict[str, Any]] = {
    "fill": "none",
    "stroke": "Canvas",
    "strokeWidth": 4,
    "strokeJoin": "round",
    "strokeOpacity": 0.8,
}
"""An edge in the page's own color, light or dark, for words that may stand on a line."""


def ends(name: str, frame: str = "frame") -> list[alt.ExprRef]:
    """A scale's domain, from the two rows of the table ``frame``: no other row can move an axis.

    Left to itself a scale asks every layer for its extent at every redraw, and warns of each that is empty.
    """
    return [
        alt.ExprRef(f"length(data('{frame}')) > 1 ? data('{frame}')[{row}]['{name}'] : {row + 1}") for row in (0, 1)
    ]


@lru_cache(maxsize=256)
def frame(**columns: tuple[float, float]) -> bytes:
    """The table ``frame``: the ends of the axes, by the names that :func:`ends` asks for."""
    return sealed(table(**columns))


def end_x(look: Look) -> alt.ExprRef:
    """Where the axis of steps ends, px: the labels have the rest."""
    return alt.ExprRef(f"width - (width < 420 ? {5.4 * look.text:g} : {7.2 * look.text:g})")


def step_x(look: Look) -> alt.X:
    """The steps of a run, for a whole layered chart: its marks inherit it."""
    return alt.X(
        "step:Q",
        title="step",
        scale=alt.Scale(domain=ends("step"), nice=False, zero=False, padding=0, range=[0, end_x(look)]),
        axis=alt.Axis(orient="bottom", tickCount=5, tickMinStep=1, labelOverlap=True, format=",d"),
    )


def ceiling(value: float) -> float:
    """The next round number at or above a positive one, so that an axis changes seldom; 1 for what is not positive."""
    if not 0 < value < math.inf:
        return 1.0
    scale = 10.0 ** math.floor(math.log10(value))
    return next(scale * step for step in NICE if scale * step >= value * (1 - 1e-12))


def spread(wanted: FloatArray, gap: float, low: float, high: float) -> FloatArray:
    """Places near the wanted ones, in the same order, ``gap`` apart and within ``low .. high`` as far as they fit."""
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(wanted.size)
    # Up from below, then down from above: both keep the order, and their mean keeps the gaps.
    rising = np.maximum.accumulate(np.maximum(wanted[order], low) - steps)
    falling = np.minimum.accumulate((np.minimum(wanted[order], high) - steps)[::-1])[::-1]
    places = np.empty_like(wanted)
    middle = (rising + falling) / 2 + steps
    shift = min(0.0, high - float(middle[-1])) if wanted.size else 0.0
    places[order] = middle + max(shift, low - float(middle[0]) if wanted.size else 0.0)
    return places


def now_marks() -> list[alt.Chart]:
    """The step that is looked back at: a rule, and its number at the top on the side that has room."""
    side = alt.ExprRef("datum.right ? 'right' : 'left'")
    rows, color = rows_of("now"), alt.ColorValue(REST)
    text = rows.mark_text(align=side, dx=alt.ExprRef("datum.right ? -6 : 6"), baseline="top", dy=2)
    return [
        rows.mark_rule(strokeWidth=1.5).encode(color=color),
        text.encode(y=alt.YValue(0), text=alt.Text("label:N"), color=color),
    ]


@lru_cache(maxsize=256)
def now_table(now: int | None, steps: int) -> bytes:
    """The row of :func:`now_marks`, or none."""
    if now is None:
        return sealed(table(step=np.zeros(0), label=np.zeros(0, dtype=str), right=np.zeros(0, dtype=bool)))
    return sealed(table(step=[now], label=f"step {now:,}", right=now > steps / 2))


def labels(look: Look, colors: tuple[str, ...], y: alt.Y) -> list[alt.Chart]:
    """The rows of the table ``label``, each in its color, right of the line's end."""
    named = rows_of("label").transform_calculate(shown="width < 420 ? datum.short : datum.text")
    style: dict[str, Any] = {
        "align": "left",
        "dx": 9,
        "baseline": "middle",
        "lineHeight": look.text + 2,
        "fontWeight": 600,
    }
    at: dict[str, Any] = {"y": y, "text": alt.Text("shown:N")}
    # In the page's own color: a label may stand on another run's line.
    halo = named.mark_text(**style, lineBreak="\n", **HALO)
    text = [
        named.transform_filter(f"datum.color == '{color}'")
        .mark_text(**style, lineBreak="\n")
        .encode(**at, color=alt.ColorValue(color))
        for color in colors
    ]
    return [halo.encode(**at), *text]


def notes(*, middle: bool = False) -> list[alt.Chart]:
    """The rows of the table ``note``: a sentence at the left or in the middle, at a part of the height."""
    style: dict[str, Any] = {"align": "center" if middle else "left", "baseline": "top", "dx": 6, "dy": 2}
    at: dict[str, Any] = {
        "x": alt.XValue(alt.ExprRef("width / 2") if middle else 0),
        "y": alt.YValue(alt.ExprRef("datum.part * height")),
        "text": alt.Text("label:N"),
    }
    rows = rows_of("note")
    return [
        rows.mark_text(**style, **HALO).encode(**at),
        rows.mark_text(**style).encode(**at, color=alt.ColorValue(REST)),
    ]


@lru_cache(maxsize=256)
def note_table(*said: tuple[str, float]) -> bytes:
    """The rows of :func:`notes`."""
    text = np.array([text for text, _ in said], dtype=str)
    return sealed(table(label=text, part=np.array([part for _, part in said], dtype=np.float64)))
