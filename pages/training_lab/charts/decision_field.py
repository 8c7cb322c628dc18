"""The classifier's most probable class over the plane, the border between classes, and each point's NLL.

The field is drawn as rectangles, one for each run of equal shade in a row: an image would be lighter, but it would
flicker at ten redraws a second, because the browser shows no image while it loads the next one.
"""

from copy import deepcopy
from typing import Any, Final

import altair as alt

from core.contour import Curve
from pages._kit.charts import numbers
from pages._kit.charts.base import PAGE, Look, Spec, Tables, built_once, finish
from pages._kit.charts.frame import ends, frame
from pages._kit.charts.linked import rows_of
from pages._kit.charts.palette import CLASSES, LINE, REST
from pages._kit.charts.plane import class_rows
from pages.training_lab.charts.decision_rows import (
    NO_CURVE,
    SHADES,
    Field,
    Points,
    border,
    cell_rows,
    line_rows,
    point_rows,
)

HEIGHT: Final = 380
DARKEST: Final = 0.42
SHAPES: Final = ("circle", "square", "triangle-up")
AREA: Final = 60.0
"""Area of a point for each nat, px², between ``SMALLEST`` and ``LARGEST``."""
SMALLEST: Final = 12.0
LARGEST: Final = 220.0
LEGEND_LINE: Final = 1.4
"""Height of a line of the legend, in type sizes."""
WRONG: Final = "wrong"
"""What the legend calls a misclassified point."""

SHOWN: Final = "(hovered >= 0 ? hovered : held)"
UNDER: Final = "datum && isNumber(datum.nll) ? datum.i : -1"
SIGNALS: Final[list[Spec]] = [
    {
        "name": "hovered",
        "value": -1,
        "on": [
            {"events": "pointerover, pointermove", "update": UNDER},
            {"events": "pointerout", "update": "-1"},
        ],
    },
    {
        "name": "held",
        "value": -1,
        "on": [{"events": "pointerdown", "update": UNDER}],
    },
]
"""The point under the pointer, and the one pressed last. A selection would send each change to the server."""


def _field(classes: int) -> list[alt.Chart]:
    """The field's rectangles, in a layer for each class: a theme's color cannot be chosen row by row."""
    shade = alt.ExprRef(f"{DARKEST / SHADES} * datum.shade")
    # The fill's opacity: with the mark's own, a browser composes a layer for each rectangle.
    cells = rows_of("cell").mark_rect(tooltip=False, opacity=1, fillOpacity=shade)
    # Whole pixels: at a fraction of a pixel, two rows would meet in a line of another shade.
    place: dict[str, Any] = {
        "x": alt.XValue(alt.ExprRef("round(datum.x * width)")),
        "x2": alt.X2Value(alt.ExprRef("round(datum.x2 * width)")),
        "y": alt.YValue(alt.ExprRef("round(datum.y * height)")),
        "y2": alt.Y2Value(alt.ExprRef("round(datum.y2 * height)")),
        "key": alt.Key("i:Q"),
    }
    return [
        cells.transform_filter(f"datum.k == {k}").encode(**place, color=alt.ColorValue(CLASSES[k]))
        for k in range(classes)
    ]


def _points(classes: int, x: alt.X, y: alt.Y, look: Look) -> list[alt.Chart]:
    """Points in their class's color and shape, with an area by their NLL; a misclassified point has an outline."""
    area = f"clamp({AREA} * datum.nll, {SMALLEST}, {LARGEST}) * {look.stroke}"
    return [
        rows_of("point")
        .transform_filter(f"datum.k == {k}")
        .mark_point(
            filled=True,
            opacity=1,
            size=alt.ExprRef(area),
            shape=SHAPES[k],
            stroke="currentColor",
            # An invisible edge makes a small point easier to touch.
            strokeWidth=alt.ExprRef(f"datum.wrong ? {1.6 * look.stroke} : 8"),
            strokeOpacity=alt.ExprRef("datum.wrong ? 1 : 0"),
            tooltip=False,
        )
        .encode(x=x, y=y, key=alt.Key("i:Q"), color=alt.ColorValue(CLASSES[k]))
        for k in range(classes)
    ]


def _read_out(x: alt.X, y: alt.Y, look: Look) -> list[alt.Chart]:
    """The point under the pointer or pressed last: a ring, and its NLL on the side that has room."""
    named = alt.LookupData(data=alt.NamedData(name="class"), key="k", fields=["name"])
    p = f"(datum.nll > 690 ? '< 10⁻²⁹⁹' : '= ' + {numbers.significant('exp(-datum.nll)', 3)})"
    rows = (
        rows_of("point")
        .transform_filter(f"datum.i == {SHOWN}")
        .transform_lookup(lookup="k", from_=named)
        .transform_calculate(read=f"[datum.name + ': p ' + {p}, '−log p = ' + format(datum.nll, '.3f') + ' nats']")
    )
    line = look.text + 3
    ring = rows.mark_point(fill="none", stroke="currentColor", size=320, strokeWidth=2.5, opacity=1, tooltip=False)
    words: dict[str, Any] = {
        "align": alt.ExprRef("datum.px > 0.5 ? 'right' : 'left'"),
        "dx": alt.ExprRef("datum.px > 0.5 ? -14 : 14"),
        "dy": alt.ExprRef(f"datum.py > 0.8 ? {line // 2} : {-1.5 * line}"),
        "lineHeight": line,
        "fontSize": look.text + 1,
        "fontWeight": 600,
        "tooltip": False,
    }
    halo = rows.mark_text(**words, stroke="Canvas", strokeWidth=5, strokeJoin="round", opacity=0.85)
    text = rows.mark_text(**words, fill="currentColor")
    return [ring.encode(x=x, y=y), *(part.encode(x=x, y=y, text=alt.Text("read:N")) for part in (halo, text))]


