"""Servers under test: the course or a baseline page, as one process or as two replicas behind nginx, as deployed."""

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
"""Module that serves the page with one slider, the smallest possible lesson, and the course."""


@dataclass
class Served(Replica):
    """A replica that serves the course or a baseline page.

    Attributes
    ----------
    module : str
        Module that is run.
    environment : tuple of (str, str)
        Environment variables that override the deployed settings.
    wrapper : tuple of str
        A command that starts the server under a limit, as bench/weather/full_disk.py does.
    """

    module: str = COURSE
    environment: tuple[tuple[str, str], ...] = ()
    wrapper: tuple[str, ...] = ()

    def start(self) -> None:
        """Start the process, without waiting until it is ready."""
        own = {"COURSE_REPLICA": self.name, "COURSE_DRAIN_SECONDS": "1"}
        own["STREAMLIT_SERVER_COOKIE_SECRET"] = "the same on every replica"
        command = [*self.wrapper, sys.executable, "-m", self.module, "--address", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | own | dict(self.environment)
            )

    @property
    def pid(self) -> int:
        """Id of the replica's process."""
        if self.process is None:
            raise RuntimeError(f"replica {self.name} does not run")
        return self.process.pid


@dataclass(frozen=True)
class Stand:
    """A running server of one or more processes.

    Attributes
    ----------
    url : str
        Address for visitors.
    replicas : tuple of Served
        The replicas.
    others : tuple of int
        Ids of the proxy's processes.
    """

    url: str
    replicas: tuple[Served, ...]
    others: tuple[int, ...] = ()

    @property
    def pids(self) -> list[int]:
        """Ids of all processes."""
        return [replica.pid for replica in self.replicas] + [*self.others]

    def memory(self) -> float:
        """Resident memory of the replicas, in MB."""
        return sum(memory(replica.pid) for replica in self.replicas)

    def processor(self) -> float:
        """Processor time of all processes so far, in seconds."""
        return sum(processor(pid) for pid in self.pids)

    def sessions(self) -> int:
        """Number of connected sessions, as the replicas report it."""
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
    """Ids of nginx's worker processes, without its short-lived helpers."""
    found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [child for child in found if b"worker process" in Path(f"/proc/{child}/cmdline").read_bytes()]


def sessions(url: str) -> int:
    """Number of sessions connected to a server.

    Raises
    ------
    RuntimeError
        If the server does not report it.
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
    """Run one replica without a proxy."""
    replica = Served("1", free_port(), folder / f"{module}.log", None, module, environment, wrapper)
    try:
        replica.start()
        replica.wait_until_ready()
        yield Stand(replica.url, (replica,))
    finally:
        replica.stop()


@contextmanager
def behind_proxy(
    folder: Path, module: str = COURSE, n: int = 2, environment: tuple[tuple[str, str], ...] = ()
) -> Iterator[Stand]:
    """Run ``n`` (at most two) replicas behind nginx with the deployed configuration."""
    place = folder / f"{module}.{n}"
    place.mkdir()
    room = Room(place)
    room.replicas = [Served(r.name, r.port, r.log, None, module, environment) for r in room.replicas[:n]]
    try:
        room.open()
        assert room.proxy is not None
        yield Stand(room.url, tuple(room.replicas), (room.proxy.pid, *_workers(room.proxy.pid)))
    finally:
        room.close()


def complaints(log: Path) -> dict[str, int]:
    """Warnings and errors in a server's log, each with its number of occurrences."""
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
