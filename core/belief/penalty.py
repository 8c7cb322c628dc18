r"""The prior on weights, and the scales on which one and the same prior is written.

A weight has the prior :math:`N(0, \sigma^2)` or Laplace, :math:`p(w) \propto e^{-|w|/b}`. Minus its log is a penalty,
and the number in front depends on what it is added to:

- to the *summed* NLL: :math:`\lambda_{sum}\sum w^2` with :math:`\lambda_{sum} = 1/(2\sigma^2)`, or :math:`\sum|w|/b`;
- to the *mean* NLL over N examples: :math:`\lambda_{mean} = \lambda_{sum}/N`, or :math:`1/(bN)`;
- as an optimizer's ``weight_decay``, which adds ``wd w`` to the gradient of the mean NLL:
  :math:`wd = 2\lambda_{mean} = 1/(\sigma^2 N)`. For Laplace it adds ``wd sign(w)``: :math:`wd = 1/(bN)`.

No penalty (0) is an infinitely wide prior (``inf``), and the other way round. Every function raises ValueError if a
penalty is negative, NaN or infinite, a width is not above 0 or so narrow that its penalty is beyond float64, or
``n`` is no whole number from 1 on. Source: Bishop 2006, *PRML*, sections 1.2.5 and 3.1.4.
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


def _kind(prior: str) -> None:
    if prior not in PRIORS:
        raise ValueError(f"the prior must be one of {', '.join(PRIORS)}, got {prior!r}")


def _width_from(inverse: float) -> float:
    """1 / inverse; ``inf`` of 0, and of what is so small that the width is beyond float64."""
    return 1 / inverse if inverse else math.inf


def _coefficient_from(inverse: float, width: float) -> float:
    """1 / inverse, if float64 holds it."""
    coefficient = 1 / inverse if inverse else math.inf
    if coefficient == math.inf:
        raise ValueError(f"a prior as narrow as {width!r} has a penalty beyond float64")
    return coefficient


def sigma_from_weight_decay(wd: float, n: int) -> float:
    r"""Gaussian prior's standard deviation, :math:`\sigma = 1/\sqrt{wd\,N}`; ``inf`` for no decay."""
    return _width_from(math.sqrt(_penalty(wd * _examples(n), "wd n")))


def weight_decay_from_sigma(sigma: float, n: int) -> float:
    r"""Weight decay of the mean NLL's optimizer, :math:`wd = 1/(\sigma^2 N)`."""
    return 2 * lambda_mean_from_sigma(sigma, n)


def lambda_sum_from_sigma(sigma: float) -> float:
    r"""Coefficient of :math:`\sum w^2` beside the summed NLL, :math:`\lambda_{sum} = 1/(2\sigma^2)`."""
    width = _width(sigma, "sigma")
    return _coefficient_from(2 * width * width, width)


def lambda_mean_from_sigma(sigma: float, n: int) -> float:
    r"""Coefficient of :math:`\sum w^2` beside the mean NLL, :math:`\lambda_{mean} = 1/(2\sigma^2 N)`."""
    return lambda_sum_from_sigma(sigma) / _examples(n)


def sigma_from_lambda_sum(lambda_sum: float) -> float:
    r"""Gaussian prior's standard deviation, :math:`\sigma = 1/\sqrt{2\lambda_{sum}}`."""
    return _width_from(math.sqrt(_penalty(2 * lambda_sum, "2 lambda_sum")))


def sigma_from_lambda_mean(lambda_mean: float, n: int) -> float:
    r"""Gaussian prior's standard deviation, :math:`\sigma = 1/\sqrt{2\lambda_{mean}N}`."""
    return sigma_from_weight_decay(2 * lambda_mean, n)


def laplace_scale_from_weight_decay(wd: float, n: int) -> float:
    r"""Laplace prior's scale, :math:`b = 1/(wd\,N)`; ``inf`` for no decay."""
    return _width_from(_penalty(wd * _examples(n), "wd n"))


