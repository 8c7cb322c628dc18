"""Numbers as text for a page: fixed decimals, significant digits, and numbers too small or too large for a float.

All pages follow one rule, and all their numbers come from here or follow it (``f"{n:,}"`` for a count):

- A minus is a minus sign, "−", not a hyphen, and no zero has one.
- Digits before the decimal point are grouped from 1,000 on; those of a fraction such as 1/1320 from 10,000 on. In
  Beta(178089, 172688) they are not, because a comma parts the two parameters.
- A quantity on a scale that the learner knows (a probability, nats) has fixed decimals, :func:`decimal`, so that its
  digits stay in their places while it changes. Where sizes differ much, :func:`significant` keeps four digits.
- Below 0.0001, and from 1,000,000 on, it is written as a power of ten: 1.360 × 10⁻⁵.
- What is 0 but for rounding in the last bits is written 0, :func:`or_zero`, except where a figure is there to show how
  much the rounding leaves.

Code that a learner copies, addresses and files keep Python's own form. A chart's axes and tooltips follow the same rule
by :mod:`pages._kit.charts.numbers`.
"""

import math
from typing import Final

import numpy as np

MINUS: Final = "−"
TIMES: Final = "\u202f×\u202f"
"""The sign of multiplication before a power of ten, between narrow spaces at which no line breaks."""
SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED: Final = str.maketrans("0123456789-", f"{SUPERSCRIPTS}⁻")
_LOG10: Final = math.log(10)
_LARGEST_DENOMINATOR: Final = 10_000_000
SMALLEST_DECIMAL: Final = 1e-4
LARGEST_DECIMAL: Final = 1e6
"""Smaller numbers, and those from the larger on, are written as a power of ten."""
_MAX_WIDTH: Final = 8
"""Digits, with the decimal point, that fit into one figure of a row of eight."""
_LAST_BITS: Final = 1e-12


def decimal(value: float, places: int = 3) -> str:
    """``value`` with ``places`` decimal places: −6.109, 1,520.123; "∞" for infinity, and no minus sign before zero."""
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{value:,.{places}f}"
    return text.lstrip("-") if not text.strip("-0.") else text.replace("-", MINUS)


def significant(value: float, digits: int = 4) -> str:
    """``value`` with ``digits`` significant digits: 0.002224, 47.62, 1.360 × 10⁻⁵; "0" for 0 and "∞" for infinity."""
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return decimal(value)
    # Rounding may reach the next power of ten: 0.99996 is 1.000.
    magnitude = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if SMALLEST_DECIMAL <= 10.0**magnitude < LARGEST_DECIMAL:
        return decimal(round(value, digits - 1 - magnitude), max(digits - 1 - magnitude, 0))
    return scientific(value, digits)


def scientific(value: float, digits: int = 4) -> str:
    """``value`` with ``digits`` significant digits before a power of ten, whatever its size: 1.360 × 10⁻⁵."""
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
    return _power_of_ten(float(mantissa), int(power), digits)


def _power_of_ten(mantissa: float, power: int, digits: int) -> str:
    return f"{decimal(mantissa, digits - 1)}{TIMES}10{exponent(power)}"


def exponent(power: int) -> str:
    """A whole number as an exponent: ⁻⁵."""
    return str(power).translate(_RAISED)


def or_zero(value: float, *, beside: float = 1.0) -> float:
    """``value``, or 0 where it is no more than rounding beside numbers of the size of ``beside``."""
    return 0.0 if abs(value) <= _LAST_BITS * abs(beside) else value


def compact(value: float, digits: int = 6) -> str:
    """``value`` without zeros at its end, as a setting is named: 0.7071, 20, −0.6; at most ``digits`` digits."""
    text = significant(value, digits)
    number, times, power = text.partition(TIMES)
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return number + times + power


def places_to_add(*values: float) -> int:
    """Number of decimal places that suits all of ``values`` and their sum.

    At least 4, and enough for three significant digits of the smallest; fewer if the largest would then need more than
    8 characters, its narrow commas not counted. Numbers below 0.0001 do not count, because :func:`aligned` writes them
    as a power of ten.
    """
    sizes = [abs(value) for value in (*values, sum(values)) if SMALLEST_DECIMAL <= abs(value) < math.inf]
    if not sizes:
        return 4
    wanted = max(4, 2 - math.floor(math.log10(min(sizes))))
    return max(0, min(wanted, _MAX_WIDTH - 1 - len(f"{max(sizes):.0f}")))


def aligned(value: float, places: int) -> str:
    """``value`` with the decimal places of :func:`places_to_add`, or as a power of ten if those would not show it."""
    return scientific(value, 3) if _is_small(value, places) else decimal(value, places)


def as_shown(value: float, places: int) -> float:
    """The number that :func:`aligned` writes, for a sum of what is shown."""
    return float(f"{value:.2e}") if _is_small(value, places) else round(value, places)


def _is_small(value: float, places: int) -> bool:
    return 0 < abs(value) < max(SMALLEST_DECIMAL, 10.0**-places)


def from_log(log_value: float, digits: int = 4) -> str:
    r"""The number :math:`e^{x}`, also beyond the range of a float: 0.002224, 1.360 × 10⁻¹⁰⁵⁵⁷⁰.

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
    if -5 <= exponent < 6:
        return significant(math.exp(log_value), digits)
    power = math.floor(exponent)
    mantissa = 10 ** (exponent - power)
    if float(f"{mantissa:.{digits - 1}f}") >= 10:
        mantissa, power = mantissa / 10, power + 1
    return _power_of_ten(mantissa, power, digits)


def nats(value: float, places: int = 3) -> str:
    """``value`` with its unit: ``−6.109 nats``."""
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
    sign = "+" if signed and value > 0 and text.strip("0.") else ""
    return f"{sign}{text} ± {decimal(error, places)}"


def one_over(log_value: float) -> str:
    """The number :math:`e^x` as a fraction such as ``1/1320``, where ``log_value`` is :math:`x`.

    An empty string unless the number is, to a millionth, one over a whole number from 2 to 10,000,000.
    """
    inverse = math.exp(min(-log_value, math.log(_LARGEST_DENOMINATOR) + 1))
    whole = round(inverse)
    if not 2 <= whole <= _LARGEST_DENOMINATOR or abs(inverse - whole) > 1e-6 * whole:
        return ""
    return f"1/{whole:,}" if whole >= 10_000 else f"1/{whole}"


def plain(value: float) -> str:
    """The shortest text of a number without an exponent, as addresses have it: 0.00001."""
    return np.format_float_positional(value, trim="-")
