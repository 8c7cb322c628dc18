"""The tables of the chart of lesson 4's scene "kl"."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike
from scipy.special import expit

from core.data import newcomb
from core.language.counted import Following
from core.likelihood import whole_readings
from core.likelihood.counts import Counts
from core.losses import nearest
from core.losses.kl import Pieces
from core.losses.nearest import STOPS
from core.numbers import decimal, significant
from pages._kit.charts.base import Tables, all_to_bytes, table
from pages._kit.charts.frame import ceiling, frame
from pages._kit.charts.palette import DATA, REST
from pages.training_is_mle.charts.next_word import bars

NS: Final = (-50.0, 60.0)
MU: Final = (17.0, 31.0)
HIGHEST: Final = 0.12
SDS: Final = 2
"""Standard deviations of the posterior that its bar reaches to each side."""
PARTS: Final = (0.05, 0.14, 0.23)
"""Heights of the posterior's bars, in parts of the chart's height from its top."""
LOW: Final = 0.1
"""Part of the axis below which the name of the floor stands above it."""


def coin_rows(counts: Counts, logit: float, pieces: Pieces, at: int) -> Tables:
    """The tables for the coin: a row for heads and one for tails, and the pieces of each stop.

    Parameters
    ----------
    counts : Counts
        The flips.
    logit : float
        That of theta now; it may be infinite.
    pieces : Pieces
        The pieces at each of ``STOPS``.
    at : int
        The index of the current stop.
    """
    flips = np.array([counts.heads, counts.tails], dtype=np.float64)
    p, share = expit(np.array([logit, -logit])), flips / max(counts.n, 1)
    slot = np.arange(2.0)
    of = [f"{n:,.0f} of {counts.n:,}" if counts.n else "no flips" for n in flips]
    labels = [f"{x:.3f}, {what}" for x, what in zip(p, of, strict=True)]
    left: Tables = {
        "slots": table(p=0.0, slot=[0.0, 2.4]),
        "counted": table(word=["heads", "tails"], zero=0.0, p=share, top=slot + 0.42, bottom=slot + 0.86),
        "trained": table(label=labels, zero=0.0, one=1.0, p=p, line=slot + 0.42, top=slot + 0.54, bottom=slot + 0.74),
    }
    right = _right(pieces, at, p=(0.0, 1.0))
    if not counts.n:
        # Without flips there are no pieces: only the axes are drawn.
        right = {name: part.slice(0, 0) if isinstance(part, pa.Table) else part for name, part in right.items()}
    return left | right


def word_rows(follows: Following, probability: ArrayLike, others: int, pieces: Pieces, at: int) -> Tables:
    """The tables for the next word: a row for each word that follows a context, as in the scene "next-word"."""
    return bars(follows, probability, others) | _right(pieces, at, p=(0.0, 1.0))


def reading_rows(mu: float, sigma: float, pieces: Pieces, at: int) -> Tables:
    """The tables for Newcomb's readings: the Gaussian now, the readings, the posterior of their mean."""
    k = np.arange(NS[0], NS[1] + 1)
    p = np.exp(whole_readings.log_pmf(k, mu, sigma))
    left: Tables = {"gaussian": table(ns=k, p=p)}
    return left | _readings() | _right(pieces, at, p=(0.0, HIGHEST), ns=NS, mu=MU)


@lru_cache(maxsize=1)
def _readings() -> Tables:
    """The tables of the readings and of the posterior, which no control changes."""
    seen, found = nearest.readings(), nearest.beliefs()
    n = [len(newcomb.READINGS) * times for times in nearest.TIMES]
    median = float(np.median(newcomb.READINGS))
    parts = {
        "readings": table(ns=seen.value - 0.4, end=seen.value + 0.4, p=seen.share, zero=0.0),
        "belief": table(
            mu=[each.mean - SDS * each.sd for each in found], end=[each.mean + SDS * each.sd for each in found],
            part=PARTS, short=[f"{count:,}" for count in n],
            label=[f"n = {count:,}, sd {significant(each.sd, 3)}" for count, each in zip(n, found, strict=True)],
        ),
        "median": table(mu=[median], label=f"median {median:g}"),
    }  # fmt: skip
    return all_to_bytes(parts)


def top_of(pieces: Pieces) -> float:
    """The upper end of the axis of nats: above every finite cross-entropy of the run."""
    finite = pieces.cross_entropy[np.isfinite(pieces.cross_entropy)]
    # Where all are infinite, the column shows the floor in its lower half.
    return ceiling(1.12 * max([*finite.tolist(), 1.6 * pieces.entropy if not finite.size else 0.0]))


def _right(pieces: Pieces, at: int, **left: tuple[float, float]) -> Tables:
    """The tables of the column and of the run, with the axes of the left panel."""
    top, floor = top_of(pieces), pieces.entropy
    steps = np.array(STOPS, dtype=np.float64)
    loss = np.minimum(pieces.cross_entropy, top)
    low = floor < LOW * top
    whole = float(pieces.cross_entropy[at])
    return {
        "frame": frame(step=(0.0, steps[-1]), nats=(0.0, top), **left),
        "floor": table(step=[0.0, steps[-1]], nats=floor, floor=0.0),
        "entropy": table(nats=[floor], floor=0.0),
        "run": table(step=steps, nats=loss, floor=floor),
        "taken": table(step=steps[: at + 1], nats=loss[: at + 1], floor=floor),
        "now": table(
            step=[steps[at]], nats=[loss[at]], floor=floor,
            label=decimal(whole), infinite=math.isinf(whole),
        ),
        "name": table(
            nats=floor, label=["KL", f"entropy {decimal(floor)}"], short=["KL", "entropy"], color=[DATA, REST],
            # A low floor has no room below it. At the right end, where the KL is small, there is room above.
            above=[True, low], right=[False, low],
        ),
    }  # fmt: skip
