"""A room's verdicts in lesson 1: a row for each suspect, a bar for each take, and bands for the people who moved.

Beside the bars of a take stand the posterior probabilities of the case file: by the clues alone, as if all suspects
were equally likely before, and with base rates.
Bars of all columns have one scale: a probability, or a share of the room.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray, IntArray
from core.likelihood.detective import DEFAULT_CASE
from core.numbers import decimal
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, stack, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, DATA, HALO, REST
from pages.detective.charts.case import INK

HEIGHT: Final = 400
WIDTH: Final = 12.0
"""Of the chart, in units of its columns."""
STARTS: Final = (2.4, 5.5, 9.6)
"""Where the room's bar of each take begins."""
BAR, GAP, BESIDE = 1.1, 0.15, 0.7
"""Widths of the room's bars, of the gap after it, and of the case file's bar."""
BASE, TALL = 0.95, 0.75
"""In units of a suspect's row: the foot of a bar, and the height of a share of 1."""
SHORT: Final = ("before", "clues", "rates")
"""Titles of the columns on a phone."""
CASE_FILE: Final = "case file"
_ALONG: Final = np.linspace(0.0, 1.0, 25)
_NUMBERED_AT: Final = (0.21, 0.31, 0.41)
"""Where along a band its number stands, by the suspect that it leaves: numbers of bands that cross stay apart."""


class Take(NamedTuple):
    """What stands in one column.

    Attributes
    ----------
    shares : ndarray, shape (suspects,)
        The room's share for each suspect.
    file : ndarray, shape (suspects,), or None
        The probabilities of the case file, if it says anything in this take.
    color : str
        Their color.
    """

    shares: FloatArray
    file: FloatArray | None
    color: str


def _x(name: str) -> alt.X:
    return alt.X(f"{name}:Q", scale=alt.Scale(domain=[0, WIDTH], nice=False), axis=None)


def _y(name: str) -> alt.Y:
    rows = len(DEFAULT_CASE.suspects)
    return alt.Y(f"{name}:Q", scale=alt.Scale(domain=[-0.62, rows], nice=False, reverse=True, zero=False), axis=None)


def _bars(look: Look) -> list[alt.Chart]:
    span: dict[str, Any] = {"x": _x("x"), "x2": alt.X2("x2:Q"), "y": _y("top"), "y2": alt.Y2("base:Q")}
    at: dict[str, Any] = {"x": _x("middle"), "y": _y("top")}
    layers = []
    for color in (REST, DATA, BOTH):
        bar = rows_of("bar").transform_filter(f"datum.color == '{color}'")
        ink = alt.ColorValue(INK if color == REST else color)
        layers += [
            bar.mark_rect().encode(**span, color=alt.ColorValue(color), opacity=alt.Opacity("opacity:Q", scale=None)),
            bar.mark_text(baseline="bottom", dy=-3, fontSize=look.text, **HALO).encode(**at, text=alt.Text("label:N")),
            bar.mark_text(baseline="bottom", dy=-3, fontSize=look.text).encode(
                **at, text=alt.Text("label:N"), color=ink
            ),
        ]
    return layers


def _text(look: Look) -> list[alt.Chart]:
    """The suspects at the left, the takes at the top, and over each column whose bars they are."""
    name = rows_of("suspect").mark_text(
        align="left", baseline="middle", fontSize=alt.ExprRef(f"width < 480 ? 11 : {look.text + 2} * {look.growth}")
    )
    title = rows_of("title").transform_calculate(shown="width < 480 ? datum.short : datum.label")
    said = rows_of("over").transform_filter("width >= 480")
    layers = [
        name.encode(x=alt.XValue(0), y=_y("y"), text=alt.Text("label:N"), color=alt.ColorValue(INK)),
        title.mark_text(align="left", baseline="middle", fontSize=look.text + 2, fontWeight=700).encode(
            x=_x("x"), y=_y("y"), text=alt.Text("shown:N"), color=alt.ColorValue(INK)
        ),
    ]
    over = [
        said.transform_filter(f"datum.color == '{color}'")
        .mark_text(baseline="middle", fontSize=look.text)
        .encode(x=_x("x"), y=_y("y"), text=alt.Text("label:N"), color=alt.ColorValue(color))
        for color in (REST, DATA, BOTH)
    ]
    return [*layers, *over]


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Return the chart's spec, constant for a look."""
    line = rows_of("line").mark_rule(strokeWidth=1, opacity=0.5)
    band = rows_of("band").mark_area(line=False).encode(
        x=_x("x"), y=_y("top"), y2=alt.Y2("bottom:Q"), detail="who:N", color=alt.ColorValue(REST),
        opacity=alt.Opacity("opacity:Q", scale=None),
    )  # fmt: skip
    number = rows_of("moved")
    at: dict[str, Any] = {"x": _x("x"), "y": _y("y"), "text": alt.Text("label:N")}
    style: dict[str, Any] = {"baseline": "middle", "fontSize": look.text, "fontWeight": 600}
    chart = alt.layer(
        line.encode(x=_x("x"), x2=alt.X2("x2:Q"), y=_y("y"), color=alt.ColorValue(REST)),
        band,
        *_bars(look),
        number.mark_text(**style, **HALO).encode(**at),
        number.mark_text(**style).encode(**at, color=alt.ColorValue(INK)),
        *_text(look),
    )
    return finish(chart, look, height=HEIGHT)


