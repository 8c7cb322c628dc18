"""Votes for one of several options: their shares, and how people moved between two rounds.

In peer instruction everybody votes, discusses with a neighbor, and votes again; what the discussion did is in the
pairs of votes, not in the two totals.

Source: Crouch & Mazur 2001, Peer instruction: Ten years of experience and results.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.arrays import FloatArray, IntArray


def shares(choices: Sequence[int], n_options: int) -> FloatArray:
    """The share of the votes that each option has.

    Parameters
    ----------
    choices : sequence of int
        The place of each voter's option, from 0.
    n_options : int
        How many options there are.

    Returns
    -------
    ndarray, shape (n_options,)
        They sum to 1.

    Raises
    ------
    ValueError
        Without votes, or if a vote is for no option.
    """
    if not len(choices):
        raise ValueError("at least one vote is needed")
    _check(choices, n_options)
    return np.bincount(choices, minlength=n_options) / len(choices)


def moved(first: Sequence[int], second: Sequence[int], n_options: int) -> IntArray:
    """How many people went from each option to each.

    Parameters
    ----------
    first, second : sequences of the same length, people
        Each person's option in both rounds, in the same order.
    n_options : int
        How many options there are.

    Returns
    -------
    ndarray of int, shape (n_options, n_options)
        People by their option in the first round (row) and in the second (column); on the diagonal, those who stayed.

    Raises
    ------
    ValueError
        If the lengths differ, or a vote is for no option.
    """
    found = np.zeros((n_options, n_options), dtype=np.int64)
    for before, after in zip(first, second, strict=True):
        _check((before, after), n_options)
        found[before, after] += 1
    return found


def _check(choices: Sequence[int], n_options: int) -> None:
    if not all(0 <= choice < n_options for choice in choices):
        raise ValueError(f"every vote must be for one of {n_options} options, from 0, got {choices!r}")
