"""Eighteen batters, from each one's own average to the estimate; and error and evidence over the prior's share.

The two panels stand beside each other, on a phone one above the other.
"""

from functools import lru_cache
from typing import Any, Final

import altair as alt
import numpy as np

from core.belief import batting
from core.belief.batting import SERIES, SHARES, Answer
from core.data.batters import AT_BATS, BATTERS, season_averages
from pages._kit.charts.base import PAGE, Layered, Look, Spec, Tables, all_to_bytes, built_once, finish, table
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, HALO, LINE, MEAN_SHAPE, MLE_SHAPE, REST, STRONG
from pages._kit.charts.windows import within

HEIGHT: Final = 420
AVERAGES: Final = (0.14, 0.42)
"""Ends of the axis of batting averages; all of the batters' lie inside."""
TOP: Final = 5.0
"""Nats, and thousandths of the error, up to which the curves are drawn."""
ROOM: Final = 7.2
"""Height of their axis: above the curves stand the names of the lowest points."""
LEVELS: Final = {"season": 5.5, "evidence": 6.6}
"""Heights of those names. Each stands to the left of its own rule; the one farther right is higher, so crosses none."""
PHONE: Final = "width < 400"
LOWER: Final = f"({PHONE} ? 0.66 * height : height)"
"""Lower end of the batters' panel."""
UPPER: Final = f"({PHONE} ? 0.74 * height : 0)"
"""Upper end of the curves' panel."""


def _size(look: Look, room: str) -> alt.ExprRef:
    """The size of type: that of the look, or what fits into ``room`` px."""
    return alt.ExprRef(f"min({look.text} * {look.growth}, {room})")


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """Both panels: constant for a look."""
    chart = alt.layer(_batters(look), _curves(look)).resolve_scale(x="independent", y="independent")
    return finish(chart, look, height=HEIGHT)


def _batters(look: Look) -> Layered:
    """A row for each batter, with the prior's mean and spread behind them."""
    names = f"({PHONE} ? {6.6 * look.text} : {7.2 * look.text} * {look.growth})"
    title = "batting average"
    sides = [alt.ExprRef(names), alt.ExprRef(f"{PHONE} ? width : 0.6 * width")]
    lead = alt.X(
        "own:Q",
        title=title,
        scale=alt.Scale(domain=list(AVERAGES), range=sides, nice=False, zero=False, padding=0),
        axis=alt.Axis(orient="top", format=".2f", tickCount=5, labelOverlap=True),
    )
    y = alt.Y(
        "row:Q",
        scale=alt.Scale(domain=[-0.6, len(BATTERS) - 0.4], range=[alt.ExprRef("0"), alt.ExprRef(LOWER)], nice=False),
        axis=None,
    )
    row = rows_of("batter")
    tips = [
        alt.Tooltip("name:N", title="batter"),
        alt.Tooltip("hits:Q", title=f"hits of {AT_BATS}"),
        alt.Tooltip("own:Q", title="alone", format=".3f"),
        alt.Tooltip("estimate:Q", title="estimate", format=".3f"),
        alt.Tooltip("season:Q", title="rest of the season", format=".3f"),
    ]

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q", title=title)

    whole: dict[str, Any] = {"y": alt.YValue(0), "y2": alt.Y2Value(alt.ExprRef(LOWER))}
    point: dict[str, Any] = {"filled": True, "opacity": 1}
    belief, both = alt.ColorValue(BELIEF), alt.ColorValue(BOTH)
    prior = rows_of("prior")
    return alt.layer(
        row.mark_point(opacity=0, tooltip=False).encode(x=lead, y=y),
        prior.mark_rect(opacity=0.16, tooltip=False).encode(x=x("low"), x2=alt.X2("high:Q"), **whole, color=belief),
        prior.transform_filter("datum.drawn")
        .mark_rule(strokeWidth=LINE, strokeDash=list(BELIEF_DASH))
        .encode(x=x("mean"), **whole, color=belief),
        row.mark_rule(strokeWidth=LINE, opacity=0.6).encode(x=x("own"), x2=alt.X2("estimate:Q"), y=y, color=both),
        row.mark_tick(orient="vertical", thickness=3.5, size=10, tooltip=True).encode(
            x=x("season"), y=y, color=alt.ColorValue(REST), tooltip=tips
        ),
        row.mark_point(shape=MEAN_SHAPE, size=85, **point).encode(x=x("estimate"), y=y, color=both, tooltip=tips),
        row.mark_point(shape=MLE_SHAPE, size=60, **point).encode(
            x=x("own"), y=y, color=alt.ColorValue(DATA), tooltip=tips
        ),
        row.mark_text(
            align="left", baseline="middle", fontSize=_size(look, f"0.9 * {LOWER} / {len(BATTERS)}")
        ).encode(x=alt.XValue(0), y=y, text=alt.Text("name:N"), color=alt.ColorValue("currentColor")),
    )  # fmt: skip


