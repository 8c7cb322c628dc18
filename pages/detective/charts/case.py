"""Lesson 1's case chart: one bar of surprise per suspect, one segment per clue.

A bar is as long as the negative log-likelihood of its suspect, in nats: the shortest explains the evidence best.
Base rates add a segment of -log P(suspect) in the color of belief; the shortest bar then has the largest posterior
probability.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np
import pyarrow as pa

from core.likelihood.detective import DEFAULT_CASE, CaseFile
from core.numbers import nats
from pages._kit.charts import numbers
from pages._kit.charts.base import PAGE, Look, Spec, built_once, finish, stack, table
from pages._kit.charts.linked import kind
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, MAP_SHAPE, MLE_SHAPE, REST

HEIGHT: Final = 400
SHADES: Final = (0.95, 0.6, 0.28, 0.16)
"""Opacity of the segments: the three clues in shades of one color, because all are data; last the base rate."""
INK: Final = "currentColor"
"""The theme's text color, light or dark."""
# In units of a suspect's row: the name above its bar, the clues' names under it.
NAME, TOP, BOTTOM, LABEL = 0.14, 0.27, 0.6, 0.66
LINE: Final = 1.2
"""Height of a line of the labels, in type sizes."""


class Segment(NamedTuple):
    """One piece of a bar: its name, its probability, and the clue's index in the case file; -1 for a base rate."""

    name: str
    probability: float
    shade: int


class Bar(NamedTuple):
    """A suspect's bar: the segments from left to right, whether it wins, and the remark beside its name."""

    suspect: str
    segments: tuple[Segment, ...]
    wins: bool
    remark: str

    @property
    def ruled_out_by(self) -> str:
        """The name of the first segment with probability 0, empty if there is none."""
        return next((piece.name for piece in self.segments if piece.probability == 0), "")

    @property
    def length(self) -> float:
        """The total surprise in nats, ``inf`` for a suspect who is ruled out."""
        if self.ruled_out_by:
            return math.inf
        # The surprise of a certain clue is -0.0; adding 0 makes it 0.0.
        return math.fsum(-math.log(piece.probability) for piece in self.segments) + 0.0


def type_size(look: Look) -> str:
    """Return the expression for the type size of labels, px."""
    size = f"{look.text} * max(1, width / {look.grows_from})" if look.grows_from else f"{look.text}"
    return f"(width < 480 ? {look.text - 1} : {size})"


def _room(look: Look) -> str:
    """Return the expression for the space for the total at the end of the longest bar, px."""
    return f"7.8 * {type_size(look)}"


def _lift(look: Look) -> str:
    """Return the expression for how far the lower edge of a bar moves up where its row is low: labels need room, px."""
    row = f"height / {len(DEFAULT_CASE.suspects)}"
    return f"max(-{BOTTOM - TOP} * {row}, min(0, {1 - LABEL:g} * {row} - {2 * LINE} * {type_size(look)} - 4))"


def _surprise(name: str, look: Look) -> alt.X:
    return alt.X(
        f"{name}:Q",
        title="Surprise, −log P, in nats (natural units)",
        scale=alt.Scale(
            zero=True, nice=False, padding=0, range=[alt.ExprRef("0"), alt.ExprRef(f"width - {_room(look)}")]
        ),
        axis=alt.Axis(tickCount=6, labelOverlap=True, format="~g"),
    )


def _row(name: str) -> alt.Y:
    scale = alt.Scale(nice=False, zero=True, padding=0, reverse=True)
    return alt.Y(f"{name}:Q", scale=scale, axis=None)


SAID: Final = numbers.significant("datum.p")


def _segments(look: Look) -> list[alt.Chart]:
    tips = [
        alt.Tooltip("suspect:N", title="suspect"),
        alt.Tooltip("name:N", title="segment"),
        alt.Tooltip("said:N", title="probability"),
        alt.Tooltip("nats:Q", title="surprise, nats", format=".3f"),
    ]
    span: dict[str, Any] = {
        "x": _surprise("start", look),
        "x2": alt.X2("end:Q"),
        "y": _row("top"),
        "y2": alt.Y2("bottom:Q"),
        "tooltip": tips,
    }
    # Streamlit's theme resolves color names in `color` only, so fill and outline are two marks.
    kinds: tuple[tuple[str, str, list[int]], ...] = (
        ("datum.shade >= 0", DATA, [1, 0]),
        ("datum.shade < 0", BELIEF, list(BELIEF_DASH)),
    )
    layers, lift = [], alt.ExprRef(_lift(look))
    for side, color, dash in kinds:
        pieces = kind("segment").transform_filter(side).transform_calculate(said=SAID)
        fill = pieces.mark_rect(y2Offset=lift).encode(**span, fillOpacity=alt.FillOpacity("opacity:Q", scale=None))
        line = pieces.mark_rect(filled=False, strokeWidth=1.5, strokeDash=dash, y2Offset=lift).encode(**span)
        layers += [fill.encode(color=alt.ColorValue(color)), line.encode(color=alt.ColorValue(color))]
    return layers


