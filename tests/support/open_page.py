"""A page of lesson 2 that stays open while its server goes away and comes back."""

import re

from playwright.sync_api import BrowserContext

from tests.support.lesson import Lesson

LINK = "likelihood?heads=11&tails=6&theta=0.4"
SLIDER = "θ, probability of heads"


class OpenPage:
    """The page, at a θ that only the session knows, and its figures."""

    def __init__(self, browser: BrowserContext, url: str) -> None:
        # Not watched: the browser reports the broken connection as an error.
        self.page = browser.new_page()
        # An earlier test may have joined a room in this browser: the page would run once more to hear of it.
        self.page.add_init_script("localStorage.clear()")
        self.lesson = Lesson(self.page, url).open(LINK)
        self._step_to("0.401")
        self.figures = {label: self.lesson.settled_metric(label) for label in ("L(θ)", "MLE θ̂")}
        self.page.evaluate("window.neverReloaded = true")

    def expect_as_before(self) -> None:
        """Expect the same figures, and an answer to a move: without a connection a page shows its old figures too."""
        for label, value in self.figures.items():
            self.lesson.expect_metric(label, value)
        self._step_to("0.402")
        self.lesson.expect_metric_changed("L(θ)", self.figures["L(θ)"])
        assert self.page.evaluate("window.neverReloaded") is True
        self.lesson.expect_no_error()

    def _step_to(self, theta: str) -> None:
        self.lesson.slider(SLIDER).focus()
        self.page.keyboard.press("ArrowRight")
        self.page.wait_for_url(re.compile(f"theta={theta}"))
