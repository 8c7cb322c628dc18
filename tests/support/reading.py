"""What a learner reads on a page that AppTest has run: figures, sentences, fields, and the texts in charts."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pyarrow as pa
from streamlit.testing.v1 import AppTest

SENTENCES = ("caption", "markdown", "info", "success", "warning", "error", "subheader")
FIELDS = (
    "button", "button_group", "checkbox", "multiselect", "number_input", "radio", "select_slider", "selectbox",
    "slider", "text_area", "text_input", "toggle",
)  # fmt: skip
SHOWN = ("label", "text", "title", "short", "middle", "long", "total", "out")
"""Names of the columns of a chart's tables that are written on the chart; others tell marks apart."""
HIDDEN = "In the address"
"""The label of a field that nobody sees."""


class Words(NamedTuple):
    """A text, and where it stands."""

    place: str
    text: str


def read(app: AppTest) -> Iterator[Words]:
    """Every text that a learner reads, without code and formulas, which have a notation of their own."""
    for metric in app.metric:
        for part in (metric.label, metric.value, metric.delta, metric.proto.help):
            yield Words(f"figure {metric.label}", part or "")
    for kind in SENTENCES:
        for element in getattr(app, kind):
            yield Words(kind, _prose(str(element.value)))
    for kind in FIELDS:
        for field in app.get(kind):
            if field.label != HIDDEN:
                for part in (field.label, field.proto.help, *getattr(field, "options", ())):
                    yield Words(f"field {field.label}", _prose(str(part)))
    for element in app.get("vega_lite_chart"):
        yield from _on_chart(element.proto)


def _prose(text: str) -> str:
    return re.sub(r"```.*?```|`[^`]*`|\$[^$]*\$", "", text, flags=re.DOTALL)


def _on_chart(chart: Any) -> Iterator[Words]:
    for title in _titles(json.loads(chart.spec)):
        yield Words("title in a chart", title)
    tables = [(part.name, part.data.data) for part in chart.datasets]
    for name, data in [*tables, ("", chart.data.data)]:
        table = pa.ipc.open_stream(data).read_all() if data else pa.table({})
        for column in set(SHOWN) & set(table.column_names):
            for text in set(table[column].to_pylist()) - {None}:
                yield Words(f"chart, {name}.{column}", str(text))


def _titles(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            yield node["title"]
        for child in node.values():
            yield from _titles(child)
    elif isinstance(node, list):
        for child in node:
            yield from _titles(child)
