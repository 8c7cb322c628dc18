"""Bayes factors of a coin against quadrature in 30 digits, p-values against scipy's test, and what both may not do."""

import math
from functools import lru_cache
from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, binom, binomtest

from core.belief.bayes_factor import FAIR, better_than_fair, compare, log_factors, log_p_value, strength_at
from core.belief.beta import Beta
from core.data.coins import BARTOS, KERRICH, LARGE_SAMPLE, TEN_FLIPS, THOUSAND_FLIPS
from core.likelihood.coin import log_likelihood
from core.likelihood.counts import MAX_COUNT, Counts

FLAT, WIDEST, NARROWEST, LEANING = Beta(1, 1), Beta(0.5, 0.5), Beta(1000, 1000), Beta(1000, 0.5)
PRIORS = (FLAT, WIDEST, NARROWEST, LEANING)
PRESETS = [data.counts for data in (TEN_FLIPS, THOUSAND_FLIPS, KERRICH, BARTOS, LARGE_SAMPLE)]
EXTREMES = [
    Counts(0, 0), Counts(1, 0), Counts(0, 40), Counts(MAX_COUNT, 0), Counts(0, MAX_COUNT), Counts(MAX_COUNT, MAX_COUNT),
    Counts(MAX_COUNT, 1), Counts(MAX_COUNT, 999_000), Counts(123_456, 654_321),
]  # fmt: skip
CLOSE = 1e-8


@lru_cache(maxsize=256)
def log_area(a: float, b: float) -> Any:
    """Log of the area under theta^(a-1) (1-theta)^(b-1), by quadrature over the logit of theta in 30 digits."""
    with mp.workdps(30):
        top, sd = mp.log(mp.mpf(a) / b), mp.sqrt(mp.mpf(1) / a + mp.mpf(1) / b)

        def log_height(x: Any) -> Any:
            return a * x - (a + b) * mp.log1p(mp.exp(x))

        height = log_height(top)
        ends = [top + step * sd for step in (-80, -40, -20, -10, -5, -2, 0, 2, 5, 10, 20, 40, 80)]
        return height + mp.log(mp.quad(lambda x: mp.exp(log_height(x) - height), ends, maxdegree=9))


def log_factor(prior: Beta, counts: Counts) -> float:
    with mp.workdps(30):
        evidence = log_area(prior.a + counts.heads, prior.b + counts.tails) - log_area(prior.a, prior.b)
        return float(evidence + counts.n * mp.log(2))


@pytest.mark.parametrize("prior", PRIORS, ids=str)
@pytest.mark.parametrize("counts", [*PRESETS, *EXTREMES], ids=str)
def test_the_factor_is_the_likelihood_averaged_over_the_prior(counts: Counts, prior: Beta) -> None:
    found = compare(prior, counts)
    # A difference of logs is a relative error of the factor.
    assert found.log_factor == pytest.approx(log_factor(prior, counts), abs=CLOSE)
    assert found.log_factor == found.log_other - found.log_fair
    assert found.log_fair == pytest.approx(float(log_likelihood(FAIR, counts)), rel=1e-14)
    assert found.log_factor <= found.log_best + CLOSE, "an average is no more than the best"
    assert log_factors([prior.a], prior.b, counts)[0] == pytest.approx(found.log_factor, abs=CLOSE)


@pytest.mark.parametrize("prior", [FLAT, Beta(10, 10), Beta(2, 5)], ids=str)
@pytest.mark.parametrize("counts", PRESETS[:3], ids=str)
def test_the_factor_by_scipys_quadrature(counts: Counts, prior: Beta) -> None:
    after = beta(prior.a + counts.heads, prior.b + counts.tails)
    middle, sd = after.mean(), after.std()

    def relative(theta: float) -> float:
        return float(np.exp(binom.logpmf(counts.heads, counts.n, theta) - binom.logpmf(counts.heads, counts.n, 0.5)))

    ends = (max(0.0, middle - 12 * sd), min(1.0, middle + 12 * sd))
    area, _ = quad(lambda theta: relative(theta) * beta.pdf(theta, prior.a, prior.b), *ends, epsabs=0, epsrel=1e-11)
    assert math.exp(compare(prior, counts).log_factor) == pytest.approx(area, rel=CLOSE)


def test_the_published_cases() -> None:
    kerrich, bartos, large = (compare(FLAT, data.counts) for data in (KERRICH, BARTOS, LARGE_SAMPLE))
    assert (round(math.exp(kerrich.log_factor), 4), round(math.exp(kerrich.log_p_value), 2)) == (0.0308, 0.18)
    assert round(bartos.log_factor / math.log(10), 1) == 15.4
    assert math.exp(bartos.log_p_value) == pytest.approx(7.65e-20, rel=1e-3)
    assert (round(math.exp(large.log_factor), 4), round(math.exp(large.log_p_value), 3)) == (0.0328, 0.040)
    assert round(math.exp(large.log_p_fair), 3) == 0.968
    # Lindley: one statement rejects the fair coin, the other favors it.
    assert large.log_p_value < math.log(0.05) and large.log_p_fair > large.log_p_other


def test_no_flips_and_one_flip() -> None:
    for prior in PRIORS:
        none, one = compare(prior, Counts(0, 0)), compare(prior, Counts(1, 0))
        assert (none.log_factor, none.log_best, none.log_p_value, none.share) == (0, 0, 0, 0)
        assert none.better is None and math.exp(none.log_p_fair) == 0.5
        assert math.exp(one.log_factor) == pytest.approx(prior.mean / FAIR)


