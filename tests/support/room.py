"""Two replicas of the course behind nginx, on the loopback interface."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

from tests.support.harness import ROOT, free_port

CONFIG = ROOT / "deploy" / "nginx.conf"
BROTLI = ROOT / "deploy" / "nginx-brotli.conf"
UNPACKED = ROOT / ".venv" / "nginx" / "usr" / "sbin" / "nginx"
SECONDS = 90.0
DRAIN_SECONDS = 1.0
PATIENCE = 2  # seconds; ten in deploy/nginx.conf


class NoNginxError(RuntimeError):
    """There is no nginx on this machine; tests fail with this error instead of being skipped."""


def find_nginx() -> str:
    """Path of nginx: ``$NGINX`` if set, else the one that ``make test`` unpacks, else an installed one."""
    for candidate in (os.environ.get("NGINX"), str(UNPACKED), "nginx", "/usr/sbin/nginx"):
        path = which(candidate) if candidate else None
        if path:
            return path
    raise NoNginxError("No nginx found. Install one (Debian: apt-get install nginx-light), or point NGINX at one.")


@dataclass(frozen=True)
class Answer:
    """An HTTP response; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(url: str, path: str = "/", cookie: str = "", packing: str = "") -> Answer:
    """Send a GET request for ``path`` to ``url``; ``packing`` is the ``Accept-Encoding`` header."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    try:
        wanted = {"Cookie": cookie, "Accept-Encoding": packing}
        connection.request("GET", path, headers={name: value for name, value in wanted.items() if value})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def replica_named(headers: dict[str, str], cookie: str = "") -> str:
    """Name of the replica in the response's cookie, or in the visitor's ``cookie`` if the response sets none."""
    found = re.search(r"replica=(\w+)", headers.get("set-cookie", "") or cookie)
    return found.group(1) if found else ""


@dataclass
class Replica:
    """One process that serves the course."""

    name: str
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address of the replica itself, without the proxy."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def runs(self) -> bool:
        """Whether the process is running."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the process, without waiting until it is ready."""
        own = {"COURSE_REPLICA": self.name, "COURSE_DRAIN_SECONDS": str(DRAIN_SECONDS)}
        # Rehearsing one lesson only makes each start faster.
        own["COURSE_REHEARSE"] = "likelihood"
        own["STREAMLIT_SERVER_COOKIE_SECRET"] = "the same on every replica"
        command = [sys.executable, "-m", "deploy.server", "--address", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | own
            )

    def wait_until_ready(self) -> None:
        """Wait until it accepts visitors."""
        wait_until_ready(self.url, lambda: self.runs, self.log)

    def send(self, sent: signal.Signals) -> int:
        """Send a signal, wait until the process has ended, and return its exit code."""
        if self.process is None:
            raise RuntimeError(f"replica {self.name} does not run")
        self.process.send_signal(sent)
        return self.process.wait(timeout=30)

    def stop(self) -> None:
        """Kill the process if it is running."""
        if self.process and self.runs:
            self.process.kill()
            self.process.wait(timeout=10)


def wait_until_ready(url: str, alive: Callable[[], bool], log: Path) -> None:
    """Wait until ``/readyz`` at ``url`` answers 200."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            if get(url, "/readyz").status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        if time.monotonic() > deadline or not alive():
            raise RuntimeError(f"{url} does not become ready:\n{log.read_text(encoding='utf-8')[-3000:]}")
        time.sleep(0.05)


def _brotli(nginx: str) -> Path | None:
    """Path of nginx's Brotli module in Debian's layout; None if it or its library is missing."""
    module = Path(nginx).parents[2] / "usr/lib/nginx/modules/ngx_http_brotli_filter_module.so"
    # Unpacking the module does not install the library that it needs.
    return module if module.exists() and find_library("brotlienc") else None


def proxy_config(folder: Path, port: int, replicas: list[Replica], modules: str = "") -> str:
    """Text of deploy/nginx.conf with this machine's addresses and a shorter timeout for slow clients."""
    text = CONFIG.read_text(encoding="utf-8")
    places = {
        "/tmp/nginx": f"{folder}/nginx",
        "/dev/stdout": f"{folder}/access.log",
    }
    places["listen 8080;"] = f"listen 127.0.0.1:{port};"
    places |= {f"course-{replica.name}:8501": f"127.0.0.1:{replica.port}" for replica in replicas}
    places |= {"client_header_timeout 10s;": f"client_header_timeout {PATIENCE}s;"}
    places["include /etc/nginx/modules-enabled/*.conf;"] = modules
    for written, here in places.items():
        if written not in text:
            raise ValueError(f"deploy/nginx.conf does not say {written!r} any more")
        text = text.replace(written, here)
    return text


@dataclass
class Room:
    """The replicas and their proxy; ``url`` is the visitors' address."""

    folder: Path
    port: int = field(default_factory=free_port)
    replicas: list[Replica] = field(default_factory=list)
    proxy: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        """Choose the ports."""
        self.replicas = [Replica(name, free_port(), self.folder / f"replica-{name}.log") for name in ("1", "2")]

    @property
    def url(self) -> str:
        """Address of the proxy."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def access_log(self) -> Path:
        """Access log of the proxy."""
        return self.folder / "access.log"

    def replica(self, name: str) -> Replica:
        """Replica with this name."""
        return next(replica for replica in self.replicas if replica.name == name)

    def open(self) -> None:
        """Start the replicas and the proxy, and wait until they accept visitors."""
        for replica in self.replicas:
            replica.start()
        config = self.folder / "nginx.conf"
        log = self.folder / "nginx.log"
        nginx = find_nginx()
        brotli = _brotli(nginx)
        if brotli:
            (self.folder / "brotli.conf").write_bytes(BROTLI.read_bytes())
        load = f"load_module {brotli};" if brotli else ""
        config.write_text(proxy_config(self.folder, self.port, self.replicas, load), encoding="utf-8")
        # When started by root, nginx changes to a user that cannot read this folder.
        user = "" if os.getuid() else " user root root;"
        command = [nginx, "-e", str(log), "-c", str(config), "-g", f"daemon off;{user}"]
        with log.open("wb") as out:
            self.proxy = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        for replica in self.replicas:
            replica.wait_until_ready()
        wait_until_ready(self.url, lambda: self.proxy is not None and self.proxy.poll() is None, log)

    def close(self) -> None:
        """Stop the proxy and the replicas."""
        if self.proxy:
            self.proxy.send_signal(signal.SIGTERM)
            self.proxy.wait(timeout=10)
        for replica in self.replicas:
            replica.stop()


if __name__ == "__main__":
    try:
        sys.stdout.write(find_nginx() + "\n")
    except NoNginxError as error:
        sys.exit(str(error))
