r"""Three confidence intervals of a coin's ``theta``: Wald, likelihood and Clopper-Pearson, for many counts at once.

A confidence interval's level is a promise about its method: over repetitions of the experiment with one fixed
``theta``, about (or at least) this share of the intervals holds it. :mod:`core.likelihood.coverage` computes the share.

Sources: Brown, Cai & DasGupta 2001, Interval estimation for a binomial proportion; Clopper & Pearson 1934, The use of
confidence or fiducial limits illustrated in the case of the binomial; Pawitan 2001, *In All Likelihood*, section 2.6.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, ndtri

from core.arrays import FloatArray, level_inside, positive

_STEPS = 60
"""Most steps of Newton's method, which needs about ten."""


class Ends(NamedTuple):
    """The ends of intervals of ``theta``, one for each number of heads. The ends belong to their interval."""

    lower: FloatArray
    upper: FloatArray


def drop_of(level: float) -> float:
    r"""How many nats below the top a likelihood interval ends: :math:`\chi^2_{1,\text{level}} / 2`, 1.92 for 0.95.

    By Wilks' theorem twice the drop of the log-likelihood from its maximum to the true ``theta`` is about
    chi-squared with one degree of freedom, the square of a standard normal, if there are many flips.
    """
    return float(ndtri((1 + level_inside(level)) / 2)) ** 2 / 2


def wald_ends(heads: ArrayLike, n: ArrayLike, level: float) -> Ends:
    r"""Ends of the Wald interval, :math:`\hat\theta \pm z\sqrt{\hat\theta(1-\hat\theta)/n}`, cut to [0, 1].

    :math:`z` is the normal quantile of ``(1 + level) / 2``. With all heads or all tails the width is 0.

    Parameters
    ----------
    heads, n : array_like of int, shapes that broadcast
        Numbers of heads and of flips, ``0 <= heads <= n`` and ``n >= 1``.
    level : float
        Strictly between 0 and 1.

    Raises
    ------
    ValueError
        If a parameter is out of range.
    """
    h, t = _counts(heads, n)
    share = h / (h + t)
    reach = ndtri((1 + level_inside(level)) / 2) * np.sqrt(share * (t / (h + t)) / (h + t))
    return Ends(np.maximum(share - reach, 0.0), np.minimum(share + reach, 1.0))


def likelihood_ends(heads: ArrayLike, n: ArrayLike, drop: float) -> Ends:
    r"""Ends of the likelihood interval, :math:`\ell(\theta) \ge \ell(\hat\theta) - \text{drop}`.

    The same as :func:`core.likelihood.coin.likelihood_interval`, for many counts at once. Parameters and errors are
    those of :func:`wald_ends`; ``drop`` is positive and in nats, :func:`drop_of` a level.
    """
    (h, t), drop = _counts(heads, n), positive("drop", drop)
    return Ends(_lowest_likely(h, t, drop), 1.0 - _lowest_likely(t, h, drop))


def _lowest_likely(h: FloatArray, t: FloatArray, drop: float) -> FloatArray:
    """The theta left of the MLE with a log-likelihood ``drop`` below the maximum; 0 without heads.

    Newton's method for ``u``, the log of the quotient theta / MLE. The log-likelihood is concave in ``u``, and the
    start lies left of the root, where it is more than ``drop`` below; so each step goes right, and none too far.
    """
    one, side = np.maximum(h, 1.0), np.maximum(t, 1.0)
    u = -drop / one - 1.0
    for _ in range(_STEPS):
        rest = -np.expm1(u) * one / side
        slope = one * (1.0 - np.exp(u) / (1.0 + rest))
        step = -(one * u + side * np.log1p(rest) + drop) / slope
        u = u + step
        if np.all(np.abs(step) <= 1e-15 * (1.0 - u)):
            break
    u = np.where(t > 0, u, -drop / one)
    return np.asarray(np.where(h > 0, h / (h + t) * np.exp(u), 0.0))


def clopper_pearson_ends(heads: ArrayLike, n: ArrayLike, level: float) -> Ends:
    r"""Ends of the Clopper-Pearson interval, whose coverage is at least ``level`` at every ``theta``.

    They are the ``theta`` at which this many heads or more, and this many heads or fewer, have the probability
    :math:`(1 - \text{level}) / 2`. Without flips the interval is (0, 1). Parameters and errors are those of
    :func:`wald_ends`, but ``n`` may be 0.
    """
    (h, t), tail = _counts(heads, n, least=0), (1 - level_inside(level)) / 2
    # A Beta distribution with a parameter of 0 has no quantiles; the interval then ends at 0 or 1.
    lower = np.where(h > 0, betaincinv(np.maximum(h, 1), t + 1, tail), 0.0)
    upper = np.where(t > 0, betaincinv(h + 1, np.maximum(t, 1), 1 - tail), 1.0)
    return Ends(lower, upper)


def _counts(heads: ArrayLike, n: ArrayLike, least: int = 1) -> tuple[FloatArray, FloatArray]:
    """Heads and tails as floats."""
    h, total = np.broadcast_arrays(np.asarray(heads, dtype=np.float64), np.asarray(n, dtype=np.float64))
    if not np.all((total >= least) & (h >= 0) & (h <= total) & (h == np.floor(h)) & (total == np.floor(total))):
        raise ValueError(f"heads and n must be whole, 0 <= heads <= n and n >= {least}, got {heads!r} of {n!r}")
    return h, total - h
