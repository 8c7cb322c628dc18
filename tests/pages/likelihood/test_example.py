"""Lesson 2's worked examples: plain where the numbers are ordinary, and equal to the page's figures at any numbers."""

import math
import random

import numpy as np
import pytest

from core.data import horse_kicks, newcomb
from core.likelihood import coin, gaussian, poisson
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.poisson import Tally
from pages.likelihood import example
from tests.support.example import assert_plain, run_quietly

THETAS = (0.0, 0.001, 0.3, 0.5, 0.507, 0.9, 0.999, 1.0)
COUNTS = (0, 1, 3, 7, 400, 600, 1000, 1001, 178_079, MAX_COUNT)


def apart(found: float, expected: float) -> float:
    """How far two logs are apart, relative to the larger, and at least to 1."""
    return abs(found - expected) / max(1.0, abs(expected))


def check_coin(seed: int) -> float:
    """Compare the script at random flips with core; return the relative difference of the log-likelihoods."""
    draw = random.Random(seed)
    counts, theta = Counts(draw.choice(COUNTS), draw.choice(COUNTS)), draw.choice(THETAS)
    code = example.flips(counts, theta)
    assert_plain(code)
    scope, expected = run_quietly(code), float(coin.log_likelihood(theta, counts))
    assert scope["theta_hat"] == coin.mle(counts)
    if 0 < counts.n <= 1000:
        # The likelihood has one peak, so its best grid point is beside that.
        assert scope["on_grid"] == pytest.approx(coin.mle(counts), abs=1e-3)
    if "L_theta" in scope:
        return abs(scope["L_theta"] / math.exp(expected) - 1) if math.isfinite(expected) else scope["L_theta"]
    # What the comment in the script says.
    assert math.exp(expected) < np.finfo(np.float64).tiny
    return apart(scope["log_L_theta"], expected)


def check_readings(seed: int) -> float:
    """Compare the script at random readings, from 1e-19 to 1e12 and far from 0, with core."""
    draw = random.Random(seed)
    scale, shift = 10.0 ** draw.randint(-19, 8), draw.choice((0.0, 1.0, -7.0, 1e6))
    data = [scale * (shift + draw.gauss(0, 1)) for _ in range(draw.choice((2, 3, 66)))]
    moments = gaussian.moments(data)
    best = gaussian.mle(moments)
    mu, sigma = best.mu + draw.uniform(-3, 3) * best.sigma, best.sigma * draw.choice((1.0, 0.5, 3.1234567))
    code = example.readings(moments, mu, sigma)
    assert_plain(code)
    scope = run_quietly(code)
    assert scope["theta_hat"] == best.mu
    return apart(scope["log_L_theta"], float(gaussian.log_likelihood(mu, sigma, data)))


def check_events(seed: int) -> float:
    """Compare the script at random counts of events with core."""
    draw = random.Random(seed)
    values = sorted(draw.sample(range(1000), draw.randint(1, 9)))
    tally = Tally(tuple(values), tuple(draw.choice((1, 2, 1_234_567)) for _ in values))
    rate = draw.choice((1e-4, 0.1234567891, 3.0, 999.5))
    code = example.events(tally, rate)
    assert_plain(code)
    scope = run_quietly(code)
    assert scope["theta_hat"] == pytest.approx(poisson.mle(tally))
    return apart(scope["log_L_theta"], float(poisson.log_likelihood(rate, tally)))


def test_the_default_examples_are_plain() -> None:
    assert_plain(example.flips(Counts(7, 3), 0.5))
    assert_plain(example.events(horse_kicks.HORSE_KICKS, 1.0))
    assert_plain(example.readings(gaussian.moments(newcomb.readings()), 22.0, 10.0))


@pytest.mark.parametrize("seed", range(40))
def test_the_examples_reach_the_figures_at_any_numbers(seed: int) -> None:
    assert check_coin(seed) < 1e-9
    assert check_readings(seed) < 1e-12
    assert check_events(seed) < 1e-12


def test_a_likelihood_that_a_float_holds_is_not_called_too_small() -> None:
    """2,000 heads at theta 0.9 have a likelihood of 3e-92."""
    assert "too small" not in example.flips(Counts(2000, 0), 0.9)
    assert "too small" in example.flips(Counts(2000, 0), 0.5)
    assert "too small" in example.flips(Counts(700, 0), 0.001)
    assert "too small" not in example.flips(Counts(0, 0), 0.5)


def test_the_examples_keep_all_digits() -> None:
    moments = gaussian.moments([1234567, 1234569, 1234570])
    assert run_quietly(example.readings(moments, 1234567.25, 1.5))["mu"] == 1234567.25
    assert run_quietly(example.events(horse_kicks.HORSE_KICKS, 123.456789))["rate"] == 123.456789
