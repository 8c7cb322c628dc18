"""The Gaussian likelihood: closed forms on Newcomb's readings, scipy, and degenerate data."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import norm

from core.data import newcomb
from core.likelihood import gaussian
from core.likelihood.gaussian import Moments

EPS = np.finfo(np.float64).eps
X = newcomb.readings()
M = gaussian.moments(X)


def test_moments_of_newcombs_readings_are_exact() -> None:
    total, squares = sum(newcomb.READINGS), sum(x * x for x in newcomb.READINGS)
    assert M.n == 66
    assert M.mean == total / 66
    assert M.sum_of_squares == pytest.approx((66 * squares - total**2) / 66, rel=8 * EPS)
    assert abs(M.mean - 26.212) < 5e-4


def test_a_large_offset_costs_no_digits() -> None:
    shifted = gaussian.moments(X + 2.0**40)
    assert shifted.sum_of_squares == pytest.approx(M.sum_of_squares, rel=1e-9)  # the mean is off by 1e-4 ulp


@pytest.mark.parametrize("bad", [[], [math.nan], [1, math.inf], [[1.0, 2.0]], 3.0, [1e200, 0]])
def test_bad_data_raise(bad: object) -> None:
    with pytest.raises(ValueError, match="data"):
        gaussian.moments(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("sigma", [0.0, -1.0, math.nan, math.inf])
def test_bad_sigma_raises(sigma: float) -> None:
    for call in (
        lambda: gaussian.log_likelihood(0.0, sigma, X),
        lambda: gaussian.log_likelihood_ratio(0.0, sigma, X),
        lambda: gaussian.standard_error(X, sigma),
        lambda: gaussian.surface(X, [0.0], [sigma]),
        lambda: gaussian.log_area(X, sigma),
    ):
        with pytest.raises(ValueError, match="sigma must be positive"):
            call()


@pytest.mark.parametrize("mu", [math.nan, math.inf])
def test_bad_mu_raises(mu: float) -> None:
    with pytest.raises(ValueError, match="mu must be finite"):
        gaussian.log_likelihood(mu, 1.0, X)


@pytest.mark.parametrize("data", [[3.0], [0.1] * 7])
def test_equal_readings_have_no_fit(data: list[float]) -> None:
    assert gaussian.moments(data) == Moments(len(data), data[0], 0.0)
    for call in (
        gaussian.mle,
        gaussian.max_log_likelihood,
        gaussian.standard_error,
        lambda d: gaussian.profile_log_likelihood(0.0, d),
        lambda d: gaussian.profile_log_likelihood_ratio(0.0, d),
        lambda d: gaussian.surface(d, [0.0], [1.0]),
    ):
        with pytest.raises(ValueError, match="equal readings"):
            call(data)
    # With sigma known, equal readings (one included) are fine.
    expected = float(norm.logpdf(data, 0.0, 2.0).sum())
    assert float(gaussian.log_likelihood(0.0, 2.0, data)) == pytest.approx(expected, rel=16 * EPS)
    assert gaussian.standard_error(data, 2.0) == pytest.approx(2 / math.sqrt(len(data)), rel=4 * EPS)


def test_log_likelihood_against_scipy_and_broadcasting() -> None:
    mu, sigma = np.array([-5.0, 0.0, 26.2, 100.0]), np.array([[0.5], [10.7], [300.0]])
    got = gaussian.log_likelihood(mu, sigma, X)
    assert got.shape == (3, 4)
    expected = norm.logpdf(X[:, None, None], mu, sigma).sum(axis=0)
    np.testing.assert_allclose(got, expected, rtol=66 * EPS)  # 66 terms are summed
    np.testing.assert_array_equal(gaussian.log_likelihood(mu, sigma, M), got)


def test_a_tiny_sigma_gives_minus_infinity_without_a_warning() -> None:
    assert gaussian.log_likelihood(0.0, 1e-300, X) == -math.inf
    assert gaussian.log_likelihood_ratio(0.0, 1e-300, X) == -math.inf
    assert gaussian.surface(X, [0.0], [1e-300]) == math.inf


def test_mle_against_scipy() -> None:
    location, scale = norm.fit(X)
    assert gaussian.mle(X) == pytest.approx((location, scale), rel=66 * EPS)
    top = float(gaussian.log_likelihood(*gaussian.mle(X), X))
    assert gaussian.max_log_likelihood(X) == pytest.approx(top, rel=16 * EPS)


def test_the_profile_is_the_maximum_over_sigma() -> None:
    for mu in (10.0, 26.0, 60.0):
        best = minimize_scalar(
            lambda log_sigma, mu=mu: -float(gaussian.log_likelihood(mu, math.exp(log_sigma), M)),
            bounds=(0, 6), method="bounded", options={"xatol": 1e-9},
        )  # fmt: skip
        got = float(gaussian.profile_log_likelihood(mu, X))
        # Second order at the top: 2 n xatol^2 / 2, plus rounding.
        assert abs(got + best.fun) < 66 * (2e-8) ** 2 + 64 * EPS * abs(got)


def test_standard_errors() -> None:
    s = float(np.std(X, ddof=1))
    assert gaussian.standard_error(X, 10.0) == pytest.approx(10 / math.sqrt(66), rel=4 * EPS)
    expected = s / math.sqrt(66) * math.sqrt(65 / 66)
    assert gaussian.standard_error(X) == pytest.approx(expected, rel=66 * EPS)


def test_surface_is_the_distance_below_the_maximum() -> None:
    mu, sigma = np.linspace(15, 35, 11), np.geomspace(5, 30, 7)
    depth = gaussian.surface(M, mu, sigma)
    assert depth.shape == (7, 11)
    top = gaussian.max_log_likelihood(M)
    direct = top - gaussian.log_likelihood(mu[None, :], sigma[:, None], M)
    size = abs(top) + np.abs(gaussian.log_likelihood(mu[None, :], sigma[:, None], M))
    assert np.all(np.abs(depth - direct) <= 8 * EPS * size)
    assert np.all(depth >= 0)
    fit = gaussian.mle(M)
    # r = log(sigma / sigma-hat) is 0 to one ulp of log sigma; r + expm1(-2r) / 2 is then an ulp at most.
    assert float(gaussian.surface(M, [fit.mu], [fit.sigma])[0, 0]) <= 66 * 4 * EPS
    with pytest.raises(ValueError, match="one-dimensional"):
        gaussian.surface(M, [[1.0]], [1.0])


@pytest.mark.parametrize("sigma", [3.0, 10.7])
def test_area_by_quadrature(sigma: float) -> None:
    se = gaussian.standard_error(M, sigma)
    value, error = quad(
        lambda mu: math.exp(gaussian.log_likelihood_ratio(mu, sigma, M)),
        M.mean - 12 * se, M.mean + 12 * se, epsabs=0, epsrel=1e-12,
    )  # fmt: skip
    top = float(gaussian.log_likelihood(M.mean, sigma, M))
    tolerance = error / value + math.exp(-70) + 16 * EPS * abs(top)
    assert abs(gaussian.log_area(M, sigma) - (top + math.log(value))) < tolerance
