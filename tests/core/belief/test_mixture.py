"""The mixture of a room's priors: quadrature of prior times likelihood, a fine grid, fractions, and extremes."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta as scipy_beta

from core.belief import beta_bernoulli
from core.belief.beta import Beta
from core.belief.mixture import Mixture, equal, equal_tailed, posterior
from core.likelihood import coin
from core.likelihood.counts import MAX_COUNT, Counts

ROOM = (Beta(10, 10), Beta(1, 1), Beta(30, 3), Beta(0.5, 0.5), Beta(2, 6))
FEW, MANY = Counts(7, 3), Counts(700, 300)
THETA = (0.03, 0.3, 0.55, 0.7, 0.97)

shapes = st.floats(0.5, 1e4)
rooms = st.lists(st.builds(Beta, shapes, shapes), min_size=1, max_size=6)
counts_any = st.builds(Counts, st.integers(0, MAX_COUNT // 2), st.integers(0, MAX_COUNT // 2))


def joint(theta: float, counts: Counts) -> float:
    """The room's prior density, by scipy, times the likelihood relative to its maximum."""
    prior = scipy_beta.pdf(theta, [each.a for each in ROOM], [each.b for each in ROOM])
    return float(prior.mean() * np.exp(coin.log_likelihood_ratio(theta, counts)))


@pytest.mark.parametrize("counts", [FEW, Counts(0, 12), MANY], ids=str)
def test_the_posterior_by_quadrature_of_prior_times_likelihood(counts: Counts) -> None:
    cuts = [0.2, 0.4, 0.6, 0.66, 0.7, 0.74, 0.8]
    after = posterior(equal(ROOM), counts)
    area = quad(joint, 0, 1, args=(counts,), points=cuts, epsabs=0, epsrel=1e-9, limit=400)[0]
    first = quad(lambda x: x * joint(x, counts), 0, 1, points=cuts, epsabs=0, epsrel=1e-9, limit=400)[0]
    below = quad(joint, 0, 0.66, args=(counts,), points=cuts[:3], epsabs=0, epsrel=1e-9, limit=400)[0]
    assert after.mean == pytest.approx(first / area, rel=1e-7)
    assert float(after.cdf(0.66)) == pytest.approx(below / area, rel=1e-7)
    for theta in THETA:
        assert math.exp(after.logpdf(theta)) == pytest.approx(joint(theta, counts) / area, rel=1e-7, abs=1e-300)


def test_a_fine_grid_has_the_same_posterior_and_interval() -> None:
    room = ROOM[:3]  # no density is infinite at an end
    middles = (np.arange(400_000) + 0.5) / 400_000
    mass = np.mean([scipy_beta.pdf(middles, each.a, each.b) for each in room], axis=0) * middles**7 * (1 - middles) ** 3
    below = np.cumsum(mass) / mass.sum()
    after = posterior(equal(room), FEW)
    assert after.mean == pytest.approx(middles @ mass / mass.sum(), abs=1e-9)
    interval = equal_tailed(after, 0.9)
    assert interval == pytest.approx(np.interp([0.05, 0.95], below, middles + 0.5 / 400_000), abs=1e-8)
    np.testing.assert_allclose(np.exp(after.logpdf(middles)), mass / mass.mean(), rtol=1e-8)


def test_the_weights_are_evidences_in_fractions() -> None:
    room = (Beta(10, 10), Beta(1, 1), Beta(30, 3), Beta(2, 6))

    def area(a: int, b: int) -> Fraction:
        return Fraction(math.factorial(a - 1) * math.factorial(b - 1), math.factorial(a + b - 1))

    gains = [area(int(p.a) + 7, int(p.b) + 3) / area(int(p.a), int(p.b)) for p in room]
    expected = [float(gain / sum(gains)) for gain in gains]
    np.testing.assert_allclose(posterior(equal(room), FEW).weights, expected, rtol=1e-12)


def test_the_weights_of_a_million_flips_by_the_product_of_predictions() -> None:
    room, counts = (Beta(0.5, 0.5), Beta(10, 10), Beta(60, 40)), Counts(600_500, 399_500)

    def log_predictions(prior: Beta) -> float:
        """The chain rule: the log-probability of each flip after those before it, heads first."""
        h, t, n = (np.arange(k, dtype=np.float64) for k in (counts.heads, counts.tails, counts.n))
        return math.fsum([*np.log(prior.a + h), *np.log(prior.b + t), *-np.log(prior.strength + n)])

    gains = np.array([log_predictions(prior) for prior in room])
    expected = np.exp(gains - gains.max()) / np.exp(gains - gains.max()).sum()
    # Log-evidences near 673,000 nats are rounded to 1e-10, and so are the weights, relatively.
    np.testing.assert_allclose(posterior(equal(room), counts).weights, expected, rtol=1e-8)