def _legend(classes: int, look: Look) -> list[alt.Chart]:
    """The classes by name and, where there is room, the outline of a misclassified point, above the field.

    The first two classes stand in one line, which begins above the numbers of the vertical axis. A third one begins a
    second line.
    """
    left = 3.2 * look.text
    slot = f"min({8.5 * look.text}, (width + {left}) / 2)"
    lines = 1 if classes == 2 else 2
    marks: list[alt.Chart] = []
    for k in range(classes + 1):
        of_class = k < classes
        rows = rows_of("class").transform_filter(f"datum.k == {k if of_class else 0}")
        across, down = divmod(k, 2)[::-1] if lines > 1 else (k, 0)
        if not of_class:  # in one line it is the third
            rows = rows.transform_filter(f"width > {18 * look.text} || {across} < 2")
        start = f"{across} * {slot} - {left}"
        y = alt.YValue(-look.text * (0.95 + LEGEND_LINE * (lines - 1 - down)))
        color = alt.ColorValue(CLASSES[k] if of_class else REST)
        edge: dict[str, Any] = {} if of_class else {"stroke": "currentColor", "strokeWidth": 1.6 * look.stroke}
        word = rows.mark_text(align="left", baseline="middle", limit=alt.ExprRef(f"{slot} - 18"))
        marks += [
            rows.mark_point(
                filled=True, opacity=1, size=80, shape=SHAPES[k] if of_class else SHAPES[0], tooltip=False, **edge
            ).encode(x=alt.XValue(alt.ExprRef(f"{start} + 7")), y=y, color=color),
            word.transform_calculate(shown="datum.name" if of_class else f"'{WRONG}'").encode(
                x=alt.XValue(alt.ExprRef(f"{start} + 16")), y=y, text=alt.Text("shown:N"), color=color
            ),
        ]  # fmt: skip
    return marks


@built_once(64)
def spec(look: Look = PAGE, x_title: str = "feature 1", y_title: str = "feature 2", classes: int = 2) -> Spec:
    """Field, border and points: constant for a look and a data set, whose features give the axes their titles."""
    # Built once and copied for each data set: building takes a tenth of a second.
    drawn = deepcopy(_unnamed(look, classes))
    lead = drawn["layer"][0]["encoding"]
    lead["x"]["title"], lead["y"]["title"] = x_title, y_title
    return drawn


@built_once(4)
def _unnamed(look: Look, classes: int) -> Spec:
    """The spec without its axes' titles."""
    across, up = (alt.Scale(domain=ends(name), nice=False, zero=False, padding=0) for name in "xy")
    axis = alt.Axis(tickCount=6, format="~f", labelOverlap=True, titleLimit=300)
    lead_x = alt.X("x:Q", scale=across, axis=axis)
    lead_y = alt.Y("y:Q", scale=up, axis=axis)
    x, y = alt.X("x:Q"), alt.Y("y:Q")
    pinned = rows_of("pinned").mark_line(order=False, strokeWidth=LINE, strokeDash=[5, 4], tooltip=False)
    here = rows_of("border").mark_line(order=False, strokeWidth=LINE, stroke="currentColor", tooltip=False)
    chart = alt.layer(
        rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=lead_x, y=lead_y),
        *_field(classes),
        pinned.encode(x=x, y=y, color=alt.ColorValue(REST)),
        here.encode(x=x, y=y),
        *_points(classes, x, y, look),
        *_legend(classes, look),
        *_read_out(x, y, look),
    )
    return finish(chart, look, height=HEIGHT, signals=SIGNALS)


def tables(field: Field, points: Points, names: tuple[str, ...], *, pinned: Curve | None = None) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    field : Field
        Finite probabilities.
    points : Points
        The points in the field are drawn; of more than ``MOST_POINTS``, those with the largest NLL.
    names : tuple of str
        The classes' names, in order.
    pinned : Curve, optional
        Another run's :func:`border`.
    """
    (left, right), (low, high) = field.x[[0, -1]].tolist(), field.y[[0, -1]].tolist()
    return {
        "frame": frame(x=(left, right), y=(low, high)),
        "cell": cell_rows(field.p),
        "border": line_rows(border(field)),
        "pinned": line_rows(pinned or NO_CURVE),
        "point": point_rows(points, (left, right), (low, high)),
        "class": class_rows(names),
    }
