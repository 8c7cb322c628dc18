r"""The Gaussian likelihood of i.i.d. readings, with mean ``mu`` and standard deviation ``sigma`` (not the variance).

The likelihood depends on the readings only by their :class:`Moments`: ``n``, the mean :math:`\bar x` and the sum of
squared deviations :math:`S = \sum (x_i - \bar x)^2`. In nats,
:math:`\ell(\mu, \sigma) = -\tfrac n2\log 2\pi - n\log\sigma - \{S + n(\bar x - \mu)^2\}/(2\sigma^2)`.

Every function takes ``data`` as 1-D readings or as their moments. It raises ValueError if ``data`` is empty
or not finite, a ``mu`` is not finite, or a ``sigma`` is not positive and finite. Source: Bishop 2006, *PRML*,
section 2.3.4; profile likelihood: Pawitan 2001, *In All Likelihood*, section 3.4.
"""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray

_LOG_2PI = math.log(2 * math.pi)


class Moments(NamedTuple):
    """Sufficient statistics of the readings."""

    n: int
    mean: float
    sum_of_squares: float
    """Sum of squared deviations *from the mean*."""


class Fit(NamedTuple):
    """Maximum-likelihood estimates."""

    mu: float
    sigma: float
    """The sum of squares is divided by n, not by n - 1: the MLE, which is biased low."""


Data: TypeAlias = ArrayLike | Moments


def moments(data: ArrayLike) -> Moments:
    r"""Return ``n``, the mean and :math:`\sum (x_i - \bar x)^2`. Each sum is rounded only once (``fsum``).

    Raises
    ------
    ValueError
        If ``data`` is empty or not 1-D, has a NaN or an infinity, or is too large to square in float64.
    """
    x = np.asarray(data, dtype=np.float64)
    if x.ndim != 1 or x.size == 0:
        raise ValueError(f"data must be one-dimensional and not empty, got shape {x.shape}")
    if not np.all(np.isfinite(x)):
        raise ValueError("data must be finite")
    # Below this limit the sum of squares cannot overflow, which would make fsum raise OverflowError.
    if float(np.max(np.abs(x))) > 1e150 / x.size:
        raise ValueError("data are too large to square in float64")
    low, high = float(x.min()), float(x.max())
    if low == high:
        return Moments(x.size, low, 0.0)  # fsum / n may round to another value than the common one
    mean = math.fsum(x) / x.size
    return Moments(x.size, mean, math.fsum((x - mean) ** 2))


def _moments(data: Data) -> Moments:
    return data if isinstance(data, Moments) else moments(data)


def _unequal_moments(data: Data) -> Moments:
    m = _moments(data)
    if m.sum_of_squares <= 0:
        raise ValueError("sigma cannot be fitted to equal readings: the likelihood is unbounded")
    return m


def _mean(mu: ArrayLike) -> FloatArray:
    values = np.asarray(mu, dtype=np.float64)
    if not np.all(np.isfinite(values)):
        raise ValueError(f"mu must be finite, got {mu!r}")
    return values


def _scale(sigma: ArrayLike) -> FloatArray:
    values = np.asarray(sigma, dtype=np.float64)
    if not np.all((values > 0) & np.isfinite(values)):
        raise ValueError(f"sigma must be positive and finite, got {sigma!r}")
    return values


def log_likelihood(mu: ArrayLike, sigma: ArrayLike, data: Data) -> FloatArray:
    r"""Log-likelihood :math:`\ell(\mu, \sigma)` in nats; ``mu`` and ``sigma`` broadcast against each other.

    ``-inf`` where ``sigma`` is so small that a square is too large for float64.
    """
    m, center, width = _moments(data), _mean(mu), _scale(sigma)
    with np.errstate(over="ignore"):
        # Divided before it is squared, because sigma ** 2 underflows to 0 long before sigma does.
        squares = (math.sqrt(m.sum_of_squares) / width) ** 2 + m.n * ((m.mean - center) / width) ** 2
    return np.asarray(-0.5 * m.n * _LOG_2PI - m.n * np.log(width) - 0.5 * squares)


def log_likelihood_ratio(mu: ArrayLike, sigma: ArrayLike, data: Data) -> FloatArray:
    r"""Log-likelihood of ``mu`` relative to its maximum, ``sigma`` known: :math:`-n(\mu - \bar x)^2/(2\sigma^2)` nats.

    Never above 0.
    """
    m, center, width = _moments(data), _mean(mu), _scale(sigma)
    with np.errstate(over="ignore"):
        return np.asarray(-0.5 * m.n * ((center - m.mean) / width) ** 2)


def mle(data: Data) -> Fit:
    r"""Maximum-likelihood estimates :math:`\hat\mu = \bar x`, :math:`\hat\sigma = \sqrt{S/n}`.

    Raises
    ------
    ValueError
        If all readings are equal, or there is only one: the likelihood is then unbounded.
    """
    m = _unequal_moments(data)
    return Fit(m.mean, math.sqrt(m.sum_of_squares / m.n))


