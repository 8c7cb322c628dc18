"""Worked examples in tests: run as a learner would run them, and held to the rules of their text."""

import contextlib
import io
import re
import warnings
from typing import Any, Final

MOST_LINES: Final = 20
GUARDS: Final = re.compile(r"errstate|isfinite|isinf|isnan|nan_to_num|np\.where|np\.clip|1e-300|\bif\b.+\belse\b")
"""What keeps a script from failing at odd numbers and tells a reader nothing about the subject."""


def execute(*scripts: str) -> dict[str, Any]:
    """Run scripts one after the other, without their output; a warning is an error. Return their variables."""
    variables: dict[str, Any] = {}
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("error")
        for script in scripts:
            exec(compile(script, "worked example", "exec"), variables)
    return variables


def assert_plain(script: str) -> None:
    """Assert that a script is short enough to read, and that it guards against nothing."""
    assert len(script.splitlines()) <= MOST_LINES
    assert not GUARDS.findall(script)
