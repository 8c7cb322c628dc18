"""Training speed in the lab while it is watched, compared with the same loop without a page.

Three measurements take turns, all at full speed: the loop alone in a separate process; the lesson with a client that
receives every message and paints nothing, like a browser on another machine; and the lesson in a real browser on this
machine, which uses half a core. Steps per second are read from the page's own figure. The pause is timed inside the
page, from the press to the changed button. Each measurement is compared with the loop alone directly before and after
it, because the speed of a shared machine may change by a third within a minute.
"""

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.client import Client
from bench.protocol import Run
from pages._kit.sharing import slices
from tests.support.harness import BROWSER_ARGS, ROOT, find_chromium, serve
from tests.support.lesson import Lesson

SECONDS = slices.Pace.MOST - 0.2
"""Length of one tick: it includes one complete drawing of the page and the frames after it, and is so short that even a
fast machine does not finish the longest run."""
START = 1000
"""Milliseconds between the press of Play and the measurement in the browser: the page's own delay, and the start of the
first tick."""
QUERY = "training-lab?steps=20000&wd=0.01&pace=as+fast+as+it+can"
WATCH = (Path(__file__).parent / "live.js").read_text(encoding="utf-8")
LOOP = f"""
import time
from core.data.points import shape_split
from core.training.lab.config import TrainingConfig
from core.training.lab.run import Run
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
    """Results of the measurement.

    Attributes
    ----------
    bare, sent, watched : list of float
        Steps per second of the loop alone, before and after each of the others; with a client that paints nothing; and
        with a browser on this machine.
    ratios_sent, ratios_watched : list of float
        Steps per second over the mean of the loop alone before and after.
    redraws : float
        Median number of redraws per second.
    pause_ms : list of float
        Milliseconds from the press of Pause until the button says Play.
    new_charts : int
        Number of charts that the browser rebuilt while runs played.
    """

    bare: list[float]
    sent: list[float]
    watched: list[float]
    ratios_sent: list[float]
    ratios_watched: list[float]
    redraws: float
    pause_ms: list[float]
    new_charts: int


def _bare() -> float:
    done = subprocess.run([sys.executable, "-c", LOOP], cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _step(run: Run) -> tuple[float, int]:
    """Time and value of the first figure "Step" of a run."""
    return next((when, int(text.replace(",", ""))) for when, label, text in run.heard if label == "Step")


def _sent(client: Client) -> float:
    client.move("play")
    ticks = []
    for _ in range(2):
        asked = time.perf_counter()
        ticks.append(_step(client.tick()))
        time.sleep(max(0.0, asked + slices.TICK - time.perf_counter()))
    client.move("run_reset")
    (start, first), (end, last) = ticks
    return (last - first) / (end - start)


def _warm(client: Client) -> None:
    """Open the lesson and run ticks until they have reached their full length."""
    client.open()
    client.move("play")
    for _ in range(4):
        client.tick()
    client.move("run_reset")


def _ready(page: Page, url: str) -> Lesson:
    """Open the lesson and play twice, because a browser still compiles a new page, and its first ticks are short."""
    lesson = Lesson(page, url).open(QUERY)
    page.evaluate(WATCH)
    for _ in range(2):
        _watched(lesson)
    return lesson


def _watched(lesson: Lesson) -> tuple[float, float, float, int]:
    page = lesson.page
    lesson.button("Play").click()
    page.wait_for_timeout(START)
    page.evaluate("labWatch.begin()")
    page.wait_for_timeout(1e3 * SECONDS)
    seen = page.evaluate("labWatch.end()")
    pause = page.evaluate("labWatch.pause()")
    lesson.button("Reset").click()
    lesson.expect_metric("Step", "0")
    lesson.wait_until_idle()
    return seen["steps"], seen["redraws"], pause, seen["added"]


def measure(folder: Path, n: int = 9) -> Live:
    """Measure ``n`` times in turns; the server's log goes to ``folder``."""
    bare, sent, seen = [], [], []
    with (
        serve(folder / "live.log") as server,
        Client(server.url, *QUERY.split("?")) as client,
        sync_playwright() as playwright,
    ):
        _warm(client)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_ARGS)
        lesson = _ready(browser.new_page(viewport={"width": 1440, "height": 900}), server.url)
        bare.append(_bare())
        for _ in range(n):
            sent.append(_sent(client))
            bare.append(_bare())
            seen.append(_watched(lesson))
            bare.append(_bare())
        browser.close()
    steps, redraws, pauses, added = (list(column) for column in zip(*seen, strict=True))
    around = [statistics.mean(pair) for pair in pairwise(bare)]
    ratios = [
        [got / alone for got, alone in zip(*both, strict=True)] for both in ((sent, around[::2]), (steps, around[1::2]))
    ]
    return Live(bare, sent, steps, *ratios, statistics.median(redraws), pauses, sum(added))


def _row(values: list[float], form: str = ".0f") -> str:
    return "".join(f"{value:7{form}}" for value in values)


def report(found: Live) -> str:
    """The results as plain text."""
    rows = [("the loop alone", _row(found.bare))]
    for name, steps, ratios in (
        ("a screen on another machine", found.sent, found.ratios_sent),
        ("a browser on this machine", found.watched, found.ratios_watched),
    ):
        rows.append((name, _row(steps)))
        rows.append(("  of the loop alone", f"{_row(ratios, '.2f')}   median {statistics.median(ratios):.2f}"))
    rows.append(("pause, ms", _row(found.pause_ms)))
    return "\n".join(
        [
            "Training in the lab at full speed, steps a second",
            *(f"  {name:<29}{row}" for name, row in rows),
            f"  the curve is redrawn {found.redraws:.1f} times a second; charts built anew: {found.new_charts}",
        ]
    )
