"""The case file's bars and the line-up of coins: constant specs, finite rows, places of the marks."""

import itertools
import json
import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest

from core.likelihood import detective
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.detective import DEFAULT_CASE
from core.likelihood.natural_frequencies import natural_frequencies
from pages._kit.charts.base import PAGE, PROJECTOR, Look
from pages.detective.charts import case as chart
from pages.detective.charts import line_up, thousand

ALL = (True, True, True)
SEVEN_THREE = Counts(7, 3)


def finite(table: pa.Table) -> bool:
    """Whether every number is finite; nulls do not count."""
    columns = [table[name] for name in table.column_names if pa.types.is_floating(table.schema.field(name).type)]
    return all(math.isfinite(x) for column in columns for x in column.to_pylist() if x is not None)


def of_kind(table: pa.Table, kind: str) -> list[dict[str, object]]:
    return [row for row in table.to_pylist() if row["kind"] == kind]


def case_rows(on: tuple[bool, ...] = ALL, with_rates: bool = False) -> pa.Table:
    rates = DEFAULT_CASE.base_rates if with_rates else None
    found = detective.verdict(DEFAULT_CASE.table, on, rates)
    return chart.rows(chart.bars(DEFAULT_CASE, on, found.winners, with_rates=with_rates), 6.0)


@pytest.mark.parametrize("look", [PAGE, PROJECTOR])
@pytest.mark.parametrize("module", [chart, line_up])
def test_spec_is_built_once_and_holds_no_data(module: object, look: Look) -> None:
    spec = module.spec(look)  # type: ignore[attr-defined]
    text = json.dumps(spec)
    assert '"data"' not in text and '"datasets"' not in text
    assert module.spec(look) is spec  # type: ignore[attr-defined]


def test_bars_are_as_long_as_the_negative_log_likelihood() -> None:
    found = detective.verdict(DEFAULT_CASE.table, ALL)
    lengths = [bar.length for bar in chart.bars(DEFAULT_CASE, ALL, found.winners, with_rates=False)]
    np.testing.assert_allclose(lengths, -found.log_likelihood, rtol=1e-14)
    found = detective.verdict(DEFAULT_CASE.table, ALL, DEFAULT_CASE.base_rates)
    lengths = [bar.length for bar in chart.bars(DEFAULT_CASE, ALL, found.winners, with_rates=True)]
    np.testing.assert_allclose(lengths, -found.log_joint, rtol=1e-14)


def test_segments_stand_end_to_end_and_reach_the_total() -> None:
    table = case_rows(with_rates=True)
    for bar in of_kind(table, "bar"):
        pieces = [row for row in of_kind(table, "segment") if str(bar["title"]).startswith(str(row["suspect"]))]
        assert [p["name"] for p in pieces] == [*DEFAULT_CASE.clues, "base rate"]
        assert pieces[0]["start"] == 0
        assert [p["end"] for p in pieces[:-1]] == [p["start"] for p in pieces[1:]]
        assert pieces[-1]["end"] == pytest.approx(bar["end"], rel=1e-14)


def test_only_the_winner_is_marked() -> None:
    assert [row["wins"] for row in of_kind(case_rows(), "bar")] == [False, False, True]
    assert [row["wins"] for row in of_kind(case_rows(with_rates=True), "bar")] == [True, False, False]


def test_without_clues_there_are_no_segments_and_all_tie() -> None:
    table = case_rows((False, False, False))
    assert not of_kind(table, "segment")
    assert all(row["wins"] and row["total"] == "0.000 nats" for row in of_kind(table, "bar"))


def test_a_suspect_who_is_ruled_out_has_a_remark_and_no_bar() -> None:
    case = replace(DEFAULT_CASE, table=((0.0, 0.9, 0.1), *DEFAULT_CASE.table[1:]))
    table = chart.rows(chart.bars(case, ALL, (2,), with_rates=True), 6.0)
    assert finite(table)
    bars = of_kind(table, "bar")
    assert bars[0]["end"] == 0 and "ruled out: fingerprints" in str(bars[0]["out"])
    assert not [row for row in of_kind(table, "segment") if row["suspect"] == case.suspects[0]]


@pytest.mark.parametrize("p", [1.0, 5e-324, 0.5])
def test_case_rows_are_finite(p: float) -> None:
    case = replace(DEFAULT_CASE, table=((p,) * 3,) * 3)
    bars = chart.bars(case, ALL, (0, 1, 2), with_rates=True)
    table = chart.rows(bars, max(bar.length for bar in bars))
    assert finite(table)
    assert not [row for row in of_kind(table, "bar") if "-0" in str(row["total"])]


@pytest.mark.parametrize("size", [3, 11, 101, None])
@pytest.mark.parametrize("flips", [SEVEN_THREE, Counts(0, 0), Counts(5, 0), Counts(0, 1), Counts(MAX_COUNT, 1)])
def test_coin_rows_are_finite_shares(size: int | None, flips: Counts) -> None:
    table = line_up.rows(flips, size and detective.candidates(size, flips))
    assert finite(table)
    shares = [row["share"] for row in table.to_pylist() if row.get("share") is not None]
    assert shares and all(0 <= share <= 1 for share in shares)
    if flips.n == 0:
        assert set(shares) == {1.0}


