"""The chart of two meanings of 95 %: a hundred repeated experiments as intervals, and the exact coverage over theta.

Left, each repetition is one interval; those that miss theta are lit. Right, the coverage of each kind of interval at
every theta that the slider can take, and, beside the curves, its average over thetas drawn from the prior.
"""

from __future__ import annotations

import math
from typing import Any, Final

import altair as alt
import numpy as np
import pyarrow as pa

from core.belief.beta import Beta
from core.belief.coverage import GRID, KINDS, Coverages, Kind, Repetitions, prior_predictive
from core.likelihood.coin import log_pmf_heads
from core.likelihood.coverage import HUNDRED, coverage
from core.numbers import decimal
from pages._kit.charts.base import PAGE, Look, Spec, Tables, all_to_bytes, built_once, finish, table
from pages._kit.charts.labels import spread
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BOTH, CLASSES, DATA, HALO, REST
from pages._kit.charts.panels import across, corners, side_by_side, up
from pages._kit.charts.plane import typed_table

HEIGHT: Final = 400
INTERVALS: Final = ("0", "0.30 * width")
CURVES: Final = ("0.36 * width", "0.67 * width")
AVERAGES: Final = 0.705
"""Where the averages stand, as a part of the width."""
FIT: Final = 38
"""The width, in type sizes, of a chart in which the names of the intervals fit."""
HEADROOM: Final = 0.17
"""The height over the intervals and the curves, for the words, as a part of the panel's."""
BELOW_WORDS: Final = alt.YValue(alt.ExprRef("height * 0.13"))
BOTTOM: Final = alt.Y2Value(alt.ExprRef("height"))
RARE: Final = 1e-4
"""Numbers of heads of a smaller cumulative probability do not widen the axis of the intervals."""

INK: Final[dict[Kind, str]] = {
    "Wald": CLASSES[1], "Likelihood": DATA, "Clopper-Pearson": CLASSES[0], "Credible": BOTH,
}  # fmt: skip
SHORT: Final[dict[Kind, str]] = {"Wald": "Wald", "Likelihood": "Lik.", "Clopper-Pearson": "C-P", "Credible": "Cred."}


def _code(kind: Kind) -> str:
    """The kind as the name of a column."""
    return f"k{KINDS.index(kind)}"


def _ink(field: str) -> alt.Color:
    scale = alt.Scale(domain=[_code(kind) for kind in KINDS], range=[INK[kind] for kind in KINDS])
    return alt.Color(f"{field}:N", legend=None, scale=scale)


