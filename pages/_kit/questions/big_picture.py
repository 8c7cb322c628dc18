"""Questions of lesson 8: about the stored answers to its default settings, and about its sampler."""

from typing import Final, Literal

import numpy as np
from scipy.special import expit

from core.answers import net
from core.answers.calibration import mean_nll
from core.answers.stored import agreement, stored_answer
from core.answers.task import (
    DISTANCES,
    FAR,
    FAR_NODE,
    METHODS,
    N_POINTS,
    NODES,
    Answer,
    Method,
    Settings,
    confidence_along,
    log_probability,
    probability,
    task,
)
from core.arrays import FloatArray
from core.numbers import decimal
from pages._kit.questions.answers import options
from pages._kit.questions.misconceptions import beliefs, evidence, models, penalties
from pages._kit.questions.question import Asked, Question

MIDDLE: Final = float(NODES[FAR_NODE])
"""Both coordinates of the middle of the dashed box."""
PLACES: Final = 200
"""Number of held-out points at which nets are compared: enough for the mean, and few enough to take no time."""
HALF_SURE: Final = 0.1
"""Distance from one half up to which a net is said to know nothing."""
FEW: Final = 0.05
"""Share of nets up to which the others are said to be of one mind."""
CALIBRATED: Final = 0.02
"""Difference of confidence and accuracy up to which they are said to be the same."""
CERTAIN, UNDECIDED = 0.99, 0.55
"""Confidence from which a method is said to be sure, and up to which it is said to know nothing."""
STAYS: Final = 0.9
"""Ratio of two spreads from which the later is said not to be smaller."""
POOR: Final = 0.1
"""Effective sample size, as a share of the draws, below which a sampler is said to do badly."""
WHO: Final[dict[Method, str]] = {"MLE": "a net without a prior (MLE)", "MAP": "a net with weight decay (MAP)"}
DROPPED: Final = 0.1
"""Rate of the lesson's dropout, :data:`core.training.answers.dropout.RATE`, whose module imports torch."""


def many_nets(at: tuple[float, float] = (MIDDLE, MIDDLE), n_points: int = 40) -> Asked:
    """What the nets that HMC drew say at one place."""
    answer = _answer("HMC", n_points)
    x = np.array([at])
    each = expit(net.logits(answer.weights, x)[:, 0])
    undecided, ones = float(np.mean(np.abs(each - 0.5) < HALF_SURE)), int(np.sum(each > 0.5))
    right = 2 if undecided > 0.5 else 0 if min(ones, each.size - ones) <= FEW * each.size else 1
    far = all(FAR[0] <= value <= FAR[1] for value in at)
    where = "the middle of the dashed box, far from all data" if far else f"({decimal(at[0], 1)}, {decimal(at[1], 1)})"
    return Asked(
        stem=f"HMC has drawn {each.size} nets that all explain the {n_points} training points well. Go to {where}. "
        "What do they say there?",
        options=options(
            right,
            ("Nearly all name the same class", models.SAME_FIT_SAME_NET),
            ("Some name one class, some the other", models.OTHER_WEIGHTS_OTHER_ANSWERS),
            ("Most say about 0.5 for each class", models.FAR_CONFIDENCE_IS_ACCURACY),
        ),
        right=right,
        why=f"{ones} of {each.size} find class 1 more probable there, and the average is p = "
        f"{decimal(float(probability(answer, x)[0]))}. "
        + (
            "Each net may be sure of itself; only their disagreement shows that nobody knows."
            if right == 1
            else "Their weights differ, and what the data demand of them here is the same."
        ),
        shows=_default(n_points),
    )