@given(rooms, counts_any, counts_any)
def test_flips_in_two_parts_give_the_posterior_of_all(room: list[Beta], first: Counts, second: Counts) -> None:
    both = Counts(first.heads + second.heads, first.tails + second.tails)
    prior = equal(room)
    twice, once = posterior(posterior(prior, first), second), posterior(prior, both)
    shape = [(each.a, each.b) for each in once.components]
    np.testing.assert_allclose([(each.a, each.b) for each in twice.components], shape, rtol=1e-14)
    np.testing.assert_allclose(twice.weights, once.weights, atol=1e-7)
    assert twice.mean == pytest.approx(once.mean, abs=1e-7)


@given(rooms, counts_any, st.floats(0, 1))
def test_nothing_is_ever_nan(room: list[Beta], counts: Counts, theta: float) -> None:
    after = posterior(equal(room), counts)
    assert after.weights.sum() == pytest.approx(1)
    assert 0 < after.mean < 1
    assert not np.isnan(after.logpdf([0, theta, 1])).any()
    low, middle, high = after.cdf([0, theta, 1])
    assert low == 0 <= middle <= high == pytest.approx(1)
    interval = equal_tailed(after, 0.9)
    assert 0 <= interval.lower <= interval.upper <= 1


@given(rooms, st.floats(0.001, 0.999))
def test_quantiles_have_their_probability(room: list[Beta], q: float) -> None:
    mixture = equal(room)
    found = float(mixture.ppf(q))
    # The cdf may rise by height times the tolerance of theta, and by more where the density is infinite at an end.
    around = np.clip([found - 2e-15 - 4e-15 * found, found + 2e-15 + 4e-15 * found], 0, 1)
    low, high = mixture.cdf(around)
    assert low - 1e-9 <= q <= high + 1e-9


@pytest.mark.parametrize("belief", [Beta(17, 13), Beta(0.5, 0.5), Beta(1_000_001, 11), Beta(1, 1)], ids=str)
@pytest.mark.parametrize("copies", [1, 3])
def test_one_belief_or_equal_ones_are_that_belief(belief: Beta, copies: int) -> None:
    room = equal([belief] * copies)
    assert room.mean == pytest.approx(belief.mean, rel=1e-14)
    q = [0.0, 1e-3, 0.5, 0.975, 1.0]
    np.testing.assert_allclose(room.ppf(q), belief.ppf(q), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(room.logpdf([0, *THETA, 1]), belief.logpdf([0, *THETA, 1]), rtol=1e-12)
    after = posterior(room, FEW)
    assert after.components == (beta_bernoulli.posterior(belief, FEW),) * copies
    np.testing.assert_allclose(after.weights, 1 / copies)


def test_rounded_weights_never_make_a_probability_above_one() -> None:
    assert max(float(equal([Beta(2, 3)] * people).cdf(1)) for people in range(1, 60)) == 1


def test_components_far_apart_have_quantiles_on_both_sides() -> None:
    room = Mixture((Beta(1, 1_000_000), Beta(1_000_000, 1)), (math.log(3), 0.0))
    np.testing.assert_allclose(room.weights, [0.75, 0.25])
    lower, upper = equal_tailed(room, 0.9)
    assert lower == pytest.approx(scipy_beta.ppf(0.05 / 0.75, 1, 1_000_000), rel=1e-7)
    assert upper == pytest.approx(scipy_beta.ppf(1 - 0.05 / 0.25, 1_000_000, 1), rel=1e-12)
    assert float(room.cdf(room.ppf(0.75))) == pytest.approx(0.75, abs=1e-12)


def test_a_common_constant_in_the_log_weights_changes_nothing() -> None:
    near, far = Mixture(ROOM[:2], (0.0, 0.25)), Mixture(ROOM[:2], (-700_000.0, -699_999.75))
    assert near == far
    assert Mixture(ROOM[:2], (0.0, -1e5)).weights.tolist() == [1, 0]


def test_what_is_no_mixture_is_refused() -> None:
    for components, logs in (((), ()), (ROOM, (0.0,)), (ROOM[:1], (math.nan,)), (ROOM[:1], (-math.inf,))):
        with pytest.raises(ValueError):
            Mixture(components, logs)
    with pytest.raises(ValueError):
        equal([])
    with pytest.raises(ValueError, match="theta must lie"):
        equal(ROOM).cdf(1.1)
    with pytest.raises(ValueError, match="q must lie"):
        equal(ROOM).ppf(math.nan)
    with pytest.raises(ValueError, match="level must lie"):
        equal_tailed(equal(ROOM), 1.0)
