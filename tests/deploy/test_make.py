"""``make run`` on a new machine, with a Python and a pip that only say what they would do."""

import os
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
