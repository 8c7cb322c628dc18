"""What is put under load: the course or the one-slider page, in one process or in two behind nginx, as deployed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.harness import ROOT, free_port
from tests.support.room import Replica, Room, get

COURSE = "deploy.server"
PAGES = {"bare": "bench.bare_server", "floor": "bench.floor_server", "course": COURSE}
"""The one-slider page, the smallest lesson (slider, chart, four figures, nothing computed), and the course."""


@dataclass
class Served(Replica):
    """A replica that serves the course, or the bare page in its place.

    Attributes
    ----------
    module : str
        What is run.
    environment : tuple of (str, str)
        Its settings, over the deployed ones.
    wrapper : tuple of str
        A command that starts the server under a limit, as bench/weather/full_disk.py does.
    """

    module: str = COURSE
    environment: tuple[tuple[str, str], ...] = ()
    wrapper: tuple[str, ...] = ()

    def start(self) -> None:
        """Launch it; it is not ready yet."""
        own = {"COURSE_REPLICA": self.name, "COURSE_DRAIN_SECONDS": "1"}
        own["STREAMLIT_SERVER_COOKIE_SECRET"] = "the same on every replica"
        command = [*self.wrapper, sys.executable, "-m", self.module, "--address", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | own | dict(self.environment)
            )

    @property
    def pid(self) -> int:
        """Its process."""
        if self.process is None:
            raise RuntimeError(f"replica {self.name} does not run")
        return self.process.pid


@dataclass(frozen=True)
class Stand:
    """A running server, or servers.

    Attributes
    ----------
    url : str
        What a visitor types.
    replicas : tuple of Served
        The processes that run lessons.
    others : tuple of int
        Processes in front of them.
    """

    url: str
    replicas: tuple[Served, ...]
    others: tuple[int, ...] = ()

    @property
    def pids(self) -> list[int]:
        """All of its processes."""
        return [replica.pid for replica in self.replicas] + [*self.others]

    def memory(self) -> float:
        """Resident memory of the replicas, in MB."""
        return sum(memory(replica.pid) for replica in self.replicas)

    def processor(self) -> float:
        """Processor time of all processes so far, in seconds."""
        return sum(processor(pid) for pid in self.pids)

    def sessions(self) -> int:
        """Sessions that the replicas hold, by their own count."""
        return sum(sessions(replica.url) for replica in self.replicas)


def memory(pid: int) -> float:
    """Resident memory of a process, in MB (Linux)."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) / 1024


def processor(pid: int) -> float:
    """Processor time of a process so far, in seconds (Linux)."""
    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _workers(pid: int) -> list[int]:
    """The proxy's workers; what it starts besides them leaves again."""
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [child for child in found if b"worker process" in Path(f"/proc/{child}/cmdline").read_bytes()]


def sessions(url: str) -> int:
    """Sessions that are connected to a server.

    Raises
    ------
    RuntimeError
        If the server does not say.
    """
    answer = get(url, "/_stcore/metrics?families=active_sessions")
    for line in answer.body.decode().splitlines():
        if line.startswith("active_sessions "):
            return int(float(line.split()[1]))
    raise RuntimeError(f"{url} does not say how many sessions it has: {answer.status} {answer.body[:200]!r}")


@contextmanager
def single(
    folder: Path,
    module: str = COURSE,
    environment: tuple[tuple[str, str], ...] = (),
    wrapper: tuple[str, ...] = (),
) -> Iterator[Stand]:
    """One process, no proxy."""
    replica = Served("1", free_port(), folder / f"{module}.log", None, module, environment, wrapper)
    try:
        replica.start()
        replica.wait_until_ready()
        yield Stand(replica.url, (replica,))
    finally:
        replica.stop()


@contextmanager
def behind_proxy(folder: Path, module: str = COURSE, n: int = 2) -> Iterator[Stand]:
    """Two processes behind nginx with the deployed configuration."""
    place = folder / f"{module}.{n}"
    place.mkdir()
    room = Room(place)
    room.replicas = [Served(r.name, r.port, r.log, None, module) for r in room.replicas[:n]]
    try:
        room.open()
        assert room.proxy is not None
        yield Stand(room.url, tuple(room.replicas), (room.proxy.pid, *_workers(room.proxy.pid)))
    finally:
        room.close()


def complaints(log: Path) -> dict[str, int]:
    """What a server's log says of warnings and errors: each message once, with how often it was said."""
    found: dict[str, int] = {}
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            entry = {"level": "no log line", "event": line}
        if entry["level"] not in ("info", "debug"):
            parts = (entry.get("logger"), entry["event"], entry.get("error"), *entry.get("places", ())[-1:])
            said = f"{entry['level']}: {' '.join(str(part) for part in parts if part)}"[:300]
            found[said] = found.get(said, 0) + 1
    return found
