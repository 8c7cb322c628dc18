"""The beta-binomial evidence, its maximum and the average over all priors, against scipy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.special import betaln
from scipy.stats import beta, betabinom, binom

from core.belief.batting import SERIES
from core.belief.beta_binomial import (
    MOST_TRIALS,
    Series,
    estimates,
    fit,
    hierarchical,
    log_evidence,
    prior_sd,
    strength,
)

SPREAD = Series((1, 9, 4, 0, 10, 7), 10)
"""Cases that differ by more than chance."""


def coefficients(series: Series) -> float:
    """The logs of the binomial coefficients, which scipy's distributions have."""
    n = series.trials
    return sum(-math.log(n + 1) - betaln(n - h + 1, h + 1) for h in series.successes)


@pytest.mark.parametrize("series", [SERIES, SPREAD, Series((0,), 1), Series((3, 3, 3), 3)])
@pytest.mark.parametrize("mean", [0.03, 0.265, 0.5, 0.9])
@pytest.mark.parametrize("share", [0.001, 0.3, 0.5, 0.94, 0.999])
def test_the_evidence_is_the_beta_binomial_probability(series: Series, mean: float, share: float) -> None:
    k = strength(share, series.trials)
    expected = betabinom.logpmf(series.successes, series.trials, k * mean, k * (1 - mean)).sum()
    assert log_evidence(mean, share, series) + coefficients(series) == pytest.approx(expected, abs=1e-8)


def test_at_a_share_of_1_the_evidence_is_the_likelihood_of_all_as_one() -> None:
    expected = binom.logpmf(SERIES.successes, SERIES.trials, 0.3).sum()
    assert log_evidence(0.3, 1.0, SERIES) + coefficients(SERIES) == pytest.approx(expected, abs=1e-10)
    # Where betaln has lost all digits the evidence goes on smoothly.
    near = log_evidence(0.3, 1 - np.array([1e-12, 1e-14]), SERIES)
    np.testing.assert_allclose(near, log_evidence(0.3, 1.0, SERIES), atol=1e-8)


def test_at_a_share_of_0_only_pure_cases_are_possible() -> None:
    assert log_evidence(0.3, 0.0, SERIES) == -math.inf
    pure = Series((0, 10, 10), 10)
    assert log_evidence(0.3, 0.0, pure) == pytest.approx(math.log(0.7) + 2 * math.log(0.3))
    assert log_evidence(0.0, 0.5, pure) == -math.inf
    assert log_evidence(0.0, 0.5, Series((0, 0), 10)) == 0


@pytest.mark.parametrize("series", [SERIES, SPREAD, Series((2, 4, 9, 4), 12)])
def test_the_fitted_prior_is_scipys_maximum(series: Series) -> None:
    def lost(logs: np.ndarray) -> float:
        return -float(betabinom.logpmf(series.successes, series.trials, *np.exp(logs)).sum())

    # The maximum for the batters is flat, and far from that of the other two.
    start = np.log([200.0, 600.0] if series is SERIES else [2.0, 3.0])
    found = minimize(lost, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-12})
    a, b = np.exp(found.x)
    mean, share = fit(series)
    assert mean == pytest.approx(a / (a + b), abs=1e-5)
    assert share == pytest.approx((a + b) / (a + b + series.trials), abs=2e-5)
    assert log_evidence(mean, share, series) + coefficients(series) >= -found.fun - 1e-9


def test_cases_that_scatter_less_than_chance_are_one() -> None:
    assert fit(Series((5, 5, 5, 5), 10)) == pytest.approx((0.5, 1.0))
    assert fit(Series((7,), 10)) == pytest.approx((0.7, 1.0))


@pytest.mark.parametrize(("successes", "rate"), [((0, 0, 0), 0.0), ((10, 10, 10), 1.0)])
def test_cases_that_are_all_pure(successes: tuple[int, ...], rate: float) -> None:
    series = Series(successes, 10)
    assert fit(series) == (rate, 1.0)
    found = hierarchical(series)
    assert np.isfinite(found.estimates).all() and 0 <= found.share <= 1 and math.isfinite(found.sd)
    assert (found.estimates == pytest.approx(rate, abs=0.1)) and abs(found.estimates[0] - rate) > 0


