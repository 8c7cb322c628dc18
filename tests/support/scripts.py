"""Worked examples in tests: run a script as a learner would, and check that it is short and has no guards."""

import contextlib
import io
import re
import warnings

MOST_LINES = 20
GUARD = re.compile(r"\b(if|else|try)\b|errstate|[<>]|(?<![.\w])(max|min)\(|maximum|minimum|clip|where|nan|tiny")


def run_script(code: str) -> dict[str, object]:
    """Execute a script, silently; a warning is an error. Returns its variables."""
    variables: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(compile(code, "worked example", "exec"), variables)
    return variables


def assert_reads_well(code: str) -> None:
    """At most 20 lines, and no guard against settings that the reader does not have."""
    assert len(code.splitlines()) <= MOST_LINES
    found = GUARD.search(re.sub(r"#.*", "", code))
    assert not found, f"{found[0]!r} is a guard in\n{code}"
