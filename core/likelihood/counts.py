"""Counts of heads and tails, and an interval of ``theta``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

MAX_COUNT = 1_000_000
"""Largest number of heads, and of tails, that the course accepts."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of heads and tails: the sufficient statistics of coin flips.

    Parameters
    ----------
    heads, tails : int
        Whole numbers from 0 to ``MAX_COUNT``. NumPy integers are accepted; booleans and floats are not.

    Raises
    ------
    TypeError
        If a count is not an integer.
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
