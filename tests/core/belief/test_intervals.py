"""Credible intervals against scipy and arviz-stats, and the properties of a highest-density region."""

import math

import numpy as np
import pytest
from arviz_stats.base import array_stats
from scipy.stats import beta as oracle

from core.belief.beta import Beta
from core.belief.intervals import Region, credible, equal_tailed, highest_density
from core.belief.normal_normal import Normal

INNER = [(17, 13), (2, 1.5), (1.5, 1000), (710, 310), (178_089, 172_688), (1_000_010, 10), (1.01, 1.01)]
U_SHAPED = [(0.5, 0.5), (0.5, 0.95), (0.8, 0.5)]
ONE_SIDED = [(0.5, 5), (1, 5), (5, 1), (5, 0.5), (0.5, 1), (1_000_000.5, 0.5)]
LEVELS = (0.5, 0.95, 0.99)


def mass(belief: Beta, region: Region) -> float:
    return sum(float(belief.cdf(piece.upper) - belief.cdf(piece.lower)) for piece in region.pieces)


def test_intervals_of_the_worked_example() -> None:
    assert equal_tailed(Beta(17, 13), 0.95) == pytest.approx(oracle(17, 13).interval(0.95), rel=1e-12)
    assert equal_tailed(Normal(2.0, 3.0), 0.95) == pytest.approx((2 - 3 * 1.959963985, 2 + 3 * 1.959963985))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("a", "b"), [*INNER, *U_SHAPED, *ONE_SIDED])
def test_both_kinds_have_their_probability_and_highest_density_is_shorter(a: float, b: float, level: float) -> None:
    belief = Beta(a, b)
    tails, densest = credible(belief, level, "equal-tailed"), credible(belief, level, "highest-density")
    # Near 1, an ulp of theta is a relative error of 1e-16 / (1 - theta) in the mass left out.
    tolerance = 1e-9 if b >= 1 else 1e-7
    assert mass(belief, tails) == pytest.approx(level, abs=tolerance)
    assert mass(belief, densest) == pytest.approx(level, abs=tolerance)
    assert densest.width <= tails.width * (1 + 1e-9)
    assert len(densest.pieces) == (2 if (a, b) in U_SHAPED else 1)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("a", "b"), [*INNER, *U_SHAPED])
def test_the_inner_ends_are_equally_dense(a: float, b: float, level: float) -> None:
    belief, region = Beta(a, b), highest_density(Beta(a, b), level)
    ends = [end for piece in region.pieces for end in piece if 0 < end < 1]
    assert len(ends) == 2
    assert belief.log_ratio(ends[0], ends[1]) == pytest.approx(0.0, abs=1e-6)
    outside = belief.logpdf(np.array([end for end in (ends[0] / 2, (1 + ends[1]) / 2) if 0 < end < 1]))
    inside = belief.logpdf(ends[0])
    assert (outside < inside).all() if a > 1 else (outside > inside).all()


@pytest.mark.parametrize(("a", "b"), [(17, 13), (2, 1.5), (710, 310), (1, 5)])
def test_widths_agree_with_arviz(a: float, b: float) -> None:
    # arviz gets evenly spaced quantiles as its sample. The error of its interval is a few distances between neighboring
    # quantiles, which are 1 / (n times the density) at the less dense end.
    n, level = 40_000, 0.95
    belief = Beta(a, b)
    lower, upper = array_stats.hdi(belief.ppf((np.arange(n) + 0.5) / n), prob=level)
    region = highest_density(belief, level)
    apart = 1 / n / math.exp(float(belief.logpdf(region.pieces[0].upper)))
    assert upper - lower == pytest.approx(region.width, abs=4 * apart)


def test_a_flat_beta_gets_the_middle_interval() -> None:
    assert highest_density(Beta(1, 1), 0.9).pieces[0] == pytest.approx((0.05, 0.95))


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, math.nan])
def test_bad_levels_raise(level: float) -> None:
    for kind in ("equal-tailed", "highest-density"):
        with pytest.raises(ValueError, match="level must"):
            credible(Beta(2, 2), level, kind)
