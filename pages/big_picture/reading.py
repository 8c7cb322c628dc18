"""What an expert would say of lesson 8's charts, and their rows."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from core.answers.results import Results
from core.answers.task import DISTANCES, METHODS, N_POINTS, Method, Scores
from core.logistic.posterior import grid
from core.logistic.two_weights import NAMES
from core.numbers import decimal, nats, significant
from core.sampling.walk import Moment, Summary, Walk, summary
from pages._kit.reading import Reading
from pages.big_picture.fields import Setup

SURE: Final = 0.9
NOTHING: Final = "No answer is computed yet; the maps fill one after the other."
AWAY: Final = (1.0, 3.0, 10.0, 1000.0)
"""Distances in the rows, in standard deviations; the drawn ones that are nearest are read."""
LATEST: Final = 8


def _missing(setup: Setup) -> list[str]:
    late = [f"{run.method}: {setup.state(run)}" for run in setup.runs if run.results is None]
    return [f"Still missing, {', '.join(late)}."] if late else []


def of_maps(setup: Setup) -> Reading:
    """The reading of the six maps of predictive probability and of their entropies."""
    found = setup.found
    states = [setup.state(run) for run in setup.runs]
    columns: dict[str, list[str]] = {
        "Method": [run.method for run in setup.runs],
        "Held-out NLL, nats": [_score(found, run.method, "nll") or states[m] for m, run in enumerate(setup.runs)],
        f"Plane with {100 * SURE:g} % or more": [_sure(found, run.method) for run in setup.runs],
        "Entropy far away, nats": [_score(found, run.method, "far_entropy") for run in setup.runs],
    }
    if not found:
        return Reading([NOTHING], columns)
    far = {method: one.scores.far_entropy for method, one in found.items()}
    nll = {method: one.scores.nll for method, one in found.items()}
    least, most = min(far, key=far.__getitem__), max(far, key=far.__getitem__)
    best, worst = min(nll, key=nll.__getitem__), max(nll, key=nll.__getitem__)
    return Reading(
        [
            f"On the held-out points, near the data, {best} has the lowest NLL, {nats(nll[best])}, and {worst} the "
            f"highest, {nats(nll[worst])}.",
            f"In the dashed box, far from the data, {least} is the surest, with a mean entropy of {nats(far[least])}, "
            f"and {most} the least sure, with {nats(far[most])}; {nats(math.log(2))} would be no idea at all.",
            *_missing(setup),
        ],
        columns,
    )


def _score(found: Mapping[Method, Results], method: Method, name: str) -> str:
    return decimal(getattr(found[method].scores, name)) if method in found else ""


def _sure(found: Mapping[Method, Results], method: Method) -> str:
    """The share of the plane in which the method gives a class at least this probability."""
    if method not in found:
        return ""
    p = found[method].map
    return f"{100 * float((np.maximum(p, 1 - p) >= SURE).mean()):.0f} %"


def of_calibration(setup: Setup) -> Reading:
    """The reading of the six reliability diagrams."""
    found = setup.found
    bins = sorted(
        {
            (float(a), float(b))
            for one in found.values()
            for a, b in zip(one.reliability.lower, one.reliability.upper, strict=True)
        }
    )
    columns: dict[str, list[str]] = {"Method": [run.method for run in setup.runs]}
    for place, (low, high) in enumerate(bins):
        columns[f"{low:g} to {high:g}"] = [
            _came_true(run.results, bins)[place] if run.results else setup.state(run) for run in setup.runs
        ]
    if not found:
        return Reading([NOTHING], columns)
    error = {method: one.scores.calibration_error for method, one in found.items()}
    best, worst = min(error, key=error.__getitem__), max(error, key=error.__getitem__)
    every = found[worst].reliability
    gap = float(np.average(every.confidence - every.accuracy, weights=every.examples))
    return Reading(
        [
            f"Nearest to the diagonal is {best}, with a calibration error of {decimal(error[best])}; farthest is "
            f"{worst}, with {decimal(error[worst])}.",
            f"On average {worst} gives its class {decimal(abs(gap))} {'more' if gap > 0 else 'less'} than the share "
            "that comes true.",
            "The rows: the share of held-out points that were right, by the probability given.",
            *_missing(setup),
        ],
        columns,
    )


def _came_true(one: Results, bins: list[tuple[float, float]]) -> list[str]:
    found = one.reliability
    said = {
        (float(a), float(b)): decimal(float(right), 2)
        for a, b, right in zip(found.lower, found.upper, found.accuracy, strict=True)
    }
    return [said.get(each, "–") for each in bins]


def of_far(setup: Setup, place: int, angle: int) -> Reading:
    """The reading of the confidence along a ray in one direction."""
    found = setup.found
    at = [int(np.abs(np.log(DISTANCES / away)).argmin()) for away in AWAY]
    columns: dict[str, list[str]] = {"Method": [run.method for run in setup.runs]}
    for each in at:
        columns[f"At {significant(float(DISTANCES[each]), 3)} SD"] = [
            decimal(float(run.results.confidence[place][each])) if run.results else setup.state(run)
            for run in setup.runs
        ]
    if not found:
        return Reading([NOTHING], columns)
    ends = {method: float(one.confidence[place][-1]) for method, one in found.items()}
    most, least = max(ends, key=ends.__getitem__), min(ends, key=ends.__getitem__)
    return Reading(
        [
            f"At {angle}° and {DISTANCES[-1]:,.0f} standard deviations from the middle of the data, {most} is the "
            f"surest of its class, with {decimal(ends[most])}, and {least} the least sure, with "
            f"{decimal(ends[least])}.",
            "A probability of 0.5 would be no idea at all; no data lie anywhere near.",
            *_missing(setup),
        ],
        columns,
    )


def of_size(found: Mapping[Method, tuple[Scores, ...]], n: int) -> Reading:
    """The reading of the six held-out NLLs over the number of training points."""
    at = {method: row[N_POINTS.index(n)].nll for method, row in found.items()}
    best, worst = min(at, key=at.__getitem__), max(at, key=at.__getitem__)
    gaps = [max(row) - min(row) for row in zip(*([one.nll for one in row] for row in found.values()), strict=True)]
    return Reading(
        [
            f"With {n} points {best} has the lowest held-out NLL, {nats(at[best])}, and {worst} the highest, "
            f"{nats(at[worst])}: {nats(at[worst] - at[best])} apart.",
            f"From {N_POINTS[0]} to {N_POINTS[-1]} points that distance goes from {nats(gaps[0])} to {nats(gaps[-1])}.",
        ],
        {
            "Method": list(METHODS),
            **{
                f"N = {each}{', chosen' if each == n else ''}": [
                    decimal(found[method][place].nll, 2) for method in METHODS
                ]
                for place, each in enumerate(N_POINTS)
            },
        },
    )


def of_hmc(walk: Walk, moment: Moment) -> Reading:
    """The reading of the chains' draws, and of the trajectory that is shown."""
    draws, exact = walk.draws(moment), grid()
    means = [
        float((nodes * exact.marginal(place)).sum() / exact.marginal(place).sum())
        for place, nodes in enumerate((exact.w1, exact.w2))
    ]
    truth = f"The exact posterior has its mean at ({decimal(means[0])}, {decimal(means[1])})."
    if not draws:
        start = walk.position[0, 0]
        says = (
            f"Nothing is drawn yet: the first chain waits at ({decimal(float(start[0]))}, {decimal(float(start[1]))})."
        )
        return Reading([says, truth], _draws(walk, 0))
    seen = walk.position[:, 1 : draws + 1].reshape(-1, 2)
    center, so_far = seen.mean(axis=0), summary(walk, draws)
    return Reading(
        [
            f"The {len(seen):,} draws of the four chains have their mean at ({decimal(float(center[0]))}, "
            f"{decimal(float(center[1]))}). {truth}",
            _mixing(so_far),
        ],
        _draws(walk, draws),
    )


def _mixing(so_far: Summary) -> str:
    taken = f"The mean acceptance is {decimal(so_far.acceptance)}"
    if so_far.rhat is None or so_far.ess is None:
        return f"{taken}; R-hat needs more draws."
    return f"{taken}, R-hat {decimal(so_far.rhat)} and the effective sample size {so_far.ess:,.0f}."


def _draws(walk: Walk, draws: int) -> dict[str, list[str]]:
    """The latest draws of the first chain, after its start."""
    shown = range(max(0, draws - LATEST), draws + 1)
    return {
        "Draw": ["start" if each == 0 else str(each) for each in shown],
        f"Weight of {NAMES[0]}": [decimal(float(walk.position[0, each, 0])) for each in shown],
        f"Weight of {NAMES[1]}": [decimal(float(walk.position[0, each, 1])) for each in shown],
        "Acceptance": ["" if each == 0 else decimal(float(walk.acceptance[0, each - 1])) for each in shown],
        "Trajectory": ["" if each == 0 else _verdict(walk, each - 1) for each in shown],
    }


def _verdict(walk: Walk, which: int) -> str:
    if walk.divergent[0, which]:
        return "divergent"
    return "accepted" if walk.accepted[0, which] else "rejected"
