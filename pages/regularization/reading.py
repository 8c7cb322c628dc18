"""What an expert would say of lesson 7's charts, and their rows at telling points."""

import numpy as np

from core.belief import batting
from core.belief.batting import SERIES, Answer
from core.data.batters import AT_BATS, BATTERS
from core.numbers import decimal, nats, significant
from core.regularization import lasso
from core.regularization.data_size import SIZES, Gaps, slope
from core.regularization.kinds import fit
from core.regularization.model_choice import PENALTIES, Choice, Curve, paths
from core.regularization.problem import Fit, Problem, held_out_nll, train_nll
from core.regularization.ridge import fit as ridge_fit
from core.regularization.strength import Kind, setting
from pages._kit.reading import Reading, every, telling
from pages.regularization.charts.criteria import penalty_text
from pages.regularization.charts.fit_rows import kept_sweep

DECADES = tuple(10.0 ** (power / 2) for power in range(-4, 7))
"""Penalties in the rows, from 0.01 to 1000."""


def of_nlls(problem: Problem, kind: Kind, strength: float) -> Reading:
    """The reading of both NLLs over the strength."""
    found, alone, run = fit(kind, problem, strength), ridge_fit(problem, 0.0), kept_sweep(problem, kind)
    stops = telling((0.0, 1.0), {"lowest held-out": run.best, "the chosen strength": strength}, 11)
    at = [round(100 * stop.x) for stop in stops]
    lengths = np.linalg.norm(run.weights, axis=1)
    return Reading(
        [
            f"At strength {strength:.2f} ({setting(kind, strength).text}) the train NLL is "
            f"{nats(train_nll(found, problem))} and the held-out NLL {nats(held_out_nll(found, problem))}; "
            f"unregularized they are {decimal(train_nll(alone, problem))} and {decimal(held_out_nll(alone, problem))}.",
            f"The held-out NLL is lowest, {decimal(float(run.held_out.min()))}, at strength {run.best:.2f}.",
        ],
        {
            "Strength": [f"{run_at / 100:.2f}" for run_at in at],
            "Train NLL": [decimal(float(run.train[place])) for place in at],
            "Held-out NLL": [decimal(float(run.held_out[place])) for place in at],
            "‖w‖₂": [decimal(float(lengths[place])) for place in at],
            "Where": [stop.name for stop in stops],
        },
    )


def of_weights(problem: Problem, kind: Kind, strength: float) -> Reading:
    """The reading of the weights."""
    found, alone = fit(kind, problem, strength), ridge_fit(problem, 0.0)
    zeros = int(np.count_nonzero(found.weights == 0))
    lengths = [decimal(float(np.linalg.norm(weights))) for weights in (found.weights, alone.weights)]
    return Reading(
        [
            f"The weights’ length is {lengths[0]}; the MLE’s is {lengths[1]}, the truth’s "
            f"{decimal(float(np.linalg.norm(problem.true_weights)))}. Exactly 0: {zeros} of {problem.degree}."
        ],
        {
            "Weight of degree": _degrees(problem),
            "Truth": _weights(problem.true_weights),
            "MLE": _weights(alone.weights),
            "The fit": _weights(found.weights),
        },
    )


def _degrees(problem: Problem) -> list[str]:
    return [str(degree) for degree in range(1, problem.degree + 1)]


def _weights(values: np.ndarray) -> list[str]:
    return [
        "0" if value == 0 else decimal(float(value)) if abs(value) >= 1e-3 else significant(value, 2)
        for value in values
    ]


def of_paths(problem: Problem) -> Reading:
    """The reading of every weight over the penalty."""
    exact, smooth = lasso.path(problem), paths(problem, "l2")
    first, last = exact.knots[0], exact.knots[-1]
    l2 = [smooth[int(np.abs(np.log(PENALTIES / each)).argmin())] for each in DECADES]
    l1 = exact.at(DECADES)
    return Reading(
        [
            f"Right, under L1, every weight is exactly 0 above λ = {significant(first.penalty, 4)}; the first to "
            f"leave 0 is the weight of degree {first.degree}, and the last of {len(exact.knots)} knots is at λ = "
            f"{significant(last.penalty, 3)}.",
            f"Left, under L2, none of the {problem.degree} weights stays at 0: the length of their vector shrinks from "
            f"{decimal(float(np.linalg.norm(l2[0])))} at λ = {DECADES[0]:g} to "
            f"{significant(float(np.linalg.norm(l2[-1])), 3)} at λ = {DECADES[-1]:g}.",
        ],
        {
            "λ": [significant(each, 3) for each in DECADES],
            "L2: ‖w‖₂": [significant(float(np.linalg.norm(weights)), 3) for weights in l2],
            "L2: largest weight": [significant(float(np.abs(weights).max()), 3) for weights in l2],
            "L1: ‖w‖₂": [significant(float(np.linalg.norm(weights)), 3) for weights in l1],
            "L1: weights not 0": [f"{np.count_nonzero(weights)} of {problem.degree}" for weights in l1],
        },
    )


