"""For all tests: no test is timed, and a run ends with the commands that run each failed test alone."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A deadline is a timed test: it fails on a busy machine.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    failed = sorted({report.nodeid for kind in ("failed", "error") for report in terminalreporter.getreports(kind)})
    if failed:
        python = Path(sys.executable)
        shown = python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python
        terminalreporter.section("To run a failed test alone")
        for name in failed:
            terminalreporter.line(f'{shown} -m pytest "{name}"')
