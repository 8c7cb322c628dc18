"""A Gaussian for readings in whole numbers, against scipy's Gaussian, its optimizer and its quadrature."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import norm

from core.data import newcomb
from core.likelihood import whole_readings
from core.likelihood.whole_readings import log_pmf, mle, posterior_of_mean, slope, step, tally

LIGHT = tally(newcomb.READINGS)


def minus_mean_log_likelihood(at: np.ndarray) -> float:
    mu, sigma = at[0], math.exp(at[1])
    off = np.abs(LIGHT.value - mu)
    near, far = norm.logsf((off - 0.5) / sigma), norm.logsf((off + 0.5) / sigma)
    return float(-LIGHT.share @ (near + np.log1p(-np.exp(far - near))))


def test_readings_are_counted() -> None:
    found = tally([3, -1, 3.0])
    assert (found.value.tolist(), found.frequency.tolist()) == ([-1, 3], [1, 2])
    assert LIGHT.frequency.sum() == 66 and LIGHT.value.size == len(set(newcomb.READINGS))
    assert LIGHT.share.sum() == pytest.approx(1, abs=1e-15)
    for wrong in ([], [0.5], [math.nan], [math.inf]):
        with pytest.raises(ValueError, match="whole numbers"):
            tally(wrong)


@pytest.mark.parametrize(("mu", "sigma"), [(26.2, 10.7), (0.0, 5.0), (50.0, 30.0), (0.3, 0.4), (7.0, 1000.0)])
def test_probabilities_are_differences_of_cdfs_and_sum_to_1(mu: float, sigma: float) -> None:
    k = np.arange(math.floor(mu - 12 * sigma) - 1, math.ceil(mu + 12 * sigma) + 2)
    p = np.exp(log_pmf(k, mu, sigma))
    assert p == pytest.approx(norm.cdf(k + 0.5, mu, sigma) - norm.cdf(k - 0.5, mu, sigma), abs=1e-15)
    assert p.sum() == pytest.approx(1, abs=1e-13)


@pytest.mark.parametrize("sigma", [0.5, 1.0, 3.0])
def test_far_tails_are_right_in_log_space(sigma: float) -> None:
    # −44 lies up to 140 standard deviations below the mean: its probability is far below the smallest float.
    for k in (-44.0, 96.0):
        off = abs(k - 26.0)
        log_density = norm.logpdf(off / sigma) - math.log(sigma)
        # The mean of exp(logpdf - logpdf at k) over the interval, by quadrature.
        mean, _ = quad(lambda u: math.exp(-(2 * off * u + u * u) / (2 * sigma**2)), -0.5, 0.5, epsabs=0, epsrel=1e-12)  # noqa: B023
        assert float(log_pmf(k, 26.0, sigma)) == pytest.approx(log_density + math.log(mean), rel=1e-12)
    assert float(log_pmf(-44, 26.0, sigma)) == pytest.approx(float(log_pmf(96, 26.0, sigma)), rel=1e-14)
    assert float(log_pmf(-44, 26.0, 1.0)) == pytest.approx(-2421.0, abs=2.0)


@given(
    some.integers(-10_000, 10_000), some.floats(-1e4, 1e4), some.floats(1e-3, 1e6), some.floats(1e-3, 1e6)
)  # fmt: skip
def test_a_log_probability_is_never_nan_nor_above_0(k: int, mu: float, sigma: float, other: float) -> None:
    for width in (sigma, other):
        assert -math.inf <= float(log_pmf(k, mu, width)) <= 0


def test_a_distance_beyond_float64_has_probability_0() -> None:
    assert float(log_pmf(0, 1e200, 1e-200)) == -math.inf


@pytest.mark.parametrize(("mu", "sigma"), [(26.2, 10.7), (0.0, 5.0), (50.0, 30.0), (25.0, 1.0)])
def test_slopes_are_those_of_finite_differences(mu: float, sigma: float) -> None:
    found = slope(LIGHT, mu, sigma)
    at, by = np.array([mu, math.log(sigma)]), 1e-5 * np.eye(2)
    numeric = [(minus_mean_log_likelihood(at - d) - minus_mean_log_likelihood(at + d)) / 2e-5 for d in by]
    assert (found.mu, found.log_sigma) == pytest.approx(numeric, rel=1e-6, abs=1e-8)


def test_the_mle_is_where_scipys_optimizer_ends() -> None:
    fit = mle(LIGHT)
    best = minimize(
        minus_mean_log_likelihood, [20.0, 2.0], method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-14}
    )
    assert (fit.mu, math.log(fit.sigma)) == pytest.approx(best.x, abs=1e-6)
    assert minus_mean_log_likelihood(np.array([fit.mu, math.log(fit.sigma)])) <= best.fun + 1e-14
    # Sheppard's correction: rounding adds about 1/12 to the variance of readings.
    variance = float(LIGHT.share @ (LIGHT.value - LIGHT.share @ LIGHT.value) ** 2)
    assert fit.sigma**2 == pytest.approx(variance - 1 / 12, abs=1e-3)


@pytest.mark.parametrize("start", [(0.0, 5.0), (50.0, 5.0), (50.0, 30.0), (26.0, 5.0)])
def test_steps_raise_the_likelihood_and_end_at_the_mle(start: tuple[float, float]) -> None:
    here, fit, heights = whole_readings.Fit(*start), mle(LIGHT), []
    for _ in range(600):
        heights.append(-minus_mean_log_likelihood(np.array([here.mu, math.log(here.sigma)])))
        here = step(LIGHT, here.mu, here.sigma, 0.1)
    assert np.all(np.diff(heights) > -1e-12)
    assert tuple(here) == pytest.approx(tuple(fit), rel=1e-12)


def test_the_posterior_of_the_mean_narrows_by_the_root_of_n() -> None:
    fit = mle(LIGHT)
    once, ten, hundred = (posterior_of_mean(LIGHT, fit.sigma, times) for times in (1, 10, 100))
    for belief in (once, ten, hundred):
        assert belief.mean == pytest.approx(fit.mu, abs=1e-9)
    assert once.sd / ten.sd == pytest.approx(math.sqrt(10), rel=1e-4)
    assert ten.sd / hundred.sd == pytest.approx(math.sqrt(10), rel=1e-5)
    # Beside the noise of σ, that of rounding is a thousandth.
    assert once.sd == pytest.approx(fit.sigma / math.sqrt(66), rel=1e-3)


def test_the_posterior_is_that_of_scipys_quadrature() -> None:
    sigma, n = 3.0, 66

    def weight(mu: float) -> float:
        return math.exp(
            n * (minus_mean_log_likelihood(top) - minus_mean_log_likelihood(np.array([mu, math.log(sigma)])))
        )

    top = np.array([26.2, math.log(sigma)])
    area, first = (quad(lambda mu, k=k: mu**k * weight(mu), 23, 29, epsrel=1e-11)[0] for k in (0, 1))
    found = posterior_of_mean(LIGHT, sigma)
    assert found.mean == pytest.approx(first / area, abs=1e-8)
    variance = quad(lambda mu: (mu - first / area) ** 2 * weight(mu), 23, 29, epsrel=1e-11)[0] / area
    assert found.sd == pytest.approx(math.sqrt(variance), rel=1e-6)


def test_what_has_no_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="no maximum"):
        mle(tally([5, 5]))
    for mu, sigma in ((math.nan, 1.0), (math.inf, 1.0), (0.0, 0.0), (0.0, math.nan), (0.0, -1.0)):
        with pytest.raises(ValueError, match="must be"):
            log_pmf(0, mu, sigma)
