r"""Isolines of the Gaussian likelihood over both parameters, and the area and volume under it.

Source: Pawitan 2001, *In All Likelihood*, sections 3.4 and 4.3.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import betaln, gammaln

from core.arrays import FloatArray
from core.likelihood.gaussian import Moments, max_log_likelihood, mle

_LOG_2PI = math.log(2 * math.pi)


class Isoline(NamedTuple):
    """Points of a closed curve of equal likelihood, in order around the maximum."""

    mu: FloatArray
    sigma: FloatArray


def isoline(moments: Moments, drop: float, points: int = 121) -> Isoline:
    r"""The curve on which the log-likelihood is ``drop`` nats below its maximum.

    It is :math:`(\mu - \bar x)^2 = (2\sigma^2/n)\{d - n r - \tfrac n2(e^{-2r} - 1)\}` with :math:`d` the drop and
    :math:`r = \log(\sigma/\hat\sigma)`, for each :math:`\sigma` at which the right side is not negative.

    Parameters
    ----------
    moments : Moments
        Moments of readings that are not all equal.
    drop : float
        Nats below the maximum, positive.
    points : int
        Number of different values of sigma.

    Returns
    -------
    Isoline
        ``2 * points`` points; the last equals the first.

    Raises
    ------
    ValueError
        If ``drop`` is not positive, or as :func:`core.likelihood.gaussian.mle`.
    """
    if not drop > 0:
        raise ValueError(f"an isoline lies below the top: drop must be positive, got {drop}")
    best = mle(moments)

    def depth(log_ratio: float) -> float:
        return moments.n * (log_ratio + 0.5 * math.expm1(-2 * log_ratio)) - drop

    reach = 1.0
    while depth(reach) < 0 or depth(-reach) < 0:
        reach *= 2
    low, high = brentq(depth, -reach, 0.0), brentq(depth, 0.0, reach)
    # Cosine spacing puts more points where the curve turns back.
    r = low + (high - low) * (1 - np.cos(np.linspace(0, np.pi, points))) / 2
    sigma = best.sigma * np.exp(r)
    left_over = drop - moments.n * (r + 0.5 * np.expm1(-2 * r))
    half = sigma * np.sqrt(np.maximum(2 * left_over / moments.n, 0.0))
    half[[0, -1]] = 0.0
    return Isoline(np.concatenate([best.mu + half, (best.mu - half)[::-1]]), np.concatenate([sigma, sigma[::-1]]))


def log_profile_area(moments: Moments) -> float:
    r"""Log of the area under the profile likelihood of the mean, in nats.

    .. math:: \log\{\hat L\,\hat\sigma\,B(\tfrac12, \tfrac{n-1}2)\}

    Raises as :func:`core.likelihood.gaussian.mle`.
    """
    best = mle(moments)
    return max_log_likelihood(moments) + math.log(best.sigma) + float(betaln(0.5, (moments.n - 1) / 2))


def log_volume(moments: Moments) -> float:
    r"""Log of the volume under the likelihood over all :math:`\mu` and all :math:`\sigma > 0`, in nats.

    .. math:: \log\{(2\pi)^{-(n-1)/2}\, n^{-1/2}\, \tfrac12\, (S/2)^{-(n-2)/2}\, \Gamma(\tfrac{n-2}2)\}

    with :math:`S` the sum of squared deviations.

    Raises
    ------
    ValueError
        If there are fewer than 3 readings (the volume is infinite), or as :func:`core.likelihood.gaussian.mle`.
    """
    mle(moments)
    n, squares = moments.n, moments.sum_of_squares
    if n < 3:
        raise ValueError(f"with {n} readings the volume under the likelihood is infinite: at least 3 are needed")
    shape = (n - 2) / 2
    return (
        -(n - 1) / 2 * _LOG_2PI
        - 0.5 * math.log(n)
        - math.log(2)
        - shape * math.log(squares / 2)
        + float(gammaln(shape))
    )
