"""The tables of the main chart: those of the problem, and those that move with the strength."""

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from core.arrays import FloatArray
from core.belief.penalty import sigma_from_lambda_sum
from core.regularization import ridge
from core.regularization.kinds import STRENGTHS, Sweep, fit, sweep
from core.regularization.problem import MAX_DEGREE, Fit, Problem, design, held_out_nll, train_nll, truth
from core.regularization.strength import Kind, setting
from pages._kit.charts.base import Tables, table, to_bytes
from pages._kit.charts.windows import within

ACROSS: Final = np.linspace(-1.0, 1.0, 161)
ON_GRID: Final = design(ACROSS, MAX_DEGREE)
SMALLEST, LARGEST = 0.9, 2.0
"""Least and largest end of the axis of weights, on each side of 0."""
ROOM: Final = 1.5
"""The axis of NLLs ends at most this many nats above the strongest fit."""
WIDTH: Final = 0.62
"""Height of the prior's peak, as a part of its panel's width."""


class Ends(NamedTuple):
    """The ends of the axes; for each kind they depend on the examples alone."""

    y: tuple[float, float]
    weight: float
    nll: tuple[float, float]


def height(fitted: Fit) -> FloatArray:
    """A fitted curve at :data:`ACROSS`."""
    return np.asarray(fitted.intercept + ON_GRID[:, : fitted.weights.size] @ fitted.weights)


@lru_cache(maxsize=64)
def ends(problem: Problem, kind: Kind) -> Ends:
    """The ends of all axes."""
    heights = np.concatenate([problem.y, truth(ACROSS)])
    low, high = float(heights.min()), float(heights.max())
    pad = 0.3 * (high - low)
    largest = float(np.abs(ridge.fit(problem, 0.0).weights).max())
    run = kept_sweep(problem, kind)
    both = np.concatenate([run.train, run.held_out])
    bottom, top = float(both.min()), min(float(both.max()), float(max(run.train[-1], run.held_out[-1])) + ROOM)
    room = top - bottom + 0.01
    # Below the line of train NLL there is room for its name.
    return Ends(
        (low - pad, high + pad),
        float(np.clip(1.1 * largest, SMALLEST, LARGEST)),
        (bottom - 0.24 * room, top + 0.14 * room),
    )


@lru_cache(maxsize=64)
def kept_sweep(problem: Problem, kind: Kind) -> Sweep:
    """The sweep of a problem over all strengths, computed once."""
    return sweep(kind, problem)


@lru_cache(maxsize=64)
def constant(problem: Problem, kind: Kind) -> Tables:
    """The tables that do not move with the strength, as bytes."""
    frame, run, alone = ends(problem, kind), kept_sweep(problem, kind), ridge.fit(problem, 0.0)
    degrees = np.arange(1, problem.degree + 1)
    sides = np.array([0.5, problem.degree + 0.5])
    parts = {
        "frame": table(x=[-1, 1], y=frame.y),
        "truth": table(x=ACROSS, y=truth(ACROSS)),
        "point": table(x=problem.x, y=problem.y),
        "mle": table(x=ACROSS, y=within(height(alone), *frame.y)),
        "weight_frame": table(degree=sides, weight=[-frame.weight, frame.weight]),
        "origin": table(**{"from": [sides[0]], "to": [sides[1]], "weight": [0.0]}),
        "true_weight": table(degree=degrees, weight=problem.true_weights),
        "mle_weight": table(degree=degrees, weight=np.clip(alone.weights, -frame.weight, frame.weight)),
        "nll_frame": table(strength=[0, 1], nll=frame.nll),
        "sweep": table(
            strength=STRENGTHS, train=within(run.train, *frame.nll), held=within(run.held_out, *frame.nll)
        ),
        "best": table(strength=[run.best], nll=[float(run.held_out.min())]),
        "nll_name": _names(run, frame.nll),
    }  # fmt: skip
    return {name: to_bytes(part) for name, part in parts.items()}


def _names(run: Sweep, shown: tuple[float, float]) -> pa.Table:
    """The lines' names at the left end: held-out above its line, train below."""
    space = 0.12 * (shown[1] - shown[0])
    held = float(np.clip(run.held_out[0], shown[0], shown[1] - 1.7 * space)) + space
    train = (max(run.train[0], shown[0]) + shown[0]) / 2
    return table(strength=[0.0, 0.0], nll=[held, train], label=["held-out", "train"])


def rows(problem: Problem, kind: Kind, strength: float) -> Tables:
    """The chart's tables.

    Parameters
    ----------
    problem : Problem
        The examples.
    kind : str
        The regularizer.
    strength : float
        From 0 to 1.
    """
    frame, here, value = ends(problem, kind), fit(kind, problem, strength), setting(kind, strength).value
    shown = np.clip([train_nll(here, problem), held_out_nll(here, problem)], *frame.nll)
    curve = height(here)
    moving = {
        "band": _band(problem, kind, value, curve, frame.y),
        "fit": table(x=ACROSS, y=within(curve, *frame.y)),
        "weight": table(
            degree=np.arange(1, problem.degree + 1), weight=np.clip(here.weights, -frame.weight, frame.weight)
        ),
        "prior": _prior(kind, value, frame.weight, problem.degree),
        "now": table(strength=[strength], train=shown[0], held=shown[1], low=frame.nll[0], high=frame.nll[1]),
    }
    return {**constant(problem, kind), **moving}


def _band(problem: Problem, kind: Kind, value: float, curve: FloatArray, y: tuple[float, float]) -> pa.Table:
    """The central 95 % of the curve at each x under the posterior of a Gaussian prior; empty without a posterior."""
    belief = ridge.posterior(problem, value) if kind == "l2" else None
    if belief is None:
        return table(x=np.zeros(0), y=np.zeros(0), high=np.zeros(0))
    reach = ridge.REACH * belief.sd(ACROSS)
    return table(x=ACROSS, y=np.clip(curve - reach, *y), high=np.clip(curve + reach, *y))


def _prior(kind: Kind, value: float, top: float, degree: int) -> pa.Table:
    """The prior's density over a weight, lying on its side, with a peak of fixed height; empty without a prior."""
    if kind not in ("l2", "l1") or not value:
        return table(weight=np.zeros(0), degree=np.zeros(0), base=np.zeros(0), order=np.zeros(0))
    scale = sigma_from_lambda_sum(value) if kind == "l2" else 1 / value
    around = scale * np.linspace(-5, 5, 101)
    weight = np.unique(np.concatenate([np.linspace(-top, top, 81), around[np.abs(around) <= top]]))
    away = np.abs(weight) / scale
    density = np.exp(-0.5 * away**2 if kind == "l2" else -away)
    return table(weight=weight, degree=0.5 + WIDTH * degree * density, base=0.5, order=np.arange(weight.size))
