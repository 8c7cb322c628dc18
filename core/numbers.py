"""Numbers as text for a page: fixed decimals, significant digits, and numbers too small or too large for a float."""

import math
from typing import Final

import numpy as np

_LOG10: Final = math.log(10)
_LARGEST_DENOMINATOR: Final = 10_000_000
_SMALLEST_DECIMAL: Final = 1e-4
"""A smaller number in a column of addends is written with an exponent; its decimals would make the column too wide."""
_MAX_WIDTH: Final = 8
"""Characters that fit into one figure of a row of eight."""


def decimal(value: float, places: int = 3) -> str:
    """``value`` with ``places`` decimal places; "∞" for infinity, and never a minus sign before zero."""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    text = f"{value:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text


def significant(value: float, digits: int = 4) -> str:
    """``value`` with ``digits`` significant digits: 0.002224, 47.62, 1.360e-05; "0" for 0 and "∞" for infinity."""
    if value == 0:
        return "0"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    magnitude = math.floor(math.log10(abs(value)))
    if -4 <= magnitude < 6:
        return f"{value:.{max(digits - 1 - magnitude, 0)}f}"
    return f"{value:.{digits - 1}e}"


def places_to_add(*values: float) -> int:
    """Number of decimal places that suits all of ``values`` and their sum.

    At least 4, and enough for three significant digits of the smallest; fewer if the largest would then need more than
    8 characters. Numbers below 1e-4 do not count, because :func:`aligned` writes them with an exponent.
    """
    sizes = [abs(value) for value in (*values, sum(values)) if _SMALLEST_DECIMAL <= abs(value) < math.inf]
    if not sizes:
        return 4
    wanted = max(4, 2 - math.floor(math.log10(min(sizes))))
    return max(0, min(wanted, _MAX_WIDTH - 1 - len(f"{max(sizes):.0f}")))


def aligned(value: float, places: int) -> str:
    """``value`` with the decimal places of :func:`places_to_add`, or with an exponent if those would not show it."""
    return f"{value:.2e}" if 0 < abs(value) < max(_SMALLEST_DECIMAL, 10.0**-places) else decimal(value, places)


def from_log(log_value: float, digits: int = 4) -> str:
    r"""The number :math:`e^{x}`, also beyond the range of a float: 0.002224, 1.360e-105570.

    Parameters
    ----------
    log_value : float
        Natural logarithm; ``-inf`` stands for 0, ``inf`` for infinity.
    digits : int
        Significant digits.
    """
    if math.isinf(log_value):
        return "∞" if log_value > 0 else "0"
    exponent = log_value / _LOG10
    if -4 <= exponent < 6:
        return significant(math.exp(log_value), digits)
    power = math.floor(exponent)
    mantissa = 10 ** (exponent - power)
    if float(f"{mantissa:.{digits - 1}f}") >= 10:
        mantissa, power = mantissa / 10, power + 1
    return f"{mantissa:.{digits - 1}f}e{power:+03d}"


def nats(value: float, places: int = 3) -> str:
    """``value`` with its unit: ``-6.109 nats``."""
    return f"{decimal(value, places)} nats"


def with_error(value: float, error: float, most: int = 4, signed: bool = False) -> str:
    """``value ± error``: two significant digits of the error, and the value to the same decimal place.

    Parameters
    ----------
    value, error : float
        A number and its standard error, both finite.
    most : int
        Most decimal places.
    signed : bool
        Write a plus sign before a positive value.
    """
    places = most if error <= 0 else max(0, min(most, 1 - math.floor(math.log10(error))))
    text = decimal(value, places)
    sign = "+" if signed and float(text) > 0 else ""
    return f"{sign}{text} ± {decimal(error, places)}"


def one_over(log_value: float) -> str:
    """The number :math:`e^x` as a fraction such as ``1/1320``, where ``log_value`` is :math:`x`.

    An empty string unless the number is, to a millionth, one over a whole number from 2 to 10,000,000.
    """
    inverse = math.exp(min(-log_value, math.log(_LARGEST_DENOMINATOR) + 1))
    whole = round(inverse)
    if not 2 <= whole <= _LARGEST_DENOMINATOR or abs(inverse - whole) > 1e-6 * whole:
        return ""
    return f"1/{whole}"


def plain(value: float) -> str:
    """The shortest text of a number without an exponent, as addresses have it: 0.00001."""
    return np.format_float_positional(value, trim="-")
