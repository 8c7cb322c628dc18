"""Questions of lesson 9."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from core.belief import penalty
from core.data.points import shape_split
from core.logistic.map_estimate import gaussian_map, mle_in_box
from core.logistic.model import Problem, gradient, mle, nll
from core.numbers import compact, decimal, plain, significant
from core.training.lab.config import Optimizer, decay_explodes
from pages._kit.questions.answers import nearest, options
from pages._kit.questions.misconceptions import beliefs, models, penalties, training
from pages._kit.questions.question import Asked, Question

NAMES: Final[dict[Optimizer, str]] = {"sgd": "SGD", "adam": "Adam", "adamw": "AdamW"}
NONE: Final = 1e-8
"""Largest pull, in nats per example and unit of weight, that counts as none."""
EPSILON: Final = 1e-8
"""What Adam adds to the root, :data:`core.training.lab.optimizer_step.EPSILON`, whose module imports torch."""
POINTS: Final = 500
MOONS: Final[Mapping[str, str]] = {
    "data": "moons", "n_points": str(POINTS), "noise": "0.2", "hidden": "none", "batch": "full", "seed": "0",
}  # fmt: skip


@lru_cache(maxsize=1)
def _moons() -> Problem:
    """The lab's moons as they open, for a net without hidden layers."""
    train = shape_split("moons", POINTS, 0.2, 0).train
    return Problem(train.x, train.y.astype(np.float64))


def same_weight_decay(n: int = 500, sigma: float = 1.0, after: int = 2000) -> Asked:
    """Which prior a weight decay is after the number of examples has changed."""
    wd = penalty.weight_decay_from_sigma(sigma, n)
    now = penalty.sigma_from_weight_decay(wd, after)
    times = math.sqrt(max(after / n, n / after))
    offered = (sigma * times, sigma, sigma / times)
    right = nearest(offered, now)
    return Asked(
        stem=f"With {n:,} training points, `weight_decay` = {compact(wd, 3)} means a prior of σ = {compact(sigma, 3)}. "
        f"You keep it, and train on {after:,} points. Which prior is it now?",
        options=options(
            right,
            (f"A wider one, σ = {compact(offered[0], 3)}", beliefs.FADES_BY_WIDENING),
            (f"The same one, σ = {compact(offered[1], 3)}", penalties.WEIGHT_DECAY_KEEPS_ITS_MEANING),
            (f"A narrower one, σ = {compact(offered[2], 3)}", beliefs.FADES_BY_WIDENING),
        ),
        right=right,
        why=f"σ = 1/√(wd N) = {compact(now, 3)}. The penalty stands beside the *mean* NLL, so a `weight_decay` that "
        "stays the same is a narrower prior the more examples there are.",
        shows={
            "data": "moons", "n_points": str(after), "wd": plain(wd), "prior": "gaussian", "optimizer": "adam",
        },
    )  # fmt: skip


