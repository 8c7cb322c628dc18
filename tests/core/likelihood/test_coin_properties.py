"""The likelihood of a coin for any counts and theta, against 60-digit arithmetic where rounding matters."""

import math
from decimal import Decimal, localcontext

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from core.likelihood import coin
from core.likelihood.coin import Counts

EPS = float(np.finfo(np.float64).eps)

counts_any = st.builds(Counts, st.integers(0, 1_000_000), st.integers(0, 1_000_000))
counts_inner = st.builds(Counts, st.integers(1, 1_000_000), st.integers(1, 1_000_000))
theta_any = st.floats(0, 1)
theta_inner = st.floats(1e-6, 1 - 1e-6)


def exact_log_likelihood(theta: float, counts: Counts) -> tuple[Decimal, Decimal]:
    """Both terms of l(theta), to 60 digits; theta strictly inside (0, 1)."""
    with localcontext() as context:
        context.prec = 60
        p = Decimal(theta)
        return counts.heads * p.ln(), counts.tails * (1 - p).ln()


@given(theta_any, counts_any)
def test_log_likelihood_is_never_nan_nor_positive(theta: float, counts: Counts) -> None:
    assert float(coin.log_likelihood(theta, counts)) <= 0  # NaN fails


@given(theta_inner, counts_any)
def test_log_likelihood_to_sixty_digits(theta: float, counts: Counts) -> None:
    rise, fall = exact_log_likelihood(theta, counts)
    # A log, a product and a sum: each rounds to a few ulp of its own size.
    tolerance = 4 * EPS * float(abs(rise) + abs(fall))
    assert abs(float(coin.log_likelihood(theta, counts)) - float(rise + fall)) <= tolerance


@given(counts_inner, st.floats(-8, 8))
def test_ratio_keeps_its_digits_near_the_top(counts: Counts, deviations: float) -> None:
    top, se = coin.mle(counts), coin.standard_error(counts)
    assert top is not None
    assert se is not None
    theta = top + deviations * se
    assume(abs(theta - top) < 0.5 * min(top, 1 - top))
    with localcontext() as context:
        context.prec = 60
        p, q = Decimal(counts.heads) / counts.n, Decimal(counts.tails) / counts.n
        rise = counts.heads * (Decimal(theta) / p).ln()
        fall = counts.tails * ((1 - Decimal(theta)) / q).ln()
        exact = float(rise + fall)
    # Each term rounds to a few ulp of itself; the step itself is off by at most an ulp of 1, times the slope.
    slope = abs(float(coin.score(theta, counts)))
    tolerance = 8 * EPS * (float(abs(rise) + abs(fall)) + slope)
    assert abs(float(coin.log_likelihood_ratio(theta, counts)) - exact) <= tolerance


@given(theta_any, counts_any)
def test_ratio_is_the_difference_to_the_top(theta: float, counts: Counts) -> None:
    ratio = float(coin.log_likelihood_ratio(theta, counts))
    assert ratio <= 0
    whole, top = float(coin.log_likelihood(theta, counts)), coin.max_log_likelihood(counts)
    if math.isinf(whole):
        assert ratio == whole
    else:
        # Both computations round relative to l(theta), to the maximum of l, and (one quotient per flip) to n.
        assert abs(ratio - (whole - top)) <= 8 * EPS * (abs(whole) + abs(top) + counts.n)


@given(counts_any)
def test_nothing_beats_the_mle(counts: Counts) -> None:
    top = coin.mle(counts)
    if top is None:
        assert counts.n == 0
        return
    assert float(coin.log_likelihood_ratio(top, counts)) == 0
    grid = np.linspace(0, 1, 1001)
    assert np.all(coin.log_likelihood(grid, counts) <= coin.max_log_likelihood(counts) * (1 - 8 * EPS))


@given(theta_inner, counts_any)
def test_swapping_sides_mirrors_everything(theta: float, counts: Counts) -> None:
    mirrored = Counts(counts.tails, counts.heads)
    assume((1 - theta) + theta == 1 and 1 - (1 - theta) == theta)
    left, right = coin.log_likelihood(theta, counts), coin.log_likelihood(1 - theta, mirrored)
    np.testing.assert_allclose(left, right, rtol=4 * EPS)
    np.testing.assert_array_equal(coin.score(theta, counts), -coin.score(1 - theta, mirrored))


@given(st.floats(0.01, 0.99), counts_any)
def test_score_agrees_with_a_finite_difference(theta: float, counts: Counts) -> None:
    step = 1e-5 * min(theta, 1 - theta)
    right, left = theta + step, theta - step
    slope = (float(coin.log_likelihood(right, counts)) - float(coin.log_likelihood(left, counts))) / (right - left)
    third = 2 * counts.heads / left**3 + 2 * counts.tails / (1 - right) ** 3  # bounds |l'''| on the stretch
    size = abs(float(coin.log_likelihood(theta, counts))) + counts.n * 1e-5
    # Taylor's remainder; the rounding of l over the step; the center is off the midpoint by an ulp of theta.
    curvature = float(coin.observed_information(theta, counts))
    tolerance = step**2 / 6 * third + 8 * EPS * size / step + curvature * EPS
    assert abs(float(coin.score(theta, counts)) - slope) <= tolerance * (1 + 1e-6)


