"""The hand-out in a browser: all scenes on one paper, each in its state, and the way back."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.lesson import Lesson

FACTS = """() => {
  const paper = document.querySelector("#paper article");
  const ids = [...document.querySelectorAll("[id]")].map((part) => part.id);
  const used = [...paper.innerHTML.matchAll(/url\\(#([^)]+)\\)/g)].map(([, id]) => id);
  return {
    charts: [...paper.querySelectorAll("section:has(svg.marks) > h2")].map((title) => title.textContent),
    pressed: paper.querySelectorAll("button, input, textarea, [role=slider], [contenteditable]").length,
    twice: ids.filter((id, place) => ids.indexOf(id) !== place),
    lost: used.filter((id) => !paper.querySelector(`[id="${id}"]`)),
  };
}"""


def test_the_menu_puts_all_scenes_on_paper_and_back_restores_the_page(lesson: Lesson) -> None:
    page = lesson.page
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    lesson.open("log-likelihood?scene=underflow&n=500&heads=70&tails=30&theta=0.6")
    before, entries = page.url, page.evaluate("history.length")
    shown = lesson.metric("Sum of logs")
    lesson.button("Save").click()
    page.get_by_role("button", name="Print a hand-out").click()
    page.wait_for_url(re.compile("print=1"))
    page.wait_for_function("window.printed === 1", timeout=60_000)
    paper = page.locator("#paper article")
    expect(paper.locator("section.scene > h2")).to_have_text(["Sum", "Underflow", "Losses"])
    expect(paper.locator(".state")).to_have_text(
        ["Heads: 70 · Tails: 30 · θ, probability of heads: 0.600", re.compile("Factors n: 500"), re.compile("^Loss:")]
    )
    expect(paper.locator("section.scene").nth(1)).to_contain_text(shown)
    expect(paper.locator("section.scene").nth(0)).to_contain_text("Standard error")
    expect(paper).to_contain_text("n, p = 500")
    expect(paper.locator(".end")).to_contain_text("Goldberg 1991")
    expect(paper.locator("footer a")).to_have_attribute("href", before)
    assert page.evaluate(FACTS) == {"charts": ["Sum", "Underflow"], "pressed": 0, "twice": [], "lost": []}
    assert_accessible(page, "#paper")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Back to the lesson").click()
    lesson.expect_metric("Sum of logs", shown)
    expect(page.locator("#paper")).to_have_count(0)
    page.wait_for_function("!location.search.includes('print') && location.search.includes('n=500')")
    assert parse_qs(urlsplit(page.url).query) == parse_qs(urlsplit(before).query)
    assert page.evaluate("history.length") == entries + 1, "one entry: the browser's Back leaves the hand-out"
    assert page.evaluate("window.printed") == 1
    lesson.expect_no_error()
