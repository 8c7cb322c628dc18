"""A tab of Firefox, driven over Firefox's own remote protocol, WebDriver BiDi.

Playwright drives a Firefox build of its own, and Selenium needs geckodriver; Debian has neither.
"""

import base64
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browsers.find import FIREFOX, find
from tests.support.harness import free_port, stop

PREFERENCES = {"ui.prefersReducedMotion": 1}
PATIENCE = 120  # s; a busy machine starts Firefox slowly


class Firefox:
    """One tab of a Firefox that listens at ``socket``."""

    def __init__(self, socket: ClientConnection, width: int, height: int) -> None:
        self._socket = socket
        self._sent = 0
        self._errors: list[str] = []
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["log.entryAdded"])
        self._tab = {"context": self._send("browsingContext.getTree")["contexts"][0]["context"]}
        self._send("browsingContext.setViewport", **self._tab, viewport={"width": width, "height": height})

    def _send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command and return its result; note the errors that the page logs meanwhile."""
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE))
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self._errors.append(message["params"]["text"])
            if message.get("id") == self._sent:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['message']}")
                return message["result"]

    def open(self, url: str) -> None:
        """Go to ``url``, and forget the errors of the page before."""
        self._send("browsingContext.navigate", **self._tab, url="about:blank", wait="complete")
        self._errors.clear()
        self._send("browsingContext.navigate", **self._tab, url=url, wait="interactive")

    def evaluate(self, expression: str) -> Any:
        """Value of a JavaScript expression."""
        text = f"JSON.stringify({expression})"
        answer = self._send("script.evaluate", target=self._tab, expression=text, awaitPromise=False)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def press(self, key: str) -> None:
        """Press and release a key, such as ``Keys.PAGE_DOWN`` of Selenium."""
        self._act("key", [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")])

    def click(self, selector: str) -> None:
        """Click on the middle of the first element of this CSS selector."""
        box = self.evaluate(f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()")
        x, y = round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act("pointer", [{"type": "pointerMove", "x": x, "y": y}, *press])

    def _act(self, device: str, actions: list[dict[str, object]]) -> None:
        source = {"type": device, "id": device, "actions": actions}
        self._send("input.performActions", **self._tab, actions=[source])

    def errors(self) -> list[str]:
        """What the page has thrown or written to the console as an error since it was opened."""
        self.evaluate("0")  # the log comes before the answer
        return self._errors

    def save_picture(self, file: Path) -> None:
        """Save what the window shows as a PNG file."""
        picture = self._send("browsingContext.captureScreenshot", **self._tab)
        file.write_bytes(base64.b64decode(picture["data"]))


@contextmanager
def firefox(folder: Path, width: int, height: int) -> Iterator[Firefox]:
    """Run Firefox without a window, with a new profile in ``folder``, until the block ends."""
    profile, log, port = folder / "profile", folder / "firefox.log", free_port()
    profile.mkdir()
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [find(*FIREFOX), "--headless", "--profile", str(profile), "--remote-debugging-port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        with _connect(process, port, log) as socket:
            yield Firefox(socket, width, height)
    finally:
        stop(process)


def _connect(process: "subprocess.Popen[bytes]", port: int, log: Path) -> ClientConnection:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return connect(f"ws://127.0.0.1:{port}/session", max_size=None)
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Firefox did not start:\n{log.read_text(encoding='utf-8')}") from None
            time.sleep(0.1)
