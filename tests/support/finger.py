"""A finger on a touch screen, and the ring of a chart that should be under it."""

from playwright.sync_api import Locator, Page

RING_BESIDE = """([x, within]) => [...document.querySelectorAll(".st-key-hero .mark-symbol path")].some((path) => {
  const box = path.getBoundingClientRect();
  return path.getAttribute("stroke-width") === "3" && Math.abs(box.x + box.width / 2 - x) <= within;
})"""
"""Whether a chart's ring, the only mark with a line of this width, has its middle within so many pixels of ``x``."""


class Finger:
    """One finger on a page, which is made a touch screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    def down(self, x: float, y: float) -> None:
        """Put the finger on the screen."""
        self._send("touchStart", (x, y))

    def move(self, x: float, y: float) -> None:
        """Move it, pressed."""
        self._send("touchMove", (x, y))

    def up(self) -> None:
        """Lift it."""
        self._send("touchEnd")

    def tap(self, x: float, y: float) -> None:
        """Put it down and lift it at once."""
        self.down(x, y)
        self.up()

    def swipe_up(self, x: float, y: float, way: int = 200) -> None:
        """Move it straight up by ``way`` pixels in small steps, as one scrolls down."""
        self.down(x, y)
        for step in range(1, 11):
            self.move(x, y - way * step / 10)
            self.page.wait_for_timeout(20)
        self.up()


def at(chart: Locator, across: float, down: float) -> tuple[float, float]:
    """The place at these shares of a chart's width and height, px of the screen."""
    box = chart.bounding_box()
    assert box
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def expect_ring(page: Page, x: float, within: float = 2.0) -> None:
    """Wait until the middle of the chart's ring is within so many pixels of ``x``."""
    page.wait_for_function(RING_BESIDE, arg=[x, within], timeout=5000)
