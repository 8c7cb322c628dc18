r"""A mixture of Beta distributions: the prior of a room in which everybody has their own, and its exact posterior.

.. math:: p(\theta) = \sum_k w_k\,\text{Beta}(\theta \mid a_k, b_k), \qquad w_k > 0,\ \sum_k w_k = 1

A mixture is not a Beta, and yet conjugate: the posterior is a mixture of the components' own posteriors. Each weight is
multiplied by its component's evidence, so that those who had predicted the flips better gain weight:

.. math:: p(\theta \mid h, t) = \sum_k w_k'\,\text{Beta}(\theta \mid a_k + h, b_k + t), \qquad
          w_k' \propto w_k\,\frac{B(a_k + h, b_k + t)}{B(a_k, b_k)}

All logs are natural, in nats. Sources: Diaconis & Ylvisaker 1985, Quantifying prior opinion; Dalal & Hall 1983,
Approximating priors by mixtures of natural conjugate priors.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import betainc, betaincinv, logsumexp

from core.arrays import FloatArray, probability
from core.belief import beta_bernoulli
from core.belief.beta import Beta
from core.belief.intervals import equal_tailed as equal_tailed
from core.likelihood.counts import Counts

QUANTILE_TOLERANCE = 1e-15
"""How far a quantile may be from the exact one, in units of theta."""


@dataclass(frozen=True)
class Mixture:
    """A mixture of Betas; :func:`core.belief.intervals.equal_tailed` takes it as it takes a Beta.

    Parameters
    ----------
    components : tuple of Beta
        At least one.
    log_weights : tuple of float
        Log of each component's weight, in nats, finite. They are normalized: a constant added to all changes nothing.

    Raises
    ------
    ValueError
        Without components, or unless there is one finite log-weight for each.
    """

    components: tuple[Beta, ...]
    log_weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.components or len(self.components) != len(self.log_weights):
            sizes = f"{len(self.components)} components and {len(self.log_weights)} weights"
            raise ValueError(f"a mixture needs a component and a log-weight for each, got {sizes}")
        if not all(map(math.isfinite, self.log_weights)):
            raise ValueError(f"every log-weight must be finite, got {self.log_weights!r}")
        # The largest goes first: a common constant of 700,000 nats would round the small differences.
        given = np.array(self.log_weights) - max(self.log_weights)
        object.__setattr__(self, "log_weights", tuple((given - logsumexp(given)).tolist()))

    @cached_property
    def weights(self) -> FloatArray:
        """The weights, shape (components,), which sum to 1; one below 1e-308 may be 0."""
        return np.asarray(np.exp(self.log_weights))

    @property
    def mean(self) -> float:
        r"""The mean, :math:`\sum_k w_k a_k / (a_k + b_k)`: also the probability that the next flip is heads."""
        return float(self.weights @ [each.mean for each in self.components])

    def logpdf(self, theta: ArrayLike) -> FloatArray:
        """Log-density, per unit theta, in nats, of the shape of ``theta``.

        At 0 it is ``inf`` if a component has a < 1, and ``-inf`` if all have a > 1; at 1 so by b.

        Raises
        ------
        ValueError
            If a ``theta`` is NaN or outside [0, 1].
        """
        p = probability(theta)
        parts = [w + each.logpdf(p) for w, each in zip(self.log_weights, self.components, strict=True)]
        return np.asarray(logsumexp(np.stack(parts), axis=0))

    def cdf(self, theta: ArrayLike) -> FloatArray:
        """Probability of a value up to ``theta``, of its shape; ValueError if one is NaN or outside [0, 1]."""
        p = probability(theta)
        a, b = self._shapes
        return np.asarray(np.minimum(betainc(a, b, p[..., None]) @ self.weights, 1.0))

    def ppf(self, q: ArrayLike) -> FloatArray:
        """The quantile of ``q``, of its shape, inverse of :meth:`cdf` within :data:`QUANTILE_TOLERANCE`.

        It lies between the least and the largest quantile of a component, and Brent's method finds it there. Between
        two components that are far apart the cdf may be flat to the last bit; then any theta there may be returned.

        Raises
        ------
        ValueError
            If a ``q`` is NaN or outside [0, 1].
        """
        wanted = probability(q, "q")
        return np.array([self._quantile(float(each)) for each in wanted.ravel()]).reshape(wanted.shape)

    def _quantile(self, q: float) -> float:
        ends = betaincinv(*self._shapes, q)
        lower, upper = float(ends.min()), float(ends.max())

        def above(theta: float) -> float:
            return float(self.cdf(theta)) - q

        # With one component, or equal ones, the ends meet; where they nearly do, rounding may leave no change of sign.
        if above(lower) >= 0:
            return lower
        if above(upper) <= 0:
            return upper
        return float(brentq(above, lower, upper, xtol=QUANTILE_TOLERANCE, rtol=QUANTILE_TOLERANCE))

    @cached_property
    def _shapes(self) -> tuple[FloatArray, FloatArray]:
        return np.array([each.a for each in self.components]), np.array([each.b for each in self.components])


def equal(components: Sequence[Beta]) -> Mixture:
    """The mixture in which each of several Betas has the same weight.

    Raises
    ------
    ValueError
        Without components.
    """
    return Mixture(tuple(components), (0.0,) * len(components))


def posterior(mixture: Mixture, counts: Counts) -> Mixture:
    """The exact posterior: each component updated, each weight multiplied by its component's evidence.

    The components keep their order.
    """
    gains = [beta_bernoulli.log_evidence(each, counts) for each in mixture.components]
    return Mixture(
        tuple(beta_bernoulli.posterior(each, counts) for each in mixture.components),
        tuple(w + gain for w, gain in zip(mixture.log_weights, gains, strict=True)),
    )
