"""Array types, and checks of numerical parameters."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def probability(theta: ArrayLike, name: str = "theta") -> FloatArray:
    """Return ``theta`` as floats; ValueError, with ``name`` in its text, if an entry is NaN or outside [0, 1]."""
    values = np.asarray(theta, dtype=np.float64)
    if not np.all((values >= 0) & (values <= 1)):  # NaN fails both comparisons
        raise ValueError(f"{name} must lie in [0, 1], got {theta!r}")
    return values


def positive(name: str, value: float) -> float:
    """Return ``value`` as a float; ValueError, with ``name`` in its text, unless it is positive and finite."""
    number = float(value)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be positive and finite, got {number!r}")
    return number


def level_inside(level: float) -> float:
    """Return the level of an interval as a float; ValueError unless it lies strictly between 0 and 1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie strictly between 0 and 1, got {level!r}")
    return float(level)
