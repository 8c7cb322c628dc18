"""Credible intervals for all numbers of heads, and coverage averaged over the prior, against scipy."""

import numpy as np
import pytest
from scipy.special import xlog1py, xlogy
from scipy.stats import beta, betabinom, binom, chi2, norm

from core.arrays import FloatArray
from core.belief.beta import Beta
from core.belief.coverage import (
    GRID,
    KINDS,
    Kind,
    average_coverage,
    coverages,
    credible_ends,
    prior_predictive,
    repetitions,
)
from core.likelihood.confidence import Ends, wald_ends
from core.likelihood.coverage import HUNDRED, MAX_HUNDREDS, coverage

PRIORS = (Beta(10, 10), Beta(1, 1), Beta(0.5, 0.5), Beta(2, 8), Beta(1000, 0.5), Beta(1000, 1000))
THETAS = np.array([0.0, 0.001, 0.02, 0.3, 0.5, 0.777, 0.999, 1.0])


def holding(kind: Kind, n: int, level: float, prior: Beta, theta: float) -> FloatArray:
    """For each number of heads, whether scipy's interval holds theta, by the definition of the interval."""
    heads = np.arange(n + 1)
    tail, share = (1 - level) / 2, heads / n
    if kind == "Wald":
        return np.asarray(np.abs(theta - share) <= norm.isf(tail) * np.sqrt(share * (1 - share) / n))
    if kind == "Likelihood":
        below = xlogy(heads, share) + xlog1py(n - heads, -share) - xlogy(heads, theta) - xlog1py(n - heads, -theta)
        return np.asarray(2 * below <= chi2.ppf(level, 1))
    if kind == "Clopper-Pearson":
        # Scipy's exact interval (binomtest) inverts these two tests; core.likelihood's test compares the two.
        return np.asarray((binom.sf(heads - 1, n, theta) >= tail) & (binom.cdf(heads, n, theta) >= tail))
    low, high = beta(prior.a + heads, prior.b + n - heads).interval(level)
    return np.asarray((low <= theta) & (theta <= high))


@pytest.mark.parametrize("n", [1, 10, 61, 1000])
@pytest.mark.parametrize(("prior", "level"), [*zip(PRIORS, (0.95, 0.51, 0.99, 0.8, 0.95, 0.95), strict=True)], ids=str)
def test_coverage_equals_scipys_by_enumeration(n: int, prior: Beta, level: float) -> None:
    found = coverages(n, level, prior)
    assert tuple(found.ends) == tuple(found.curve) == tuple(found.average) == KINDS
    for kind in KINDS:
        oracle = [binom.pmf(np.arange(n + 1), n, theta) @ holding(kind, n, level, prior, theta) for theta in THETAS]
        assert coverage(found.ends[kind], THETAS) == pytest.approx(np.array(oracle), abs=1e-10), kind
        assert found.curve[kind][np.round(1000 * THETAS).astype(int)] == pytest.approx(np.array(oracle), abs=1e-10)


@pytest.mark.parametrize("n", [1, 10, 1000])
@pytest.mark.parametrize("prior", PRIORS, ids=str)
@pytest.mark.parametrize("level", [0.5, 0.95, 0.99])
def test_averaged_over_its_prior_the_credible_interval_covers_exactly_its_level(
    n: int, prior: Beta, level: float
) -> None:
    assert average_coverage(credible_ends(prior, n, level), prior) == pytest.approx(level, abs=1e-9)


@pytest.mark.parametrize("prior", [Beta(10, 10), Beta(2, 8), Beta(1, 1)], ids=str)
def test_the_average_is_the_integral_over_the_prior(prior: Beta) -> None:
    nodes, weights = np.polynomial.legendre.leggauss(40)
    for kind, ends in coverages(10, 0.95, prior).ends.items():
        # Between two ends of intervals the coverage is a polynomial.
        cuts = np.unique(np.concatenate([[0.0, 1.0], ends.lower, ends.upper]))
        middle, half = (cuts[:-1] + cuts[1:])[:, None] / 2, np.diff(cuts)[:, None] / 2
        theta = middle + half * nodes
        inside = (ends.lower[:, None, None] <= theta) & (theta <= ends.upper[:, None, None])
        covered = (binom.pmf(np.arange(11)[:, None, None], 10, theta) * inside).sum(axis=0)
        oracle = (half * weights * covered * beta.pdf(theta, prior.a, prior.b)).sum()
        assert average_coverage(ends, prior) == pytest.approx(oracle, abs=1e-10), kind


def test_over_another_prior_the_credible_interval_keeps_no_promise() -> None:
    assert average_coverage(credible_ends(Beta(10, 10), 10, 0.95), Beta(2, 8)) < 0.6


@pytest.mark.parametrize("n", [1, 10, 1000])
@pytest.mark.parametrize("prior", PRIORS, ids=str)
def test_the_prior_predictive_is_beta_binomial(n: int, prior: Beta) -> None:
    oracle = betabinom(n, prior.a, prior.b).pmf(np.arange(n + 1))
    assert prior_predictive(prior, n) == pytest.approx(oracle, rel=1e-9, abs=1e-300)


def test_without_flips_the_credible_interval_is_the_priors() -> None:
    assert np.array(credible_ends(Beta(2, 8), 0, 0.9)).ravel() == pytest.approx(np.array(beta(2, 8).interval(0.9)))


@pytest.mark.parametrize("prior", PRIORS, ids=str)
def test_at_0_and_1_the_equal_tailed_interval_never_holds_theta_and_the_others_always_do(prior: Beta) -> None:
    found = coverages(10, 0.95, prior)
    for kind in KINDS:
        expected = 0.0 if kind == "Credible" else 1.0
        assert (found.curve[kind][0], found.curve[kind][-1]) == (expected, expected)
    assert (GRID[0], GRID[-1], GRID.size) == (0, 1, 1001)


def test_the_repetitions_hold_theta_as_often_as_computed() -> None:
    prior = Beta(2, 8)
    found = coverages(25, 0.8, prior)
    for truth in (0.3, prior):
        made = repetitions(truth, 25, MAX_HUNDREDS)
        assert made.theta.shape == made.heads.shape == (MAX_HUNDREDS, HUNDRED)
        for kind, ends in found.ends.items():
            exact = found.average[kind] if truth is prior else float(coverage(ends, 0.3))
            held = made.held_by(ends)
            assert held.mean() == pytest.approx(exact, abs=4.5 * np.sqrt(exact * (1 - exact) / held.size))
    assert (repetitions(0.3, 25, 2).theta == 0.3).all()
    assert np.array_equal(repetitions(prior, 25, 1).heads, repetitions(prior, 25, 3).heads[:1])


def test_held_by_looks_up_the_interval_of_each_repetition() -> None:
    made = repetitions(0.5, 10, 1)
    ends = wald_ends(np.arange(11), 10, 0.95)
    assert made.held_by(ends)[0].tolist() == [
        bool(ends.lower[k] <= 0.5 <= ends.upper[k]) for k in made.heads[0].tolist()
    ]
    never = Ends(np.full(11, 0.9), np.full(11, 0.95))
    assert not made.held_by(never).any()


def test_bad_values_raise() -> None:
    for n in (0, 1001):
        with pytest.raises(ValueError, match="n must lie"):
            coverages(n, 0.95, Beta(1, 1))
    with pytest.raises(ValueError, match="n must not be negative"):
        credible_ends(Beta(1, 1), -1, 0.9)
    for level in (0.0, 1.0, float("nan")):
        with pytest.raises(ValueError, match="level must lie"):
            credible_ends(Beta(1, 1), 5, level)
