"""Questions of lesson 5."""

import math
from typing import Final, Literal

import numpy as np

from core.belief.bayes_factor import compare
from core.belief.beta import Beta
from core.belief.beta_bernoulli import FLAT, likelihood_as_density, posterior, predictive
from core.belief.convergence import closed_mind
from core.belief.coverage import credible_ends
from core.data.coins import LARGE_SAMPLE, TEN_FLIPS, THOUSAND_FLIPS
from core.likelihood import coin
from core.likelihood.confidence import clopper_pearson_ends
from core.likelihood.counts import Counts
from core.likelihood.coverage import LEVEL, coverage
from core.numbers import compact, decimal, from_log, significant
from pages._kit.questions.coins import keys, told
from pages._kit.questions.misconceptions.beliefs import (
    DATA_ALWAYS_NARROW,
    INTERVAL_OF_REPLICATIONS,
    MAP_MOST_PROBABLE,
    PRIOR_ALWAYS_WINS,
    PRIOR_NEVER_MATTERS,
    WHAT_IS_95_PERCENT,
)
from pages._kit.questions.misconceptions.evidence import (
    AVERAGING,
    BASE_RATE_ONLY,
    DISAGREEMENT_WIDENS,
    P_VALUE,
    PRIMACY,
    RECENCY,
)
from pages._kit.questions.misconceptions.quantities import SAME_A_SAME_B
from pages._kit.questions.question import Asked, Option, Question

