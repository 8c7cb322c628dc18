"""A lesson's notebook as a learner takes it along, and its figures beside those of the page."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import nbformat
from streamlit.testing.v1 import AppTest

from pages._kit.course import Lesson
from pages._kit.forecasts.record import Forecast
from pages._kit.saving import notebook
from pages._kit.saving.on_page import OnPage
from tests.support.app import NARROW_SPACE, number, open_lesson


def page_of(app: AppTest) -> OnPage:
    """What is on the page."""
    found: OnPage = app.session_state["_on_page"]
    return found


def open_first(lesson: Lesson, *, session: Mapping[str, object] | None = None, **query: str) -> AppTest:
    """Open a lesson with everything folded, as a learner meets it."""
    app = open_lesson(lesson.file.removeprefix("pages/"), unfold=(), session=session, **query)
    assert not app.exception
    return app


def notebook_text(app: AppTest, lesson: Lesson, made: Sequence[Forecast] = (), scene: int = 0) -> str:
    """The notebook of the page as the learner's file."""
    return notebook.text(lesson, lesson.scenes[scene], page_of(app), made)


def notebook_of(app: AppTest, lesson: Lesson, made: Sequence[Forecast] = (), scene: int = 0) -> Any:
    """The notebook of the page, read and found valid by nbformat."""
    found = nbformat.reads(notebook_text(app, lesson, made, scene), as_version=4)
    nbformat.validate(found)
    return found


def words_of(book: Any) -> str:
    """All Markdown of a notebook."""
    return "\n\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")


def code_of(book: Any) -> list[str]:
    """The code cells."""
    return [cell.source for cell in book.cells if cell.cell_type == "code"]


def same(printed: str, shown: str) -> bool:
    """Whether a printed result is the figure that a page shows, up to the figure's own rounding."""
    shown = shown.replace(NARROW_SPACE, " ")
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?(?:\s×\s10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", shown)
    found = re.search(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", printed)
    if not digits or not found:
        return shown.lower() in printed.lower()
    power = int((digits[2] or "⁰").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    half = 0.5 * 10.0 ** (power - len(digits[1] or ""))
    return abs(float(found[0]) - number(shown)) <= half * (1 + 1e-6)
