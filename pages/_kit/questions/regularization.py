"""Questions of lesson 7."""

import math
from typing import Final, Literal

import numpy as np

from core.belief import batting, penalty
from core.data.batters import AT_BATS
from core.numbers import compact, decimal, significant
from core.regularization import data_size, dropout, early_stopping, ridge
from core.regularization.kinds import fit
from core.regularization.model_choice import PENALTIES, grow_or_turn, paths
from core.regularization.problem import held_out_nll, problem, train_nll
from core.regularization.strength import penalty_at, setting
from pages._kit.questions.answers import nearest, options
from pages._kit.questions.misconceptions import beliefs, evidence, penalties, quantities
from pages._kit.questions.question import Asked, Question

SAME_FIT: Final = 1e-6
"""Largest difference of two kept parts that counts as none."""
LOW, HIGH = 0.92, 0.98
"""What counts as about 95 % of a few hundred held-out examples."""


def ten_times_the_data(width: float = 0.5, few: int = 2000, many: int = 20_000, excluded: bool = False) -> Asked:
    """How the distance between MAP and MLE changes from ``few`` examples to ``many``, both in the course's SIZES.

    ``width`` is the prior's, one of the course's WIDTHS; ``excluded`` takes the prior that rules the truth out.
    """
    found = data_size.gaps(0)
    gap = found.ruled_out if excluded else found.by_width[width]
    before, after = (float(gap[data_size.SIZES.index(n)]) for n in (few, many))
    times = many / few
    offered = (1.0, 1 / math.sqrt(times), 1 / times)
    right = nearest(offered, after / before)
    lam = compact(penalty.lambda_sum_from_sigma(width), 3)
    return Asked(
        stem=(
            f"The true w₂ is negative, and a prior allows it only from 0 up. You get {many:,} examples instead of "
            if excluded
            else f"You fit with λ = {lam} beside the *summed* NLL, and keep that belief. You get {many:,} examples "
            "instead of "
        )
        + f"{few:,}. What happens to the distance between the MAP and the MLE?",
        options=options(
            right,
            ("It stays as it is", beliefs.PRIOR_DECIDES),
            (f"It falls to about 1/√{compact(times)}", quantities.ROOT_N_FOR_ALL),
            (f"It falls to about 1/{compact(times)}", beliefs.PRIOR_NEVER_MATTERS),
        ),
        right=right,
        why=f"It goes from {significant(before, 3)} to {significant(after, 3)}. "
        + (
            "A prior that is 0 at the truth holds the MAP away, however many data come."
            if excluded
            else "The data’s part of the objective grows like N and the prior’s stays, so the same belief weighs less."
        ),
        shows={"scene": "size", "seed": "0"},
    )


def two_nlls(weak: float = 0.0, strong: float = 0.64, degree: int = 12, n_points: int = 20) -> Asked:
    """What happens to both NLLs as the strength of L2 is raised from ``weak`` to ``strong``."""
    examples = problem(degree, n_points, 0)
    fits = [fit("l2", examples, strength) for strength in (weak, strong)]
    train, held = ([of(one, examples) for one in fits] for of in (train_nll, held_out_nll))
    right = 1 if train[1] < train[0] else 0 if held[1] < held[0] else 2
    lams = [compact(penalty_at(strength), 3) for strength in (weak, strong)]
    return Asked(
        stem=f"{degree} weights and {n_points} noisy training points. You raise the L2 penalty from λ = {lams[0]} to "
        f"{lams[1]}. What happens to the NLL of the training points, and of held-out points?",
        options=options(
            right,
            ("Train NLL rises, held-out NLL falls", penalties.MORE_REGULARIZATION_IS_BETTER),
            ("Both fall: it is a better fit", penalties.FIT_IS_QUALITY),
            ("Both rise: the weights are held back", penalties.BIAS_ONLY_HURTS),
        ),
        right=right,
        why=f"The train NLL goes from {decimal(train[0])} to {decimal(train[1])} nats, the held-out NLL from "
        f"{decimal(held[0])} to {decimal(held[1])}. "
        + (
            "What the penalty takes from the fit was mostly noise."
            if right == 0
            else "So strong a belief takes more than the noise: the curve itself is flattened."
        ),
        shows={
            "kind": "l2", "strength": f"{strong:g}", "degree": str(degree), "n_points": str(n_points), "seed": "0",
        },
    )  # fmt: skip


