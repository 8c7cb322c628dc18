r"""Weighted least squares with an unpenalized intercept and a quadratic penalty."""

from __future__ import annotations

from typing import Final

import numpy as np

from core.arrays import FloatArray
from core.regularization.problem import Fit

BLOCK: Final = 256
"""Rows that are decomposed at once: few enough that the linear algebra uses one thread, also on a busy machine."""


def least_squares(
    features: FloatArray, y: FloatArray, weight: FloatArray | None = None, penalty: FloatArray | None = None
) -> Fit:
    r"""Minimum of :math:`\sum_i v_i(y_i - c - \varphi_i^\top w)^2 + \|Rw\|^2` over c and w.

    Parameters
    ----------
    features : ndarray, shape (n, d)
        Rows :math:`\varphi_i`.
    y : ndarray, shape (n,)
        Targets.
    weight : ndarray, shape (n,), optional
        Weights of the examples, :math:`v_i > 0`; 1 if not given.
    penalty : ndarray, shape (m, d), optional
        R; no penalty if not given. The intercept is not penalized.

    Returns
    -------
    Fit
        The solution of least norm, where the examples and the penalty do not determine every weight.
    """
    counts = np.ones(y.size) if weight is None else weight
    root, share = np.sqrt(counts), counts / counts.sum()
    # Minimizing over the intercept centers the features and the targets.
    mean, y_mean = share @ features, float(share @ y)
    rows, targets = (features - mean) * root[:, None], (y - y_mean) * root
    if penalty is not None:
        rows, targets = np.vstack([rows, penalty]), np.concatenate([targets, np.zeros(len(penalty))])
    if len(rows) > BLOCK:
        whole = _shortened(np.column_stack([rows, targets]))
        rows, targets = whole[:, :-1], whole[:, -1]
    weights = np.linalg.lstsq(rows, targets)[0] if rows.shape[1] else np.zeros(0)
    return Fit(y_mean - float(mean @ weights), weights)


def _shortened(rows: FloatArray) -> FloatArray:
    """Replace each block of rows by its QR triangle: fewer rows, the same squared norm of ``rows @ v`` for every v."""
    width = rows.shape[1]
    blocks = np.pad(rows, ((0, -len(rows) % BLOCK), (0, 0))).reshape(-1, BLOCK, width)
    return np.asarray(np.linalg.qr(blocks, mode="r"), dtype=np.float64).reshape(-1, width)
