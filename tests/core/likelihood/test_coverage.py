"""Clopper-Pearson against scipy, and the lowest coverage against a fine grid and the published failure at ten flips."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from core.likelihood.coin import likelihood_interval
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.coverage import DROP_95, MAX_FLIPS, clopper_pearson, lowest_coverage


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
