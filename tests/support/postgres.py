"""A PostgreSQL of its own for a test: a new cluster in a temporary folder, on a free port of the loopback interface."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.harness import ROOT, free_port

UNPACKED = ROOT / ".venv" / "postgresql"
INSTALLED = Path("/usr")
HOMEBREW = (Path("/opt/homebrew/opt"), Path("/usr/local/opt"))
TOOLS = ("initdb", "postgres")
UNPRIVILEGED = "nobody"
SECONDS = 30.0
# The shell ends the server when its own standard input ends, so that a killed test leaves no server behind, and then
# removes the cluster as well. A line on standard input ends the server and keeps the cluster.
GUARDED = """
exec 3<&0
"$@" 3<&- & server=$!
{ read -r word || touch "$0/forsaken"; kill -QUIT "$server"; } <&3 & guard=$!
wait "$server"
kill "$guard" 2>/dev/null
if [ -e "$0/forsaken" ]; then rm -rf "$0"; fi
"""


class NoPostgresError(RuntimeError):
    """There is no PostgreSQL on this machine; tests fail with this error instead of being skipped."""


def _newest(usr: Path) -> list[Path]:
    """Folders of binaries of all versions in Debian's layout, the newest version first."""
    found = usr.glob("lib/postgresql/*/bin")
    return sorted(
        found, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.parent.name)], reverse=True
    )


def find_postgres() -> Path:
    """Folder of PostgreSQL's binaries.

    ``$POSTGRES`` if set, else the folder that ``make postgres`` unpacks, else Debian's, Homebrew's, or that of
    ``postgres`` on the path.
    """
    chosen = os.environ.get("POSTGRES")
    on_path = shutil.which("postgres")
    if chosen:
        candidates = [Path(chosen)]
    else:
        candidates = [*_newest(UNPACKED / "usr"), *_newest(INSTALLED)]
        # Homebrew puts no version of PostgreSQL but the newest on the path.
        candidates += [folder for opt in HOMEBREW for folder in sorted(opt.glob("postgresql@*/bin"), reverse=True)]
        candidates += [Path(on_path).resolve().parent] if on_path else []
    for folder in candidates:
        if all(shutil.which(str(folder / tool)) for tool in TOOLS):
            return folder
    raise NoPostgresError(
        (f"POSTGRES={chosen} has no {' and '.join(TOOLS)}. " if chosen else "No PostgreSQL found. ")
        + "Install it (Debian: apt-get install postgresql; macOS: brew install postgresql@17), "
        "or point POSTGRES at the folder of its binaries."
    )


def _environment(binaries: Path) -> dict[str, str]:
    """Environment of the server: none of the client's variables, and the libraries that were unpacked with it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if binaries.is_relative_to(UNPACKED):
        libraries = [str(folder) for lib in ("usr/lib", "lib") for folder in UNPACKED.glob(f"{lib}/*-linux-*")]
        kept["LD_LIBRARY_PATH"] = ":".join([*libraries, *filter(None, [kept.get("LD_LIBRARY_PATH")])])
    return kept | {"LC_ALL": "C"}


def _owner() -> dict[str, Any]:
    """Return whom the server runs as: PostgreSQL refuses to run as root."""
    if os.getuid():
        return {}
    import pwd

    entry = pwd.getpwnam(UNPRIVILEGED)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@dataclass
class Postgres:
    """A cluster and its server. A restart keeps the port and the data.

    Attributes
    ----------
    folder : Path
        The cluster, the log and nothing else; it belongs to the user that the server runs as.
    fsync : bool
        Whether a commit waits for the disk. Without it only a crash of the machine loses data, not one of the server.
    """

    folder: Path
    fsync: bool = True
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    databases: int = 0

    @property
    def address(self) -> str:
        """Address of the first database, for ``COURSE_DATABASE``."""
        return self._address("postgres")

    @property
    def log(self) -> str:
        """What the server has written to its log."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    @property
    def runs(self) -> bool:
        """Whether the server is running."""
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        """Process id of the server, for tests that kill it."""
        return int(self._pid_file()[0])

    def _address(self, name: str) -> str:
        return f"postgresql://course@127.0.0.1:{self.port}/{name}"

    def new_database(self) -> str:
        """Create an empty database, and return its address."""
        import psycopg

        self.databases += 1
        name = f"course{self.databases}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name)

    def create(self) -> None:
        """Create the cluster."""
        owner = _owner()
        if owner:
            os.chown(self.folder, owner["user"], owner["group"])
        binaries = find_postgres()
        command = [f"{binaries}/initdb", f"--pgdata={self.folder}/data", "--username=course", "--no-sync"]
        command += ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"]
        done = subprocess.run(
            command, cwd=self.folder, env=_environment(binaries), capture_output=True, text=True, check=False, **owner
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")

    def start(self) -> None:
        """Start the server on its port, and wait until it accepts connections."""
        binaries = find_postgres()
        command = [f"{binaries}/postgres", "-D", f"{self.folder}/data", "-p", str(self.port)]
        settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "jit": "off"}
        settings |= {"fsync": "on" if self.fsync else "off", "shared_buffers": "32MB"}
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        stale = self._pid_file()[:1]
        with (self.folder / "log").open("ab") as out:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", GUARDED, str(self.folder), *command],
                cwd=self.folder,
                env=_environment(binaries),
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                # Ctrl-C in the terminal is for the tests, which then stop the server.
                start_new_session=True,
                **_owner(),
            )
        deadline = time.monotonic() + SECONDS
        while not self._is_ready(stale):
            if not self.runs or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"PostgreSQL does not become ready:\n{self.log[-3000:]}")
            time.sleep(0.02)

    def _pid_file(self) -> list[str]:
        try:
            return (self.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _is_ready(self, stale: list[str]) -> bool:
        """Return whether the server's file says so, and is not the one that a killed server has left."""
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].strip() == "ready" and lines[:1] != stale

    def stop(self) -> None:
        """Stop the server at once, as ``pg_ctl stop --mode immediate`` does; the next start recovers from the log."""
        if self.process is None:
            return
        process, self.process = self.process, None
        try:
            process.communicate(b"stop\n", timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)

    def restart(self) -> None:
        """Stop the server at once and start it again."""
        self.stop()
        self.start()


@contextmanager
def postgres(fsync: bool = True) -> Iterator[Postgres]:
    """Create a cluster and run its server until the block ends; nothing of it stays.

    Raises
    ------
    NoPostgresError
        If there are no binaries of PostgreSQL.
    """
    find_postgres()
    # A folder of pytest's belongs to root alone where the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="course-postgres-"))
    server = Postgres(folder, fsync)
    try:
        server.create()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{find_postgres()}\n")
    except NoPostgresError as error:
        sys.exit(str(error))
