"""Posteriors of several priors converge; the posterior of a truncated prior stays below its limit."""

import math

import pytest
from scipy.integrate import quad

from core.belief.beta import Beta
from core.belief.convergence import FLIPS, agreement, closed_mind
from core.likelihood.counts import Counts


def test_more_flips_bring_the_posteriors_closer() -> None:
    found = [agreement(data.counts) for data in FLIPS]
    assert found[0].apart > 0.2
    assert found[0].apart > found[1].apart > found[2].apart
    assert found[0].sd > found[1].sd > found[2].sd
    assert found[2].apart < 1e-4 < found[2].sd, "their doubt is larger than their difference"
    assert agreement(Counts(7, 3), (Beta(10, 10), Beta(1, 1))).apart == pytest.approx(8 / 12 - 17 / 30)


@pytest.mark.parametrize("counts", [Counts(7, 3), Counts(0, 0), Counts(3, 40)], ids=str)
def test_the_mean_of_the_truncated_posterior_by_quadrature(counts: Counts) -> None:
    closed = closed_mind(counts)

    def density(theta: float) -> float:
        return math.exp(float(closed.shape.logpdf(theta)))

    mass, _ = quad(density, 0, 0.5)
    first, _ = quad(lambda theta: theta * density(theta), 0, 0.5)
    assert closed.mean == pytest.approx(first / mass, rel=1e-9)


@pytest.mark.parametrize("data", FLIPS, ids=lambda data: data.key)
def test_the_truncated_posterior_stays_below_its_limit(data) -> None:
    assert 0.4 < closed_mind(data.counts).mean < 0.5 < data.counts.heads / data.counts.n


def test_a_probability_that_underflows_and_an_invalid_limit_raise() -> None:
    with pytest.raises(ValueError, match="float64"):
        closed_mind(Counts(1_000_000, 0))
    with pytest.raises(ValueError, match="limit must"):
        closed_mind(Counts(7, 3), 1.0)
