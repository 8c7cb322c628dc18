"""What a page must not do: complain in the console, or ask anybody but this server for anything."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, WebSocket

LOCAL = {"127.0.0.1", "localhost"}
# Streamlit's client looks for its server below the page's own path first: two 404s on every deep page.
PROBES = ("/_stcore/health", "/_stcore/host-config")


def is_local(url: str) -> bool:
    """Whether ``url`` stays on this machine; ``data:`` and ``blob:`` never leave the page."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about", "chrome-error"} or parts.hostname in LOCAL


def is_harmless(message: ConsoleMessage) -> bool:
    """Whether this error is one of the client's two 404s below a page's own path."""
    path = urlsplit(message.location.get("url", "")).path
    return "404" in message.text and path.endswith(PROBES) and path not in PROBES


@dataclass
class Watch:
    """Records the errors and the foreign requests of the pages that it follows."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Listen to ``page`` from now on."""
        page.on("request", self._on_request)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        page.on("websocket", self._on_websocket)
        page.on("crash", lambda _: self.errors.append("the page crashed"))

    def check(self) -> None:
        """Fail if anything was recorded."""
        seen = self.errors + [f"asked elsewhere: {url}" for url in self.foreign]
        assert not seen, "The page did what it must not:\n" + "\n".join(seen)

    def _on_request(self, request: Request) -> None:
        if not is_local(request.url):
            self.foreign.append(request.url)

    def _on_websocket(self, socket: WebSocket) -> None:
        if not is_local(socket.url):
            self.foreign.append(socket.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not is_harmless(message):
            self.errors.append(f"console: {message.text} ({message.location.get('url', '')})")
