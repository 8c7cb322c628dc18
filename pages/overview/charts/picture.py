"""The overview's large picture: one constant spec for all eight scenes; a scene is its table."""

from typing import Any, Final

import altair as alt

from pages._kit.charts.base import PAGE, PROJECTOR, Look, Spec, built_once, finish
from pages._kit.charts.linked import kind
from pages._kit.charts.palette import BELIEF, BELIEF_DASH, BOTH, DATA, LINE, MAP_SHAPE, MLE_SHAPE, STRONG
from pages._kit.charts.palette import REST as GRAY
from pages.overview.charts.axes import REST

PICTURE_HEIGHT: Final = {PAGE: 390, PROJECTOR: 365}
HINT: Final = "Point at the picture to read it off"
NARROW: Final = "width < 560"
FITS: Final = f"datum.only == 'both' || datum.only == ({NARROW} ? 'narrow' : 'wide')"
ROLES: Final = {"data": DATA, "belief": BELIEF, "both": BOTH, REST: GRAY}
STROKES: Final = {"data": LINE, "belief": LINE, "both": STRONG, REST: LINE}
SHAPES: Final = ["circle", MLE_SHAPE, MAP_SHAPE]


def color(field: str = "role") -> alt.Color:
    """Return the color channel: orange for data, blue for belief, green for both together."""
    return alt.Color(f"{field}:N", legend=None, scale=alt.Scale(domain=list(ROLES), range=list(ROLES.values())))


def shape() -> alt.Shape:
    """Return the shape channel: triangle for the MLE, diamond for the MAP, circle for the rest."""
    return alt.Shape("shape:N", legend=None, scale=alt.Scale(domain=SHAPES, range=SHAPES))


def lines(rows: alt.Chart, role: str, field: str = "role") -> alt.Chart:
    """Return the curves of one role in its own stroke: belief is dashed, both together is thick."""
    dash: dict[str, Any] = {"strokeDash": list(BELIEF_DASH)} if role == "belief" else {}
    return (
        rows.transform_filter(f"datum.{field} == '{role}'")
        .mark_line(strokeWidth=STROKES[role], strokeJoin="round", **dash)
        .encode(color=alt.ColorValue(ROLES[role]), detail=[alt.Detail("series:N"), alt.Detail("step:N")])
    )


class _Layers:
    """The scales of the picture, and the layers drawn on them."""

    def __init__(self, look: Look) -> None:
        self.look = look
        left, bottom, top = (round(look.text * factor) for factor in (2.6, 3.9, 4.2))
        self.scale_x = alt.Scale(domain=[0, 1], range=[alt.ExprRef(str(left)), alt.ExprRef("width - 10")])
        self.scale_y = alt.Scale(domain=[0, 1], range=[alt.ExprRef(f"height - {bottom}"), alt.ExprRef(str(top))])
        self.x = alt.X("u:Q", axis=None, scale=self.scale_x)
        self.y = alt.Y("v:Q", axis=None, scale=self.scale_y)

    def frame(self) -> list[alt.Chart]:
        text, gray = self.look.text, alt.ColorValue(GRAY)
        words: dict[str, Any] = {"x": self.x, "y": self.y, "text": alt.Text("text:N"), "color": gray}
        return [
            kind("axis").mark_rule().encode(x=self.x, x2=alt.X2("u2:Q"), y=self.y, color=gray),
            kind("xtick")
            .mark_tick(orient="vertical", size=5, thickness=1, yOffset=3)
            .encode(x=self.x, y=self.y, color=gray),
            kind("xtick").mark_text(dy=text + 2).encode(**words),
            kind("ytick").mark_text(align="right", dx=-8).encode(**words),
            kind("xtitle").transform_filter(FITS).mark_text(dy=round(2.7 * text)).encode(**words),
            kind("ytitle")
            .transform_filter(FITS)
            .mark_text(align="left", dx=4 - round(2.6 * text), dy=-round(1.5 * text))
            .encode(**words),
        ]  # fmt: skip

    def marks(self) -> list[alt.Chart]:
        x, y = self.x, self.y
        ends: dict[str, Any] = {"x": x, "y": y, "x2": alt.X2("u2:Q"), "y2": alt.Y2("v2:Q")}
        strength = alt.Opacity("strength:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0, 1]))
        area = kind("area").mark_area(opacity=0.13, line=False)
        return [
            area.encode(
                x=x, y=y, y2=alt.Y2Datum(0), color=color(), detail=[alt.Detail("series:N"), alt.Detail("step:N")]
            ),
            kind("bar").mark_rect(cornerRadius=1).encode(**ends, color=color(), opacity=strength),
            kind("link").mark_rule(strokeDash=[3, 3], strokeWidth=1.2).encode(**ends, color=color()),
            *(lines(kind("line"), role).encode(x=x, y=y) for role in ROLES),
            kind("point").mark_point(filled=True, opacity=1, size=95).encode(x=x, y=y, color=color(), shape=shape()),
        ]

    def labels(self) -> alt.Chart:
        grow = self.look.text / PAGE.text
        shift: dict[str, Any] = {name: alt.ExprRef(f"{grow} * datum.{name}") for name in ("dx", "dy")}
        mark = kind("label").transform_filter(FITS).mark_text(
            **shift, align=alt.ExprRef("datum.align"), fontSize=self.look.title, fontWeight=600,
            lineBreak="\n", lineHeight=round(1.35 * self.look.text),
        )  # fmt: skip
        return mark.encode(x=self.x, y=self.y, text=alt.Text("text:N"), color=color())

    def pointer(self) -> list[alt.Chart]:
        """What follows the pointer: a read-out above the picture, a rule, and a dot on every curve."""
        # What a tap has read stays.
        hover = alt.selection_point(
            name="hover", on="pointermove, pointerdown", nearest=True, fields=["id"],
            clear="view:pointerleave[event.pointerType != 'touch']",
        )  # fmt: skip
        here = "isDefined(hover.id) && hover.id[0] == datum.id"
        top: dict[str, Any] = {
            "x": alt.XValue(0),
            "y": alt.YValue(self.look.text),
            "text": alt.Text("text:N"),
            "color": alt.ColorValue(GRAY),
        }
        stop = kind("stop")
        return [
            stop.mark_point(opacity=0, size=1, tooltip=False).encode(x=self.x, y=self.y).add_params(hover),
            stop.transform_filter(here).mark_rule(strokeWidth=1, opacity=0.7, tooltip=False).encode(
                x=self.x, y=alt.YValue(alt.ExprRef(f"height - {round(3.9 * self.look.text)}")),
                y2=alt.Y2Value(round(4.2 * self.look.text)), color=alt.ColorValue(GRAY),
            ),
            kind("dot").transform_filter(here).mark_point(filled=True, opacity=1, size=60).encode(
                x=self.x, y=self.y, color=color()
            ),
            stop.transform_filter(here).mark_text(align="left", dx=4, fontWeight=600).encode(**top),
            kind("axis").transform_filter("!isDefined(hover.id) && datum.u == 0").transform_calculate(
                text=f"'{HINT}'"
            ).mark_text(align="left", dx=4, fontStyle="italic").encode(**top),
        ]  # fmt: skip


@built_once(4)
def picture(look: Look = PAGE) -> Spec:
    """Return the picture's spec, constant for a look and the same for every step."""
    layers = _Layers(look)
    chart = alt.layer(*layers.frame(), *layers.marks(), *layers.pointer(), layers.labels())
    return finish(chart.properties(view=alt.ViewConfig(stroke=None)), look, height=PICTURE_HEIGHT[look])
