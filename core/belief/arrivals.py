r"""How far each of many people still is from what all flips say, and which one is the last to arrive.

With a prior of mean :math:`m` and strength :math:`s = a + b`, and :math:`n` flips with the MLE :math:`\hat\theta`,
the posterior mean is a weighted mean of both, so the distance from the MLE shrinks by a factor that belongs to the
person:

.. math:: |m' - \hat\theta| = \frac{s}{s + n}\,|m - \hat\theta|

Nobody moves away, and nobody passes the MLE. A person who is far off after many flips had a prior that was both wrong
(large :math:`|m - \hat\theta|`) and sure (large :math:`s`).

Source: Gelman et al. 2013, *BDA3*, section 2.2 (the posterior as a compromise between data and prior).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.arrays import FloatArray, IntArray
from core.belief.beta import Beta
from core.likelihood.coin import mle
from core.likelihood.counts import Counts


class Arrivals(NamedTuple):
    """Distances from the MLE of all flips, in units of theta, and the people in the order of these distances.

    Attributes
    ----------
    after : ndarray, shape (people,)
        Distance of each posterior's mean.
    order : ndarray of int, shape (people,)
        People by ``after``, the farthest first; those at one distance in their own order.
    """

    after: FloatArray
    order: IntArray


def last_to_arrive(priors: Sequence[Beta], counts: Counts) -> Arrivals:
    """Distance of each person's mean from the MLE of all flips after these, and the order of the people by it.

    Parameters
    ----------
    priors : sequence of Beta, length people
        Each person's prior.
    counts : Counts
        The flips of all, at least one.

    Raises
    ------
    ValueError
        Without flips, when there is no MLE.
    """
    top = mle(counts)
    if top is None:
        raise ValueError("at least one flip is needed, or there is nowhere to arrive")
    strength = np.array([each.strength for each in priors], dtype=np.float64)
    before = np.abs(np.array([each.mean for each in priors], dtype=np.float64) - top)
    # Not as a difference from the posterior's mean, which loses digits where the two are close.
    after = before * (strength / (strength + counts.n))
    return Arrivals(after, np.argsort(-after, kind="stable"))
