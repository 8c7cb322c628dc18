"""A learner's way through the nine lessons: a forecast in each, and the score at the end, computed by scikit-learn."""

import math
import re

import numpy as np
from playwright.sync_api import BrowserContext, expect
from sklearn.metrics import brier_score_loss, log_loss

from core.forecasts.calibration import BINS
from core.forecasts.score import spread
from core.numbers import decimal
from pages._kit import course, questions
from tests.support.harness import Server
from tests.support.lesson import Lesson

PLAN = (
    *((50, True), (90, True), (100, True)),
    *((50, False), (90, False), (100, False)),
    *((90, True), (50, True), (90, False)),
)
"""How sure the learner is of the choice in each lesson, in percent, and whether it is right."""


def test_a_way_through_nine_lessons_is_scored_as_scikit_learn_does(browser: BrowserContext, server: Server) -> None:
    page = browser.new_page()  # its storage outlives a reload
    lesson = Lesson(page, server.url).open()
    made: list[tuple[tuple[float, ...], int]] = []
    for item, (percent, right) in zip(course.LESSONS[1:], PLAN, strict=True):
        lesson.open_from_side_bar(item.number, item.question)
        asked = questions.of_lesson(item)[0].asked()
        chosen = asked.right if right else (asked.right + 1) % len(asked.options)
        block = page.locator(".st-key-predict_first")
        block.get_by_role("radio").nth(chosen).press("Space")
        slider = block.get_by_role("group", name="How sure?").get_by_role("slider")
        expect(slider).to_be_enabled()
        slider.press("End")
        for _ in range(100 - percent):
            slider.press("ArrowLeft")
        expect(block.get_by_role("row").nth(chosen + 1)).to_contain_text(f"{percent} %")
        if percent == 100:
            expect(block.get_by_text("costs infinitely much")).to_be_visible()
        block.get_by_role("button", name="Commit").click()
        expect(block).to_contain_text("You gave it")
        made.append((spread(percent / 100, chosen, len(asked.options)), asked.right))
        lesson.expect_metric("Forecasts", re.compile("^1 of "))
    lesson.expect_no_error()

    finite = [(p, y) for p, y in made if p[y]]
    others = np.mean([log_loss([y], [p], labels=range(len(p))) for p, y in finite])
    brier = np.mean([brier_score_loss([y], [p], labels=range(len(p)), scale_by_half=False) for p, y in made])
    lesson.open_from_side_bar(8, course.LESSONS[8].question)
    page.get_by_role("radio", name="Calibration").click()
    lesson.expect_metric("Your NLL, all lessons", "∞")
    lesson.expect_metric("Guessing, all lessons", decimal(np.mean([math.log(len(p)) for p, _ in made])))
    lesson.expect_metric("Brier score", decimal(brier))
    expect(page.locator(".st-key-figures_forecasts")).to_contain_text(f"others {decimal(others)}")
    groups = [[] for _ in BINS]
    for p, y in made:
        groups[np.searchsorted(BINS, max(p) - 1e-12)].append(p.index(max(p)) == y)
    curve = lesson.chart(re.compile("^The share of favorites")).locator("svg.marks text")
    wanted = {f"{sum(group)} of {len(group)}" for group in groups if group}
    curve.filter(has_text=" of ").first.wait_for()
    assert {text for text in curve.all_text_contents() if " of " in text} == wanted

    page.reload()
    lesson.side_bar().nth(0).click()
    expect(
        page.get_by_text(re.compile(rf"9 of {len(questions.every())} answered: ∞.*{decimal(others)}"))
    ).to_be_visible()
    page.evaluate("() => localStorage.clear()")
    page.close()
