"""Text on a chart: labels at the ends of lines, and notes."""

from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np

from core.arrays import FloatArray
from pages._kit.charts.base import Look, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import HALO, REST


def spread(wanted: FloatArray, gap: float, low: float, high: float) -> FloatArray:
    """Positions near ``wanted``, in the same order, at least ``gap`` apart, and within ``low .. high`` if they fit."""
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(wanted.size)
    # Push the positions upwards, then, from the other end, downwards. Both results keep the order and the gaps, and so
    # does their mean.
    rising = np.maximum.accumulate(np.maximum(wanted[order], low) - steps)
    falling = np.minimum.accumulate((np.minimum(wanted[order], high) - steps)[::-1])[::-1]
    places = np.empty_like(wanted)
    middle = (rising + falling) / 2 + steps
    shift = min(0.0, high - float(middle[-1])) if wanted.size else 0.0
    places[order] = middle + max(shift, low - float(middle[0]) if wanted.size else 0.0)
    return places


def labels(look: Look, colors: tuple[str, ...], y: alt.Y, *, at: str = "") -> list[alt.Chart]:
    """Marks for the rows of the table ``label``: text to the right of a line's end, in the line's color.

    With ``at``, a Vega expression for the column "at", their height may depend on the chart's.
    """
    named = rows_of("label").transform_calculate(shown="width < 420 ? datum.short : datum.text")
    if at:
        named = named.transform_calculate(at=at)
    style: dict[str, Any] = {
        "align": "left",
        "dx": 9,
        "baseline": "middle",
        "lineHeight": look.text + 2,
        "fontWeight": 600,
    }
    place: dict[str, Any] = {"y": y, "text": alt.Text("shown:N")}
    # A label may cross another run's line.
    halo = named.mark_text(**style, lineBreak="\n", **HALO)
    text = [
        named.transform_filter(f"datum.color == '{color}'")
        .mark_text(**style, lineBreak="\n")
        .encode(**place, color=alt.ColorValue(color))
        for color in colors
    ]
    return [halo.encode(**place), *text]


def notes(*, middle: bool = False) -> list[alt.Chart]:
    """Marks for the rows of the table ``note``: text at the left or in the middle, ``part * height`` from the top."""
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
def note_table(*lines: tuple[str, float]) -> bytes:
    """The table ``note`` for :func:`notes`, from pairs of a text and a fraction of the chart's height."""
    text = np.array([text for text, _ in lines], dtype=str)
    return to_bytes(table(label=text, part=np.array([part for _, part in lines], dtype=np.float64)))
