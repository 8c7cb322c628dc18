"""Time from launching the server to the first chart in a browser, compared with a bare page with one chart.

The browser is already running; its cache is empty at each launch.
"""

import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.lessons import CHART, LESSONS
from bench.stats import Timing, summarize
from tests.support.harness import APP, BROWSER_ARGS, find_chromium, serve

BASELINE_NAME = "one chart"


def _launch(browser: Browser, log: Path, script: str, slug: str) -> float:
    with serve(log, script=script) as server:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{server.url}/{slug}", wait_until="commit")
        page.locator(CHART).first.wait_for(timeout=60_000)
        took = time.perf_counter() - server.started
        page.close()
    return took


def measure(folder: Path, n: int = 5) -> list[Timing]:
    """Launch each page ``n`` times, in turns, after one launch that is not counted."""
    subjects = [(BASELINE_NAME, "bench/baseline_chart_app.py", "")]
    subjects += [(lesson.name, APP, lesson.slug) for lesson in LESSONS]
    seconds: dict[str, list[float]] = {name: [] for name, *_ in subjects}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_ARGS)
        for turn in range(1 + n):
            for name, script, slug in subjects:
                took = _launch(browser, folder / "launch.log", script, slug)
                if turn > 0:
                    seconds[name].append(took)
        browser.close()
    return summarize(BASELINE_NAME, seconds)
