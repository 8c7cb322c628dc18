"""The MAP for any coin, prior and interval; penalties equal minus the log-prior on every scale."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import laplace, norm

from core.belief import map_coin, penalty
from core.belief.beta import Beta
from core.belief.beta_bernoulli import log_evidence, posterior
from core.likelihood import coin
from core.likelihood.counts import Counts
from core.logistic.map_estimate import gaussian_map, laplace_map
from core.logistic.two_weights import lambda_sum, mle_fit, problem, sigma_from_lambda_sum

counts_any = st.builds(Counts, st.integers(0, 1_000_000), st.integers(0, 1_000_000))
shape = st.floats(0.5, 1000)
priors = st.builds(Beta, shape, shape)
few = settings(max_examples=25)


@few
@given(st.floats(1e-6, 1 - 1e-6), counts_any, priors)
def test_log_joint_is_log_likelihood_plus_log_prior(theta: float, counts: Counts, prior: Beta) -> None:
    parts = (float(coin.log_likelihood(theta, counts)), float(map_coin.log_prior(theta, prior)))
    # The log-evidence is a difference of log-gammas of two million, which round to 1e-14 of their size.
    scale = sum(map(abs, parts)) + abs(log_evidence(prior, counts)) + counts.n
    assert float(map_coin.log_joint(theta, counts, prior)) == pytest.approx(sum(parts), abs=1e-10 + 1e-13 * scale)
    heights = map_coin.curves(theta, counts, prior)
    assert float(heights.both) == pytest.approx(float(heights.data) + float(heights.belief), rel=1e-12, abs=1e-12)
    assert float(heights.data) <= 0


@few
@given(counts_any, priors)
def test_the_map_lies_between_prior_mode_and_mle_and_below_both_maxima(counts: Counts, prior: Beta) -> None:
    assume(counts.n and prior.mode.place == "inside")
    at, top = posterior(prior, counts).mode.at[0], prior.mode.at[0]
    mle = counts.heads / counts.n
    assert min(mle, top) - 1e-12 <= at <= max(mle, top) + 1e-12
    cost = map_coin.price(counts, prior)
    assert cost is not None and cost.data >= 0 and cost.belief >= 0


@few
@given(counts_any, priors, st.floats(0, 1), st.floats(0, 1))
def test_a_probability_is_the_same_over_theta_and_over_its_logit(
    counts: Counts, prior: Beta, one: float, two: float
) -> None:
    found = map_coin.masses(posterior(prior, counts), min(one, two), max(one, two))
    # log B(a, b) of a million rounds to 1e-9, which is then the relative error of the density.
    assert found.on_logit == pytest.approx(found.on_theta, abs=1e-8)


@few
@given(st.floats(0.01, 100), st.integers(1, 1_000_000))
def test_conversions_between_penalties_and_priors_agree(sigma: float, n: int) -> None:
    wd = penalty.weight_decay_from_sigma(sigma, n)
    assert wd == pytest.approx(2 * penalty.lambda_mean_from_sigma(sigma, n), rel=1e-14)
    assert penalty.weight_decay_from_sigma(sigma, 2 * n) == pytest.approx(wd / 2, rel=1e-14)
    assert penalty.sigma_from_weight_decay(wd, n) == pytest.approx(sigma, rel=1e-12)
    for prior in ("gaussian", "laplace"):
        assert sigma_from_lambda_sum(prior, lambda_sum(prior, sigma)) == pytest.approx(sigma, rel=1e-12)
        assert sigma_from_lambda_sum(prior, 0.0) == math.inf


@few
@given(st.floats(0.01, 100), st.floats(-30, 30))
def test_a_penalty_is_the_distance_of_the_log_prior_below_its_maximum(sigma: float, widths: float) -> None:
    w = sigma * widths
    for prior, law in (("gaussian", norm(0, sigma)), ("laplace", laplace(0, sigma / math.sqrt(2)))):
        assert law.std() == pytest.approx(sigma)
        below = float(law.logpdf(0.0) - law.logpdf(w))
        assert lambda_sum(prior, sigma) * penalty.size([w], prior) == pytest.approx(below, rel=1e-9, abs=1e-9)


@few
@given(st.floats(0.02, 50))
def test_a_narrower_prior_raises_the_nll_and_shrinks_the_weights(sigma: float) -> None:
    for size, wide, narrow in (
        (lambda w: float(np.hypot(*w)), gaussian_map(problem(), sigma), gaussian_map(problem(), sigma / 1.5)),
        (
            lambda w: float(np.abs(w).sum()),
            laplace_map(problem(), sigma / math.sqrt(2)),
            laplace_map(problem(), sigma / math.sqrt(2) / 1.5),
        ),
    ):
        assert size(narrow.weights) <= size(wide.weights) + 1e-9 <= size(mle_fit().weights) + 2e-9
        assert narrow.nll >= wide.nll - 1e-9 >= mle_fit().nll - 2e-9
