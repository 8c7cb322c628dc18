"""What an expert would say of lesson 9's charts, and their rows at telling steps."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from core.arrays import FloatArray
from core.belief.penalty import prior_sd
from core.numbers import decimal, significant
from core.training.lab.run import Run
from pages._kit.reading import Reading

MOST_STEPS: Final = 11
SHARES: Final = (0, 5, 25, 50, 75, 95, 100)
PLAYING: Final = Reading(["The run is playing, and its numbers move. Pause it, and they can be read here."], {})


def of_curve(run: Run, step: int, terms: FloatArray, shown: Mapping[str, str]) -> Reading:
    """The reading of the plane and of the curves at a step; ``shown`` are the figures' texts, by label."""
    history, at = run.history, _places(run, step)
    wrong = int(np.count_nonzero(terms > math.log(2)))
    first, best = history.record(0), int(np.nanargmin(history.column("held_out_nll")))
    low = history.record(best)
    return Reading(
        [
            f"At step {step:,} of {run.config.steps:,} the NLL is {shown['NLL']} and the penalty {shown['Penalty']}, "
            f"together {shown['Objective']} nats an example; at step 0 the NLL was {significant(first.nll)}.",
            f"The held-out NLL is {shown['Held-out NLL']}; its lowest so far is {significant(low.held_out_nll)}, at "
            f"step {low.step:,}.",
            f"{shown['Accuracy']} of the training points are on their own class’s side; {wrong} of the "
            f"{terms.size:,} have less than one half for their class.",
        ],
        {
            "Step": [f"{each:,.0f}" for each in history.column("step", at)],
            "NLL": [significant(float(each)) for each in history.column("nll", at)],
            "Penalty": [significant(float(each)) for each in history.column("penalty", at)],
            "Objective": [significant(float(each)) for each in history.column("objective", at)],
            "Held-out NLL": [significant(float(each)) for each in history.column("held_out_nll", at)],
        },
    )


def _places(run: Run, step: int) -> np.ndarray:
    """At most a dozen records of the run, the one at this step among them."""
    return np.unique([*run.history.places(MOST_STEPS), run.history.nearest(step)])


def of_parts(run: Run, step: int) -> Reading:
    """The reading of the two pulls on the weights, and of the applied step."""
    history, at = run.history, _places(run, step)
    record = history.record(history.nearest(step))
    names = ("the adaptive step", "the decay") if run.config.optimizer == "adamw" else ("the data", "the prior")
    says = (
        "Before the first step nothing pulls."
        if math.isnan(record.likelihood_norm)
        else f"At step {record.step:,} the pull of {names[0]} has the size {significant(record.likelihood_norm, 3)}, "
        f"that of {names[1]} {significant(record.decay_norm, 3)}, and the step moved the weights by "
        f"{significant(record.step_norm, 3)}."
    )
    angle = [] if math.isnan(record.angle) else [f"The angle between the two is {decimal(record.angle, 0)}°."]
    return Reading(
        [says, *angle],
        {
            "Step": [f"{each:,.0f}" for each in history.column("step", at)],
            f"Pull of {names[0]}": [_size(each) for each in history.column("likelihood_norm", at)],
            f"Pull of {names[1]}": [_size(each) for each in history.column("decay_norm", at)],
            "Applied step": [_size(each) for each in history.column("step_norm", at)],
            "Angle": ["–" if math.isnan(each) else f"{each:.0f}°" for each in history.column("angle", at)],
        },
    )


def _size(value: float) -> str:
    return "–" if math.isnan(value) else significant(float(value), 3)


def of_weights(run: Run, weights: FloatArray, wd: float) -> Reading:
    """The reading of the histogram of the weights."""
    sigma = prior_sd(run.config.prior, wd, run.split.train.n)
    prior = (
        f"the prior’s standard deviation is {significant(sigma, 3)}" if math.isfinite(sigma) else "no prior holds them"
    )
    return Reading(
        [
            f"The {weights.size:,} weights and biases have a standard deviation of "
            f"{significant(float(weights.std()), 3)}; {prior}."
        ],
        {
            "Share of the weights below": ["smallest", *(f"{share} %" for share in SHARES[1:-1]), "largest"],
            "Weight": [decimal(float(each)) for each in np.percentile(weights, SHARES)],
        },
    )
