"""Underflow against exact arithmetic and step-by-step rounding, and edge cases."""

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from core.likelihood import underflow
from core.likelihood.coin import Counts
from core.likelihood.underflow import FORMATS

HALVES = {"float16": 25, "float32": 150, "float64": 1075}
BARTOS = Counts(178_079, 172_678)


def half_smallest(dtype: str) -> Fraction:
    kind = np.dtype(dtype).type
    return Fraction(float(np.nextafter(kind(0), kind(1)))) / 2


def step_by_step(factors: list[float], dtype: str) -> list[float]:
    """Running product with one rounding per step: a float64 holds any product of two float16 or float32 exactly."""
    kind = np.dtype(dtype).type
    value, products = 1.0, []
    for factor in factors:
        value = float(kind(value * factor))
        products.append(value)
    return products


@pytest.mark.parametrize("dtype", FORMATS)
def test_powers_of_a_half(dtype: str) -> None:
    assert underflow.zero_from(0.5, dtype) == HALVES[dtype]
    assert underflow.first_zero(0.5, dtype) == HALVES[dtype]
    last = underflow.running_product(0.5, HALVES[dtype], dtype)[-2:]
    assert float(last[0]) == float(2 * half_smallest(dtype))
    assert float(last[1]) == 0.0


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("j", range(1, 15))
def test_powers_of_two_are_decided_in_integers(dtype: str, j: int) -> None:
    n = underflow.zero_from(2.0**-j, dtype)
    assert n is not None
    assert Fraction(1, 2**j) ** n <= half_smallest(dtype) < Fraction(1, 2**j) ** (n - 1)


@pytest.mark.parametrize("n", [2, 3, 7, 10, 100, 1000, 1074, 1076, 2591, 5000])
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_zero_from_is_exact_where_a_float_log_is_not(n: int, step: int) -> None:
    # The float closest to the n-th root of 2**-1075, and its neighbors: n log p is -1075 log 2 to rounding.
    p = 2.0 ** (-1075 / n)
    p = math.nextafter(p, step) if step else p
    answer = underflow.zero_from(p, "float64")
    assert answer is not None
    # Fraction to float is correctly rounded, subnormals included.
    assert float(Fraction(p) ** answer) == 0.0
    assert float(Fraction(p) ** (answer - 1)) > 0.0


def test_the_boundary_cases_lie_on_both_sides() -> None:
    near = [2.0 ** (-1075 / n) for n in range(2, 200)]
    sides = {underflow.zero_from(p, "float64") == n for n, p in zip(range(2, 200), near, strict=True)}
    assert sides == {True, False}


@pytest.mark.parametrize("dtype", FORMATS)
def test_p_of_zero_and_one(dtype: str) -> None:
    assert underflow.zero_from(1.0, dtype) is None
    assert underflow.first_zero(1.0, dtype) is None
    assert underflow.stuck_at(1.0, dtype) == 1.0
    assert underflow.zero_from(0.0, dtype) == 1
    assert underflow.first_zero(0.0, dtype) == 1
    assert underflow.stuck_at(0.0, dtype) is None


def test_p_is_rounded_to_the_format_first() -> None:
    assert underflow.rounded(0.9999, "float16") == 1.0
    assert underflow.zero_from(0.9999, "float16") is None
    assert underflow.zero_from(1e-10, "float16") == 1
    assert underflow.zero_from(1e-10, "float32") == 5


def test_p_closest_to_one() -> None:
    p = math.nextafter(1.0, 0.0)
    n = underflow.zero_from(p, "float64")
    assert n is not None
    # -log(1 - u) lies between u and u + u^2, so n differs from 1075 log 2 / u by less than one part in 1e15.
    assert n == pytest.approx(1075 * math.log(2) * 2.0**53, rel=1e-15)
    # A tie with an even last digit, at the smallest normal.
    assert underflow.stuck_at(p, "float64") == np.finfo(np.float64).tiny


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("p", [0.51, 0.6, 0.75, 0.8, 0.875, 0.9, 0.95, 0.97])
def test_above_a_half_the_product_gets_stuck(dtype: str, p: float) -> None:
    products = underflow.running_product(p, 50_000, dtype)
    stuck = underflow.stuck_at(p, dtype)
    assert stuck is not None
    assert float(products[-1]) == stuck > 0
    assert underflow.first_zero(p, dtype) is None


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("p", [0.1, 0.3, 0.49999, 0.6, 0.9, 0.99])
def test_running_product_rounds_at_every_step(dtype: str, p: float) -> None:
    n = 4000
    expected = step_by_step([underflow.rounded(p, dtype)] * n, dtype)
    products = underflow.running_product(p, n, dtype)
    assert products.dtype == dtype
    assert products.astype(np.float64).tolist() == expected


def test_product_and_sum_of_logs() -> None:
    assert underflow.product(0.5, 1074) == 5e-324
    assert underflow.product(0.5, 1075) == 0.0
    assert underflow.product(0.9, 1_000_000) == underflow.stuck_at(0.9, "float64")
    assert underflow.product(0.3, 0) == underflow.product(0.0, 0) == 1.0
    assert underflow.sum_of_logs(0.5, 1_000_000) == 1_000_000 * math.log(0.5)
    assert underflow.sum_of_logs(0.0, 0) == underflow.sum_of_logs(1.0, 10) == 0.0
    assert underflow.sum_of_logs(0.0, 1) == -math.inf


