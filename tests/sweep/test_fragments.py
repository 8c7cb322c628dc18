"""After a rerun of fragments alone, the page shows what a new visitor sees at its address: no more and no less."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.support.harness import Server
from tests.support.lesson import Lesson

# The visible text. Charts and tables write their own, and icons depend on the pointer: all three are left out.
VISIBLE_TEXT = """(() => {
  const drawn = ['stVegaLiteChart', 'stDataFrame', 'stIconMaterial', 'stExpanderIcon'];
  const without = [...drawn.map((name) => `[data-testid="${name}"]`), '[role="img"]', 'style'].join();
  const main = document.querySelector('[data-testid="stMain"]');
  const found = [], walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const around = walk.currentNode.parentElement, line = walk.currentNode.textContent.trim();
    if (line && around.checkVisibility() && !around.closest(without)) found.push(line);
  }
  return found.join("\\n");
})()"""


def visible_text(lesson: Lesson) -> str:
    """The lines of text on the page."""
    lesson.wait_until_idle()
    return str(lesson.page.evaluate(VISIBLE_TEXT))


def assert_same(lesson: Lesson, other: Lesson) -> None:
    """Fail unless both pages have the same text and the same charts. Elements that are going get five seconds."""
    text, drawn = visible_text(other), charts(other)
    assert text.count("\n") > 30
    with suppress(Error):
        lesson.page.wait_for_function(f"(text) => {VISIBLE_TEXT} === text", arg=text, timeout=5_000)
    assert visible_text(lesson) == text
    assert charts(lesson) == drawn


def charts(lesson: Lesson) -> list[str]:
    """The text alternatives of the charts, in order."""
    drawn = lesson.page.locator('[data-testid="stVegaLiteChart"], [role="img"]')
    return [chart.get_attribute("aria-label") or "" for chart in drawn.all()]


def fill(lesson: Lesson, field: str, value: str) -> None:
    """Type a number into the field."""
    lesson.number(field).fill(value)
    lesson.number(field).press("Enter")


@pytest.mark.parametrize(
    ("start", "field", "values"),
    [
        ("detective?scene=line-up&suspects=11", "Heads", ("0", "9")),
        ("log-likelihood?scene=underflow&p=0.9", "Factors n", ("0", "75000")),
        ("log-likelihood", "Heads", ("0", "70")),
        ("bayesian-inference?heads=84187&tails=3", "Heads", ("9",)),
        ("regularization", "Seed", ("5", "6")),
        ("regularization?kind=l1&strength=0", "Seed", ("3",)),
        ("regularization?kind=dropout", "Seed", ("3",)),
    ],
)
def test_a_fragment_shows_what_the_whole_page_would(
    new_page: Callable[..., Page], server: Server, start: str, field: str, values: tuple[str, ...]
) -> None:
    lesson = Lesson(new_page(), server.url).open(start)
    for value in values:
        fill(lesson, field, value)
        lesson.page.wait_for_url(re.compile(f"={value}(&|$)"))
    other = Lesson(new_page(), server.url).open(lesson.page.url.removeprefix(lesson.base_url))
    assert_same(lesson, other)
    lesson.expect_no_error()


def test_a_warning_disappears_with_its_run(new_page: Callable[..., Page], server: Server) -> None:
    lesson = Lesson(new_page(), server.url).open("training-lab?optimizer=sgd&lr=50&wd=0.05&hidden=none&steps=100")
    warning = lesson.page.get_by_test_id("stAlert")
    lesson.button("10 steps").click()
    lesson.expect_metric("Step", "10")
    lesson.button("10 steps").click()
    expect(warning).to_have_count(1)
    lesson.page.get_by_role("combobox", name="Optimizer").click()
    lesson.page.get_by_role("option", name="AdamW").click()
    lesson.expect_metric("Step", "0")
    expect(warning).to_have_count(0)
    other = Lesson(new_page(), server.url).open(lesson.page.url.removeprefix(lesson.base_url))
    assert_same(lesson, other)
