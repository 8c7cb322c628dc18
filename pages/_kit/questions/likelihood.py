"""Questions of lesson 2."""

import math
from fractions import Fraction
from typing import Final

import numpy as np

from core.data.coins import TEN_FLIPS
from core.data.horse_kicks import HORSE_KICKS
from core.likelihood import coin, poisson
from core.likelihood.counts import MAX_COUNT, Counts
from core.likelihood.poisson import Tally
from core.numbers import compact, decimal, from_log, plain, significant
from pages._kit.questions.coins import heads, keys, told
from pages._kit.questions.misconceptions.beliefs import LIKELIHOOD_AS_PROBABILITY
from pages._kit.questions.misconceptions.evidence import (
    EQUIPROBABILITY,
    PULLED_TO_ONE_HALF,
    SAMPLE_SIZE,
    SEQUENCE_AND_COUNT,
)
from pages._kit.questions.misconceptions.quantities import (
    ALL_SYMMETRIC,
    LINEARITY,
    MIDPOINT_FOR_MEAN,
    MODE_FOR_MEAN,
    MORE_A_MORE_B,
    MORE_DATA_MORE_SPREAD,
    SAME_A_SAME_B,
    ZERO_NUMERATOR,
)
from pages._kit.questions.question import Asked, Option, Question

TEN: Final = Fraction(10)

WHOLE: Final = {"paint": "false"}
"""Key of the address that shows all of the curve, whether or not the learner has painted it."""


def more_flips(counts: Counts = TEN_FLIPS.counts, heads_times: Fraction = TEN, tails_times: Fraction = TEN) -> Asked:
    """What happens to the peak when there are so many times the heads, and so many times the tails."""
    most = max(counts.heads * heads_times, counts.tails * tails_times)
    usable = counts.heads and counts.tails and counts.heads != counts.tails and most <= MAX_COUNT
    few = counts if usable else TEN_FLIPS.counts
    many = Counts(int(heads_times * few.heads), int(tails_times * few.tails))
    before, after = coin.standard_error(few) or 0.0, coin.standard_error(many) or 0.0
    options = (
        Option("It moves towards 0.5", PULLED_TO_ONE_HALF),
        Option("It stays and gets narrower", SAMPLE_SIZE),
        Option("It stays and gets wider", MORE_DATA_MORE_SPREAD),
    )
    moves = not math.isclose(coin.mle(few) or 0.0, coin.mle(many) or 0.0)
    return Asked(
        stem=f"{told(few)} become {many.heads:,} and {many.tails:,}. What happens to the likelihood’s peak?",
        options=options,
        right=0 if moves else 1 if after < before else 2,
        why=f"The share of heads says where the peak is, and the number of flips how wide: the standard error goes "
        f"from {significant(before, 3)} to {significant(after, 3)}.",
        shows={**keys(many), **WHOLE},
    )


def what_it_says(counts: Counts = TEN_FLIPS.counts, in_any_order: bool = False) -> Asked:
    """What the likelihood of one theta is the probability of; with ``in_any_order``, its binomial multiple."""
    theta = round(coin.mle(counts) or 0.0, 3)
    if not 0 < theta < 1:
        return what_it_says(TEN_FLIPS.counts, in_any_order)
    of_sequence = float(coin.log_likelihood(theta, counts))
    of_count = float(coin.log_pmf_heads(counts.heads, counts.n, theta))
    value = of_count if in_any_order else of_sequence
    shown, at, flips = from_log(value, 3), f"{theta:g}", told(counts)
    factor, letters = ("C(n, h) ", ", and n is their sum") if in_any_order else ("", "")
    return Asked(
        stem=f"For {flips}, the number {factor}θʰ(1 − θ)ᵗ at θ = {at} is {shown}, where h and t are the heads and "
        f"tails{letters}. Of what is it the probability?",
        options=(
            Option(f"Of θ = {at}, given these flips", LIKELIHOOD_AS_PROBABILITY),
            Option(f"Of the flips in one given order, if θ = {at}", SEQUENCE_AND_COUNT),
            Option(f"Of {heads(counts.heads)} in any order, if θ = {at}", SEQUENCE_AND_COUNT),
        ),
        right=1 if math.isclose(value, of_sequence, abs_tol=1e-9) else 2,
        why=f"It is a probability of flips, not of θ. One order has probability {from_log(of_sequence, 3)}; all orders "
        f"with as many heads have {from_log(of_count, 3)} together.",
        shows={**keys(counts), "theta": plain(theta), **WHOLE},
    )


def area(counts: Counts = TEN_FLIPS.counts, more_heads: int = 1) -> Asked:
    """What another flip, or one fewer, does to the area under the likelihood."""
    if counts.n == 0 or not 0 <= counts.heads + more_heads <= MAX_COUNT:
        return area(TEN_FLIPS.counts, more_heads)
    later = Counts(counts.heads + more_heads, counts.tails)
    before, after = coin.log_area(counts), coin.log_area(later)
    further = "One more flip is heads." if more_heads > 0 else "One of the heads is taken away."
    return Asked(
        stem=f"A coin showed {told(counts)}. {further} What happens to the area under L(θ) = θʰ(1 − θ)ᵗ, from θ = 0 "
        "to 1?",
        options=(
            Option("It grows", MORE_A_MORE_B),
            Option("It is 1 and stays 1", LIKELIHOOD_AS_PROBABILITY),
            Option("It shrinks", MORE_A_MORE_B if after > before else None),
        ),
        right=0 if after > before else 2,
        why=f"Another flip multiplies L(θ) by at most 1 at every θ: the area goes from {from_log(before, 3)} to "
        f"{from_log(after, 3)}. Nothing makes it 1, as L(θ) is no density of θ."
        if more_heads > 0
        else f"Without a flip, L(θ) loses a factor of at most 1: the area goes from {from_log(before, 3)} to "
        f"{from_log(after, 3)}.",
        shows={**keys(later), **WHOLE},
    )