def of_choice(found: Choice) -> Reading:
    """The reading of the criteria over the penalty, each above its own lowest value."""
    curves: dict[str, Curve | None] = {
        "cross-validation": found.cross_validated,
        "the evidence": found.evidence,
        "the held-out examples": found.held_out,
    }
    drawn = {name: curve for name, curve in curves.items() if curve is not None}
    held = found.held_out.value
    picks = every([f"{name} at {penalty_text(curve.best)}" for name, curve in drawn.items()])
    lost = [
        f"the choice of {name} lies {nats(float(held[round(100 * curve.best) - 1] - held.min()))}"
        for name, curve in drawn.items()
        if curve is not found.held_out
    ]
    strengths = telling((0.01, 1.0), {f"lowest: {name}": curve.best for name, curve in drawn.items()}, 10)
    at = [round(100 * stop.x) - 1 for stop in strengths]
    return Reading(
        [
            f"The lowest points of the curves: {picks}.",
            f"On the held-out curve {every(lost)} above its lowest value.",
            "The rows: how far each curve lies above its own lowest point, in nats.",
            *([] if found.evidence else ["Under a Laplace prior the evidence has no closed form, and no curve."]),
        ],
        {
            "λ": [significant(float(PENALTIES[place]), 3) for place in at],
            **{
                f"{name.removeprefix('the ').capitalize()}": [
                    decimal(float(curve.value[place] - curve.value.min())) for place in at
                ]
                for name, curve in drawn.items()
            },
        },
    )


def of_size(found: Gaps) -> Reading:
    """The reading of the distance between MLE and MAP over the number of examples."""
    some = range(0, len(SIZES), 2)
    slopes = [f"{decimal(slope(gap))} for σ_w = {width:g}" for width, gap in found.by_width.items()]
    ends = [significant(float(gap[-1]), 2) for gap in found.by_width.values()]
    return Reading(
        [
            f"On log axes the distance between MLE and MAP falls with a slope of {every(slopes)}: "
            "ten times the examples, about a tenth of the distance.",
            f"At {SIZES[-1]:,} examples it is {every(ends)}.",
            f"For the prior that rules the truth out the slope is {decimal(slope(found.ruled_out))}, and the distance "
            f"is still {decimal(float(found.ruled_out[-1]))}.",
        ],
        {
            "Examples": [f"{SIZES[place]:,}" for place in some],
            **{
                f"Distance, σ_w = {width:g}": [significant(float(gap[place]), 3) for place in some]
                for width, gap in found.by_width.items()
            },
            "Distance, truth ruled out": [significant(float(found.ruled_out[place]), 3) for place in some],
        },
    )


def of_others(found: Answer) -> Reading:
    """The reading of the batters' estimates; batters with the same number of hits share a row."""
    alone, pooled = (batting.answer(way, 0.0).error for way in ("alone", "one"))
    spread = [[float(f(values)) for f in (np.min, np.max)] for values in (SERIES.rates, found.estimates)]
    hits = sorted({batter.hits for batter in BATTERS}, reverse=True)
    alike = [[place for place, batter in enumerate(BATTERS) if batter.hits == count] for count in hits]
    return Reading(
        [
            f"The batters’ own averages run from {decimal(spread[0][0])} to {decimal(spread[0][1])}, the estimates "
            f"from {decimal(spread[1][0])} to {decimal(spread[1][1])}; the prior’s mean is {decimal(found.mean)}, and "
            f"its share of each estimate {100 * found.share:.1f} %.",
            f"Against the rest of the season the mean squared error is {significant(alone, 3)} for each alone, "
            f"{significant(pooled, 3)} for all as one, and {significant(found.error, 3)} for these estimates.",
            f"The evidence is highest at a share of {100 * batting.fitted().share:.0f} %, the error lowest at "
            f"{100 * batting.best_share():.0f} %.",
        ],
        {
            f"Hits of {AT_BATS}": [str(count) for count in hits],
            "Batters": [", ".join(BATTERS[place].name for place in places) for places in alike],
            "Own average": [decimal(float(SERIES.rates[places[0]])) for places in alike],
            "Estimate": [decimal(float(found.estimates[places[0]])) for places in alike],
            "Rest of the season": [
                ", ".join(decimal(BATTERS[place].season_average) for place in places) for places in alike
            ],
        },
    )


def over_x(x: np.ndarray, curves: dict[str, Fit]) -> dict[str, list[str]]:
    """The heights of fitted curves at each ``x``."""
    return {name: [decimal(float(y)) for y in curve.predict(x)] for name, curve in curves.items()}
