"""How lesson 8 draws each method in its line charts: a color, a width, a shape and a label of its own.

Orange is what the data say alone, green is data and prior together: MAP, and HMC, the posterior itself, in the heavy
line. The approximations and the ensemble have colors without a meaning.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np
import pyarrow as pa

from core.big_picture import METHODS, Method
from core.charts.base import Look, table
from core.charts.linked import rows_of
from core.charts.palette import BOTH, CLASSES, DATA, LINE, MAP_SHAPE, MEAN_SHAPE, MLE_SHAPE, STRONG
from core.charts.training_frame import HALO, spread
from core.counts import FloatArray


class Style(NamedTuple):
    """Color, width in px and shape."""

    color: str
    width: float
    shape: str


STYLES: Final[dict[Method, Style]] = {
    "MLE": Style(DATA, LINE, MLE_SHAPE),
    "MAP": Style(BOTH, 1.5, MAP_SHAPE),
    "Laplace": Style(CLASSES[0], LINE, "square"),
    "MC dropout": Style(CLASSES[1], LINE, "cross"),
    "Deep ensemble": Style(CLASSES[2], LINE, "triangle-down"),
    "HMC": Style(BOTH, STRONG, MEAN_SHAPE),
}


def lines(name: str, x: alt.X, y: alt.Y, *, points: bool) -> list[alt.Chart]:
    """A line for each method from a table with the method's number ``m``, with its shape at each point if wanted."""
    drawn: list[alt.Chart] = []
    for m, style in enumerate(STYLES.values()):
        rows, color = rows_of(name).transform_filter(f"datum.m == {m}"), alt.value(style.color)
        drawn.append(rows.mark_line(strokeWidth=style.width, tooltip=False).encode(x=x, y=y, color=color))
        if points:
            mark = rows.mark_point(shape=style.shape, size=55, filled=True, opacity=1, tooltip=False)
            drawn.append(mark.encode(x=x, y=y, color=color))
    return drawn


def labels(x: Any, y: alt.Y, look: Look, *, align: str, dx: float) -> list[alt.Chart]:
    """The rows of the table ``label``: each method by name, in its color."""
    style: dict[str, Any] = {"align": align, "dx": dx, "baseline": "middle", "fontWeight": 600, "tooltip": False}
    rows = rows_of("label")
    halo = rows.mark_text(**style, **HALO).encode(x=x, y=y, text="name:N")
    return [
        halo,
        *(
            rows.transform_filter(f"datum.m == {m}")
            .mark_text(**style, fontSize=look.text)
            .encode(x=x, y=y, text="name:N", color=alt.value(way.color))
            for m, way in enumerate(STYLES.values())
        ),
    ]


def label_rows(m: list[int], wanted: FloatArray, gap: float, low: float, high: float, **columns: float) -> pa.Table:
    """Labels beside the wanted heights, apart from each other; ``m`` are the methods' numbers."""
    return table(m=m, y=spread(wanted, gap, low, high), name=np.array([METHODS[i] for i in m], dtype=str), **columns)
