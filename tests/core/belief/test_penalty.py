"""Conversions between penalties and priors: closed forms, densities against scipy, and invalid arguments."""

import math
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from core.belief import penalty


def test_numbers_quoted_by_the_course() -> None:
    assert round(penalty.sigma_from_weight_decay(0.01, 500), 3) == 0.447
    assert penalty.lambda_sum_from_sigma(1) == 0.5
    assert penalty.lambda_mean_from_sigma(1, 500) == 0.001
    assert penalty.weight_decay_from_sigma(1, 500) == 0.002
    assert penalty.laplace_lambda_sum(0.25) == 4
    assert penalty.weight_decay_from_laplace_scale(0.25, 100) == 0.04


@pytest.mark.parametrize("wd", [1e-100, 1e-6, 0.01, 3.7, 1e6])
@pytest.mark.parametrize("n", [1, 7, 5000])
def test_conversions_are_inverse_to_each_other(wd: float, n: int) -> None:
    sigma = penalty.sigma_from_weight_decay(wd, n)
    assert penalty.weight_decay_from_sigma(sigma, n) == pytest.approx(wd, rel=1e-14)
    assert penalty.sigma_from_lambda_sum(penalty.lambda_sum_from_sigma(sigma)) == pytest.approx(sigma, rel=1e-14)
    assert penalty.sigma_from_lambda_mean(wd / 2, n) == sigma
    assert 2 * n * penalty.lambda_mean_from_sigma(sigma, n) == pytest.approx(1 / sigma**2, rel=1e-14)
    b = penalty.laplace_scale_from_weight_decay(wd, n)
    assert penalty.weight_decay_from_laplace_scale(b, n) == pytest.approx(wd, rel=1e-14)
    assert penalty.prior_sd("gaussian", wd, n) == sigma
    assert penalty.prior_sd("laplace", wd, n) == pytest.approx(float(stats.laplace.std(scale=b)), rel=1e-14)


def test_no_decay_is_an_infinitely_wide_prior() -> None:
    assert penalty.sigma_from_weight_decay(0, 10) == penalty.laplace_scale_from_weight_decay(0, 10) == math.inf
    assert penalty.weight_decay_from_sigma(math.inf, 10) == penalty.laplace_lambda_sum(math.inf) == 0
    assert penalty.prior_sd("none", 0.3, 10) == penalty.prior_sd("laplace", 0, 10) == math.inf
    for prior in penalty.PRIORS:
        assert penalty.sum_coefficient(prior, 0, 10) == penalty.mean_coefficient(prior, 0) == 0
        assert np.all(penalty.prior_density([-1.0, 0.0], prior, 0, 10) == 0)


@pytest.mark.parametrize("prior", ["gaussian", "laplace"])
def test_densities_and_penalties_against_scipy(prior: penalty.Prior) -> None:
    w, wd, n = np.random.default_rng(0).normal(size=40), 0.03, 200
    law = {
        "gaussian": stats.norm(scale=1 / math.sqrt(wd * n)),
        "laplace": stats.laplace(scale=1 / (wd * n)),
    }[prior]
    np.testing.assert_allclose(penalty.log_prior(w, prior, wd, n), law.logpdf(w), rtol=1e-13)
    np.testing.assert_allclose(penalty.prior_density(w, prior, wd, n), law.pdf(w), rtol=1e-13)
    # The distance of the log-prior below its maximum is the penalty of the summed NLL; divided by N, of the mean NLL.
    below = float(np.sum(law.logpdf(0) - law.logpdf(w)))
    assert penalty.penalty(w, prior, wd) == pytest.approx(below / n, rel=1e-13)
    assert penalty.sum_coefficient(prior, wd, n) * penalty.size(w, prior) == pytest.approx(below, rel=1e-13)


def test_the_smallest_weight_decay_does_not_overflow() -> None:
    for prior in penalty.PRIORS:
        assert penalty.sum_coefficient(prior, 5e-324, 10) < 1e-300
        assert np.all(penalty.prior_density([0.0, 2.0], prior, 5e-324, 10) < 1e-150)
    assert penalty.prior_sd("laplace", 5e-324, 10) == math.inf


def test_the_density_of_huge_weights_is_zero_without_a_warning() -> None:
    assert penalty.log_prior([1e200], "gaussian", 1e6, 5000).item() == -math.inf
    assert penalty.prior_density([1e200], "laplace", 1.0, 10).item() == 0


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_invalid_penalties_raise(bad: float) -> None:
    for call in (penalty.sigma_from_weight_decay, penalty.laplace_scale_from_weight_decay):
        with pytest.raises(ValueError, match="finite and not negative"):
            call(bad, 10)
    with pytest.raises(ValueError, match="finite and not negative"):
        penalty.sigma_from_lambda_sum(bad)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan])
def test_invalid_widths_raise(bad: float) -> None:
    for call in (penalty.lambda_sum_from_sigma, penalty.laplace_lambda_sum, penalty.laplace_sd):
        with pytest.raises(ValueError, match="must be above 0"):
            call(bad)


def test_invalid_counts_and_priors_raise() -> None:
    for width in (1e-200, 1e-320):
        with pytest.raises(ValueError, match="beyond float64"):
            penalty.lambda_sum_from_sigma(width)
    with pytest.raises(ValueError, match="beyond float64"):
        penalty.laplace_lambda_sum(1e-320)
    for n in (0, -3, 2.5, True):
        with pytest.raises(ValueError, match="n must be a whole number"):
            penalty.sigma_from_weight_decay(0.1, n)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="the prior must be one of"):
        penalty.size([1.0], "cauchy")  # type: ignore[arg-type]


def test_penalty_and_config_do_not_load_torch() -> None:
    code = "import sys, core.belief.penalty, core.training.lab.config; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
