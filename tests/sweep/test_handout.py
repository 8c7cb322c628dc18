"""Every lesson printed on A4 and Letter: nothing is cut by a page, all is there, and can be searched."""

import io
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from pages._kit import course
from pages._kit.course import Lesson
from tests.support.harness import Server
from tests.support.lesson import Lesson as BrowserLesson

FORMATS: Final = {"A4": 1123 - 117, "Letter": 1056 - 117}
"""Height of a page between the margins of handout.css, px."""
MOST_PAGES: Final = 13
LEAST_SEEN: Final = 0.75
LEAST_TEXT: Final = 120
"""Characters on the emptiest page, besides its own line."""

CONTENT = """() => {
  const texts = (parts) => [...parts].map((part) => part.textContent);
  const paper = document.querySelector("#paper article");
  const right = (part) => part.getBoundingClientRect().right;
  const heights = (query) => [...paper.querySelectorAll(query)].map((part) => part.getBoundingClientRect().height);
  return {
    rows: [...paper.querySelectorAll(".figures, tr, .state")].map((row) => texts(row.querySelectorAll("p, td, th"))),
    charts: [...paper.querySelectorAll("figure svg")].map((svg) => [
      texts(svg.querySelectorAll('text:not([clip-path] *), [class*="role-axis"] text')),
      texts(svg.querySelectorAll("text")),
    ]),
    stages: heights(".stage"),
    tables: heights("table"),
    headings: texts(paper.querySelectorAll("h1, h2, h3")),
    words: texts(paper.querySelectorAll("p:not(:has(.katex)), li:not(:has(.katex))")),
    wide: [...paper.querySelectorAll("*")]
      .filter((part) => !part.closest("svg, .katex") && right(part) > right(paper) + 1)
      .map((part) => part.outerHTML.slice(0, 200)),
  };
}"""
"""What must stand together on a page, what must fit one, and what must be found, in the style of print."""


def plain(text: str) -> str:
    """A text without what its way through a PDF may change: spaces, hyphens, and composed signs."""
    return re.sub(r"[^0-9A-Za-z]", "", text)


def print_lesson(page: Page, server: Server, lesson: Lesson, size: str, query: str = "") -> tuple[Any, list[str]]:
    """Print a lesson; return the content of the paper, and the text of each page."""
    page.goto(f"{server.url}/{lesson.slug}?print=1{query}")
    page.locator("#paper").wait_for(timeout=200_000)
    page.emulate_media(media="print")
    page.evaluate("document.querySelector('#paper article').style.width = '680px'")
    content = page.evaluate(CONTENT)
    page.evaluate("document.querySelector('#paper article').style.width = ''")
    reader = PdfReader(io.BytesIO(page.pdf(format=size)))
    return content, [sheet.extract_text() for sheet in reader.pages]


@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize("lesson", course.LESSONS, ids=lambda item: item.slug or "overview")
def test_a_lesson_is_whole_on_paper(
    new_page: Callable[..., Page], server: Server, lesson: Lesson, size: str, tmp_path: Path
) -> None:
    content, pages = print_lesson(new_page(), server, lesson, size)
    assert 2 <= len(pages) <= MOST_PAGES
    # Each page ends in the line of its lesson.
    for number, text in enumerate(pages, 1):
        assert len(plain(text)) > LEAST_TEXT, f"page {number} is nearly empty: {text}"
        assert plain(f"{number} / {len(pages)}") in plain(text), number
    on_page, everything = [plain(text) for text in pages], plain("".join(pages))
    assert plain(lesson.question) in on_page[0]
    if len(lesson.scenes) > 1:
        assert {scene.title for scene in lesson.scenes} <= set(content["headings"])
    for sentence in (*content["headings"], *content["words"]):
        for part in re.split(r"[^\x20-\x7e]+", sentence):  # formulas are drawn sign by sign
            assert _found(plain(part), everything, on_page), part
    for texts in content["rows"]:
        assert any(_share(texts, sheet) == 1 for sheet in on_page), f"cut by a page: {texts}"
    for firm, texts in content["charts"]:
        assert len(texts) > 1
        # What a chart clips may be out of sight; its axes and the labels beside it are not.
        held = [sheet for sheet in on_page if _share(firm, sheet) == 1 and _share(texts, sheet) > LEAST_SEEN]
        assert held, f"cut by a page: {texts}"
    for height in (*content["stages"], *content["tables"]):
        assert height < FORMATS[size], "higher than a page, so it is cut"
    assert content["wide"] == []


def _share(texts: list[str], sheet: str) -> float:
    """The share of the texts that stand on a page; 1 for none."""
    wanted = [plain(text) for text in texts]
    return sum(text in sheet for text in wanted) / len(wanted) if wanted else 1


def _found(text: str, everything: str, on_page: list[str]) -> bool:
    """Whether the text stands on the paper, on one page or over the end of one, whose own line is between."""
    if text in everything:
        return True
    return any(
        text.startswith(text[:cut]) and text[:cut] in first and text[cut:] in second
        for first, second in pairwise(on_page)
        for cut in range(1, len(text))
    )


def test_paper_is_white_and_complete_in_the_dark_and_on_a_phone(new_page: Callable[..., Page], server: Server) -> None:
    colors = """() => {
      const paper = document.querySelector("#paper article");
      const values = (name) => [...paper.querySelectorAll(`svg [${name}]`)].map((part) => part.getAttribute(name));
      const used = (name) => values(name).map((value) => value.toLowerCase());
      const shown = [...paper.querySelectorAll("*")].map((part) => getComputedStyle(part));
      return [...new Set([...used("fill"), ...used("stroke"), ...used("stop-color"),
        ...shown.flatMap((style) => [style.color, style.backgroundColor, style.fill])])].sort();
    }"""
    for slug in ("detective", "bayesian-inference", "training-lab"):
        seen = {}
        for name, options in {"light": {}, "dark": {"color_scheme": "dark"}, "phone": {"width": 390}}.items():
            page = new_page(**options)
            content, pages = print_lesson(page, server, course.lesson(slug), "A4")
            page.emulate_media(media="print")
            seen[name] = (page.evaluate(colors), content["headings"], len(pages))
        assert seen["dark"] == seen["light"]
        assert seen["phone"] == seen["light"]


@pytest.mark.parametrize("slug", ["log-likelihood", "training-lab"])
def test_the_browsers_own_print_leaves_out_what_is_pressed(lesson: BrowserLesson, slug: str) -> None:
    page = lesson.open(slug).page
    page.locator("svg.marks").first.wait_for()
    seen = """() => [...document.querySelectorAll('button, input, svg.marks, h1, [data-testid="stSidebar"]')]
      .filter((part) => part.checkVisibility()).map((part) => part.tagName.toLowerCase())"""
    assert {"button", "input"} <= set(page.evaluate(seen))
    page.emulate_media(media="print")
    assert set(page.evaluate(seen)) == {"svg", "h1"}
    assert page.locator(".st-key-hero svg.marks").first.bounding_box()["height"] <= 340  # type: ignore[index]
    pages = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    on_first = plain(pages[0])
    assert plain(course.lesson(slug).question) in on_first
    # The chart, and the last figure of the row below it.
    assert plain({"log-likelihood": "Worst flips first", "training-lab": "nats per example"}[slug]) in on_first
    assert plain({"log-likelihood": "Standard error", "training-lab": "Ledger residual"}[slug]) in on_first