def rows(titles: Sequence[str], takes: Sequence[Take | None], moves: Sequence[IntArray | None]) -> Tables:
    """Return the chart's tables.

    Parameters
    ----------
    titles : sequence of str
        What the room knows in each column.
    takes : sequence of Take or None
        The three columns; None for one that has not been asked yet.
    moves : sequence of ndarray or None
        Between each column and the next, how many people went from each suspect to each.
    """
    suspects = DEFAULT_CASE.suspects
    n = len(suspects)
    bars = [_bar(i, STARTS[k], BAR, take.shares, REST) for k, take in enumerate(takes) if take for i in range(n)]
    over = [(STARTS[k] + BAR / 2, "room", REST) for k, take in enumerate(takes) if take]
    for k, take in enumerate(takes):
        if take and take.file is not None:
            start = STARTS[k] + BAR + GAP
            bars += [_bar(i, start, BESIDE, take.file, take.color) for i in range(n)]
            over.append((start + BESIDE / 2, CASE_FILE, take.color))
    bands, numbers = _bands(takes, moves)
    return {
        "bar": stack(*bars),
        "band": stack(*bands),
        "moved": table(
            x=[x for x, _, _ in numbers], y=[y for _, y, _ in numbers],
            label=np.array([label for _, _, label in numbers], dtype=str),
        ),
        "suspect": table(y=np.arange(n) + (BASE - TALL / 2), label=np.array(suspects)),
        "line": table(x=STARTS[0], x2=WIDTH, y=np.arange(n) + BASE),
        "title": table(x=STARTS, y=-0.45, label=np.array(titles), short=np.array(SHORT)),
        "over": table(
            x=[x for x, _, _ in over], y=-0.12, label=np.array([label for _, label, _ in over], dtype=str),
            color=np.array([color for *_, color in over], dtype=str),
        ),
    }  # fmt: skip


def _bar(row: int, start: float, width: float, heights: FloatArray, color: str) -> pa.Table:
    share, leads = float(heights[row]), heights[row] == heights.max()
    return table(
        x=start, x2=start + width, middle=start + width / 2, base=row + BASE, top=row + BASE - TALL * share,
        label=f"{100 * share:.0f} %" if color == REST else decimal(share, 2), color=color,
        opacity=0.95 if leads else 0.5,
    )  # fmt: skip


def _bands(
    takes: Sequence[Take | None], moves: Sequence[IntArray | None]
) -> tuple[list[pa.Table], list[tuple[float, float, str]]]:
    """The bands between the columns, and the number of people on each that leads elsewhere."""
    none = np.zeros(0)
    bands = [table(x=none, top=none, bottom=none, who=np.array([], dtype=str), opacity=none)]
    numbers = []
    for k, moved in enumerate(moves):
        before, after = takes[k], takes[k + 1]
        if moved is None or before is None or after is None or not moved.sum():
            continue
        left, right = STARTS[k] + BAR + (0 if before.file is None else GAP + BESIDE), STARTS[k + 1]
        # It begins after the bars of its column, whose numbers it must not cross. A band is as thick as its people's
        # share of the take, at either end.
        out = _stacked(moved / moved.sum(), before.shares)
        into = _stacked(moved.T / moved.sum(), after.shares).transpose(1, 0, 2)
        ease = _ALONG**2 * (3 - 2 * _ALONG)
        for i, j in np.argwhere(moved):
            x = left + _ALONG * (right - left)
            top, bottom = (out[i, j, e] + ease * (into[i, j, e] - out[i, j, e]) for e in (0, 1))
            bands.append(table(x=x, top=top, bottom=bottom, who=f"{k} {i} {j}", opacity=0.14 if i == j else 0.45))
            if i != j:
                at = round(_NUMBERED_AT[i] * (_ALONG.size - 1))
                numbers.append((float(x[at]), float(top[at] + bottom[at]) / 2, f"{moved[i, j]}"))
    return bands, numbers


def _stacked(parts: FloatArray, shares: FloatArray) -> FloatArray:
    """The top and the bottom of each part of each suspect's bar, from its top downwards.

    The parts are of the people who are in both takes; they fill the bar in proportion.
    """
    whole = parts.sum(axis=1, keepdims=True)
    heights = np.divide(parts, whole, out=np.zeros_like(parts), where=whole > 0) * shares[:, None]
    ends = np.arange(len(shares))[:, None] + BASE - TALL * (shares[:, None] - np.cumsum(heights, axis=1))
    return np.stack([ends - TALL * heights, ends], axis=2)
