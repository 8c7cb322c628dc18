r"""Guesses of one number by many people, and the crowd's guess against theirs.

For every convex measure of error, among them the absolute and the squared, Jensen's inequality says that the mean
guess :math:`\bar g` is never worse than the guesses on average. For the squared error the difference is exactly the
variance of the guesses, so a crowd gains as much as it disagrees:

.. math:: |\bar g - \theta| \le \frac{1}{N}\sum_i |g_i - \theta|, \qquad
          (\bar g - \theta)^2 = \frac{1}{N}\sum_i (g_i - \theta)^2 - \frac{1}{N}\sum_i (g_i - \bar g)^2

The same holds for medians: the median guess is never farther off than the median person.

Sources: Galton 1907, Vox populi; Page 2007, *The Difference*, chapter 8 (the diversity prediction theorem); Merkle
2005, Jensen's inequality for medians.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray


class Wisdom(NamedTuple):
    """Distances from the truth, in the unit of the guesses.

    Attributes
    ----------
    of_median : float
        The error of the median guess.
    median_error : float
        The median of the errors, at least ``of_median``.
    of_mean : float
        The error of the mean guess.
    mean_error : float
        The mean of the errors, at least ``of_mean``.
    """

    of_median: float
    median_error: float
    of_mean: float
    mean_error: float


def median(guesses: Sequence[float]) -> float:
    """The middle guess, or the mean of the two in the middle.

    Raises
    ------
    ValueError
        Without guesses, or if one is not finite.
    """
    return float(np.median(_finite(guesses)))


def wisdom(guesses: Sequence[float], truth: float) -> Wisdom:
    """Errors of the crowd's median and mean, beside the median and the mean of everybody's own error.

    Raises
    ------
    ValueError
        Without guesses, or if one of them or the truth is not finite.
    """
    values = _finite(guesses)
    errors = np.abs(values - float(_finite([truth])[0]))
    return Wisdom(
        of_median=abs(float(np.median(values)) - truth),
        median_error=float(np.median(errors)),
        of_mean=abs(math.fsum(values) / values.size - truth),
        mean_error=math.fsum(errors) / errors.size,
    )


def _finite(guesses: Sequence[float]) -> FloatArray:
    values = np.asarray(guesses, dtype=np.float64)
    if not values.size or not np.isfinite(values).all():
        raise ValueError(f"at least one guess is needed, and all of them finite, got {guesses!r}")
    return values
