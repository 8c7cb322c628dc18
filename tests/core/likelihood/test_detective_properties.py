"""The case file for any table: Bayes' rule in exact fractions, symmetry, and clues that are off."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.likelihood import detective
from core.likelihood.coin import Counts

EPS = float(np.finfo(np.float64).eps)

Table = list[list[float]]

cell = st.floats(1e-6, 1)
tables = st.integers(1, 5).flatmap(
    lambda clues: st.lists(st.lists(cell, min_size=clues, max_size=clues), min_size=3, max_size=3)
)
rates_any = st.lists(st.floats(1e-6, 1e6), min_size=3, max_size=3)


def exact_joint(table: Table, on: list[bool], rates: list[float]) -> list[Fraction]:
    used = [[Fraction(p) for p, seen in zip(row, on, strict=True) if seen] for row in table]
    return [Fraction(rate) * math.prod(row) for rate, row in zip(rates, used, strict=True)]


@given(tables, rates_any, st.data())
def test_verdict_is_bayes_rule(table: Table, rates: list[float], data: st.DataObject) -> None:
    clues = len(table[0])
    on = data.draw(st.lists(st.booleans(), min_size=clues, max_size=clues))
    found = detective.verdict(table, on, rates)
    joint = exact_joint(table, on, rates)
    exact = np.array([float(j / sum(joint)) for j in joint])
    # Six logs of at most 14 nats (28 for a rate's share) and their sum, then exp: relative error of a
    # posterior is the absolute error of its log, a few ulp of a hundred nats.
    np.testing.assert_allclose(found.posterior, exact, rtol=8 * EPS * 100)
    assert abs(found.posterior.sum() - 1) <= 4 * EPS
    best = max(joint)
    assert joint.index(best) in found.winners
    # In exact arithmetic, no winner is below the maximum by more than rounding.
    assert all(float(joint[i] / best) >= 1 - 16 * EPS * 100 for i in found.winners)


@given(tables)
def test_no_base_rates_are_equal_base_rates(table: Table) -> None:
    on = [True] * len(table[0])
    plain, equal = detective.verdict(table, on), detective.verdict(table, on, [5.0, 5.0, 5.0])
    np.testing.assert_allclose(plain.posterior, equal.posterior, rtol=1e-14)
    assert plain.winners == equal.winners


@given(tables, st.data())
def test_order_of_clues_does_not_matter(table: Table, data: st.DataObject) -> None:
    clues = len(table[0])
    order = data.draw(st.permutations(range(clues)))
    shuffled = [[row[i] for i in order] for row in table]
    on = [True] * clues
    assert detective.verdict(table, on).winners == detective.verdict(shuffled, on).winners


@given(tables, st.data())
def test_a_clue_that_is_off_is_summed_out(table: Table, data: st.DataObject) -> None:
    clues = len(table[0])
    off = data.draw(st.integers(0, clues - 1))
    on = [True] * clues
    missing = [[1 - p if c == off else p for c, p in enumerate(row)] for row in table]
    if all(row[off] == 0 for row in missing):
        return  # every suspect is certain to leave this clue, so none is possible without it
    both = np.exp(detective.verdict(table, on).log_likelihood)
    both += np.exp(detective.verdict(missing, on).log_likelihood)
    on[off] = False
    # At most 70 nats before the exp, on each side.
    np.testing.assert_allclose(np.exp(detective.verdict(table, on).log_likelihood), both, rtol=8 * EPS * 100)


@given(st.sampled_from([3, 11, 101]), st.integers(0, 1_000_000), st.integers(0, 1_000_000))
def test_best_coin_is_next_to_the_mle(k: int, heads: int, tails: int) -> None:
    found = detective.candidates(k, Counts(heads, tails))
    assert not np.isnan(found.log_likelihood).any()
    if found.mle is None:
        assert len(found.best) == k
        return
    # The log-likelihood rises up to the MLE and falls after it: the best is one of the two beside it.
    below, above = found.theta[found.theta <= found.mle], found.theta[found.theta >= found.mle]
    neighbors = {*below[-1:].tolist(), *above[:1].tolist()}
    assert set(found.best) <= neighbors
    if found.mle in found.theta:
        assert found.best == (found.mle,)
