"""For all tests: none is timed, none touches the rooms of this machine's user, and a run ends with the commands for
each failed test alone.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A deadline is a timed test: it fails on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def rooms_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of the rooms of all pages and servers that the tests start."""
    folder = tmp_path_factory.mktemp("rooms")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DATA", str(folder))
        for name in ("COURSE_DATABASE", "COURSE_PUBLIC_URL"):
            patch.delenv(name, raising=False)
        yield folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    failed = sorted({report.nodeid for kind in ("failed", "error") for report in terminalreporter.getreports(kind)})
    if failed:
        python = Path(sys.executable)
        shown = python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python
        terminalreporter.section("To run a failed test alone")
        for name in failed:
            terminalreporter.line(f'{shown} -m pytest "{name}"')
