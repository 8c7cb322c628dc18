"""Conjugate updates, chips and credible intervals for any prior and any data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.belief import chips, gamma_poisson, normal_normal
from core.belief.beta import Beta
from core.belief.beta_bernoulli import in_order, log_evidence, posterior
from core.belief.gamma_poisson import Gamma
from core.belief.intervals import equal_tailed, highest_density
from core.belief.normal_normal import Normal
from core.likelihood import gaussian
from core.likelihood.counts import Counts
from core.likelihood.poisson import Tally

FEW = settings(max_examples=25)
shapes = st.floats(0.5, 1000).map(lambda value: round(value, 2))
beliefs = st.builds(Beta, shapes, shapes)
counts = st.builds(Counts, st.integers(0, 500_000), st.integers(0, 500_000))
small = st.builds(Counts, st.integers(0, 60), st.integers(0, 60))
readings = st.lists(st.floats(-50, 50), min_size=2, max_size=8)


@FEW
@given(beliefs, counts, counts)
def test_updating_with_two_batches_equals_updating_with_both_at_once(prior: Beta, one: Counts, two: Counts) -> None:
    union = Counts(one.heads + two.heads, one.tails + two.tails)
    in_steps, at_once = posterior(posterior(prior, one), two), posterior(prior, union)
    assert (in_steps.a, in_steps.b) == pytest.approx((at_once.a, at_once.b), rel=1e-15)
    swapped = posterior(posterior(prior, two), one)
    assert (swapped.a, swapped.b) == pytest.approx((at_once.a, at_once.b), rel=1e-15)


@FEW
@given(beliefs, small, st.integers(0, 5))
def test_updating_batch_by_batch_equals_one_update(prior: Beta, flips: Counts, seed: int) -> None:
    belief, evidence = prior, 0.0
    for batch in in_order(flips, seed):
        step = Counts(batch.heads, batch.tails)
        evidence += log_evidence(belief, step)
        belief = posterior(belief, step)
    whole = posterior(prior, flips)
    assert (belief.a, belief.b) == pytest.approx((whole.a, whole.b), rel=1e-13)
    assert evidence == pytest.approx(log_evidence(prior, flips), abs=1e-8)


@FEW
@given(beliefs, small, st.floats(0.01, 0.99))
def test_prior_times_likelihood_over_evidence_is_the_posterior(prior: Beta, flips: Counts, theta: float) -> None:
    # The evidence is the same for every theta.
    joint = float(prior.logpdf(theta)) + flips.heads * np.log(theta) + flips.tails * np.log1p(-theta)
    assert joint - log_evidence(prior, flips) == pytest.approx(float(posterior(prior, flips).logpdf(theta)), abs=1e-7)


@FEW
@given(beliefs, counts, st.floats(0.5, 0.99))
def test_a_highest_density_region_has_its_probability_and_is_no_wider_than_equal_tailed(
    prior: Beta, flips: Counts, level: float
) -> None:
    belief = posterior(prior, flips)
    tails, densest = equal_tailed(belief, level), highest_density(belief, level)
    mass = sum(float(belief.cdf(piece.upper) - belief.cdf(piece.lower)) for piece in densest.pieces)
    assert mass == pytest.approx(level, abs=1e-6)
    assert densest.width <= (tails.upper - tails.lower) * (1 + 1e-6)
    assert 0 <= tails.lower < tails.upper <= 1


@FEW
@given(beliefs, counts)
def test_the_posterior_mean_lies_between_prior_mean_and_mle(prior: Beta, flips: Counts) -> None:
    if flips.n:
        ends = sorted((prior.mean, flips.heads / flips.n))
        assert ends[0] - 1e-12 <= posterior(prior, flips).mean <= ends[1] + 1e-12


@FEW
@given(st.lists(st.integers(0, 5), min_size=10, max_size=10).filter(any))
def test_the_fit_of_any_chips_has_their_mean(placed: list[int]) -> None:
    fitted = chips.fit(placed)
    centers = (np.arange(10) + 0.5) / 10
    assert fitted.mean == pytest.approx(float(np.average(centers, weights=placed)))
    kept = chips.within_range(fitted)
    assert chips.LOWEST <= kept.a <= chips.HIGHEST and chips.LOWEST <= kept.b <= chips.HIGHEST


@FEW
@given(shapes, shapes, st.lists(st.integers(0, 50), min_size=3, max_size=3), st.integers(0, 20))
def test_gamma_updates_by_batches_equal_one_update(a: float, b: float, times: list[int], more: int) -> None:
    prior, one, two = Gamma(a, b), Tally((0, 1, 2), tuple(times)), Tally((3,), (more,))
    union = Tally((0, 1, 2, 3), (*times, more))
    in_steps = gamma_poisson.posterior(gamma_poisson.posterior(prior, one), two)
    whole = gamma_poisson.posterior(prior, union)
    assert (in_steps.a, in_steps.b) == pytest.approx((whole.a, whole.b))
    parts = gamma_poisson.log_evidence(prior, one) + gamma_poisson.log_evidence(
        gamma_poisson.posterior(prior, one), two
    )
    assert parts == pytest.approx(gamma_poisson.log_evidence(prior, union), abs=1e-7)


@FEW
@given(st.floats(-30, 30), st.floats(0.1, 20), readings, readings, st.floats(0.5, 20))
def test_normal_updates_by_batches_equal_one_update(
    mean: float, sd: float, one: list[float], two: list[float], sigma: float
) -> None:
    prior = Normal(mean, sd)
    first = normal_normal.posterior(prior, gaussian.moments(one), sigma)
    in_steps = normal_normal.posterior(first, gaussian.moments(two), sigma)
    whole = normal_normal.posterior(prior, gaussian.moments([*one, *two]), sigma)
    assert in_steps.mean == pytest.approx(whole.mean, abs=1e-11)
    assert in_steps.sd == pytest.approx(whole.sd, rel=1e-12)
