"""The menu that saves what is on the stage: the chart as a picture, its data, and its Vega-Lite spec."""

import io
import json
import math
import zipfile
from typing import Any, Final, NamedTuple

import pyarrow as pa
import streamlit as st
from pyarrow import csv

from pages._kit import session
from pages._kit.charts.base import Spec, Tables, from_bytes

_CHARTS: Final = "_charts_on_stage"
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"


class Drawn(NamedTuple):
    """A chart on the stage: its spec, and its tables by name; a single table has no name."""

    spec: Spec
    tables: Tables


def clear() -> None:
    """Forget the charts of the scene that was on the stage."""
    session.set_value(_CHARTS, {})


def note(key: str, spec: Spec, tables: Tables) -> None:
    """Remember a chart that is drawn."""
    _charts()[key] = Drawn(spec, tables)


def _charts() -> dict[str, Drawn]:
    return session.kept(_CHARTS, dict[str, Drawn])


@st.fragment
def menu(name: str) -> None:
    """Draw the menu; ``name`` begins the names of the files. The browser makes the pictures (``browser.js``)."""
    box = st.popover("Save", icon=":material/download:", key="save", on_change="rerun")
    if box.open:
        with box:
            st.button("Picture (PNG)", key="save_png", icon=":material/image:", type="tertiary")
            st.button("Picture (SVG)", key="save_svg", icon=":material/image:", type="tertiary")
            _file("Data (CSV, zipped)", data, f"{name}-data.zip", "application/zip")
            _file("Chart (Vega-Lite)", chart, f"{name}.json", "application/json")


def _file(label: str, make: Any, name: str, mime: str) -> None:
    st.download_button(
        label, make, name, mime, key=f"save_{name}", icon=":material/download:", on_click="ignore", type="tertiary"
    )


def data() -> bytes:
    """A zip archive with one CSV file for each table of the charts on the stage."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, drawn in _charts().items():
            for name, table in drawn.tables.items():
                text = io.BytesIO()
                csv.write_csv(from_bytes(table), text)
                archive.writestr(f"{'-'.join(filter(None, (key, name)))}.csv", text.getvalue())
    return packed.getvalue()


def chart() -> str:
    """The Vega-Lite spec of the first chart on the stage, with its data in it; an empty object without charts."""
    drawn = next(iter(_charts().values()), None)
    if drawn is None:
        return "{}"
    rows = {name: _rows(from_bytes(table)) for name, table in drawn.tables.items()}
    alone = {"data": {"values": rows.pop("")}} if "" in rows else {}
    spec = {"$schema": SCHEMA, **drawn.spec, "width": 720, "height": 420, "datasets": rows, **alone}
    return json.dumps(spec, allow_nan=False)


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    """The rows of a table; what JSON cannot write is null."""
    return [
        {key: None if isinstance(value, float) and not math.isfinite(value) else value for key, value in row.items()}
        for row in table.to_pylist()
    ]
