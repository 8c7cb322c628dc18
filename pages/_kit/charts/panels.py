"""Axes whose ends are in the table ``frame``, and two panels side by side in one view, each with its own axes."""

from typing import Any, Final, Literal, TypeAlias

import altair as alt

from pages._kit.charts.frame import ends
from pages._kit.charts.linked import rows_of

Kind: TypeAlias = Literal["linear", "log"]
WHOLE: Final = ("0", "width")
LEFT: Final = ("0", "0.46 * width")
RIGHT: Final = ("0.54 * width", "width")


def across(name: str, title: str, part: tuple[str, str] = WHOLE, *, scale: Kind = "linear", **axis: Any) -> alt.X:
    """The horizontal channel of a panel that takes up the given part of the width, with scale and axis."""
    sides = [alt.ExprRef(side) for side in part]
    return alt.X(
        f"{name}:Q",
        title=title,
        scale=alt.Scale(type=scale, domain=ends(name), nice=False, padding=0, range=sides),
        axis=alt.Axis(**{"orient": "bottom", "labelOverlap": True, "tickCount": 5, **axis}),
    )


def up(name: str, title: str, part: tuple[str, str] = WHOLE, *, scale: Kind = "linear", **axis: Any) -> alt.Y:
    """The vertical channel of a panel, with scale and axis; the axis of a right panel is on the right."""
    return alt.Y(
        f"{name}:Q",
        title=title,
        scale=alt.Scale(type=scale, domain=ends(name), nice=False, padding=0),
        axis=alt.Axis(**{"orient": "right" if part == RIGHT else "left", "labelOverlap": True, "tickCount": 5, **axis}),
    )


def corners(x: alt.X, y: alt.Y) -> alt.Chart:
    """The layer that defines a panel's scales and axes: the two rows of the table ``frame``, as invisible points."""
    return rows_of("frame").mark_point(opacity=0, tooltip=False).encode(x=x, y=y)


def side_by_side(left: list[alt.Chart], right: list[alt.Chart]) -> alt.LayerChart | alt.FacetChart:
    """Both panels in one view, each with its own scales."""
    apart = alt.ScaleResolveMap(x="independent", y="independent")
    return alt.layer(alt.layer(*left), alt.layer(*right), resolve=alt.Resolve(scale=apart))
