"""Training that is watched against the same loop without a screen.

All at full speed, in turns: the loop alone in a process of its own; the lesson with a client that takes every message
and paints nothing, as if the browser were on another machine; and the lesson in a real browser on this machine, which
needs most of a core for itself. Steps a second are read off the page's own figure; the pause is timed inside the page,
from the press to the changed button.
"""

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.client import Client
from pages._kit import sharing
from tests.e2e.harness import BROWSER_ARGS, ROOT, find_chromium, serve
from tests.e2e.lesson import Lesson

SECONDS = 2.5
"""So short that a fast machine does not come to the end of the longest run meanwhile."""
FIRST = 2
"""Ticks that do not count: the first ones build charts and are short."""
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
    bare, sent, watched : list of float
        Steps a second: the loop alone, twice a turn, before each of the others; with a screen elsewhere; and with a
        browser on this machine.
    ratio_sent, ratio_watched : float
        Their medians over the median of the bare ones.
    redraws : float
        A second, median.
    pause_ms : list of float
        From the press of Pause until the button says Play.
    new_charts : int
        Chart pictures that the browser had to build anew while runs played.
    """

    bare: list[float]
    sent: list[float]
    watched: list[float]
    ratio_sent: float
    ratio_watched: float
    redraws: float
    pause_ms: list[float]
    new_charts: int


def _bare() -> float:
    done = subprocess.run([sys.executable, "-c", LOOP], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _sent(url: str) -> float:
    seen: list[tuple[float, int]] = []
    with Client(url, *QUERY.split("?")) as client:
        client.open()
        client.move("pace", "full speed")
        client.move("run_play")
        while len(seen) <= FIRST or seen[-1][0] - seen[FIRST][0] < SECONDS:
            asked = time.perf_counter()
            step = client.tick().metrics.get("Step")
            if step is not None:
                seen.append((time.perf_counter(), int(step.replace(",", ""))))
            time.sleep(max(0.0, asked + sharing.TICK - time.perf_counter()))
    (start, first), (end, last) = seen[FIRST], seen[-1]
    return (last - first) / (end - start)


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
    bare, sent, seen = [], [], []
    with serve(folder / "live.log") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_ARGS)
        for _ in range(n):
            bare.append(_bare())
            sent.append(_sent(server.url))
            bare.append(_bare())
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            seen.append(_watched(page, server.url))
            page.close()
        browser.close()
    steps, redraws, pauses, added = (list(column) for column in zip(*seen, strict=True))
    alone = statistics.median(bare)
    ratios = statistics.median(sent) / alone, statistics.median(steps) / alone
    return Live(bare, sent, steps, *ratios, statistics.median(redraws), pauses, sum(added))


def _row(values: list[float]) -> str:
    return "".join(f"{value:7.0f}" for value in values)


def report(found: Live) -> str:
    """Plain text."""
    return "\n".join(
        [
            "Training in the lab at full speed, steps a second",
            f"  the loop alone               {_row(found.bare)}",
            f"  a screen on another machine  {_row(found.sent)}   ratio of medians {found.ratio_sent:.2f}",
            f"  a browser on this machine    {_row(found.watched)}   ratio of medians {found.ratio_watched:.2f}",
            f"  pause, ms                    {_row(found.pause_ms)}",
            f"  the curve is redrawn {found.redraws:.1f} times a second; charts built anew: {found.new_charts}",
        ]
    )
