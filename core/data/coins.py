"""Counts of coin flips, made up and published: the presets of the course."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.source import Source
from core.likelihood.counts import Counts


@dataclass(frozen=True, slots=True)
class CoinData:
    """A preset: its key in lesson 2's menu, its name on a button, a longer label, its counts and their source."""

    key: str
    name: str
    label: str
    counts: Counts
    source: Source

    @property
    def published(self) -> bool:
        """Whether the flips were really tossed. Counts made up for the course have no source to look up."""
        return bool(self.source.url_or_doi)


TEN_FLIPS = CoinData(
    "ten",
    "7 / 3",
    "Ten flips: 7 heads, 3 tails",
    Counts(7, 3),
    Source("Made up for this course.", "", "Small enough to check by hand."),
)

THOUSAND_FLIPS = CoinData(
    "thousand",
    "700 / 300",
    "A thousand flips: 700 heads, 300 tails",
    Counts(700, 300),
    Source("Made up for this course.", "", "The share of heads of the ten flips, a hundred times the data."),
)

KERRICH = CoinData(
    "kerrich",
    "Kerrich",
    "Kerrich 1946: 5,067 heads in 10,000",
    Counts(5067, 4933),
    Source(
        "Kerrich, J. E. (1946). An Experimental Introduction to the Theory of Probability. Copenhagen.",
        "https://en.wikipedia.org/wiki/John_Edmund_Kerrich",
        "Tossed by hand while interned in Denmark during the Second World War.",
    ),
)

BARTOS = CoinData(
    "bartos",
    "Bartoš",
    "Bartoš et al. 2023: 178,079 same-side in 350,757",
    Counts(178_079, 350_757 - 178_079),
    Source(
        "Bartoš, F., et al. (2023). Fair coins tend to land on the same side they started: "
        "Evidence from 350,757 flips.",
        "https://doi.org/10.48550/arXiv.2310.04153",
        "48 people tossed, and their same-side rates differ; one theta for all flips is a simplification. "
        "As heads against tails the same flips show no bias.",
    ),
)

LARGE_SAMPLE = CoinData(
    "large",
    "50,325",
    "Made up: 50,325 heads in 100,000",
    Counts(50_325, 49_675),
    Source(
        "Made up for this course, after Lindley, D. V. (1957). A statistical paradox. Biometrika 44.",
        "",
        "A p-value below 0.05, and yet a flat prior’s Bayes factor favors the fair coin.",
    ),
)
"""A preset of lesson 5's scene "fair" alone."""

PRESETS: tuple[CoinData, ...] = (TEN_FLIPS, THOUSAND_FLIPS, KERRICH, BARTOS)
"""In the order of their buttons. A new entry adds a button and, if it is published, a data set to lesson 2."""
