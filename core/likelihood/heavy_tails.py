r"""Maximum-likelihood fits of two distributions with heavier tails than the Gaussian: Student-t and Laplace.

The NLL of an outlier grows with the square of its distance for a Gaussian, with the distance for a Laplace, and with
the logarithm of the distance for a Student-t, whose fit therefore follows outliers least. Sources: Lange, Little &
Taylor 1989, "Robust statistical modeling using the t distribution", JASA 84; Fernandez & Steel 1999, Biometrika 86, for
the unbounded likelihood.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from core.arrays import FloatArray

MIN_DF = 1.0
"""Fewest degrees of freedom of a fit: the Cauchy, the heaviest tail allowed."""
MAX_DF = 1000.0
"""Most degrees of freedom of a fit: practically a Gaussian."""

_MIN_LOG_SCALE = -30.0
_MAX_LOG_SCALE = 10.0


class StudentTFit(NamedTuple):
    """Maximum-likelihood Student-t; ``scale`` is not the standard deviation."""

    location: float
    scale: float
    df: float
    log_likelihood: float
    """At the fit, in nats."""


class LaplaceFit(NamedTuple):
    """Maximum-likelihood Laplace with density exp(-abs(x - location) / scale) / (2 scale)."""

    location: float
    scale: float
    log_likelihood: float
    """At the fit, in nats."""


def _readings(data: ArrayLike) -> FloatArray:
    x = np.asarray(data, dtype=np.float64)
    if x.ndim != 1 or x.size == 0 or not np.all(np.isfinite(x)):
        raise ValueError(f"data must be one-dimensional, finite and not empty, got shape {x.shape}")
    return x


def student_t_log_likelihood(data: ArrayLike, location: float, scale: float, df: float) -> float:
    r"""Log-likelihood of the Student-t with ``df`` degrees of freedom :math:`\nu`, in nats.

    .. math:: n\log\frac{\Gamma(\frac{\nu+1}2)}{\Gamma(\frac\nu2)\sqrt{\nu\pi}\,s}
              - \frac{\nu+1}2\sum_i\log\Bigl(1 + \frac{(x_i-\mu)^2}{\nu s^2}\Bigr)

    Raises
    ------
    ValueError
        If ``data`` is empty, not 1-D or not finite, or ``scale`` or ``df`` is not positive.
    """
    if not (scale > 0 and df > 0):
        raise ValueError(f"scale and df must be positive, got {scale!r} and {df!r}")
    x = _readings(data)
    constant = float(gammaln((df + 1) / 2) - gammaln(df / 2)) - 0.5 * math.log(df * math.pi) - math.log(scale)
    z = (x - location) / scale
    return x.size * constant - 0.5 * (df + 1) * float(np.sum(np.log1p(z * z / df)))


def _objective(parameters: FloatArray, x: FloatArray) -> tuple[float, FloatArray]:
    """Mean NLL, and its gradient over (location, log scale, log df)."""
    location, scale, df = float(parameters[0]), math.exp(parameters[1]), math.exp(parameters[2])
    z = (x - location) / scale
    weights = (df + 1) / (df + z * z)
    pulled = weights * z * z
    d_df = 0.5 * (float(digamma((df + 1) / 2) - digamma(df / 2)) - 1 / df)
    d_df += 0.5 * float(np.mean(pulled / df - np.log1p(z * z / df)))
    gradient = np.array([float(np.mean(weights * z)) / scale, float(np.mean(pulled)) - 1.0, df * d_df])
    return -student_t_log_likelihood(x, location, scale, df) / x.size, -gradient


def student_t_fit(data: ArrayLike) -> StudentTFit:
    r"""Fit location, scale and degrees of freedom of a Student-t by maximum likelihood.

    L-BFGS-B with the exact gradient over (location, log scale, log df), on standardized data. The likelihood can have
    several local maxima, so the best result of several starts is taken.

    Parameters
    ----------
    data : array_like, shape (n,)
        At least 3 readings.

    Returns
    -------
    StudentTFit
        ``df`` lies in [``MIN_DF``, ``MAX_DF``]. At an end of this range, the best tails may be heavier (or lighter).

    Raises
    ------
    ValueError
        If ``data`` is empty, not 1-D or not finite, or at least half of the readings have the same value: the
        likelihood can then keep rising as the scale goes to 0 at that value. Without the lower limit on ``df`` this
        would happen for *any* data.
    """
    x = _readings(data)
    most_common = int(np.unique(x, return_counts=True)[1].max())
    if 2 * most_common >= x.size:
        raise ValueError("a Student-t fit needs 3 or more readings, fewer than half of them equal")
    center = float(np.median(x))
    spread = float(np.mean(np.abs(x - center)))
    if not 0 < spread < math.inf:
        raise ValueError("the readings differ too little, or too much, to be standardized in float64")
    standard = (x - center) / spread
    bounds = [
        (float(standard.min()), float(standard.max())),
        (_MIN_LOG_SCALE, _MAX_LOG_SCALE),
        (math.log(MIN_DF), math.log(MAX_DF)),
    ]
    ends = [
        minimize(
            _objective,
            np.array([location, math.log(scale), math.log(df)]),
            args=(standard,),
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000},
        )
        for location in np.quantile(standard, [0.25, 0.5, 0.75])
        for scale, df in ((0.5, 1.5), (0.8, 4.0), (1.2, 100.0))
    ]
    best = min(ends, key=lambda end: float(end.fun)).x
    location = center + spread * float(best[0])
    scale = spread * math.exp(best[1])
    df = math.exp(best[2])
    return StudentTFit(location, scale, df, student_t_log_likelihood(x, location, scale, df))


def laplace_fit(data: ArrayLike) -> LaplaceFit:
    r"""Fit a Laplace by maximum likelihood: the median, and the mean absolute deviation from it, :math:`b`.

    With an even number of readings every location between the middle two is a maximum, and their midpoint is
    returned. The log-likelihood is :math:`-n(\log 2b + 1)`.

    Raises
    ------
    ValueError
        If ``data`` is empty, not 1-D or not finite, or all readings are equal, so that the likelihood is unbounded.
    """
    x = _readings(data)
    location = float(np.median(x))
    scale = float(np.mean(np.abs(x - location)))
    if not 0 < scale < math.inf:
        raise ValueError("a Laplace fit needs readings that differ")
    return LaplaceFit(location, scale, -x.size * (math.log(2 * scale) + 1))
