"""The NLL of a run over its steps, with the penalty stacked on it; their upper edge is the objective.

The axis grows with the run. Labels stand at the right ends of the lines, in a gutter beyond the axis.
"""

import math
from functools import lru_cache
from textwrap import fill
from typing import Any, Final, NamedTuple

import altair as alt
import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.training.lab.ledger import History
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table, to_bytes
from pages._kit.charts.frame import ceiling, ends, frame
from pages._kit.charts.labels import labels, spread
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, HALO, LINE, REST, STRONG
from pages.training_lab.charts.steps import EXTENT, MOST_ROWS, end_x, now_marks, now_table, step_x

HEIGHT: Final = 380
EXPLODED: Final = 4.0
"""The axis ends at about this many times a run's first values, at the next round number; higher values are cut."""
GAP: Final = 0.055
"""Distance between labels, as a part of the height: one line of type."""
LOW: Final = 21
LOW_GAP: Final = 0.125
"""Height, in type sizes, below which the labels stand farther apart: a line of type is then a larger part of it."""
SAID, SAID_LOW = 0.34, 0.66
"""Place of what is said below high labels, as a part of the height: five of them may stand above it."""
NARROW: Final = 16
LETTERS: Final = (20, 34)
"""Width of the chart, in type sizes, below which lines are short, and letters in a short and in a long line."""
HELD: Final = 1.9
"""Width of the dotted line of held-out NLL: thinner dots would be hard to see."""
NOT_PINNED: Final = to_bytes(table(step=np.zeros(0), objective=np.zeros(0), held=np.zeros(0)))


class Lines(NamedTuple):
    """The curves of one run, in order; NaN is not drawn."""

    step: FloatArray
    nll: FloatArray
    objective: FloatArray
    held: FloatArray


def _areas() -> list[alt.Chart]:
    """The area of the NLL from zero, and the area of the penalty on top of it."""
    run = rows_of("run")
    return [
        run.mark_area(opacity=1, fillOpacity=0.28, tooltip=False).encode(
            y=alt.Y("nll:Q"), y2=alt.Y2Datum(0), color=alt.ColorValue(DATA)
        ),
        run.mark_area(opacity=1, fillOpacity=0.3, tooltip=False).encode(
            y=alt.Y("nll:Q"), y2=alt.Y2("objective:Q"), color=alt.ColorValue(BELIEF)
        ),
    ]


def _dots(look: Look) -> list[float]:
    """A dash that draws dots with round caps, about twice as far apart as they are wide."""
    return [0, 3.6 * look.stroke]


def _lines(look: Look) -> list[alt.Chart]:
    """The lines of held-out NLL, NLL and objective, a point at the end of each, and a rule for the penalty there."""
    run, end = rows_of("run"), rows_of("end")
    styles: tuple[tuple[str, str, float, list[float]], ...] = (
        ("held", DATA, HELD, _dots(look)),
        ("nll", DATA, LINE, []),
        ("objective", BOTH, STRONG, []),
    )
    lines = [
        run.mark_line(strokeWidth=width, strokeDash=dash or alt.Undefined, strokeCap="round", tooltip=False).encode(
            y=alt.Y(f"{name}:Q"), color=alt.ColorValue(color)
        )
        for name, color, width, dash in styles
    ]
    heads = [
        end.mark_point(size=12 * width, filled=True, opacity=1, tooltip=False).encode(
            y=alt.Y(f"{name}:Q"), color=alt.ColorValue(color)
        )
        for name, color, width, _ in styles
    ]
    penalty = end.mark_rule(strokeWidth=LINE, strokeDash=list(BELIEF_DASH)).encode(
        y=alt.Y("nll:Q"), y2=alt.Y2("objective:Q"), color=alt.ColorValue(BELIEF)
    )
    return [*lines, penalty, *heads]


def _pinned(look: Look) -> list[alt.Chart]:
    """The pinned run: objective and held-out NLL, thin and gray."""
    run, gray = rows_of("pinned"), alt.ColorValue(REST)
    return [
        run.mark_line(strokeWidth=1.5, tooltip=False).encode(y=alt.Y("objective:Q"), color=gray),
        run.mark_line(strokeWidth=HELD, strokeDash=_dots(look), strokeCap="round", tooltip=False).encode(
            y=alt.Y("held:Q"), color=gray
        ),
    ]


def _said(look: Look) -> list[alt.Chart]:
    """What the learner is told over the curves, clear of the labels, in lines that fit the width."""
    rows = rows_of("said").transform_calculate(shown=f"width < {NARROW * look.text} ? datum.narrow : datum.wide")
    style: dict[str, Any] = {"align": "center", "baseline": "top", "lineBreak": "\n", "tooltip": False}
    at: dict[str, Any] = {
        "x": alt.XValue(alt.ExprRef(f"({end_x(look).expr}) / 2")),
        "y": alt.YValue(alt.ExprRef(f"datum.below ? height * (height < {LOW * look.text} ? {SAID_LOW} : {SAID}) : 4")),
        "text": alt.Text("shown:N"),
    }
    return [
        rows.mark_text(**style, **HALO).encode(**at),
        rows.mark_text(**style).encode(**at, color=alt.ColorValue(REST)),
    ]


