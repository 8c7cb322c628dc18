"""The tables of lesson 4's first chart: both paths, and the tangent and the parabola at the current point."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.likelihood.ascent import STEPS, Path, curvature, mean_log_likelihood, mle_logit, race, theta_text
from core.likelihood.coin import log_likelihood_ratio
from core.likelihood.counts import Counts
from pages._kit.charts.base import Tables, table, to_bytes

METHODS: Final = ("gradient", "newton")
FLOOR: Final = -16.0
"""Base-10 log of the smallest distance that is drawn."""
FARTHEST: Final = 16.0
"""The largest logit that is drawn: theta is within 2e-7 of its edge there."""
HEADROOM: Final = 0.12
NEAR_FLOOR: Final = 1.5
CLOSE: Final = 2.5
"""Powers of ten: the room that a name needs below a step, and two names beside each other; on a phone they are few."""
LINE_HEIGHT: Final = 17.0


class Frame(NamedTuple):
    """The ends of the left panel's axes: logits, and nats per flip."""

    left: float
    right: float
    low: float
    high: float


@lru_cache(maxsize=256)
def frame(counts: Counts, rate: float) -> Frame:
    """Axes that hold both whole paths, up to ``FARTHEST``, so that nothing jumps from step to step."""
    paths = race(counts, rate)
    everywhere = np.concatenate([*(path.logit for path in paths), _inner_top(counts)])
    ends = float(everywhere.min()), float(everywhere.max())
    room = max(1.2, 0.1 * (ends[1] - ends[0]))
    left, right = max(-FARTHEST, ends[0] - room), min(FARTHEST, ends[1] + room)
    top = _top(counts)
    low = min(mean_log_likelihood(left, counts), mean_log_likelihood(right, counts), top - 0.2)
    return Frame(left, right, low, top + HEADROOM * (top - low))


def _inner_top(counts: Counts) -> list[float]:
    """The logit of the MLE, or an empty list if it is infinite or not unique."""
    best = mle_logit(counts)
    return [] if best is None or math.isinf(best) else [best]


def _top(counts: Counts) -> float:
    return max((mean_log_likelihood(best, counts) for best in _inner_top(counts)), default=0.0)


def rows(counts: Counts, rate: float, method: str, step: int) -> Tables:
    """The chart's tables; only those that depend on the step are built anew.

    Parameters
    ----------
    counts : Counts
        The flips.
    rate : float
        The rate of gradient ascent.
    method : {"gradient", "newton"}
        The method whose next step is drawn.
    step : int
        The number of steps taken, from 0 to :data:`core.likelihood.ascent.STEPS`.
    """
    taken = [part.slice(0, step + 1) for part in _paths(counts, rate)]
    return _kept(counts, rate) | {
        "taken": pa.concat_tables(taken),
        "name": _names(*(part["gap"][step].as_py() for part in taken)),
        **_here(counts, rate, method, step),
    }


@lru_cache(maxsize=256)
def _kept(counts: Counts, rate: float) -> Tables:
    """The tables that do not depend on the step, as bytes."""
    drawn = frame(counts, rate)
    logits = np.linspace(drawn.left, drawn.right, 301)
    tables = {
        "frame": table(logit=[drawn.left, drawn.right], y=[drawn.low, drawn.high]),
        "curve": table(logit=logits, y=[mean_log_likelihood(float(logit), counts) for logit in logits]),
        "mle": table(logit=_inner_top(counts), y=_top(counts), label="MLE θ̂"),
        "gap_frame": table(step=[0, STEPS], gap=[FLOOR, 1.0]),
    }
    return {name: to_bytes(part) for name, part in tables.items()}


def _names(gradient: float, newton: float) -> pa.Table:
    """The names of the methods, as high as their latest steps: below them, above at the floor, and never on each other.

    A path falls, so the place below its latest step is free.
    """
    gaps = {"gradient": gradient, "newton": newton}
    lower, upper = ("newton", "gradient") if newton <= gradient else METHODS
    dy = {method: -11.0 if gap < FLOOR + NEAR_FLOOR else 14.0 for method, gap in gaps.items()}
    if gaps[upper] - gaps[lower] < CLOSE:
        dy[upper] = -11.0 if dy[lower] > 0 else -11.0 - LINE_HEIGHT
    return table(
        method=METHODS, label=["Gradient", "Newton"], step=float(STEPS), gap=list(gaps.values()), dy=list(dy.values())
    )


@lru_cache(maxsize=256)
def _paths(counts: Counts, rate: float) -> tuple[pa.Table, ...]:
    """The tables of both paths: the point on the curve, and the base-10 log of the distance to the maximum."""
    drawn = frame(counts, rate)
    return tuple(
        table(
            # Points outside the left panel are left out, because they would stretch its axes.
            method=method, step=np.arange(path.logit.size), y=path.height, gap=_log_gap(path, counts),
            logit=np.where((path.logit >= drawn.left) & (path.logit <= drawn.right), path.logit, np.nan),
        )
        for method, path in zip(METHODS, race(counts, rate), strict=True)
    )  # fmt: skip


def _log_gap(path: Path, counts: Counts) -> FloatArray:
    """Base-10 log of the distance to the maximum in nats per flip, at least ``FLOOR``."""
    # Without an inner maximum, the supremum is 0, and the distance to it is minus the height.
    gap = -log_likelihood_ratio(path.theta, counts) / counts.n if _inner_top(counts) else -path.height
    return np.asarray(np.log10(np.maximum(gap, 10.0**FLOOR)))


def _here(counts: Counts, rate: float, method: str, step: int) -> dict[str, pa.Table]:
    """The tables of the current point, its tangent, and the parabola whose top is the next step."""
    path, drawn = race(counts, rate)[METHODS.index(method)], frame(counts, rate)
    at, slope, y = float(path.logit[step]), float(path.gradient[step]), float(path.height[step])
    # The bound on the curvature keeps the parabola finite where the curve is almost flat.
    reach = rate if method == "gradient" else 1 / max(curvature(at), 1e-7)
    logits = np.linspace(drawn.left, drawn.right, 201)
    tangent, model = y + slope * (logits - at), y + slope * (logits - at) - (logits - at) ** 2 / (2 * reach)
    near = np.abs(logits - at) < 0.15 * (drawn.right - drawn.left)
    lands, top = at + reach * slope, y + reach * slope**2 / 2
    shown = counts.n > 0 and drawn.left <= at <= drawn.right
    arrives = shown and drawn.left <= lands <= drawn.right
    return {
        "now": table(
            logit=[at] if shown else [], y=y, read=f"θ = {theta_text(at)}",
            rising=slope > 0, along=(at - drawn.left) / (drawn.right - drawn.left),
        ),
        "tangent": _within(logits, np.where(near, tangent, np.nan), drawn),
        "parabola": _within(logits, model if counts.n else np.full(logits.size, np.nan), drawn),
        "landing": table(
            logit=[lands] if arrives else [], y=float(np.clip(top, drawn.low, drawn.high)),
            foot=float(np.clip(mean_log_likelihood(lands, counts), drawn.low, drawn.high)) if arrives else 0.0,
        ),
    }  # fmt: skip


def _within(logits: FloatArray, y: FloatArray, drawn: Frame) -> pa.Table:
    """The rows of a line that lie inside the panel; others would stretch its axes."""
    inside = (y >= drawn.low) & (y <= drawn.high)
    return table(logit=logits[inside], y=y[inside])
