"""Worked examples as a learner reads and runs them: their guards, their length, and what they define."""

import contextlib
import io
import re
import warnings
from typing import Any

import numpy as np

GUARD = re.compile(r"seterr|errstate|isfinite|isinf|isnan|nan_to_num|np\.where|np\.clip|1e-300|\btiny\b|\belse\b")
"""What keeps a script from failing at odd numbers, and tells a reader nothing about the subject."""
MAX_LINES = 20


def assert_plain(code: str) -> None:
    """Require that a worked example has no guard and at most ``MAX_LINES`` lines."""
    assert len(code.splitlines()) <= MAX_LINES, code
    found = GUARD.search(re.sub(r"#.*", "", code))
    assert not found, f"{found[0]!r} is a guard in\n{code}"


def run_quietly(*scripts: str) -> dict[str, Any]:
    """Execute scripts one after the other and return their variables; a warning is an error."""
    variables: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate():
        warnings.simplefilter("error")
        for code in scripts:
            exec(compile(code, "worked example", "exec"), variables)
    return variables