def _segment_names(look: Look) -> list[alt.Chart]:
    """Names under the segments; where a segment is narrower than its name, the next name moves to the right."""
    scale = f"((width - {_room(look)})/datum.domain)"
    size, lift = type_size(look), alt.ExprRef(_lift(look))
    previous, at = "0", ""
    labels = kind("segment")
    for i in range(4):
        at = f"max(datum.start{i} * {scale}, {previous})"
        labels = labels.transform_calculate(**{f"at{i}": at})
        previous = f"datum.at{i} + datum.chars{i} * 0.53 * {size} + 0.75 * {size}"
    labels = labels.transform_calculate(
        at="[datum.at0, datum.at1, datum.at2, datum.at3][datum.place]", label=f"'P = ' + {SAID}"
    ).transform_calculate(from_px=f"clamp(datum.at, datum.start * {scale}, datum.end * {scale})")
    pixels = alt.Scale(domain=[0, 1], range=[alt.ExprRef("0"), alt.ExprRef("1")], nice=False)
    x = alt.X("at:Q", scale=pixels, axis=None)
    tick = labels.mark_rule(strokeWidth=1, yOffset=lift, y2Offset=lift).encode(
        x=alt.X("from_px:Q", scale=pixels, axis=None), x2=alt.X2("at:Q"), y=_row("bottom"), y2=alt.Y2("label_top:Q"),
        color=alt.ColorValue(REST),
    )  # fmt: skip
    # One mark a line: Vega draws a text of two lines once, and keeps their distance when the type grows.
    lines = [
        labels.mark_text(
            align="left", baseline="top", fontSize=alt.ExprRef(size), yOffset=alt.ExprRef(f"{_lift(look)} + {down}")
        ).encode(x=x, y=_row("label_top"), text=alt.Text(f"{name}:N"), color=alt.ColorValue(INK))
        for name, down in (("name", "0"), ("label", f"{LINE} * {size}"))
    ]
    return [tick, *lines]


def _names(look: Look) -> list[alt.Chart]:
    """The suspect above the bar, with the verdict's remark; and the clue that rules a suspect out."""
    left, ink = alt.XValue(0), alt.ColorValue(INK)
    bar = kind("bar")
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": look.text + 2}
    return [
        bar.transform_filter("!datum.wins")
        .mark_text(**style)
        .encode(x=left, y=_row("name_y"), text=alt.Text("title:N"), color=ink),
        bar.transform_filter("datum.wins")
        .mark_text(**style, fontWeight=700)
        .encode(x=left, y=_row("name_y"), text=alt.Text("title:N"), color=ink),
        bar.transform_filter("datum.out != ''")
        .mark_text(align="left", baseline="middle", fontSize=look.text, yOffset=alt.ExprRef(f"{_lift(look)} / 2"))
        .encode(x=left, y=_row("middle"), text=alt.Text("out:N"), color=alt.ColorValue(REST)),
    ]


def _ends(look: Look) -> list[alt.Chart]:
    """Each total at the end of its bar; a winner has the shape and color of the MLE, or with base rates of the MAP."""
    bar = kind("bar").transform_filter("datum.out == ''")
    x, y, ink = _surprise("end", look), _row("middle"), alt.ColorValue(INK)
    half = alt.ExprRef(f"{_lift(look)} / 2")
    text: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": look.text, "yOffset": half}
    wins, rest = "datum.wins", "!datum.wins"
    marks = [
        bar.transform_filter(f"{wins} && {'' if both else '!'}datum.both")
        .mark_point(shape=shape, size=120, filled=True, opacity=1, xOffset=13, yOffset=half)
        .encode(x=x, y=y, color=alt.ColorValue(color))
        for both, shape, color in ((False, MLE_SHAPE, DATA), (True, MAP_SHAPE, BOTH))
    ]
    return [
        *marks,
        bar.transform_filter(rest).mark_text(**text, dx=8).encode(x=x, y=y, text=alt.Text("total:N"), color=ink),
        bar.transform_filter(wins)
        .mark_text(**text, dx=24, fontWeight=700)
        .encode(x=x, y=y, text=alt.Text("total:N"), color=ink),
    ]


