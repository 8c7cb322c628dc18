r"""The likelihood of suspects given clues, their posterior, and a line-up of candidate coins.

Suspects are parameters and clues are data. The likelihood of a suspect is :math:`\prod_c P(c \mid s)` over the clues
that are on, and the verdict is the suspect with the highest. With base rates :math:`P(s)`, Bayes' rule gives the
posterior :math:`P(s \mid c) \propto P(s) \prod_c P(c \mid s)`, whose highest suspect may be another one.

The product rests on two assumptions. The clues are independent *given the suspect*. A clue that is off was not looked
for: the sum over its two outcomes, found and not found, is a factor of 1. (A clue that was looked for and *not* found
would be a factor of :math:`1 - P(c \mid s)`; there is none here.)

The suspects and all their probabilities are made up. All logs are natural, in nats.

Source: MacKay 2003, *Information Theory, Inference, and Learning Algorithms*, chapters 2.3 and 28.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import FloatArray, probability
from core.likelihood.coin import log_likelihood, mle
from core.likelihood.counts import Counts


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Suspects with a sentence about each, clues, and probabilities.

    ``table`` is P(clue | suspect), one row per suspect and one column per clue; ``base_rates`` is P(suspect).
    """

    suspects: tuple[str, ...]
    stories: tuple[str, ...]
    clues: tuple[str, ...]
    table: tuple[tuple[float, ...], ...]
    base_rates: tuple[float, ...]


DEFAULT_CASE = CaseFile(
    suspects=("The gardener", "The lodger", "The burglar"),
    stories=(
        "walks the flower beds every day, and seldom comes indoors",
        "lives in the house, and touches everything in it",
        "wears gloves, and has no key",
    ),
    clues=("fingerprints", "footprints", "broken window"),
    table=((0.25, 0.90, 0.10), (0.90, 0.30, 0.05), (0.20, 0.60, 0.70)),
    base_rates=(0.45, 0.50, 0.05),
)
"""With all three clues the burglar has the highest likelihood, but the gardener has the highest posterior."""


class Verdict(NamedTuple):
    """Log-likelihood, log-prior, log-joint (all in nats) and posterior; the first axis of every array is the suspect.

    ``log_terms``, shape (suspects, clues), is log P(clue | suspect), or 0 for a clue that is off. ``log_likelihood`` is
    its sum over clues, ``log_joint`` adds ``log_prior``, and ``posterior`` is the joint, normalized.
    ``winners`` holds the indices of all suspects with the highest joint probability.
    """

    log_terms: FloatArray
    log_likelihood: FloatArray
    log_prior: FloatArray
    log_joint: FloatArray
    posterior: FloatArray
    winners: tuple[int, ...]


class Candidates(NamedTuple):
    """Candidate coins: their ``theta``, log-likelihoods in nats, and the ``best`` theta (all that tie).

    ``mle`` is h / n, which need not be a candidate; None without flips.
    """

    theta: FloatArray
    log_likelihood: FloatArray
    best: tuple[float, ...]
    mle: float | None


def _log(values: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(values))


def _argmax_all(values: FloatArray) -> NDArray[np.intp]:
    """Indices of all values that equal the largest up to the rounding of a short sum."""
    top = values.max()
    # Equal products can differ in their last digits if their factors are in another order. No term is positive, so
    # none cancel, and the difference is at most a few roundings of the sum.
    slack = 8 * np.finfo(np.float64).eps * abs(top)
    return np.flatnonzero(values >= top - slack)


def _log_prior(base_rates: ArrayLike | None, n_suspects: int) -> FloatArray:
    if base_rates is None:
        return np.full(n_suspects, -np.log(n_suspects))
    rates = np.asarray(base_rates, dtype=np.float64)
    if rates.shape != (n_suspects,):
        raise ValueError(f"there must be one base rate for each of {n_suspects} suspects, got {base_rates!r}")
    if not np.all((rates >= 0) & np.isfinite(rates)):
        raise ValueError(f"base rates must be finite and not negative, got {base_rates!r}")
    if not rates.any():
        raise ValueError("at least one base rate must be above 0, or there is no suspect")
    # Divided by the largest first, because the sum of huge rates could overflow.
    scaled = rates / rates.max()
    return _log(scaled / scaled.sum())


def verdict(table: ArrayLike, clues_on: Sequence[bool], base_rates: ArrayLike | None = None) -> Verdict:
    r"""Log-joint of each suspect, :math:`\log P(s) + \sum_{c\,\mathrm{on}} \log P(c \mid s)`, and its posterior.

    Parameters
    ----------
    table : array_like, shape (suspects, clues)
        P(clue | suspect), each in [0, 1]. A 0 makes a suspect impossible (``-inf``) once its clue is on.
    clues_on : sequence of bool, length clues
        Which clues were found; the others are ignored. With none on, the posterior is the prior.
    base_rates : array_like, shape (suspects,), optional
        Non-negative prior weights, which are normalized to sum to 1. By default all are equal, so that the winner has
        the highest likelihood.

    Raises
    ------
    ValueError
        If a probability lies outside [0, 1], a base rate is negative or not finite, all base rates are 0, the shapes do
        not match, or every suspect is impossible.
    """
    probabilities = probability(table, "P(clue | suspect)")
    if probabilities.ndim != 2 or probabilities.size == 0:
        raise ValueError(f"the table must have a row for each suspect, got shape {probabilities.shape}")
    on = np.asarray(clues_on, dtype=np.bool_)
    if on.shape != probabilities.shape[1:]:
        raise ValueError(f"each of {probabilities.shape[1]} clues must be on or off, got {clues_on!r}")
    log_prior = _log_prior(base_rates, len(probabilities))
    log_terms = np.where(on, _log(probabilities), 0.0)
    likelihood = log_terms.sum(axis=1)
    log_joint = likelihood + log_prior
    top = log_joint.max()
    if np.isneginf(top):
        raise ValueError("no suspect can have left this evidence")
    weights = np.exp(log_joint - top)
    winners = tuple(int(i) for i in _argmax_all(log_joint))
    return Verdict(log_terms, likelihood, log_prior, log_joint, weights / weights.sum(), winners)


def candidates(k: int, counts: Counts) -> Candidates:
    r"""``k`` candidate coins, each with its log-likelihood :math:`h\log\theta + t\log(1-\theta)`.

    Three coins have theta 1/4, 1/2 and 3/4: with 0 and 1 among them, one head and one tail would rule out two of the
    three. Four or more have :math:`i/(k-1)` for i = 0 ... k - 1, each the float64 closest to that fraction, so that 0.7
    is among 11 and among 101 coins. Without flips all tie.

    Raises
    ------
    ValueError
        If ``k`` is below 3.
    """
    if k < 3:
        raise ValueError(f"a line-up needs at least 3 candidates, got {k}")
    # A quotient, because linspace gives 0.7000000000000001 among 11 points.
    theta = np.array([1, 2, 3]) / 4 if k == 3 else np.arange(k) / (k - 1)
    values = log_likelihood(theta, counts)
    best = tuple(float(theta[i]) for i in _argmax_all(values))
    return Candidates(theta, values, best, mle(counts))
