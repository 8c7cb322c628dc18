r"""Penalties as priors on weights, and conversions between the ways to state their strength.

A weight has the prior :math:`N(0, \sigma^2)` or Laplace, :math:`p(w) \propto e^{-|w|/b}`. Minus its log is a penalty,
whose coefficient depends on the loss to which it is added:

- to the *summed* NLL: :math:`\lambda_{sum}\sum w^2` with :math:`\lambda_{sum} = 1/(2\sigma^2)`, or :math:`\sum|w|/b`;
- to the *mean* NLL over N examples: :math:`\lambda_{mean} = \lambda_{sum}/N`, or :math:`1/(bN)`;
- as an optimizer's ``weight_decay``, which adds ``wd w`` to the gradient of the mean NLL:
  :math:`wd = 2\lambda_{mean} = 1/(\sigma^2 N)`. For Laplace it adds ``wd sign(w)``: :math:`wd = 1/(bN)`.

A penalty of 0 corresponds to an infinitely wide prior (``inf``). Every function raises ValueError if a penalty is
negative, NaN or infinite, a width is not above 0 or so small that its penalty is too large for float64, or ``n`` is
not a whole number from 1 on. Source: Bishop 2006, *PRML*, sections 1.2.5 and 3.1.4.
"""

from __future__ import annotations

import math
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray

Prior: TypeAlias = Literal["gaussian", "laplace", "none"]

PRIORS: Final[tuple[Prior, ...]] = ("gaussian", "laplace", "none")


def _penalty(value: float, name: str) -> float:
    if not 0 <= value < math.inf:
        raise ValueError(f"{name} must be finite and not negative, got {value!r}")
    return float(value)


def _width(value: float, name: str) -> float:
    if not value > 0:  # NaN too
        raise ValueError(f"{name} must be above 0, got {value!r}")
    return float(value)


def _examples(n: int) -> int:
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise ValueError(f"n must be a whole number from 1 on, got {n!r}")
    return int(n)


def _check_prior(prior: str) -> None:
    if prior not in PRIORS:
        raise ValueError(f"the prior must be one of {', '.join(PRIORS)}, got {prior!r}")


def _width_from(inverse: float) -> float:
    """1 / inverse; ``inf`` for 0."""
    return 1 / inverse if inverse else math.inf


def _coefficient_from(inverse: float, width: float) -> float:
    """1 / inverse; ValueError, which names ``width``, if that is too large for float64."""
    coefficient = 1 / inverse if inverse else math.inf
    if coefficient == math.inf:
        raise ValueError(f"a prior as narrow as {width!r} has a penalty beyond float64")
    return coefficient


def sigma_from_weight_decay(wd: float, n: int) -> float:
    r"""Standard deviation of the Gaussian prior, :math:`\sigma = 1/\sqrt{wd\,N}`; ``inf`` for no weight decay."""
    return _width_from(math.sqrt(_penalty(wd * _examples(n), "wd n")))


def weight_decay_from_sigma(sigma: float, n: int) -> float:
    r"""Weight decay of an optimizer of the mean NLL, :math:`wd = 1/(\sigma^2 N)`, for a Gaussian prior."""
    return 2 * lambda_mean_from_sigma(sigma, n)


def lambda_sum_from_sigma(sigma: float) -> float:
    r"""Coefficient of :math:`\sum w^2` added to the summed NLL, :math:`\lambda_{sum} = 1/(2\sigma^2)`."""
    width = _width(sigma, "sigma")
    return _coefficient_from(2 * width * width, width)


def lambda_mean_from_sigma(sigma: float, n: int) -> float:
    r"""Coefficient of :math:`\sum w^2` added to the mean NLL, :math:`\lambda_{mean} = 1/(2\sigma^2 N)`."""
    return lambda_sum_from_sigma(sigma) / _examples(n)


def sigma_from_lambda_sum(lambda_sum: float) -> float:
    r"""Standard deviation of the Gaussian prior, :math:`\sigma = 1/\sqrt{2\lambda_{sum}}`; ``inf`` for no penalty."""
    return _width_from(math.sqrt(_penalty(2 * lambda_sum, "2 lambda_sum")))


def sigma_from_lambda_mean(lambda_mean: float, n: int) -> float:
    r"""Standard deviation of the Gaussian prior, :math:`\sigma = 1/\sqrt{2\lambda_{mean}N}`; ``inf`` for no penalty."""
    return sigma_from_weight_decay(2 * lambda_mean, n)


