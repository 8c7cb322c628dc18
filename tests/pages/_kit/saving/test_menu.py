"""What the menu saves: the tables and the spec of the chart on the stage, readable by other programs."""

import io
import json
import threading
import zipfile

import numpy as np
from altair.utils import schemapi
from streamlit.testing.v1 import AppTest

from core.likelihood import coin
from core.likelihood.counts import Counts
from pages._kit.charts.base import Spec, Tables, table
from pages._kit.saving import menu
from pages._kit.saving.on_page import Drawn, OnPage
from pages.log_likelihood.charts import sum as chart
from tests.support.app import open_lesson


def page(**charts: tuple[Spec, Tables]) -> OnPage:
    return OnPage(charts={key: Drawn(*parts) for key, parts in charts.items()})


def test_the_data_are_one_csv_file_a_table_with_the_numbers_of_the_chart() -> None:
    counts = Counts(7, 3)
    drawn = page(
        curve=(chart.spec(), chart.rows(counts, 0.4, chart.frame(counts, zoom=False))),
        single=({}, {"": table(x=[1.0, np.nan])}),
    )
    with zipfile.ZipFile(io.BytesIO(menu.data(drawn))) as archive:
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
    assert menu.chart(page()) == "{}"
    alone = {"mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    spec = json.loads(menu.chart(page(single=(alone, {"": table(x=[1.0, np.inf])}))))
    assert spec["data"]["values"] == [{"x": 1.0}, {"x": None}]
    schemapi.validate_jsonschema(spec, json.loads(_schema()), raise_error=True)


def _schema() -> str:
    from altair.vegalite.v6.schema.core import load_schema

    return json.dumps(load_schema())


def files_of(app: AppTest) -> dict[str, bytes | str]:
    """The files of the menu of a page, made as Streamlit makes them: in a thread that has no session."""
    shown: OnPage = app.session_state["_on_page"]
    made: dict[str, bytes | str] = {}

    def make() -> None:
        made.update(data=menu.data(shown), chart=menu.chart(shown))

    thread = threading.Thread(target=make)
    thread.start()
    thread.join()
    return made


def test_the_files_are_made_without_a_session_and_hold_what_is_on_the_stage() -> None:
    app = open_lesson("3_log-likelihood.py", save=True)
    before = files_of(app)
    assert isinstance(before["data"], bytes) and isinstance(before["chart"], str)
    with zipfile.ZipFile(io.BytesIO(before["data"])) as archive:
        assert "curve-curve.csv" in archive.namelist()
    assert json.loads(before["chart"])["datasets"]
    app.number_input(key="heads").set_value(70).run()
    assert files_of(app)["data"] != before["data"], "the same object holds the page after a change"
    app.session_state["scene"] = None
    app.query_params["scene"] = "underflow"
    app.run()
    assert "underflow" in app.session_state["_on_page"].charts
    assert "curve" not in app.session_state["_on_page"].charts
