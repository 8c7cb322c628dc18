"""The Gamma-Poisson pair against scipy, quadrature for the evidence, and the sum of the predictive distribution."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma as oracle
from scipy.stats import nbinom

from core.belief import gamma_poisson
from core.belief.gamma_poisson import Gamma
from core.data.horse_kicks import HORSE_KICKS
from core.likelihood import poisson
from core.likelihood.poisson import Tally

PRIOR = Gamma(20, 20)


def test_posterior_of_the_horse_kicks() -> None:
    after = gamma_poisson.posterior(PRIOR, HORSE_KICKS)
    assert after == Gamma(142, 220)
    assert after.mean == pytest.approx(142 / 220)
    assert after.mode == pytest.approx(141 / 220)
    assert gamma_poisson.from_mean(1.0, 20) == PRIOR
    assert gamma_poisson.likelihood_as_density(HORSE_KICKS).mode == pytest.approx(poisson.mle(HORSE_KICKS))


@pytest.mark.parametrize(("a", "b"), [(142, 220), (0.3, 3), (1, 2), (5e4, 10)])
def test_densities_and_quantiles_agree_with_scipy(a: float, b: float) -> None:
    belief, other = Gamma(a, b), oracle(a, scale=1 / b)
    q = np.array([0.001, 0.5, 0.999])
    np.testing.assert_allclose(belief.ppf(q), other.ppf(q), rtol=1e-9)
    np.testing.assert_allclose(belief.cdf(belief.ppf(q)), q, rtol=1e-9)
    np.testing.assert_allclose(belief.logpdf(belief.ppf(q)), other.logpdf(belief.ppf(q)), atol=1e-9)
    assert (belief.mean, belief.sd) == pytest.approx((other.mean(), other.std()))
    k = np.arange(6)
    np.testing.assert_allclose(
        gamma_poisson.log_predictive(k, belief), nbinom(a, b / (b + 1)).logpmf(k), rtol=1e-9, atol=1e-9
    )


def test_the_prediction_sums_to_one_and_is_wider_than_poisson() -> None:
    belief, k = Gamma(4, 5), np.arange(200)
    p = np.exp(gamma_poisson.log_predictive(k, belief))
    assert p.sum() == pytest.approx(1, abs=1e-13)
    assert p @ k == pytest.approx(belief.mean)
    assert p @ k**2 - (p @ k) ** 2 == pytest.approx(belief.mean * (1 + 1 / belief.b))


def test_the_evidence_by_quadrature() -> None:
    top = float(poisson.log_likelihood(0.64, HORSE_KICKS))

    def joint(rate: float) -> float:
        return math.exp(float(PRIOR.logpdf(rate) + poisson.log_likelihood(rate, HORSE_KICKS)) - top)

    area, error = quad(joint, 0.2, 1.4, points=[0.64], epsabs=0, epsrel=1e-10)
    expected = math.log(area) + top
    assert gamma_poisson.log_evidence(PRIOR, HORSE_KICKS) == pytest.approx(expected, abs=2 * error / area + 1e-9)


def test_density_and_mode_at_rate_zero() -> None:
    assert float(Gamma(0.5, 1).logpdf(0.0)) == math.inf
    assert float(Gamma(1, 2).logpdf(0.0)) == pytest.approx(math.log(2))
    assert float(Gamma(2, 2).logpdf(0.0)) == -math.inf
    assert Gamma(0.5, 1).mode == Gamma(1, 1).mode == 0


def test_invalid_parameters_raise() -> None:
    with pytest.raises(ValueError, match="a must"):
        Gamma(0, 1)
    with pytest.raises(ValueError, match="rate must"):
        Gamma(1, 1).logpdf(-1)
    with pytest.raises(ValueError, match="k must"):
        gamma_poisson.log_predictive(0.5, PRIOR)
    with pytest.raises(ValueError, match="without data"):
        gamma_poisson.likelihood_as_density(Tally((), ()))
    assert gamma_poisson.posterior(PRIOR, Tally((), ())) == PRIOR
