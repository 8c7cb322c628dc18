"""A point that follows the pointer by its coordinates, whatever mark is near: the selection ``drag`` and its signals.

A mouse moves the point from the press on. A finger may be about to scroll the page, so it moves the point once it goes
sideways, or where it is lifted without having moved.
"""

from collections.abc import Mapping
from typing import Final

import altair as alt

from pages._kit.charts.base import Spec

SLACK: Final = 8
"""How far beside its panel a press still counts, px: a finger may not hit the end of an axis."""
MOVED: Final = "abs(x() - press.start[0]) > max(3, abs(y() - press.start[1]))"
"""A Vega expression: whether the finger goes sideways."""
AT_X: Final = "press.here[0]"
AT_Y: Final = "press.here[1]"
"""Vega expressions for the pointer's place, px."""


def drag(layer: alt.Chart, *fields: str) -> alt.Chart:
    """A layer with the selection ``drag`` of these fields, which the server gets after the release.

    By the layer's name browser.js knows a chart whose point is ahead of the server while the pointer moves it.
    """
    # Its own event never comes: the signals of `follow` set it. A selection's nearest mark would be found among marks,
    # which would have to stand at every value of a slider.
    selection = alt.selection_point(name="drag", on="none", fields=[*fields, "version"], clear=False, toggle=False)
    return layer.properties(name="movable").add_params(selection)


def stop(value: str, lower: str, upper: str, first: str, step: str) -> str:
    """A Vega expression for the slider's value that is nearest to ``value`` in ``lower .. upper``.

    All but ``value`` are columns of the table ``now``; the slider's values are ``first`` and any number of steps more.
    """
    low, high, start, by = (f"data('now')[0].{column}" for column in (lower, upper, first, step))
    return f"{start} + round((clamp({value}, {low}, {high}) - {start}) / {by}) * {by}"


def members_of_point(fields: Mapping[str, str]) -> str:
    """The members of a Vega object, without braces: a selected point as Vega-Lite stores it.

    Parameters
    ----------
    fields : mapping of str to str
        For each field of the selection, a Vega expression.
    """
    names = ", ".join(f"{{type: 'E', field: '{name}'}}" for name in fields)
    return f"unit: '', fields: [{names}], values: [{', '.join(fields.values())}]"


def follow(fields: Mapping[str, str], *, left: str = "0") -> list[Spec]:
    """Vega signals that set the selection :func:`drag` from the pointer's coordinates.

    Parameters
    ----------
    fields : mapping of str to str
        For each field of the selection, a Vega expression of ``AT_X`` and ``AT_Y``.
    left : str
        Where the panel begins, a Vega expression, px. It ends at the chart's right edge.

    Returns
    -------
    list of dict
        ``press`` is where the pointer went down and where it is, whether it moves the point, for the first time or not,
        and whether it is over; ``finger`` is the point as Vega-Lite stores it, with ``first``.
    """
    inside = f"x() >= {left} - {SLACK} && x() <= width + {SLACK} && y() >= 0 && y() <= height && event.button == 0"
    state = "{{start: {}, here: {}, moves: {}, first: {}, over: {}}}"
    went = state.format("press.start", "[x(), y()]", f"press.moves || {MOVED}", "!press.moves", "false")
    ended = state.format("press.start", "press.here", "true", "!press.moves", "true")
    began = state.format("[x(), y()]", "[x(), y()]", "event.pointerType != 'touch'", "true", "false")
    point = members_of_point({**fields, "version": "data('now')[0].version"})
    return [
        {
            "name": "press",
            "value": None,
            "on": [
                {"events": "pointerdown", "update": f"{inside} ? {began} : null"},
                {"events": "window:pointermove", "update": f"press && !press.over ? {went} : press"},
                {"events": "window:pointerup", "update": f"press && !press.over ? {ended} : press"},
                {"events": "window:pointercancel", "update": "null"},
            ],
        },
        {
            "name": "finger",
            "value": None,
            "on": [
                {
                    "events": {"signal": "press"},
                    "update": f"press && press.moves ? {{{point}, first: press.first}} : finger",
                }
            ],
        },
        {"name": "put", "on": [{"events": {"signal": "finger"}, "update": "modify('drag_store', finger, true)"}]},
    ]


def theta(left: str) -> list[Spec]:
    """The signals of :func:`follow` for one parameter, whose row ``now`` has ``lower``, ``upper`` and ``step``."""
    lower, upper = "data('now')[0].lower", "data('now')[0].upper"
    value = f"{lower} + ({AT_X} - {left}) / (width - {left}) * ({upper} - {lower})"
    return follow({"theta": stop(value, "lower", "upper", "lower", "step")}, left=left)
