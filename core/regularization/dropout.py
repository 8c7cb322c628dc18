r"""Dropout on a linear model, with all of its sub-networks enumerated.

A mask keeps each of the n features with probability :math:`q = 1 - p`. Kept features are divided by q, as torch does in
training, so that a sub-network's output at the features :math:`\varphi` is

.. math:: f_m(\varphi) = c + \tfrac1q\sum_j m_j\varphi_j w_j, \qquad
          \Pr(m) = q^{|m|}\,p^{\,n-|m|}, \qquad m \in \{0, 1\}^n .

For up to 12 features all :math:`2^n` masks are enumerated. The intercept is never dropped. *Weight scaling* is the
network at test time, which keeps all features: :math:`c + \varphi^\top w`.

Sources: Srivastava et al. 2014, sections 7.5 and 9.1; Wager, Wang & Liang 2013; Goodfellow, Bengio & Courville 2016,
*Deep Learning*, section 7.12, on the geometric mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import expit, log_expit, xlog1py, xlogy

from core.arrays import FloatArray
from core.regularization.least_squares import least_squares
from core.regularization.problem import MAX_DEGREE, Fit, Problem

LOGISTIC_SD = math.pi / math.sqrt(3)
"""Standard deviation of the standard logistic distribution."""


@lru_cache(maxsize=MAX_DEGREE)
def masks(n: int) -> FloatArray:
    """All masks of ``n`` features, shape (2^n, n), with 1 where a feature is kept; read-only.

    Raises
    ------
    ValueError
        If ``n`` is not from 1 to 12.
    """
    if not 1 <= n <= MAX_DEGREE:
        raise ValueError(f"n must be from 1 to {MAX_DEGREE}, got {n}")
    every = ((np.arange(2**n)[:, None] >> np.arange(n)) & 1).astype(np.float64)
    every.setflags(write=False)
    return every


@dataclass(frozen=True, eq=False)
class SubNetworks:
    """Outputs and probabilities of all sub-networks at one x.

    Attributes
    ----------
    outputs : ndarray, shape (2^n,)
        Output of each sub-network, in units of y.
    log_probability : ndarray, shape (2^n,)
        Log-probability of each mask, nats.
    """

    outputs: FloatArray
    log_probability: FloatArray

    @property
    def probability(self) -> FloatArray:
        """Probability of each mask; they sum to 1."""
        return np.asarray(np.exp(self.log_probability))

    @property
    def mean(self) -> float:
        """Exact mean output over all masks."""
        return float(self.probability @ self.outputs)

    @property
    def sd(self) -> float:
        """Exact standard deviation of the output."""
        return math.sqrt(float(self.probability @ (self.outputs - self.mean) ** 2))


class Estimate(NamedTuple):
    """Monte Carlo mean over ``draws`` masks, and its standard error."""

    mean: float
    standard_error: float
    draws: int


class ClassMeans(NamedTuple):
    """Probability of a class, computed in three ways.

    Attributes
    ----------
    arithmetic : float
        Mean of all sub-networks' probabilities.
    geometric : float
        Their geometric mean, divided by the sum of the geometric means of both classes.
    weight_scaling : float
        Probability by the network that keeps all features.
    """

    arithmetic: float
    geometric: float
    weight_scaling: float


def sub_networks(fit: Fit, features: FloatArray, rate: float) -> SubNetworks:
    """Outputs and probabilities of all sub-networks for one row of features, shape (n,).

    Raises
    ------
    ValueError
        If the rate does not lie in [0, 1).
    """
    _check(rate)
    every = masks(features.size)
    kept = every.sum(axis=1)
    outputs = fit.intercept + every @ (features * fit.weights) / (1 - rate)
    return SubNetworks(outputs, xlog1py(kept, -rate) + xlogy(features.size - kept, rate))


def weight_scaling(fit: Fit, features: FloatArray) -> float:
    r"""Output of the network at test time, :math:`c + \varphi^\top w`."""
    return fit.intercept + float(features @ fit.weights)


def monte_carlo(fit: Fit, features: FloatArray, rate: float, draws: int, seed: int) -> Estimate:
    """Mean output of ``draws`` random masks; with the same seed, more draws start with the same masks.

    Raises
    ------
    ValueError
        If the rate does not lie in [0, 1), or ``draws`` is below 2.
    """
    _check(rate)
    if draws < 2:
        raise ValueError(f"a standard error needs 2 draws, got {draws}")
    kept = np.random.default_rng(seed).random((draws, features.size)) >= rate
    outputs = fit.intercept + kept @ (features * fit.weights) / (1 - rate)
    return Estimate(float(outputs.mean()), float(outputs.std(ddof=1)) / math.sqrt(draws), draws)


def logits(outputs: FloatArray, threshold: float, sigma: float) -> FloatArray:
    r"""Log-odds of the class "y above the threshold", :math:`(f - \text{threshold})\,\pi/(\sqrt3\,\sigma)`.

    The noise is taken to be logistic with standard deviation ``sigma``, which makes the class probability a softmax
    over two classes on top of a linear model.
    """
    return np.asarray((outputs - threshold) * (LOGISTIC_SD / sigma))


def class_means(every: SubNetworks, scaled: float, threshold: float, sigma: float) -> ClassMeans:
    r"""Probability of the class "y above the threshold" by averaging the sub-networks, and by weight scaling.

    The renormalized geometric mean is :math:`g_1/(g_0 + g_1)` with :math:`\log g_k = \sum_m \Pr(m)\log p_k(m)`.

    Parameters
    ----------
    every : SubNetworks
        All sub-networks at an x.
    scaled : float
        Output of weight scaling at the same x.
    threshold, sigma : float
        As in :func:`logits`.
    """
    z = logits(every.outputs, threshold, sigma)
    weight = every.probability
    log_above, log_below = float(weight @ log_expit(z)), float(weight @ log_expit(-z))
    return ClassMeans(
        float(weight @ expit(z)),
        float(expit(log_above - log_below)),
        float(expit(logits(np.asarray(scaled), threshold, sigma))),
    )


def penalties(problem: Problem, rate: float) -> FloatArray:
    r"""Coefficients of :math:`w_j^2` in the penalty that dropout adds to the summed NLL, shape (degree,).

    .. math:: \lambda_j = \frac{p}{1-p}\,\frac{(\Phi^\top\Phi)_{jj}}{2\sigma^2}

    As a prior, each weight is :math:`N(0, 1/(2\lambda_j))`. This prior depends on the inputs, and narrows as their
    number grows.

    Raises
    ------
    ValueError
        If the rate does not lie in [0, 1).
    """
    _check(rate)
    return np.asarray(rate / (1 - rate) * np.sum(problem.features**2, axis=0) / (2 * problem.sigma**2))


def fit(problem: Problem, rate: float) -> Fit:
    r"""Minimum of the squared error averaged over all masks, in closed form.

    .. math:: \mathbb{E}_m\|y - f_m\|^2 = \|y - c - \Phi w\|^2 + \tfrac{p}{1-p}\sum_j(\Phi^\top\Phi)_{jj}\,w_j^2

    Parameters
    ----------
    problem : Problem
        The examples.
    rate : float
        Probability p of dropping a feature, in [0, 1). 0 gives least squares, with the least norm where the examples do
        not determine every weight.

    Raises
    ------
    ValueError
        If the rate does not lie in [0, 1).
    """
    # Each penalty enters the least squares as an additional row.
    rows = np.diag(np.sqrt(2 * problem.sigma**2 * penalties(problem, rate)))
    return least_squares(problem.features, problem.y, penalty=rows)


def _check(rate: float) -> None:
    if not 0 <= rate < 1:  # NaN fails the comparison
        raise ValueError(f"the rate must lie in [0, 1), got {rate}")