def _curves(look: Look) -> Layered:
    """The error and the evidence lost over the share, their lowest points, and the share that is chosen."""
    titles = ("prior’s share, %", "error × 1,000 · nats lost")
    sides = [alt.ExprRef(f"{PHONE} ? 9 : 0.69 * width"), alt.ExprRef("width")]
    x = alt.X("share:Q", title=titles[0])
    y = alt.Y("value:Q", title=titles[1])
    lead = (
        alt.X(
            "share:Q",
            title=titles[0],
            scale=alt.Scale(domain=[0, 100], range=sides, nice=False, padding=0),
            axis=alt.Axis(orient="bottom", tickCount=5, labelOverlap=True),
        ),
        alt.Y(
            "value:Q",
            title=titles[1],
            scale=alt.Scale(
                domain=[0, ROOM], range=[alt.ExprRef("height"), alt.ExprRef(UPPER)], nice=False, padding=0
            ),
            axis=alt.Axis(
                orient="right", values=[0, 1, 2, 3, 4, TOP], format="~g", labelOverlap=True,
                titleFontSize=_size(look, f"(height - {UPPER}) / {0.38 * len(titles[1]):g}"),
            ),
        ),
    )  # fmt: skip
    inks = {"season": REST, "evidence": BOTH}
    marks: list[alt.Chart] = [rows_of("error").mark_line(strokeWidth=LINE, tooltip=False).encode(
        x=lead[0], y=lead[1], color=alt.ColorValue(REST)
    )]  # fmt: skip
    marks += [
        rows_of("evidence").mark_line(strokeWidth=STRONG, tooltip=False).encode(x=x, y=y, color=alt.ColorValue(BOTH)),
        rows_of("now").mark_rule(strokeWidth=1.5).encode(
            x=x, y=alt.Y("low:Q", title=titles[1]), y2=alt.Y2("high:Q"), color=alt.ColorValue(BELIEF)
        ),
        rows_of("now").mark_point(size=120, strokeWidth=STRONG, filled=False, opacity=1, tooltip=False).encode(
            x=x, y=y, color=alt.ColorValue(REST)
        ),
    ]  # fmt: skip
    level = alt.Y("level:Q", title=titles[1])
    word: dict[str, Any] = {"fontSize": look.text, "fontWeight": 600}
    for name, ink in inks.items():
        color = alt.ColorValue(ink)
        best = rows_of("best").transform_filter(f"datum.name == '{name}'")
        named = rows_of("name").transform_filter(f"datum.name == '{name}'")
        marks += [
            best.mark_rule(strokeWidth=1, strokeDash=[2, 3]).encode(x=x, y=level, y2=alt.Y2("value:Q"), color=color),
            best.mark_point(size=80, filled=True, opacity=1, tooltip=False).encode(x=x, y=y, color=color),
            best.mark_text(**word, align="right", dx=-5, **HALO).encode(x=x, y=level, text=alt.Text("label:N")),
            best.mark_text(**word, align="right", dx=-5).encode(x=x, y=level, text=alt.Text("label:N"), color=color),
            named.mark_text(**word, align="left", **HALO).encode(x=x, y=y, text=alt.Text("label:N")),
            named.mark_text(**word, align="left").encode(x=x, y=y, text=alt.Text("label:N"), color=color),
        ]
    return alt.layer(*marks)


@lru_cache(maxsize=1)
def _still() -> Tables:
    """The tables that no control moves."""
    best, top = batting.best_share(), batting.fitted().share
    lowest = batting.answer("hand", best).error
    parts = {
        "error": table(share=100 * SHARES, value=1000 * batting.errors()),
        "evidence": table(share=100 * SHARES, value=within(batting.evidence_lost(), 0, TOP)),
        "best": table(
            name=list(LEVELS), share=[100 * best, 100 * top], value=[1000 * lowest, 0.0], level=list(LEVELS.values()),
            label=[f"season’s best: {100 * best:.0f} %", f"evidence: {100 * top:.0f} %"],
        ),
        "name": table(name=list(LEVELS), share=[3.0, 33.0], value=[1.0, 4.5], label=["error × 1,000", "evidence lost"]),
    }  # fmt: skip
    return all_to_bytes(parts)


def rows(found: Answer) -> Tables:
    """The tables, for one way to make the estimates."""
    low, high = np.clip([found.mean - found.sd, found.mean + found.sd], *AVERAGES)
    return {
        **_still(),
        "batter": table(
            row=np.arange(len(BATTERS)), name=[batter.name for batter in BATTERS],
            hits=[batter.hits for batter in BATTERS], own=SERIES.rates, estimate=found.estimates,
            season=season_averages(),
        ),
        # Each alone has no prior.
        "prior": table(mean=[found.mean], low=[low], high=[high if found.share else low], drawn=[found.share > 0]),
        "now": table(share=[100 * found.share], value=[1000 * found.error], low=[0.0], high=[TOP]),
    }  # fmt: skip
