"""The scale of readings: the units in which sliders and charts show them, and digits that fit what they vary in.

A slider and the labels of an axis can hold about ten digits. Readings near 1e-19, or 1e12 give or take 1, are therefore
shown in a power of ten, or as differences from a round number; all others as they are.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import FloatArray
from core.likelihood import gaussian
from core.numbers import decimal, exponent, from_log, scientific

LARGEST_POWER: Final = 300
"""A likelihood beyond 10 to this power, or below 10 to minus this power, is written as a log."""


def _power(value: float) -> int:
    """The power of ten of a positive number's first digit."""
    return int(f"{value:e}".partition("e")[2])


@dataclass(frozen=True)
class Scale:
    """A reading ``x`` is shown as ``(x - offset) / 10**power``."""

    offset: float = 0.0
    power: int = 0

    @property
    def unit(self) -> float:
        """The reading's unit, a power of ten."""
        return float(f"1e{self.power}")

    @property
    def log_unit(self) -> float:
        """The natural logarithm of the unit."""
        return self.power * math.log(10)

    @property
    def words(self) -> str:
        """What to write behind the name of an axis: ``" − 5, in 10⁻¹²"``, nothing for readings shown as they are."""
        away = f" {'−' if self.offset > 0 else '+'} {abs(self.offset):,.16g}" if self.offset else ""
        return away + (f", in 10{exponent(self.power)}" if self.power else "")

    def shown(self, x: FloatArray) -> FloatArray:
        """Return readings as they are shown."""
        return x if self == Scale() else (x - self.offset) / self.unit

    def raw(self, shown: float) -> float:
        """Return the reading that is shown as this number."""
        return self.offset + shown * self.unit


def scale_of(data: FloatArray) -> Scale:
    """Return the scale on which the readings' mean, give or take its standard error, has at most about ten digits."""
    fit = gaussian.moments(data)
    error = _power(gaussian.standard_error(fit))
    top = _power(float(np.max(np.abs(data))))
    as_they_are = -5 <= error <= 3
    if top - error <= (8 if as_they_are else 4):
        return Scale() if as_they_are else Scale(power=top)
    spread = _power(gaussian.mle(fit).sigma) + 1
    return Scale(float(f"{fit.mean:.{max(_power(abs(fit.mean)) - spread, 0)}e}"), 0 if as_they_are else spread)


def resolved(value: float, spread: float, places: int = 3) -> str:
    """``value`` to three significant digits of ``spread``, and to ``places`` decimals if that makes no more than five.

    Written as a power of ten if both are below 1e-4, or ``spread`` is a million or more.
    """
    by_spread = 2 - _power(spread)
    if value and (max(abs(value), spread) < 1e-4 or spread >= 1e6):
        return scientific(value, max(by_spread + _power(abs(value)), 0) + 1)
    return decimal(value, max(by_spread, min(places, 5 - len(f"{abs(value):.0f}")), 0))


def likelihood_text(log_value: float) -> str:
    """The number with this natural logarithm: 0.002224, 1.360 × 10⁻⁵⁷; beyond 10^±300 its log, ``exp(−2,999.61)``."""
    if math.isfinite(log_value) and abs(log_value) > LARGEST_POWER * math.log(10):
        return f"exp({decimal(log_value, 2)})"
    return from_log(log_value)
