"""The chart of several priors in lesson 5: a row for each prior, a column for each amount of data.

From left to right the data grow, and the bumps line up under the MLE, except in the last row, whose prior is 0 there.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final, NamedTuple

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.convergence import FLIPS, OPINIONS, Closed, closed_mind
from core.likelihood.counts import Counts
from core.numbers import significant
from pages._kit.charts.base import PAGE, Layered, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, LINE, REST
from pages.bayesian_inference.charts.densities import around

HEIGHT: Final = 430
COLUMNS: Final = 1 + len(FLIPS)
ROWS: Final = len(OPINIONS) + 1
BUMP: Final = 0.58
"""Height of a bump, in rows."""
LIMIT: Final = 0.5
GAP: Final = 0.03
DASH: Final = list(BELIEF_DASH)
NARROW: Final = 560
"""Charts at most this wide, in px, show short words, as on a phone."""
FIT: Final = 66
"""The width, in type sizes, of a chart in which the long words fit."""


class _Column(NamedTuple):
    title: str
    counts: Counts
    window: tuple[float, float]


def _columns() -> list[_Column]:
    made = [_Column("before", Counts(0, 0), (0.0, 1.0))]
    for data in FLIPS:
        counts = data.counts
        beliefs = [posterior(item.prior, counts) for item in OPINIONS]
        closed = closed_mind(counts, LIMIT)
        low = min([*(b.mean - 4.5 * b.sd for b in beliefs), LIMIT - 5 * (LIMIT - closed.mean)])
        high = max(b.mean + 4.5 * b.sd for b in beliefs)
        window = (max(0.0, low), min(1.0, high))
        made.append(_Column(f"{counts.heads:,} / {counts.tails:,}", counts, window if counts.n > 100 else (0.0, 1.0)))
    return made


def _ends(column: int) -> tuple[str, str]:
    """The start and the end of a column, as Vega expressions."""
    return f"{column / COLUMNS}*width", f"{(column + 1) / COLUMNS - GAP}*width"


def _words_shown(look: Look) -> str:
    """A Vega expression for the words that fit."""
    fits = f"width > {FIT * look.text} * {look.growth}"
    return f"{fits} ? datum.long : width > {NARROW} ? datum.middle : datum.short"


def _x(name: str, column: int, *, lead: bool = False) -> alt.X:
    if not lead:
        return alt.X(f"{name}:Q", title="θ")
    return alt.X(
        f"{name}:Q",
        title="θ",
        scale=alt.Scale(nice=False, zero=False, padding=0, range=[alt.ExprRef(end) for end in _ends(column)]),
        axis=alt.Axis(orient="bottom", tickCount=3, labelOverlap=True, format="~g"),
    )


def _y(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q", scale=alt.Scale(nice=False, zero=True, padding=0), axis=None)


def _layers(column: int, look: Look) -> Layered:
    x, y, rest = _x("theta", column), _y("y"), alt.ColorValue(REST)
    color = alt.ColorValue(DATA if column else BELIEF)
    frame = rows_of(f"frame{column}").mark_point(opacity=0, tooltip=False)
    floor = rows_of(f"floor{column}").mark_rule(strokeWidth=1, opacity=0.35)
    title = rows_of(f"title{column}").transform_calculate(shown=_words_shown(look))
    title = title.mark_text(fontSize=look.text, fontWeight=600, baseline="top", align="left")
    marks = [
        frame.encode(x=_x("theta", column, lead=True), y=y),
        floor.encode(x=x, x2=alt.X2("end:Q"), y=y, color=rest),
        *_minds(column, look, closed=False),
        *_minds(column, look, closed=True),
        title.encode(x=x, y=alt.YValue(0), text=alt.Text("shown:N"), color=color),
    ]
    if column:
        best = rows_of(f"best{column}").mark_rule(strokeWidth=1.4)
        marks.append(best.encode(x=x, y=_y("top"), y2=alt.Y2("bottom:Q"), color=color))
    return alt.layer(*marks)


def _minds(column: int, look: Look, *, closed: bool) -> list[alt.Chart]:
    """The bumps of a column and their words: those of the open minds, or that of the closed mind, which is gray."""
    x, y = _x("theta", column), _y("y")
    color = alt.ColorValue(REST if closed else BOTH if column else BELIEF)
    mine = f"datum.closed == {str(closed).lower()}"
    cells = rows_of(f"column{column}").transform_filter(mine)
    words = rows_of(f"words{column}").transform_filter(mine).transform_calculate(shown=_words_shown(look))
    text = words.mark_text(fontSize=look.text - 1, baseline="bottom", align="left", dy=-2)
    line = cells.mark_line(strokeWidth=LINE) if column else cells.mark_line(strokeWidth=LINE, strokeDash=DASH)
    area = cells.mark_area(opacity=0.22 if column else 0, line=False)
    return [
        area.encode(x=x, y=y, y2=alt.Y2("base:Q"), detail=alt.Detail("row:N"), color=color),
        line.encode(x=x, y=y, detail=alt.Detail("row:N"), color=color),
        text.encode(x=x, y=y, text=alt.Text("shown:N"), color=color),
    ]


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the small multiples; it depends on the look alone.

    Altair builds the first two columns only, because it is slow; the others are edited copies of the second.
    """
    chart = alt.layer(_layers(0, look), _layers(1, look)).resolve_scale(x="independent")
    drawn = finish(chart, look, height=HEIGHT)
    second = json.dumps(drawn["layer"][1])
    for column in range(2, COLUMNS):
        text = re.sub(r'"(frame|floor|title|column|words|best)1"', rf'"\g<1>{column}"', second)
        for here, there in zip(_ends(1), _ends(column), strict=True):
            text = text.replace(f'"{here}"', f'"{there}"')
        drawn["layer"].append(json.loads(text))
    return drawn