def leaving_the_data(method: Method = "MLE", n_points: int = 40, angle: int = 45) -> Asked:
    """What happens to a method's confidence along a ray that leaves the data."""
    end = float(confidence_along(_answer(method, n_points), angle)[0, -1])
    right = 0 if end <= UNDECIDED else 2 if end >= CERTAIN else 1
    return Asked(
        stem=f"Take {WHO.get(method, method)}, trained on {n_points} points, and leave the data at {angle}°, in a "
        f"straight line, for {DISTANCES[-1]:,.0f} standard deviations. What becomes of its confidence in the likelier "
        "class?",
        options=options(
            right,
            ("It falls to about 0.5", models.FAR_CONFIDENCE_IS_ACCURACY),
            ("It levels off well below 1", models.FEW_DATA_MODEST_NET),
            ("It comes to about 1", models.EVERY_METHOD_IS_SURE_FAR_AWAY),
        ),
        right=right,
        why=f"At the end it is {decimal(end)}. "
        + (
            "A ReLU net is linear along a ray after its last kink: its log-odds grow on, though no data speak of that "
            "place."
            if right == 2
            else "The doubt about the weights grows along with the log-odds."
        ),
        shows={"scene": "far", "angle": str(angle), **_default(n_points)},
    )


def where_they_agree(few: int = 20, many: int = 320, methods: tuple[Method, ...] = METHODS) -> Asked:
    """Where methods come together as the data grow: on held-out points, or far away too."""
    found = agreement()

    def apart(name: str, n: int) -> float:
        values = [float(getattr(found[method][N_POINTS.index(n)], name)) for method in methods]
        return max(values) - min(values)

    near, far = ([apart(name, n) for n in (few, many)] for name in ("nll", "far_entropy"))
    together = [after < before / 2 for before, after in (near, far)]
    right = 1 if all(together) else 0 if together[0] else 2
    who = "Six methods learn" if len(methods) == len(METHODS) else f"{' and '.join(methods)} learn"
    return Asked(
        stem=f"{who} from {few} points, and then from {many}. Where do their answers come together: on held-out points "
        "(by NLL), or in the dashed box far away (by entropy)?",
        options=options(
            right,
            ("On held-out points, not far away", beliefs.PRIOR_DECIDES),
            ("In both places: the data decide", beliefs.PRIOR_NEVER_MATTERS),
            ("In neither: they believe other things", beliefs.PRIOR_DECIDES),
        ),
        right=right,
        why=f"From best to worst, the held-out NLLs are {decimal(near[0])} nats apart with {few} points and "
        f"{decimal(near[1])} with {many}; the entropies far away {decimal(far[0])} and {decimal(far[1])}."
        + (" No data ever come from there." if right == 0 else ""),
        shows={"scene": "size", "n_points": str(many)},
    )


def as_sure_as_right(method: Method = "MLE", n_points: int = 40) -> Asked:
    """How the mean confidence on held-out points compares with the accuracy."""
    answer, split = _answer(method, n_points), task(Settings(n_points=n_points))
    p = np.exp(log_probability(answer, split.held_out.x))
    sure, correct = float(p.max(axis=1).mean()), float(np.mean(p.argmax(axis=1) == split.held_out.y))
    right = 1 if sure < correct - CALIBRATED else 2 if sure > correct + CALIBRATED else 0
    share = f"{decimal(100 * correct, 0)} %"
    trained = mean_nll(log_probability(answer, split.train.x), split.train.y)
    return Asked(
        stem=f"Trained on {n_points} points, {WHO.get(method, method)} names the right class for {share} of the "
        "held-out points. How probable does it call the class that it names, on average?",
        options=options(
            right,
            (f"About {share}, too", models.CONFIDENCE_IS_ACCURACY),
            (f"Clearly less than {share}", models.FEW_DATA_MODEST_NET),
            (f"Clearly more than {share}", models.EVERY_NET_IS_OVERCONFIDENT),
        ),
        right=right,
        why=f"It is {decimal(100 * sure, 1)} %, and {decimal(100 * correct, 1)} % are right. "
        + (
            f"Training rewards being sure of points that it knows: their NLL is {decimal(trained)}."
            if right == 2
            else "Whether the two agree is a matter of method and data, and has to be measured."
        ),
        shows={"scene": "calibration", **_default(n_points)},
    )