def pulls_at_rest(wd: float = 0.05, optimizer: Optimizer = "sgd") -> Asked:
    """How large the pulls of data and prior are where full-batch training has come to rest, without hidden layers."""
    problem = _moons()
    # The lab's net has a row of weights for each class. At rest the rows are u and -u: the log-odds have the weights
    # w = 2u, and wd/2 times |u|^2, twice, is wd/4 times |w|^2: half the decay on w.
    half = wd / 2
    if optimizer == "adamw" and wd:
        found = mle_in_box(problem, 2 / wd).parameters
    elif wd:
        found = gaussian_map(problem, penalty.sigma_from_weight_decay(half, problem.n)).parameters
    else:
        found = mle(problem).parameters
    data, prior = gradient(found, problem)[:2] / problem.n, half * found[:2]
    sizes = [math.sqrt(2) * float(np.linalg.norm(pull)) for pull in (data, prior)]
    right = 0 if sizes[0] > NONE else 2 if sizes[1] > NONE else 1
    return Asked(
        stem=f"Full-batch {NAMES[optimizer]} with `weight_decay` = {compact(wd)} has trained a net without hidden "
        "layers until nothing moves. What are the two gradients in the weights now, of the NLL and of the penalty?",
        options=options(
            right,
            (
                "Equally long and opposite",
                penalties.ADAMW_IS_L2 if optimizer == "adamw" else beliefs.PRIOR_DECIDES,
            ),
            ("Both are 0", training.AT_REST_NOTHING_PULLS),
            ("That of the NLL is 0, the other is not", training.DATA_HAVE_THE_LAST_WORD),
        ),
        right=right,
        why=(
            f"On the lab’s moons each is {significant(sizes[0], 3)} long, at 180°: at the MAP only their sum is 0."
            if right == 0
            else f"The NLL is at its minimum, and the penalty’s gradient is {significant(sizes[1], 3)} long: "
            + ("AdamW leaves it out of its adaptive step." if sizes[1] > NONE else "there is no penalty.")
        ),
        shows={
            **MOONS, "optimizer": optimizer, "lr": "1" if optimizer == "sgd" else "0.01", "wd": plain(wd),
            "prior": "gaussian", "steps": "1000",
        },
    )  # fmt: skip


def too_much_decay(lr: float = 50.0, wd: float = 0.05) -> Asked:
    """What SGD's decay alone does to a weight, for a learning rate and a weight decay."""
    factor = 1 - lr * wd
    right = 1 if decay_explodes("sgd", "gaussian", lr, wd) else 2 if factor < 0 else 0
    return Asked(
        stem=f"SGD with learning rate {compact(lr)} and `weight_decay` = {compact(wd)}. What does the decay alone do "
        "to a weight, step by step?",
        options=options(
            right,
            ("It shrinks it quickly towards 0", training.LARGER_STEP_IS_FASTER),
            ("It flips its sign and makes it larger", training.OVERSHOOT_DIVERGES),
            ("It flips its sign and makes it smaller", training.OVERSHOOT_DIES_OUT),
        ),
        right=right,
        why=f"Each step multiplies the weight by 1 − lr × wd = {compact(factor, 4)}. It shrinks as long as lr × wd, "
        f"here {compact(lr * wd, 4)}, is below 2.",
        shows={
            "data": "moons", "n_points": "40", "noise": "0.35", "hidden": "none", "activation": "relu", "batch": "full",
            "prior": "gaussian", "optimizer": "sgd", "lr": plain(lr), "wd": plain(wd), "steps": "100", "seed": "3",
        },
    )  # fmt: skip


def first_step(optimizer: Optimizer = "adam", lr: float = 0.01, small: float = 0.002, large: float = 0.2) -> Asked:
    """How far two weights with a small and a large gradient move in the first step, without weight decay."""
    g = np.array([small, large])
    # In the first step Adam's corrected averages are the gradient and its square.
    moved = lr * g if optimizer == "sgd" else lr * g / (np.sqrt(g * g) + EPSILON)
    offered = ((lr, lr), (lr * small, lr * large), (lr * small / large, lr))
    right = min(range(3), key=lambda place: float(np.abs(np.log(np.array(offered[place]) / moved)).max()))
    both, plainly, scaled = (tuple(plain(float(f"{size:.3g}")) for size in pair) for pair in offered)
    return Asked(
        stem=f"Two weights have the gradients {compact(small)} and {compact(large)}. How far does the first step of "
        f"{NAMES[optimizer]} move each, with learning rate {compact(lr)} and no weight decay?",
        options=options(
            right,
            (f"Both by about {both[0]}", training.EVERY_STEP_IS_THE_RATE),
            (f"By {plainly[0]} and {plainly[1]}", training.STEP_IS_RATE_TIMES_GRADIENT),
            (f"By {scaled[0]} and {scaled[1]}", training.ONE_SCALE_FOR_ALL),
        ),
        right=right,
        why=(
            "SGD moves each weight by lr times its gradient."
            if optimizer == "sgd"
            else f"{NAMES[optimizer]} divides each weight’s averaged gradient by the root of its own averaged square. "
            "In the first step only its sign is left: the weight moves by lr, however large its gradient."
        ),
        shows={"data": "moons", "optimizer": optimizer, "lr": plain(lr), "wd": "0"},
    )