@pytest.mark.parametrize("counts", [*PRESETS, *EXTREMES], ids=str)
def test_the_two_probabilities_have_the_factor_as_their_odds_and_sum_to_one(counts: Counts) -> None:
    found = compare(FLAT, counts)
    assert np.logaddexp(found.log_p_fair, found.log_p_other) == pytest.approx(0, abs=1e-12)
    assert found.log_p_other - found.log_p_fair == pytest.approx(found.log_factor, rel=1e-12, abs=1e-12)


@settings(max_examples=40)
@given(st.integers(0, 400), st.integers(0, 400))
def test_the_p_value_is_that_of_scipys_exact_test(heads: int, tails: int) -> None:
    if heads + tails:
        expected = binomtest(heads, heads + tails, 0.5).pvalue
        assert log_p_value(Counts(heads, tails)) == pytest.approx(math.log(expected), abs=1e-10)


@pytest.mark.parametrize("counts", PRESETS, ids=str)
def test_the_p_value_of_many_flips(counts: Counts) -> None:
    assert math.exp(log_p_value(counts)) == pytest.approx(binomtest(counts.heads, counts.n, 0.5).pvalue, rel=CLOSE)


@pytest.mark.parametrize("counts", [Counts(MAX_COUNT, 0), Counts(600_000, 400_000), Counts(3, MAX_COUNT)], ids=str)
def test_a_p_value_below_every_float(counts: Counts) -> None:
    with mp.workdps(30):
        most, n = max(counts.heads, counts.tails), counts.n
        term = total = mp.mpf(1)
        for k in range(most, n):
            term *= mp.mpf(n - k) / (k + 1)
            total += term
            if term < total * mp.mpf(10) ** -25:
                break
        expected = float(mp.log(2) + mp.log(mp.binomial(n, most)) - n * mp.log(2) + mp.log(total))
    assert log_p_value(counts) == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize("counts", [*PRESETS, Counts(0, 40), Counts(MAX_COUNT, 1), Counts(500_001, 499_999)], ids=str)
def test_the_thetas_that_beat_a_fair_coin(counts: Counts) -> None:
    better = better_than_fair(counts)
    assert better is not None and FAIR in better
    assert better.lower <= counts.heads / counts.n <= better.upper
    other = better.upper if better.lower == FAIR else better.lower
    if 0 < other < 1:
        # As likely as 1/2 itself, to the rounding of a log-likelihood of this size.
        size = float(log_likelihood(FAIR, counts))
        assert float(log_likelihood(other, counts)) == pytest.approx(size, abs=1e-12 * abs(size) + 1e-9)
    for prior in PRIORS:
        inside = beta(prior.a, prior.b)
        expected = inside.cdf(better.upper) - inside.cdf(better.lower)
        if better.lower > prior.mean:
            expected = inside.sf(better.lower) - inside.sf(better.upper)
        assert compare(prior, counts).share == pytest.approx(expected, rel=1e-6)


def test_nothing_beats_a_fair_coin_that_is_the_mle() -> None:
    for counts in (Counts(0, 0), Counts(5, 5), Counts(MAX_COUNT, MAX_COUNT)):
        found = compare(FLAT, counts)
        assert found.better is None and found.log_best == 0 and found.share == 0 and found.log_p_value == 0


beliefs = st.builds(Beta, st.floats(0.5, 1000), st.floats(0.5, 1000))
flips = st.builds(Counts, st.integers(0, MAX_COUNT), st.integers(0, MAX_COUNT))


@settings(max_examples=60)
@given(beliefs, flips)
def test_heads_and_tails_may_change_their_names(prior: Beta, counts: Counts) -> None:
    found = compare(prior, counts)
    turned = compare(Beta(prior.b, prior.a), Counts(counts.tails, counts.heads))
    assert turned.log_factor == pytest.approx(found.log_factor, rel=1e-9, abs=CLOSE)
    assert turned.log_p_value == found.log_p_value
    assert turned.share == pytest.approx(found.share, rel=1e-6, abs=1e-300)
    assert found.log_factor <= found.log_best + CLOSE and found.log_p_value <= 0
    assert all(math.isfinite(value) for value in (found.log_p_fair, found.log_p_other, found.log_other))


def test_occams_penalty_is_the_width_of_a_prior_that_is_smooth_around_the_likelihood() -> None:
    sd = np.array([0.02, 0.04, 0.08])
    half = strength_at(0.5, sd) / 2
    assert [Beta(each, each).sd for each in half] == pytest.approx(list(sd))
    found = np.exp(log_factors(half, half, LARGE_SAMPLE.counts))
    assert found[1:] / found[:-1] == pytest.approx([0.5, 0.5], rel=0.02)


def test_there_is_no_prior_without_an_opinion() -> None:
    tiny = np.geomspace(1e-12, 0.5, 30)
    mixed, alike = (np.exp(log_factors(tiny, tiny, counts)) for counts in (Counts(7, 3), Counts(10, 0)))
    assert mixed[0] < 1e-8 and np.all(np.diff(mixed) > 0)
    assert alike[0] == pytest.approx(2.0**9), "half of it at 1, where all heads are certain"
