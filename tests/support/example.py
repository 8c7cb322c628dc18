"""Worked examples as a learner reads and runs them: their guards, their length, and what they define."""

import contextlib
import io
import re
import warnings

import numpy as np

GUARD = re.compile(
    r"\b(if|else|try)\b|seterr|errstate|isfinite|nan_to_num|[<>]|(?<![.\w])(max|min)\(|maximum|minimum|clip|where|nan|tiny"
)
MAX_LINES = 20


def assert_plain(code: str) -> None:
    """Require that a worked example has no guard and at most ``MAX_LINES`` lines."""
    assert len(code.splitlines()) <= MAX_LINES, code
    found = GUARD.search(re.sub(r"#.*", "", code))
    assert not found, f"{found[0]!r} is a guard in\n{code}"


def run_quietly(code: str) -> dict[str, object]:
    """Execute a worked example and return its variables; a warning that a learner would see is an error."""
    variables: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate():
        warnings.simplefilter("error")
        exec(compile(code, "worked example", "exec"), variables)
    return variables
