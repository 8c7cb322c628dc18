"""Ask the public index whether a package of the course has a known vulnerability: ``python -m deploy.audit``.

Exit code 1 where one has. Where the index is not reachable, one sentence says so, and nothing fails for it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

from deploy.sbom import CONSTRAINTS

PATIENCE: Final = 120


@dataclass(frozen=True)
class Verdict:
    """What came of it, as a sentence and as an exit code."""

    sentence: str
    code: int


def verdict(report: str) -> Verdict:
    """Read pip-audit's JSON; anything else means that it could not ask."""
    try:
        entries = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict("Not audited: the index of vulnerabilities is not reachable from here.", 0)
    known = [f"{entry['name']} {entry['version']}: {hit['id']}" for entry in entries for hit in entry.get("vulns", ())]
    if known:
        return Verdict("Known vulnerabilities:\n" + "\n".join(known), 1)
    asked = [entry for entry in entries if "skip_reason" not in entry]
    if not asked:
        return Verdict(f"Not audited: the index answers, but knows none of the {len(entries)} packages.", 0)
    return Verdict(f"No known vulnerability in {len(asked)} of {len(entries)} packages.", 0)


def ask() -> str:
    """Run pip-audit on constraints.txt; what it writes."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(CONSTRAINTS), "--no-deps", "--disable-pip"]
    try:
        done = subprocess.run(
            [*command, "--format", "json", "--progress-spinner", "off", "--timeout", "10"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


if __name__ == "__main__":
    found = verdict(ask())
    sys.stdout.write(found.sentence + "\n")
    sys.exit(found.code)
