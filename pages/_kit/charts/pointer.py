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
MOVED: Final = "abs(x() - press.x) > max(3, abs(y() - press.y))"
"""A Vega expression: whether the finger goes sideways."""


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


def follow(fields: Mapping[str, str], *, left: str = "0") -> list[Spec]:
    """Vega signals that set the selection :func:`drag` from the pointer's coordinates.

    Parameters
    ----------
    fields : mapping of str to str
        For each field of the selection, a Vega expression of ``x()`` and ``y()``.
    left : str
        Where the panel begins, a Vega expression, px. It ends at the chart's right edge.

    Returns
    -------
    list of dict
        ``finger`` is the point as Vega-Lite stores it, with ``first`` for a press's first point; ``press`` is where the
        pointer went down, and whether it moves the point yet.
    """
    inside = f"x() >= {left} - {SLACK} && x() <= width + {SLACK} && y() >= 0 && y() <= height"
    names = ", ".join(f"{{type: 'E', field: '{name}'}}" for name in (*fields, "version"))
    values = ", ".join([*fields.values(), "data('now')[0].version"])
    point = f"{{unit: '', fields: [{names}], values: [{values}], first: %s}}"
    return [
        # Before `press`, which the release clears.
        {
            "name": "finger",
            "value": None,
            "on": [
                {
                    "events": "pointerdown",
                    "update": f"{inside} && event.button == 0 && event.pointerType != 'touch' "
                    f"? {point % 'true'} : finger",
                },
                {
                    "events": "window:pointermove",
                    "update": f"press && (press.moves || {MOVED}) ? {point % '!press.moves'} : finger",
                },
                {"events": "window:pointerup", "update": f"press && !press.moves ? {point % 'true'} : finger"},
            ],
        },
        {
            "name": "press",
            "value": None,
            "on": [
                {
                    "events": "pointerdown",
                    "update": f"{inside} && event.button == 0 "
                    "? {x: x(), y: y(), moves: event.pointerType != 'touch'} : null",
                },
                {
                    "events": "window:pointermove",
                    "update": f"press && !press.moves && {MOVED} ? {{x: x(), y: y(), moves: true}} : press",
                },
                {"events": "window:pointerup, window:pointercancel", "update": "null"},
            ],
        },
        {"name": "put", "on": [{"events": {"signal": "finger"}, "update": "modify('drag_store', finger, true)"}]},
    ]


def theta(left: str) -> list[Spec]:
    """The signals of :func:`follow` for one parameter, whose row ``now`` has ``lower``, ``upper`` and ``step``."""
    lower, upper = "data('now')[0].lower", "data('now')[0].upper"
    value = f"{lower} + (x() - {left}) / (width - {left}) * ({upper} - {lower})"
    return follow({"theta": stop(value, "lower", "upper", "lower", "step")}, left=left)
