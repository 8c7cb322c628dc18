"""Linked charts: two panels in one view, and a parameter that follows the pointer.

Both panels are layers of one view. Each has a horizontal scale whose range is a part of the view's width, given by an
expression; so the chart fits any screen, and a rule may cross from one panel to the other. The chart itself computes
the parameter under the pointer (``now``); the server gets it when the pointer is released.

Each kind of mark has its own table. The current parameter is the only row of the table ``now``, and the other tables
look it up there. A change of the parameter therefore sends one row, and the curves stay in the browser.
"""

from typing import Any, Final

import altair as alt
import pyarrow as pa

from pages._kit.charts.base import Look
from pages._kit.charts.palette import DATA, HALO, LINE, MLE_SHAPE, REST, STRONG

HEIGHT: Final = 400
LEFT_END: Final = "0.40*width"
RIGHT_START: Final = "0.49*width"

NOW: Final = (
    "isDefined(drag.version) && isDefined(drag.theta) && drag.version[0] == datum.version "
    "? drag.theta[0] : datum.theta0"
)
"""Vega expression for the current parameter: the pointer's value or, if ``version`` shows that the parameter was
changed outside the chart since, the server's value."""
IN_WINDOW: Final = "datum.now >= datum.lower && datum.now <= datum.upper"
"""Vega expression: whether the current parameter is in the part of the axis that is drawn."""


def panel_x(name: str, title: str, *, left: bool, fmt: str = ",~f", lead: bool = False) -> alt.X:
    """The horizontal channel of the left or the right panel.

    Only one layer of each panel, with ``lead=True``, defines the scale and the axis; the other layers share them. This
    keeps the spec short, since Streamlit parses it twice at every rerun.
    """
    if not lead:
        return alt.X(f"{name}:Q", title=title)
    ends = ["0", LEFT_END] if left else [RIGHT_START, "width"]
    return alt.X(
        f"{name}:Q",
        title=title,
        scale=alt.Scale(nice=False, zero=False, padding=0, range=[alt.ExprRef(end) for end in ends]),
        axis=alt.Axis(orient="bottom", tickCount=5, labelOverlap=True, format=fmt),
    )


def panel_y(name: str, title: str, *, right_axis: bool = False, fmt: str = ",~f", lead: bool = False) -> alt.Y:
    """The vertical channel of a panel, from zero to the highest value; ``lead`` as in :func:`panel_x`."""
    if not lead:
        return alt.Y(f"{name}:Q", title=title)
    return alt.Y(
        f"{name}:Q",
        title=title,
        axis=alt.Axis(tickCount=5, orient="right" if right_axis else "left", format=fmt),
        scale=alt.Scale(zero=True, nice=False, padding=0),
    )


def kind(name: str) -> alt.Chart:
    """A chart of the rows whose column ``kind`` is ``name``, for a chart with a single table."""
    return alt.Chart().transform_filter(f"datum.kind == '{name}'")


def rows_of(name: str) -> alt.Chart:
    """A chart of the rows of the named table ``name``."""
    return alt.Chart(alt.NamedData(name=name))


def at_now(name: str, test: str = "", **fields: str) -> dict[str, Any]:
    """Data and transforms of a chart: a named table, its new column ``now``, and columns computed from it in order.

    Given to ``alt.layer`` as a whole: each method of a layered chart copies all of it.

    Parameters
    ----------
    name : str
        Name of the table.
    test : str
        A Vega expression; rows for which it is false are filtered out.
    **fields : str
        A Vega expression for each new column.
    """
    looked_up = [
        alt.CalculateTransform(calculate="1", **{"as": "one"}),
        alt.LookupTransform(
            lookup="one",
            **{"from": alt.LookupData(data=alt.NamedData(name="now"), key="one", fields=["theta0", "version"])},
        ),
    ]
    computed = [alt.CalculateTransform(calculate=value, **{"as": key}) for key, value in {"now": NOW, **fields}.items()]
    kept = [alt.FilterTransform(test)] if test else []
    return {
        "data": alt.NamedData(name=name),
        "transform": [*(looked_up if name != "now" else []), *computed, *kept],
    }


def rows_now(name: str, test: str = "", **fields: str) -> alt.Chart:
    """A chart of the rows of a named table with the columns of :func:`at_now`."""
    return alt.Chart(**at_now(name, test, **fields))


