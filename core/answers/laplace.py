r"""Laplace's approximation: a Gaussian around a mode, with the inverse curvature of the log-joint as its covariance.

With the Jacobian :math:`J` of the logits with respect to the weights (one row for each example) and the probability
:math:`p` of class 1, the curvature is the generalized Gauss-Newton matrix

.. math:: H = J^\top \mathrm{diag}(p (1 - p)) J + \mathrm{diag}(\tau),

the Hessian of the NLL without the second derivatives of the net, plus the prior's precision :math:`\tau`. For a linear
model it is the exact Hessian. Predictions are those of the net linearized in its weights at the mode, whose logit at
:math:`x` is Gaussian, :math:`N(z(x), j(x)^\top H^{-1} j(x))`.

Sources: MacKay 1992, A practical Bayesian framework for backpropagation networks; Daxberger et al. 2021, Laplace
redux, for the generalized Gauss-Newton matrix and the linearized prediction.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_factor, cho_solve
from scipy.special import expit, ndtr

from core.arrays import FloatArray

_WIDE: Final = 5.0
"""Standard deviation of the logit above which the sigmoid is narrower than the Gaussian."""
_REACH: Final = np.linspace(-9, 9, 121)
_NORMAL: Final = np.exp(-0.5 * _REACH**2) / np.exp(-0.5 * _REACH**2).sum()
_LOGIT: Final = np.linspace(-36, 36, 241)
_LOGISTIC: Final = expit(_LOGIT) * expit(-_LOGIT) / (expit(_LOGIT) * expit(-_LOGIT)).sum()


def curvature(slopes: FloatArray, logit: FloatArray, precision: ArrayLike) -> FloatArray:
    r"""Generalized Gauss-Newton matrix of the NLL plus the prior's precision.

    Parameters
    ----------
    slopes : ndarray, shape (n, d)
        Gradient of each example's logit with respect to the weights.
    logit : ndarray, shape (n,)
        Logits at the mode.
    precision : array_like, shape () or (d,)
        The prior's :math:`\tau = 1/\sigma^2`; 0 for a weight without a prior.

    Returns
    -------
    ndarray, shape (d, d)
        Nats per unit weight squared.
    """
    weight = expit(logit) * expit(-logit)
    return np.asarray(slopes.T @ (slopes * weight[:, None]) + np.diag(np.broadcast_to(precision, slopes.shape[1])))


def covariance(slopes: FloatArray, logit: FloatArray, precision: ArrayLike) -> FloatArray:
    """Inverse of :func:`curvature`, shape (d, d).

    Raises
    ------
    ValueError
        If the curvature is not positive definite, because some direction has neither data nor a prior.
    """
    found = curvature(slopes, logit, precision)
    try:
        factor = cho_factor(found, lower=True)
    except np.linalg.LinAlgError:
        raise ValueError(
            "some direction has neither data nor a prior: the curvature is not positive definite"
        ) from None
    return np.asarray(cho_solve(factor, np.eye(len(found))))


def logit_variance(slopes: FloatArray, covariance: FloatArray) -> FloatArray:
    r"""Variance of the linearized logits, :math:`j^\top\Sigma j` for each row :math:`j` of ``slopes``, shape (n,)."""
    return np.asarray(((slopes @ covariance) * slopes).sum(axis=1))


def expected_sigmoid(mean: FloatArray, variance: FloatArray) -> FloatArray:
    r"""Mean of :math:`1/(1 + e^{-z})` for :math:`z \sim N(m, s^2)`, element by element, to 1e-10.

    The trapezoidal rule is that accurate for a smooth integrand: the sigmoid times the Gaussian density or, where the
    Gaussian is wider than the sigmoid, the normal distribution function times the logistic density. The second form
    follows because the mean is also :math:`P(z > t)` for a logistic :math:`t`.
    """
    m, s = np.atleast_1d(mean), np.sqrt(np.atleast_1d(variance))
    found = np.empty(np.broadcast_shapes(m.shape, s.shape))
    m, s = np.broadcast_to(m, found.shape), np.broadcast_to(s, found.shape)
    wide = s > _WIDE
    found[~wide] = expit(m[~wide, None] + s[~wide, None] * _REACH) @ _NORMAL
    found[wide] = ndtr((m[wide, None] - _LOGIT) / s[wide, None]) @ _LOGISTIC
    return found
