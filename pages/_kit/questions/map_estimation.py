"""Questions of lesson 6."""

import math
from typing import Final

from core.belief import map_coin, penalty
from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior
from core.belief.penalty import Prior
from core.data.coins import TEN_FLIPS
from core.likelihood import coin
from core.likelihood.counts import Counts
from core.logistic import race
from core.numbers import compact, decimal, plain
from pages._kit.questions.answers import nearest, options
from pages._kit.questions.coins import keys, told
from pages._kit.questions.misconceptions import beliefs, evidence, penalties
from pages._kit.questions.question import Asked, Question

SEEN: Final = 0.003
"""Smallest difference of two values of theta that the question relies on: three of the last decimals shown."""
LEAST_MASS: Final = 0.001
LOW, HIGH = 0.5, 0.6
"""The interval of the scene "logit" as it opens."""


def twice_the_examples(n: int = 500, wd: float = 0.01, after: int = 1000) -> Asked:
    """Which weight decay says with ``after`` examples what ``wd`` said with ``n``."""
    sigma = penalty.sigma_from_weight_decay(wd, n)
    needed = penalty.weight_decay_from_sigma(sigma, after)
    times = max(after / n, n / after)
    offered = (wd * times, wd, wd / times)
    right = nearest(offered, needed)
    return Asked(
        stem=f"You minimize the mean NLL of {n:,} examples with the L2 penalty of `weight_decay` = {compact(wd)}. "
        f"Now you have {after:,} examples, and believe the same about the weights. Which `weight_decay` expresses "
        "that belief?",
        options=options(
            right,
            (f"{compact(offered[0], 4)}", penalties.PENALTY_KEEPS_PACE),
            (f"{compact(offered[1], 4)}, as before", penalties.WEIGHT_DECAY_KEEPS_ITS_MEANING),
            (f"{compact(offered[2], 4)}", penalties.PENALTY_KEEPS_PACE),
        ),
        right=right,
        why=f"The belief is σ = 1/√(wd N) = {compact(sigma, 3)}. The loss is a mean over the examples, so the prior’s "
        f"part is divided by N too: wd = 1/(σ² N) = {compact(needed, 4)}.",
        shows={"scene": "converter", "prior": "gaussian", "sigma": f"{sigma:.4g}", "n_examples": str(after)},
    )


def where_they_meet(counts: Counts = TEN_FLIPS.counts, a: float = 10.0, b: float = 10.0) -> Asked:
    """Where the MAP lies between the MLE and the top of the prior; ``a`` and ``b`` are above 1."""
    prior = Beta(a, b)
    top = prior.mode.at[0]
    flips = counts if _parted(counts, prior) else TEN_FLIPS.counts
    best, met = coin.mle(flips) or 0.0, posterior(prior, flips).mode.at[0]
    right = 1 if abs(met - top) < abs(met - best) else 2
    data, belief = decimal(best), decimal(top)
    return Asked(
        stem=f"{told(flips)} put the MLE at {data}. The prior {prior} is highest at {belief}. Where is the MAP?",
        options=options(
            right,
            (f"At {belief}, where the prior is highest", beliefs.PRIOR_DECIDES),
            (f"Between the two, nearer to {belief}", evidence.CONSERVATISM),
            (f"Between the two, nearer to {data}", evidence.LAW_OF_SMALL_NUMBERS),
            (f"At {data}, where the likelihood is highest", evidence.DATA_SPEAK_ALONE),
        ),
        right=right,
        why=f"For the peak, this prior counts like {compact(a - 1)} heads and {compact(b - 1)} tails more: "
        f"({flips.heads:,} + {compact(a - 1)}) / ({flips.n:,} + {compact(a + b - 2)}) = {decimal(met)}.",
        shows={**keys(flips), "a": compact(a), "b": compact(b)},
    )


def _parted(counts: Counts, prior: Beta) -> bool:
    """Whether MLE, MAP and the prior's top are three places that one can tell apart, the MAP not halfway."""
    best, after = coin.mle(counts), posterior(prior, counts).mode
    if best is None:
        return False
    to_data, to_prior = abs(after.at[0] - best), abs(after.at[0] - prior.mode.at[0])
    return min(to_data, to_prior, abs(to_data - to_prior)) >= SEEN


def around_the_map(heads: int = 10, tails: int = 8, a: float = 2.0, b: float = 2.0) -> Asked:
    """How probable an interval is that holds the MAP."""
    flips = Counts(heads, tails)
    after = posterior(Beta(a, b), flips)
    mass = map_coin.masses(after, LOW, HIGH).on_theta
    right = 0 if mass < 0.5 else 1 if mass < 0.9 else 2
    met = decimal(after.mode.at[0])
    return Asked(
        stem=f"The posterior is {after}, and the MAP is {met}. How probable is it that θ lies from {LOW:g} to "
        f"{HIGH:g}?",
        options=options(
            right,
            ("Less than 50 %", evidence.CONSERVATISM),
            ("From 50 % to 90 %", beliefs.MAP_MOST_PROBABLE if mass < 0.5 else evidence.CONSERVATISM),
            ("More than 90 %", beliefs.MAP_MOST_PROBABLE),
        ),
        right=right,
        why=f"It is {decimal(100 * mass, 1)} %. The MAP is where the density is highest, and says nothing of how much "
        f"lies around it: the posterior’s standard deviation is {decimal(after.sd)}.",
        shows={"scene": "logit", **keys(flips), "a": compact(a), "b": compact(b)},
    )


