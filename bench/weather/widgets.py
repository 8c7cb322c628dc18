"""Each widget of each lesson, with every value that no browser would send."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.client import Client
from bench.protocol import Run, Widget
from bench.weather.forge import Forged, forgeries, wrong_types

NOT_FINITE = re.compile(r"\b(nan|inf|-inf|infinity)\b", re.IGNORECASE)
# The projector takes most widgets off the page, and so what follows would be asked of nothing.
LEFT_ALONE = {"projector"}


def faults(run: Run) -> list[str]:
    """What must not be on a page, whatever was sent to it: an exception, or a figure that is no number.

    A red alert is allowed here: it is one sentence on what was typed. "∞" and "none" are designed words.
    """
    boxes = [text for text in run.refused if text.startswith("exception")]
    figures = [f"{label} = {value}" for label, value in run.metrics.items() if NOT_FINITE.search(value)]
    return boxes + figures


def _extremes(widget: Widget) -> Forged:
    """Values that a browser may well send, at the ends of their range."""
    if widget.kind in ("slider", "number_input"):
        for value in (widget.proto.min, widget.proto.max):
            state = WidgetState(id=widget.id)
            if widget.kind == "slider":
                state.double_array_value.data[:] = [value] * len(widget.proto.default)
            else:
                state.double_value = value
            yield f"{value}", state


def _one_by_one(url: str, slug: str, name: str, states: Iterable[tuple[str, WidgetState]]) -> Iterator[list[str]]:
    client = Client(url, slug, strict=False)
    try:
        client.open()
        for said, state in states:
            # A widget may have gone, or have another name, after what was sent before.
            if name not in client.widgets:
                return
            state.id = client.widgets[name].id
            try:
                wrong = faults(client.force(client.widgets[name], state, keep=False))
            except (TimeoutError, OSError, RuntimeError) as error:
                wrong = [repr(error)]
            yield [f"{slug or 'overview'} {name} {said}: {fault}" for fault in wrong]
            if wrong:
                client.close()
                client = Client(url, slug, strict=False)
                client.open()
    finally:
        client.close()


def _all_at_an_end(url: str, slug: str, end: int) -> Iterator[list[str]]:
    """Every number of a page at one end of its range, one after the other, and kept there."""
    with Client(url, slug, strict=False) as client:
        client.open()
        for name in list(client.widgets):
            for said, state in list(_extremes(client.widgets[name]))[end : end + 1 or None]:
                wrong = faults(client.force(client.widgets[name], state))
                yield [f"{slug or 'overview'} {name} {said}, after others: {fault}" for fault in wrong]


def lesson(url: str, slug: str, *, only: int = 1) -> Iterator[list[str]]:
    """Try one lesson; what was wrong with each try, in turn, mostly nothing.

    Parameters
    ----------
    url, slug : str
        Server and lesson.
    only : int
        Try every ``only``-th value.
    """
    with Client(url, slug) as client:
        client.open()
        widgets = {name: widget for name, widget in client.widgets.items() if name not in LEFT_ALONE}
    states = [
        (name, state)
        for name, widget in widgets.items()
        for state in (*_extremes(widget), *forgeries(widget), *wrong_types(widget))
    ]
    for name, chosen in groupby(states[::only], lambda pair: pair[0]):
        yield from _one_by_one(url, slug, name, [state for _, state in chosen])
    for end in (0, -1):
        yield from _all_at_an_end(url, slug, end)