def bars(case: CaseFile, clues_on: Sequence[bool], winners: Sequence[int], *, with_rates: bool) -> list[Bar]:
    """Return the suspects' bars, the clues in the file's order; ``winners`` are the suspects with the shortest bars."""
    remark = "ties for the best" if len(winners) > 1 else "most probable" if with_rates else "explains it best"
    made = []
    for i, suspect in enumerate(case.suspects):
        pieces = [Segment(clue, case.table[i][j], j) for j, clue in enumerate(case.clues) if clues_on[j]]
        if with_rates:
            pieces.append(Segment("base rate", case.base_rates[i] / math.fsum(case.base_rates), -1))
        made.append(Bar(suspect, tuple(pieces), i in winners, remark if i in winners else ""))
    return made


@built_once(4)
def spec(look: Look = PAGE) -> Spec:
    """Return the chart's spec, constant for a look."""
    band = (
        kind("bar")
        .transform_filter("datum.wins")
        .mark_rect(opacity=0.1, cornerRadius=6)
        .encode(
            x=alt.XValue(-6), x2=alt.X2Value(alt.ExprRef("width")),
            y=_row("row_top"), y2=alt.Y2("row_bottom:Q"), color=alt.ColorValue(REST),
        )
    )  # fmt: skip
    frame = kind("frame").mark_point(opacity=0).encode(x=_surprise("end", look), y=_row("row_bottom"))
    bars = alt.layer(frame, band, *_segments(look), *_names(look), *_ends(look))
    chart = alt.layer(bars, alt.layer(*_segment_names(look))).resolve_scale(x="independent")
    return finish(chart, look, height=HEIGHT)


def rows(bars: Sequence[Bar], longest: float) -> pa.Table:
    """Return every segment, total and name of the chart as one table.

    Parameters
    ----------
    bars : sequence of Bar
        One per suspect, from top to bottom, with at most four segments each.
    longest : float
        Right end of the axis, nats; the same for every choice of clues, so that a segment keeps its length.
    """
    # With base rates in the bars, the winner is the MAP and not the MLE.
    both = any(piece.shade < 0 for bar in bars for piece in bar.segments)
    domain = max(longest, 1.0)
    parts = [table(kind="frame", end=[0.0, domain], row_bottom=[0.0, float(len(bars))])]
    for row, bar in enumerate(bars):
        out = bar.ruled_out_by
        end = 0.0 if out else bar.length
        parts.append(
            table(
                kind="bar", row_top=row + 0.01, row_bottom=row + 0.99, name_y=row + NAME,
                middle=row + (TOP + BOTTOM) / 2, end=end, wins=bar.wins, both=both,
                title=f"{bar.suspect}: {bar.remark}" if bar.remark else bar.suspect,
                out=f"ruled out: {out} has probability 0" if out else "", total=nats(end),
            )
        )  # fmt: skip
        if bar.segments and not out:
            parts.append(_segment_rows(bar, row, domain))
    return stack(*parts)


def _segment_rows(bar: Bar, row: int, domain: float) -> pa.Table:
    pieces = bar.segments
    lengths = -np.log([piece.probability for piece in pieces]) + 0.0
    starts = np.concatenate([[0.0], np.cumsum(lengths)])
    spare = [0.0] * (4 - len(pieces))
    widths = [max(len(piece.name), 8) for piece in pieces]
    places = {f"start{i}": value for i, value in enumerate([*starts[:-1], *spare])}
    places |= {f"chars{i}": value for i, value in enumerate([*widths, *spare])}
    return table(
        kind="segment", suspect=bar.suspect, name=[p.name for p in pieces], p=[p.probability for p in pieces],
        shade=[p.shade for p in pieces], opacity=[SHADES[p.shade] for p in pieces], nats=lengths,
        start=starts[:-1], end=starts[1:], place=np.arange(len(pieces)), domain=domain,
        top=row + TOP, bottom=row + BOTTOM, label_top=row + LABEL, **places,
    )  # fmt: skip
