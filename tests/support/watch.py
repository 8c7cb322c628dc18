"""Detection of console errors, exception boxes and requests to other hosts by the pages under test."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, WebSocket

LOCAL = {"127.0.0.1", "localhost"}
# On a page with a path, Streamlit's client first looks for its server below that path, which gives two 404 errors.
PROBES = ("/_stcore/health", "/_stcore/host-config")

SAY_EXCEPTIONS = """(() => {
  const said = new WeakSet();
  new MutationObserver(() => {
    for (const box of document.querySelectorAll('[data-testid="stException"]')) {
      if (!said.has(box)) console.error("The page shows an exception:", box.textContent);
      said.add(box);
    }
  }).observe(document, { childList: true, subtree: true });
})()"""
"""JavaScript that makes a console error of each exception box, however short its stay."""


def is_local(url: str) -> bool:
    """Whether ``url`` is on this machine or inside the page, as ``data:`` and ``blob:`` are."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about", "chrome-error"} or parts.hostname in LOCAL


def is_harmless(message: ConsoleMessage) -> bool:
    """Whether this error is one of the two 404 errors of :data:`PROBES` below a page's path."""
    path = urlsplit(message.location.get("url", "")).path
    return "404" in message.text and path.endswith(PROBES) and path not in PROBES


@dataclass
class Watch:
    """Recorder of the errors of pages, and of their requests to other hosts."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        """Record the errors and requests of ``page`` from now on."""
        page.add_init_script(SAY_EXCEPTIONS)
        page.on("request", self._on_request)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        page.on("websocket", self._on_websocket)
        page.on("crash", lambda _: self.errors.append("the page crashed"))

    def check(self) -> None:
        """Fail if anything was recorded."""
        seen = self.errors + [f"request to another host: {url}" for url in self.foreign]
        assert not seen, "The page had errors or asked other hosts:\n" + "\n".join(seen)

    def _on_request(self, request: Request) -> None:
        if not is_local(request.url):
            self.foreign.append(request.url)

    def _on_websocket(self, socket: WebSocket) -> None:
        if not is_local(socket.url):
            self.foreign.append(socket.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not is_harmless(message):
            self.errors.append(f"console: {message.text} ({message.location.get('url', '')})")
