"""The results of one answer that are shown: its map, its scores, and its confidence along rays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.answers import calibration
from core.answers.calibration import Reliability
from core.answers.task import (
    ANGLES,
    Answer,
    Scores,
    Settings,
    confidence_along,
    log_probability,
    probability_map,
    scores,
    task,
)
from core.arrays import FloatArray


class Results(NamedTuple):
    """Results of one answer, in read-only arrays.

    Attributes
    ----------
    answer : Answer
        The nets, and the cost of computing them.
    scores : Scores
        Scores on the held-out points and in the far region.
    map : ndarray, shape (CELLS, CELLS)
        Probability of class 1 in each cell.
    confidence : ndarray, shape (len(ANGLES), len(DISTANCES))
        Probability of the more probable class along rays from the mean of the data.
    losses : ndarray, shape (n,)
        Minus the log of the probability of each held-out point's class, in nats.
    reliability : Reliability
        Confidence and accuracy on the held-out points.
    """

    answer: Answer
    scores: Scores
    map: FloatArray
    confidence: FloatArray
    losses: FloatArray
    reliability: Reliability


def results_of(settings: Settings, answer: Answer) -> Results:
    """Compute the results of an answer to these settings."""
    held_out = task(settings).held_out
    rays = confidence_along(answer, ANGLES)
    log_p = log_probability(answer, held_out.x)
    losses = -log_p[np.arange(held_out.n), held_out.y] + 0.0
    shades = probability_map(answer)
    for array in (rays, shades, losses):
        array.flags.writeable = False
    return Results(
        answer, scores(answer, held_out), shades, rays, losses, calibration.reliability(np.exp(log_p), held_out.y)
    )