def test_trail_of_halves() -> None:
    trail = underflow.trail(0.5, 2000, points=2001)
    np.testing.assert_array_equal(trail.n, np.arange(2001))
    np.testing.assert_allclose(trail.exact.log10_product, trail.n * math.log10(0.5), rtol=1e-15)
    for name in FORMATS:
        line = getattr(trail, name)
        np.testing.assert_array_equal(line.alive, trail.n < HALVES[name])
        assert np.all(np.isneginf(line.log10_product[~line.alive]))
        exact = trail.exact.log10_product[line.alive]
        # Powers of two are exact in every format; log10 rounds on either side.
        np.testing.assert_allclose(line.log10_product[line.alive], exact, rtol=4e-15, atol=0)


@pytest.mark.parametrize(("p", "n"), [(0.0, 10), (1.0, 10), (0.3, 0), (0.999, 1_000_000)])
def test_a_trail_has_few_points_starts_at_one_and_is_never_nan(p: float, n: int) -> None:
    trail = underflow.trail(p, n, points=50)
    assert len(trail.n) <= 50
    assert (trail.n[0], trail.n[-1]) == (0, n)
    for line in trail[1:]:
        assert line.log10_product[0] == 0
        assert not np.isnan(line.log10_product).any()
        np.testing.assert_array_equal(line.alive, np.isfinite(line.log10_product))


@pytest.mark.parametrize("dtype", FORMATS)
def test_the_product_of_the_published_flips_underflows_in_every_format(dtype: str) -> None:
    value, first_zero = underflow.coin_product(BARTOS, BARTOS.heads / BARTOS.n, dtype)
    assert value == 0.0
    assert first_zero is not None
    # p and 1 - p are both within 0.008 of a half, so the product underflows near where that of halves does.
    assert abs(first_zero - HALVES[dtype]) <= 0.02 * HALVES[dtype] + 1


def test_coin_product_of_ten_flips() -> None:
    value, first_zero = underflow.coin_product(Counts(7, 3), 0.7, np.float64)
    assert value == pytest.approx(0.7**7 * 0.3**3, rel=20 * 2.0**-53)
    assert first_zero is None


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize(("heads", "tails"), [(7, 3), (3, 7), (0, 5), (5, 0), (40, 1), (60, 60)])
def test_coin_product_flip_by_flip(dtype: str, heads: int, tails: int) -> None:
    n = heads + tails
    flips = [(i + 1) * heads // n > i * heads // n for i in range(n)]
    assert sum(flips) == heads
    p, q = underflow.rounded(0.7, dtype), underflow.rounded(1 - 0.7, dtype)
    products = step_by_step([p if flip else q for flip in flips], dtype)
    zeros = [i + 1 for i, value in enumerate(products) if value == 0]
    expected = (products[-1], zeros[0] if zeros else None)
    assert underflow.coin_product(Counts(heads, tails), 0.7, dtype) == expected


def test_coin_product_across_its_chunks() -> None:
    counts, theta = Counts(199_990, 10), 0.9999
    value = 1.0
    for i in range(counts.n):
        heads = (i + 1) * counts.heads // counts.n > i * counts.heads // counts.n
        value *= theta if heads else 1 - theta
    assert value > 0
    assert underflow.coin_product(counts, theta, np.float64) == (value, None)


def test_first_zero_in_a_later_chunk() -> None:
    counts = Counts(200_000, 200)
    result = underflow.coin_product(counts, 0.9999, np.float64)
    assert result.first_zero is not None
    assert result.first_zero > 65_536
    before = result.first_zero - 1
    flips = [(i + 1) * counts.heads // counts.n > i * counts.heads // counts.n for i in range(before + 1)]
    products = step_by_step([0.9999 if flip else 1 - 0.9999 for flip in flips], "float64")
    assert products[before] == 0.0 < products[before - 1]


def test_coin_product_at_the_edges() -> None:
    assert underflow.coin_product(Counts(0, 0), 0.3, "float32") == (1.0, None)
    assert underflow.coin_product(Counts(5, 0), 1.0, "float16") == (1.0, None)
    assert underflow.coin_product(Counts(5, 1), 1.0, "float16").value == 0.0
    assert underflow.coin_product(Counts(1_000_000, 1_000_000), 0.5, "float64") == (0.0, 1075)


@pytest.mark.parametrize("bad", [-0.1, 1.1, math.nan, math.inf])
def test_p_outside_the_unit_interval_raises(bad: float) -> None:
    calls: list[Callable[[], object]] = [
        lambda: underflow.zero_from(bad, "float64"),
        lambda: underflow.stuck_at(bad, "float64"),
        lambda: underflow.first_zero(bad, "float64"),
        lambda: underflow.product(bad, 3),
        lambda: underflow.sum_of_logs(bad, 3),
        lambda: underflow.trail(bad, 3),
        lambda: underflow.coin_product(Counts(1, 1), bad, "float64"),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=r"must lie in \[0, 1\]"):
            call()


def test_other_invalid_arguments_raise() -> None:
    with pytest.raises(ValueError, match="one of float16, float32, float64"):
        underflow.zero_from(0.5, "int64")
    with pytest.raises(ValueError, match="from 0 to 2,000,000"):
        underflow.running_product(0.5, -1, "float64")
    with pytest.raises(ValueError, match="from 0 to 2,000,000"):
        underflow.product(0.5, 2_000_001)
    with pytest.raises(ValueError, match="must not be negative"):
        underflow.sum_of_logs(0.5, -1)
    with pytest.raises(ValueError, match="at least 2 points"):
        underflow.trail(0.5, 10, points=1)
