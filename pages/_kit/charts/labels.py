"""Words on a chart: labels beside lines, notes, and the halo that keeps them readable."""

from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np

from core.arrays import FloatArray
from pages._kit.charts.base import Look, sealed, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import REST

HALO: Final[dict[str, Any]] = {
    "fill": "none",
    "stroke": "Canvas",
    "strokeWidth": 4,
    "strokeJoin": "round",
    "strokeOpacity": 0.8,
}
"""An edge in the page's own color, light or dark, for words that may stand on a line."""


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
