"""Widget values that a client can send and no browser does."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, nan

from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.protocol import Widget, options

TEXTS = ("1e308\n" * 300, "9" * 5000, "a\tb\x00c", "𝟕;٣;Ⅷ", "=1+1")
BROKEN_JSON = ("", "null", "[]", "0", "{", '{"selection": []}', '{"selection": {"x": 1}}', "NaN")
BROKEN_EDITS = ('{"edited_rows": []}', '{"edited_rows": {"x": {"y": 1}}}', '{"deleted_rows": [0, 99, -1]}')

Forged = Iterator[tuple[str, WidgetState]]


def dropped(widget: Widget) -> Forged:
    """Values that the server must drop, each with a name: numbers that are not finite, ids that no widget has."""
    for value in (nan, inf, -inf):
        yield f"{value}", WidgetState(id=widget.id, double_value=value)
        yield f"[{value}]", _numbers(widget, [0.0, value])
    for name in ("", "nobody", "theta", f"\n{widget.id}"):
        yield f"id {name!r}", WidgetState(id=name, double_value=1.0)


def forgeries(widget: Widget) -> Forged:
    """Values of this widget's own type that it cannot have, each with a name."""
    match widget.kind:
        case "slider" if widget.proto.options:
            for words in (["nobody"], [*widget.proto.options], []):
                yield f"{words[:2]}", _words(widget, words)
        case "slider":
            low, high = widget.proto.min, widget.proto.max
            for numbers in ([low - 1], [high + 1], [1e308], [], [high, low], [low] * 1000):
                yield f"{numbers[:2]}", _numbers(widget, numbers)
        case "number_input":
            for value in (widget.proto.min - 1, widget.proto.max + 1, 1e308, 0.5):
                yield f"{value}", WidgetState(id=widget.id, double_value=value)
        case "button_group":
            for words in (["nobody"], options(widget) * 2, []):
                yield f"{words[:2]}", _words(widget, words)
        case "radio" | "selectbox":
            for word in ("nobody", "", "x" * 5000):
                yield word[:10], WidgetState(id=widget.id, string_value=word)
        case "text_input" | "text_area":
            for text in TEXTS:
                yield repr(text[:10]), WidgetState(id=widget.id, string_value=text)
        case "vega_lite_chart" | "dataframe":
            for text in BROKEN_JSON if widget.kind == "vega_lite_chart" else (*BROKEN_JSON, *BROKEN_EDITS):
                yield text, WidgetState(id=widget.id, string_value=text)
        case "file_uploader":
            state = WidgetState(id=widget.id)
            state.file_uploader_state_value.uploaded_file_info.add(file_id="nobody", name="../x.csv", size=2**40)
            yield "a file that was never sent", state


def wrong_types(widget: Widget) -> Forged:
    """One value of every type, each with a name; most widgets have another type."""
    states = {
        "number": WidgetState(id=widget.id, double_value=0.5),
        "whole number": WidgetState(id=widget.id, int_value=-(2**62)),
        "text": WidgetState(id=widget.id, string_value="nobody"),
        "trigger": WidgetState(id=widget.id, trigger_value=True),
        "switch": WidgetState(id=widget.id, bool_value=True),
        "bytes": WidgetState(id=widget.id, bytes_value=b"\xff\x00"),
        "json": WidgetState(id=widget.id, json_value="{"),
        "nothing": WidgetState(id=widget.id),
        "numbers": _numbers(widget, [-1.0, 0.5]),
        "words": _words(widget, ["nobody", ""]),
    }
    yield from states.items()


def _numbers(widget: Widget, numbers: list[float]) -> WidgetState:
    state = WidgetState(id=widget.id)
    state.double_array_value.data[:] = numbers
    return state


def _words(widget: Widget, words: list[str]) -> WidgetState:
    state = WidgetState(id=widget.id)
    state.string_array_value.data[:] = words
    return state