def spread_of_dropout(method: Literal["MC dropout", "HMC"] = "MC dropout", few: int = 20, many: int = 320) -> Asked:
    """Whether the spread of a method's nets at held-out points shrinks as the data grow."""
    before, after = (_spread(method, n) for n in (few, many))
    other: Method = "HMC" if method != "HMC" else "MC dropout"
    right = 0 if after >= STAYS * before else 1
    what = {
        "MC dropout": "MC dropout drops units at random in prediction too, which makes many nets of one",
        "HMC": "HMC draws many nets from the posterior",
    }
    return Asked(
        stem=f"{what[method]}. Trained on {many} points instead of {few}, how much do these nets differ at held-out "
        "points?",
        options=options(
            right,
            ("No less than before", evidence.CONSERVATISM),
            ("Clearly less: more data, less doubt", penalties.DROPOUT_IS_BAYESIAN),
        ),
        right=right,
        why=f"The standard deviation of their probabilities goes from {decimal(before)} to {decimal(after)}; for "
        f"{other} from {decimal(_spread(other, few))} to {decimal(_spread(other, many))}. The noise of dropout is set "
        f"by its rate, {DROPPED:g}, not by the data.",
        shows={"scene": "size", "n_points": str(many)},
    )


def nothing_rejected(step: float = 0.01, n_steps: int = 3) -> Asked:
    """What the draws of a sampler are worth that rejects hardly anything. Sampling takes up to a tenth of a second."""
    # They load the sampler, which only this question needs.
    from core.logistic.posterior import covariance
    from core.sampling.walk import DRAWS, summary, walk

    chains = walk(step, n_steps)
    found = summary(chains, DRAWS)
    total, worth = DRAWS * len(chains.position), found.ess or 0.0
    right = 1 if worth < POOR * total else 0
    width = float(np.sqrt(np.diag(covariance())).mean())
    return Asked(
        stem=f"HMC draws two weights whose posterior standard deviations are about {decimal(width, 1)}. With {n_steps} "
        f"leapfrog steps of {step:g} for each draw it has a mean acceptance of {decimal(100 * found.acceptance, 2)} %. "
        f"What are its {total} draws worth?",
        options=options(
            right,
            (f"About as much as {total} independent draws", models.ACCEPTED_IS_EXPLORED),
            (f"Less than a tenth of {total} independent draws", models.DEPENDENT_IS_WORTHLESS),
        ),
        right=right,
        why=f"The effective sample size is {decimal(worth, 0)}, R-hat {decimal(found.rhat or 0.0, 2)}. "
        + (
            "Short trajectories are nearly always accepted, and lead nowhere: the chains crawl."
            if right
            else "Each trajectory is long enough to lead far from where it began."
        ),
        shows={"scene": "hmc", "leapfrog": f"{step:g}", "length": str(n_steps), "draws": str(DRAWS)},
    )


def _answer(method: Method, n_points: int) -> Answer:
    answer = stored_answer(Settings(n_points=n_points), method)
    assert answer is not None, "the default settings are stored for every number of points"
    return answer


def _spread(method: Method, n_points: int) -> float:
    """Standard deviation of the nets' probabilities, averaged over held-out points."""
    places = task(Settings(n_points=n_points)).held_out.x[:PLACES]
    each: FloatArray = expit(net.logits(_answer(method, n_points).weights, places))
    return float(each.std(axis=0).mean())


def _default(n_points: int) -> dict[str, str]:
    """The keys of the lesson's default settings with ``n_points``."""
    default = Settings()
    return {"data": default.data, "n_points": str(n_points), "wd": f"{default.wd:g}", "seed": str(default.seed)}


QUESTIONS: Final = (
    Question("big-picture.many-nets", many_nets),
    Question("big-picture.leaving-the-data", leaving_the_data),
    Question("big-picture.where-they-agree", where_they_agree),
    Question("big-picture.as-sure-as-right", as_sure_as_right),
    Question("big-picture.spread-of-dropout", spread_of_dropout),
    Question("big-picture.nothing-rejected", nothing_rejected),
)
