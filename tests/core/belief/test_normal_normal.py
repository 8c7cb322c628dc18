"""The Normal-Normal pair on Newcomb's readings: precisions add, scipy, and quadrature for the evidence."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from core.belief import normal_normal
from core.belief.normal_normal import Normal
from core.data import newcomb
from core.likelihood import gaussian

DATA = gaussian.moments(newcomb.readings())
SIGMA = gaussian.mle(DATA).sigma
PRIOR = Normal(20.0, 2.0)


def test_precisions_add_and_means_are_weighted_by_them() -> None:
    after = normal_normal.posterior(PRIOR, DATA, SIGMA)
    before, data = 1 / PRIOR.sd**2, DATA.n / SIGMA**2
    assert after.sd == pytest.approx((before + data) ** -0.5, rel=1e-14)
    assert after.mean == pytest.approx((before * PRIOR.mean + data * DATA.mean) / (before + data), rel=1e-14)
    assert normal_normal.prior_weight(PRIOR, DATA, SIGMA) == pytest.approx(before / (before + data))


def test_evidence_posterior_and_prediction_by_quadrature() -> None:
    top = float(gaussian.log_likelihood(DATA.mean, SIGMA, DATA))
    after = normal_normal.posterior(PRIOR, DATA, SIGMA)

    def joint(mu: float) -> float:
        return math.exp(float(PRIOR.logpdf(mu) + gaussian.log_likelihood(mu, SIGMA, DATA)) - top)

    area, error = quad(joint, 5, 45, points=[after.mean], epsabs=0, epsrel=1e-11)
    assert normal_normal.log_evidence(PRIOR, DATA, SIGMA) == pytest.approx(
        math.log(area) + top, abs=2 * error / area + 1e-9
    )
    assert math.exp(float(after.logpdf(25.0))) == pytest.approx(joint(25.0) / area, rel=1e-9)
    ahead = normal_normal.predictive(after, SIGMA)
    density, _ = quad(lambda mu: norm.pdf(30.0, mu, SIGMA) * math.exp(float(after.logpdf(mu))), 10, 40)
    assert math.exp(float(ahead.logpdf(30.0))) == pytest.approx(density, rel=1e-8)
    assert ahead.sd > SIGMA


def test_densities_and_quantiles_agree_with_scipy() -> None:
    belief, other = Normal(-3.0, 0.7), norm(-3.0, 0.7)
    q = np.array([1e-9, 0.3, 0.975])
    np.testing.assert_allclose(belief.ppf(q), other.ppf(q), rtol=1e-13)
    np.testing.assert_allclose(belief.cdf(belief.ppf(q)), q, rtol=1e-12)
    np.testing.assert_allclose(belief.logpdf(belief.ppf(q)), other.logpdf(belief.ppf(q)), rtol=1e-13)


def test_a_tiny_and_a_huge_prior_sd_give_finite_posteriors() -> None:
    stubborn = normal_normal.posterior(Normal(20.0, 1e-200), DATA, SIGMA)
    assert (stubborn.mean, stubborn.sd) == (20.0, 1e-200)
    open_mind = normal_normal.posterior(Normal(20.0, 1e100), DATA, SIGMA)
    assert open_mind.mean == pytest.approx(DATA.mean)
    assert open_mind.sd == pytest.approx(SIGMA / math.sqrt(DATA.n))


@pytest.mark.parametrize("sd", [0.0, -1.0, math.nan, math.inf])
def test_standard_deviations_that_are_not_positive_and_finite_raise(sd: float) -> None:
    with pytest.raises(ValueError, match="sd must"):
        Normal(0.0, sd)
    with pytest.raises(ValueError, match="sigma must"):
        normal_normal.posterior(PRIOR, DATA, sd)
