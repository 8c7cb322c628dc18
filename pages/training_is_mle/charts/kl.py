"""The chart of lesson 4's scene "kl": data and model, the two pieces of the cross-entropy, and training.

Left, the data's shares in gray and the model's probabilities in orange: a row for each side of the coin or each next
word, or an axis of readings, with the posterior of their mean above. In the middle, a column with the two pieces now.
Right, on the same scale, both pieces against the steps trained. Only the left panel differs between the specs.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import altair as alt

from pages._kit.charts.base import PAGE, Look, Spec, built_once, finish
from pages._kit.charts.frame import ends
from pages._kit.charts.linked import HEIGHT, rows_of
from pages._kit.charts.palette import BOTH, DATA, HALO, LINE, REST, STRONG
from pages._kit.charts.panels import across, up
from pages.training_is_mle.charts.kl_rows import SDS as SDS
from pages.training_is_mle.charts.kl_rows import coin_rows as coin_rows
from pages.training_is_mle.charts.kl_rows import reading_rows as reading_rows
from pages.training_is_mle.charts.kl_rows import word_rows as word_rows

Left = Literal["rows", "readings"]
LEFT_END: Final = "0.44*width"
COLUMN: Final = ("0.53*width", "0.60*width")
START: Final = "0.66*width"
MARGIN_TOP: Final = 0.36
"""Part of the height above the readings, for the posterior of their mean."""


def _x_of(name: str) -> alt.X:
    return alt.X(f"{name}:Q", title="Probability")


def _slot(name: str) -> alt.Y:
    # Reversed, so that the first row is at the top.
    return alt.Y(f"{name}:Q", axis=None, scale=alt.Scale(nice=False, zero=False, padding=0, reverse=True))


def _rows(look: Look) -> list[alt.Chart]:
    """A row for each kind of observation: a broad gray bar for its share, and in it a thin orange one for the model."""
    lead = across("p", "Probability", ("0", LEFT_END), values=[0, 0.25, 0.5, 0.75, 1], format=".2~f")
    data, rest = alt.ColorValue(DATA), alt.ColorValue(REST)
    text: dict[str, Any] = {"fontSize": look.text, "baseline": "bottom"}
    box = {"x": _x_of("zero"), "x2": alt.X2("p:Q"), "y": _slot("top"), "y2": alt.Y2("bottom:Q")}
    name, trained = rows_of("counted"), rows_of("trained")
    return [
        rows_of("slots").mark_point(opacity=0, tooltip=False).encode(x=lead, y=_slot("slot")),
        name.mark_rect(opacity=0.4, tooltip=False).encode(**box, color=rest),
        name.mark_text(
            align="left", dx=3, fontWeight=600, limit=alt.ExprRef(f"{LEFT_END} - {4 * look.text}"), **text
        ).encode(x=_x_of("zero"), y=_slot("top"), text=alt.Text("word:N"), color=rest),
        trained.mark_rect(opacity=0.95, tooltip=False).encode(**box, color=data),
        trained.transform_calculate(shown="width < 640 ? split(datum.label, ',')[0] : datum.label")
        .mark_text(align="right", dx=-2, **text)
        .encode(x=_x_of("one"), y=_slot("line"), text=alt.Text("shown:N"), color=data),
    ]  # fmt: skip


def _readings(look: Look) -> tuple[alt.Layered | alt.LayerChart, ...]:
    """The readings and the Gaussian on an axis of nanoseconds, and above it the posterior of the mean, enlarged."""
    data, rest, both = alt.ColorValue(DATA), alt.ColorValue(REST), alt.ColorValue(BOTH)
    ns, mean = alt.X("ns:Q", title="Reading, ns"), alt.X("mu:Q", title="Posterior of μ, ns")
    part = ("0", LEFT_END)
    share = alt.Y(
        "p:Q",
        title="Probability",
        scale=alt.Scale(
            domain=ends("p"), nice=False, padding=0,
            range=[alt.ExprRef("height"), alt.ExprRef(f"{MARGIN_TOP} * height")],
        ),
        axis=alt.Axis(orient="left", format=".2~f", values=[0, 0.04, 0.08, 0.12], titleAnchor="start"),
    )  # fmt: skip
    p = alt.Y("p:Q", title="Probability")
    below = alt.layer(
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=across("ns", "Reading, ns", part), y=share),
        rows_of("readings").mark_rect(opacity=0.55, tooltip=False).encode(
            x=ns, x2=alt.X2("end:Q"), y=p, y2=alt.Y2("zero:Q"), color=rest
        ),
        rows_of("gaussian").mark_line(strokeWidth=STRONG).encode(x=ns, y=p, color=data),
    )  # fmt: skip
    high = alt.YValue(alt.ExprRef("datum.part * height"))
    named = rows_of("belief").transform_calculate(shown="width < 560 ? datum.short : datum.label")
    note: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": look.text, "dx": 2}
    median = rows_of("median")
    above = alt.layer(
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(
            x=across("mu", "Posterior of μ, ns", part, orient="top"), y=alt.YValue(0)
        ),
        median.mark_rule(strokeWidth=1, strokeDash=[2, 3]).encode(
            x=mean, y=alt.YValue(0), y2=alt.Y2Value(alt.ExprRef(f"{MARGIN_TOP - 0.05} * height")), color=rest
        ),
        median.mark_text(align="left", baseline="bottom", dx=4, fontSize=look.text).encode(
            x=mean, y=alt.YValue(alt.ExprRef(f"{MARGIN_TOP - 0.03} * height")), text=alt.Text("label:N"), color=rest
        ),
        rows_of("belief").mark_rule(strokeWidth=9).encode(x=mean, x2=alt.X2("end:Q"), y=high, color=both),
        named.mark_text(**note, **HALO).encode(x=alt.XValue(0), y=high, text=alt.Text("shown:N")),
        named.mark_text(**note).encode(x=alt.XValue(0), y=high, text=alt.Text("shown:N"), color=both),
    )  # fmt: skip
    return below, above


def _pieces(look: Look) -> list[alt.Chart]:
    """The column of both pieces, and both against the steps trained."""
    data, rest = alt.ColorValue(DATA), alt.ColorValue(REST)
    title = "nats per observation"
    lead_x = alt.X(
        "step:Q",
        title="Steps trained",
        scale=alt.Scale(
            type="symlog", constant=1, domain=ends("step"), nice=False, padding=0,
            range=[alt.ExprRef(START), alt.ExprRef("width")],
        ),
        axis=alt.Axis(orient="bottom", values=[0, 1, 10, 100, 1000], format=",d", labelOverlap=True),
    )  # fmt: skip
    lead_y = up("nats", title, orient="right", format=",~f")
    x, y = alt.X("step:Q", title="Steps trained"), alt.Y("nats:Q", title=title)
    up_to = alt.Y2("floor:Q")
    sides = {"x": alt.XValue(alt.ExprRef(COLUMN[0])), "x2": alt.X2Value(alt.ExprRef(COLUMN[1]))}
    now = rows_of("now")
    middle = alt.XValue(alt.ExprRef(f"({COLUMN[0]} + {COLUMN[1]}) / 2"))
    style: dict[str, Any] = {"align": "center", "fontSize": look.text + 1, "fontWeight": 600}
    above: dict[str, Any] = {"x": middle, "y": y, "text": alt.Text("label:N")}
    # An infinite column ends at the top of the axis and says so there, in the color of the page.
    infinite, finite = now.transform_filter("datum.infinite"), now.transform_filter("!datum.infinite")
    text: dict[str, Any] = {
        "fontSize": look.text, "fontWeight": 600, "baseline": "middle",
        "align": alt.ExprRef("datum.right ? 'right' : 'left'"), "dx": alt.ExprRef("datum.right ? -5 : 5"),
        "dy": alt.ExprRef(f"datum.above ? {-look.text + 3} : {look.text - 2}"),
    }  # fmt: skip
    at: dict[str, Any] = {
        "x": alt.XValue(alt.ExprRef(f"datum.right ? width : {START}")), "y": y, "text": alt.Text("shown:N"),
    }  # fmt: skip
    name = rows_of("name").transform_calculate(shown="width < 420 ? datum.short : datum.label")
    return [
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=lead_x, y=lead_y),
        rows_of("run").mark_area(opacity=0.14, tooltip=False).encode(x=x, y=y, y2=up_to, color=data),
        rows_of("floor").mark_area(opacity=0.3, tooltip=False).encode(x=x, y=y, y2=up_to, color=rest),
        rows_of("taken").mark_area(opacity=0.45, tooltip=False).encode(x=x, y=y, y2=up_to, color=data),
        rows_of("run").mark_line(strokeWidth=LINE, opacity=0.35, tooltip=False).encode(x=x, y=y, color=data),
        rows_of("taken").mark_line(strokeWidth=STRONG, tooltip=False).encode(x=x, y=y, color=data),
        rows_of("entropy").mark_rect(opacity=0.45, tooltip=False).encode(
            **sides, y=y, y2=up_to, color=rest
        ),
        now.mark_rect(opacity=0.95, tooltip=False).encode(**sides, y=y, y2=up_to, color=data),
        finite.mark_text(baseline="bottom", dy=-4, **style).encode(**above, color=data),
        infinite.mark_text(baseline="top", dy=2, fill="Canvas", **{**style, "fontSize": look.text + 11}).encode(
            **above
        ),
        finite.mark_point(size=130, strokeWidth=STRONG, filled=False, opacity=1, tooltip=False).encode(
            x=x, y=y, color=data
        ),
        name.mark_text(**text, **HALO).encode(**at),
        *(
            name.transform_filter(f"datum.color == '{color}'").mark_text(**text).encode(
                **at, color=alt.ColorValue(color)
            )
            for color in (DATA, REST)
        ),
    ]  # fmt: skip


@built_once(4)
def spec(left: Left, look: Look = PAGE) -> Spec:
    """The spec with this left panel; beside that it depends on the look alone."""
    apart = alt.ScaleResolveMap(x="independent", y="independent")
    panels = _readings(look) if left == "readings" else (alt.layer(*_rows(look)),)
    chart = alt.layer(*panels, alt.layer(*_pieces(look)), resolve=alt.Resolve(scale=apart))
    return finish(chart, look, height=HEIGHT)
