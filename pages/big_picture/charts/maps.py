"""Six maps of predictive probability, and below each the map of its entropy.

The pointer marks one place in all twelve maps, and the twelve values there stand above the panels. A map is drawn as
rectangles, one for each run of equal shade in a row: an image would flicker while the browser loads the next one.
"""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from core.answers.task import CELLS, FAR_NODE, METHODS
from pages._kit.charts.base import PAGE, Look, Spec, built_once, finish
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import CLASSES, REST
from pages.big_picture.charts.maps_rows import INK, SHADES
from pages.big_picture.charts.maps_rows import tables as tables
from pages.big_picture.charts.methods import FAINT
from pages.big_picture.charts.six_panels import GAP, at, geometry, is_lowest, left_of, top_of

HEIGHT: Final = 512
DARKEST: Final = 0.62
DARKEST_INK: Final = 0.9
SHAPES: Final = ("circle", "square", "square")
BEGIN: Final = FAR_NODE * (CELLS + 1)
"""The cell whose values are shown until the learner points elsewhere: one in the far region."""

_COLUMN: Final = f"floor((mouse[0] - left) / (across + {GAP}))"
_BAND: Final = "floor((mouse[1] - top) / band)"
_LINE: Final = "(inside < head + high ? 0 : 1)"
_HAS_ROOM: Final = "datum.row < lines"


def _signals(look: Look) -> list[Spec]:
    """Signals for the places of the panels, and for the cell under the pointer or pressed last."""
    return [
        *geometry(look, heads=(36, 22), left=40, top=26, bottom=40),
        {
            "name": "mouse",
            "value": [-1, -1],
            "on": [
                {"events": "pointermove, pointerdown", "update": "[x(), y()]"},
                # What a tap has read stays; the finger is lifted right after it.
                {"events": "view:pointerleave", "update": "event.pointerType == 'touch' ? mouse : [-1, -1]"},
            ],
        },
        {"name": "along", "expr": f"(mouse[0] - left - {_COLUMN} * (across + {GAP})) / across"},
        {"name": "inside", "expr": f"mouse[1] - top - {_BAND} * band"},
        {"name": "down", "expr": f"(inside - head - {_LINE} * (high + second)) / high"},
        {
            "name": "hovered",
            "expr": f"along >= 0 && along < 1 && down >= 0 && down < 1 && {_COLUMN} >= 0 && {_COLUMN} < columns && "
            f"{_BAND} >= 0 && {_BAND} < bands "
            f"? floor((1 - down) * {CELLS}) * {CELLS} + floor(along * {CELLS}) : -1",
        },
        {
            "name": "held",
            "value": BEGIN,
            "on": [{"events": "pointerdown", "update": "hovered >= 0 ? hovered : held"}],
        },
        {"name": "shown", "expr": "hovered >= 0 ? hovered : held"},
    ]


def _x(cell: str) -> str:
    return f"round({left_of()} + ({cell}) * across / {CELLS})"


def _y(cell: str, row: int | str) -> str:
    """Pixels of a cell's lower edge; rows of cells are counted upward."""
    return f"round({top_of(row)} + ({CELLS} - ({cell})) * high / {CELLS})"


def _place(row: int | str, x: tuple[str, str], y: tuple[str, str]) -> dict[str, Any]:
    return at(x=_x(x[0]), x2=_x(x[1]), y=_y(y[1], row), y2=_y(y[0], row))


def _color() -> alt.Color:
    """The colors of both classes and of the entropy, by ``k``."""
    return alt.Color("k:N", legend=None, scale=alt.Scale(domain=[0, 1, INK], range=list(CLASSES)))


def _shape() -> alt.Shape:
    return alt.Shape("k:N", legend=None, scale=alt.Scale(domain=[0, 1, INK], range=list(SHAPES)))


def _maps() -> alt.Chart:
    """Both classes' shades in the upper row, the entropy's in the lower one."""
    place = _place("datum.row", ("datum.a", "datum.b"), ("datum.r", "datum.r + 1"))
    dim = f"(datum.dimmed ? {FAINT} : 1)"
    shade = alt.ExprRef(f"(datum.row ? {DARKEST_INK} : {DARKEST}) / {SHADES} * datum.shade * {dim}")
    # The fill's opacity: with the mark's own, a browser composes a layer for each rectangle.
    cells = (
        rows_of("cell")
        .transform_filter(_HAS_ROOM)
        .mark_rect(tooltip=False, opacity=1, fillOpacity=shade, strokeWidth=0)
    )
    return cells.encode(**place, color=_color())


def _frames(look: Look) -> list[alt.Chart]:
    """The edge of each panel, the far region, and the state of a panel without a map."""
    panel, box = (rows_of(name).transform_filter(_HAS_ROOM) for name in ("panel", "box"))
    whole: dict[str, Any] = _place("datum.row", ("0", str(CELLS)), ("0", str(CELLS)))
    far: dict[str, Any] = _place("datum.row", ("datum.from", "datum.to"), ("datum.from", "datum.to"))
    edge: dict[str, Any] = {"filled": False, "tooltip": False}
    middle = at(x=f"{left_of()} + across / 2", y=f"{top_of('datum.row')} + 0.88 * high")
    return [
        panel.mark_rect(strokeWidth=1, strokeOpacity=0.6, **edge).encode(**whole, color=alt.ColorValue(REST)),
        box.mark_rect(strokeWidth=1.3, strokeDash=[3, 2], stroke="currentColor", **edge).encode(**far),
        panel.transform_filter("datum.state != ''")
        .mark_text(fontStyle="italic", fontSize=look.text)
        .encode(**middle, text=alt.Text("state:N"), color=alt.ColorValue(REST)),
    ]