def laplace_scale_from_weight_decay(wd: float, n: int) -> float:
    r"""Scale of the Laplace prior, :math:`b = 1/(wd\,N)`; ``inf`` for no weight decay."""
    return _width_from(_penalty(wd * _examples(n), "wd n"))


def weight_decay_from_laplace_scale(b: float, n: int) -> float:
    r"""Coefficient of :math:`\sum|w|` added to the mean NLL, :math:`wd = \lambda_{mean} = 1/(bN)`."""
    return laplace_lambda_sum(b) / _examples(n)


def laplace_lambda_sum(b: float) -> float:
    r"""Coefficient of :math:`\sum|w|` added to the summed NLL, :math:`\lambda_{sum} = 1/b`."""
    width = _width(b, "b")
    return _coefficient_from(width, width)


def laplace_sd(b: float) -> float:
    r"""Standard deviation of a Laplace prior of scale ``b``, :math:`\sqrt 2\,b`."""
    return math.sqrt(2) * _width(b, "b")


def prior_sd(prior: Prior, wd: float, n: int) -> float:
    """Standard deviation of the prior that corresponds to a weight decay; ``inf`` for "none" and for a ``wd`` of 0."""
    _check_prior(prior)
    if prior == "laplace":
        return laplace_sd(laplace_scale_from_weight_decay(wd, n))
    sigma = sigma_from_weight_decay(wd, n)
    return sigma if prior == "gaussian" else math.inf


def size(weights: ArrayLike, prior: Prior) -> float:
    r"""The penalty without its coefficient: :math:`\sum w^2` (Gaussian), :math:`\sum|w|` (Laplace) or 0 (none)."""
    _check_prior(prior)
    w = np.asarray(weights, dtype=np.float64)
    if prior == "none":
        return 0.0
    return float((w * w if prior == "gaussian" else np.abs(w)).sum())


def mean_coefficient(prior: Prior, wd: float) -> float:
    r"""Coefficient of :func:`size` in the penalty of the *mean* NLL: wd/2 (Gaussian), wd (Laplace) or 0 (none)."""
    _check_prior(prior)
    if prior == "none":
        return 0.0
    return _penalty(wd, "wd") * (0.5 if prior == "gaussian" else 1.0)


def sum_coefficient(prior: Prior, wd: float, n: int) -> float:
    r"""Coefficient of :func:`size` in the penalty of the *summed* NLL: :math:`1/(2\sigma^2)`, :math:`1/b` or 0."""
    _check_prior(prior)
    if prior == "gaussian":
        return lambda_sum_from_sigma(sigma_from_weight_decay(wd, n))
    scale = laplace_scale_from_weight_decay(wd, n)
    return laplace_lambda_sum(scale) if prior == "laplace" else 0.0


def penalty(weights: ArrayLike, prior: Prior, wd: float) -> float:
    r"""Penalty added to the mean NLL, :math:`\tfrac{wd}2\sum w^2` or :math:`wd\sum|w|`, in nats per example."""
    return mean_coefficient(prior, wd) * size(weights, prior)


def log_prior(w: ArrayLike, prior: Prior, wd: float, n: int) -> FloatArray:
    r"""Log-density of each weight under the prior, in nats.

    Gaussian :math:`-\tfrac12\log 2\pi - \log\sigma - w^2/(2\sigma^2)`, Laplace :math:`-\log 2b - |w|/b`. Summed over
    the penalized weights, it is minus N times the penalty, plus a constant. ``-inf`` if ``prior`` is "none" or ``wd``
    is 0: the limit for an ever wider prior.
    """
    _check_prior(prior)
    x = np.asarray(w, dtype=np.float64)
    width = sigma_from_weight_decay(wd, n) if prior == "gaussian" else laplace_scale_from_weight_decay(wd, n)
    if prior == "none" or width == math.inf:
        return np.full_like(x, -math.inf)
    with np.errstate(over="ignore"):
        if prior == "gaussian":
            return np.asarray(-0.5 * math.log(2 * math.pi) - math.log(width) - 0.5 * (x / width) ** 2)
        return np.asarray(-math.log(2) - math.log(width) - np.abs(x) / width)


def prior_density(w: ArrayLike, prior: Prior, wd: float, n: int) -> FloatArray:
    """Density of each weight under the prior, per unit of w; 0 if ``prior`` is "none" or ``wd`` is 0."""
    return np.asarray(np.exp(log_prior(w, prior, wd, n)))
