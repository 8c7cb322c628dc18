r"""Convergence diagnostics of Markov chains: R-hat and effective sample size.

Each chain is split in half. The draws are replaced by their ranks over all chains, and the ranks by normal scores,
so that heavy tails cannot hide a disagreement between chains.

Source: Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, Rank-normalization, folding, and localization: an improved
R-hat for assessing convergence of MCMC.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import ndtri

from core.arrays import FloatArray

FEWEST: Final = 4
"""Smallest number of draws of each chain."""
LARGEST_RHAT: Final = 1.01
"""The largest R-hat that the source accepts."""
LEAST_ESS: Final = 400.0
"""The smallest effective sample size that the source accepts, 100 for each of four chains."""
_SPREADLESS: Final = float(np.finfo(np.float64).resolution)


def rhat(draws: ArrayLike) -> float:
    r"""Rank-normalized split R-hat, the larger of the bulk and the folded one.

    .. math:: \hat R = \sqrt{\frac{\frac{n-1}{n} W + \frac1n B}{W}}

    where :math:`W` is the mean variance within the half chains of length n, and :math:`B` is n times the variance of
    their means. The bulk R-hat uses the normal scores of the draws, the folded one those of the distances from the
    median. Values near 1 mean that the chains agree; the source recommends less than 1.01.

    Parameters
    ----------
    draws : array_like, shape (chains, draws)
        Draws of one quantity, at least 4 of each chain.

    Returns
    -------
    float
        ``inf`` if the draws do not vary within any half chain.

    Raises
    ------
    ValueError
        If ``draws`` has another shape, or a draw is not finite.
    """
    halves = _halves(_checked(draws))
    folded = np.abs(halves - np.median(halves))
    return max(_plain_rhat(_scores(halves)), 0.0 if _spreadless(folded) else _plain_rhat(_scores(folded)))


def ess_bulk(draws: ArrayLike) -> float:
    """Effective sample size of the rank-normalized draws, for the center of the distribution.

    Parameters and errors are those of :func:`rhat`. For a constant quantity it is the number of draws.
    """
    return _ess(_scores(_halves(_checked(draws))))


def _checked(draws: ArrayLike) -> FloatArray:
    values = np.asarray(draws, dtype=np.float64)
    if values.ndim != 2 or values.shape[0] < 1 or values.shape[1] < FEWEST:
        raise ValueError(f"draws must have shape (chains, draws) with at least {FEWEST} draws, got {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError("every draw must be finite")
    return values


def _halves(values: FloatArray) -> FloatArray:
    """First and second half of each chain as separate chains; the middle draw of an odd number is left out."""
    half = values.shape[1] // 2
    return np.vstack([values[:, :half], values[:, -half:]])


def _scores(values: FloatArray) -> FloatArray:
    """Normal scores of the ranks over all values, Blom's (r - 3/8) / (S + 1/4); equal values share a rank."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    rank = np.cumsum(count) - (count - 1) / 2
    return np.asarray(ndtri((rank[place.reshape(values.shape)] - 0.375) / (values.size + 0.25)))


def _spreadless(values: FloatArray) -> bool:
    return bool(np.ptp(values) < _SPREADLESS)


def _plain_rhat(values: FloatArray) -> float:
    n = values.shape[1]
    # Rounding can make the variance of a constant row differ from 0.
    within = float(np.where(np.ptp(values, axis=1) > 0, values.var(axis=1, ddof=1), 0.0).mean())
    if within == 0:
        return math.inf
    return math.sqrt((n * values.mean(axis=1).var(ddof=1) / within + n - 1) / n)


def _autocovariance(values: FloatArray) -> FloatArray:
    """Autocovariance of each row at all lags, by the fast Fourier transform; every lag is divided by the row length."""
    n = values.shape[1]
    size = next_fast_len(2 * n, real=True)
    spectrum = rfft(values - values.mean(axis=1, keepdims=True), size, axis=1)
    return np.asarray(irfft(np.abs(spectrum) ** 2, size, axis=1)[:, :n] / n)


def _ess(values: FloatArray) -> float:
    r"""Number of draws over :math:`\hat\tau = -1 + 2\sum_k P_k`, with Geyer's initial monotone sequence.

    :math:`P_k = \hat\rho_{2k} + \hat\rho_{2k+1}`, where the autocorrelations relate the autocovariances within the
    chains to the variance over all chains. The sum ends before the first :math:`P_k` that is not positive, each
    :math:`P_k` is at most the one before, and the autocorrelation at the next even lag is added once.
    """
    chains, n = values.shape
    if _spreadless(values):
        return float(values.size)
    covariance = _autocovariance(values).mean(axis=0)
    within = covariance[0] * n / (n - 1)
    total = covariance[0] + values.mean(axis=1).var(ddof=1)
    rho = 1 - (within - covariance) / total
    rho[0] = 1.0
    # The longest lags are averages of too few products.
    count = max(1, (n - 1) // 2)
    pairs = rho[: 2 * count].reshape(count, 2).sum(axis=1)
    ends = np.flatnonzero(pairs <= 0)
    last = int(ends[0]) if ends.size else count - 1
    single = rho[2 * last] if pairs[last] > 0 else max(rho[2 * last], 0.0)
    tau = -1 + 2 * np.minimum.accumulate(pairs[:last]).sum() + single
    return float(values.size / max(tau, 1 / math.log10(chains * n)))
