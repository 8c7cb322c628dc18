r"""The Beta distribution of a probability :math:`\theta`, for priors and posteriors.

.. math:: p(\theta \mid a, b) = \theta^{a-1} (1-\theta)^{b-1} / B(a, b), \quad 0 \le \theta \le 1

All logs are natural. Sources: Bishop 2006, *PRML*, section 2.1.1; Gelman et al. 2013, *BDA3*, appendix A.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, betaln, xlog1py, xlogy

from core.arrays import FloatArray, positive, probability

Place = Literal["inside", "at 0", "at 1", "at both ends", "everywhere"]


class Mode(NamedTuple):
    """The mode of a density, which may be at an end of [0, 1]."""

    place: Place
    at: tuple[float, ...]
    """The modes: one, both ends, or none for a constant density (``everywhere``)."""
    height: float
    """The density there, ``inf`` if it is unbounded."""


@dataclass(frozen=True, slots=True)
class PositivePair:
    """Two parameters ``a`` and ``b`` of a distribution; ValueError unless both are positive and finite."""

    a: float
    b: float

    def __post_init__(self) -> None:
        for name in ("a", "b"):
            object.__setattr__(self, name, positive(name, getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Beta(PositivePair):
    r"""A Beta(a, b) distribution.

    ========  =============================================
    Support   :math:`0 \le \theta \le 1`
    Mean      :math:`a / (a + b)`
    Variance  :math:`ab / \{(a + b)^2 (a + b + 1)\}`
    Mode      :math:`(a - 1) / (a + b - 2)` if a > 1 and b > 1
    ========  =============================================

    Parameters
    ----------
    a, b : float
        Positive and finite. A flat prior becomes Beta(a, b) after a - 1 heads and b - 1 tails.
    """

    def __str__(self) -> str:
        return f"Beta({_short(self.a)}, {_short(self.b)})"

    @property
    def strength(self) -> float:
        """The number of flips that a prior is worth in the posterior mean, a + b. In the mode it is worth a + b - 2."""
        return self.a + self.b

    @property
    def mean(self) -> float:
        """The mean, a / (a + b): also the probability that the next flip is heads."""
        return self.a / self.strength

    @property
    def sd(self) -> float:
        r"""The standard deviation, :math:`\sqrt{ab / (a + b + 1)} / (a + b)`."""
        return math.sqrt(self.mean * (self.b / self.strength) / (self.strength + 1))

    @property
    def mode(self) -> Mode:
        """Where the density is highest: inside (0, 1) only if a > 1 and b > 1."""
        a, b = self.a, self.b
        if a > 1 and b > 1:
            top = (a - 1) / ((a - 1) + (b - 1))
            return Mode("inside", (top,), float(np.exp(self.logpdf(top))))
        if a == b == 1:
            return Mode("everywhere", (), 1.0)
        if a < 1 and b < 1:
            return Mode("at both ends", (0.0, 1.0), math.inf)
        # One of a - 1 and b - 1 is at most 0 and the other at least 0: the density falls, or rises, from 0 to 1.
        if a <= 1 <= b:
            return Mode("at 0", (0.0,), b if a == 1 else math.inf)
        return Mode("at 1", (1.0,), a if b == 1 else math.inf)

    def logpdf(self, theta: ArrayLike) -> FloatArray:
        """Log-density, of a density per unit theta, in nats; ValueError if a ``theta`` is NaN or outside [0, 1].

        At 0 it is ``inf`` if a < 1 and ``-inf`` if a > 1; at 1, ``inf`` if b < 1 and ``-inf`` if b > 1.
        """
        p = probability(theta)
        with np.errstate(divide="ignore"):
            return np.asarray(xlogy(self.a - 1, p) + xlog1py(self.b - 1, -p) - betaln(self.a, self.b))

    def log_ratio(self, theta: float, other: float) -> float:
        r"""Log of :math:`p(\theta) / p(\theta')`, in nats, for two values strictly inside (0, 1).

        Computed from the quotients of the powers, so that no digits are lost where both log-densities are huge and
        nearly equal.
        """
        step = theta - other
        return (self.a - 1) * _log_quotient(theta, other, step) + (self.b - 1) * _log_quotient(
            1 - theta, 1 - other, -step
        )

    def cdf(self, theta: ArrayLike) -> FloatArray:
        """Probability of a value up to ``theta``; ValueError if a ``theta`` is NaN or outside [0, 1]."""
        return np.asarray(betainc(self.a, self.b, probability(theta)))

    def ppf(self, q: ArrayLike) -> FloatArray:
        """The quantile of ``q``, inverse of :meth:`cdf`; ValueError if a ``q`` is NaN or outside [0, 1]."""
        return np.asarray(betaincinv(self.a, self.b, probability(q, "q")))


def from_mean(mean: float, strength: float) -> Beta:
    r"""The Beta with mean :math:`m` and strength :math:`s`: :math:`a = m s`, :math:`b = (1 - m) s`.

    Raises
    ------
    ValueError
        If ``mean`` is not strictly between 0 and 1, or ``strength`` is not positive and finite.
    """
    if not 0 < mean < 1:
        raise ValueError(f"mean must lie strictly between 0 and 1, got {mean!r}")
    return Beta(mean * strength, (1 - mean) * strength)


def _log_quotient(value: float, other: float, step: float) -> float:
    """Log of ``value / other``, given their difference ``step`` without cancellation."""
    return math.log1p(step / other) if abs(step) < 0.5 * other else math.log(value) - math.log(other)


def _short(parameter: float) -> str:
    """``parameter`` with at most two decimals and no trailing zeros: 17, 0.5, 12.34."""
    return f"{parameter:.2f}".rstrip("0").rstrip(".")
