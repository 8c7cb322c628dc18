"""The stored data give every published figure."""

import dataclasses

import pytest

from core.data import batters, coins, horse_kicks, newcomb
from core.data.source import Source
from core.likelihood import gaussian


def test_coin_presets() -> None:
    assert [
        (c.counts.heads, c.counts.tails) for c in (coins.TEN_FLIPS, coins.THOUSAND_FLIPS, coins.KERRICH, coins.BARTOS)
    ] == [
        (7, 3),
        (700, 300),
        (5067, 4933),
        (178_079, 172_678),
    ]
    assert coins.KERRICH.counts.n == 10_000
    assert coins.BARTOS.counts.n == 350_757
    # 50.77 %, published to two decimals.
    assert abs(100 * coins.BARTOS.counts.heads / coins.BARTOS.counts.n - 50.77) < 5e-3
    for names in ({c.key for c in coins.PRESETS}, {c.name for c in coins.PRESETS}):
        assert len(names) == len(coins.PRESETS)


def test_horse_kicks_are_200_corps_years_and_122_deaths() -> None:
    tally = horse_kicks.HORSE_KICKS
    assert dict(zip(tally.values, tally.frequencies, strict=True)) == {0: 109, 1: 65, 2: 22, 3: 3, 4: 1}
    assert (tally.n, tally.total) == (200, 122)


def test_newcomb_has_66_readings_and_two_outliers() -> None:
    x = newcomb.readings()
    assert x.shape == (66,)
    assert sorted(newcomb.READINGS)[:2] == sorted(newcomb.OUTLIERS) == [-44, -2]
    assert sorted(newcomb.READINGS)[2] == 16
    assert newcomb.READINGS[:6] == (28, 26, 33, 24, 34, -44)
    assert newcomb.READINGS[-3:] == (29, 16, 23)
    assert sum(newcomb.READINGS) == 1730
    assert abs(gaussian.moments(x).mean - 26.212) < 5e-4


def test_newcombs_citation_separates_the_year_of_the_measurement_from_that_of_the_publication() -> None:
    assert "measured 1882, published 1891" in newcomb.SOURCE.citation


def test_readings_are_a_fresh_copy() -> None:
    newcomb.readings()[0] = 0
    assert newcomb.readings()[0] == 28


def test_eighteen_batters_have_the_totals_of_the_published_table() -> None:
    table = batters.BATTERS
    assert len(table) == len({batter.name for batter in table}) == 18 and batters.AT_BATS == 45
    assert [batter.hits for batter in table] == sorted((batter.hits for batter in table), reverse=True)
    assert (sum(batter.hits for batter in table), sum(batter.season_at_bats for batter in table)) == (215, 6649)
    assert batters.season_averages().sum() == pytest.approx(4.771, abs=1e-9)
    for batter in table:
        # An average is hits over times at bat, rounded to three decimals.
        hits = round(batter.season_average * batter.season_at_bats)
        assert round(hits / batter.season_at_bats, 3) == batter.season_average, batter


def test_the_seasons_noise_is_the_mean_variance_of_its_averages() -> None:
    by_hand = [
        batter.season_average * (1 - batter.season_average) / batter.season_at_bats for batter in batters.BATTERS
    ]
    assert batters.season_noise() == pytest.approx(sum(by_hand) / 18)


SOURCES = [*(c.source for c in coins.PRESETS), batters.SOURCE, horse_kicks.SOURCE, newcomb.SOURCE]


@pytest.mark.parametrize("source", SOURCES)
def test_sources_are_complete_and_frozen(source: Source) -> None:
    assert source.citation
    assert source.note
    assert source.url_or_doi.startswith("https://") or source.citation.startswith("Made up")
    with pytest.raises(dataclasses.FrozenInstanceError):
        source.note = ""  # type: ignore[misc]