def nothing_holds_them(noise: float = 0.1, n_points: int = 60) -> Asked:
    """What the weights do in long training without a prior, on three blobs and without hidden layers.

    ``noise`` is so small that a line parts one class from the others, or so large that every two classes overlap.
    """
    train = shape_split("blobs", n_points, noise, 0).train
    # If a line parts one class from the others, turning its logit up along that line lowers the NLL without end.
    parted = any(not _has_mle(Problem(train.x, (train.y == one).astype(np.float64))) for one in range(3))
    right = 1 if parted else 0
    return Asked(
        stem=f"A net without hidden layers, no prior, {n_points} points of three classes"
        + (". A straight line parts one class from the others" if parted else " that overlap")
        + ". You train on and on. What do the weights do?",
        options=options(
            right,
            ("They settle at the MLE", training.MLE_ALWAYS_EXISTS),
            ("They grow for as long as you train", training.WITHOUT_PRIOR_NO_END),
            ("They stop once every point is right", training.RIGHT_IS_ENOUGH),
        ),
        right=right,
        why=(
            "Larger weights make the net surer on which side of that line a point lies, and it is right each time: the "
            "NLL keeps falling. There is no MLE; a prior would end it."
            if parted
            else "Where classes overlap, larger weights make the errors dearer as well: the NLL has a minimum, the MLE."
        ),
        shows={
            "data": "blobs", "n_points": str(n_points), "noise": f"{noise:g}", "hidden": "none", "prior": "none",
            "wd": "0", "optimizer": "sgd", "lr": "5", "batch": "full", "steps": "10000", "seed": "0",
        },
    )  # fmt: skip


def _has_mle(problem: Problem) -> bool:
    """Whether the NLL of a logistic regression has a minimum: no line separates the labels."""
    try:
        mle(problem)
    except ArithmeticError:
        return False
    return True


def same_boundary(start: float = 1.0, factor: float = 3.0) -> Asked:
    """What happens to accuracy and NLL when all weights, ``start`` times the MLE, are multiplied by ``factor``."""
    problem = _moons()
    best = mle(problem).parameters
    before, after = (nll(size * best, problem) / problem.n for size in (start, start * factor))
    right = 2 if after > before else 1
    wins = (problem.design @ best > 0) == (problem.y > 0)
    share = f"{decimal(100 * float(wins.mean()), 1)} %"
    where = "ends at the MLE" if start == 1 else f"stands at {compact(start)} times the MLE"
    return Asked(
        stem=f"A net without hidden layers {where}; it gets {share} of its training points right. You multiply all its "
        f"weights and biases by {compact(factor)}, which moves no boundary. What happens?",
        options=options(
            right,
            ("Nothing: accuracy and NLL stay", models.BOUNDARY_IS_ALL),
            ("Accuracy stays, the NLL falls", models.SURER_IS_BETTER),
            ("Accuracy stays, the NLL rises", models.HEDGING_IS_SAFER),
        ),
        right=right,
        why=f"Each point keeps its side, so accuracy stays. On the lab’s moons the NLL goes from {decimal(before)} to "
        f"{decimal(after)} nats: "
        + (
            "what is wrong is now wrong and sure of itself."
            if right == 2
            else "the net was too timid for how often it is right."
        ),
        shows={**MOONS, "prior": "none", "wd": "0", "optimizer": "adam", "lr": "0.1", "steps": "1000"},
    )


QUESTIONS: Final = (
    Question("training-lab.same-weight-decay", same_weight_decay),
    Question("training-lab.pulls-at-rest", pulls_at_rest),
    Question("training-lab.too-much-decay", too_much_decay),
    Question("training-lab.first-step", first_step),
    Question("training-lab.nothing-holds-them", nothing_holds_them),
    Question("training-lab.same-boundary", same_boundary),
)
