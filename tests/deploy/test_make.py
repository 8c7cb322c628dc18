"""``make`` on a new machine, with a Python, a pip and an apt-get that only say what they would do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.settings import ROOT

PYTHON = """#!/bin/sh
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip show "*) {show} ;;
  *) echo "ran: $*" ;;
esac
"""

# Finds PostgreSQL once a package of it has been unpacked.
PYTHON_WITHOUT_POSTGRES = """#!/bin/sh
case "$*" in
  "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m tests.support.postgres") [ -e "$(dirname "$0")/../postgresql/unpacked" ] && echo found || exit 1 ;;
esac
"""
# On a machine whose lists of packages are empty until they are updated.
APT_GET = """#!/bin/sh
case "$*" in
  update) touch {folder}/updated ;;
  download*) shift; for name; do touch "${name}_1_all.deb"; done ;;
  *install*postgresql) [ -e {folder}/updated ] || exit 100
    for name in libllvm19 libpq5 libicu76 libjson-perl postgresql-client-17 postgresql-17 postgresql; do
      echo "Inst $name (1 Debian:13)"
    done ;;
esac
"""
DPKG = """#!/bin/sh
touch "$3/unpacked"
"""


def _make_run(folder: Path, system: str, *arguments: str, torch: bool = False) -> str:
    """Return what ``make run`` prints on this system, in an empty environment or one that has torch."""
    for name, text in (
        ("python", PYTHON.replace("{show}", "true" if torch else "false")),
        ("uname", f"#!/bin/sh\necho {system}\n"),
    ):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    command = ["make", "run", f"VENV={folder / 'venv'}", f"PYTHON={folder / 'python'}", *arguments]
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    environment.pop("MAKEFLAGS", None)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "ran: -m streamlit run streamlit_app.py" in done.stdout
    return done.stdout


def test_on_linux_make_says_what_torch_brings_and_how_to_avoid_it_before_it_installs(tmp_path: Path) -> None:
    said, _, installed = _make_run(tmp_path, "Linux").partition("ran: -m pip install")
    assert "-r requirements.txt" in installed
    assert "several GB" in said
    assert "\n    make run TORCH_INDEX=<address of the CPU index>\n" in said


@pytest.mark.parametrize(
    ("system", "arguments", "torch"),
    [("Darwin", (), False), ("Linux", ("TORCH_INDEX=https://index.example/cpu",), False), ("Linux", (), True)],
    ids=["macOS", "index given", "torch installed"],
)
def test_where_no_large_build_comes_make_says_nothing_of_it(
    tmp_path: Path, system: str, arguments: tuple[str, ...], torch: bool
) -> None:
    said = _make_run(tmp_path, system, *arguments, torch=torch)
    assert "CUDA" not in said
    assert ("ran: -m pip install --no-deps --index-url https://index.example/cpu torch==" in said) == bool(arguments)


def _make_postgres(folder: Path, *tools: str) -> subprocess.CompletedProcess[str]:
    """Run ``make postgres`` where there is no PostgreSQL, and only these of apt-get, dpkg and sudo."""
    texts = {"apt-get": APT_GET.replace("{folder}", str(folder)), "dpkg": DPKG, "sudo": '#!/bin/sh\nexec "$@"\n'}
    path = folder / "bin"
    path.mkdir()
    for name in tools:
        (path / name).write_text(texts[name], encoding="utf-8")
        (path / name).chmod(0o755)
    for name in ("sh", "id", "mkdir", "cp", "touch", "sed", "grep", "dirname", "uname", "make"):
        (path / name).symlink_to(shutil.which(name) or name)
    python = folder / "python"
    python.write_text(PYTHON_WITHOUT_POSTGRES, encoding="utf-8")
    python.chmod(0o755)
    command = ["make", "postgres", f"VENV={folder / 'venv'}", f"PYTHON={python}"]
    environment = {**os.environ, "PATH": str(path)}
    environment.pop("MAKEFLAGS", None)
    environment.pop("POSTGRES", None)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_where_there_is_no_postgresql_make_unpacks_the_server_and_its_libraries(tmp_path: Path) -> None:
    done = _make_postgres(tmp_path, "apt-get", "dpkg", "sudo")
    assert done.returncode == 0, done.stderr
    assert "nothing is installed on this machine" in done.stdout
    fetched = {file.name.partition("_")[0] for file in (tmp_path / "venv" / "postgresql").glob("*.deb")}
    assert fetched == {"postgresql-17", "libpq5", "libicu76"}


def test_where_there_is_no_apt_make_does_not_unpack_and_ends_with_what_the_tests_say(tmp_path: Path) -> None:
    done = _make_postgres(tmp_path)
    assert done.returncode != 0
    assert "Unpacking" not in done.stdout
    assert not (tmp_path / "venv" / "postgresql").exists()
