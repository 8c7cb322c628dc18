"""Lesson 1's worked examples: plain where the numbers are ordinary, and equal to the verdict's at any numbers."""

import math
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from core.likelihood import detective
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.detective import DEFAULT_CASE, CaseFile
from pages.detective.example import case_code, coins_code, thousand_code
from tests.support.example import GUARD, assert_plain, run_quietly

PROBABILITIES = (0.0, 0.001, 0.123456789, 0.3, 0.5, 0.999, 1.0)
COUNTS = (0, 1, 3, 7, 10, 999, MAX_COUNT)


def random_case(draw: random.Random) -> CaseFile:
    table = tuple(tuple(draw.choice(PROBABILITIES) for _ in DEFAULT_CASE.clues) for _ in DEFAULT_CASE.suspects)
    rates = tuple(draw.choice(PROBABILITIES) for _ in DEFAULT_CASE.suspects)
    return replace(DEFAULT_CASE, table=table, base_rates=rates if any(rates) else DEFAULT_CASE.base_rates)


def check_case(seed: int) -> float:
    """Compare the script at a random table, clues and rates with the verdict; return the posterior's difference."""
    draw = random.Random(seed)
    case = random_case(draw)
    on, with_rates = [draw.random() < 0.7 for _ in case.clues], draw.random() < 0.5
    try:
        found = detective.verdict(case.table, on, case.base_rates if with_rates else None)
    except ValueError:
        scope = run_quietly(case_code(case, on, with_rates=with_rates, winners=0))
        assert scope["most_likely"] == [] and "posterior" not in scope
        return 0.0
    scope = run_quietly(case_code(case, on, with_rates=with_rates, winners=len(found.winners)))
    assert scope["most_likely"] == [case.suspects[i] for i in found.winners]
    posterior = scope["posterior"]
    assert isinstance(posterior, float)
    return abs(posterior - found.posterior.max())


def check_thousand(seed: int) -> None:
    """Compare the script that counts cases, at a random table, clues and rates, with exact fractions."""
    draw = random.Random(seed)
    case = random_case(draw)
    on, with_rates = [draw.random() < 0.7 for _ in case.clues], draw.random() < 0.5
    rates = [Fraction(repr(rate)) for rate in case.base_rates] if with_rates else [Fraction(1)] * 3
    left = [
        1000 * rate / sum(rates) * math.prod(Fraction(repr(p)) for p, there in zip(row, on, strict=True) if there)
        for rate, row in zip(rates, case.table, strict=True)
    ]
    scope = run_quietly(thousand_code(case, on, with_rates=with_rates, left=any(left)))
    assert scope["all_left"] == pytest.approx(float(sum(left)), rel=1e-13)
    if any(left):
        assert scope["posterior"] == pytest.approx(float(max(left) / sum(left)), rel=1e-13)
    else:
        assert "posterior" not in scope


def check_coins(seed: int) -> None:
    """Compare the script at random flips and a random line-up with its best candidates."""
    draw = random.Random(seed)
    flips, size = Counts(draw.choice(COUNTS), draw.choice(COUNTS)), draw.choice((3, 11, 101, None))
    scope = run_quietly(coins_code(flips, size))
    if flips.n == 0:
        assert "best_candidate" not in scope
    else:
        mle = flips.heads / flips.n
        best = (mle,) if size is None else detective.candidates(size, flips).best
        assert scope["theta_hat"] == mle
        assert scope["best_candidate"] in best


@pytest.mark.parametrize("with_rates", [False, True])
def test_the_default_examples_are_plain(with_rates: bool) -> None:
    assert_plain(case_code(DEFAULT_CASE, (True, True, True), with_rates=with_rates, winners=1))
    assert_plain(thousand_code(DEFAULT_CASE, (True, True, True), with_rates=with_rates, left=True))
    assert_plain(coins_code(Counts(7, 3), 3))


def test_a_guard_stands_only_where_a_probability_of_zero_is_used() -> None:
    (_, *row), *rest = DEFAULT_CASE.table
    case = replace(DEFAULT_CASE, table=((0.0, *row), *rest))
    assert GUARD.search(case_code(case, (True, True, True), with_rates=False, winners=1))
    assert_plain(case_code(case, (False, True, True), with_rates=False, winners=1))


@pytest.mark.parametrize("seed", range(40))
def test_the_examples_reach_the_verdict_at_any_numbers(seed: int) -> None:
    assert check_case(seed) < 1e-13
    check_thousand(seed)
    check_coins(seed)