def floor_of(level: float) -> float:
    """The lower end of the coverage axis, in percent: four times as far below 100 as the level."""
    return max(0.0, 100 - 400 * (1 - level))


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The spec of the two panels; it depends on the look alone."""
    return finish(side_by_side(_intervals(look), _curves(look)), look, height=HEIGHT)


def _fits(look: Look) -> str:
    return f"width > {FIT * look.text} * {look.growth}"


def _words(rows: alt.Chart, look: Look, **place: Any) -> list[alt.Chart]:
    """Text from the columns ``long`` and ``short``, over lines that it may cross."""
    style: dict[str, Any] = {"fontSize": look.text, "fontWeight": 600, "align": "left", "baseline": "top"}
    style |= place.pop("style", {})
    shown = rows.transform_calculate(shown=f"{_fits(look)} ? datum.long : datum.short")
    ink = place.pop("color", alt.ColorValue(REST))
    text = alt.Text("shown:N")
    return [
        shown.mark_text(**style, **HALO).encode(text=text, **place),
        shown.mark_text(**style).encode(text=text, color=ink, **place),
    ]


def _intervals(look: Look) -> list[alt.Chart]:
    titles = "θ", f"{HUNDRED} repetitions, fewest heads lowest"
    x, y = alt.X("here:Q", title=titles[0]), alt.Y("place:Q", title=titles[1])
    lead = corners(
        across("here", titles[0], INTERVALS, format="~g", tickCount=4),
        up("place", titles[1], labels=False, ticks=False, domain=False, titlePadding=4),
    )
    bars, rest = rows_of("interval"), alt.ColorValue(REST)
    own = rows_of("own").mark_point(size=12, filled=True, opacity=1, tooltip=False)
    return [
        lead,
        bars.transform_filter("datum.holds")
        .mark_rule(strokeWidth=1.3, opacity=0.5, strokeCap="round", clip=True)
        .encode(x=x, x2=alt.X2("upper:Q"), y=y, color=rest),
        rows_of("fixed").mark_rule(strokeWidth=1.6).encode(x=x, y=BELOW_WORDS, y2=BOTTOM, color=rest),
        bars.transform_filter("!datum.holds")
        .mark_rule(strokeWidth=2.4, strokeCap="round", clip=True)
        .encode(x=x, x2=alt.X2("upper:Q"), y=y, color=_ink("kind")),
        own.encode(x=x, y=y, color=rest),
        *_words(rows_of("hits"), look, x=alt.XValue(0), y=alt.YValue(1)),
        *_words(rows_of("so_far"), look, x=alt.XValue(0), y=alt.YValue(alt.ExprRef(_line(look, 1))),
                style={"fontWeight": 400}),
    ]  # fmt: skip


def _line(look: Look, number: int) -> str:
    """A Vega expression for how far below the top a line of words begins."""
    return f"1 + {number * (look.text + 4)} * {look.growth}"


def _curves(look: Look) -> list[alt.Chart]:
    titles = "θ, probability of heads", "Coverage, %"
    x, y = alt.X("theta:Q", title=titles[0]), alt.Y("percent:Q", title=titles[1])
    lead = corners(
        across("theta", titles[0], CURVES, format="~g", tickCount=5),
        # The axis goes on above 100 %, where the words stand.
        up(
            "percent", titles[1], orient="right", domain=False, labelExpr="datum.value > 100 ? '' : datum.label",
            tickOpacity=alt.ConditionalAxisNumber(
                value=1, condition=alt.ConditionalPredicateValueDefnumberExprRef(test="datum.value > 100", value=0)
            ),
        ),
    )  # fmt: skip
    rest = alt.ColorValue(REST)
    dot: dict[str, Any] = {"filled": True, "opacity": 1, "tooltip": False, "size": 75}
    dot["shape"] = alt.ExprRef("datum.below ? 'triangle-down' : 'circle'")
    beside = alt.XValue(alt.ExprRef(f"{AVERAGES} * width"))
    averages = rows_of("average")
    return [
        lead,
        rows_of("level").mark_rule(strokeWidth=1.2, strokeDash=[4, 3]).encode(
            x=alt.XValue(alt.ExprRef(CURVES[0])), x2=alt.X2Value(alt.ExprRef(f"{AVERAGES} * width")), y=y, color=rest
        ),
        rows_of("now").mark_rule(strokeWidth=1).encode(x=x, y=BELOW_WORDS, y2=BOTTOM, color=rest),
        rows_of("curve").transform_fold([_code(kind) for kind in KINDS], as_=["kind", "percent"])
        .mark_line(strokeWidth=1, opacity=0.45, clip=True)
        .encode(x=x, y=y, color=_ink("kind")),
        rows_of("drawn").mark_line(strokeWidth=1.6, clip=True).encode(x=x, y=y, color=_ink("kind")),
        rows_of("at").mark_point(**dot).encode(x=x, y=y, color=_ink("kind")),
        averages.mark_rule(strokeWidth=1).encode(
            x=beside, x2=alt.X2Value(alt.ExprRef(f"{AVERAGES} * width + 13")), y=y, y2=alt.Y2("aside:Q"),
            color=_ink("kind"),
        ),
        averages.mark_point(**dot).encode(x=beside, y=y, color=_ink("kind")),
        *_words(
            averages, look, x=alt.XValue(alt.ExprRef(f"{AVERAGES} * width + 17")), y=alt.Y("aside:Q"),
            color=_ink("kind"), style={"baseline": "middle"},
        ),
        *_words(rows_of("at_each"), look, x=alt.XValue(alt.ExprRef(CURVES[0])), y=alt.YValue(1)),
        *_words(rows_of("averaged"), look, x=alt.XValue(alt.ExprRef(f"{AVERAGES} * width - 4")), y=alt.YValue(1)),
        *_words(
            rows_of("over"), look, x=alt.XValue(alt.ExprRef(f"{AVERAGES} * width - 4")),
            y=alt.YValue(alt.ExprRef(_line(look, 1))), style={"fontWeight": 400},
        ),
    ]  # fmt: skip


def rows(
    kind: Kind, theta: float, level: float, prior: Beta, found: Coverages, made: Repetitions, *, from_prior: bool
) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    kind : str
        The intervals that are drawn.
    theta, level, prior
        What the learner set.
    found : Coverages
        Of ``n`` flips, this level and this prior.
    made : Repetitions
        The last hundred is drawn, and all of them are counted.
    from_prior : bool
        Whether each repetition has a theta of its own.
    """
    ends, code, floor = found.ends[kind], _code(kind), floor_of(level)
    order = np.lexsort((made.theta[-1], made.heads[-1]))
    heads, own = made.heads[-1][order], made.theta[-1][order]
    held = made.held_by(ends)
    inside = held[-1][order]
    place = np.arange(1.0, HUNDRED + 1)
    tall = (100 - floor) / (1 - HEADROOM)
    percent = {_code(each): (100 * curve).astype(np.float32) for each, curve in found.curve.items()}
    grid = GRID.astype(np.float32)
    at = np.array([100 * float(coverage(each, theta)) for each in found.ends.values()])
    average = np.array([100 * each for each in found.average.values()])
    codes = [_code(each) for each in found.ends]
    low, high = _window(found, prior if from_prior else theta)
    said = f"{int(inside.sum())} of {HUNDRED}"
    so_far = f"{int(held.sum()):,} of {held.size:,}"
    tables: dict[str, pa.Table] = {
        "frame": table(
            here=[low, high], place=[0.0, HUNDRED / (1 - HEADROOM)], theta=[0.0, 1.0], percent=[floor, floor + tall]
        ),
        "interval": pa.table({
            "here": ends.lower[heads], "upper": ends.upper[heads], "place": place, "holds": inside,
            "kind": [code] * HUNDRED,
        }),
        "fixed": table(here=[] if from_prior else [theta]),
        "own": table(here=own, place=place) if from_prior else table(here=[], place=[]),
        "hits": table(long=[f"{'Own ' if from_prior else ''}θ inside: {said}"], short=[said]),
        "so_far": table(long=[f"{so_far} so far"], short=[so_far]) if len(held) > 1 else table(long=[""], short=""),
        "level": table(percent=[100 * level]),
        "now": table(theta=[theta]),
        "curve": typed_table(theta=grid, **percent),
        "drawn": typed_table(theta=grid, percent=percent[code], kind=np.array([code] * grid.size)),
        "at": table(theta=theta, percent=np.maximum(at, floor), below=at < floor, kind=codes),
        "average": table(
            percent=np.maximum(average, floor), below=average < floor, kind=codes,
            aside=spread(np.maximum(average, floor), 0.075 * tall, floor + 0.03 * tall, 100.0),
            long=[f"{each} {decimal(v, 1)}" for each, v in zip(found.ends, average, strict=True)],
            short=[f"{SHORT[each]} {decimal(v, 1)}" for each, v in zip(found.ends, average, strict=True)],
        ),
        "at_each": table(long=["At each fixed θ"], short="Each θ"),
        "averaged": table(long=["Averaged over θ"], short="Average"),
        "over": table(long=[f"from {prior}"], short="over prior"),
    }  # fmt: skip
    return all_to_bytes(tables)


def _window(found: Coverages, truth: float | Beta) -> tuple[float, float]:
    """The ends of the axis of the intervals, the same for all kinds and all hundreds: round numbers around them."""
    n = found.ends["Wald"].lower.size - 1
    weight = (
        prior_predictive(truth, n) if isinstance(truth, Beta) else np.exp(log_pmf_heads(np.arange(n + 1), n, truth))
    )
    sums = np.cumsum(weight)
    first, last = int(np.searchsorted(sums, RARE)), min(n, int(np.searchsorted(sums, 1 - RARE)))
    ends = [*(each.lower[first] for each in found.ends.values()), *(each.upper[last] for each in found.ends.values())]
    ends += [float(end) for end in truth.ppf([RARE, 1 - RARE])] if isinstance(truth, Beta) else [truth]
    low, high = min(ends), max(ends)
    step = 0.05 if high - low > 0.25 else 0.01
    return max(0.0, step * math.floor(low / step)), min(1.0, step * math.ceil(high / step))
