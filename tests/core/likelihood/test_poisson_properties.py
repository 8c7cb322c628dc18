"""The Poisson likelihood for any tally and rate."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.likelihood import poisson
from core.likelihood.poisson import Tally

EPS = float(np.finfo(np.float64).eps)

tallies = st.dictionaries(st.integers(0, 1000), st.integers(0, 10_000), max_size=8).map(
    lambda found: Tally(tuple(sorted(found)), tuple(found[k] for k in sorted(found)))
)
rates = st.floats(0, 1e4)


def size(rate: float, tally: Tally) -> float:
    """Sum of the absolute terms of the log-likelihood, to which its rounding error is relative."""
    spread = abs(math.log(rate)) if rate else 0.0
    factorials = sum(f * math.lgamma(k + 1) for k, f in zip(tally.values, tally.frequencies, strict=True))
    return tally.total * spread + tally.n * rate + factorials


@given(rates, tallies)
def test_log_likelihood_is_never_nan_nor_above_zero(rate: float, tally: Tally) -> None:
    assert float(poisson.log_likelihood(rate, tally)) <= 8 * EPS * size(rate, tally)


@given(rates, tallies)
def test_ratio_is_the_difference_to_the_top(rate: float, tally: Tally) -> None:
    ratio = float(poisson.log_likelihood_ratio(rate, tally))
    assert ratio <= 0
    whole, top = float(poisson.log_likelihood(rate, tally)), poisson.max_log_likelihood(tally)
    if math.isinf(whole):
        assert ratio == whole
        return
    mle = poisson.mle(tally) or 0.0
    # Both computations round relative to the terms at the rate and at the MLE, and (one quotient per event) to K.
    assert abs(ratio - (whole - top)) <= 8 * EPS * (size(rate, tally) + size(mle, tally) + tally.total)


@given(tallies)
def test_nothing_beats_the_mle(tally: Tally) -> None:
    top = poisson.mle(tally)
    if top is None:
        return
    assert float(poisson.log_likelihood_ratio(top, tally)) == 0
    best = poisson.max_log_likelihood(tally)
    for rate in (0.5 * top, 0.99 * top, 1.01 * top, 2 * top, top + 1):
        assert float(poisson.log_likelihood(rate, tally)) <= best + 8 * EPS * size(rate, tally)


@given(st.floats(0.01, 1000), tallies)
def test_score_is_the_finite_difference(rate: float, tally: Tally) -> None:
    step = 1e-5 * rate
    right, left = rate + step, rate - step
    rise = float(poisson.log_likelihood(right, tally)) - float(poisson.log_likelihood(left, tally))
    third = 2 * tally.total / left**3  # bounds l''' on the stretch
    tolerance = step**2 / 6 * third + 8 * EPS * size(rate, tally) / step + tally.total / rate * 4 * EPS
    assert abs(float(poisson.score(rate, tally)) - rise / (right - left)) <= tolerance * (1 + 1e-4)


@given(st.floats(0.01, 1000), tallies)
def test_information_is_the_expected_curvature(rate: float, tally: Tally) -> None:
    # -l'' = K / rate^2 is linear in K, and E[K] = n rate: a tally with exactly that K has this curvature.
    step = 1e-5 * rate
    expected_total = tally.n * rate
    slopes = [expected_total / r - tally.n for r in (rate - step, rate + step)]
    curvature = (slopes[0] - slopes[1]) / ((rate + step) - (rate - step))
    tolerance = (step / rate) ** 2 * 2 + 8 * EPS * rate / step
    information = float(poisson.fisher_information(rate, tally))
    assert abs(information - curvature) <= information * tolerance


@given(tallies)
def test_order_of_pooling_does_not_matter(tally: Tally) -> None:
    double = Tally(tally.values, tuple(2 * f for f in tally.frequencies))
    rate = 1.7
    twice = 2 * float(poisson.log_likelihood(rate, tally))
    assert abs(float(poisson.log_likelihood(rate, double)) - twice) <= 8 * EPS * 2 * size(rate, tally)


@given(st.floats(0, 200))
def test_pmf_sums_to_one(rate: float) -> None:
    k = np.arange(int(rate + 40 * math.sqrt(rate + 1) + 60))
    # The terms are of size k log k around k = rate; the tail beyond 40 standard deviations is negligible.
    tolerance = 16 * EPS * (1 + rate * (1 + abs(math.log(rate + 1))))
    assert abs(float(np.exp(poisson.log_pmf(k, rate)).sum()) - 1) <= tolerance
