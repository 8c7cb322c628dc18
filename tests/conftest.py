"""What a test run says at its end: how to run each failed test alone."""

import sys
from pathlib import Path

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    failed = sorted({report.nodeid for kind in ("failed", "error") for report in terminalreporter.getreports(kind)})
    if failed:
        python = Path(sys.executable)
        shown = python.relative_to(Path.cwd()) if python.is_relative_to(Path.cwd()) else python
        terminalreporter.section("To run a failed test alone")
        for name in failed:
            terminalreporter.line(f'{shown} -m pytest "{name}"')
