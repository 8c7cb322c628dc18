"""Natural frequencies: equal to Bayes' rule exactly, counted in a population, and rounded to dots."""

import itertools
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likelihood import detective
from core.likelihood.detective import DEFAULT_CASE
from core.likelihood.natural_frequencies import dots, log_count, natural_frequencies

TABLE, RATES = DEFAULT_CASE.table, DEFAULT_CASE.base_rates
ALL = (True, True, True)
CHOICES = list(itertools.product((False, True), repeat=3))
permille = st.integers(0, 1000)
tables = st.lists(st.lists(permille, min_size=3, max_size=3), min_size=3, max_size=3)
rates = st.lists(permille, min_size=3, max_size=3).filter(any)


def as_floats(table: list[list[int]]) -> list[list[float]]:
    return [[k / 1000 for k in row] for row in table]


def test_the_thousand_cases_of_the_default_case() -> None:
    found = natural_frequencies(TABLE, ALL, RATES)
    assert found.sieved == (
        (450, 500, 50),
        (Fraction("112.5"), 450, 10),
        (Fraction("101.25"), 135, 6),
        (Fraction("10.125"), Fraction("6.75"), Fraction("4.2")),
    )
    assert found.all_left == Fraction("21.075")
    assert found.posterior == (Fraction(135, 281), Fraction(90, 281), Fraction(56, 281))
    assert found.leaders == (0,)
    assert natural_frequencies(TABLE, ALL).posterior == (Fraction(3, 16), Fraction(9, 80), Fraction(7, 10))


@given(tables, rates, st.sampled_from(CHOICES))
def test_the_share_of_what_is_left_is_bayes_rule_exactly(
    table: list[list[int]], weights: list[int], on: tuple[bool, ...]
) -> None:
    found = natural_frequencies(as_floats(table), on, [k / 1000 for k in weights])
    joint = [
        Fraction(weight, sum(weights)) * math.prod(Fraction(k, 1000) for k, there in zip(row, on, strict=True) if there)
        for weight, row in zip(weights, table, strict=True)
    ]
    evidence = sum(joint)
    assert found.all_left == 1000 * evidence
    if not evidence:
        assert found.posterior is None and found.leaders == ()
        return
    assert found.posterior == tuple(part / evidence for part in joint)
    assert found.leaders == tuple(i for i, part in enumerate(joint) if part == max(joint))


@pytest.mark.parametrize("rates", [None, RATES])
@pytest.mark.parametrize("on", CHOICES)
def test_the_shares_are_those_of_cases_counted_one_by_one(
    on: tuple[bool, ...], rates: tuple[float, ...] | None
) -> None:
    """Each case of a population large enough for whole numbers has a suspect, and shows each clue or does not."""
    twentieths = [[round(20 * p) for p in row] for row in TABLE]
    weights = [round(20 * rate) for rate in rates] if rates else [1, 1, 1]
    counted: Counter[int] = Counter()
    for suspect, weight in enumerate(weights):
        # One case for each combination of three numbers from 1 to 20; a clue is there up to its twentieths.
        for numbers in itertools.product(range(1, 21), repeat=3):
            shown = [number <= least for number, least in zip(numbers, twentieths[suspect], strict=True)]
            counted[suspect] += weight * all(there for there, asked in zip(shown, on, strict=True) if asked)
    total = sum(weights) * 20**3
    found = natural_frequencies(TABLE, on, rates, total)
    assert found.left == tuple(counted[i] for i in range(3))
    assert natural_frequencies(TABLE, on, rates).posterior == found.posterior


@pytest.mark.parametrize("on", CHOICES)
def test_they_agree_with_the_verdict(on: tuple[bool, ...]) -> None:
    found, verdict = natural_frequencies(TABLE, on, RATES), detective.verdict(TABLE, on, RATES)
    assert found.posterior
    np.testing.assert_allclose([float(share) for share in found.posterior], verdict.posterior, rtol=1e-14)
    assert found.leaders == verdict.winners


def test_the_number_of_cases_does_not_change_a_share() -> None:
    few, many = (natural_frequencies(TABLE, ALL, RATES, total) for total in (1, 10**6))
    assert few.posterior == many.posterior
    assert many.all_left == 10**6 * few.all_left


def test_rates_count_by_their_shares_of_their_sum() -> None:
    assert natural_frequencies(TABLE, ALL, (0.9, 1.0, 0.1)) == natural_frequencies(TABLE, ALL, RATES)


def test_equal_products_tie_although_their_floats_differ() -> None:
    table = ((0.1, 0.2, 0.3), (0.3, 0.2, 0.1), (0.1, 0.1, 0.1))
    assert 0.1 * 0.2 * 0.3 != 0.3 * 0.2 * 0.1
    assert natural_frequencies(table, ALL).leaders == (0, 1)


def test_a_base_rate_of_one_leaves_one_suspect_and_a_rate_of_zero_none() -> None:
    found = natural_frequencies(TABLE, ALL, (0.0, 1.0, 0.0))
    assert found.cases == (0, 1000, 0) and found.posterior == (0, 1, 0)
    assert dots(found) == ((0, 1000, 0), (0, 900, 0), (0, 270, 0), (0, 14, 0))


def test_nothing_is_left_where_every_suspect_is_ruled_out() -> None:
    found = natural_frequencies(((0.0, 1.0), (1.0, 0.0)), (True, True))
    assert found.all_left == 0 and found.posterior is None and found.leaders == ()
    assert log_count(found.all_left) == -math.inf


def test_what_is_too_small_for_a_float_still_has_shares() -> None:
    tiny = natural_frequencies([[5e-324, 5e-324], [5e-324, 1e-323]], (True, True))
    assert float(tiny.all_left) == 0
    assert tiny.posterior is not None and tiny.posterior[1] == 2 * tiny.posterior[0]
    assert log_count(tiny.all_left) == pytest.approx(
        math.log(500) + math.log(3) + 2 * math.log(10) * -324 + 2 * math.log(5)
    )


@given(tables, rates, st.sampled_from(CHOICES))
def test_dots_are_a_thousand_each_near_its_number_and_nested(
    table: list[list[int]], weights: list[int], on: tuple[bool, ...]
) -> None:
    found = natural_frequencies(as_floats(table), on, [k / 1000 for k in weights])
    whole = dots(found)
    assert sum(whole[0]) == 1000
    for counts, exact in zip(whole, found.sieved, strict=True):
        assert all(abs(count - amount) < 1 for count, amount in zip(counts, exact, strict=True))
        assert all(count == 0 for count, amount in zip(counts, exact, strict=True) if amount == 0)
    for before, after in itertools.pairwise(whole):
        assert all(more >= less >= 0 for more, less in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("table", "on", "rates"),
    [
        (((1.1,),), (True,), None),
        (((math.nan,),), (True,), None),
        (((0.5,),), (True, True), None),
        (((0.5,),), (True,), (1.0, 1.0)),
        (((0.5,),), (True,), (0.0,)),
        (((0.5,),), (True,), (-1.0,)),
        (((0.5,),), (True,), (math.inf,)),
    ],
)
def test_what_is_no_probability_is_refused(
    table: tuple[tuple[float, ...], ...], on: tuple[bool, ...], rates: tuple[float, ...] | None
) -> None:
    with pytest.raises(ValueError):
        natural_frequencies(table, on, rates)
