"""The menu that saves what is on the page: the chart as picture, data and spec, the lesson as notebook and hand-out."""

import io
import json
import zipfile
from collections.abc import Callable

import streamlit as st
from pyarrow import csv

from pages._kit import teaching, way
from pages._kit.charts.base import from_bytes
from pages._kit.course import Lesson, Scene
from pages._kit.forecasts import kept
from pages._kit.paper import handout
from pages._kit.saving import notebook, on_page
from pages._kit.saving.on_page import OnPage


@st.fragment
def draw(lesson: Lesson, scene: Scene, *, with_words: bool) -> None:
    """Draw the menu. The browser makes the pictures (``browser.js``).

    Parameters
    ----------
    lesson, scene : Lesson, Scene
        What is open; the names of the files begin with them.
    with_words : bool
        Whether the page has the lesson's words and its example, which the notebook consists of.
    """
    box = st.popover("Save", icon=":material/download:", key="save", on_change="rerun")
    if box.open:
        with box:
            st.button("Picture (PNG)", key="save_png", icon=":material/image:", type="tertiary")
            st.button("Picture (SVG)", key="save_svg", icon=":material/image:", type="tertiary")
            page, name = on_page.now(), "-".join(filter(None, (lesson.slug or "overview", scene.slug)))
            _file("Data (CSV, zipped)", lambda: data(page), f"{name}-data.zip", "application/zip")
            _file("Chart (Vega-Lite)", lambda: chart(page), f"{name}.json", "application/json")
            if with_words:
                page.note_address()
                made = [each for each in kept.forecasts() if each.lesson == lesson]
                _file(
                    "Take this lesson with you",
                    lambda: notebook.text(lesson, scene, page, made),
                    f"{name}.ipynb",
                    "application/x-ipynb+json",
                )
                handout.offer()
                teaching.offer()
    teaching.draw(lesson)
    if way.on_paper():  # the button was pressed
        st.rerun()


def _file(label: str, make: Callable[[], str | bytes], name: str, mime: str) -> None:
    """Offer a file. ``make`` runs without a session, when the button is pressed."""
    st.download_button(
        label, make, name, mime, key=f"save_{name}", icon=":material/download:", on_click="ignore", type="tertiary"
    )


def data(page: OnPage) -> bytes:
    """A zip archive with one CSV file for each table of the charts on the stage."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, drawn in list(page.charts.items()):
            for name, table in drawn.tables.items():
                text = io.BytesIO()
                csv.write_csv(from_bytes(table), text)
                archive.writestr(f"{'-'.join(filter(None, (key, name)))}.csv", text.getvalue())
    return packed.getvalue()


def chart(page: OnPage) -> str:
    """The Vega-Lite spec of the first chart on the stage, with its data in it; an empty object without charts."""
    drawn = page.first_chart()
    return json.dumps(drawn.standalone(width=720, height=420) if drawn else {}, allow_nan=False)
