"""How numbers are written on a page: fixed formats, at least three significant digits, never a bare ``nan``."""

import math
from typing import Final

_LOG10: Final = math.log(10)
LARGEST_ODDS: Final = 10_000_000
TINY: Final = 1e-4
"""Below it a number that stands beside others is written with an exponent: decimals would not fit below each other."""
WIDEST: Final = 8
"""Characters that a figure in a row of eight has room for."""


def decimal(value: float, places: int = 3) -> str:
    """A number with a fixed number of decimal places, and a true minus zero nowhere."""
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    text = f"{value:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text


def significant(value: float, digits: int = 4) -> str:
    """A number with significant digits: 0.002224, 47.62, 1.36e-05; a whole zero is ``0``."""
    if value == 0:
        return "0"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    magnitude = math.floor(math.log10(abs(value)))
    if -4 <= magnitude < 6:
        return f"{value:.{max(digits - 1 - magnitude, 0)}f}"
    return f"{value:.{digits - 1}e}"


def places_to_add(*values: float) -> int:
    """Decimal places at which numbers and their sum can be compared: at least 4, and three digits of the smallest.

    Fewer where the largest would be wider than ``WIDEST`` characters; what is below ``TINY`` does not count
    (:func:`aligned` writes it in another way).
    """
    sizes = [abs(value) for value in (*values, sum(values)) if TINY <= abs(value) < math.inf]
    if not sizes:
        return 4
    wanted = max(4, 2 - math.floor(math.log10(min(sizes))))
    return max(0, min(wanted, WIDEST - 1 - len(f"{max(sizes):.0f}")))


def aligned(value: float, places: int) -> str:
    """A number with these decimal places (:func:`places_to_add`); one that they would not show, with an exponent."""
    return f"{value:.2e}" if 0 < abs(value) < max(TINY, 10.0**-places) else decimal(value, places)


def from_log(log_value: float, digits: int = 4) -> str:
    r"""The number :math:`e^{x}`, also where no float holds it: 0.002224, 1.36e-105570.

    Parameters
    ----------
    log_value : float
        Natural logarithm; ``-inf`` stands for 0, ``inf`` for infinity.
    digits : int
        Significant digits.

    Returns
    -------
    str
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
    """A log quantity with its unit: ``-6.109 nats``."""
    return f"{decimal(value, places)} nats"


def one_over(log_value: float) -> str:
    """``1/1320`` for a number that is one over a whole number small enough to read, else an empty string."""
    odds = math.exp(min(-log_value, math.log(LARGEST_ODDS) + 1))
    whole = round(odds)
    if not 2 <= whole <= LARGEST_ODDS or abs(odds - whole) > 1e-6 * whole:
        return ""
    return f"1/{whole}"
