"""Lesson 3's worked example: plain at every setting, and equal to the page's figures."""

import math
import random

import pytest

from core.likelihood import coin, underflow
from core.likelihood.counts import MAX_COUNT, Counts
from pages.log_likelihood.example import script
from tests.support.example import assert_plain, run_quietly

THETAS = (0.0, 0.001, 0.3, 0.5, 0.507, 0.999, 1.0)
COUNTS = (0, 1, 3, 7, 10, 999, 178_079, MAX_COUNT)
FACTORS = (0, 1, 3, 1074, 1075, 5000, 40_000)
SIZES = (0.0, 0.001, 0.046, 0.5, 0.501, 0.9, 0.999, 1.0)


def apart(found: float, expected: float) -> float:
    """How far two numbers are apart, relative to the larger, and at least to 1; 0 for equal infinities."""
    return 0.0 if found == expected else abs(found - expected) / max(1.0, abs(expected))


def check(seed: int) -> float:
    """Compare the script at a random setting with core; return the largest relative difference."""
    draw = random.Random(seed)
    counts, theta = Counts(draw.choice(COUNTS), draw.choice(COUNTS)), draw.choice(THETAS)
    n, p = draw.choice(FACTORS), draw.choice(SIZES)
    code = script(counts, theta, n, p)
    assert_plain(code)
    scope = run_quietly(code)
    assert scope["product"] == underflow.product(p, n)
    found = [
        apart(scope["sum_of_logs"], underflow.sum_of_logs(p, n)),
        apart(scope["log_likelihood"], float(coin.log_likelihood(theta, counts))),
        apart(scope["score"], float(coin.score(theta, counts))),
    ]
    if counts.heads and counts.tails:
        error = coin.standard_error(counts)
        assert error is not None
        return max(*found, abs(scope["standard_error"] / error - 1))
    assert scope["standard_error"] is None and "fisher_information" not in scope
    return max(found)


def test_the_default_example_is_plain() -> None:
    assert_plain(script(Counts(7, 3), 0.5, 1075, 0.5))


@pytest.mark.parametrize("seed", range(40))
def test_the_example_reaches_the_figures_at_any_setting(seed: int) -> None:
    assert check(seed) < 1e-9


def test_an_impossible_flip_has_an_infinite_term() -> None:
    scope = run_quietly(script(Counts(4, 3), 0.0, 3, 0.0))
    assert (scope["log_likelihood"], scope["score"], scope["sum_of_logs"]) == (-math.inf, math.inf, -math.inf)
