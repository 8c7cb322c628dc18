"""Page object for browser tests: it finds the elements of a lesson by role and label, and never sleeps."""

from __future__ import annotations

import re
from itertools import count

from playwright.sync_api import Locator, Page, expect

IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testConnectionState === "CONNECTED"
    && app.dataset.testScriptState === "notRunning"
    && (!document.querySelector(".st-key-browser") || window.learningIsInference?.started)
    && !document.querySelector('[data-testid="stElementContainer"][data-stale="true"], [data-testid="stSkeleton"]');
}"""
"""Condition that the browser itself evaluates at every frame. It is faster than ``expect``, which describes the whole
page at each attempt; for the same reason tests wait for elements with ``wait_for``."""

STAYS_IDLE = f"""(wait) => {{
  const seen = window.seenIdle?.wait === wait ? window.seenIdle : {{ wait, frames: 0 }};
  seen.frames = ({IDLE})() ? seen.frames + 1 : 0;
  window.seenIdle = seen;
  return seen.frames > 5;
}}"""
"""``IDLE`` in six frames in a row: Streamlit draws a list of options in two steps, and the second moves what is below.

A press between them would begin on a button and end beside it."""

_waits = count()

# On a busy machine the first run, which imports torch, takes several seconds.
expect.set_options(timeout=20_000)


def _pattern(name: str) -> str:
    # Not re.escape: Playwright passes the pattern to JavaScript between slashes, where only these need escaping.
    return re.sub(r"[.*+?^${}()|\[\]\\/]", lambda special: "\\" + special.group(), name)


class Lesson:
    """A browser tab with a page of one server."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url.rstrip("/")

    def open(self, path: str = "") -> Lesson:
        """Go to ``path`` (``"likelihood?heads=7"``) as a new visitor, and wait until the page is idle."""
        self.page.goto(f"{self.base_url}/{path.lstrip('/')}")
        return self.wait_until_idle()

    def side_bar(self) -> Locator:
        """Find the links to all lessons, in the order of the course."""
        return self.page.get_by_test_id("stSidebarNav").get_by_role("link")

    def open_from_side_bar(self, place: int, question: str) -> None:
        """Follow the link at ``place``; wait for the question of its lesson and a drawn chart, without an error."""
        self.side_bar().nth(place).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(question)
        self.page.get_by_test_id("stVegaLiteChart").first.locator("svg.marks, canvas").wait_for()
        self.wait_until_idle()
        self.expect_no_error()

    def wait_until_idle(self) -> Lesson:
        """Wait until the script has run and nothing on the page is stale or still loading.

        Right after an action the script may not have started yet. Wait for the effect of the action instead, for
        example with ``expect_metric``.
        """
        # The first page of a cold server imports scipy and builds its charts, which a busy machine does slowly.
        self.page.wait_for_function(STAYS_IDLE, arg=next(_waits), timeout=60_000)
        return self

    def _metric_value(self, label: str) -> Locator:
        name = self.page.get_by_test_id("stMetricLabel").get_by_text(label, exact=True)
        return self.page.get_by_test_id("stMetric").filter(has=name).get_by_test_id("stMetricValue")

    def metric(self, label: str) -> str:
        """Current text of the figure with exactly this label."""
        return self._metric_value(label).inner_text().strip()

    def settled_metric(self, label: str) -> str:
        """Text of a figure after it has not changed for 30 frames.

        The page reports the end of the script a few frames before the browser has drawn its last messages.
        """
        value = self._metric_value(label).element_handle()
        self.page.evaluate(
            """(value) => new Promise((resolve) => {
              let last = value.innerText, still = 0;
              const look = () => {
                still = value.innerText === last ? still + 1 : 0;
                last = value.innerText;
                if (still >= 30) resolve(); else requestAnimationFrame(look);
              };
              look();
            })""",
            value,
        )
        return self.metric(label)

    def expect_metric(self, label: str, value: str | re.Pattern[str]) -> None:
        """Wait until the figure shows ``value``; a string must match the whole text."""
        expect(self._metric_value(label)).to_have_text(value)

    def expect_metric_changed(self, label: str, before: str) -> None:
        """Wait until the figure stands there and shows anything but ``before``."""
        expect(self._metric_value(label)).to_have_text(re.compile(rf"^(?!{_pattern(before)}$)"))

    def slider(self, label: str) -> Locator:
        """Thumb of the slider with this label, which moves with the arrow keys."""
        # Streamlit names the thumb "label label"; the group around it has the plain label.
        return self._on_stage().get_by_role("group", name=label, exact=True).get_by_role("slider")

    def number(self, label: str) -> Locator:
        """Number field with this label."""
        return self._on_stage().get_by_role("spinbutton", name=label, exact=True)

    def _on_stage(self) -> Locator:
        # While a lesson opens, the fields of the lesson before stand on the page as well, as stale elements.
        return self.page.locator('[data-testid="stElementContainer"][data-stale="false"]')

    def button(self, name: str) -> Locator:
        """Button with the accessible name ``name``, with or without a keyboard shortcut."""
        # The accessible name of a button with a shortcut is "Next Shortcut →".
        return self.page.get_by_role("button", name=re.compile(rf"^{_pattern(name)}( Shortcut .+)?$"))

    def chart(self, alt: str | re.Pattern[str]) -> Locator:
        """Chart or image with this text alternative; a string must match the whole text."""
        drawn = self.page.locator('[data-testid="stVegaLiteChart"], [role="img"]')
        return drawn.and_(self.page.get_by_label(alt, exact=isinstance(alt, str)))

    def drag(self, alt: str | re.Pattern[str], start: float, end: float, *, release: bool = True) -> None:
        """Drag the mouse across the chart, from one fraction of its width to another."""
        box = self.chart(alt).bounding_box()
        assert box
        height = box["y"] + 0.4 * box["height"]
        self.page.mouse.move(box["x"] + start * box["width"], height)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + end * box["width"], height, steps=12)
        if release:
            self.page.mouse.up()

    def theta_read_out(self, alt: str | re.Pattern[str]) -> str:
        """Value of theta that the chart writes beside its ring, such as "θ = 0.5"."""
        return self.chart(alt).get_by_text(re.compile(r"^θ = \d")).first.text_content() or ""

    def expect_no_error(self) -> None:
        """Wait until there is no exception box and no red alert on the page."""
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
        expect(self.page.get_by_test_id("stAlertContentError")).to_have_count(0)