def single_weights(degree: int = 12, n_points: int = 20) -> Asked:
    """What happens to single weights as the penalty of L2 grows."""
    weights = paths(problem(degree, n_points, 0), "l2")
    grow = grow_or_turn(weights)
    right = 1 if grow else 0
    lengths = [significant(float(np.linalg.norm(row)), 3) for row in (weights[0], weights[-1])]
    return Asked(
        stem=f"A polynomial of degree {degree}: its L2 penalty grows from near 0 to λ = {PENALTIES[-1]:,.0f}. What "
        "happens to its single weights?",
        options=options(
            right,
            ("Each one shrinks all the way", penalties.RIDGE_SHRINKS_EACH),
            ("Their vector shrinks; some grow on the way", penalties.RIDGE_SHRINKS_EACH),
            ("They become exactly 0, one by one", penalties.L2_SELECTS),
        ),
        right=right,
        why=f"The length ‖w‖ falls from {lengths[0]} to {lengths[1]}, "
        + (
            f"and yet {grow} of {degree} weights grow, or change their sign, somewhere on the way. None stays at 0."
            if grow
            else "and no single weight grows on the way. None stays at 0."
        ),
        shows={"scene": "paths", "degree": str(degree), "n_points": str(n_points), "seed": "0"},
    )


def same_as_ridge(strength: float = 0.6, degree: int = 12, n_points: int = 20) -> Asked:
    """Whether some ridge penalty gives the fit of early stopping."""
    steps = setting("early-stopping", strength).value
    examples = problem(degree, n_points, 0)
    best = early_stopping.best_match(examples, steps)
    many = early_stopping.directions(examples).curvature.size
    right = 0 if best.gap < SAME_FIT else 1
    return Asked(
        stem=f"A curve of degree {degree}: you stop gradient descent after {steps:,.0f} steps from 0. Is there an L2 "
        "penalty λ whose best fit is the same curve?",
        options=options(
            right,
            ("Yes: with the right λ it is the same", penalties.EARLY_STOPPING_IS_RIDGE),
            ("Nearly: some λ comes close, none is the same", penalties.ONLY_PENALTIES_REGULARIZE),
            ("No: without a penalty nothing is shrunk", penalties.ONLY_PENALTIES_REGULARIZE),
        ),
        right=right,
        why="Both keep a part of the MLE along each direction of the loss, "
        + (
            f"1 − (1 − ηh)ᵗ and h/(h + λ). With the best λ these parts still differ by up to {decimal(best.gap)} over "
            f"the {many} directions."
            if right
            else f"1 − (1 − ηh)ᵗ and h/(h + λ). There is one direction, and λ = {significant(best.weight_decay, 3)} "
            "makes the two equal."
        ),
        shows={
            "scene": "kind", "kind": "early-stopping", "strength": f"{strength:g}", "degree": str(degree),
            "n_points": str(n_points), "seed": "0",
        },
    )  # fmt: skip


def penalty_of_dropout(
    kind: Literal["dropout", "l2"] = "dropout", strength: float = 0.5, few: int = 20, many: int = 200
) -> Asked:
    """How heavy the penalty is beside the mean NLL after more examples, for dropout or L2 of a fixed strength."""
    value = setting(kind, strength).value
    summed = [
        float(dropout.penalties(problem(12, n, 0), value).mean()) if kind == "dropout" else value for n in (few, many)
    ]
    times = many / few
    change = (summed[1] / many) / (summed[0] / few)
    offered = (times, 1 / times, 1.0)
    right = nearest(offered, change)
    what = (
        f"dropout of inputs with p = {compact(value, 3)}" if kind == "dropout" else f"L2 with λ = {compact(value, 3)}"
    )
    return Asked(
        stem=f"In linear regression, {what} adds, on average, a penalty on the weights to the summed NLL. You get "
        f"{many} examples instead of {few}. How heavy is that penalty now, beside the *mean* NLL?",
        options=options(
            right,
            (f"About {compact(times)} times as heavy", quantities.SUM_FOR_MEAN),
            (f"About 1/{compact(times)} as heavy", penalties.DROPOUT_IS_BAYESIAN),
            ("About as heavy as before", beliefs.PRIOR_DECIDES),
        ),
        right=right,
        why=f"Beside the sum its mean λ goes from {significant(summed[0], 3)} to {significant(summed[1], 3)}, "
        + (
            f"for it is made from the inputs: it grows like the data. A prior would fade to 1/{compact(times)}."
            if kind == "dropout"
            else f"and the mean divides it by N: a belief that stays the same fades to 1/{compact(times)}."
        ),
        shows={
            "scene": "kind", "kind": kind, "strength": f"{strength:g}", "degree": "12", "n_points": str(many),
            "seed": "0",
        },
    )  # fmt: skip


