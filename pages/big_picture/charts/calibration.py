"""Six reliability diagrams: the share of predictions that came true over the predicted probability."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np

from core.answers.calibration import Reliability
from core.answers.task import METHODS
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import REST
from pages.big_picture.charts.methods import color, dim, shape
from pages.big_picture.charts.six_panels import at, geometry, is_lowest, left_of, top_of

HEIGHT: Final = 232
TICKS: Final = (0.6, 0.8)
SMALLEST: Final = 22.0
"""Area of a bin with next to no examples, px²; a bin with all of them has ten times that."""


def _x(confidence: str) -> str:
    """Pixels of a confidence; the likelier of two classes has at least one half."""
    return f"{left_of()} + ({confidence} - 0.5) * 2 * across"


def _y(accuracy: str) -> str:
    return f"{top_of()} + (1 - {accuracy}) * high"


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The six diagrams: constant for a look."""
    panel, tick, gray = rows_of("panel"), rows_of("tick"), alt.ColorValue(REST)
    size: dict[str, Any] = {"fontSize": look.text - 2, "tooltip": False}
    marks: list[alt.Chart] = [
        panel.mark_rect(filled=False, strokeWidth=1, strokeOpacity=0.6, tooltip=False).encode(
            **at(x=_x("0.5"), x2=_x("1"), y=_y("1"), y2=_y("0")), color=gray
        ),
        panel.mark_rule(strokeWidth=1, strokeDash=[3, 3]).encode(
            **at(x=_x("0.5"), x2=_x("1"), y=_y("0.5"), y2=_y("1")), color=gray
        ),
        panel.mark_text(align="left", baseline="top", fontWeight=600, fill="currentColor", fontSize=look.text).encode(
            **at(x=left_of(), y=f"{top_of()} - head + 1"), text=alt.Text("name:N")
        ),
        panel.transform_filter("datum.state != ''").mark_text(fontStyle="italic", fontSize=look.text).encode(
            **at(x=f"{left_of()} + across / 2", y=_y("0.12")), text=alt.Text("state:N"), color=gray
        ),
        tick.transform_filter(f"{is_lowest()} && datum.up == 0").mark_text(baseline="top", **size).encode(
            **at(x=_x("datum.value"), y=f"{_y('0')} + 4"), text=alt.Text("label:N"), color=gray
        ),
        tick.transform_filter("datum.m % columns == 0 && datum.up == 1").mark_text(align="right", **size).encode(
            **at(x=f"{left_of()} - 4", y=_y("datum.value")), text=alt.Text("label:N"), color=gray
        ),
        rows_of("title").mark_text(baseline="bottom", fontSize=look.text).encode(
            **at(x="left + (width - left) / 2", y="height"), text=alt.Text("text:N"), color=gray
        ),
    ]  # fmt: skip
    rows, x = rows_of("bin"), _x("datum.confidence")
    area = alt.ExprRef(f"{SMALLEST} * (1 + 9 * datum.part) * {look.stroke}")
    marks += [
        rows.mark_rule(strokeWidth=1.5, opacity=dim(0.7)).encode(
            **at(x=x, y=_y("datum.least"), y2=_y("datum.most")), color=color()
        ),
        rows.mark_point(filled=True, opacity=dim(), size=area, tooltip=False).encode(
            **at(x=x, y=_y("datum.accuracy")), color=color(), shape=shape()
        ),
    ]
    signals = geometry(look, heads=(22,), left=40, top=2, bottom=40)
    return finish(alt.layer(*marks), look, height=HEIGHT, signals=signals)


@lru_cache(maxsize=1)
def _still() -> Tables:
    m = np.arange(len(METHODS))
    rows = [(k, value, 0) for k in m for value in TICKS] + [(k, value, 1) for k in m for value in (0.0, 0.5, 1.0)]
    column, value, up = (np.array(part) for part in zip(*rows, strict=True))
    return {
        "tick": table(m=column, value=value, up=up, label=np.array([f"{one:g}" for one in value])),
        "title": table(text="across: confidence, up: accuracy (shares of 1)"),
    }


def tables(found: dict[int, Reliability], states: dict[int, str], *, dimmed: Collection[int] = ()) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    found : dict
        By the method's number; some may be missing.
    states : dict
        The word in the place of a missing diagram, by the method's number.
    dimmed : collection of int
        The methods whose diagram is being computed anew.
    """
    methods = sorted(found)
    column = {
        name: np.concatenate([getattr(found[m], name) for m in methods] or [np.zeros(0)])
        for name in ("confidence", "accuracy", "least", "most", "examples")
    }
    total = {m: int(found[m].examples.sum()) for m in methods}
    m = np.repeat(methods, [found[m].examples.size for m in methods]).astype(np.int64)
    share = column.pop("examples") / np.array([total[int(k)] for k in m], dtype=np.float64)
    names = {"name": np.array(METHODS), "state": np.array([states.get(i, "") for i in range(len(METHODS))])}
    return {
        **_still(),
        "panel": table(m=np.arange(len(METHODS)), **names),
        "bin": table(m=m, part=share, dimmed=np.isin(m, list(dimmed)), **column),
    }