@lru_cache(maxsize=1)
def rows() -> Tables:
    """The chart's tables, which depend on nothing and are built once."""
    tables: dict[str, pa.Table] = {}
    for number, column in enumerate(_columns()):
        lower, upper = column.window
        counts = column.counts
        if counts.n:
            best = counts.heads / counts.n
            tables[f"best{number}"] = table(theta=[best], top=ROWS - 0.18, bottom=0.0)
        tables |= {
            f"frame{number}": table(theta=[lower, upper], y=[-0.08, ROWS + 0.3]),
            f"floor{number}": table(theta=lower, end=upper, y=np.arange(ROWS, dtype=np.float64)),
            f"title{number}": _title(column),
            f"column{number}": pa.concat_tables([_bump(row, column) for row in range(ROWS)]),
            f"words{number}": pa.concat_tables([_words(row, column) for row in range(ROWS)]),
        }
    return {name: to_bytes(part) for name, part in tables.items()}


def _title(column: _Column) -> pa.Table:
    n = column.counts.n
    long = f"{column.title}: MLE {significant(column.counts.heads / n, 3)}" if n else "prior"
    middle = column.title if n else "prior"
    return table(theta=[column.window[0]], long=long, middle=middle, short=f"n={n:,}" if n else "prior")


def _belief(row: int, counts: Counts) -> Beta | Closed:
    return posterior(OPINIONS[row].prior, counts) if row < len(OPINIONS) else closed_mind(counts, LIMIT)


def _bump(row: int, column: _Column) -> pa.Table:
    belief, (lower, upper) = _belief(row, column.counts), column.window
    base = float(ROWS - 1 - row)
    theta = np.linspace(lower, upper, 81)
    shape = belief.shape if isinstance(belief, Closed) else belief
    theta = np.unique(np.concatenate([theta, around(shape, column.window)]))
    closed = isinstance(belief, Closed)
    if closed:
        theta = np.unique(np.append(theta[theta <= LIMIT], LIMIT))
    height = _relative(shape, theta)
    if closed:
        theta, height = np.append(theta, [LIMIT, upper]), np.append(height / height.max(), [0.0, 0.0])
    return table(theta=theta, y=base + BUMP * height, base=base, row=float(row), closed=closed)


def _relative(shape: Beta, theta: FloatArray) -> FloatArray:
    """The density divided by its maximum, without the points near an end where it is unbounded."""
    density = shape.logpdf(theta)
    bounded = np.isfinite(shape.mode.height)
    ratio = np.exp(
        np.minimum(density - (density.max() if bounded else density[(theta > 0.02) & (theta < 0.98)].max()), 1)
    )
    return np.asarray(np.where(ratio <= 1 + 1e-9, ratio, np.nan))


def _words(row: int, column: _Column) -> pa.Table:
    """The name of the prior in the first column, mean and standard deviation in the others."""
    belief, closed = _belief(row, column.counts), row == len(OPINIONS)
    if column.counts.n == 0:
        long, middle, short = ("flat up to 0.5: closed", "closed above 0.5", "≤ 0.5") if closed else (
            f"{belief}: {OPINIONS[row].words}", OPINIONS[row].words, str(belief).removeprefix("Beta")
        )  # fmt: skip
    else:
        mean = significant(belief.mean, 3 if column.counts.n < 10_000 else 5)
        long = f"mean {mean}" if isinstance(belief, Closed) else f"{mean} ± {significant(belief.sd, 2)}"
        middle, short = long, mean
    y = float(ROWS - 1 - row) + BUMP + 0.04
    return table(theta=[column.window[0]], y=[y], long=long, middle=middle, short=short, closed=closed)