def weight_decay_from_laplace_scale(b: float, n: int) -> float:
    r"""Coefficient of :math:`\sum|w|` beside the mean NLL, :math:`wd = \lambda_{mean} = 1/(bN)`."""
    return laplace_lambda_sum(b) / _examples(n)


def laplace_lambda_sum(b: float) -> float:
    r"""Coefficient of :math:`\sum|w|` beside the summed NLL, :math:`\lambda_{sum} = 1/b`."""
    width = _width(b, "b")
    return _coefficient_from(width, width)


def laplace_sd(b: float) -> float:
    r"""Laplace prior's standard deviation, :math:`\sqrt 2\,b`."""
    return math.sqrt(2) * _width(b, "b")


def prior_sd(prior: Prior, wd: float, n: int) -> float:
    """Standard deviation of the prior that this weight decay means; ``inf`` where there is none."""
    _kind(prior)
    if prior == "laplace":
        return laplace_sd(laplace_scale_from_weight_decay(wd, n))
    sigma = sigma_from_weight_decay(wd, n)
    return sigma if prior == "gaussian" else math.inf


def size(weights: ArrayLike, prior: Prior) -> float:
    r"""What the prior adds up: :math:`\sum w^2` (Gaussian), :math:`\sum|w|` (Laplace) or 0 (none)."""
    _kind(prior)
    w = np.asarray(weights, dtype=np.float64)
    if prior == "none":
        return 0.0
    return float((w * w if prior == "gaussian" else np.abs(w)).sum())


def mean_scale(prior: Prior, wd: float) -> float:
    r"""Coefficient of :func:`size` beside the *mean* NLL: wd/2 (Gaussian), wd (Laplace) or 0 (none)."""
    _kind(prior)
    if prior == "none":
        return 0.0
    return _penalty(wd, "wd") * (0.5 if prior == "gaussian" else 1.0)


def sum_scale(prior: Prior, wd: float, n: int) -> float:
    r"""Coefficient of :func:`size` beside the *summed* NLL: :math:`1/(2\sigma^2)`, :math:`1/b` or 0."""
    _kind(prior)
    if prior == "gaussian":
        return lambda_sum_from_sigma(sigma_from_weight_decay(wd, n))
    scale = laplace_scale_from_weight_decay(wd, n)
    return laplace_lambda_sum(scale) if prior == "laplace" else 0.0


def penalty(weights: ArrayLike, prior: Prior, wd: float) -> float:
    r"""Penalty beside the mean NLL, :math:`\tfrac{wd}2\sum w^2` or :math:`wd\sum|w|`, in nats per example."""
    return mean_scale(prior, wd) * size(weights, prior)


def log_prior(w: ArrayLike, prior: Prior, wd: float, n: int) -> FloatArray:
    r"""Normalized log density of each weight, in log(1/unit of w).

    Gaussian :math:`-\tfrac12\log 2\pi - \log\sigma - w^2/(2\sigma^2)`, Laplace :math:`-\log 2b - |w|/b`. Summed over
    the penalized weights, it is minus N times the penalty, plus a constant. ``-inf`` where there is no
    prior (none, or ``wd`` 0): the limit of ever wider ones.
    """
    _kind(prior)
    x = np.asarray(w, dtype=np.float64)
    width = sigma_from_weight_decay(wd, n) if prior == "gaussian" else laplace_scale_from_weight_decay(wd, n)
    if prior == "none" or width == math.inf:
        return np.full_like(x, -math.inf)
    with np.errstate(over="ignore"):
        if prior == "gaussian":
            return np.asarray(-0.5 * math.log(2 * math.pi) - math.log(width) - 0.5 * (x / width) ** 2)
        return np.asarray(-math.log(2) - math.log(width) - np.abs(x) / width)


def prior_density(w: ArrayLike, prior: Prior, wd: float, n: int) -> FloatArray:
    """Density of each weight under the prior, per unit of w; 0 everywhere where there is no prior."""
    return np.asarray(np.exp(log_prior(w, prior, wd, n)))
