"""The case file: the default case, edge cases, and the line-up of coins."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from core.likelihood import detective
from core.likelihood.coin import Counts
from core.likelihood.detective import DEFAULT_CASE

TABLE = DEFAULT_CASE.table
ALL = (True, True, True)
GARDENER, LODGER, BURGLAR = range(3)


def test_default_case_is_complete() -> None:
    assert DEFAULT_CASE.clues == ("fingerprints", "footprints", "broken window")
    assert len(DEFAULT_CASE.suspects) == len(DEFAULT_CASE.stories) == 3
    table = np.array(TABLE)
    assert table.shape == (3, 3)
    assert np.all((table > 0) & (table < 1))
    assert math.fsum(DEFAULT_CASE.base_rates) == 1


def test_all_clues_have_one_clear_winner() -> None:
    found = detective.verdict(TABLE, ALL)
    assert found.winners == (BURGLAR,)
    runner_up = np.sort(found.posterior)[-2]
    assert found.posterior[BURGLAR] > 3 * runner_up


def test_clues_switched_off_change_the_verdict() -> None:
    winners = {on: detective.verdict(TABLE, on).winners for on in itertools.product((False, True), repeat=3)}
    assert winners[False, True, False] == (GARDENER,)
    assert winners[True, False, False] == (LODGER,)
    assert winners[True, True, False] == (LODGER,)
    assert all(len(found) == 1 for on, found in winners.items() if any(on))


def test_base_rates_flip_the_verdict() -> None:
    found = detective.verdict(TABLE, ALL, DEFAULT_CASE.base_rates)
    assert found.winners == (GARDENER,)
    assert found.posterior[GARDENER] > 1.4 * np.sort(found.posterior)[-2]


def test_posterior_is_bayes_rule_in_exact_arithmetic() -> None:
    rates = [Fraction(r) for r in DEFAULT_CASE.base_rates]
    joint = [r * math.prod(Fraction(p) for p in row) for r, row in zip(rates, TABLE, strict=True)]
    exact = [float(j / sum(joint)) for j in joint]
    found = detective.verdict(TABLE, ALL, DEFAULT_CASE.base_rates)
    np.testing.assert_allclose(found.posterior, exact, rtol=1e-14)
    likelihood = [math.prod(row) for row in TABLE]
    np.testing.assert_allclose(np.exp(found.log_likelihood), likelihood, rtol=1e-14)


def test_log_terms_add_up_to_the_log_likelihood() -> None:
    on = (True, False, True)
    found = detective.verdict(TABLE, on, (1, 2, 3))
    np.testing.assert_array_equal(found.log_terms[:, 1], 0)
    np.testing.assert_array_equal(found.log_terms[:, 0], np.log(np.array(TABLE)[:, 0]))
    np.testing.assert_array_equal(found.log_likelihood, found.log_terms.sum(axis=1))
    np.testing.assert_array_equal(found.log_joint, found.log_likelihood + found.log_prior)
    np.testing.assert_allclose(np.exp(found.log_prior), [1 / 6, 2 / 6, 3 / 6], rtol=1e-15)


def test_without_clues_the_posterior_is_the_prior() -> None:
    none_on = (False, False, False)
    tied = detective.verdict(TABLE, none_on)
    assert tied.winners == (0, 1, 2)
    np.testing.assert_allclose(tied.posterior, 1 / 3, rtol=1e-15)
    found = detective.verdict(TABLE, none_on, DEFAULT_CASE.base_rates)
    assert found.winners == (LODGER,)
    np.testing.assert_allclose(found.posterior, DEFAULT_CASE.base_rates, rtol=1e-14)


def test_equal_products_tie_although_their_floats_differ() -> None:
    table = ((0.05, 0.1, 0.15), (0.1, 0.15, 0.05), (0.15, 0.05, 0.1))
    found = detective.verdict(table, ALL)
    assert len(set(found.log_likelihood.tolist())) > 1  # a plain argmax would see no tie
    assert found.winners == (0, 1, 2)


def test_a_tiny_true_difference_is_not_a_tie() -> None:
    table = ((0.5, 0.5), (0.5, 0.5 * (1 + 1e-13)))
    assert detective.verdict(table, (True, True)).winners == (1,)


def test_an_impossible_suspect_is_minus_infinity_not_nan() -> None:
    table = ((0.0, 0.9, 0.1), *TABLE[1:])
    found = detective.verdict(table, ALL)
    assert found.log_likelihood[0] == -math.inf
    assert found.posterior[0] == 0
    assert not any(np.isnan(np.asarray(field)).any() for field in found)
    off = detective.verdict(table, (False, True, True))
    assert math.isfinite(off.log_likelihood[0])
    certain = detective.verdict(TABLE, ALL, (0, 1, 0))
    assert certain.winners == (1,)
    np.testing.assert_array_equal(certain.posterior, [0, 1, 0])


def test_evidence_that_rules_out_every_suspect_raises() -> None:
    table = [(0.0, 0.5, 0.5)] * 3
    with pytest.raises(ValueError, match="no suspect can have left this evidence"):
        detective.verdict(table, ALL)
    assert detective.verdict(table, (False, True, True)).winners == (0, 1, 2)
    with pytest.raises(ValueError, match="no suspect can have left this evidence"):
        detective.verdict(((0.0, 0.5), (0.5, 0.5)), (True, True), (1, 0))


@pytest.mark.parametrize("bad", [-0.1, 1.1, math.nan, math.inf])
def test_probabilities_outside_the_unit_interval_raise(bad: float) -> None:
    with pytest.raises(ValueError, match=r"must lie in \[0, 1\]"):
        detective.verdict(((bad, 0.5), (0.5, 0.5)), (True, True))


@pytest.mark.parametrize(
    ("rates", "sentence"),
    [
        ((-1, 1, 1), "finite and not negative"),
        ((math.nan, 1, 1), "finite and not negative"),
        ((math.inf, 1, 1), "finite and not negative"),
        ((0, 0, 0), "at least one base rate"),
        ((1, 1), "one base rate for each of 3 suspects"),
    ],
)
def test_invalid_base_rates_raise(rates: tuple[float, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        detective.verdict(TABLE, ALL, rates)


def test_shapes_that_do_not_match_raise() -> None:
    with pytest.raises(ValueError, match="each of 3 clues must be on or off"):
        detective.verdict(TABLE, (True, True))
    with pytest.raises(ValueError, match="a row for each suspect"):
        detective.verdict((0.5, 0.5), (True, True))


def test_huge_and_tiny_base_rates_normalize() -> None:
    for unit in (1e308, 1e-300):
        found = detective.verdict(TABLE, ALL, (unit, unit, unit))
        np.testing.assert_allclose(np.exp(found.log_prior), 1 / 3, rtol=1e-15)


def test_line_up_of_coins() -> None:
    seed = Counts(7, 3)
    assert detective.candidates(3, seed).theta.tolist() == [0.25, 0.5, 0.75]
    assert detective.candidates(3, seed).best == (0.75,)
    for k in (11, 101):
        found = detective.candidates(k, seed)
        assert len(found.theta) == k
        assert found.best == (0.7,)
        assert found.mle == 0.7
        assert found.log_likelihood.max() == pytest.approx(-6.1086430, abs=5e-8)
        assert found.log_likelihood[0] == found.log_likelihood[-1] == -math.inf


def test_coins_that_tie() -> None:
    assert detective.candidates(4, Counts(500_000, 500_000)).best == (1 / 3, 2 / 3)
    assert detective.candidates(11, Counts(1, 1)).best == (0.5,)
    empty = detective.candidates(11, Counts(0, 0))
    assert len(empty.best) == 11
    assert empty.mle is None
    assert detective.candidates(101, Counts(3, 0)).best == (1.0,)


def test_a_line_up_needs_three() -> None:
    with pytest.raises(ValueError, match="at least 3 candidates"):
        detective.candidates(2, Counts(7, 3))
