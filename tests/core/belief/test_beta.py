"""The Beta distribution against scipy, its mode in every case, and the precision of its log-ratio."""

import math

import numpy as np
import pytest
from scipy.stats import beta as oracle

from core.belief.beta import Beta, from_mean

EPS = float(np.finfo(np.float64).eps)
SHAPES = [(17, 13), (0.5, 0.5), (1, 1), (0.6, 3), (710, 310), (178_089, 172_688), (1_000_010, 10), (2, 1000)]


@pytest.mark.parametrize(("a", "b"), SHAPES)
def test_quantiles_densities_and_moments_agree_with_scipy(a: float, b: float) -> None:
    belief, other = Beta(a, b), oracle(a, b)
    q = np.array([1e-6, 0.025, 0.5, 0.975, 1 - 1e-6])
    theta = belief.ppf(q)
    np.testing.assert_allclose(theta, other.ppf(q), rtol=1e-10)
    np.testing.assert_allclose(belief.cdf(theta), q, rtol=1e-7)
    np.testing.assert_allclose(belief.logpdf(theta), other.logpdf(theta), rtol=1e-9, atol=16 * EPS * (a + b) * 12)
    assert belief.mean == pytest.approx(other.mean(), rel=4 * EPS)
    assert belief.sd == pytest.approx(other.std(), rel=16 * EPS)


@pytest.mark.parametrize(
    ("a", "b", "place", "at", "height"),
    [
        (17, 13, "inside", (16 / 28,), None),
        (1.5, 1.5, "inside", (0.5,), None),
        (1, 1, "everywhere", (), 1.0),
        (0.5, 0.5, "at both ends", (0.0, 1.0), math.inf),
        (0.5, 0.9, "at both ends", (0.0, 1.0), math.inf),
        (0.5, 1, "at 0", (0.0,), math.inf),
        (0.5, 20, "at 0", (0.0,), math.inf),
        (1, 5, "at 0", (0.0,), 5.0),
        (1, 0.5, "at 1", (1.0,), math.inf),
        (5, 1, "at 1", (1.0,), 5.0),
        (5, 0.5, "at 1", (1.0,), math.inf),
    ],
)
def test_the_mode_is_where_the_density_is_highest(a, b, place, at, height) -> None:
    belief = Beta(a, b)
    mode = belief.mode
    assert (mode.place, mode.at) == (place, at)
    assert height is None or mode.height == height
    density = belief.logpdf(np.linspace(0, 1, 10_001))
    assert not np.isnan(density).any()
    with np.errstate(divide="ignore"):
        assert density.max() <= np.log(mode.height) + 1e-12
    for theta in mode.at:
        with np.errstate(over="ignore"):
            assert np.exp(belief.logpdf(theta)) == pytest.approx(mode.height)


def test_the_log_ratio_keeps_its_digits() -> None:
    belief = Beta(1_000_001, 1_000_001)
    # The exact value at a distance d from the middle, relative to the middle, is 10^6 log(1 - 4 d^2).
    for d in (1e-6, 1e-3, 0.2):
        assert belief.log_ratio(0.5 + d, 0.5) == pytest.approx(1e6 * math.log1p(-4 * d * d), rel=1e-9)
    assert Beta(3, 1).log_ratio(0.9, 0.001) == pytest.approx(2 * math.log(900), rel=8 * EPS)


@pytest.mark.parametrize(
    ("a", "b", "text"),
    [(17, 13, "Beta(17, 13)"), (0.5, 10.25, "Beta(0.5, 10.25)"), (100, 1_000_010, "Beta(100, 1000010)")],
)
def test_a_beta_as_text(a: float, b: float, text: str) -> None:
    assert str(Beta(a, b)) == text


def test_from_mean() -> None:
    assert from_mean(0.25, 8) == Beta(2, 6)
    for mean in (0.0, 1.0, math.nan):
        with pytest.raises(ValueError, match="mean must"):
            from_mean(mean, 2)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_parameters_that_are_not_positive_and_finite_raise(bad: float) -> None:
    with pytest.raises(ValueError, match="a must be positive"):
        Beta(bad, 1)
    with pytest.raises(ValueError, match="b must be positive"):
        Beta(1, bad)


def test_theta_or_q_outside_the_unit_interval_raises() -> None:
    with pytest.raises(ValueError, match="theta must lie"):
        Beta(2, 2).logpdf(1.1)
    with pytest.raises(ValueError, match="q must lie"):
        Beta(2, 2).ppf(math.nan)