def exact_zeros(prior: Prior = "laplace", sigma: float = 0.1) -> Asked:
    """How many of two weights a narrow prior sets to exactly 0."""
    from core.logistic import two_weights  # it loads scipy.interpolate, which the overview does without

    alone, both = two_weights.mle_fit().weights, two_weights.map_fit(prior, sigma).weights
    right = int((both == 0).sum())
    name = {"gaussian": "Gaussian", "laplace": "Laplace"}[prior]
    first, second = (decimal(float(weight)) for weight in alone)
    shown = ", ".join("0" if weight == 0 else decimal(float(weight)) for weight in both)
    return Asked(
        stem=f"A logistic regression tells penguins apart by two weights; their MLE is ({first}, {second}). Now both "
        f"get a narrow {name} prior, of standard deviation {compact(sigma)}. How many weights of the MAP are exactly "
        "0?",
        options=options(
            right,
            ("None: both are just small", penalties.ONLY_SHRINKS),
            ("One: the data hold the other", penalties.L2_SELECTS if prior == "gaussian" else penalties.ONLY_SHRINKS),
            ("Both: the prior is that narrow", beliefs.PRIOR_DECIDES),
        ),
        right=right,
        why=f"The MAP is ({shown}). "
        + (
            "A Laplace prior pulls with the same force however small a weight is, and holds it at 0 as long as the "
            "data pull less."
            if prior == "laplace"
            else "The pull of a Gaussian prior fades with the weight, so that it holds none at 0."
        ),
        shows={"scene": "weights", "prior": prior, "sigma": compact(sigma)},
    )


def end_of_adamw(wd: float = 0.1) -> Asked:
    """Where AdamW ends with the full batch: at the MAP, at the MLE, or at the edge of its box."""
    from core.logistic import two_weights  # it loads scipy.interpolate, which the overview does without

    stars = race.stars(two_weights.problem(), wd)
    free = math.isclose(float(race.distance(stars.box, stars.mle)), 0.0, abs_tol=1e-6)
    right = 2 if free else 1
    limit, largest = compact(1 / wd, 3), decimal(float(abs(stars.mle[:2]).max()))
    return Asked(
        stem=f"A logistic regression, the full batch, `weight_decay` = {compact(wd)} on both weights, a rate that "
        "falls to 0. SGD ends at the MAP of a Gaussian prior. Where does AdamW end?",
        options=options(
            right,
            ("At the same MAP as SGD", penalties.ADAMW_IS_L2),
            (f"Where the largest |w| is 1/wd = {limit}", penalties.BOUND_IS_REACHED),
            ("At the MLE, as without a decay", penalties.DECOUPLED_DOES_NOTHING),
        ),
        right=right,
        why=f"Where AdamW settles, it has minimized the NLL under max |w| ≤ 1/wd = {limit}. The MLE’s largest weight "
        f"is {largest}: the bound "
        + ("does not touch it, and the decay leaves no trace." if free else "cuts it off, and AdamW ends there."),
        shows={
            "scene": "race", "race_decay": plain(wd), "race_batch": "full batch", "race_step": str(race.STEPS),
        },
    )  # fmt: skip


def another_scale(counts: Counts = TEN_FLIPS.counts, a: float = 2.0, b: float = 2.0) -> Asked:
    """What of a posterior stays when it is drawn over logit theta."""
    prior = Beta(a, b)
    flips = counts if _moves(posterior(prior, counts)) else TEN_FLIPS.counts
    after = posterior(prior, flips)
    peak, moved = after.mode.at[0], map_coin.logit_mode(after)
    mass = map_coin.masses(after, LOW, HIGH)
    same_peak = math.isclose(peak, moved, abs_tol=1e-9)
    same_mass = math.isclose(mass.on_theta, mass.on_logit, rel_tol=1e-6)
    right = 2 if not same_mass else 1 if same_peak else 0
    return Asked(
        stem=f"After {told(flips)} and a prior {prior}, the posterior is {after}. You draw it over logit θ instead "
        f"of θ. Compare the θ at its peak, and the probability of {LOW:g} ≤ θ ≤ {HIGH:g}. What stays the same?",
        options=options(
            right,
            ("The probability, not the peak", beliefs.ANOTHER_SCALE),
            ("Both: it is the same belief", beliefs.MAP_IS_INVARIANT),
            ("Neither: it is another scale", beliefs.ANOTHER_SCALE),
        ),
        right=right,
        why=f"Over θ the peak is at {decimal(peak)}, over logit θ at {decimal(moved)}. The probability is "
        f"{decimal(100 * mass.on_theta, 1)} % either way: where the axis is stretched, the density falls as much.",
        shows={"scene": "logit", **keys(flips), "a": compact(a), "b": compact(b)},
    )


def _moves(after: Beta) -> bool:
    """Whether the peak moves by an amount that shows, and the interval has a probability that shows."""
    inside = after.mode.place == "inside"
    return (
        inside
        and abs(after.mode.at[0] - map_coin.logit_mode(after)) >= SEEN
        and map_coin.masses(after, LOW, HIGH).on_theta >= LEAST_MASS
    )


QUESTIONS: Final = (
    Question("map-estimation.twice-the-examples", twice_the_examples),
    Question("map-estimation.where-they-meet", where_they_meet),
    Question("map-estimation.around-the-map", around_the_map),
    Question("map-estimation.exact-zeros", exact_zeros),
    Question("map-estimation.end-of-adamw", end_of_adamw),
    Question("map-estimation.another-scale", another_scale),
)
