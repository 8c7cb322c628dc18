"""The Palmer penguins: measurements of 344 birds of three species, two of which were not measured."""

from __future__ import annotations

import csv
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from core.arrays import FloatArray
from core.data.points import Points
from core.data.source import Source

SPECIES: Final = ("Adelie", "Chinstrap", "Gentoo")
MEASUREMENTS: Final = {
    "bill length": "bill length (mm)",
    "bill depth": "bill depth (mm)",
    "flipper length": "flipper length (mm)",
    "body mass": "body mass (g)",
}
"""Axis title, with the unit, of each measurement."""

SOURCE = Source(
    "Horst, A. M., Hill, A. P., & Gorman, K. B. (2020). palmerpenguins: Palmer Archipelago (Antarctica) penguin data. "
    "R package, CC0. Field data: Gorman, Williams & Fraser (2014), PLoS ONE 9(3), e90081.",
    "https://doi.org/10.5281/zenodo.3960218",
    "Adult birds at their nests near Palmer Station, 2007 to 2009. Two of the 344 were not measured. Chinstraps "
    "are from one island and Gentoos from another, so species and place go together; and males are larger than "
    "females, so each species is two overlapping groups rather than one.",
)

_FILE = Path(__file__).with_suffix(".csv")


class PenguinTable(NamedTuple):
    """All 344 birds, one row each; read-only.

    ``values``, shape (344, 4), has its columns in the order of :data:`MEASUREMENTS`, and NaN where a measurement is
    missing.
    """

    species: tuple[str, ...]
    island: tuple[str, ...]
    values: FloatArray

    def column(self, name: str) -> FloatArray:
        """One measurement of all birds, shape (344,); KeyError if ``name`` is not in :data:`MEASUREMENTS`."""
        if name not in MEASUREMENTS:
            raise KeyError(f"the measurements are {', '.join(MEASUREMENTS)}, got {name!r}")
        return self.values[:, list(MEASUREMENTS).index(name)]


@lru_cache(maxsize=1)
def penguin_table() -> PenguinTable:
    """Read the table from its file; missing measurements (``NA``) become NaN."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    values = np.array([[np.nan if cell == "NA" else float(cell) for cell in row[2:]] for row in rows])
    values.setflags(write=False)
    return PenguinTable(tuple(row[0] for row in rows), tuple(row[1] for row in rows), values)


def penguins(x: str = "bill length", y: str = "flipper length", species: Collection[str] = SPECIES) -> Points:
    """Two measurements of two or three species; birds without both are left out, and the note says how many.

    Parameters
    ----------
    x, y : str
        Two different names of :data:`MEASUREMENTS`.
    species : collection of str
        Two or all of :data:`SPECIES`; the classes are in the order of that tuple.

    Raises
    ------
    KeyError
        If ``x`` or ``y`` is not a measurement.
    ValueError
        If ``x`` and ``y`` are the same, or ``species`` are not two or three of :data:`SPECIES`.
    """
    classes = tuple(name for name in SPECIES if name in species)
    if x == y or len(classes) < 2 or not set(species) <= set(SPECIES):
        raise ValueError(f"two measurements and two or three species are needed, got {x!r}, {y!r}, {species!r}")
    table = penguin_table()
    pairs = np.column_stack([table.column(x), table.column(y)])
    wanted = np.isin(table.species, classes)
    keep = wanted & np.isfinite(pairs).all(axis=1)
    labels = [classes.index(name) for name, kept in zip(table.species, keep, strict=True) if kept]
    note = f"{keep.sum()} of {wanted.sum()} Palmer penguins; those without both measurements are left out."
    return Points(pairs[keep], np.array(labels), (MEASUREMENTS[x], MEASUREMENTS[y]), classes, note)
