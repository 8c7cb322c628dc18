"""Pictures of every scene in every mode, and a contact sheet of each mode: ``make pictures``.

``make pictures ARGS="--mode phone-light --lesson regularization"`` takes a part of them, and
``ARGS="--into pictures/before"`` keeps them apart from the next ones.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Error, Page, ViewportSize, sync_playwright

from pages._kit import course
from tests.support import sheet
from tests.support.harness import BROWSER_ARGS, ROOT, Server, find_chromium, serve
from tests.support.lesson import Lesson


@dataclass(frozen=True)
class Mode:
    """A mode of display: the window's size and colors, the query, and whether whole pages are saved too."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    phone: bool = False
    query: str = ""
    whole: bool = False  # the whole page too, down to its end

    @property
    def title(self) -> str:
        """The line above the sheet."""
        return f"{self.name}, {self.width} x {self.height}"


MODES = (
    Mode("laptop-light", 1440, 900, whole=True),
    Mode("laptop-dark", 1440, 900, "dark"),
    Mode("small-light", 1280, 720),
    Mode("phone-light", 390, 844, phone=True),
    Mode("phone-dark", 390, 844, "dark", phone=True),
    Mode("projector", 1280, 720, query="&present=1"),
)

DRAWN = """() => {
  if (window.framesUnchanged === undefined) {
    window.framesUnchanged = 0;
    new MutationObserver(() => { window.framesUnchanged = 0; }).observe(
      document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  }
  window.framesUnchanged += 1;
  const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')].filter((chart) => {
    const box = chart.getBoundingClientRect();
    return box.width && box.bottom > 0 && box.top < innerHeight;
  });
  return window.framesUnchanged > 15 && document.fonts.status === "loaded"
    && charts.every((chart) => chart.querySelector("svg.marks, canvas.marks")?.getBoundingClientRect().height);
}"""
"""Every chart in view is drawn, and the page has not changed for a quarter of a second. Asked at every frame."""

UNROLL = """
[data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"] {
  position: static !important; height: auto !important; overflow: visible !important;
}
"""
"""Streamlit scrolls a box inside the page. Without that box the page itself is as long as what is on it."""


@dataclass(frozen=True)
class Item:
    """A scene of a lesson."""

    lesson: course.Lesson
    scene: course.Scene

    @property
    def stem(self) -> str:
        """Name of its pictures, for example ``3_log-likelihood_underflow``."""
        return f"{Path(self.lesson.file).stem}_{self.scene.slug}"

    @property
    def address(self) -> str:
        """Path and query string of the scene."""
        return f"{self.lesson.slug}?scene={self.scene.slug}"


def _slug(lesson: course.Lesson) -> str:
    return Path(lesson.file).stem.partition("_")[2]


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make pictures", description="Pictures of every scene in every mode.")
    parser.add_argument("--mode", nargs="+", choices=[mode.name for mode in MODES], help="only these modes")
    parser.add_argument("--lesson", nargs="+", choices=[_slug(item) for item in course.LESSONS], help="only these")
    parser.add_argument("--into", type=Path, default=ROOT / "pictures", metavar="FOLDER", help="default: pictures")
    return parser.parse_args(words)


def _window(browser: Browser, mode: Mode) -> Page:
    """Open a window of this mode; every page that it loads treats it as a new visitor."""
    # A separate context is a separate window. As a hidden tab of one window it would draw only one frame a second.
    context = browser.new_context(
        viewport=ViewportSize(width=mode.width, height=mode.height),
        color_scheme=mode.scheme,
        reduced_motion="reduce",
        is_mobile=mode.phone,
        has_touch=mode.phone,
    )
    context.set_default_timeout(60_000)  # the first page of a busy machine waits for all imports
    page = context.new_page()
    page.add_init_script("localStorage.clear(); sessionStorage.clear()")
    return page


def _wake(browser: Browser, server: Server) -> None:
    """Make the first visit to a new server, without taking a picture.

    It waits for all imports. Meanwhile Streamlit's client draws the side bar without the page configuration,
    30 pixels wider, so a picture of this visit would differ from run to run.
    """
    window = _window(browser, MODES[0])
    # If the overview does not open, its own picture reports the error.
    with suppress(Error):
        Lesson(window, server.url).open()
    window.context.close()


