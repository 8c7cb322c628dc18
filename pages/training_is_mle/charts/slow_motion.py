"""The slow-motion chart of lesson 4: a row for each word, and a column for each quantity, filled one by one.

All columns share one axis without ticks: each bar has its number above it, and each column has a heading.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np

from core.language.softmax_step import SoftmaxStep
from core.numbers import decimal
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import DATA, REST
from pages.training_is_mle.charts.next_word import short

HEIGHT: Final = 310
MOST: Final = 4
HEADS: Final = ("logit z", "p", "−log p", "p − y", "new z")
"""The headings, short enough for a phone; −log p is in nats."""
FRAMES: Final = len(HEADS)
NAMES: Final = 1.35
"""Width of the column of names, in columns."""
GAP: Final = 0.1


class Lines(NamedTuple):
    """The rows: the words of the batch, most frequent first, and one row for any other word."""

    names: tuple[str, ...]
    places: tuple[int, ...]
    """The index of each row in the step's arrays."""


def lines(words: tuple[str, ...], vocabulary: int) -> Lines:
    """The rows for a batch whose words come first in the step's arrays."""
    shown = min(len(words), MOST)
    names, places = [short(word, 12) for word in words[:shown]], list(range(shown))
    if vocabulary > len(words):
        names.append("others")
        places.append(len(words))
    return Lines(tuple(names), tuple(places))


def _x(name: str) -> alt.X:
    domain = [0, NAMES + FRAMES]
    return alt.X(f"{name}:Q", axis=None, scale=alt.Scale(domain=domain, nice=False, padding=0))


def _y(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q", axis=None, scale=alt.Scale(nice=False, zero=False, padding=0, reverse=True))


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the columns; it depends on the look alone."""
    data, rest = alt.ColorValue(DATA), alt.ColorValue(REST)
    box = {"x": _x("x0"), "x2": alt.X2("x1:Q"), "y": _y("top"), "y2": alt.Y2("bottom:Q")}
    text: dict[str, Any] = {"fontSize": look.text, "baseline": "bottom", "align": "left"}
    shade = alt.Opacity("shade:Q", scale=None, legend=None)
    write = {"x": _x("x"), "y": _y("y"), "text": alt.Text("label:N")}
    chart = alt.layer(
        rows_of("slots").mark_point(opacity=0, tooltip=False).encode(x=_x("x"), y=_y("y")),
        rows_of("lit").mark_rect(opacity=0.13, tooltip=False).encode(**box, color=rest),
        rows_of("head").mark_text(fontWeight=600, limit=alt.ExprRef(f"width / {NAMES + FRAMES}"), **text).encode(
            **write, color=rest
        ),
        rows_of("name").mark_text(fontWeight=600, **text).encode(**write, color=rest),
        rows_of("zero").mark_rule(strokeWidth=1, opacity=0.6).encode(
            x=_x("x"), y=_y("top"), y2=alt.Y2("bottom:Q"), color=rest
        ),
        rows_of("before").mark_rect(tooltip=False).encode(**box, color=rest, opacity=shade),
        rows_of("now").mark_rect(tooltip=False).encode(**box, color=data, opacity=shade),
        rows_of("number").mark_text(**text).encode(**write, color=data, opacity=shade),
    )  # fmt: skip
    return finish(chart, look, height=HEIGHT)


def rows(step: SoftmaxStep, shown: Lines, frame: int) -> Tables:
    """The chart's tables, with the columns up to ``frame`` (from 1) filled."""
    at = list(shown.places)
    z, p, y, cost = (column[at] for column in (step.logits, step.probability, step.share, step.minus_log_p))
    slope, new, none = step.gradient[at], step.updated[at], np.zeros(len(at))
    size = max(1.0, float(np.abs(np.concatenate([z, new])).max()))
    # For each column: the broad gray bar, the thin bar, the value of a bar of full length, and the part of the column's
    # width that lies left of its zero.
    before, now = np.array([z, y, none, none, z]), np.array([z, p, cost, slope, new])
    whole, middle = np.array([size, 1.0, max(1.0, float(cost.max())), 1.0, size]), np.array([0.5, 0, 0, 0.5, 0.5])
    left = NAMES + np.arange(FRAMES)
    zero = left + (1 - GAP) * middle
    scale = (1 - GAP) * (1 - middle) / whole
    slot, count = np.tile(np.arange(len(at)), FRAMES), len(at)
    # The columns of later frames are drawn, but faint.
    faint = np.repeat(np.arange(FRAMES) >= frame, count)
    lit, start = left[frame - 1] - GAP / 2, np.repeat(zero, count)
    return {
        "slots": table(x=0.0, y=[-0.55, float(max(count, MOST))]),
        "lit": table(x0=[lit], x1=lit + 1, top=-0.55, bottom=float(count)),
        "head": table(x=left, y=-0.1, label=list(HEADS)),
        "name": table(x=0.0, y=np.arange(count) + 0.75, label=list(shown.names)),
        "zero": table(x=zero, top=0.1, bottom=float(count)),
        "before": table(
            x0=start, x1=(zero[:, None] + scale[:, None] * before).ravel(), top=slot + 0.46, bottom=slot + 0.9,
            shade=np.where(faint, 0.15, 0.4),
        ),
        "now": table(
            x0=start, x1=(zero[:, None] + scale[:, None] * now).ravel(), top=slot + 0.56, bottom=slot + 0.8,
            shade=np.where(faint, 0.3, 0.95),
        ),
        "number": table(
            x=np.repeat(left, count), y=slot + 0.43, label=[decimal(float(value)) for value in now.ravel()],
            shade=np.where(faint, 0.3, 0.95),
        ),
    }  # fmt: skip
