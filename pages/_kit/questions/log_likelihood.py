"""Questions of lesson 3."""

import math
from typing import Final

from core.data.coins import TEN_FLIPS
from core.likelihood import coin, gaussian, underflow
from core.likelihood.counts import MAX_COUNT, Counts
from core.numbers import compact, decimal, from_log, nats, plain, significant
from pages._kit.questions.coins import keys, told
from pages._kit.questions.misconceptions.evidence import SAMPLE_SIZE
from pages._kit.questions.misconceptions.quantities import (
    ADDITIVE,
    DENOMINATOR_NEGLECT,
    FLOAT_RANGE,
    HEIGHT_FOR_SLOPE,
    LINEARITY,
    LOST_FOR_GOOD,
    MORE_A_MORE_B,
    SAME_A_SAME_B,
)
from pages._kit.questions.question import Asked, Option, Question

FLOAT: Final = "float64"
HUNDRED_FLIPS: Final = Counts(10 * TEN_FLIPS.counts.heads, 10 * TEN_FLIPS.counts.tails)


def twice_the_flips(counts: Counts = TEN_FLIPS.counts, times: int = 2) -> Asked:
    """What so many times the flips, of one share, do to the standard error."""
    usable = counts.heads and counts.tails and times * max(counts.heads, counts.tails) <= MAX_COUNT
    few = counts if usable else TEN_FLIPS.counts
    many = Counts(times * few.heads, times * few.tails)
    before, after = coin.standard_error(few) or 0.0, coin.standard_error(many) or 0.0
    halves = math.isclose(after, before / 2)
    return Asked(
        stem=f"{told(few)} become {told(many)}. What happens to the standard error of θ̂?",
        options=(
            Option("It stays the same", SAME_A_SAME_B),
            Option("It halves", LINEARITY),
            Option("It shrinks, to more than half", SAMPLE_SIZE),
            Option("It shrinks, to less than half", LINEARITY),
        ),
        right=1 if halves else 2 if after > before / 2 else 3,
        why=f"The standard error is 1 / √information, and {times} times the flips have {times} times the "
        f"information: it goes from {significant(before, 3)} to {significant(after, 3)}, divided by "
        f"{significant(before / after, 3)}.",
        shows=keys(many),
    )


def long_product(n: int = 2000, p: float = 0.5) -> Asked:
    """What a product of many factors is in float64, and what its sum of logs is."""
    exact = underflow.sum_of_logs(p, n)
    product, total = from_log(exact, 3), nats(exact, 1)
    lost = underflow.product(p, n) == 0
    zero = underflow.zero_from(p, FLOAT)
    return Asked(
        stem=f"{n:,} factors of {p:g} are multiplied one by one in {FLOAT}, and their logs are added. What do "
        "the product and the sum read?",
        options=(
            Option(f"{product} and {total}", FLOAT_RANGE),
            Option("0 and −∞ nats", LOST_FOR_GOOD),
            Option(f"0 and {total}", FLOAT_RANGE),
        ),
        right=2 if lost else 0,
        why=f"From {zero:,} such factors on, the product rounds to 0 in {FLOAT}. The sum, "
        f"{n:,} × {decimal(underflow.sum_of_logs(p, 1))}, is a number of ordinary size.",
        shows={"scene": "underflow", "n": str(n), "p": plain(p)},
    )


def who_costs_more(counts: Counts = TEN_FLIPS.counts) -> Asked:
    """Whether the heads or the tails together take more from the log-likelihood at its peak."""
    theta = coin.mle(counts) or 0.0
    shown = round(theta, 3)
    if not 0 < shown < 1 or _costlier(shown, counts) != _costlier(theta, counts):
        return who_costs_more(TEN_FLIPS.counts)
    of_heads, of_tails = _costs(theta, counts)
    return Asked(
        stem=f"A coin showed {told(counts)}: the peak is at θ̂ = {compact(theta, 3)}. Which lower ℓ(θ̂) more, all "
        "heads together or all tails together?",
        options=(
            Option("The heads", MORE_A_MORE_B),
            Option("The tails", MORE_A_MORE_B),
            Option("Both the same", HEIGHT_FOR_SLOPE),
        ),
        right=_costlier(theta, counts),
        why=f"The heads lower it by {nats(of_heads)} and the tails by {nats(of_tails)}. "
        + (
            "At θ̂ = 0.5 each flip costs the same, and both came as often."
            if counts.heads == counts.tails
            else "The rarer side has fewer flips, but each costs more: at the peak the slopes of the two balance, not "
            "their heights."
        ),
        shows={**keys(counts), "theta": plain(shown)},
    )