def _take(page: Page, server: Server, mode: Mode, item: Item, folder: Path) -> str:
    """Save the picture of the lesson that this window has begun to open; return a description of its faults, or ""."""
    wrong = []
    try:
        Lesson(page, server.url).wait_until_idle()
        page.wait_for_function(DRAWN)
    except Error as error:
        wrong.append(f'is not drawn ("{error.message.splitlines()[0]}")')
    page.screenshot(path=folder / f"{item.stem}.png")
    boxes = page.get_by_test_id("stException").or_(page.get_by_test_id("stAlertContentError"))
    wrong += [f'shows the error "{" ".join(text.split())}"' for text in boxes.all_inner_texts()]
    if mode.whole:
        page.add_style_tag(content=UNROLL)
        page.screenshot(path=folder / "whole" / f"{item.stem}.png", full_page=True)
    return " and ".join(wrong)


def _take_mode(browser: Browser, server: Server, mode: Mode, items: Sequence[Item], into: Path) -> dict[str, str]:
    """Save the pictures and the sheet of one mode; return the faults by picture."""
    folder = into / mode.name
    (folder / "whole" if mode.whole else folder).mkdir(parents=True, exist_ok=True)
    tiles, wrong = [], {}
    # Two windows take turns, so that one lesson loads while the one before it is drawn.
    windows = [_window(browser, mode) for _ in range(2)]
    opened = iter(items)

    def open_next(window: Page) -> None:
        for item in islice(opened, 1):
            window.goto(f"{server.url}/{item.address}{mode.query}", wait_until="commit")

    open_next(windows[0])
    for place, item in enumerate(items):
        open_next(windows[(place + 1) % 2])
        found = _take(windows[place % 2], server, mode, item, folder)
        if found:
            wrong[f"{mode.name}/{item.stem}"] = found
        tiles.append(
            sheet.Tile(
                folder / f"{item.stem}.png",
                f"{item.lesson.number}  {item.lesson.name}: {item.scene.title}",
                bool(found),
            )
        )
    for window in windows:
        window.context.close()
    columns, width = (5, mode.width) if mode.phone else (2, 700)
    sheet.write(into / f"{mode.name}.png", mode.title, tiles, columns, width)
    return wrong


def complaint(wrong: dict[str, str], log: Path) -> str:
    """One sentence that names the broken pages, or else the exception in the server's log; empty if there are none."""
    if wrong:
        (first, fault), *others = wrong.items()
        more = f", and these are broken too: {', '.join(name for name, _ in others)}" if others else ""
        return f"The page {first} {fault}{more}."
    if "Traceback" in log.read_text(encoding="utf-8", errors="replace"):
        return f"The server logged an exception while the pictures were taken: read {log}."
    return ""


def main(words: Sequence[str] | None = None) -> None:
    """Take the pictures that the command line asks for; exit with one sentence if a page has an error."""
    asked = _arguments(words)
    modes = [mode for mode in MODES if not asked.mode or mode.name in asked.mode]
    lessons = [lesson for lesson in course.LESSONS if not asked.lesson or _slug(lesson) in asked.lesson]
    items = [Item(lesson, scene) for lesson in lessons for scene in lesson.scenes]
    asked.into.mkdir(parents=True, exist_ok=True)
    log = asked.into / "server.log"
    began = time.monotonic()
    wrong: dict[str, str] = {}
    with serve(log) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=BROWSER_ARGS)
        _wake(browser, server)
        for mode in modes:
            wrong |= _take_mode(browser, server, mode, items, asked.into)
            sys.stdout.write(f"{time.monotonic() - began:4.0f} s  {asked.into / mode.name}.png\n")
            sys.stdout.flush()
        browser.close()
    if sentence := complaint(wrong, log):
        sys.exit(sentence)
    took = time.monotonic() - began
    sys.stdout.write(f"{len(modes)} sheets and {len(modes) * len(items)} pictures in {took:.0f} s.\n")


if __name__ == "__main__":
    main()
