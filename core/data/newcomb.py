"""Newcomb's measurements of 1882 of the passage time of light: nearly Gaussian, with two outliers."""

from __future__ import annotations

import numpy as np

from core.arrays import FloatArray
from core.data.source import Source

UNIT = "ns from 24,800 ns"

READINGS: tuple[int, ...] = (
    *(28, 26, 33, 24, 34, -44, 27, 16, 40, -2, 29, 22, 24, 21, 25, 30, 23, 29, 31, 19, 24, 20),
    *(36, 32, 36, 28, 25, 21, 28, 29, 37, 25, 28, 26, 30, 32, 36, 26, 30, 22, 36, 23, 27, 27),
    *(28, 27, 31, 27, 26, 33, 26, 32, 32, 24, 39, 28, 24, 25, 32, 25, 29, 27, 28, 29, 16, 23),
)
"""66 passage times, as deviations from 24,800 nanoseconds, in the order of Stigler's table."""

OUTLIERS: tuple[int, ...] = (-44, -2)

MODERN_VALUE = 33.02
"""The passage time accepted today, in the same unit."""

SOURCE = Source(
    "Newcomb, S. (measured 1882, published 1891), third series; as given by Stigler, S. M. (1977). Do robust "
    "estimators work with real data? Annals of Statistics 5, 1055-1098, table 5.",
    "https://doi.org/10.1214/aos/1176343997",
    "Deviations from 24,800 nanoseconds over a fixed path. On this scale the value known today is 33.02: all "
    "the fits miss it, so the readings have a systematic error that no likelihood shows.",
)


def readings() -> FloatArray:
    """The 66 readings as a new array, in nanoseconds from 24,800."""
    return np.array(READINGS, dtype=np.float64)
