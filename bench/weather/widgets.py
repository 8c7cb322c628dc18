"""Every widget of a lesson at its limits, and with values that no browser sends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.client import Client
from bench.protocol import Run, Widget
from bench.stand import complaints
from bench.weather.forge import dropped, forgeries, wrong_types

NOT_FINITE = re.compile(r"\b(nan|inf|-inf|infinity)\b", re.IGNORECASE)
# Present mode takes most widgets off the page, so that the values after it would reach none.
LEFT_ALONE = {"projector"}
NEIGHBOR, NEIGHBOR_KEY, NEIGHBOR_VALUES = "likelihood", "theta", (0.3, 0.6)
UNCAUGHT = "Uncaught app execution"
"""The text of the one line that Streamlit logs when a rerun raises."""


def exceptions(run: Run) -> list[str]:
    """The exception boxes that a rerun put on the page."""
    return [text for text in run.refused if text.startswith("exception")]


def faults(run: Run) -> list[str]:
    """What must not be on a learner's page: an exception, or a figure that is no number.

    A red alert is allowed: it is one sentence on what was typed. "∞" and "none" are designed words.
    """
    return exceptions(run) + [f"{label} = {value}" for label, value in run.metrics.items() if NOT_FINITE.search(value)]


def _limits(widget: Widget) -> Iterator[tuple[str, WidgetState]]:
    """The two ends of a number's range, or the first and the last option of a slider over options."""
    if widget.kind not in ("slider", "number_input"):
        return
    for end in (0, -1):
        state = WidgetState(id=widget.id)
        value = (widget.proto.min, widget.proto.max)[end]
        if widget.kind == "number_input":
            state.double_value = value
        elif widget.proto.options:
            value = widget.proto.options[end]
            state.string_array_value.data[:] = [value] * len(widget.proto.default)
        else:
            state.double_array_value.data[:] = [value] * len(widget.proto.default)
        yield f"{value}", state


def limits(url: str, slug: str) -> Iterator[list[str]]:
    """Set each number of a lesson to an end of its range, alone and with all the others; what was wrong each time."""
    for keep in (False, True):
        for end in (0, 1):
            with Client(url, slug, strict=False) as client:
                client.open()
                for name in [*client.widgets]:
                    if name not in client.widgets:  # a value before it took it off the page
                        continue
                    widget = client.widgets[name]
                    for value, state in [*_limits(widget)][end : end + 1]:
                        wrong = faults(client.force(widget, state, keep=keep))
                        yield [f"{slug or 'overview'} {name} {value}: {fault}" for fault in wrong]


@dataclass
class Forgery:
    """The result of forging a lesson's widget values.

    Attributes
    ----------
    tried, raised : int
        Values sent, and reruns of the sender's own session that ended with an exception.
    wrong : list of str
        What another session, or the sender of a value that must be dropped, saw of it.
    """

    tried: int = 0
    raised: int = 0
    wrong: list[str] = field(default_factory=list)


def forged(url: str, slug: str, *, every: int = 1) -> Forgery:
    """Send every ``every``-th forged value to a lesson, while another session moves a slider of its own."""
    with Client(url, slug) as client:
        client.open()
        widgets = {name: widget for name, widget in client.widgets.items() if name not in LEFT_ALONE}
    states = [
        (name, value, state, kind is dropped)
        for name, widget in widgets.items()
        for kind in (dropped, forgeries, wrong_types)
        for value, state in kind(widget)
    ]
    found = Forgery()
    with Client(url, NEIGHBOR) as neighbor:
        neighbor.open()
        figures = [neighbor.move(NEIGHBOR_KEY, value).metrics for value in NEIGHBOR_VALUES]
        for turn, (name, value, state, must_drop) in enumerate(states[::every]):
            what = f"{slug or 'overview'} {name} {value}"
            raised = _send(url, slug, name, state)
            found.tried += 1
            found.raised += raised
            if raised and must_drop:
                found.wrong.append(f"{what} was not dropped")
            side = turn % len(figures)
            if neighbor.move(NEIGHBOR_KEY, NEIGHBOR_VALUES[side]).metrics != figures[side]:
                found.wrong.append(f"{what} changed the figures of another session")
    return found


def _send(url: str, slug: str, name: str, state: WidgetState) -> bool:
    """Send one forged value in a session of its own; whether its rerun raised."""
    with Client(url, slug, strict=False) as client:
        client.open()
        return bool(exceptions(client.force(client.widgets[name], state, keep=False)))


def log_faults(log: Path, raised: int) -> list[str]:
    """What is wrong with a server's log after ``raised`` reruns that raised: it holds one line for each, no more."""
    errors = {text: times for text, times in complaints(log).items() if not text.startswith("warning")}
    uncaught = sum(times for text, times in errors.items() if text.startswith("error:") and UNCAUGHT in text)
    others = [text for text in errors if not (text.startswith("error:") and UNCAUGHT in text)]
    return others + ([f"{uncaught} errors in the log for {raised} reruns that raised"] if uncaught != raised else [])