@pytest.mark.parametrize("series", [SERIES, Series((2, 9, 4, 7), 12)])
def test_the_hierarchical_answer_is_an_integral_over_a_and_b(series: Series) -> None:
    """By trapezoids in log a and log b, with scipy's Beta function and BDA3's hyperprior (a + b)^(-5/2).

    Beyond the ends lies less than 1e-4 of the posterior, where the estimates differ by less than 0.1.
    """
    n, middle = series.trials, math.log(1 / series.pooled - 1)
    log_a = np.linspace(-7, 22, 300)[:, None]
    log_b = log_a + middle + np.linspace(-6, 6, 400)
    a, b = np.exp(log_a), np.exp(log_b)
    log_p = sum(betaln(a + h, b + n - h) - betaln(a, b) for h in series.successes)
    log_p = log_p - 2.5 * np.log(a + b) + log_a + log_b
    p = np.exp(log_p - log_p.max())
    p /= p.sum()
    found = hierarchical(series)
    expected = [(p * (a + h) / (a + b + n)).sum() for h in series.successes]
    np.testing.assert_allclose(found.estimates, expected, atol=2e-5)
    mean = a / (a + b)
    assert found.mean == pytest.approx((p * mean).sum(), abs=2e-5)
    assert found.share == pytest.approx((p * (a + b) / (a + b + n)).sum(), abs=2e-4)
    variance = (p * (mean * (1 - mean) / (a + b + 1) + (mean - found.mean) ** 2)).sum()
    assert found.sd == pytest.approx(math.sqrt(variance), abs=1e-4)


def test_the_hierarchical_estimates_have_one_share_and_a_larger_power_a_smaller_one() -> None:
    shares = [hierarchical(SERIES, power).share for power in (1.5, 2.0, 2.5)]
    assert shares[0] > shares[1] > shares[2] > 0
    found = hierarchical(SERIES)
    slope = np.polyfit(SERIES.rates, found.estimates, 1)[0]
    assert slope == pytest.approx(1 - found.share, abs=1e-9)


def test_strength_and_spread() -> None:
    assert strength(0.5, 45) == 45 and strength(0.0, 45) == 0 and strength(1.0, 45) == math.inf
    assert prior_sd(0.3, 0.5, 45) == pytest.approx(beta(0.3 * 45, 0.7 * 45).std())
    assert prior_sd(0.3, 1.0, 45) == 0


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=12), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)
)  # fmt: skip
def test_an_estimate_lies_between_the_own_rate_and_the_mean(
    hits: list[int], mean: float, one: float, two: float
) -> None:
    series, (less, more) = Series(tuple(hits), 20), sorted((one, two))
    near, far = estimates(mean, less, series), estimates(mean, more, series)
    assert (np.abs(far - mean) <= np.abs(near - mean) + 1e-12).all()
    low, high = np.minimum(series.rates, mean), np.maximum(series.rates, mean)
    assert ((near >= low - 1e-12) & (near <= high + 1e-12)).all()
    np.testing.assert_array_equal(estimates(mean, 0.0, series), series.rates)
    np.testing.assert_array_equal(estimates(mean, 1.0, series), mean)


@pytest.mark.parametrize(
    ("successes", "trials"), [((), 10), ((11,), 10), ((-1, 2), 10), ((0,), 0), ((5,), MOST_TRIALS + 1)]
)
def test_impossible_series_are_refused(successes: tuple[int, ...], trials: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        Series(successes, trials)


def test_the_largest_series_has_an_evidence() -> None:
    large = Series((0, MOST_TRIALS, 400), MOST_TRIALS)
    assert np.isfinite(log_evidence(0.4, np.array([1e-9, 0.5, 1 - 1e-9]), large)).all()


def test_shares_and_powers_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="share"):
        log_evidence(0.3, 1.1, SERIES)
    with pytest.raises(ValueError, match="mean"):
        estimates(math.nan, 0.5, SERIES)
    with pytest.raises(ValueError, match="three cases"):
        hierarchical(Series((1, 2), 10))
    with pytest.raises(ValueError, match="power"):
        hierarchical(SERIES, 1.0)
