"""The two pulls on the weights, their sizes and the angle between them, and the size of the step that was applied.

The pulls are the gradients of the NLL and of the penalty; for AdamW, the adaptive step and the decoupled decay.

One view holds both panels, one above the other: each vertical scale covers its part of the height.
"""

import math
from typing import Final

import altair as alt
import numpy as np

from core.arrays import FloatArray
from core.training.lab.ledger import History
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish, table
from pages._kit.charts.frame import ends, frame
from pages._kit.charts.labels import labels, note_table, notes, spread
from pages._kit.charts.linked import rows_of
from pages._kit.charts.numbers import TICK_OF_LOG
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, LINE, REST
from pages.training_lab.charts.steps import EXTENT, MOST_ROWS, end_x, now_marks, now_table, step_x

HEIGHT: Final = 240
UPPER_END: Final = "0.62*height"
LOWER_START: Final = "0.76*height"
DECADES: Final = 8
"""Powers of ten below the largest norm that are drawn."""
GAP: Final = 0.3
"""Distance between labels, as a part of the upper panel: two lines of type."""
WORDS: Final = ("NLL gradient", "penalty gradient")
DECOUPLED: Final = ("adaptive step", "decoupled decay")
"""The names of the two pulls, and their names under AdamW."""
STEP: Final = "applied step"


def _norm(name: str, extent: float | None = None) -> alt.Y:
    """The upper panel's channel; with an ``extent``, the room for its numbers, it brings the axis."""
    if extent is None:
        return alt.Y(f"{name}:Q")
    return alt.Y(
        f"{name}:Q",
        title="size, log scale",
        scale=alt.Scale(domain=ends("norm"), nice=False, padding=0, range=[alt.ExprRef(UPPER_END), 0]),
        axis=alt.Axis(
            tickCount=4,
            tickMinStep=1,
            labelOverlap=True,
            minExtent=extent,
            labelExpr=TICK_OF_LOG,
        ),
    )


def _angle(look: Look) -> list[alt.Chart]:
    """The lower panel, with a line at the right angle."""
    y = alt.Y(
        "angle:Q",
        title="angle",
        scale=alt.Scale(
            domain=[0, 180], nice=False, padding=0, range=[alt.ExprRef("height"), alt.ExprRef(LOWER_START)]
        ),
        axis=alt.Axis(
            orient="left",
            values=[0, 90, 180],
            labelExpr="datum.label + '°'",
            labelOverlap=False,
            minExtent=EXTENT * look.text,
        ),
    )
    line = rows_of("run").mark_line(strokeWidth=LINE, tooltip=False)
    right = rows_of("frame").mark_rule(strokeWidth=1, strokeDash=[1, 3], tooltip=False)
    return [
        line.encode(y=y, color=alt.ColorValue(REST)),
        right.encode(x=alt.XValue(0), x2=alt.X2Value(end_x(look)), y=alt.Y("right:Q"), color=alt.ColorValue(REST)),
    ]


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """Norms above, angle below: constant for a look."""
    run, end = rows_of("run"), rows_of("end")
    lead = rows_of("frame").mark_point(opacity=0, tooltip=False)
    norms = []
    solid, dashed = alt.Undefined, list(BELIEF_DASH)
    for name, color, dash in (("likelihood", DATA, solid), ("decay", BELIEF, dashed), ("taken", BOTH, solid)):
        head = end.mark_point(size=24, filled=True, opacity=1, tooltip=False)
        norms += [
            run.mark_line(strokeWidth=LINE, strokeDash=dash, tooltip=False).encode(
                y=_norm(name), color=alt.ColorValue(color)
            ),
            head.encode(y=_norm(name), color=alt.ColorValue(color)),
        ]
    upper = alt.layer(
        lead.encode(y=_norm("norm", EXTENT * look.text)),
        *norms,
        *now_marks(),
        *labels(look, (DATA, BELIEF, BOTH), alt.Y("norm:Q")),
        *notes(),
    )
    chart = alt.layer(upper, alt.layer(*_angle(look))).encode(x=step_x(look)).resolve_scale(y="independent")
    return finish(chart, look, height=HEIGHT)


def _log(values: FloatArray) -> FloatArray:
    """Logarithms to base 10; NaN for values that are not finite and positive."""
    some = np.isfinite(values) & (values > 0)
    return np.log10(values, where=some, out=np.full_like(values, np.nan))


def _decades(*columns: FloatArray) -> tuple[float, float]:
    """The whole powers of ten that enclose all norms."""
    norms = np.concatenate(columns)
    norms = norms[np.isfinite(norms)]
    if not norms.size:
        return -3.0, 0.0
    high = math.ceil(float(norms.max()) - 1e-9)
    low = max(math.floor(float(norms.min()) + 1e-9), high - DECADES)
    return float(min(low, high - 1)), float(high)


def _said(parts: list[FloatArray], angle: FloatArray) -> list[tuple[str, float]]:
    """The notes that say why a panel is empty."""
    if not any(np.isfinite(part).any() for part in parts):
        return [("no step taken yet", 0.0)]
    return [] if np.isfinite(angle).any() else [("one pull alone: no angle", 0.77)]


def tables(
    history: History,
    end: int,
    *,
    words: tuple[str, str] = WORDS,
    now: int | None = None,
    most: int = MOST_ROWS,
) -> Tables:
    """The chart's tables for a run up to its latest step.

    Parameters
    ----------
    history : History
        The run's records; with a single one no step is taken, and the panels are empty.
    end : int
        The step at which the axis ends (:func:`pages.training_lab.charts.steps.axis_end`).
    words : tuple of two str
        The names of the two pulls: ``WORDS``, or ``DECOUPLED``.
    now : int, optional
        The step that is looked back at.
    most : int
        How many records are drawn at most, evenly spread.
    """
    at = history.places(most)
    at = at[history.column("step", at) <= end]
    step, angle = history.column("step", at), history.column("angle", at)
    parts = [_log(history.column(name, at)) for name in ("likelihood_norm", "decay_norm", "step_norm")]
    low, high = _decades(*parts)
    parts = [np.where(part >= low, part, np.nan) for part in parts]
    last = [float(column[-1]) if at.size else math.nan for column in (step, *parts)]
    rows = zip(last[1:], (*words, STEP), (DATA, BELIEF, BOTH), strict=True)
    named = [row for row in rows if math.isfinite(row[0])]
    wanted, gap = np.array([row[0] for row in named]), GAP * (high - low)
    places = spread(wanted, gap, low + gap / 2, high - gap / 2)
    text = np.array([row[1].replace(" ", "\n", 1) for row in named], dtype=str)
    return {
        "frame": frame(step=(0, end), norm=(low, high), right=(math.nan, 90)),
        "run": table(step=step, likelihood=parts[0], decay=parts[1], taken=parts[2], angle=angle),
        "end": table(step=last[:1], likelihood=last[1], decay=last[2], taken=last[3]),
        "label": table(
            step=np.full(places.size, last[0]), norm=places, text=text, short=text,
            color=np.array([row[2] for row in named], dtype=str),
        ),
        "now": now_table(now, end),
        "note": note_table(*_said(parts, angle)),
    }  # fmt: skip
