"""Widget values that no browser sends: out of range, of the wrong type, of no option, or no value at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import inf, nan

from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.protocol import Widget, options

HUGE = (nan, inf, -inf, 1e308, -1e308, 5e-324, 2.0**63)
NOBODY = ("nobody", "", "x" * 5000, "\x00", "' OR 1=1 --", "<script>alert(1)</script>", "nan", "-1")
TYPED = ("nan,inf,-inf", "1e308\n" * 300, "9" * 5000, "a\tb\x00c", "𝟕;٣;Ⅷ", "-1", "{}", "=1+1", " \n\n ", "🪙" * 3000)
NO_JSON = ("", "null", "[]", "0", "{", '{"selection": null}', '{"selection": []}', '{"selection": {"x": 1}}', "NaN")
JUNK: tuple[object, ...] = (None, "x", -1, 1e308, [], {}, [None], [{}], [{"theta": "x"}], {"theta": [1e308, "x"]})

Forged = Iterator[tuple[str, WidgetState]]


def forgeries(widget: Widget) -> Forged:
    """Every forged state for this widget, each with a name: of the right wire type, but of no value."""
    match widget.kind:
        case "slider":
            yield from _numbers_in_a_list(widget)
        case "number_input":
            for value in (*HUGE, *_beyond(widget), 0.5):
                yield f"{value}", WidgetState(id=widget.id, double_value=value)
        case "button_group":
            for chosen in ([word] for word in NOBODY):
                yield _short(chosen), _words(widget, chosen)
            for chosen in ([], options(widget) * 2, [*options(widget), "nobody"]):
                yield _short(chosen), _words(widget, chosen)
        case "radio" | "selectbox":
            for word in NOBODY:
                yield _short(word), WidgetState(id=widget.id, string_value=word)
        case "text_input" | "text_area":
            for text in TYPED:
                yield _short(text), WidgetState(id=widget.id, string_value=text)
        case "vega_lite_chart":
            yield from _selections(widget)
        case "dataframe":
            yield from _edits(widget)
        case "file_uploader":
            state = WidgetState(id=widget.id)
            state.file_uploader_state_value.uploaded_file_info.add(file_id="nobody", name="../x.csv", size=2**40)
            yield "a file that was never sent", state
        case "button" | "checkbox":
            yield "pressed", WidgetState(id=widget.id, **_pressed(widget))


def wrong_types(widget: Widget) -> Forged:
    """States of another wire type than this widget's."""
    states = {
        "number": WidgetState(id=widget.id, double_value=nan),
        "whole number": WidgetState(id=widget.id, int_value=-(2**62)),
        "text": WidgetState(id=widget.id, string_value="nobody"),
        "trigger": WidgetState(id=widget.id, trigger_value=True),
        "switch": WidgetState(id=widget.id, bool_value=True),
        "bytes": WidgetState(id=widget.id, bytes_value=b"\xff\x00"),
        "json": WidgetState(id=widget.id, json_value="{"),
        "nothing": WidgetState(id=widget.id),
    }
    yield from states.items()
    numbers = WidgetState(id=widget.id)
    numbers.double_array_value.data[:] = [nan, inf, -1.0]
    yield "numbers", numbers
    yield "words", _words(widget, ["nobody", ""])


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) < 40 else text[:37] + "..."


def _pressed(widget: Widget) -> dict[str, bool]:
    return {"trigger_value": True} if widget.kind == "button" else {"bool_value": True}


def _words(widget: Widget, chosen: list[str]) -> WidgetState:
    state = WidgetState(id=widget.id)
    state.string_array_value.data[:] = chosen
    return state


def _beyond(widget: Widget) -> list[float]:
    step = widget.proto.step or 1.0
    return [widget.proto.min - step, widget.proto.max + step, widget.proto.min + step / 3]


def _numbers_in_a_list(widget: Widget) -> Forged:
    low, high = widget.proto.min, widget.proto.max
    values = [[value] for value in (*HUGE, *_beyond(widget))]
    for chosen in (*values, [], [high, low], [low, high, nan], [low] * 1000):
        state = WidgetState(id=widget.id)
        state.double_array_value.data[:] = chosen
        yield _short(chosen), state


def _selections(widget: Widget) -> Forged:
    for text in NO_JSON:
        yield text, WidgetState(id=widget.id, string_value=text)
    spec = json.loads(widget.proto.spec)
    for name in sorted({param["name"] for param in _params(spec)}):
        fields = sorted(_fields(spec))
        picked = [[{field: value}] for field in fields for value in (nan, -inf, 1e308, -1, "x", None, [1, 2])]
        for junk in (*JUNK, *picked):
            text = json.dumps({"selection": {name: junk}})
            yield _short({name: junk}), WidgetState(id=widget.id, string_value=text)


def _params(part: object) -> Iterator[dict[str, str]]:
    if isinstance(part, dict):
        yield from (param for param in part.get("params", []) if "name" in param)
        for inner in part.values():
            yield from _params(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _params(inner)


def _fields(part: object) -> set[str]:
    found: set[str] = set()
    for param in _params(part):
        select = param.get("select")
        if isinstance(select, dict):
            found |= set(select.get("fields", ()))
    return found or {"theta"}


def _edits(widget: Widget) -> Forged:
    cells = [{"edited_rows": {row: {column: value}}} for row in ("0", "999", "-1", "x") for column in _columns(widget)
             for value in (nan, 1e308, -1, "x", None, [], True)]  # fmt: skip
    rows = [{"added_rows": [{}, {"x": 1}]}, {"deleted_rows": [0, 99, -1]}, {"edited_rows": []}, {"nobody": 1}]
    for edit in (*cells, *rows):
        yield _short(edit), WidgetState(id=widget.id, string_value=json.dumps(edit))
    for text in NO_JSON:
        yield text, WidgetState(id=widget.id, string_value=text)


def _columns(widget: Widget) -> list[str]:
    settings = json.loads(widget.proto.columns or "{}")
    return [*settings, "nobody"]