def now_row(theta: float, version: int, **columns: float) -> pa.Table:
    """The one row of the table ``now``.

    Parameters
    ----------
    theta : float
        The parameter's value on the server.
    version : int
        A number that rises whenever the parameter is changed outside the chart; the chart then drops its pointer's
        value.
    **columns : float
        Further columns for the marks at ``now``.
    """
    row = {"one": 1.0, "theta0": theta, "version": version, **columns}
    return pa.table([pa.array((float(value),)) for value in row.values()], names=list(row))


def current_marker(rows: alt.Chart, x: alt.X, y: alt.Y, read: str, look: Look, *, top: str) -> list[alt.Chart]:
    """Marks for the current parameter: a vertical rule, a ring on the curve, and text clear of the curve.

    Parameters
    ----------
    rows : altair.Chart
        One row with ``now``, ``lower``, ``upper``, ``best``, the maximum, and the height ``p``.
    x, y : altair channels
        Position of the ring.
    read : str
        A Vega expression for the lines of text.
    look : Look
        Sizes.
    top : str
        A Vega expression for the upper end of the vertical scale, which begins at 0.
    """
    wide = f"{8.5 * (look.text + 1)} * {look.growth}"
    along = "(datum.now - datum.lower) / (datum.upper - datum.lower)"
    # The text is on the side away from the peak. If that side is too narrow, it stands above the peak.
    text = rows.transform_calculate(
        read=read,
        left_room=f"{RIGHT_START} - {LEFT_END} + {along} * (width - {RIGHT_START})",
        right_room=f"(1 - {along}) * (width - {RIGHT_START})",
        lifted=f"(datum.now <= datum.best ? datum.left_room : datum.right_room) < {wide}",
        right=f"datum.lifted ? datum.right_room < {wide} : datum.now <= datum.best",
        dy=f"datum.lifted ? {look.text} * {look.growth} - height * (1 - datum.p / {top}) : {-12 - look.text}",
    )
    return [
        rows.mark_rule(strokeWidth=1).encode(x=x, y=y, y2=alt.Y2Datum(0), color=alt.ColorValue(REST)),
        ring(rows, x, y, DATA),
        *read_out(text, x, y, DATA, look, dy="datum.dy"),
    ]


def ring(rows: alt.Chart, x: alt.X, y: alt.Y, color: str) -> alt.Chart:
    """The ring around the learner's own point."""
    mark = rows.mark_point(size=150, strokeWidth=STRONG, filled=False, opacity=1, tooltip=False)
    return mark.encode(x=x, y=y, color=alt.ColorValue(color))


def read_out(rows: alt.Chart, x: alt.X, y: alt.Y, color: str, look: Look, *, dy: str) -> list[alt.Chart]:
    """The column ``read`` as text: to the left of the point if the column ``right`` is true, else to its right.

    ``dy`` is a Vega expression for how far below the point it stands, px.
    """
    style: dict[str, Any] = {
        "align": alt.ExprRef("datum.right ? 'right' : 'left'"),
        "dx": alt.ExprRef("datum.right ? -14 : 14"),
        "dy": alt.ExprRef(dy),
        "fontSize": look.text + 1,
        "fontWeight": 600,
    }
    at: dict[str, Any] = {"x": x, "y": y, "text": alt.Text("read:N")}
    return [
        rows.mark_text(**style, **HALO).encode(**at),
        rows.mark_text(**style).encode(**at, color=alt.ColorValue(color)),
    ]


def peak(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Marks for the maximum likelihood estimate: a triangle, and a label unless the ring's text is too close."""
    top = rows_now("mle")
    mark: dict[str, Any] = {"size": 110, "shape": MLE_SHAPE, "filled": True, "opacity": 1, "tooltip": False}
    return [
        top.mark_point(**mark).encode(x=x, y=y, color=alt.ColorValue(DATA)),
        top.transform_filter("abs(datum.now - datum.theta) > 0.17 * (datum.upper - datum.lower)")
        # On a phone, the text of a ring right of the peak stands above the peak.
        .transform_filter("width > 420 || datum.now < datum.theta")
        .mark_text(dy=-16)
        .encode(x=x, y=y, text=alt.Text("label:N"), color=alt.ColorValue(DATA)),
    ]


def guess_line(x: alt.X) -> list[alt.Chart]:
    """Marks for the learner's guess of the peak: a dotted vertical line, labeled at the top."""
    rows, rest = rows_of("guess"), alt.ColorValue(REST)
    return [
        rows.mark_rule(strokeDash=[2, 3], strokeWidth=LINE).encode(x=x, color=rest),
        rows.mark_text(dx=4, align="left", baseline="top").encode(
            x=x, y=alt.YValue(0), text=alt.Text("label:N"), color=rest
        ),
    ]
