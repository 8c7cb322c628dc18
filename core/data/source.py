"""The source of a data set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A citation that a page prints beside the data."""

    citation: str
    url_or_doi: str
    """Empty for data made up for the course."""
    note: str
    """What a reader must know before trusting a model of the data: selection, units, known violations."""
