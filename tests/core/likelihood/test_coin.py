"""The likelihood of a coin: closed forms, scipy, and edge cases."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import gammaln
from scipy.stats import binom

from core.likelihood import coin
from core.likelihood.coin import Counts

EPS = np.finfo(np.float64).eps
TEN_FLIPS = Counts(7, 3)
BARTOS = Counts(178_079, 172_678)
FULL = Counts(1_000_000, 1_000_000)
CASES = [Counts(7, 3), Counts(700, 300), Counts(5067, 4933), Counts(1, 999_999), Counts(3, 0), Counts(0, 4)]


@pytest.mark.parametrize(("heads", "tails"), [(-1, 0), (0, -1), (1_000_001, 0), (0, 1_000_001)])
def test_counts_out_of_range_raise(heads: int, tails: int) -> None:
    with pytest.raises(ValueError, match="must lie from 0 to 1,000,000"):
        Counts(heads, tails)


@pytest.mark.parametrize("bad", [1.0, "1", None, True, math.nan])
def test_counts_that_are_not_integers_raise(bad: object) -> None:
    with pytest.raises(TypeError, match="whole number"):
        Counts(bad, 1)  # type: ignore[arg-type]


def test_counts_are_python_integers_and_frozen() -> None:
    counts = Counts(np.int8(100), np.int8(100))  # type: ignore[arg-type]
    assert counts.n == 200  # int8 would have overflowed
    with pytest.raises(AttributeError):
        counts.heads = 1  # type: ignore[misc]


def test_worked_example() -> None:
    assert coin.mle(TEN_FLIPS) == 0.7
    # The published values have ten and seven decimals; the tolerance is half a unit of the last.
    assert abs(math.exp(coin.log_likelihood(0.7, TEN_FLIPS)) - 0.0022235661) < 5e-11
    assert abs(float(coin.log_likelihood(0.7, TEN_FLIPS)) + 6.1086430) < 5e-8
    assert math.exp(coin.log_choose(TEN_FLIPS)) == pytest.approx(120, rel=1e-14)
    assert abs(math.exp(coin.log_pmf_heads(7, 10, 0.7)) - 0.2668279) < 5e-8
    assert math.exp(coin.log_area(TEN_FLIPS)) == pytest.approx(1 / 1320, rel=1e-14)
    assert float(coin.fisher_information(0.7, TEN_FLIPS)) == pytest.approx(10 / 0.21, rel=4 * EPS)
    assert coin.standard_error(TEN_FLIPS) == pytest.approx(math.sqrt(0.021), rel=4 * EPS)
    assert coin.max_log_likelihood(TEN_FLIPS) == pytest.approx(float(coin.log_likelihood(0.7, TEN_FLIPS)), rel=4 * EPS)


@pytest.mark.parametrize("theta", [-1e-300, 1 + 1e-15, math.nan, math.inf, [0.5, math.nan]])
@pytest.mark.parametrize(
    "function",
    [
        coin.log_likelihood,
        coin.log_likelihood_ratio,
        coin.score,
        coin.observed_information,
        coin.fisher_information,
        coin.quadratic,
    ],
)
def test_theta_outside_the_unit_interval_raises(function, theta) -> None:
    with pytest.raises(ValueError, match="theta must lie in"):
        function(theta, TEN_FLIPS)


def test_edges_of_theta() -> None:
    both, heads, tails, none = TEN_FLIPS, Counts(4, 0), Counts(0, 4), Counts(0, 0)
    edges = [0.0, 1.0]
    for function, expected in [
        (coin.log_likelihood, ([-math.inf, -math.inf], [-math.inf, 0], [0, -math.inf], [0, 0])),
        (coin.log_likelihood_ratio, ([-math.inf, -math.inf], [-math.inf, 0], [0, -math.inf], [0, 0])),
        (coin.score, ([math.inf, -math.inf], [math.inf, 4], [-4, -math.inf], [0, 0])),
        (coin.observed_information, ([math.inf, math.inf], [math.inf, 4], [4, math.inf], [0, 0])),
        (coin.fisher_information, ([math.inf, math.inf],) * 3 + ([0, 0],)),
    ]:
        for counts, values in zip((both, heads, tails, none), expected, strict=True):
            np.testing.assert_array_equal(function(edges, counts), values, err_msg=f"{function} {counts}")


def test_smallest_theta_overflows_to_infinity_without_a_warning() -> None:
    theta = np.nextafter(0, 1)
    assert coin.score(theta, TEN_FLIPS) == math.inf
    assert coin.observed_information(theta, TEN_FLIPS) == math.inf
    assert coin.fisher_information(theta, TEN_FLIPS) == math.inf
    assert np.isfinite(coin.log_likelihood(theta, TEN_FLIPS))


def test_no_flips() -> None:
    none = Counts(0, 0)
    assert none.n == 0
    assert coin.mle(none) is None
    assert coin.standard_error(none) is None
    assert coin.max_log_likelihood(none) == 0
    assert coin.log_choose(none) == 0
    assert coin.log_area(none) == 0
    assert coin.likelihood_interval(none, 1.92) == (0, 1)
    np.testing.assert_array_equal(coin.log_pmf_heads([0], 0, [0, 0.3, 1]), [0, 0, 0])


@pytest.mark.parametrize(("counts", "top"), [(Counts(9, 0), 1.0), (Counts(0, 9), 0.0)])
def test_one_sided_flips(counts: Counts, top: float) -> None:
    assert coin.mle(counts) == top
    assert coin.max_log_likelihood(counts) == 0
    assert coin.standard_error(counts) == 0
    with pytest.raises(ValueError, match="at least one head and one tail"):
        coin.quadratic(0.5, counts)
    # l = n log(theta) falls by the drop at exp(-drop / n).
    lower, upper = coin.likelihood_interval(counts, 1.92)
    inner = math.exp(-1.92 / 9)
    expected = (inner, 1) if top else (0, 1 - inner)
    assert (lower, upper) == pytest.approx(expected, rel=4 * EPS)


@pytest.mark.parametrize("counts", CASES)
def test_log_likelihood_is_the_binomial_pmf_without_its_constant(counts: Counts) -> None:
    theta = np.array([0.0, 1e-9, 0.1, 0.5, 0.7, 1 - 1e-9, 1.0])
    oracle = binom.logpmf(counts.heads, counts.n, theta)
    # Both sum three log-gammas of size log n!, each rounded to a few ulp.
    atol = 16 * EPS * (1 + float(gammaln(counts.n + 1)))
    ours = coin.log_choose(counts) + coin.log_likelihood(theta, counts)
    np.testing.assert_allclose(ours, oracle, rtol=16 * EPS, atol=atol)
    np.testing.assert_allclose(coin.log_pmf_heads(counts.heads, counts.n, theta), ours, rtol=0, atol=atol)


@pytest.mark.parametrize("theta", [0.0, 0.3, 1.0])
def test_pmf_of_every_number_of_heads(theta: float) -> None:
    pmf = np.exp(coin.log_pmf_heads(np.arange(11), 10, theta))
    assert pmf.sum() == pytest.approx(1, abs=16 * EPS * (1 + float(gammaln(11))))
    if theta in (0.0, 1.0):
        assert pmf[int(10 * theta)] == 1
        assert pmf.sum() == 1


def test_pmf_broadcasts_and_checks() -> None:
    assert coin.log_pmf_heads(np.arange(4)[:, None], 3, [0.2, 0.4]).shape == (4, 2)
    for bad in (-1, 4, 1.5, math.nan):
        with pytest.raises(ValueError, match="heads must be"):
            coin.log_pmf_heads(bad, 3, 0.5)
    with pytest.raises(ValueError, match="n must not"):
        coin.log_pmf_heads(0, -1, 0.5)


@pytest.mark.parametrize("counts", [TEN_FLIPS, Counts(700, 300), Counts(3, 0), Counts(0, 4), BARTOS])
def test_area_by_quadrature(counts: Counts) -> None:
    top = coin.max_log_likelihood(counts)
    low, high = coin.likelihood_interval(counts, 50)  # the rest is below exp(-50) of the height
    value, error = quad(
        lambda t: math.exp(coin.log_likelihood_ratio(t, counts)), low, high, epsabs=0, epsrel=1e-10, limit=200
    )
    # betaln carries log-gammas of size log n!; the truncated tails are under exp(-50) / value.
    tolerance = error / value + 16 * EPS * (1 + float(gammaln(counts.n + 2))) + math.exp(-50) / value
    assert abs(coin.log_area(counts) - (top + math.log(value))) < tolerance


def test_quadratic_touches_the_top_and_is_lower_order() -> None:
    se = coin.standard_error(TEN_FLIPS)
    assert se is not None
    assert float(coin.quadratic(0.7, TEN_FLIPS)) == coin.max_log_likelihood(TEN_FLIPS)
    # By Taylor the gap is l'''/6 d^3 to leading order, so halving d divides it by about 8.
    third = 2 * 7 / 0.7**3 - 2 * 3 / 0.3**3
    for d in (1e-3, 5e-4):
        gap = float(coin.log_likelihood(0.7 + d, TEN_FLIPS) - coin.quadratic(0.7 + d, TEN_FLIPS))
        fourth = 6 * (7 / 0.69**4 + 3 / 0.29**4)
        assert abs(gap - third / 6 * d**3) < fourth / 24 * d**4 + 16 * EPS * 7


def test_tangent_lies_above_and_touches() -> None:
    theta = np.linspace(0, 1, 101)
    line = coin.tangent(theta, 0.4, TEN_FLIPS)
    assert float(coin.tangent(0.4, 0.4, TEN_FLIPS)) == float(coin.log_likelihood(0.4, TEN_FLIPS))
    assert np.all(line >= coin.log_likelihood(theta, TEN_FLIPS))  # l is concave
    slope = (line[-1] - line[0]) / 1.0
    assert slope == pytest.approx(7 / 0.4 - 3 / 0.6, rel=32 * EPS)


@pytest.mark.parametrize("at", [0.0, 1.0])
def test_no_tangent_where_the_slope_is_infinite(at: float) -> None:
    with pytest.raises(ValueError, match="no tangent"):
        coin.tangent([0.5], at, TEN_FLIPS)


def test_tangent_at_an_edge_that_the_data_allow() -> None:
    np.testing.assert_array_equal(coin.tangent([0, 0.5, 1], 0.0, Counts(0, 4)), [0, -2, -4])


@pytest.mark.parametrize("drop", [0.0, -1.0, math.nan, math.inf])
def test_drop_must_be_positive_and_finite(drop: float) -> None:
    with pytest.raises(ValueError, match="drop must be"):
        coin.likelihood_interval(TEN_FLIPS, drop)


def test_interval_of_two_million_flips_matches_its_parabola() -> None:
    low, high = coin.likelihood_interval(FULL, 1.92)
    half = math.sqrt(2 * 1.92) * 0.5 / math.sqrt(FULL.n)
    # Symmetric data have no cubic term; the quartic term shifts an end by at most about half^3.
    assert low == pytest.approx(0.5 - half, abs=2 * half**3 + 4e-15)
    assert high == pytest.approx(0.5 + half, abs=2 * half**3 + 4e-15)


@pytest.mark.parametrize("counts", [Counts(1, 999_999), Counts(999_999, 1), Counts(1, 1), FULL])
@pytest.mark.parametrize("drop", [1e-300, 1e-9, 0.5, 1.92, 3, 700, 1e6])
def test_interval_always_answers(counts: Counts, drop: float) -> None:
    low, high = coin.likelihood_interval(counts, drop)
    top = coin.mle(counts)
    assert top is not None
    # Only the rounding of exp(log(theta)) may move an end past the MLE.
    assert 0 <= low <= top * (1 + 16 * EPS)
    assert top <= high + 16 * EPS
    assert high <= 1


def test_bartos_underflows_but_its_log_does_not() -> None:
    assert math.exp(coin.max_log_likelihood(BARTOS)) == 0
    assert coin.max_log_likelihood(BARTOS) == pytest.approx(-243_084.5, abs=0.5)
    assert coin.mle(BARTOS) == 178_079 / 350_757