@given(st.floats(0.01, 0.99), counts_any)
def test_observed_information_is_minus_the_slope_of_the_score(theta: float, counts: Counts) -> None:
    step = 1e-5 * min(theta, 1 - theta)
    right, left = theta + step, theta - step
    bend = (float(coin.score(left, counts)) - float(coin.score(right, counts))) / (right - left)
    fourth = 6 * counts.heads / left**4 + 6 * counts.tails / (1 - right) ** 4
    size = counts.heads / left + counts.tails / (1 - right)
    third = 2 * counts.heads / left**3 + 2 * counts.tails / (1 - right) ** 3
    tolerance = step**2 / 6 * fourth + 8 * EPS * size / step + third * EPS
    assert abs(float(coin.observed_information(theta, counts)) - bend) <= tolerance * (1 + 1e-6)


@given(counts_inner)
def test_observed_and_expected_information_agree_at_the_mle(counts: Counts) -> None:
    top, se = coin.mle(counts), coin.standard_error(counts)
    assert top is not None
    assert se is not None
    # theta is rounded by half an ulp of itself: relatively eps / min(theta, 1 - theta) on the shorter side.
    rtol = 8 * EPS / min(top, 1 - top)
    np.testing.assert_allclose(coin.observed_information(top, counts), coin.fisher_information(top, counts), rtol=rtol)
    np.testing.assert_allclose(se**-2, coin.fisher_information(top, counts), rtol=rtol)


@given(st.integers(0, 300), theta_any)
def test_pmf_sums_to_one(n: int, theta: float) -> None:
    pmf = np.exp(coin.log_pmf_heads(np.arange(n + 1), n, theta))
    # Each log is a sum of terms of the size of log n! or k log theta; where the latter is large, exp(.) is tiny.
    tolerance = 16 * EPS * (1 + math.lgamma(n + 2) + n * (n > 0))
    assert abs(pmf.sum() - 1) <= tolerance


@given(st.integers(0, 400), st.data())
def test_log_choose_is_the_log_of_the_exact_integer(n: int, data: st.DataObject) -> None:
    heads = data.draw(st.integers(0, n))
    exact = math.log(math.comb(n, heads))
    assert abs(coin.log_choose(Counts(heads, n - heads)) - exact) <= 8 * EPS * (1 + math.lgamma(n + 1))


@given(counts_any)
def test_area_times_all_orders_is_one_over_n_plus_one(counts: Counts) -> None:
    # C(n, h) B(h + 1, t + 1) = 1 / (n + 1): every number of heads is equally likely a priori.
    value = coin.log_choose(counts) + coin.log_area(counts)
    assert abs(value + math.log(counts.n + 1)) <= 16 * EPS * (1 + math.lgamma(counts.n + 2))


@given(counts_inner, st.floats(1e-3, 50))
def test_interval_ends_are_exactly_the_drop_below_the_top(counts: Counts, drop: float) -> None:
    low, high = coin.likelihood_interval(counts, drop)
    top = coin.mle(counts)
    assert top is not None
    assert 0 <= low < top < high <= 1
    for end, near_zero in ((low, low), (high, 1 - high)):
        assume(near_zero > 1e-9)  # closer to an edge, one ulp of theta is many nats
        # The root finder works in log theta (or log(1 - theta)) to 1e-15 (1 + |log|); then theta is rounded.
        error = near_zero * 2e-15 * (1 - math.log(near_zero)) + EPS * end
        slope = abs(float(coin.score(end, counts)))
        ratio = float(coin.log_likelihood_ratio(end, counts))
        curvature = float(coin.observed_information(end, counts))
        slack = 16 * EPS * (drop + counts.n * abs(end - top) / min(end, 1 - end) + slope + counts.n * (drop > 1))
        assert abs(ratio + drop) <= slope * error + curvature * error**2 + slack


@given(counts_any, st.floats(1e-3, 10), st.floats(1.01, 5))
def test_a_deeper_drop_gives_a_wider_interval(counts: Counts, drop: float, factor: float) -> None:
    inner, outer = coin.likelihood_interval(counts, drop), coin.likelihood_interval(counts, drop * factor)
    assert outer.lower <= inner.lower
    assert inner.upper <= outer.upper


@given(counts_inner, theta_inner, theta_any)
def test_the_tangent_is_never_below_the_curve(counts: Counts, at: float, theta: float) -> None:
    line, curve = float(coin.tangent(theta, at, counts)), float(coin.log_likelihood(theta, counts))
    if math.isfinite(curve):
        size = abs(curve) + abs(float(coin.log_likelihood(at, counts)))
        size += (counts.heads / at + counts.tails / (1 - at)) * abs(theta - at)
        assert line >= curve - 8 * EPS * size
