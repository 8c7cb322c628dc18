"""The PostgreSQL of the tests: its data outlive a stop and a kill, and nothing of it outlives the test."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.support import postgres as module
from tests.support.harness import ROOT
from tests.support.postgres import NoPostgresError, find_postgres, postgres

# A test that is killed while its server runs: it says where, and waits.
KILLED = """
import time
from tests.support.postgres import postgres
with postgres(fsync=False) as server:
    print(server.pid, server.folder, flush=True)
    time.sleep(60)
"""


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_was_committed_outlives_a_stop_and_a_kill_on_the_same_port() -> None:
    with postgres() as server:
        address = server.new_database()
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE answers AS SELECT 7 AS heads")
        before = server.address, server.pid
        server.restart()
        os.kill(server.pid, signal.SIGKILL)
        server.restart()
        assert server.address == before[0]
        assert server.pid != before[1]
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT heads FROM answers").fetchall() == [(7,)]
        with psycopg.connect(server.new_database()) as connection:
            assert connection.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'answers'").fetchone() == (0,)
        last = server.pid
    assert not _runs(last)
    assert not server.folder.exists()


def test_a_failed_block_leaves_no_server() -> None:
    with pytest.raises(ZeroDivisionError), postgres(fsync=False) as server:
        pid = server.pid
        _ = 1 / 0
    assert not _runs(pid)
    assert not server.folder.exists()


def test_a_killed_test_leaves_no_server() -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED], cwd=ROOT, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout
        pid, folder = killed.stdout.readline().split()
        assert _runs(int(pid))
        killed.kill()
    deadline = time.monotonic() + 30
    while (_runs(int(pid)) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(int(pid))
    assert not Path(folder).exists()


def test_a_missing_postgresql_is_an_error_that_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POSTGRES", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(module, "UNPACKED", tmp_path)
    monkeypatch.setattr(module, "INSTALLED", tmp_path)
    monkeypatch.setattr(module, "HOMEBREW", ())
    with pytest.raises(NoPostgresError, match="apt-get install postgresql"):
        find_postgres()


def test_the_newest_version_is_taken_and_a_chosen_folder_before_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("9.6", "15", "17"):
        folder = tmp_path / "usr" / "lib" / "postgresql" / version / "bin"
        folder.mkdir(parents=True)
        for tool in module.TOOLS if version != "17" else module.TOOLS[:1]:
            (folder / tool).touch(0o755)
    monkeypatch.delenv("POSTGRES", raising=False)
    monkeypatch.setattr(module, "UNPACKED", tmp_path)
    # Version 17 is incomplete here.
    assert find_postgres().parent.name == "15"
    monkeypatch.setenv("POSTGRES", str(tmp_path / "usr" / "lib" / "postgresql" / "9.6" / "bin"))
    assert find_postgres().parent.name == "9.6"
    monkeypatch.setenv("POSTGRES", str(tmp_path))
    with pytest.raises(NoPostgresError, match="has no initdb"):
        find_postgres()
