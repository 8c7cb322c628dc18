"""Each method's color, width, shape and label, which the charts "calibration", "far" and "size" share.

Orange is the data alone; green is data and prior together: MAP, and in the heavy line HMC, the posterior itself. The
colors of the approximations and of the ensemble have no meaning.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np
import pyarrow as pa

from core.answers.task import METHODS, Method
from core.arrays import FloatArray
from pages._kit.charts.base import Look, table
from pages._kit.charts.labels import spread
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, CLASSES, DATA, HALO, LINE, MAP_SHAPE, MEAN_SHAPE, MLE_SHAPE, STRONG


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


ORDER: Final = list(range(len(STYLES)))
FAINT: Final = 0.3
"""Opacity of what stands dimmed."""


def color() -> alt.Color:
    """Each method's color, by its number. All methods are in one layer, because each layer costs time."""
    return alt.Color("m:N", legend=None, scale=alt.Scale(domain=ORDER, range=[way.color for way in STYLES.values()]))


def shape() -> alt.Shape:
    """Each method's shape, by its number."""
    return alt.Shape("m:N", legend=None, scale=alt.Scale(domain=ORDER, range=[way.shape for way in STYLES.values()]))


def line(name: str, x: alt.X, y: alt.Y, look: Look) -> alt.Chart:
    """A line for each method, from a table with the method's number ``m``."""
    widths = [way.width * look.stroke for way in STYLES.values()]
    width = alt.StrokeWidth("m:O", legend=None, scale=alt.Scale(domain=ORDER, range=widths))
    return rows_of(name).mark_line(tooltip=False, opacity=dim()).encode(x=x, y=y, color=color(), strokeWidth=width)


def dim(whole: float = 1) -> alt.ExprRef:
    """The opacity of a mark that is faint where the column ``dimmed`` says so: what replaces it is being computed."""
    return alt.ExprRef(f"datum.dimmed ? {FAINT * whole:g} : {whole:g}")


def room_for_labels(look: Look) -> str:
    """The width of the longest label with its distances, px, as a Vega expression; it grows with the type."""
    return f"{9 * look.text}" + (f" * max(1, width / {look.grows_from})" if look.grows_from else "")


def labels(x: Any, y: alt.Y, look: Look, *, align: str) -> list[alt.Chart]:
    """The rows of the table ``label``: each method by name, in its color."""
    style: dict[str, Any] = {"align": align, "baseline": "middle", "fontWeight": 600, "tooltip": False}
    rows = rows_of("label")
    return [
        rows.mark_text(**style, **HALO).encode(x=x, y=y, text=alt.Text("name:N")),
        rows.mark_text(**style, fontSize=look.text).encode(x=x, y=y, text=alt.Text("name:N"), color=color()),
    ]


def label_rows(m: list[int], wanted: FloatArray, gap: float, low: float, high: float, **columns: float) -> pa.Table:
    """Labels beside the wanted heights, apart from each other; ``m`` are the methods' numbers."""
    return table(m=m, y=spread(wanted, gap, low, high), name=np.array([METHODS[i] for i in m], dtype=str), **columns)