def test_the_best_coin_and_the_mle_are_marked() -> None:
    for size, best in ((3, 0.75), (11, 0.7), (101, 0.7), (None, 0.7)):
        table = line_up.rows(SEVEN_THREE, size and detective.candidates(size, SEVEN_THREE))
        assert [row["theta"] for row in of_kind(table, "best")] == [best]
        assert [row["theta"] for row in of_kind(table, "mle")] == [0.7]


def test_a_narrow_peak_is_drawn_with_enough_points() -> None:
    table = line_up.rows(Counts(178_079, 172_678), None)
    curve = of_kind(table, "curve")
    assert max(row["share"] for row in curve) == 1.0
    assert sum(0.01 < row["share"] < 0.99 for row in curve) > 20


def cases(on: tuple[bool, ...] = ALL, **changes: object) -> dict[str, list[dict[str, object]]]:
    """The rows of the tables of the thousand cases, with base rates."""
    case = replace(DEFAULT_CASE, **changes)  # type: ignore[arg-type]
    found = natural_frequencies(case.table, on, case.base_rates)
    clues = [clue for clue, there in zip(case.clues, on, strict=True) if there]
    tables = thousand.rows(found, case.suspects, clues)
    assert all(isinstance(table, pa.Table) and finite(table) for table in tables.values())
    return {name: table.to_pylist() for name, table in tables.items() if isinstance(table, pa.Table)}


@pytest.mark.parametrize("look", [PAGE, PROJECTOR])
def test_the_spec_of_the_thousand_is_built_once_and_holds_no_data(look: Look) -> None:
    text = json.dumps(thousand.spec(look))
    assert '"values": [{' not in text and '"datasets"' not in text
    assert thousand.spec(look) is thousand.spec(look)


def test_a_thousand_dots_stand_in_blocks_of_the_base_rates() -> None:
    tables = cases()
    assert [(row["cases"], row["start"]) for row in tables["block"]] == [(450, 0), (500, 450), (50, 950)]
    assert (tables["now"][0]["edge1"], tables["now"][0]["edge2"]) == (450, 950)
    kept = [[row[name] for name in ("far", "near", "left")] for row in tables["block"]]
    # 112.5, 101.25 and 10.125 of the gardener's cases show one, two and three clues, and so on, to the nearest dot.
    assert kept == [[113, 101, 10], [450, 135, 7], [10, 6, 4]]


def test_the_bar_is_the_posterior_and_not_its_dots() -> None:
    shares = cases()["share"]
    heights = [float(row["top"]) - float(row["bottom"]) for row in shares]  # type: ignore[arg-type]
    found = detective.verdict(DEFAULT_CASE.table, ALL, DEFAULT_CASE.base_rates)
    np.testing.assert_allclose(heights, found.posterior, rtol=1e-12)
    assert shares[0]["top"] == 1 and shares[-1]["bottom"] == pytest.approx(0, abs=1e-12)
    assert [row["said"] for row in shares] == ["0.480", "0.320", "0.199"]
    assert [row["leads"] for row in shares] == [True, False, False]


def test_without_clues_every_dot_is_left() -> None:
    tables = cases((False, False, False))
    assert all(row["left"] == row["near"] == row["far"] == row["cases"] for row in tables["block"])
    assert tables["block"][0]["long"] == "The gardener: 450 of 450 cases left"


def test_a_suspect_without_a_share_has_no_piece_of_the_bar() -> None:
    tables = cases(base_rates=(0.0, 1.0, 0.0))
    assert [row["suspect"] for row in tables["share"]] == ["The lodger"]
    assert (tables["share"][0]["top"], tables["share"][0]["bottom"]) == (1, 0)
    assert [row["cases"] for row in tables["block"]] == [0, 1000, 0]


def test_where_nobody_is_left_the_bar_is_empty_and_says_so() -> None:
    tables = cases(table=((0.0,) * 3,) * 3)
    assert tables["share"] == [] and tables["now"][0]["nobody"] == "nobody is left"
    assert cases()["now"][0]["nobody"] == ""
    assert not any(row["leads"] for row in tables["block"])


def test_labels_of_small_shares_stand_apart() -> None:
    places = [float(row["label_y"]) for row in cases(table=((0.001,) * 3, (0.001,) * 3, (1.0,) * 3))["share"]]  # type: ignore[arg-type]
    assert all(above - below >= thousand.GAP * (1 - 1e-12) for above, below in itertools.pairwise(places))
    assert places[-1] > 0 and places[0] < 1


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (Fraction(28), "28"),
        (Fraction("10.125"), "10.125"),
        (Fraction("4.2"), "4.2"),
        (Fraction(1000), "1,000"),
        (Fraction(1000, 3), "333.33"),
        (Fraction(1, 700), "0.0014286"),
        (Fraction(1, 70000), "1.43 × 10⁻⁵"),
        (Fraction(0), "0"),
        (Fraction(1, 10**9), "1 × 10⁻⁹"),
        (Fraction(1, 10**400), "1.00 × 10⁻⁴⁰⁰"),
    ],
)
def test_a_number_of_cases_is_written_whatever_its_size(count: Fraction, text: str) -> None:
    assert thousand.counted(count).replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("count", "text"), [(28, "28.0"), (585, "585"), (1000, "1,000"), (Fraction("21.075"), "21.075")]
)
def test_a_figure_has_at_least_three_digits(count: Fraction, text: str) -> None:
    assert thousand.counted(Fraction(count), 3) == text
