"""Coverage against enumeration with scipy, the lowest coverage against a fine grid, and repeated experiments."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from core.arrays import FloatArray
from core.likelihood.coin import likelihood_interval
from core.likelihood.confidence import Ends, clopper_pearson_ends, wald_ends
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.coverage import (
    DROP_95,
    HUNDRED,
    MAX_FLIPS,
    MAX_HUNDREDS,
    clopper_pearson,
    coverage,
    lowest_coverage,
    repeated,
)

THETAS = np.array([0.0, 0.001, 0.013, 0.1, 0.25, 0.5, 0.637, 0.9, 0.999, 1.0])


def enumerated(ends: Ends, theta: FloatArray) -> FloatArray:
    """The sum over all numbers of heads, with scipy's probabilities."""
    n = ends.lower.size - 1
    heads = np.arange(n + 1)[:, None]
    inside = (ends.lower[:, None] <= theta) & (theta <= ends.upper[:, None])
    return np.asarray((binom.pmf(heads, n, theta) * inside).sum(axis=0))


@pytest.mark.parametrize(("n", "level"), [(1, 0.51), (2, 0.83), (3, 0.95), (10, 0.95), (57, 0.99)])
def test_coverage_is_the_sum_over_all_numbers_of_heads(n: int, level: float) -> None:
    exact = [binomtest(heads, n).proportion_ci(level, "exact") for heads in range(n + 1)]
    scipys = Ends(np.array([each.low for each in exact]), np.array([each.high for each in exact]))
    ours = clopper_pearson_ends(np.arange(n + 1), n, level)
    assert coverage(ours, THETAS) == pytest.approx(enumerated(scipys, THETAS), abs=1e-10)
    wald = wald_ends(np.arange(n + 1), n, level)
    assert coverage(wald, THETAS) == pytest.approx(enumerated(wald, THETAS), abs=1e-10)
    assert coverage(ours, 0.25).shape == () and coverage(ours, THETAS[:, None]).shape == (THETAS.size, 1)


@pytest.mark.parametrize("n", [1, 10, 300])
@pytest.mark.parametrize("level", [0.5, 0.95])
def test_clopper_pearson_covers_at_least_its_level_at_its_own_ends_too(n: int, level: float) -> None:
    ends = clopper_pearson_ends(np.arange(n + 1), n, level)
    theta = np.concatenate([np.linspace(0, 1, 2001), ends.lower, ends.upper])
    assert coverage(ends, theta).min() >= level - 1e-12


def test_wald_covers_ever_less_towards_the_ends_and_wholly_at_them() -> None:
    ends = wald_ends(np.arange(11), 10, 0.95)
    assert coverage(ends, [0.0, 1e-9, 1 - 1e-9, 1.0]) == pytest.approx([1, 0, 0, 1], abs=1e-7)


def test_an_end_belongs_to_its_interval_whatever_its_rounding() -> None:
    # With one flip, no heads give (0, 0.975) and one head (0.025, 1).
    ends = clopper_pearson_ends([0, 1], 1, 0.95)
    assert coverage(ends, [0.025, 0.975]) == pytest.approx([1, 1], abs=1e-12)
    assert coverage(ends, [0.024, 0.976]) == pytest.approx([0.976, 0.976])


def test_ends_in_the_wrong_order_raise() -> None:
    with pytest.raises(ValueError, match="ascend"):
        coverage(Ends(np.array([0.5, 0.2]), np.array([0.9, 1.0])), 0.5)
    with pytest.raises(ValueError, match="theta"):
        coverage(wald_ends([0, 1], 1, 0.9), 1.5)


@pytest.mark.parametrize("n", [1, 10, 1000])
@pytest.mark.parametrize("theta", [0.0, 0.001, 0.3, 0.5, 1.0])
def test_repetitions_are_binomial(n: int, theta: float) -> None:
    heads = repeated(theta, n, MAX_HUNDREDS)
    assert heads.shape == (MAX_HUNDREDS, HUNDRED) and heads.min() >= 0 and heads.max() <= n
    # The mean of the repetitions is within 4.5 of its standard errors.
    error = np.sqrt(n * theta * (1 - theta) / heads.size)
    assert abs(heads.mean() - n * theta) <= 4.5 * error
    if n * theta * (1 - theta) > 0.1:
        assert heads.std() == pytest.approx(np.sqrt(n * theta * (1 - theta)), rel=0.1)


def test_repetitions_keep_their_random_numbers() -> None:
    assert np.array_equal(repeated(0.3, 50, 1), repeated(0.3, 50, 7)[:1])
    few, many = repeated(0.3, 50, 2), repeated(0.4, 50, 2)
    assert (few <= many).all() and (few < many).any()
    mixed = np.where(np.arange(HUNDRED) < 50, 0.3, 0.4) + np.zeros((2, 1))
    assert np.array_equal(repeated(mixed, 50, 2), np.where(mixed == 0.3, few, many))


@pytest.mark.parametrize("counts", [Counts(7, 3), Counts(10, 0), Counts(0, 10), Counts(1, 0), Counts(5067, 4933)])
@pytest.mark.parametrize("level", [0.5, 0.95])
def test_clopper_pearson_is_scipys(counts: Counts, level: float) -> None:
    oracle = binomtest(counts.heads, counts.n).proportion_ci(level, "exact")
    assert clopper_pearson(counts, level) == pytest.approx((oracle.low, oracle.high), rel=1e-12)


def test_clopper_pearson_without_flips_and_with_a_million() -> None:
    assert clopper_pearson(Counts(0, 0)) == (0, 1)
    lower, upper = clopper_pearson(Counts(MAX_COUNT, 0))
    assert upper == 1
    # All heads: theta ** n is half of what the level leaves out.
    assert MAX_COUNT * np.log(lower) == pytest.approx(np.log(0.025), rel=1e-9)


def test_at_an_edge_the_likelihood_interval_is_shorter_than_clopper_pearson() -> None:
    assert likelihood_interval(Counts(10, 0), DROP_95).lower == pytest.approx(0.825, abs=5e-4)
    assert clopper_pearson(Counts(10, 0)).lower == pytest.approx(0.692, abs=5e-4)


def test_ten_flips_are_covered_too_seldom() -> None:
    assert lowest_coverage(10) == pytest.approx(0.835, abs=5e-4)


@pytest.mark.parametrize("n", [1, 2, 7, 10, 40])
def test_the_lowest_coverage_bounds_a_fine_grid_closely(n: int) -> None:
    theta = np.linspace(1e-6, 1 - 1e-6, 100_001)
    covered = np.zeros_like(theta)
    for heads in range(n + 1):
        lower, upper = likelihood_interval(Counts(heads, n - heads), DROP_95)
        covered += binom.pmf(heads, n, theta) * ((lower <= theta) & (theta <= upper))
    assert lowest_coverage(n) <= covered.min() <= lowest_coverage(n) + 1e-3


def test_bad_values_raise() -> None:
    for n in (0, -1, MAX_FLIPS + 1):
        with pytest.raises(ValueError, match="n must lie"):
            lowest_coverage(n)
    for level in (0.0, 1.0, float("nan")):
        with pytest.raises(ValueError, match="level must"):
            clopper_pearson(Counts(7, 3), level)