def narrow_band(strength: float = 0.9, degree: int = 12, n_points: int = 20) -> Asked:
    """What share of the held-out examples lies in the 95 % band of a ridge regression with a prior."""
    lam, examples = penalty_at(strength), problem(degree, n_points, 0)
    belief = ridge.posterior(examples, lam)
    inside = math.nan if belief is None else ridge.coverage(examples, belief)
    right = 0 if inside < LOW else 1 if inside <= HIGH else 2
    width = compact(penalty.sigma_from_lambda_sum(lam), 3)
    return Asked(
        stem=f"A Gaussian prior of σ_w = {width} on {degree} weights, {n_points} training points. The posterior "
        f"gives a band for 95 % of new examples. How many of {examples.y_held.size} held-out ones lie in it?",
        options=options(
            right,
            ("Clearly fewer than 95 %", beliefs.EVERY_BAND_IS_TOO_NARROW),
            ("About 95 %, as it says", beliefs.BAND_KEEPS_ITS_PROMISE),
            ("Nearly all: the prior has made it sure", beliefs.NARROW_IS_RIGHT),
        ),
        right=right,
        why=f"{decimal(100 * inside, 1)} % do. "
        + (
            f"The band takes the prior’s word that weights are of about {width}; the largest true weight is "
            f"{compact(float(np.abs(examples.true_weights).max()))}, and a band may be narrow and wrong."
            if right == 0
            else "A band keeps its promise on average, if prior and model are right; this prior is wide enough."
        ),
        shows={
            "scene": "kind", "kind": "l2", "strength": f"{strength:g}", "degree": str(degree),
            "n_points": str(n_points), "seed": "0",
        },
    )  # fmt: skip


def eighteen_batters(pooling: batting.Pooling = "fitted", by_hand: float = 0.5) -> Asked:
    """Which estimates of eighteen batters come nearest to the rest of the season."""
    offered = [batting.answer(way, by_hand) for way in ("alone", "one", pooling)]
    right = min(range(3), key=lambda place: offered[place].error)
    rates, common, share = batting.SERIES.rates, batting.SERIES.pooled, offered[2].share
    how = {"fitted": "a prior fitted to all of them", "hand": "a prior chosen by hand"}.get(pooling, "a prior")
    return Asked(
        stem=f"Eighteen batters have been at bat {AT_BATS} times each. Their averages go from {decimal(rates.min())} "
        f"to {decimal(rates.max())}, and all hits together make {decimal(common)}. Which estimates have the smallest "
        "mean squared error against the rest of the season?",
        options=options(
            right,
            ("Each batter’s own average", evidence.LAW_OF_SMALL_NUMBERS),
            (f"{decimal(common)} for everyone", evidence.BASE_RATE_ONLY),
            (f"Own averages, pulled towards {decimal(common)} by {how}", penalties.BIAS_ONLY_HURTS),
        ),
        right=right,
        why=f"The errors are {significant(offered[0].error, 3)} for the batters’ own averages, "
        f"{significant(offered[1].error, 3)} for one number, and {significant(offered[2].error, 3)} with the prior, "
        f"which makes up {decimal(100 * share, 0)} % of each estimate. "
        "After so few times at bat, what the others did says much about each one.",
        shows={"scene": "others", "pooling": pooling},
    )


QUESTIONS: Final = (
    Question("regularization.ten-times-the-data", ten_times_the_data),
    Question("regularization.two-nlls", two_nlls),
    Question("regularization.single-weights", single_weights),
    Question("regularization.same-as-ridge", same_as_ridge),
    Question("regularization.penalty-of-dropout", penalty_of_dropout),
    Question("regularization.narrow-band", narrow_band),
    Question("regularization.eighteen-batters", eighteen_batters),
)
