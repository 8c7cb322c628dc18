"""Head and tail counts, and the two small things every coin module shares: an interval and a check."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]

MAX_COUNT = 1_000_000
"""The largest number of heads, or of tails, that the course accepts."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many flips came up heads and how many came up tails: all that the likelihood needs.

    Parameters
    ----------
    heads, tails : int
        Whole numbers from 0 to ``MAX_COUNT``. NumPy integers are taken, booleans and floats are not.

    Raises
    ------
    TypeError
        If a count is no integer.
    ValueError
        If a count lies outside [0, ``MAX_COUNT``].
    """

    heads: int
    tails: int

    def __post_init__(self) -> None:
        for name in ("heads", "tails"):
            value: object = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | np.integer):
                raise TypeError(f"{name} must be a whole number, got {value!r}")
            if not 0 <= value <= MAX_COUNT:
                raise ValueError(f"{name} must lie from 0 to {MAX_COUNT:,}, got {value!r}")
            # NumPy integers overflow silently in products; Python's do not.
            object.__setattr__(self, name, int(value))

    @property
    def n(self) -> int:
        """Number of flips."""
        return self.heads + self.tails


class Interval(NamedTuple):
    """The ends of an interval of ``theta``, ``lower <= upper``."""

    lower: float
    upper: float


def probability(theta: ArrayLike, name: str = "theta") -> FloatArray:
    """Return ``theta`` as floats, or raise ValueError if any of it (NaN included) is outside [0, 1]."""
    values = np.asarray(theta, dtype=np.float64)
    if not np.all((values >= 0) & (values <= 1)):  # NaN fails both comparisons
        raise ValueError(f"{name} must lie in [0, 1], got {theta!r}")
    return values


def positive(name: str, value: float) -> float:
    """A parameter as a float; ValueError with its name unless it is positive and finite."""
    number = float(value)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be positive and finite, got {number!r}")
    return number