def _costs(theta: float, counts: Counts) -> tuple[float, float]:
    """Minus the log-likelihood of the heads, and of the tails, in nats."""
    heads, tails = Counts(counts.heads, 0), Counts(0, counts.tails)
    return -float(coin.log_likelihood(theta, heads)), -float(coin.log_likelihood(theta, tails))


def _costlier(theta: float, counts: Counts) -> int:
    """0 if the heads cost more, 1 if the tails do, 2 if they are equal."""
    heads, tails = _costs(theta, counts)
    return 2 if math.isclose(heads, tails, rel_tol=1e-12) else 0 if heads > tails else 1


def per_flip(many: Counts = HUNDRED_FLIPS) -> Asked:
    """Which of two samples of different sizes its own peak explains better, for each flip."""
    few = TEN_FLIPS.counts
    of_few, of_many = coin.max_log_likelihood(few), coin.max_log_likelihood(many)
    a, b = of_few / few.n, of_many / many.n
    same = math.isclose(a, b)
    return Asked(
        stem=f"{told(few)}: ℓ(θ̂) = {nats(of_few, 2)}. {told(many)}: ℓ(θ̂) = {nats(of_many, 2)}. Per flip, "
        "which of the two does its own θ̂ explain better?",
        options=(
            Option(f"The {few.n} flips", DENOMINATOR_NEGLECT),
            Option("Both alike", SAME_A_SAME_B),
            Option(f"The {many.n} flips", MORE_A_MORE_B),
        ),
        right=1 if same else 0 if a > b else 2,
        why=f"A sum grows with its number of terms. Divided by it, the first has {nats(a, 4)} a flip and the second "
        f"{nats(b, 4)}.",
        shows={**keys(many), "theta": plain(round(coin.mle(many) or 0.0, 3))},
    )


def factor_to_step(theta: float = 0.5) -> Asked:
    """What a factor between two likelihoods is between their logs."""
    flips = TEN_FLIPS.counts
    best = coin.mle(flips) or 0.0
    top, here = coin.max_log_likelihood(flips), float(coin.log_likelihood(theta, flips))
    ratio = math.exp(float(coin.log_likelihood_ratio(theta, flips)))
    return Asked(
        stem=f"For {told(flips)}, L({theta:g}) is {decimal(ratio)} times L({best:g}), and ℓ({best:g}) is "
        f"{nats(top)}. What is ℓ({theta:g})?",
        options=(
            Option(nats(here)),
            Option(nats(top * ratio), LINEARITY),
            Option(nats(top - ratio), ADDITIVE),
        ),
        right=0,
        why=f"A factor becomes a step: ℓ({theta:g}) is ℓ({best:g}) + log {decimal(ratio)}, {nats(top - here)} lower. "
        f"{nats(top * ratio)} would lie above the peak.",
        shows={**keys(flips), "theta": plain(theta)},
    )


def known_sigma(sigma: float = 2.0, miss: float = 2.0) -> Asked:
    """What a miss costs under a Gaussian whose standard deviation is known."""
    before, after = (
        float(gaussian.log_likelihood(0.0, s, [0.0]) - gaussian.log_likelihood(0.0, s, [miss])) for s in (1.0, sigma)
    )
    return Asked(
        stem=f"Under a Gaussian with σ = 1, a reading {miss:g} away from μ costs {nats(before, 2)} more than one at "
        f"μ. With σ = {sigma:g}, how much more does that reading cost than one at μ?",
        options=(
            Option(nats(before / sigma, 2), LINEARITY),
            Option(nats(before, 2), SAME_A_SAME_B),
            Option(nats(after, 2)),
        ),
        right=2,
        why=f"The extra cost is the squared miss over 2σ²: {compact(miss**2)} / {compact(2 * sigma**2)} = "
        f"{nats(after, 2)}. Squared error leaves out the factor 1/(2σ²), which moves no minimum but says how "
        "much a miss counts.",
        shows={"scene": "losses", "loss": "mse"},
    )


QUESTIONS: Final = (
    Question("log-likelihood.long-product", long_product),
    Question("log-likelihood.factor-to-step", factor_to_step),
    Question("log-likelihood.twice-the-flips", twice_the_flips),
    Question("log-likelihood.who-costs-more", who_costs_more),
    Question("log-likelihood.per-flip", per_flip),
    Question("log-likelihood.known-sigma", known_sigma),
)
