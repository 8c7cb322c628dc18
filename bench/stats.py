"""Summary of measured times, and its table."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Timing:
    """Times of one subject, in milliseconds, and their median over the baseline's median."""

    subject: str
    n: int
    median_ms: float
    p95_ms: float
    ratio: float


def summarize(baseline: str, seconds: dict[str, list[float]]) -> list[Timing]:
    """One row for each subject, the baseline first."""
    base = float(np.median(seconds[baseline]))
    rows = [
        Timing(
            subject=name,
            n=len(times),
            median_ms=1e3 * float(np.median(times)),
            p95_ms=1e3 * float(np.percentile(times, 95)),
            ratio=float(np.median(times)) / base,
        )
        for name, times in seconds.items()
    ]
    return sorted(rows, key=lambda row: row.subject != baseline)


def table(title: str, rows: Iterable[Timing]) -> str:
    """The rows as plain text under a title."""
    lines = [title, f"  {'':<34}{'n':>5}{'median ms':>12}{'p95 ms':>10}{'ratio':>8}"]
    lines += [
        f"  {row.subject:<34}{row.n:>5}{row.median_ms:>12.1f}{row.p95_ms:>10.1f}{row.ratio:>8.2f}" for row in rows
    ]
    return "\n".join(lines)
