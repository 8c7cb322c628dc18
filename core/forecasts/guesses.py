r"""Guesses of one number by many people, and the crowd's guess against theirs.

The median guess is never farther off than the median person:

.. math:: |\operatorname{med}_i g_i - \theta| \le \operatorname{med}_i |g_i - \theta|

Sources: Galton 1907, Vox populi; Merkle 2005, Jensen's inequality for medians.
"""

from __future__ import annotations

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
    """

    of_median: float
    median_error: float


def median(guesses: Sequence[float]) -> float:
    """The middle guess, or the mean of the two in the middle.

    Raises
    ------
    ValueError
        Without guesses, or if one is not finite.
    """
    return float(np.median(_finite(guesses)))


def wisdom(guesses: Sequence[float], truth: float) -> Wisdom:
    """The error of the crowd's median, beside the median of everybody's own error.

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
    )


def _finite(guesses: Sequence[float]) -> FloatArray:
    values = np.asarray(guesses, dtype=np.float64)
    if not values.size or not np.isfinite(values).all():
        raise ValueError(f"at least one guess is needed, and all of them finite, got {guesses!r}")
    return values
