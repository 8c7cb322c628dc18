"""Isolines of the Gaussian likelihood, and the area and volume under it by quadrature."""

import math

import numpy as np
import pytest
from scipy.integrate import dblquad, quad

from core.data import newcomb
from core.likelihood import gaussian
from core.likelihood.gaussian_surface import isoline, log_profile_area, log_volume

NEWCOMB = gaussian.moments(newcomb.readings())
FOUR = gaussian.moments([1.0, 2.0, 4.0, 4.5])


@pytest.mark.parametrize("moments", [NEWCOMB, FOUR])
@pytest.mark.parametrize("drop", [0.5, 1.92, 3.0])
def test_every_point_of_an_isoline_is_drop_nats_below_the_maximum(moments: gaussian.Moments, drop: float) -> None:
    line = isoline(moments, drop)
    depth = gaussian.max_log_likelihood(moments) - gaussian.log_likelihood(line.mu, line.sigma, moments)
    np.testing.assert_allclose(depth, drop, atol=1e-9)
    assert line.mu[0] == line.mu[-1]
    assert line.sigma[0] == line.sigma[-1]


def test_an_isoline_needs_a_positive_drop() -> None:
    with pytest.raises(ValueError, match="below the top"):
        isoline(FOUR, 0.0)


def test_profile_area_is_the_integral() -> None:
    top = gaussian.max_log_likelihood(FOUR)
    area, error = quad(lambda mu: math.exp(float(gaussian.profile_log_likelihood(mu, FOUR)) - top), -np.inf, np.inf)
    assert log_profile_area(FOUR) - top == pytest.approx(math.log(area), abs=10 * error + 1e-9)


def test_volume_is_the_integral() -> None:
    top = gaussian.max_log_likelihood(FOUR)

    def height(mu: float, log_sigma: float) -> float:
        sigma = math.exp(log_sigma)
        return sigma * math.exp(float(gaussian.log_likelihood(mu, sigma, FOUR)) - top)

    # In log sigma: the volume's tail falls like a power. Six decades hold all but 1e-9 of it.
    volume, _ = dblquad(height, -2.0, 11.0, lambda s: -60 * math.exp(s) - 60, lambda s: 60 * math.exp(s) + 60)
    assert log_volume(FOUR) - top == pytest.approx(math.log(volume), abs=1e-4)


def test_volume_needs_three_readings() -> None:
    with pytest.raises(ValueError, match="infinite"):
        log_volume(gaussian.moments([1.0, 2.0]))
