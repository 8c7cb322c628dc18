r"""Underflow of :math:`p^n` in float16, float32 and float64, beside the sum of logs, which does not underflow.

Two questions are answered:

* :func:`zero_from`: from which ``n`` on does the *exact* power round to 0?
* :func:`first_zero` and :func:`stuck_at`: when does a *running* product, multiplied and rounded factor by factor, reach
  0? For ``p`` above 0.5 it never does: near the smallest positive value, a product times ``p`` rounds back to itself.

A format stores ``p`` rounded, so all three use ``p`` rounded to the format: 0.9999 is 1 in float16, and its powers
never reach 0 there.

Every function raises ValueError for a ``p`` that is NaN or outside [0, 1], a ``dtype`` that is not in :data:`FORMATS`,
and a number of factors outside [0, ``MAX_FACTORS``].

Sources: IEEE 754-2019, sections 3.3 and 4.3.1 (round to nearest, ties to even); Goldberg 1991, "What every
computer scientist should know about floating-point arithmetic".
"""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from core.arrays import FloatArray, IntArray, probability
from core.likelihood.counts import Counts

FORMATS = ("float16", "float32", "float64")
MAX_FACTORS = 2_000_000
"""Most factors of a running product."""

_CHUNK = 1 << 16


class Line(NamedTuple):
    """Base-10 logs of products, ``-inf`` where a product is 0; ``alive`` says where it is not."""

    log10_product: FloatArray
    alive: NDArray[np.bool_]


class Trail(NamedTuple):
    """Products of ``n`` factors for several ``n``: the exact power, and the running product of each format."""

    n: IntArray
    exact: Line
    float16: Line
    float32: Line
    float64: Line


class CoinProduct(NamedTuple):
    """Product of the probabilities of all flips in one format.

    ``first_zero`` is the number of factors after which it was 0 for the first time, or None if it never was.
    """

    value: float
    first_zero: int | None


def _format(dtype: DTypeLike) -> np.dtype[Any]:
    found = np.dtype(dtype)
    if found.name not in FORMATS:
        raise ValueError(f"the format must be one of {', '.join(FORMATS)}, got {found.name}")
    return found


def _factors(n: int) -> int:
    if not 0 <= n <= MAX_FACTORS:
        raise ValueError(f"the number of factors must lie from 0 to {MAX_FACTORS:,}, got {n}")
    return int(n)


def rounded(p: float, dtype: DTypeLike) -> float:
    """Return ``p`` as the format stores it: rounded to the nearest value, ties to even."""
    with np.errstate(under="ignore"):
        return float(probability(p, "p").astype(_format(dtype)))


def _half_subnormal_exponent(dtype: DTypeLike) -> int:
    """Return k, where 2**-k is half the smallest subnormal: the largest number that rounds to 0 (ties to even)."""
    smallest = np.finfo(_format(dtype)).smallest_subnormal
    return 2 - math.frexp(float(smallest))[1]


