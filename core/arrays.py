"""The array type of the course, and checks of parameters."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


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
