r"""The case file: which suspect best explains the evidence?

Suspects are parameters, clues are data: the likelihood of a suspect is :math:`\prod_c P(c \mid s)` over the
clues that are switched on, the verdict its argmax. With base rates :math:`P(s)` the same evidence is weighed
by Bayes' rule, :math:`P(s \mid c) \propto P(s) \prod_c P(c \mid s)`, and the verdict can flip.

Two assumptions carry the product. The clues are independent *given the suspect*. And a clue that is off was
not looked for: it is summed out, found or not found, which multiplies by 1. (A clue looked for and *not*
found would multiply by :math:`1 - P(c \mid s)`; the case file has none.)

The suspects and all their probabilities are made up for this lesson. All logs are natural (nats).

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
    """Suspects with a line of story each, clues, P(clue | suspect) as rows of suspects, and base rates."""

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
"""All three clues point to the burglar; that strangers are rare turns the verdict to the gardener."""


class Verdict(NamedTuple):
    """What the evidence says, in nats; the first axis of every array is the suspect.

    ``log_terms`` is log P(clue | suspect), suspects by clues, 0 for a clue that is off. ``log_likelihood`` is
    its sum over clues, ``log_joint`` adds ``log_prior``, and ``posterior`` is the joint, normalized.
    ``winners`` holds the index of the most likely suspect, or of all that tie for it.
    """

    log_terms: FloatArray
    log_likelihood: FloatArray
    log_prior: FloatArray
    log_joint: FloatArray
    posterior: FloatArray
    winners: tuple[int, ...]


class Candidates(NamedTuple):
    """Candidate coins: ``theta``, their log-likelihoods in nats, the ``best`` (all that tie) and the MLE.

    ``mle`` is h / n over *all* theta, on the grid or not; None without flips.
    """

    theta: FloatArray
    log_likelihood: FloatArray
    best: tuple[float, ...]
    mle: float | None


def _log(values: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(values))


def _argmax_all(values: FloatArray) -> NDArray[np.intp]:
    """Return every index whose value ties with the largest, up to the rounding of a short sum."""
    top = values.max()
    # Equal products can differ in the last digits when their factors come in another order. The terms are
    # all <= 0, so nothing cancels, and a handful of roundings relative to the sum is all there can be.
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
    # By the largest first, or the sum of huge rates could overflow.
    scaled = rates / rates.max()
    return _log(scaled / scaled.sum())


def verdict(table: ArrayLike, clues_on: Sequence[bool], base_rates: ArrayLike | None = None) -> Verdict:
    r"""Weigh the clues that are on: :math:`\log P(s) + \sum_{c\,\mathrm{on}} \log P(c \mid s)`, per suspect.

    Parameters
    ----------
    table : array_like, shape (suspects, clues)
        P(clue | suspect), each in [0, 1]. A 0 makes a suspect impossible (``-inf``) once its clue is on.
    clues_on : sequence of bool, length clues
        Which clues were found; the others are not considered. With none on, only the base rates speak.
    base_rates : array_like, shape (suspects,), optional
        Prior odds, not negative; normalized to sum to 1. None: equal, so the verdict is maximum likelihood.

    Raises
    ------
    ValueError
        If a probability, a base rate or a length is wrong, or if every suspect is impossible.
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
    r"""Line up ``k`` coins as suspects, each with its log-likelihood :math:`h\log\theta + t\log(1-\theta)`.

    Three coins are 1/4, 1/2 and 3/4: with ends at 0 and 1, two of three suspects would be ruled out by the
    first head and the first tail. From four on they are :math:`i/(k-1)` for i = 0 ... k - 1; each is
    the float64 closest to that fraction, so 11 and 101 coins hold 0.7 itself. Without flips all tie.

    Raises
    ------
    ValueError
        If ``k`` is below 3.
    """
    if k < 3:
        raise ValueError(f"a line-up needs at least 3 candidates, got {k}")
    # Divided, not spaced by linspace, whose 11 points hold 0.7000000000000001.
    theta = np.array([1, 2, 3]) / 4 if k == 3 else np.arange(k) / (k - 1)
    values = log_likelihood(theta, counts)
    best = tuple(float(theta[i]) for i in _argmax_all(values))
    return Candidates(theta, values, best, mle(counts))
