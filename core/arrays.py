"""Array types, and checks of numerical parameters."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def probability(theta: ArrayLike, name: str = "theta") -> FloatArray:
    """Return ``theta`` as floats; ValueError if an entry lies outside [0, 1] or is NaN. ``name`` stands in the error."""
    values = np.asarray(theta, dtype=np.float64)
    if not np.all((values >= 0) & (values <= 1)):  # NaN fails both comparisons
        raise ValueError(f"{name} must lie in [0, 1], got {theta!r}")
    return values


def positive(name: str, value: float) -> float:
    """Return ``value`` as a float; ValueError unless it is positive and finite. ``name`` stands in the error."""
    number = float(value)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"{name} must be positive and finite, got {number!r}")
    return number
