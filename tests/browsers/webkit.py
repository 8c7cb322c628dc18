"""A tab of WebKit: its GTK browser, driven by Selenium on a display without a screen."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import ActionChains, Remote
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browsers.find import DISPLAY, DRIVER, find
from tests.support.harness import stop

# WebKit's driver keeps no log of the console. So the page is written into a window that already listens: a script that
# runs after a navigation would miss the first errors.
OPEN = """const [address, done] = arguments;
fetch(address).then((response) => response.text()).then((html) => {
  const seen = (window.seenErrors = []);
  const write = console.error;
  console.error = (...words) => { seen.push(words.join(" ")); write(...words); };
  history.replaceState(null, "", address);
  document.open();
  addEventListener("error", (event) => seen.push(event.message ?? `not loaded: ${event.target.src}`), true);
  addEventListener("unhandledrejection", (event) => seen.push(`${event.reason}`));
  addEventListener("securitypolicyviolation", (event) => seen.push(`refused: ${event.blockedURI}`));
  document.write(html);
  document.close();
  done();
});"""


class WebKit:
    """One tab of WebKit's GTK browser."""

    def __init__(self, driver: Remote, width: int, height: int) -> None:
        self._driver = driver
        driver.set_window_rect(0, 0, width, height)
        # The window's own bar stands above the page.
        driver.set_window_rect(0, 0, width, 2 * height - self.evaluate("innerHeight"))

    def open(self, url: str) -> None:
        """Go to ``url``, and forget the errors of the page before."""
        self._driver.get("/".join([*url.split("/")[:3], "_stcore/health"]))  # an empty page of the same host
        self._driver.execute_async_script(OPEN, url)

    def evaluate(self, expression: str) -> Any:
        """Value of a JavaScript expression."""
        return self._driver.execute_script(f"return {expression}")

    def press(self, key: str) -> None:
        """Press and release a key, such as ``Keys.PAGE_DOWN`` of Selenium."""
        ActionChains(self._driver).send_keys(key).perform()

    def click(self, selector: str) -> None:
        """Click on the middle of the first element of this CSS selector."""
        self._driver.find_element(By.CSS_SELECTOR, selector).click()

    def errors(self) -> list[str]:
        """What the page has thrown or written to the console as an error since it was opened."""
        return self.evaluate("window.seenErrors")

    def save_picture(self, file: Path) -> None:
        """Save what the window shows as a PNG file."""
        self._driver.save_screenshot(str(file))


@contextmanager
def webkit(folder: Path, width: int, height: int) -> Iterator[WebKit]:
    """Run WebKit's GTK browser, and a display for it, until the block ends."""
    screen = [find(DISPLAY), "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    display = subprocess.Popen(screen, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert display.stdout
        with display.stdout as out:
            number = out.readline().decode().strip()
        environment = {**os.environ, "DISPLAY": f":{number}"}
        service = Service(find(DRIVER), log_output=str(folder / "webkit.log"), env=environment)
        service.start()
        try:
            # Not WebKitGTK(service=...): in 4.51 it sets the driver's address in a way that Selenium calls deprecated.
            driver_at = RemoteConnection(client_config=ClientConfig(service.service_url))
            with Remote(driver_at, options=Options()) as driver:
                yield WebKit(driver, width, height)
        finally:
            service.stop()
    finally:
        stop(display)
