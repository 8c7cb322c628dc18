"""The stored table of penguins gives the published counts and means."""

from collections import Counter

import numpy as np
import pytest

from core import cached
from core.data.penguins import MEASUREMENTS, SOURCE, SPECIES, penguin_table, penguins
from core.data.points import shape_split


def test_all_birds_are_there() -> None:
    table = penguin_table()
    assert table.values.shape == (344, 4)
    assert Counter(table.species) == {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124}
    assert Counter(table.island) == {"Biscoe": 168, "Dream": 124, "Torgersen": 52}
    missing = np.isnan(table.values)
    assert np.flatnonzero(missing.any(axis=1)).tolist() == np.flatnonzero(missing.all(axis=1)).tolist() == [3, 271]


def test_sums_and_sums_of_squares() -> None:
    """They equal those of the palmerpenguins package and of vega-datasets; a mistyped cell would change them."""
    values = penguin_table().values
    np.testing.assert_allclose(np.nansum(values, axis=0), [15_021.3, 5_865.7, 68_713, 1_437_000], rtol=1e-12)
    squares = [669_928.69, 101_933.45, 13_872_913, 6_257_228_750]
    np.testing.assert_allclose(np.nansum(values**2, axis=0), squares, rtol=1e-12)


@pytest.mark.parametrize(
    ("species", "means"),
    [
        ("Adelie", (38.8, 18.3, 190, 3701)),
        ("Chinstrap", (48.8, 18.4, 196, 3733)),
        ("Gentoo", (47.5, 15.0, 217, 5076)),
    ],
)
def test_published_means(species: str, means: tuple[float, ...]) -> None:
    """In millimeters and grams, from the documentation of the palmerpenguins package."""
    table = penguin_table()
    found = np.nanmean(table.values[np.array(table.species) == species], axis=0)
    assert np.all(np.abs(found - means) <= [0.05, 0.05, 0.5, 0.5])  # the precision of the published means


def test_the_source_says_what_the_table_shows() -> None:
    table = penguin_table()
    islands = {name: {i for s, i in zip(table.species, table.island, strict=True) if s == name} for name in SPECIES}
    assert len(islands["Adelie"]) == 3
    assert islands["Chinstrap"].isdisjoint(islands["Gentoo"])
    assert len(islands["Chinstrap"]) == len(islands["Gentoo"]) == 1
    assert SOURCE.url_or_doi.startswith("https://doi.org/")


def test_points_drop_the_two_birds_and_say_so() -> None:
    points = penguins()
    assert points.n == 342
    assert np.bincount(points.y).tolist() == [151, 68, 123]
    assert points.features == ("bill length (mm)", "flipper length (mm)")
    assert points.classes == SPECIES
    assert points.x[0].tolist() == [39.1, 181]
    assert points.note == "342 of 344 Palmer penguins; those without both measurements are left out."


def test_two_species_of_the_three() -> None:
    points = penguins("bill depth", "body mass", species=["Chinstrap", "Adelie"])
    assert points.classes == ("Adelie", "Chinstrap")
    assert np.bincount(points.y).tolist() == [151, 68]
    assert points.x[-1].tolist() == [18.7, 3775]
    assert points.note.startswith("219 of 220 ")
    assert penguins(species=SPECIES[1:]).note.startswith("191 of 192 ")


@pytest.mark.parametrize(
    ("x", "y", "species", "error"),
    [
        ("wing", "body mass", SPECIES, KeyError),
        ("body mass", "body mass", SPECIES, ValueError),
        ("bill depth", "body mass", ("Adelie",), ValueError),
        ("bill depth", "body mass", ("Adelie", "Emperor", "Gentoo"), ValueError),
    ],
)
def test_unknown_measurements_and_species_raise(
    x: str, y: str, species: tuple[str, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        penguins(x, y, species)


def test_the_table_is_read_only_and_the_points_are_copies() -> None:
    with pytest.raises(ValueError, match="read-only"):
        penguin_table().values[0, 0] = 0
    penguins().x[0, 0] = 0
    assert penguins().x[0, 0] == 39.1
    assert penguin_table().column("bill length")[0] == 39.1
    assert list(MEASUREMENTS) == ["bill length", "bill depth", "flipper length", "body mass"]


def test_the_cached_split_has_every_species() -> None:
    parts = cached.penguin_split(0)
    assert (parts.train.n, parts.held_out.n) == (228, 114)
    for part in (parts.train, parts.held_out):
        np.testing.assert_allclose(np.bincount(part.y) / part.n, [151 / 342, 68 / 342, 123 / 342], atol=1 / part.n)


def test_the_cached_shape_equals_the_computed_one() -> None:
    cached_parts, parts = cached.shape_split("moons", 20, 0.1, 1), shape_split("moons", 20, 0.1, 1)
    np.testing.assert_array_equal(cached_parts.train.x, parts.train.x)
    np.testing.assert_array_equal(cached_parts.held_out.y, parts.held_out.y)
