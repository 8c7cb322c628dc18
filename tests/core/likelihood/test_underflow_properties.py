"""Underflow for any p, against exact fractions."""

import math
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.likelihood import underflow
from core.likelihood.coin import Counts, log_likelihood
from core.likelihood.underflow import FORMATS

dtypes = st.sampled_from(FORMATS)
# Above 0.95 the exact powers below would have millions of digits.
p_any = st.floats(0, 0.95)
p_stuck = st.floats(0.5, 0.95, exclude_min=True)


@given(p_any, dtypes)
def test_zero_from_is_the_first_power_that_rounds_to_zero(p: float, dtype: str) -> None:
    kind = np.dtype(dtype).type
    half = Fraction(float(np.nextafter(kind(0), kind(1)))) / 2
    n = underflow.zero_from(p, dtype)
    assert n is not None
    exact = Fraction(underflow.rounded(p, dtype))
    assert exact**n <= half
    # A p that rounds to 0 in the format gives 0 after the first factor.
    assert n == 1 or exact ** (n - 1) > half


@given(st.floats(0, 1), st.floats(0, 1), dtypes)
def test_zero_comes_later_for_larger_p(p: float, q: float, dtype: str) -> None:
    first, second = (underflow.zero_from(x, dtype) for x in sorted((p, q)))
    assert (math.inf if first is None else first) <= (math.inf if second is None else second)


@given(p_stuck, dtypes)
def test_the_running_product_ends_where_it_is_stuck(p: float, dtype: str) -> None:
    # 0.95 needs 1075 log 2 / -log 0.95 = 14,528 factors to reach the smallest values, and a few more to stop falling.
    last = float(underflow.running_product(p, 20_000, dtype)[-1])
    if underflow.rounded(p, dtype) == 0.5:
        assert last == 0.0
    else:
        assert last == underflow.stuck_at(p, dtype)


@given(st.floats(0, 0.5), dtypes)
def test_up_to_a_half_the_running_product_reaches_zero(p: float, dtype: str) -> None:
    n = underflow.first_zero(p, dtype)
    assert n is not None
    products = underflow.running_product(p, n, dtype)
    assert products[-1] == 0
    assert np.all(products[:-1] > 0)


@given(st.floats(0, 1), st.integers(0, 5000), dtypes)
def test_products_never_rise(p: float, n: int, dtype: str) -> None:
    products = underflow.running_product(p, n, dtype).astype(np.float64)
    assert np.all(np.diff(products) <= 0)
    assert np.all((products >= 0) & (products <= 1))


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.1, 0.9))
def test_a_product_that_is_normal_agrees_with_its_log(heads: int, tails: int, theta: float) -> None:
    counts = Counts(heads, tails)
    value, first_zero = underflow.coin_product(counts, theta, "float64")
    expected = float(log_likelihood(theta, counts))
    if expected > math.log(np.finfo(np.float64).tiny):
        assert first_zero is None
        # n roundings in the product, and the log's own; all relative to e^expected or to expected.
        tolerance = (counts.n + 4 + 8 * abs(expected)) * 2.0**-53
        assert abs(math.log(value) - expected) <= tolerance + 2.0**-53 * counts.n
