r"""Cross-entropy as two pieces: the entropy of the data, which no model changes, and KL(data ‖ model).

For shares p of the data and probabilities q of the model,

.. math:: \underbrace{-\sum p \log q}_{\text{cross-entropy}} = \underbrace{-\sum p \log p}_{\text{entropy}}
          + \underbrace{\sum p \log (p / q)}_{\mathrm{KL}(p \,\|\, q)}

The cross-entropy is the mean NLL of the data. The entropy is that of the *empirical* distribution, so the model of
maximum likelihood is the one nearest to the data in KL. By Gibbs' inequality KL is never negative, and 0 only where q
is p. Everything is in nats per observation.

Sources: MacKay 2003, *ITILA*, sections 2.6 and 4.1; Murphy 2022, *Probabilistic Machine Learning: An Introduction*,
sections 4.2 and 6.2; White 1982, "Maximum likelihood estimation of misspecified models", Econometrica 50, 1-25.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import FloatArray
from core.numbers import MINUS, decimal, or_zero

USUAL, MOST = 4, 7
"""Decimal places of a cross-entropy and its pieces: as many as elsewhere, and the most that a small KL gets."""
_ENOUGH: Final = 12
_FEWER_FROM: Final = 0.1


class Pieces(NamedTuple):
    """A cross-entropy and its two pieces, in nats per observation.

    ``cross_entropy`` and ``kl`` have the shape of the models; both are infinite for a model that gives probability 0 to
    an observation that came.
    """

    cross_entropy: FloatArray
    entropy: float
    kl: FloatArray


def pieces(share: ArrayLike, log_p: ArrayLike, log_q: ArrayLike) -> Pieces:
    r"""Split the cross-entropy of one model or of several.

    Parameters
    ----------
    share : array_like, shape (kinds,)
        Share of each kind of observation in the data; they sum to 1, or to 0 without data.
    log_p : array_like, shape (kinds,)
        Log of its probability by the data's own shares: ``log(share)``, or for observations with a context the log of
        its share among those with the same context, for which the pieces are conditional entropy and conditional KL.
    log_q : array_like, shape (..., kinds)
        Log of its probability by the model.

    Returns
    -------
    Pieces
        Kinds that never came add nothing, whatever the model says of them.

    Raises
    ------
    ValueError
        If a share is negative or NaN, the shares sum to neither 0 nor 1, or a log-probability is NaN or above 0.
    """
    p, own, model = (np.asarray(each, dtype=np.float64) for each in (share, log_p, log_q))
    total = float(p.sum())
    if not (np.all(p >= 0) and (total == 0 or abs(total - 1) < 1e-9)):
        raise ValueError(f"shares must not be negative, and sum to 1, got {share!r}")
    came = p > 0
    p, own, model = p[came], own[came], model[..., came]
    if not (np.all(own <= 1e-12) and np.all(model <= 1e-12)):
        raise ValueError("log-probabilities must not be above 0, nor NaN")
    # Rounding may leave a KL of -1e-17; + 0.0 turns -0.0 into 0.0.
    kl = np.maximum((own - model) @ p, 0.0) + 0.0
    return Pieces(np.asarray(-(model @ p)) + 0.0, float(-(own @ p)) + 0.0, np.asarray(kl))


def log_shares(count: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """The share of each count in their sum, and its log: ``-inf`` for a count of 0. Without counts all shares are 0."""
    n = np.asarray(count, dtype=np.float64)
    share = n / n.sum() if n.any() else np.zeros_like(n)
    with np.errstate(divide="ignore"):
        return np.asarray(share), np.asarray(np.log(share))


class Written(NamedTuple):
    """The three numbers as text, of which the third is the difference of the first two."""

    cross_entropy: str
    entropy: str
    kl: str


def written(found: Pieces, at: int) -> Written:
    """The pieces of model ``at``, each rounded, with a number of decimal places at which they add up.

    ``USUAL`` places, unless the rounded numbers do not add up, as with 0.6931, 0.6109 and 0.0823: then one less if no
    piece is small, or more. More as well where a KL would look like 0 that ``MOST`` places can show.
    """
    whole, floor, kl = float(found.cross_entropy[at]), found.entropy, or_zero(float(found.kl[at]))
    if not np.isfinite(whole):
        return Written(decimal(whole), decimal(floor, USUAL), decimal(kl))
    seen = next((places for places in range(USUAL, MOST + 1) if _rounded(kl, places)), USUAL)
    tried = [seen, *([USUAL - 1] if min(floor, kl) >= _FEWER_FROM else []), *range(seen + 1, _ENOUGH)]
    places = next((n for n in tried if _difference(whole, floor, n) == _rounded(kl, n)), seen)
    # The difference of what is written, should no number of places agree with the rounded KL.
    rest = f"{_difference(whole, floor, places):,.{places}f}".replace("-", MINUS)
    return Written(decimal(whole, places), decimal(floor, places), rest)


def _rounded(value: float, places: int) -> Decimal:
    return Decimal(f"{value:.{places}f}")


def _difference(whole: float, floor: float, places: int) -> Decimal:
    return _rounded(whole, places) - _rounded(floor, places)