def _points() -> alt.Chart:
    x, y = f"{left_of()} + datum.u * across", f"{top_of('datum.row')} + (1 - datum.v) * high"
    mark = rows_of("point").transform_filter(_HAS_ROOM).mark_point(
        filled=True, opacity=1, size=18, stroke="Canvas", strokeWidth=0.8, tooltip=False
    )  # fmt: skip
    return mark.encode(**at(x=x, y=y), color=_color(), shape=_shape())


def _read_out(look: Look) -> list[alt.Chart]:
    """Names, the ring in every panel, and the twelve values at it."""
    column = f"shown % {CELLS} + 0.5"
    line = f"floor(shown / {CELLS}) + 0.5"
    ring = (
        rows_of("panel")
        .transform_filter(_HAS_ROOM)
        .mark_point(size=60, fill="none", stroke="currentColor", strokeWidth=2, opacity=1, tooltip=False)
    )
    name = rows_of("panel").transform_filter("datum.row == 0").mark_text(
        align="left", baseline="top", fontWeight=600, fontSize=look.text, fill="currentColor",
        limit=alt.ExprRef(f"across + {GAP - 2}")
    )  # fmt: skip
    values = (
        rows_of("node")
        .transform_filter("datum.j == shown")
        .transform_fold([f"p{m}" for m in range(len(METHODS))], as_=["key", "p"])
        .transform_filter("isValid(datum.p)")
        .transform_calculate(
            m="toNumber(slice(datum.key, 1))",
            q="1 - datum.p",
            h="(datum.p > 0 ? -datum.p * log(datum.p) : 0) + (datum.q > 0 ? -datum.q * log(datum.q) : 0)",
            probability="'p = ' + format(datum.p, '.3f')",
            entropy="format(datum.h, '.3f') + ' nats'",
        )
    )
    words: dict[str, Any] = {
        "align": "left",
        "baseline": "bottom",
        "fontSize": look.text,
        "fill": "currentColor",
        "tooltip": False,
    }
    above = "{} - 4"
    return [
        ring.encode(**at(x=_x(column), y=_y(line, "datum.row"))),
        name.encode(**at(x=left_of(), y=f"{top_of(0)} - head + 1"), text=alt.Text("name:N")),
        values.mark_text(**words).encode(
            **at(x=left_of(), y=above.format(top_of(0))), text=alt.Text("probability:N")
        ),
        values.transform_filter("lines == 2").mark_text(**words).encode(
            **at(x=left_of(), y=above.format(top_of(1))), text=alt.Text("entropy:N")
        ),
    ]  # fmt: skip


def _axes(look: Look) -> list[alt.Chart]:
    """Ticks at the left and at the bottom, the names of both rows, and the features."""
    tick, gray = rows_of("tick").transform_filter(_HAS_ROOM), alt.ColorValue(REST)
    place = "datum.part"
    size: dict[str, Any] = {"fontSize": look.text - 2, "tooltip": False}
    title = rows_of("title")
    return [
        tick.transform_filter("datum.m % columns == 0").mark_text(align="right", **size).encode(
            **at(x=f"{left_of()} - 4", y=f"{top_of('datum.row')} + (1 - {place}) * high"), text=alt.Text("label:N"),
            color=gray,
        ),
        tick.transform_filter(f"datum.row == lines - 1 && {is_lowest()}")
        .mark_text(baseline="top", **size)
        .encode(
            **at(x=f"{left_of()} + {place} * across", y=f"{top_of('datum.row')} + high + 4"),
            text=alt.Text("label:N"), color=gray,
        ),
        rows_of("panel").transform_filter(f"{_HAS_ROOM} && datum.m % columns == 0").mark_text(
            angle=270, baseline="top", fontSize=look.text - 1
        ).encode(**at(x="2", y=f"{top_of('datum.row')} + high / 2"), text=alt.Text("what:N"), color=gray),
        title.mark_text(baseline="bottom", fontSize=look.text).encode(
            **at(x="left + (width - left) / 2", y="height"), text=alt.Text("text:N"), color=gray
        ),
    ]  # fmt: skip


def _legend() -> list[alt.Chart]:
    """The names of both classes and of the entropy's shade, in one line above the maps."""
    rows, start = rows_of("class"), f"left + datum.k * min({11 * PAGE.text} * grow, width / 3)"
    y = f"{PAGE.text / 2} * grow"
    return [
        rows.mark_point(filled=True, opacity=1, size=80, tooltip=False).encode(
            **at(x=f"{start} + 6", y=y), color=_color(), shape=_shape()
        ),
        rows.mark_text(align="left", baseline="middle").encode(
            **at(x=f"{start} + 16", y=y), text=alt.Text("name:N"), color=_color()
        ),
    ]


@built_once(2)
def spec(look: Look = PAGE) -> Spec:
    """The twelve maps: constant for a look."""
    chart = alt.layer(_maps(), _points(), *_frames(look), *_read_out(look), *_axes(look), *_legend())
    drawn = finish(chart, look, height=HEIGHT, signals=_signals(look))
    # For so many marks Streamlit would choose a canvas, which has no page colors and no searchable text.
    drawn["usermeta"] = {"embedOptions": {"renderer": "svg"}}
    return drawn
