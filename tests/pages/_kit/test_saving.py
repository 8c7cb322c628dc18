"""What the menu saves: the tables and the spec of the chart on the stage, readable by other programs."""

import io
import json
import zipfile

import numpy as np
import pytest
from altair.utils import schemapi

from core.likelihood import coin
from core.likelihood.counts import Counts
from pages._kit import saving, session
from pages._kit.charts.base import table
from pages.log_likelihood.charts import sum as chart


@pytest.fixture(autouse=True)
def own_session(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, object] = {}
    monkeypatch.setattr(session.st, "session_state", state)


def test_the_data_are_one_csv_file_a_table_with_the_numbers_of_the_chart() -> None:
    counts = Counts(7, 3)
    saving.clear()
    saving.note("curve", chart.spec(), chart.rows(counts, 0.4, chart.frame(counts, zoom=False)))
    saving.note("single", {}, {"": table(x=[1.0, np.nan])})
    with zipfile.ZipFile(io.BytesIO(saving.data())) as archive:
        assert {"curve-curve.csv", "curve-now.csv", "single.csv"} <= set(archive.namelist())
        header, *rows = archive.read("curve-curve.csv").decode().splitlines()
    at = [name.strip('"') for name in header.split(",")].index("theta")
    height = [name.strip('"') for name in header.split(",")].index("y")
    inner = [row.split(",") for row in rows if "" not in row.split(",")]
    theta = np.array([float(row[at]) for row in inner])
    shown = np.array([float(row[height]) for row in inner])
    drawn = shown > shown.min()
    np.testing.assert_allclose(shown[drawn], coin.log_likelihood(theta[drawn], counts), rtol=1e-12)


def test_the_spec_with_its_data_is_valid_vega_lite_and_nan_is_null() -> None:
    saving.clear()
    assert saving.chart() == "{}"
    alone = {"mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    saving.note("single", alone, {"": table(x=[1.0, np.inf])})
    spec = json.loads(saving.chart())
    assert spec["data"]["values"] == [{"x": 1.0}, {"x": None}]
    schemapi.validate_jsonschema(spec, json.loads(_schema()), raise_error=True)


def _schema() -> str:
    from altair.vegalite.v6.schema.core import load_schema

    return json.dumps(load_schema())
