"""Eighteen batters of 1970: hits in their first 45 times at bat, and how the rest of the season went."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.data.source import Source

AT_BATS: Final = 45
"""Times at bat of each in the first part of the season."""


class Batter(NamedTuple):
    """A batter: hits in the first 45 times at bat, and times at bat and batting average in the rest of the season."""

    name: str
    hits: int
    season_at_bats: int
    season_average: float


BATTERS: Final[tuple[Batter, ...]] = (
    Batter("Clemente", 18, 367, 0.346),
    Batter("F. Robinson", 17, 426, 0.298),
    Batter("F. Howard", 16, 521, 0.276),
    Batter("Johnstone", 15, 275, 0.222),
    Batter("Berry", 14, 418, 0.273),
    Batter("Spencer", 14, 466, 0.270),
    Batter("Kessinger", 13, 586, 0.263),
    Batter("L. Alvarado", 12, 138, 0.210),
    Batter("Santo", 11, 510, 0.269),
    Batter("Swoboda", 11, 200, 0.230),
    Batter("Unser", 10, 277, 0.264),
    Batter("Williams", 10, 270, 0.256),
    Batter("Scott", 10, 435, 0.303),
    Batter("Petrocelli", 10, 538, 0.264),
    Batter("E. Rodriguez", 10, 186, 0.226),
    Batter("Campaneris", 9, 558, 0.285),
    Batter("Munson", 8, 408, 0.316),
    Batter("Alvis", 7, 70, 0.200),
)
"""In the order of the paper's table, by hits."""

SOURCE: Final = Source(
    "Efron, B. & Morris, C. (1975). Data analysis using Stein’s estimator and its generalizations. Journal of the "
    "American Statistical Association 70, 311-319, table 1; as in the data set EfronMorris of the R package pscl.",
    "https://doi.org/10.1080/01621459.1975.10479864",
    "The eighteen happened to have been at bat exactly 45 times when the list was made; they are no random sample.",
)


def season_averages() -> FloatArray:
    """The batting averages of the rest of the season, in the order of :data:`BATTERS`."""
    return np.array([batter.season_average for batter in BATTERS])


def season_noise() -> float:
    r"""The mean sampling variance of the season's averages, :math:`\text{mean}\; p(1-p)/n`, with the averages for p.

    No estimate of a batter's ability has a smaller expected squared error against the season than this.
    """
    return float(np.mean([each.season_average * (1 - each.season_average) / each.season_at_bats for each in BATTERS]))
