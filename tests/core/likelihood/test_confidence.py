"""Confidence intervals for many counts at once, against scipy, the scalar interval, and their definitions."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest, chi2, norm

from core.likelihood.coin import likelihood_interval, log_likelihood_ratio
from core.likelihood.confidence import clopper_pearson_ends, drop_of, likelihood_ends, wald_ends
from core.likelihood.counts import Counts

LEVELS = (0.5, 0.83, 0.95, 0.99)


@pytest.mark.parametrize(("n", "level"), [(1, 0.5), (2, 0.83), (10, 0.95), (37, 0.99), (1000, 0.95)])
def test_clopper_pearson_is_scipys(n: int, level: float) -> None:
    heads = sorted({0, 1, n // 3, n // 2, n - 1, n})
    ends = clopper_pearson_ends(heads, n, level)
    oracle = [binomtest(each, n).proportion_ci(level, "exact") for each in heads]
    assert ends.lower == pytest.approx(np.array([each.low for each in oracle]), rel=1e-12)
    assert ends.upper == pytest.approx(np.array([each.high for each in oracle]), rel=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_wald_is_the_normal_interval_cut_to_the_axis(level: float) -> None:
    heads, n = np.arange(41), 40
    share = heads / n
    oracle = norm.interval(level, share[1:-1], np.sqrt(share * (1 - share) / n)[1:-1])
    lower, upper = wald_ends(heads, n, level)
    assert lower[1:-1] == pytest.approx(np.clip(oracle[0], 0, 1), rel=1e-12, abs=1e-15)
    assert upper[1:-1] == pytest.approx(np.clip(oracle[1], 0, 1), rel=1e-12)
    assert (lower[0], upper[0], lower[-1], upper[-1]) == (0, 0, 1, 1), "width 0 on one side alone"


@pytest.mark.parametrize("n", [1, 2, 10, 1000])
@pytest.mark.parametrize("level", LEVELS)
def test_the_likelihood_interval_is_that_of_one_count(n: int, level: float) -> None:
    drop, heads = drop_of(level), sorted({0, 1, n // 3, n // 2, n - 1, n})
    ends = likelihood_ends(heads, n, drop)
    for place, each in enumerate(heads):
        counts = Counts(each, n - each)
        assert (ends.lower[place], ends.upper[place]) == pytest.approx(likelihood_interval(counts, drop), rel=1e-12)
        for end in (ends.lower[place], ends.upper[place]):
            if 0 < end < 1:
                assert float(log_likelihood_ratio(end, counts)) == pytest.approx(-drop, rel=1e-9)


@pytest.mark.parametrize("drop", [1e-9, 1.92, 50.0, 700.0])
def test_the_likelihood_interval_is_right_at_any_drop(drop: float) -> None:
    ends = likelihood_ends([0, 3, 10], 10, drop)
    oracle = np.array([likelihood_interval(Counts(heads, 10 - heads), drop) for heads in (0, 3, 10)]).T
    assert np.array(ends) == pytest.approx(oracle, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("level", LEVELS)
def test_the_drop_is_half_of_the_chi_squared_quantile(level: float) -> None:
    assert drop_of(level) == pytest.approx(chi2.ppf(level, 1) / 2, rel=1e-12)
    assert f"{drop_of(0.95):.2f}" == "1.92"


@pytest.mark.parametrize("n", [*range(1, 40), 999, 1000])
def test_all_ends_rise_with_the_number_of_heads_and_mirror_each_other(n: int) -> None:
    heads = np.arange(n + 1)
    for level in LEVELS:
        for ends in (
            wald_ends(heads, n, level),
            likelihood_ends(heads, n, drop_of(level)),
            clopper_pearson_ends(heads, n, level),
        ):
            assert (np.diff(ends.lower) >= 0).all() and (np.diff(ends.upper) >= 0).all()
            assert (ends.lower >= 0).all() and (ends.lower <= ends.upper).all() and (ends.upper <= 1).all()
            assert ends.lower == pytest.approx(1 - ends.upper[::-1], abs=1e-12)


def test_a_clopper_pearson_end_leaves_half_of_the_rest_on_its_side() -> None:
    lower, upper = clopper_pearson_ends(3, 10, 0.9)
    assert binom.sf(2, 10, lower) == pytest.approx(0.05) and binom.cdf(3, 10, upper) == pytest.approx(0.05)


def test_bad_values_raise() -> None:
    for level in (0.0, 1.0, float("nan")):
        for bad in (
            lambda level=level: wald_ends(1, 2, level),
            lambda level=level: clopper_pearson_ends(1, 2, level),
            lambda level=level: drop_of(level),
        ):
            with pytest.raises(ValueError, match="level must"):
                bad()
    for heads, n in ((-1, 2), (3, 2), (0.5, 2), (0, 0), (float("nan"), 2)):
        with pytest.raises(ValueError, match="heads and n"):
            wald_ends(heads, n, 0.95)
    with pytest.raises(ValueError, match="drop"):
        likelihood_ends(1, 2, 0.0)
