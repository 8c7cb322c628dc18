r"""Scores of predicted probabilities: NLL, Brier score, entropy, and calibration.

Probabilities have shape (n, K), one row for each example; labels are 0 to K - 1.

Sources: Brier 1950; Guo et al. 2017, On calibration of modern neural networks, section 2.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import entr, logsumexp

from core.arrays import FloatArray
from core.likelihood.confidence import clopper_pearson_ends

BINS: Final = 10
LEVEL: Final = 0.95
"""Coverage of the binomial intervals."""


class Reliability(NamedTuple):
    """Confidence and accuracy in bins of equal width: one entry for each bin that is not empty.

    Attributes
    ----------
    lower, upper : ndarray
        Ends of the bin (lower, upper]; the first bin includes 0.
    examples : ndarray of int
        Number of examples in the bin.
    confidence : ndarray
        Their mean probability of the predicted class.
    accuracy : ndarray
        Fraction of them whose predicted class is right.
    least, most : ndarray
        Ends of the Clopper-Pearson interval of the accuracy.
    """

    lower: FloatArray
    upper: FloatArray
    examples: NDArray[np.int64]
    confidence: FloatArray
    accuracy: FloatArray
    least: FloatArray
    most: FloatArray


def log_mean(log_probability: ArrayLike) -> FloatArray:
    r"""Log of the members' mean probability, :math:`\log\frac1M\sum_m p_m`, computed in log space.

    Parameters
    ----------
    log_probability : array_like, shape (M, ...)
        Log-probabilities of each member: a draw of a posterior or a network of an ensemble.

    Returns
    -------
    ndarray, shape (...)
    """
    values = np.asarray(log_probability, dtype=np.float64)
    return np.asarray(logsumexp(values, axis=0) - math.log(len(values)))


def mean_nll(log_probability: ArrayLike, label: ArrayLike) -> float:
    r"""Mean negative log-likelihood, :math:`-\frac1n\sum_i\log p_{i, y_i}`, in nats per example.

    Parameters
    ----------
    log_probability : array_like, shape (n, K)
        Log-probabilities, which stay accurate where the probability rounds to 0 or 1.
    label : array_like of int, shape (n,)
        Class of each example.

    Returns
    -------
    float
        ``inf`` if an example's class had probability 0.

    Raises
    ------
    ValueError
        If the shapes do not match, or a label is not a whole number from 0 to K - 1.
    """
    values, y = np.asarray(log_probability, dtype=np.float64), np.asarray(label)
    _check(values.shape, y)
    return float(-values[np.arange(y.size), y].mean()) + 0.0


class Mean(NamedTuple):
    """A mean over independent examples and its standard error; NaN for a single example."""

    value: float
    error: float


def mean_of(values: ArrayLike) -> Mean:
    r"""Mean of n values and its standard error, the standard deviation (over n - 1) divided by :math:`\sqrt n`.

    For the difference of two methods on the same examples, give the differences: the error of one that has often the
    same sign is far smaller than those of the two means.
    """
    array = np.asarray(values, dtype=np.float64)
    error = array.std(ddof=1) / math.sqrt(array.size) if array.size > 1 else math.nan
    return Mean(float(array.mean()), float(error))


def brier(probability: ArrayLike, label: ArrayLike) -> float:
    r"""Brier score, the mean squared distance of the probabilities from the outcomes; 0 is best.

    :math:`\frac1n\sum_i\sum_k (p_{ik} - [y_i = k])^2`. For two classes it is half of that, the mean of
    :math:`(p_i - y_i)^2`: from 0 to 1, and 1/4 for a constant prediction of one half.

    Raises
    ------
    ValueError
        If the shapes do not match, a label is not a whole number from 0 to K - 1, or a row of probabilities has a
        negative entry or does not sum to 1.
    """
    p, y = _probabilities(probability, label)
    outcome = np.eye(p.shape[1])[y]
    return float(((p - outcome) ** 2).sum(axis=1).mean()) / (2 if p.shape[1] == 2 else 1)


def entropy(probability: ArrayLike) -> FloatArray:
    r"""Entropy over the last axis, :math:`-\sum_k p_k\log p_k`, in nats: 0 for certainty, log K for a uniform p."""
    p = np.asarray(probability, dtype=np.float64)
    return np.asarray(entr(p).sum(axis=-1))


def reliability(probability: ArrayLike, label: ArrayLike, bins: int = BINS) -> Reliability:
    """Confidence and accuracy in each bin.

    Parameters
    ----------
    probability : array_like, shape (n, K)
        Probabilities; each row sums to 1.
    label : array_like of int, shape (n,)
        Class of each example.
    bins : int
        Number of bins of equal width on [0, 1].

    Raises
    ------
    ValueError
        As for :func:`brier`, or if ``bins`` is below 1.
    """
    p, y = _probabilities(probability, label)
    if bins < 1:
        raise ValueError(f"there must be at least 1 bin, got {bins}")
    confidence, right = p.max(axis=1), p.argmax(axis=1) == y
    edges = np.linspace(0, 1, bins + 1)
    place = np.searchsorted(edges[1:-1], confidence)
    count = np.bincount(place, minlength=bins)
    seen = np.flatnonzero(count)
    count = count[seen]
    hits = np.asarray(np.bincount(place, right, minlength=bins)[seen], dtype=np.float64)
    mean = np.bincount(place, confidence, minlength=bins)[seen] / count
    least, most = clopper_pearson_ends(hits, count, LEVEL)
    return Reliability(edges[seen], edges[seen + 1], count, mean, hits / count, least, most)


def calibration_error(probability: ArrayLike, label: ArrayLike, bins: int = BINS) -> float:
    r"""Expected calibration error, :math:`\sum_b \frac{n_b}{n}|\mathrm{accuracy}_b - \mathrm{confidence}_b|`.

    It depends on the bins, and with few examples it is above 0 even for perfect probabilities. Parameters and errors
    are those of :func:`reliability`.
    """
    found = reliability(probability, label, bins)
    return float(np.abs(found.accuracy - found.confidence) @ found.examples / found.examples.sum())


def _check(shape: tuple[int, ...], label: NDArray[np.int64]) -> None:
    if len(shape) != 2 or label.shape != shape[:1] or not label.size:
        raise ValueError(f"probabilities (n, K) and labels (n,) are needed, got {shape} and {label.shape}")
    if label.dtype.kind not in "iu" or label.min() < 0 or label.max() >= shape[1]:
        raise ValueError(f"labels must be whole numbers from 0 to {shape[1] - 1}")


def _probabilities(probability: ArrayLike, label: ArrayLike) -> tuple[FloatArray, NDArray[np.int64]]:
    p, y = np.asarray(probability, dtype=np.float64), np.asarray(label)
    _check(p.shape, y)
    if not (np.all(p >= 0) and np.allclose(p.sum(axis=1), 1, rtol=0, atol=1e-6)):
        raise ValueError("each row must be probabilities that sum to 1")
    return p, y
