"""The Poisson likelihood: closed forms on the horse kicks, scipy, and edge cases."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import poisson as oracle

from core.data.horse_kicks import HORSE_KICKS
from core.likelihood import poisson
from core.likelihood.poisson import Tally

EPS = np.finfo(np.float64).eps
NO_DATA = Tally((), ())
NO_EVENTS = Tally((0,), (5,))


@pytest.mark.parametrize(
    ("values", "frequencies"),
    [
        ((0, 1), (1,)),
        ((1, 0), (1, 1)),
        ((0, 0), (1, 1)),
        ((-1,), (1,)),
        ((1,), (-1,)),
        ((1.5,), (1,)),
        ((True,), (1,)),
    ],
)
def test_bad_tallies_raise(values, frequencies) -> None:
    with pytest.raises(ValueError, match=r"tally|values"):
        Tally(values, frequencies)


def test_tally_counts_with_python_integers() -> None:
    tally = Tally((np.int8(100),), (np.int8(100),))  # type: ignore[arg-type]
    assert (tally.n, tally.total) == (100, 10_000)


def test_horse_kicks() -> None:
    assert (HORSE_KICKS.n, HORSE_KICKS.total) == (200, 122)
    assert poisson.mle(HORSE_KICKS) == 0.61
    assert poisson.standard_error(HORSE_KICKS) == pytest.approx(math.sqrt(0.61 / 200), rel=4 * EPS)
    assert float(poisson.fisher_information(0.61, HORSE_KICKS)) == pytest.approx(200 / 0.61, rel=4 * EPS)
    assert abs(float(poisson.score(0.61, HORSE_KICKS))) <= 4 * EPS * 200


@pytest.mark.parametrize("rate", [0.0, 1e-8, 0.61, 3.0, 900.0])
def test_log_likelihood_is_the_sum_of_log_pmfs(rate: float) -> None:
    k = np.repeat(HORSE_KICKS.values, HORSE_KICKS.frequencies)
    expected = float(oracle.logpmf(k, rate).sum())
    got = float(poisson.log_likelihood(rate, HORSE_KICKS))
    assert got == pytest.approx(expected, rel=200 * EPS)  # 200 terms of one sign are summed
    assert poisson.log_pmf(HORSE_KICKS.values, rate) == pytest.approx(
        oracle.logpmf(HORSE_KICKS.values, rate), rel=16 * EPS, abs=16 * EPS
    )


@pytest.mark.parametrize("tally", [HORSE_KICKS, NO_EVENTS, Tally((3, 900), (2, 1))])
def test_area_by_quadrature(tally: Tally) -> None:
    top, se = poisson.mle(tally), max(poisson.standard_error(tally) or 0, 1 / tally.n)
    assert top is not None
    low, high = max(0.0, top - 40 * se), top + 40 * se
    value, error = quad(
        lambda r: math.exp(poisson.log_likelihood_ratio(r, tally)),
        low, high, points=[top], epsabs=0, epsrel=1e-11, limit=400,
    )  # fmt: skip
    # The tail beyond 40 / n, relatively exp(-40); log-gammas of size log K! twice over.
    tolerance = error / value + math.exp(-38) + 16 * EPS * (1 + 2 * math.lgamma(tally.total + 2))
    assert abs(poisson.log_area(tally) - (poisson.max_log_likelihood(tally) + math.log(value))) < tolerance


def test_edges_at_rate_zero() -> None:
    for function, events, no_events, no_data in [
        (poisson.log_likelihood, -math.inf, 0, 0),
        (poisson.log_likelihood_ratio, -math.inf, 0, 0),
        (poisson.score, math.inf, -5, 0),
        (poisson.fisher_information, math.inf, math.inf, 0),
    ]:
        got = [float(function(0.0, tally)) for tally in (HORSE_KICKS, NO_EVENTS, NO_DATA)]
        assert got == [events, no_events, no_data], function
    np.testing.assert_array_equal(poisson.log_pmf([0, 1], 0.0), [0, -math.inf])


def test_tallies_without_data_and_without_events() -> None:
    assert poisson.mle(NO_DATA) is None
    assert poisson.standard_error(NO_DATA) is None
    assert poisson.max_log_likelihood(NO_DATA) == 0
    assert poisson.log_area(NO_DATA) == math.inf
    assert poisson.mle(NO_EVENTS) == 0
    assert poisson.standard_error(NO_EVENTS) == 0
    assert poisson.max_log_likelihood(NO_EVENTS) == 0
    assert poisson.log_area(NO_EVENTS) == pytest.approx(-math.log(5), rel=4 * EPS)


@pytest.mark.parametrize("rate", [-1e-300, math.nan, math.inf, [1.0, -1.0]])
@pytest.mark.parametrize("function", [poisson.log_likelihood, poisson.score, poisson.fisher_information])
def test_bad_rates_raise(function, rate) -> None:
    with pytest.raises(ValueError, match="rate must be"):
        function(rate, HORSE_KICKS)


@pytest.mark.parametrize("k", [-1, 0.5, math.nan, math.inf])
def test_bad_counts_raise(k: float) -> None:
    with pytest.raises(ValueError, match="k must be"):
        poisson.log_pmf(k, 1.0)
