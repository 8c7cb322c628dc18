"""What an expert would say of the charts of the scene "kind", one for each regularizer, and their rows."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from core.belief.penalty import sigma_from_lambda_sum
from core.numbers import decimal, nats, significant
from core.regularization import augmentation, early_stopping, ridge
from core.regularization.augmentation import Answers
from core.regularization.coordinate_descent import GAP, Sweep
from core.regularization.dropout import ClassMeans, Estimate, SubNetworks
from core.regularization.problem import Fit, Problem, design, truth
from pages._kit.reading import Reading
from pages.regularization.charts import dropout_prior as implied
from pages.regularization.reading import over_x

ACROSS: Final = np.linspace(-1, 1, 9)
MOST_SWEEPS: Final = 10


def of_l2(problem: Problem, penalty: float) -> Reading:
    """The reading of the curves drawn from the prior and from the posterior."""
    belief, mean = ridge.posterior(problem, penalty), float(problem.y.mean())
    columns = {
        "x": [f"{x:g}" for x in ACROSS],
        "Truth": [decimal(float(y)) for y in truth(ACROSS)],
        "Fit": [decimal(float(y)) for y in ridge.fit(problem, penalty).predict(ACROSS)],
    }
    said = []
    if penalty:
        width = sigma_from_lambda_sum(penalty)
        spread = width * np.linalg.norm(design(ACROSS, problem.degree), axis=1)
        columns["Prior, ± 1 sd"] = [f"{decimal(mean, 2)} ± {significant(float(sd), 3)}" for sd in spread]
        said.append(
            f"Left, each weight has a standard deviation of {significant(width, 3)}, so the curves from the prior lie "
            f"around the mean of y, {decimal(mean, 2)}, give or take {significant(float(spread[0]), 3)} at x = −1."
        )
    else:
        said.append("Left there is no curve: at strength 0 there is no prior.")
    if belief is None:
        said.append("Right there is no curve from a posterior: the examples alone do not fix every weight.")
    else:
        after = belief.sd(ACROSS)
        columns["Posterior, ± 1 sd"] = [
            f"{decimal(float(y), 2)} ± {significant(float(sd), 3)}"
            for y, sd in zip(belief.fit.predict(ACROSS), after, strict=True)
        ]
        said.append(
            f"Right, after {problem.n} examples, the curves lie around the fit, give or take "
            f"{significant(float(after[0]), 3)} at x = −1 and {significant(float(after[len(after) // 2]), 3)} at x = 0."
        )
    said.append(
        f"The examples decide {decimal(ridge.effective_weights(problem, penalty), 2)} of the {problem.degree} weights."
    )
    return Reading(said, columns)


def of_l1(records: tuple[Sweep, ...], above: Sequence[float]) -> Reading:
    """The reading of the duality gap after each sweep."""
    last = len(records) - 1
    some = sorted({*np.geomspace(1, max(last, 1), MOST_SWEEPS).round().astype(int).tolist(), 0, last})
    end = records[-1]
    return Reading(
        [
            f"The duality gap begins at {significant(records[0].gap, 3)} nats and is {_tiny(end.gap)} nats after "
            f"{last:,} sweep{'' if last == 1 else 's'}; the solver stops at {significant(GAP, 1)}.",
            f"The objective then lies {_tiny(max(0.0, above[-1]))} nats above its minimum, never more than the gap.",
            f"{end.zeros} of the {end.weights.size} weights {'is' if end.zeros == 1 else 'are'} held at exactly 0.",
        ],
        {
            "Sweeps": [f"{place:,}" for place in some if place <= last],
            "Duality gap, nats": [_tiny(records[place].gap) for place in some if place <= last],
            "Above the minimum, nats": [_tiny(max(0.0, above[place])) for place in some if place <= last],
            "Weights at 0": [str(records[place].zeros) for place in some if place <= last],
        },
    )


def _tiny(value: float) -> str:
    return "0" if value == 0 else significant(value, 2) if value < 1e-3 else significant(value, 3)


def of_dropout(every: SubNetworks, scaled: float, drawn: Estimate, means: ClassMeans, x: float) -> Reading:
    """The reading of the sub-networks at one x."""
    return Reading(
        [
            f"Left, at x = {x:g}, the {every.outputs.size:,} sub-networks put out {decimal(every.mean)} on average, "
            f"with a standard deviation of {significant(every.sd, 3) if every.sd > 1e-12 else '0'}; weight scaling "
            f"puts out {decimal(scaled)}, the same up to rounding.",
            f"{drawn.draws:,} drawn masks give {decimal(drawn.mean)} ± {decimal(drawn.standard_error)}.",
            f"Right, as the probability of a class, weight scaling says {decimal(means.weight_scaling)}: it is the "
            f"geometric mean of all, {decimal(means.geometric)}, where their mean is {decimal(means.arithmetic)}.",
        ],
        {
            "What": ["weight scaling", "mean of all", "mean of the drawn", "geometric mean of all"],
            "Output": [decimal(scaled, 4), decimal(every.mean, 4), decimal(drawn.mean, 4), "–"],
            "Probability of the class": [
                decimal(means.weight_scaling, 4), decimal(means.arithmetic, 4), "–", decimal(means.geometric, 4)
            ],
        },
    )  # fmt: skip


def of_implied_prior(problem: Problem, fit: Fit, rate: float) -> Reading:
    """The reading of the penalty that dropout is, weight by weight."""
    same = implied.same_ridge(problem, rate)
    widths = implied.widths(problem, rate)
    ridged = ridge.fit(problem, same).weights
    finite = widths[np.isfinite(widths)]
    return Reading(
        [
            f"The prior that dropout amounts to has standard deviations from {significant(float(finite.min()), 3)} to "
            f"{significant(float(finite.max()), 3)}, another one for each weight; ridge with the same mean penalty, "
            f"λ = {significant(same, 3)}, has one for all."
            if finite.size
            else "Without a drop there is no penalty: both fits are the MLE."
        ],
        {
            "Weight of degree": [str(degree) for degree in range(1, problem.degree + 1)],
            "Under dropout": [decimal(float(w)) for w in fit.weights],
            "Under ridge": [decimal(float(w)) for w in ridged],
            "Width of dropout’s prior": [
                significant(float(width), 3) if math.isfinite(width) else "no prior" for width in widths
            ],
        },
    )


def of_augmentation(problem: Problem, found: Answers, noise: float) -> Reading:
    """The reading of the curves with noisy copies, with the slope penalty, and with reflected copies."""
    extra, apart = (
        augmentation.extra_loss(found.noisy, problem, noise),
        augmentation.distance(found.noisy, found.penalized),
    )
    away = augmentation.distance(found.noisy, found.alone)
    return Reading(
        [
            f"Left, the curve with noisy copies and that with the slope penalty are "
            f"{significant(apart, 3) if apart > 1e-9 else '0'} apart (root mean square); the noise moves the curve "
            f"{significant(away, 3) if away > 1e-9 else '0'} away from the MLE.",
            f"The copies add {nats(extra.exact, 2)} to the summed NLL; the slope penalty says {nats(extra.slope, 2)}.",
            "The curve with reflected copies is the same at x and at −x.",
        ],
        {
            "x": [f"{x:g}" for x in ACROSS],
            **over_x(
                ACROSS,
                {
                    "Noisy copies": found.noisy,
                    "Slope penalty": found.penalized,
                    "Reflected copies": found.reflected,
                    "MLE": found.alone,
                },
            ),
        },
    )


def of_early_stopping(problem: Problem, steps: float) -> Reading:
    """The reading of the part of the MLE that is kept along each direction."""
    h, rate = early_stopping.directions(problem)
    simple, best = early_stopping.simple_match(problem, steps), early_stopping.best_match(problem, steps)
    stopped = early_stopping.kept_by_steps(h, rate, steps)
    kept = early_stopping.kept_by_ridge(h, simple.weight_decay)
    when = "Without a stop" if math.isinf(steps) else f"After {steps:,.0f} step{'' if steps == 1 else 's'}"
    return Reading(
        [
            f"{when} the steepest direction keeps {decimal(float(stopped[0]))} of the MLE, the flattest "
            f"{decimal(float(stopped[-1]))}; ridge with λ = 1/(ηt) keeps {decimal(float(kept[0]))} and "
            f"{decimal(float(kept[-1]))}.",
            f"The two differ by {decimal(simple.gap)} at most, and with the best λ by {decimal(best.gap)}.",
        ],
        {
            "Curvature h": [significant(float(each), 3) for each in h],
            "Kept after t steps": [decimal(float(each)) for each in stopped],
            "Kept by ridge": [decimal(float(each)) for each in kept],
            "Gap": [decimal(abs(float(a - b))) for a, b in zip(stopped, kept, strict=True)],
        },
    )
