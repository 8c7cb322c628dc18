"""Each lesson's notebook executed in a fresh kernel: it ends in the figures of the page that it was taken from."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from streamlit.testing.v1 import AppTest

from core import cached
from core.answers.task import DEFAULT, FAR_NODE
from pages._kit import course
from pages._kit.course import Lesson
from pages.big_picture.notebook import THREE
from tests.support.app import figure
from tests.support.lesson import Lesson as BrowserLesson
from tests.support.notebook import notebook_text, open_first, page_of, same

QUERY: Final[dict[str, dict[str, str]]] = {
    "detective": {"base_rates": "true"},
    "likelihood": {"heads": "70", "tails": "31", "theta": "0.6", "paint": "false"},
    "log-likelihood": {"heads": "70", "tails": "31", "theta": "0.6"},
    "training-is-mle": {"heads": "70", "tails": "31", "ascent_step": "7", "lr": "2"},
    "bayesian-inference": {"heads": "70", "tails": "31", "a": "3", "b": "5", "level": "0.9"},
    "map-estimation": {"heads": "70", "tails": "31", "a": "3", "b": "5"},
    "regularization": {"kind": "l1", "strength": "0.5", "degree": "9", "seed": "3"},
    "training-lab": {"n_points": "50", "hidden": "4", "wd": "0.02"},
}
"""States away from the defaults, so that no number is in a notebook by chance."""
SHOWN: Final = {
    "detective": ("Most likely suspect", "Posterior probability"),
    "likelihood": ("L(θ)", "MLE θ̂"),
    "log-likelihood": ("ℓ(θ)", "Score", "Fisher information", "Standard error"),
    "training-is-mle": ("θ now", "Mean log-likelihood"),
    "bayesian-inference": ("Posterior", "P(next is heads)", "MLE θ̂", "MAP θ̂", "Posterior mean"),
    "map-estimation": ("MLE θ̂", "MAP θ̂", "Posterior mean"),
    "regularization": ("Train NLL", "Held-out NLL", "‖w‖₂", "Exact zeros"),
    "training-lab": ("NLL", "Penalty", "Objective", "Accuracy", "Held-out NLL", "Prior σ"),
}
"""The figures of each page that its notebook computes."""
SCENES: Final = {
    **{"thousand": "detective", "line-up": "detective", "underflow": "log-likelihood"},
    **{"next-word": "training-is-mle", "slow-motion": "training-is-mle", "kl": "training-is-mle"},
    **{"coverage": "bayesian-inference", "fair": "bayesian-inference", "converter": "map-estimation"},
    **{"others": "regularization"},
}
"""Other scenes with an example of their own."""


def executed(text: str, folder: Path) -> Any:
    """The notebook after a run of all cells in a fresh kernel, in an empty folder."""
    file = folder / "lesson.ipynb"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "jupyter", "execute", "--inplace", file.name]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = nbformat.read(file, as_version=4)
    nbformat.validate(found)
    return found


def charts_of(book: Any) -> list[Any]:
    """What the cells draw: Altair's charts, as Jupyter gets them."""
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    return [output.data for output in outputs if "data" in output and "text/html" in output.data]


def printed_by(book: Any) -> dict[str, str]:
    """The lines of the last code cell: label and result."""
    last = [cell for cell in book.cells if cell.cell_type == "code"][-1]
    text = "".join(output.text for output in last.outputs)
    return dict(line.split(": ", 1) for line in text.splitlines())


def compare(app: AppTest, found: dict[str, str]) -> set[str]:
    """Require that each result with the label of a figure is that figure; return these labels."""
    of_page = {label: value for row in page_of(app).figures.values() for label, value in row}
    both = set(found) & set(of_page)
    for label in both:
        assert same(found[label], of_page[label]), f"{label}: {found[label]}, and on the page {of_page[label]}"
    return both


@pytest.mark.parametrize("slug", SHOWN)
def test_each_notebook_runs_in_a_fresh_kernel_and_ends_in_the_figures_of_its_page(slug: str, tmp_path: Path) -> None:
    lesson = course.lesson(slug)
    app = open_first(lesson, **QUERY.get(slug, {}))
    if slug == "training-lab":
        app.button(key="run_ten").click().run()
        assert figure(app, "Step") == "10"
    book = executed(notebook_text(app, lesson), tmp_path)
    assert len(charts_of(book)) == 1
    assert compare(app, printed_by(book)) >= set(SHOWN[slug])


def test_the_menu_hands_out_notebook_data_and_chart_as_they_are_now(lesson: BrowserLesson, tmp_path: Path) -> None:
    page = lesson.open("bayesian-inference?heads=70&tails=31&a=3&b=5").page
    heads = page.get_by_role("spinbutton", name="Heads")
    heads.fill("72")
    heads.press("Enter")
    lesson.expect_metric("Posterior", "Beta(75, 36)")
    lesson.button("Save").click()
    taken: dict[str, Path] = {}
    for label in ("Take this lesson with you", "Data (CSV, zipped)", "Chart (Vega-Lite)"):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        taken[label] = tmp_path / download.value.suggested_filename
        download.value.save_as(taken[label])
    book, data, chart = taken.values()
    assert (book.name, data.suffix, chart.suffix) == ("bayesian-inference-update.ipynb", ".zip", ".json")
    head, *_ = nbformat.read(book, as_version=4).cells
    link = urlsplit(re.search(r"\]\((.+)\)", head.source)[1])  # type: ignore[index]
    here = urlsplit(page.url)
    assert (link[:3], parse_qs(link.query)) == (here[:3], parse_qs(here.query))
    assert parse_qs(link.query)["heads"] == ["72"]
    with zipfile.ZipFile(data) as archive:
        assert "belief-posterior.csv" in archive.namelist()
    assert json.loads(chart.read_text(encoding="utf-8"))["datasets"]
    lesson.expect_no_error()


@pytest.mark.parametrize("scene", SCENES)
def test_the_notebook_of_another_scene_ends_in_its_figures(scene: str, tmp_path: Path) -> None:
    lesson = course.lesson(SCENES[scene])
    place = [each.slug for each in lesson.scenes].index(scene)
    app = open_first(lesson, scene=scene)
    book = executed(notebook_text(app, lesson, scene=place), tmp_path)
    assert len(charts_of(book)) == 1
    assert compare(app, printed_by(book))


def test_the_overview_s_notebook_ends_in_the_numbers_that_its_page_names(tmp_path: Path) -> None:
    lesson: Lesson = course.LESSONS[0]
    app = open_first(lesson)
    found = printed_by(executed(notebook_text(app, lesson), tmp_path))
    (note,) = (example.note for example in page_of(app).examples.values())
    named = re.search(r"the MLE ([\d.]+), the MAP ([\d.]+) and the posterior mean ([\d.]+)", note)
    assert named
    for label, value in zip(("MLE θ̂", "MAP θ̂", "Posterior mean"), named.groups(), strict=True):
        assert same(found[label], value.rstrip("."))


def test_lesson_8_s_notebook_ends_in_the_values_at_the_ring_of_its_maps(tmp_path: Path) -> None:
    lesson = course.lesson("big-picture")
    found = printed_by(executed(notebook_text(open_first(lesson), lesson), tmp_path))
    for method in THREE:
        results = cached.answer_run(DEFAULT, method).results
        assert results is not None
        assert float(found[f"P, {method}"]) == pytest.approx(results.map[FAR_NODE, FAR_NODE], abs=1e-9)