@lru_cache(maxsize=16)
def _said_table(*sentences: str, below: bool) -> bytes:
    """The table of :func:`_said`, one row, or none; it stands below the labels, or above them."""
    narrow, wide = ("\n".join(fill(sentence, letters) for sentence in sentences) for letters in LETTERS)
    some = bool(sentences)
    return to_bytes(
        table(narrow=np.array([narrow] * some, dtype=str), wide=np.array([wide] * some, dtype=str), below=below)
    )


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The stacked curve: constant for a look."""
    y = alt.Y(
        "y:Q",
        title="nats per example",
        scale=alt.Scale(domain=ends("y"), nice=False, padding=0),
        axis=alt.Axis(tickCount=5, format="~g", minExtent=EXTENT * look.text),
    )
    lead = rows_of("frame").mark_point(opacity=0, tooltip=False).encode(y=y)
    chart = alt.layer(
        lead,
        *_areas(),
        *_pinned(look),
        *_lines(look),
        *now_marks(),
        *labels(
            look, (DATA, BELIEF, BOTH, REST), alt.Y("at:Q"), at=f"height < {LOW * look.text} ? datum.low : datum.y"
        ),
        *_said(look),
    )
    return finish(chart.encode(x=step_x(look)), look, height=HEIGHT)


def _read(history: History, steps: int, most: int) -> Lines:
    """The records of a run that are drawn; NaN for values that are not finite."""
    at = history.places(most)
    at = at[history.column("step", at) <= steps]
    names = ("step", "nll", "objective", "held_out_nll")
    columns = (history.column(name, at) for name in names)
    return Lines(*(np.where(np.isfinite(column), column, np.nan) for column in columns))


def _largest(*columns: FloatArray) -> float:
    """The largest finite number, 0 if there is none."""
    return max((float(np.nanmax(column)) for column in columns if np.isfinite(column).any()), default=0.0)


def _top(runs: list[Lines]) -> tuple[float, bool]:
    """The upper end of the axis, and whether a run goes beyond it."""
    highest = max(_largest(*run[1:]) for run in runs)
    allowed = EXPLODED * max(_largest(*(column[:1] for column in run[1:])) for run in runs)
    cut = 0 < allowed < highest
    return ceiling(allowed if cut else highest), cut


def _below(run: Lines, top: float) -> Lines:
    """A run cut at the upper end of the axis."""
    return Lines(run.step, *(np.minimum(column, top) for column in run[1:]))


def _are_high(label: pa.Table, top: float) -> bool:
    """Whether the labels stand in the upper half."""
    return label.num_rows == 0 or float(np.mean(label["low"].to_numpy())) > top / 2


def _ends(run: Lines, pinned: Lines | None, top: float) -> tuple[pa.Table, pa.Table]:
    """The last values, and their labels, moved apart from each other."""
    alive = np.flatnonzero(np.isfinite(run.objective))
    last = (float(column[alive[-1]]) for column in _below(run, top)) if alive.size else (math.nan,) * 4
    step, nll, objective, held = last
    named = [
        (step, nll, "NLL", "NLL", DATA),
        (step, (nll + objective) / 2 if objective != nll else math.nan, "penalty", "penalty", BELIEF),
        (step, objective, "objective", "objective", BOTH),
        (step, held, "held-out NLL", "held-out", DATA),
    ]
    if pinned is not None and pinned.step.size:
        named.append((float(pinned.step[-1]), float(pinned.objective[-1]), "pinned", "pinned", REST))
    kept = [row for row in named if math.isfinite(row[1])]
    wanted = np.array([row[1] for row in kept])
    places, low = (spread(wanted, gap * top, gap / 2 * top, (1 - gap / 2) * top) for gap in (GAP, LOW_GAP))
    at, _, text, short, color = zip(*kept, strict=True) if kept else ((),) * 5
    label = {
        "text": np.array(text, dtype=str),
        "short": np.array(short, dtype=str),
        "color": np.array(color, dtype=str),
    }
    return table(step=[step], nll=nll, objective=objective, held=held), table(step=at, y=places, low=low, **label)


def tables(
    history: History,
    end: int,
    *,
    now: int | None = None,
    pinned: History | None = None,
    note: str = "",
    most: int = MOST_ROWS,
) -> Tables:
    """The chart's tables for a run up to its latest step.

    Parameters
    ----------
    history : History
        The run's records; there may be none.
    end : int
        The step at which the axis ends (:func:`pages.training_lab.charts.steps.axis_end`).
    now : int, optional
        The step that is looked back at.
    pinned : History, optional
        Another run to compare with, drawn up to the end of the axis.
    note : str
        What the learner is told in the middle of the picture; may be empty.
    most : int
        How many records are drawn at most, evenly spread.
    """
    run, kept = _read(history, end, most), None if pinned is None else _read(pinned, end, most)
    top, cut = _top([run] if kept is None else [run, kept])
    last, label = _ends(run, kept, top)
    said = [f"cut at {top:g} nats: a run goes beyond"] * cut + [note] * bool(note)
    run, kept = _below(run, top), kept and _below(kept, top)
    return {
        "frame": frame(step=(0, end), y=(0, top)),
        "run": table(step=run.step, nll=run.nll, objective=run.objective, held=run.held),
        "pinned": NOT_PINNED if kept is None else table(step=kept.step, objective=kept.objective, held=kept.held),
        "end": last,
        "label": label,
        "now": now_table(now, end),
        "said": _said_table(*said, below=_are_high(label, top)),
    }
