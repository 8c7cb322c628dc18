"""Starting a Streamlit server and finding a browser, for the browser tests and the benchmarks."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

ROOT = Path(__file__).resolve().parents[2]
APP = "streamlit_app.py"

BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # The course fetches nothing from other hosts; a page that tries must fail visibly.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

INSTALLED_BROWSERS = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]

OF_A_SUPERSEDED_RUN = "StreamlitInvalidLayoutContextError: A fragment tried to write"
"""The start of an error that Streamlit logs but shows to nobody: by ``runner.fastReruns``, a run of the page clears the
containers of the fragment that it supersedes, and the fragment may write to one before it notices that it has to stop.
A fragment that does so in every run shows the error on the page, where ``watch.py`` and ``bench.client`` find it."""


class NoBrowserError(RuntimeError):
    """There is no Chromium on this machine; browser tests fail with this error instead of being skipped."""


def _starts(executable: str) -> bool:
    # Some distributions install a stub that only prints how to install the browser.
    try:
        done = subprocess.run([executable, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_chromium() -> str:
    """Path of a Chromium that starts: ``$CHROMIUM`` if set, else an installed one, else Playwright's own."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        if _starts(chosen):
            return chosen
        raise NoBrowserError(f"CHROMIUM={chosen} does not start.")
    for candidate in INSTALLED_BROWSERS:
        path = which(candidate)
        if path and _starts(path):
            return path
    own = _playwrights_own()
    if own and _starts(own):
        return own
    raise NoBrowserError(
        "No Chromium found. Install one (Debian: apt-get install chromium; elsewhere: "
        "playwright install chromium), or point CHROMIUM at one."
    )


@dataclass(frozen=True)
class Server:
    """A running server: its address, its log file, its start time and its process id."""

    url: str
    log: Path
    started: float  # time.perf_counter() just before the process was launched
    pid: int


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _is_healthy(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The server did not come up:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.02)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, by force if it does not end by itself within 10 s."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(timeout=10)


@contextmanager
def serve(
    log: Path, script: str = APP, root: Path = ROOT, seconds: float = 60, options: tuple[str, ...] = ()
) -> Iterator[Server]:
    """Run ``script`` from ``root`` until the block ends, with the settings of ``make run`` and the given options."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none", *options]
    with log.open("wb") as out:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=root, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_until_healthy(process, port, log, seconds)
            yield Server(f"http://127.0.0.1:{port}", log, started, process.pid)
        finally:
            stop(process)


def assert_clean_log(log: Path) -> None:
    """Fail with the whole log if it contains an exception that a visitor may have seen."""
    text = log.read_text(encoding="utf-8", errors="replace")
    unseen = re.sub(r"\x1b\[[\d;]*m", "", text).count(OF_A_SUPERSEDED_RUN)
    assert text.count("Traceback") == unseen, f"The server logged an exception:\n{text}"


if __name__ == "__main__":
    try:
        sys.stdout.write(find_chromium() + "\n")
    except NoBrowserError as error:
        sys.exit(str(error))