NEARLY_FAIR: Final = Beta(10, 10)
MOSTLY_TAILS: Final = Beta(2, 8)
THREE_HEADS: Final = Counts(3, 0)
VISIBLE: Final = 0.01
"""Widths that differ by a smaller part look the same."""
SOME_THETA: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Where the coverage of an interval is computed."""


def _prior(belief: Beta) -> dict[str, str]:
    return {"a": f"{belief.a:g}", "b": f"{belief.b:g}"}


def how_wide(counts: Counts = TEN_FLIPS.counts, prior: Beta = NEARLY_FAIR) -> Asked:
    """How wide a posterior is, compared with its prior and its likelihood."""
    before, alone, after = prior.sd, likelihood_as_density(counts).sd, posterior(prior, counts).sd
    if min(abs(after / before - 1), abs(after / alone - 1)) < VISIBLE and counts != TEN_FLIPS.counts:
        return how_wide(TEN_FLIPS.counts, prior)
    narrower, wider = after < min(before, alone), after > max(before, alone)
    return Asked(
        stem=f"Your prior is {prior}, and {told(counts)} come. How wide is the posterior, compared with the prior "
        "and with the likelihood scaled to area 1?",
        options=(
            Option("Wider than both", DISAGREEMENT_WIDENS),
            Option("Narrower than both", DATA_ALWAYS_NARROW),
            Option("Between the two", AVERAGING),
        ),
        right=1 if narrower else 0 if wider else 2,
        why=f"Standard deviations: {significant(before, 3)} before, {significant(alone, 3)} for the likelihood alone, "
        f"and {significant(after, 3)} after. "
        + (
            "Prior and flips agree well enough, so their information adds up."
            if narrower
            else "Usually information adds up; here prior and flips point apart, and that costs width."
        ),
        shows={**keys(counts), **_prior(prior)},
    )


def next_flip(flips: Counts = THREE_HEADS) -> Asked:
    """The probability of heads after a few flips under a flat prior: the mean, not the mode."""
    after = posterior(FLAT, flips)
    top, ahead = after.mode.at[0], predictive(after)
    return Asked(
        stem=f"Your prior is flat, {FLAT}, and the first flips are {told(flips)}: the posterior is {after}, highest at "
        f"θ = {compact(top, 3)}. What is the probability that the next flip is heads?",
        options=(
            Option(compact(top, 3), MAP_MOST_PROBABLE),
            Option(compact(FLAT.mean, 3), BASE_RATE_ONLY),
            Option(compact(ahead, 3)),
        ),
        right=2,
        why=f"Every θ predicts, weighted by its posterior density: the mean, ({flips.heads} + 1) / ({flips.n} + 2) = "
        f"{compact(ahead, 3)}. The MAP is one point and carries no probability of its own.",
        shows={**keys(flips), **_prior(FLAT)},
    )


def how_far_apart(flips: Counts = THOUSAND_FLIPS.counts) -> Asked:
    """How far apart two people end who start with different priors and see the same flips."""
    before = abs(NEARLY_FAIR.mean - MOSTLY_TAILS.mean)
    after = abs(posterior(NEARLY_FAIR, flips).mean - posterior(MOSTLY_TAILS, flips).mean)
    return Asked(
        stem=f"One prior is {NEARLY_FAIR}, another {MOSTLY_TAILS}: their means are {compact(before)} apart. Both see "
        f"{told(flips)}. How far apart are the posterior means?",
        options=(
            Option(compact(before), PRIOR_ALWAYS_WINS),
            Option("0", PRIOR_NEVER_MATTERS),
            Option(significant(after, 3)),
        ),
        right=2,
        why=f"The means are {decimal(posterior(NEARLY_FAIR, flips).mean, 5)} and "
        f"{decimal(posterior(MOSTLY_TAILS, flips).mean, 5)}. A prior counts as a + b flips in the mean: its weight "
        "falls as the flips grow, and never becomes 0.",
        shows={"scene": "priors"},
    )


def closed(flips: Counts = THOUSAND_FLIPS.counts, limit: float = 0.5) -> Asked:
    """Where the posterior mean of a prior ends that is 0 above a limit."""
    mean, share = closed_mind(flips, limit).mean, coin.mle(flips) or 0.0
    return Asked(
        stem=f"Somebody’s prior is flat from θ = 0 to {limit:g}, and 0 above. Then {told(flips)} come. Where is the "
        "posterior mean?",
        options=(
            Option(decimal(mean)),
            Option(decimal((limit / 2 + share) / 2), AVERAGING),
            Option(decimal(share), PRIOR_NEVER_MATTERS),
        ),
        right=0,
        why="Where the prior is 0, so is the posterior, whatever comes: its mean cannot pass "
        f"{limit:g}, and the flips push it to {decimal(mean, 4)}.",
        shows={"scene": "priors"},
    )


def what_is_promised(kind: Literal["credible", "clopper-pearson"] = "credible", prior: Beta = NEARLY_FAIR) -> Asked:
    """What 95 % means for a credible interval, and for a confidence interval."""
    flips, percent = TEN_FLIPS.counts, f"{100 * LEVEL:g} %"
    after = posterior(prior, flips)
    ends = (
        credible_ends(prior, flips.n, LEVEL)
        if kind == "credible"
        else clopper_pearson_ends(np.arange(flips.n + 1), flips.n, LEVEL)
    )
    lower, upper = float(ends.lower[flips.heads]), float(ends.upper[flips.heads])
    inside = float(after.cdf(upper) - after.cdf(lower))
    name = "central credible interval" if kind == "credible" else "Clopper-Pearson interval"
    lowest, where = min(zip(coverage(ends, SOME_THETA), SOME_THETA, strict=True))
    return Asked(
        stem=f"With the prior {prior} and {told(flips)}, the {percent} {name} is {decimal(lower)} to "
        f"{decimal(upper)}. What does it promise?",
        options=(
            Option(f"At any θ, at least {percent} of such intervals hold θ", WHAT_IS_95_PERCENT),
            Option(f"Given prior and flips, θ is inside with probability {percent}", WHAT_IS_95_PERCENT),
            Option(
                f"Of new sets of {flips.n} flips, {percent} have their share of heads inside", INTERVAL_OF_REPLICATIONS
            ),
        ),
        right=1 if math.isclose(inside, LEVEL) else 0,
        why=f"{100 * inside:.1f} % of the posterior is inside. That is no promise about repeated experiments: at "
        f"θ = {where:g}, {100 * lowest:.1f} % of such intervals hold θ."
        if math.isclose(inside, LEVEL)
        else f"It is made for repeated experiments: at θ = {where:g}, {100 * lowest:.1f} % of such intervals hold θ. "
        f"Of the posterior, {100 * inside:.1f} % is inside.",
        shows={
            "scene": "coverage",
            "theta": f"{where:g}",
            "n_flips": str(flips.n),
            "level": f"{LEVEL:g}",
            **_prior(prior),
        },
    )


def is_it_fair(flips: Counts = LARGE_SAMPLE.counts, prior: Beta = FLAT) -> Asked:
    """How probable a fair coin is after a large sample that a test rejects at 5 %."""
    found = compare(prior, flips)
    p_value, fair = decimal(math.exp(found.log_p_value)), decimal(math.exp(found.log_p_fair))
    return Asked(
        stem=f"{told(flips)}: a fair coin is as uneven or more with probability {p_value}, the p-value. "
        f"Before, “θ is exactly 0.5” and “θ is unknown, with density {prior}” had probability 1/2 each. How probable "
        "is the fair coin now?",
        options=(
            Option(p_value, P_VALUE),
            Option(fair),
            Option("0.500, as before", BASE_RATE_ONLY),
        ),
        right=1,
        why=f"These flips are {from_log(abs(found.log_factor), 3)} times as probable under the "
        + (
            "fair coin as under the other hypothesis"
            if found.log_factor < 0
            else "other hypothesis as under the fair coin"
        )
        + f", so the fair coin has {fair}. The factor depends on how wide the other prior is.",
        shows={"scene": "fair", **keys(flips), **_prior(prior)},
    )


def whose_order(first: str = "HHHHHHHTTT", second: str = "TTTHHHHHHH", prior: Beta = NEARLY_FAIR) -> Asked:
    """Whether the order of the flips moves the posterior mean."""
    means = []
    for flips in (first, second):
        belief = prior
        for flip in flips:
            belief = posterior(belief, Counts(int(flip == "H"), int(flip == "T")))
        means.append(belief.mean)
    same = math.isclose(*means)
    counts = Counts(first.count("H"), first.count("T"))
    return Asked(
        stem=f"Two people with the prior {prior} each see {len(first)} flips, one by one. Ann’s are {first}, Ben’s "
        f"are {second}. Whose posterior mean is larger at the end?",
        options=(
            Option("Ann’s", PRIMACY),
            Option("Ben’s", RECENCY),
            Option("They are equal", SAME_A_SAME_B),
        ),
        right=2 if same else 0 if means[0] > means[1] else 1,
        why="Each head adds 1 to a and each tail 1 to b, early or late. "
        + (
            f"Both end at {decimal(means[0])}."
            if same
            else f"Ann ends at {decimal(means[0])} and Ben at {decimal(means[1])}."
        ),
        shows={"scene": "flips", **keys(counts), **_prior(prior)},
    )


QUESTIONS: Final = (
    Question("bayesian-inference.how-wide", how_wide),
    Question("bayesian-inference.next-flip", next_flip),
    Question("bayesian-inference.closed-mind", closed),
    Question("bayesian-inference.how-far-apart", how_far_apart),
    Question("bayesian-inference.whose-order", whose_order),
    Question("bayesian-inference.what-is-promised", what_is_promised),
    Question("bayesian-inference.is-it-fair", is_it_fair),
)
