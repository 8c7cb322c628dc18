"""Worked examples as a learner reads and runs them: their guards, their length, and what they define."""

import re
import warnings

import numpy as np

GUARD = re.compile(r"seterr|errstate|isfinite|nan_to_num|\belse\b|(?<!\.)\b(min|max)\(")
MAX_LINES = 20


def assert_plain(code: str) -> None:
    """Require that a worked example has no guard and at most ``MAX_LINES`` lines."""
    assert not GUARD.search(code), code
    assert len(code.splitlines()) <= MAX_LINES, code


def run_quietly(code: str) -> dict[str, object]:
    """Execute a worked example and return its variables; a warning that a learner would see is an error."""
    variables: dict[str, object] = {}
    with warnings.catch_warnings(), np.errstate():
        warnings.simplefilter("error")
        exec(compile(code, "worked example", "exec"), variables)
    return variables
