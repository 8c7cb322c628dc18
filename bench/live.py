"""Training that is watched, in a real browser, against the same loop without a screen.

Both run at full speed, in turns: first the loop alone in a process of its own, then the lesson in the browser. Steps a
second are read off the page's own figure; the pause is timed inside the page, from the press to the changed button.
"""

import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.e2e.harness import BROWSER_ARGS, ROOT, find_chromium, serve
from tests.e2e.lesson import Lesson

SECONDS = 5.0
QUERY = "training-lab?steps=20000&wd=0.01"
WATCH = (Path(__file__).parent / "live.js").read_text(encoding="utf-8")
LOOP = f"""
import time
from core.points import shape_split
from core.training.config import TrainingConfig
from core.training.run import Run
config = TrainingConfig(hidden=(16, 16), optimizer="adam", lr=0.01, wd=0.01, steps=20000)
run = Run(config, shape_split("moons", 500, 0.2, 0))
run.take(300)
start, before = time.perf_counter(), run.step
while time.perf_counter() - start < {SECONDS}:
    run.advance()
print((run.step - before) / (time.perf_counter() - start))
"""


@dataclass(frozen=True)
class Live:
    """What was seen.

    Attributes
    ----------
    bare, watched : list of float
        Steps a second without and with a screen, one of each a turn.
    ratio : float
        Median of the watched ones over the median of the bare ones.
    redraws : float
        A second, median.
    pause_ms : list of float
        From the press of Pause until the button says Play.
    new_charts : int
        Chart pictures that the browser had to build anew while runs played.
    """

    bare: list[float]
    watched: list[float]
    ratio: float
    redraws: float
    pause_ms: list[float]
    new_charts: int


def _bare() -> float:
    done = subprocess.run([sys.executable, "-c", LOOP], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _watched(page: Page, url: str) -> tuple[float, float, float, int]:
    lesson = Lesson(page, url).open(QUERY)
    page.get_by_text("Data and network").click()
    page.get_by_role("combobox", name="Pace").fill("full speed")
    page.keyboard.press("Enter")
    lesson.wait_until_idle()
    page.evaluate(WATCH)
    lesson.button("Play").click()
    page.wait_for_timeout(1500)
    page.evaluate("labWatch.begin()")
    page.wait_for_timeout(1e3 * SECONDS)
    seen = page.evaluate("labWatch.end()")
    pause = page.evaluate("labWatch.pause()")
    return seen["steps"], seen["redraws"], pause, seen["added"]


def measure(folder: Path, n: int = 5) -> Live:
    """Run ``n`` turns; the server's log goes to ``folder``."""
    bare, seen = [], []
    with serve(folder / "live.log") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_ARGS)
        for _ in range(n):
            bare.append(_bare())
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            seen.append(_watched(page, server.url))
            page.close()
        browser.close()
    steps, redraws, pauses, added = (list(column) for column in zip(*seen, strict=True))
    ratio = statistics.median(steps) / statistics.median(bare)
    return Live(bare, steps, ratio, statistics.median(redraws), pauses, sum(added))


def report(found: Live) -> str:
    """Plain text."""
    return "\n".join(
        [
            "Training in the lab at full speed, watched in a browser, against the same loop without a screen",
            f"  steps a second, bare      {'  '.join(f'{value:7.0f}' for value in found.bare)}",
            f"  steps a second, watched   {'  '.join(f'{value:7.0f}' for value in found.watched)}",
            f"  ratio of medians {found.ratio:.2f};  redraws a second {found.redraws:.1f};  "
            f"charts built anew {found.new_charts}",
            f"  pause, ms                 {'  '.join(f'{value:7.0f}' for value in found.pause_ms)}",
        ]
    )
