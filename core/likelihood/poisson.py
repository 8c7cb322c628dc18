r"""The likelihood of counts of events: i.i.d. Poisson with a ``rate`` of events per observation.

For ``n`` observations :math:`k_1, \ldots, k_n` with total :math:`K = \sum k_i` the likelihood is
:math:`L(\lambda) = \lambda^K e^{-n\lambda} / \prod k_i!`, factorials included. All log-likelihoods are in nats.

Every ``rate`` is array_like of any shape, the result has the same shape, and a ``rate`` that is negative, NaN
or infinite raises ValueError. Source: Bishop 2006, *PRML*; Gelman et al. 2013, *BDA3*, section 2.6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, xlogy

from core.arrays import FloatArray


def _is_count(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and int(value) >= 0


@dataclass(frozen=True, slots=True)
class Tally:
    """A frequency table of counts: how often each number of events was observed.

    Parameters
    ----------
    values : tuple of int
        The numbers of events ``k``, non-negative and strictly increasing.
    frequencies : tuple of int
        How many observations had each ``k``; non-negative. A tally without observations is valid.

    Raises
    ------
    ValueError
        If the lengths differ, an entry is not a non-negative whole number, or the values do not increase.
    """

    values: tuple[int, ...]
    frequencies: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.values) != len(self.frequencies):
            raise ValueError(f"{len(self.values)} values but {len(self.frequencies)} frequencies")
        for entry in (*self.values, *self.frequencies):
            if not _is_count(entry):
                raise ValueError(f"a tally holds non-negative whole numbers, got {entry!r}")
        if any(a >= b for a, b in zip(self.values, self.values[1:], strict=False)):
            raise ValueError(f"the values must increase strictly, got {self.values!r}")
        # NumPy integers overflow silently in products; Python's do not.
        object.__setattr__(self, "values", tuple(int(k) for k in self.values))
        object.__setattr__(self, "frequencies", tuple(int(f) for f in self.frequencies))

    @property
    def n(self) -> int:
        """Number of observations."""
        return sum(self.frequencies)

    @property
    def total(self) -> int:
        """Number of events in all observations together, :math:`K`."""
        return sum(k * f for k, f in zip(self.values, self.frequencies, strict=True))


def rates(rate: ArrayLike) -> FloatArray:
    """Return ``rate`` as floats; ValueError if an entry is negative, NaN or infinite."""
    values = np.asarray(rate, dtype=np.float64)
    if not np.all((values >= 0) & np.isfinite(values)):
        raise ValueError(f"rate must be finite and not negative, got {rate!r}")
    return values


def log_factorials(tally: Tally) -> float:
    r"""Sum over the observations of :math:`\log k_i!`, in nats."""
    terms = zip(tally.values, tally.frequencies, strict=True)
    return math.fsum(f * float(gammaln(k + 1.0)) for k, f in terms)


def events(k: ArrayLike) -> FloatArray:
    """Return ``k`` as floats; ValueError unless all entries are non-negative whole numbers."""
    count = np.asarray(k, dtype=np.float64)
    if not np.all((count >= 0) & np.isfinite(count) & (count == np.floor(count))):
        raise ValueError(f"k must be non-negative whole numbers, got {k!r}")
    return count


def log_pmf(k: ArrayLike, rate: ArrayLike) -> FloatArray:
    r"""Log-probability of ``k`` events, :math:`k\log\lambda - \lambda - \log k!`, in nats.

    ``k`` and ``rate`` broadcast against each other. At ``rate = 0`` it is 0 for no events and ``-inf`` for any other
    number.

    Raises
    ------
    ValueError
        If a ``k`` is not a non-negative whole number.
    """
    count = events(k)
    lam = rates(rate)
    return np.asarray(xlogy(count, lam) - lam - gammaln(count + 1))


def log_likelihood(rate: ArrayLike, tally: Tally) -> FloatArray:
    r"""Log-likelihood :math:`K\log\lambda - n\lambda - \sum_i \log k_i!`, in nats, factorials included.

    ``-inf`` at ``rate = 0`` if there was any event; 0 everywhere without data.
    """
    lam = rates(rate)
    return np.asarray(xlogy(tally.total, lam) - tally.n * lam - log_factorials(tally))


def mle(tally: Tally) -> float | None:
    r"""Maximum-likelihood estimate :math:`\hat\lambda = K/n`, the mean count; None without data."""
    return tally.total / tally.n if tally.n else None


def max_log_likelihood(tally: Tally) -> float:
    r"""Maximum of the log-likelihood, :math:`K\log(K/n) - K - \sum_i\log k_i!`, in nats; 0 without data."""
    top = mle(tally)
    return 0.0 if top is None else float(log_likelihood(top, tally))


def log_likelihood_ratio(rate: ArrayLike, tally: Tally) -> FloatArray:
    r"""Log-likelihood relative to its maximum, :math:`K\{\log(\lambda/\hat\lambda) - (\lambda/\hat\lambda - 1)\}` nats.

    Exactly 0 at the MLE, ``-inf`` where the data are impossible, 0 everywhere without data. Without events
    (K = 0) it is :math:`-n\lambda`.
    """
    lam = rates(rate)
    top = mle(tally)
    if top is None:
        return np.zeros_like(lam)
    if top == 0.0:
        return np.asarray(-tally.n * lam)
    step = (lam - top) / top
    near = np.abs(step) < 0.5
    # log1p keeps the digits near the maximum; far below it, 1 + step would lose the digits of the rate.
    log_ratio = np.where(near, np.log1p(np.where(near, step, 0.0)), xlogy(1.0, lam) - math.log(top))
    return np.asarray(np.minimum(tally.total * (log_ratio - step), 0.0))


def score(rate: ArrayLike, tally: Tally) -> FloatArray:
    r"""Slope of the log-likelihood, :math:`K/\lambda - n`, in nats per unit rate.

    ``inf`` at ``rate = 0`` if there was any event; without events it is ``-n`` everywhere.
    """
    lam = rates(rate)
    with np.errstate(divide="ignore", over="ignore"):
        rise = tally.total / lam if tally.total else np.zeros_like(lam)
    return np.asarray(rise - tally.n)


def fisher_information(rate: ArrayLike, tally: Tally) -> FloatArray:
    r"""Fisher information of ``n`` observations, :math:`\mathrm{E}[-\ell''(\lambda)] = n/\lambda`.

    Nats per unit rate squared; ``inf`` at ``rate = 0`` if there are observations, 0 everywhere if there are none.
    """
    lam = rates(rate)
    if tally.n == 0:
        return np.zeros_like(lam)
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(tally.n / lam)


def standard_error(tally: Tally) -> float | None:
    r"""Standard error of the MLE by the Fisher information, :math:`\sqrt{\hat\lambda/n} = \sqrt{K}/n`.

    None without data. Without any event the formula gives 0, which does *not* mean certainty: its quadratic
    approximation fails at ``rate = 0``.
    """
    return math.sqrt(tally.total) / tally.n if tally.n else None


def log_area(tally: Tally) -> float:
    r"""Log of the area under the likelihood, in nats.

    .. math:: \log\int_0^\infty L(\lambda)\,d\lambda
              = \log\Gamma(K+1) - (K+1)\log n - \sum_i \log k_i!

    ``inf`` without data, where the likelihood is 1 for every rate.
    """
    if tally.n == 0:
        return math.inf
    total = tally.total
    return float(gammaln(total + 1.0)) - (total + 1) * math.log(tally.n) - log_factorials(tally)