def max_log_likelihood(data: Data) -> float:
    r"""Maximum of the log-likelihood over both parameters, :math:`-\tfrac n2(\log 2\pi\hat\sigma^2 + 1)`, in nats.

    Raises as :func:`mle`.
    """
    m = _unequal_moments(data)
    return -0.5 * m.n * (_LOG_2PI + math.log(m.sum_of_squares / m.n) + 1)


def profile_log_likelihood(mu: ArrayLike, data: Data) -> FloatArray:
    r"""Profile log-likelihood of ``mu``, :math:`\max_\sigma \ell(\mu, \sigma)`, in nats.

    .. math:: -\tfrac n2\{\log 2\pi\hat\sigma^2(\mu) + 1\}, \quad \hat\sigma^2(\mu) = S/n + (\bar x - \mu)^2

    Its likelihood has the shape of a Student-t, so its tails are heavier than with ``sigma`` known.
    Raises as :func:`mle`.
    """
    m, center = _unequal_moments(data), _mean(mu)
    width = np.hypot(math.sqrt(m.sum_of_squares / m.n), m.mean - center)
    return np.asarray(-0.5 * m.n * (_LOG_2PI + 2 * np.log(width) + 1))


def profile_log_likelihood_ratio(mu: ArrayLike, data: Data) -> FloatArray:
    r"""Profile log-likelihood relative to its maximum, :math:`-\tfrac n2\log\{1 + (\mu-\bar x)^2/\hat\sigma^2\}` nats.

    Raises as :func:`mle`.
    """
    m, center = _unequal_moments(data), _mean(mu)
    with np.errstate(over="ignore"):
        squares = ((center - m.mean) / math.sqrt(m.sum_of_squares / m.n)) ** 2
    return np.asarray(-0.5 * m.n * np.log1p(squares))


def standard_error(data: Data, sigma: float | None = None) -> float:
    r"""Standard error of the mean by the Fisher information :math:`n/\sigma^2`.

    Parameters
    ----------
    data : array_like or Moments
        The readings.
    sigma : float, optional
        The known standard deviation, for :math:`\sigma/\sqrt n`. By default the fitted one is used,
        :math:`\hat\sigma/\sqrt n = \sqrt S/n`; the usual :math:`s/\sqrt n`, whose variance divides by n - 1, is
        larger by a factor of :math:`\sqrt{n/(n-1)}`.

    Raises
    ------
    ValueError
        If ``sigma`` is not given and all readings are equal.
    """
    if sigma is None:
        m = _unequal_moments(data)
        return math.sqrt(m.sum_of_squares) / m.n
    return float(_scale(sigma)) / math.sqrt(_moments(data).n)


def surface(data: Data, mu_grid: ArrayLike, sigma_grid: ArrayLike) -> FloatArray:
    r"""Nats *below* the maximum over a grid, :math:`\ell(\hat\mu, \hat\sigma) - \ell(\mu, \sigma) \ge 0`.

    .. math:: n\{r + \tfrac12(e^{-2r} - 1)\} + n(\mu - \bar x)^2/(2\sigma^2),
              \quad r = \log(\sigma/\hat\sigma)

    Parameters
    ----------
    data : array_like or Moments
        The readings.
    mu_grid : array_like, shape (M,)
        Means.
    sigma_grid : array_like, shape (S,)
        Standard deviations.

    Returns
    -------
    ndarray, shape (S, M)
        Non-negative; 0 at the MLE. Isolines at 0.5, 1.92 and 3 are likelihood regions.

    Raises
    ------
    ValueError
        If a grid is not 1-D, or as :func:`mle`.
    """
    m, center, width = _unequal_moments(data), _mean(mu_grid), _scale(sigma_grid)
    if center.ndim != 1 or width.ndim != 1:
        raise ValueError(f"both grids must be one-dimensional, got shapes {center.shape} and {width.shape}")
    r = np.log(width) - 0.5 * math.log(m.sum_of_squares / m.n)
    with np.errstate(over="ignore"):
        by_width = np.maximum(r + 0.5 * np.expm1(-2 * r), 0.0)
        by_center = 0.5 * ((center[None, :] - m.mean) / width[:, None]) ** 2
    return np.asarray(m.n * (by_width[:, None] + by_center))


def log_area(data: Data, sigma: float) -> float:
    r"""Log of the area under the likelihood over ``mu``, ``sigma`` known, in nats.

    .. math:: \log\int_{-\infty}^\infty L(\mu)\,d\mu = \ell(\bar x, \sigma) + \tfrac12\log(2\pi\sigma^2/n)
    """
    m = _moments(data)
    top = float(log_likelihood(m.mean, sigma, m))
    return top + 0.5 * (_LOG_2PI - math.log(m.n)) + math.log(float(_scale(sigma)))
