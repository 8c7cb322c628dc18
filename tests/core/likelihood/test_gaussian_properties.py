"""The Gaussian likelihood for any readings."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from core.likelihood import gaussian
from core.likelihood.gaussian import Moments

EPS = float(np.finfo(np.float64).eps)

reading = st.floats(-1e6, 1e6, allow_subnormal=False)
samples = st.lists(reading, min_size=1, max_size=40)
spread = st.lists(reading, min_size=2, max_size=40).filter(lambda x: max(x) - min(x) > 1e-3)
sigmas = st.floats(1e-3, 1e6)


@given(samples)
def test_moments_against_exact_fractions(x: list[float]) -> None:
    exact = [Fraction(v) for v in x]
    mean = sum(exact) / len(x)
    squares = float(sum((v - mean) ** 2 for v in exact))
    m = gaussian.moments(x)
    largest = max(abs(v) for v in x)
    assert abs(m.mean - float(mean)) <= 2 * EPS * largest
    # The error of each deviation is about an ulp of the largest reading.
    rounding = 4 * EPS * (squares + largest * math.sqrt(len(x) * squares)) + len(x) * (2 * EPS * largest) ** 2
    assert abs(m.sum_of_squares - squares) <= rounding


@given(spread, reading, sigmas)
def test_nothing_beats_the_mle(x: list[float], mu: float, sigma: float) -> None:
    m = gaussian.moments(x)
    value, top = float(gaussian.log_likelihood(mu, sigma, m)), gaussian.max_log_likelihood(m)
    profile = float(gaussian.profile_log_likelihood(mu, m))
    slack = 16 * EPS * (abs(value) + abs(top) + m.n * (1 + abs(math.log(sigma))))
    assert value <= profile + slack
    assert profile <= top + slack
    assert abs(float(gaussian.profile_log_likelihood_ratio(mu, m)) - (profile - top)) <= 16 * EPS * (
        abs(profile) + abs(top) + 20 * m.n
    )


@given(spread, reading, sigmas)
def test_surface_agrees_with_the_log_likelihood(x: list[float], mu: float, sigma: float) -> None:
    m = gaussian.moments(x)
    depth = float(gaussian.surface(m, [mu], [sigma])[0, 0])
    value, top = float(gaussian.log_likelihood(mu, sigma, m)), gaussian.max_log_likelihood(m)
    assert depth >= 0
    # expm1(-2 r) has a relative error of 2 |r| ulp from r; its size is that of the squares in the log-likelihood.
    size = (abs(value) + abs(top) + 20 * m.n) * (1 + abs(math.log(sigma)) + 20)
    assert abs(depth - (top - value)) <= 8 * EPS * size


@given(spread, reading, sigmas)
def test_ratio_is_the_difference_to_the_top(x: list[float], mu: float, sigma: float) -> None:
    m = gaussian.moments(x)
    value, top = (
        float(gaussian.log_likelihood(mu, sigma, m)),
        float(gaussian.log_likelihood(m.mean, sigma, m)),
    )
    ratio = float(gaussian.log_likelihood_ratio(mu, sigma, m))
    assert ratio <= 0
    assert abs(ratio - (value - top)) <= 16 * EPS * (abs(value) + abs(top) + m.n * (1 + abs(math.log(sigma))))


@given(samples, sigmas, st.floats(-5, 5))
def test_slope_at_a_distance_is_the_information_times_the_distance(
    x: list[float], sigma: float, deviations: float
) -> None:
    m = gaussian.moments(x)
    se = gaussian.standard_error(m, sigma)
    mu = m.mean + deviations * se
    assume(abs(mu - m.mean) > 1e-3 * se and se > 1e3 * EPS * abs(m.mean))
    # The log-likelihood of mu is exactly quadratic, so its ratio is -z^2 / 2 with z = distance / se.
    z = (mu - m.mean) / se
    assert abs(float(gaussian.log_likelihood_ratio(mu, sigma, m)) + 0.5 * z * z) <= 8 * EPS * z * z


@given(spread, st.integers(-20, 20))
def test_the_fit_scales_with_the_unit(x: list[float], exponent: int) -> None:
    factor = 2.0**exponent  # exact in float64
    fit, scaled = gaussian.mle(x), gaussian.mle([factor * v for v in x])
    assert scaled.mu == factor * fit.mu
    assert abs(scaled.sigma - factor * fit.sigma) <= 4 * EPS * scaled.sigma


@given(spread)
def test_moments_and_readings_give_the_same_results(x: list[float]) -> None:
    m = gaussian.moments(x)
    assert isinstance(m, Moments)
    assert gaussian.mle(m) == gaussian.mle(x)
    assert gaussian.standard_error(m) == gaussian.standard_error(x)