def same_share(theta: float = 0.6, times: int = 10) -> Asked:
    """What so many times the flips, of one share, do to a ratio of likelihoods."""
    few = TEN_FLIPS.counts
    many = Counts(times * few.heads, times * few.tails)
    before, after = (float(coin.log_likelihood_ratio(theta, flips)) for flips in (few, many))
    one = from_log(before, 3)
    return Asked(
        stem=f"With {few.heads} heads and {few.tails} tails, L({theta:g}) is {one} of L at the peak. With "
        f"{many.heads} and {many.tails}, what fraction of L at the peak is L({theta:g})?",
        options=(
            Option(from_log(after, 3)),
            Option(f"{one}, as before", SAME_A_SAME_B),
            Option(from_log(before - math.log(times), 3), LINEARITY),
        ),
        right=0,
        why=f"{times} times the flips multiply {times} such ratios: {one} to the power {times} is "
        f"{from_log(after, 3)}.",
        shows={**keys(many), "theta": plain(theta), **WHOLE},
    )


def horse_kicks(frequencies: tuple[int, ...] = HORSE_KICKS.frequencies) -> Asked:
    """Which rate makes a tally of deaths most probable: the mean, not the most frequent number or the middle."""
    tally = Tally(tuple(range(len(frequencies))), frequencies)
    best, error = poisson.mle(tally) or 0.0, poisson.standard_error(tally) or 0.0
    seen = ", ".join(f"{k} in {times}" for k, times in zip(tally.values, tally.frequencies, strict=True))
    return Asked(
        stem=f"Deaths by horse kick in {tally.n} corps-years: {seen}. Which rate λ of a Poisson distribution makes "
        "this most probable?",
        options=(
            Option(compact(float(np.argmax(frequencies))), MODE_FOR_MEAN),
            Option(decimal(best, 2)),
            Option(compact((len(frequencies) - 1) / 2), MIDPOINT_FOR_MEAN),
        ),
        right=1,
        why=f"The Poisson likelihood is highest at the mean, {tally.total} deaths / {tally.n} = {decimal(best, 2)}, "
        f"with a standard error of {significant(error, 2)}. The most frequent number and the middle play no part.",
        shows={"data": "horse-kicks", "rate": plain(round(best, 2))},
    )


def never_heads(theta: float = 0.05, flips: int = 10) -> Asked:
    """How well a small theta explains flips without heads."""
    counts = Counts(0, flips)
    ratio = float(np.exp(coin.log_likelihood_ratio(theta, counts)))
    return Asked(
        stem=f"{flips} flips, and no heads: the likelihood’s peak is at θ = 0, where L is 1. What is L at "
        f"θ = {theta:g}?",
        options=(
            Option("0", ZERO_NUMERATOR),
            Option(decimal(1 - flips * theta), LINEARITY),
            Option(decimal(ratio)),
        ),
        right=2,
        why=f"Each tail has probability {1 - theta:g}, and {flips} of them {1 - theta:g} to the power {flips}, "
        f"{decimal(ratio)}. The best θ is 0, and this one is not ruled out.",
        shows={**keys(counts), "theta": plain(theta), **WHOLE},
    )


def above_or_below(theta: float = 0.7, flips: int = 10) -> Asked:
    """Which side of the expected number of heads is more probable, in a skewed binomial distribution."""
    center = round(theta * flips)
    p = np.exp(coin.log_pmf_heads(np.arange(flips + 1), flips, theta))
    above, below, at = float(p[center + 1 :].sum()), float(p[:center].sum()), float(p[center])
    equal, more = math.isclose(above, below), above > below
    return Asked(
        stem=f"A coin with θ = {theta:g} is flipped {flips} times; {center} heads are to be expected. Which is more "
        f"probable: more than {center} heads, or fewer?",
        options=(
            Option("Both alike", ALL_SYMMETRIC),
            # Where all numbers were equally likely, the side with more of them would win.
            Option(f"More than {center} heads", EQUIPROBABILITY),
            Option(f"Fewer than {center} heads", EQUIPROBABILITY),
        ),
        right=0 if equal else 1 if more else 2,
        why=f"More have probability {decimal(above)} together and fewer {decimal(below)}, beside {decimal(at)} for "
        f"exactly {center}. How many numbers lie on a side decides nothing: those far out are improbable.",
        shows={**keys(Counts(center, flips - center)), "theta": plain(theta), **WHOLE},
    )


QUESTIONS: Final = (
    Question("likelihood.more-flips", more_flips),
    Question("likelihood.what-it-says", what_it_says),
    Question("likelihood.area", area),
    Question("likelihood.same-share", same_share),
    Question("likelihood.never-heads", never_heads),
    Question("likelihood.horse-kicks", horse_kicks),
    Question("likelihood.above-or-below", above_or_below),
)