def zero_from(p: float, dtype: DTypeLike) -> int | None:
    r"""Smallest ``n`` for which :math:`p^n`, computed exactly and rounded once, is 0.

    That is the smallest ``n`` with :math:`p^n \le 2^{-k}`, half the smallest subnormal of the format: :math:`k` is 25,
    150 or 1075. The result is exact. For a power of two it is found in integers. For any other ``p`` the quotient
    :math:`k\log 2 / (-\log p)` is irrational, and is computed with as many digits as its rounding up needs.

    Returns
    -------
    int or None
        1 if ``p`` is 0 in the format; None if it is 1, whose powers are never 0.
    """
    value = rounded(p, dtype)
    if value in (0.0, 1.0):
        return None if value else 1
    k = _half_subnormal_exponent(dtype)
    mantissa, exponent = math.frexp(value)
    if mantissa == 0.5:
        return -(-k // (1 - exponent))
    digits = 40
    while True:
        with localcontext() as context:
            context.prec = digits
            quotient = k * Decimal(2).ln() / -Decimal(value).ln()
            # There are four roundings, each of at most half a unit in the last digit; 10 units are a safe bound.
            slack = quotient * Decimal(10) ** (2 - digits)
            below, above = math.ceil(quotient - slack), math.ceil(quotient + slack)
        if below == above:
            return below
        digits *= 2


def stuck_at(p: float, dtype: DTypeLike) -> float | None:
    r"""Value at which the running product stops falling, or None if it reaches 0, as it does for ``p`` up to 0.5.

    From ``j`` times the smallest subnormal, the next product :math:`jp` rounds back to ``j`` if
    :math:`j(1-p) < 1/2`, or if :math:`j(1-p) = 1/2` and ``j`` is even. Rounding is monotone, so the running product
    falls to the largest such ``j`` and stays there.

    Returns
    -------
    float or None
        Exact in float64. 1.0 if ``p`` is 1 in the format.
    """
    value = rounded(p, dtype)
    if value == 1.0:
        return 1.0
    limit = 1 / (2 * (1 - Fraction(value)))
    j = math.floor(limit)
    if j == limit and j % 2 == 1:
        j -= 1
    return j * float(np.finfo(_format(dtype)).smallest_subnormal) if j else None


def running_product(p: float, n: int, dtype: DTypeLike) -> NDArray[Any]:
    """Products of 1, 2, ... ``n`` factors ``p``, rounded to the format after each multiplication.

    Returns
    -------
    ndarray, shape (n,)
        Of type ``dtype``; entry ``i`` is the product of ``i + 1`` factors.
    """
    kind = _format(dtype)
    factors = np.full(_factors(n), rounded(p, kind), dtype=kind)
    with np.errstate(under="ignore"):
        return np.asarray(np.multiply.accumulate(factors, dtype=kind))


def first_zero(p: float, dtype: DTypeLike) -> int | None:
    """Number of factors after which the *running* product is 0 for the first time; None if it never is."""
    if stuck_at(p, dtype) is not None:
        return None
    # For p up to 0.5 no product exceeds that of halves, which is exact and 0 after k factors.
    zeros = running_product(p, _half_subnormal_exponent(dtype), dtype) == 0
    return int(np.argmax(zeros)) + 1


def product(p: float, n: int) -> float:
    """Running product of ``n`` factors ``p`` in float64; 1 for ``n`` = 0."""
    products = running_product(p, n, np.float64)
    return float(products[-1]) if products.size else 1.0


def sum_of_logs(p: float, n: int) -> float:
    r"""Sum of ``n`` logs, :math:`n \log p`, in nats: 0 for ``n`` = 0, ``-inf`` for ``p`` = 0.

    ``n`` has no upper limit; a negative one raises ValueError.
    """
    value = float(probability(p, "p"))
    if n < 0:
        raise ValueError(f"the number of factors must not be negative, got {n}")
    if n == 0:
        return 0.0
    return n * math.log(value) if value else -math.inf


def _line(log10_product: FloatArray) -> Line:
    return Line(log10_product, np.isfinite(log10_product))


def trail(p: float, n: int, points: int = 400) -> Trail:
    r"""Base-10 logs of the products of 0 to ``n`` factors, at no more than ``points`` numbers of factors.

    ``exact`` is :math:`n \log_{10} p` for ``p`` as given. The line of a format is its running product, for ``p``
    rounded to that format.

    Raises
    ------
    ValueError
        If ``points`` is below 2.
    """
    if points < 2:
        raise ValueError(f"a trail needs at least 2 points, got {points}")
    at = np.unique(np.linspace(0, _factors(n), points).round().astype(np.int64))
    exact = np.array([sum_of_logs(p, int(i)) for i in at]) / math.log(10)
    lines = []
    for name in FORMATS:
        products = np.concatenate([[1.0], running_product(p, n, name)])
        with np.errstate(divide="ignore"):
            lines.append(_line(np.log10(products[at])))
    return Trail(at, _line(exact), *lines)


def _interleaved(counts: Counts, start: int, stop: int) -> NDArray[np.bool_]:
    """Flips ``start`` to ``stop`` of a sequence that spreads the heads evenly; True is heads."""
    heads_before = np.arange(start, stop + 1, dtype=np.int64) * counts.heads // counts.n
    return np.asarray(np.diff(heads_before) == 1)


def coin_product(counts: Counts, theta: float, dtype: DTypeLike) -> CoinProduct:
    r"""Running product :math:`\theta^h (1-\theta)^t` in the format, over flips with heads and tails evenly interleaved.

    Both ``theta`` and ``1 - theta`` (computed in float64) are rounded to the format first. The computation stops at the
    first 0. The product of no flips is 1.

    Raises
    ------
    ValueError
        If ``theta`` is outside [0, 1] or ``dtype`` is not one of :data:`FORMATS`.
    """
    kind = _format(dtype)
    heads = rounded(theta, kind)
    tails = rounded(1 - theta, kind)
    value = 1.0
    for start in range(0, counts.n, _CHUNK):
        flips = _interleaved(counts, start, min(start + _CHUNK, counts.n))
        factors = np.concatenate([[value], np.where(flips, heads, tails)]).astype(kind)
        with np.errstate(under="ignore"):
            products = np.multiply.accumulate(factors, dtype=kind)
        value = float(products[-1])
        if value == 0:
            return CoinProduct(0.0, start + int(np.argmax(products == 0)))
    return CoinProduct(value, None)
