"""The latency of other sessions, before and while one client misbehaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.crowd import Plan
from bench.crowding import begin, finish

PEOPLE = 5
INTERVAL = 0.5
LESSON = "likelihood"
MOST = 2.0
"""How many times as long as before a neighbor's move may take."""


@dataclass(frozen=True)
class Neighbors:
    """Median and 95th percentile of a neighbor's move in ms, before (quiet) and during (stormy), and the errors."""

    quiet: tuple[float, float]
    stormy: tuple[float, float]
    errors: list[str]

    @property
    def ratios(self) -> tuple[float, float]:
        """Stormy over quiet: median, 95th percentile."""
        return self.stormy[0] / self.quiet[0], self.stormy[1] / self.quiet[1]

    @property
    def wrong(self) -> list[str]:
        """The errors, and a sentence for each ratio above ``MOST``."""
        late = [f"a neighbor's move took {ratio:.1f} times as long" for ratio in self.ratios if not ratio <= MOST]
        return self.errors + late

    def __str__(self) -> str:
        """Read as a note in a table."""
        (p50, p95), (median, most) = self.ratios, self.stormy
        return f"neighbors' moves x{p50:.2f} (median {median:.0f} ms), x{p95:.2f} (p95 {most:.0f} ms)"


def _moves(url: str, seconds: float, meanwhile: Callable[[], None], seed: int) -> tuple[tuple[float, float], list[str]]:
    crowd = begin(Plan(url, "course", PEOPLE, INTERVAL, seconds, only=(LESSON,), seed=seed))
    meanwhile()
    seen = finish(crowd)
    took = [1e3 * move for _, move in seen.moves] or [float("nan")]
    return (float(np.median(took)), float(np.percentile(took, 95))), seen.errors


def ask(
    url: str, seconds: float, storm: Callable[[], None], quiet_weather: Callable[[], None] = lambda: None
) -> Neighbors:
    """Measure the neighbors for ``seconds`` while ``quiet_weather`` runs, then for as long while ``storm`` runs."""
    _moves(url, 2.0, lambda: None, 0)  # the first moves fill caches
    quiet, before = _moves(url, seconds, quiet_weather, 1)
    stormy, during = _moves(url, seconds, storm, 1)
    return Neighbors(quiet, stormy, before + during)
