"""Time from a key press to the changed page in a browser, for each lesson compared with the page with one slider.

The smallest possible lesson, a slider with a chart and four figures, is measured too. The right arrow is pressed on
the focused slider thumb, or the control is clicked if it is no slider. A script in the page takes the time of the first
and of the last frame that shows a change.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bench.lessons import BASELINE, FLOOR, FLOOR_NAME, LESSONS, Subject
from bench.stats import Timing, summarize
from tests.support.harness import BROWSER_ARGS, find_chromium, serve
from tests.support.lesson import Lesson

BASELINE_NAME = "one slider"
WARM_UP = 3
MOVES = 36
"""Moves of each control: with the warm-up, no more than the 40 steps of lesson 4's slider."""
STOPWATCH = (Path(__file__).parent / "paint.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Paint:
    """Times to the first painted change and to the last."""

    first: list[Timing]
    last: list[Timing]


def _control(lesson: Lesson, subject: Subject, turn: int) -> Locator:
    label = subject.labels[turn % len(subject.labels)]
    match subject.kind:
        case "slider":
            return lesson.slider(label)
        case "choice":
            return lesson.page.get_by_role("radio", name=label, exact=True)
        case "button":
            return lesson.button(label)


def _act(lesson: Lesson, subject: Subject, turn: int) -> tuple[float, float]:
    """Move the control; return the seconds from the input to the first and to the last changed frame."""
    page = lesson.page
    page.bring_to_front()
    control = _control(lesson, subject, turn)
    if subject.kind == "slider":
        control.focus()
        page.evaluate("paintWatch.reset()")
        page.keyboard.press("ArrowRight")
    else:
        control.scroll_into_view_if_needed()
        page.evaluate("paintWatch.reset()")
        control.click()
    took = page.evaluate("paintWatch.settled()")
    return took["first"] / 1e3, took["last"] / 1e3


def _open(browser: Browser, url: str, subject: Subject) -> Lesson:
    page: Page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    lesson = Lesson(page, url).open(f"{subject.slug}?{subject.query}")
    page.locator(subject.watch).first.wait_for()
    page.evaluate(STOPWATCH, subject.watch)
    return lesson


def measure(folder: Path, n: int = MOVES) -> Paint:
    """Move every subject's control ``n`` times, in turns; server logs go to ``folder``."""
    with ExitStack() as stack:
        app = stack.enter_context(serve(folder / "paint-app.log"))
        bare = stack.enter_context(serve(folder / "paint-bare.log", script="bench/baseline_app.py"))
        floor = stack.enter_context(serve(folder / "paint-floor.log", script="bench/floor_app.py"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_ARGS)
        stack.callback(browser.close)
        pages = [(BASELINE_NAME, BASELINE, _open(browser, bare.url, BASELINE))]
        pages += [(FLOOR_NAME, FLOOR, _open(browser, floor.url, FLOOR))]
        pages += [(subject.name, subject, _open(browser, app.url, subject)) for subject in LESSONS]
        first: dict[str, list[float]] = {name: [] for name, _, _ in pages}
        last: dict[str, list[float]] = {name: [] for name, _, _ in pages}
        for turn in range(WARM_UP + n):
            for name, subject, lesson in pages:
                to_first, to_last = _act(lesson, subject, turn)
                if turn >= WARM_UP:
                    first[name].append(to_first)
                    last[name].append(to_last)
    return Paint(summarize(BASELINE_NAME, first), summarize(BASELINE_NAME, last))
