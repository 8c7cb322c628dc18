"""Questions of lesson 1."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from core.data.coins import TEN_FLIPS
from core.likelihood import coin, detective
from core.likelihood.counts import Counts
from core.likelihood.detective import DEFAULT_CASE
from core.numbers import compact, decimal, from_log
from pages._kit.prose import low
from pages._kit.questions.coins import keys, told
from pages._kit.questions.misconceptions.beliefs import LIKELIHOOD_AS_PROBABILITY
from pages._kit.questions.misconceptions.evidence import (
    ABSENCE_OF_EVIDENCE,
    BASE_RATE_NEGLECT,
    BASE_RATE_ONLY,
    FEATURE_POSITIVE,
    PSEUDODIAGNOSTICITY,
    TRANSPOSED_CONDITIONAL,
)
from pages._kit.questions.misconceptions.quantities import MORE_A_MORE_B, SAME_A_SAME_B
from pages._kit.questions.question import Asked, Option, Question

GARDENER, LODGER, BURGLAR = range(3)
FINGERPRINTS, FOOTPRINTS, WINDOW = range(3)
EVERY_CLUE: Final = (True,) * len(DEFAULT_CASE.clues)
WINDOW_BROKEN: Final = tuple(row[WINDOW] for row in DEFAULT_CASE.table)
VISIBLE: Final = 0.005
"""A rise of the log-likelihood, in nats, that a learner can see."""


def _low(suspect: int) -> str:
    """A suspect's name inside a sentence."""
    return low(DEFAULT_CASE.suspects[suspect])


def _odds(log_ratio: float) -> str:
    """The burglar's odds against the gardener, named by the one whom they favor."""
    return f"{_low(BURGLAR if log_ratio > 0 else GARDENER)}, {from_log(abs(log_ratio), 3)} to 1"


def _answer(log_ratio: float) -> str:
    odds = _odds(log_ratio)
    return odds[:1].upper() + odds[1:]


def ratio_of_guilt(base_rates: Sequence[float] = DEFAULT_CASE.base_rates) -> Asked:
    """How a likelihood ratio and a ratio of base rates, which differ, make the odds of guilt."""
    found = detective.verdict(DEFAULT_CASE.table, EVERY_CLUE, base_rates)
    likelihood, rates, both = (
        float(values[BURGLAR] - values[GARDENER]) for values in (found.log_likelihood, found.log_prior, found.log_joint)
    )
    return Asked(
        stem=f"In the case file, the {len(EVERY_CLUE)} clues together are {from_log(likelihood, 3)} times as probable "
        f"if {_low(BURGLAR)} did it as if {_low(GARDENER)} did. The base rates are "
        f"{decimal(base_rates[BURGLAR], 2)} and {decimal(base_rates[GARDENER], 2)}. Which of the two is more probably "
        "guilty, and at what odds?",
        options=(
            Option(_answer(likelihood), TRANSPOSED_CONDITIONAL),
            Option(_answer(both)),
            Option(_answer(rates), BASE_RATE_ONLY),
        ),
        right=1,
        why=f"Before the clues the odds favor {_odds(rates)}; the likelihood ratio multiplies {_low(BURGLAR)}’s odds "
        f"by {from_log(likelihood, 3)}. It would be the odds themselves only if both were equally probable before.",
        shows={"base_rates": "true"},
    )


def broken_window(
    cases: int = 1000,
    base_rates: Sequence[float] = DEFAULT_CASE.base_rates,
    window: Sequence[float] = WINDOW_BROKEN,
) -> Asked:
    """Who broke a window most probably, by natural frequencies."""
    table = [[p] for p in window]
    found, alone = detective.verdict(table, (True,), base_rates), detective.verdict(table, (True,))
    before = np.exp(found.log_prior)
    names, behind = DEFAULT_CASE.suspects, [f"{round(cases * share):,}" for share in before]
    fits, common, leads = int(np.argmax(alone.posterior)), int(np.argmax(before)), found.winners[0]
    answers = (
        (fits, float(alone.posterior[fits]), BASE_RATE_NEGLECT),
        (common, float(before[common]), BASE_RATE_ONLY),
        (leads, float(found.posterior[leads]), None),
    )
    left = [float(cases * share * p) for share, p in zip(before, window, strict=True)]
    return Asked(
        stem=f"Of {cases:,} cases, {_low(0)} is behind {behind[0]}, {_low(1)} behind {behind[1]} and {_low(2)} behind "
        f"{behind[2]}. They break a window in {100 * window[0]:g} %, {100 * window[1]:g} % and {100 * window[2]:g} % "
        "of their cases. A window is broken, and nothing else is known. Who did it most probably, and with what "
        "probability?",
        options=tuple(
            Option(f"{names[suspect]}, {decimal(p, 2)}", misconception) for suspect, p, misconception in answers
        ),
        right=2,
        why=f"Windows are broken in {compact(math.fsum(left), 3)} of the {cases:,} cases, and in "
        f"{compact(left[leads], 3)} of them by {_low(leads)}: a share of {decimal(float(found.posterior[leads]))}.",
        shows={"scene": "thousand", "base_rates": "true", "clues": DEFAULT_CASE.clues[WINDOW]},
    )


def finer_line_up(counts: Counts = TEN_FLIPS.counts, coins: int = 11, more: int = 101) -> Asked:
    """What happens to the best coin's likelihood when candidates are added, and all of the old ones stay."""
    before, after = detective.candidates(coins, counts), detective.candidates(more, counts)
    gain = float(np.max(after.log_likelihood) - np.max(before.log_likelihood))
    rises = not set(before.best) & set(after.best)
    if not counts.n or (rises and gain < VISIBLE):
        return finer_line_up(TEN_FLIPS.counts, coins, more)
    best = f"θ = {decimal(before.best[0], 2)}"
    return Asked(
        stem=f"A coin showed {told(counts)}. Now the line-up of {coins} coins, θ = 0, {1 / (coins - 1):g}, … up to 1, "
        f"grows to {more} coins, θ = 0, {1 / (more - 1):g}, … up to 1. What happens to its best coin’s likelihood?",
        options=(
            Option("It falls", LIKELIHOOD_AS_PROBABILITY),
            Option("It rises", MORE_A_MORE_B),
            Option("It stays the same", SAME_A_SAME_B),
        ),
        right=1 if rises else 2,
        why=f"Coins share nothing: each has its own likelihood, and {best} keeps it. "
        + (
            f"But θ = {decimal(after.best[0], 2)}, which is new, makes the flips {from_log(gain, 3)} times as probable."
            if rises
            else f"No new coin makes the flips more probable, as θ̂ is {compact(coin.mle(counts) or 0.0, 3)}."
        ),
        shows={"scene": "line-up", **keys(counts), "suspects": str(more)},
    )


def telling_clue(table: Sequence[Sequence[float]] = DEFAULT_CASE.table) -> Asked:
    """Which clue, once found, tells two suspects apart best."""
    terms = detective.verdict(table, EVERY_CLUE).log_terms
    ratios = np.abs(terms[GARDENER] - terms[BURGLAR])
    best, clues = int(np.argmax(ratios)), DEFAULT_CASE.clues
    given = ", ".join(
        f"{clue} with {decimal(table[GARDENER][place], 2)} and {decimal(table[BURGLAR][place], 2)}"
        for place, clue in enumerate(DEFAULT_CASE.clues)
    )
    return Asked(
        stem=f"{DEFAULT_CASE.suspects[GARDENER]} and {_low(BURGLAR)} leave these clues with these probabilities: "
        f"{given}. Which clue, once found, tells the two apart best?",
        options=tuple(
            Option(f"The {clue}", None if place == best else PSEUDODIAGNOSTICITY)
            for place, clue in enumerate(DEFAULT_CASE.clues)
        ),
        right=best,
        why="A clue counts by the ratio of its probabilities under the two: "
        + ", ".join(f"{from_log(float(ratio), 3)} for {clue}" for ratio, clue in zip(ratios, clues, strict=True))
        + ". Its probability under one of them alone says nothing.",
        shows={"clues": DEFAULT_CASE.clues[best]},
    )


def not_looked_for(looked: bool = False) -> Asked:
    """What it does to a suspect that a clue was not looked for, or was looked for and not found."""
    only_prints = tuple(place == FOOTPRINTS for place in range(len(DEFAULT_CASE.clues)))
    before = float(detective.verdict(DEFAULT_CASE.table, only_prints).posterior[GARDENER])
    # A clue that was looked for and not found is a factor of 1 - P.
    table = np.array(DEFAULT_CASE.table)
    table[:, FINGERPRINTS] = 1 - table[:, FINGERPRINTS]
    on = tuple(is_on or (looked and place == FINGERPRINTS) for place, is_on in enumerate(only_prints))
    after = float(detective.verdict(table, on).posterior[GARDENER])
    same = math.isclose(before, after)
    prints = ", ".join(
        f"{decimal(row[FINGERPRINTS], 2)} if {_low(place)} did it" for place, row in enumerate(DEFAULT_CASE.table)
    )
    return Asked(
        stem=f"Footprints were found. With equal base rates it was {_low(GARDENER)} with probability "
        f"{decimal(before)}. "
        + ("Somebody looked for fingerprints and found none" if looked else "Nobody has looked for fingerprints yet")
        + f"; their probability is {prints}. What does this do to {_low(GARDENER)}’s {decimal(before)}?",
        options=(
            Option("It stays as it is", FEATURE_POSITIVE if looked else None),
            Option("It goes up", ABSENCE_OF_EVIDENCE),
            Option("It goes down", PSEUDODIAGNOSTICITY if looked else ABSENCE_OF_EVIDENCE),
        ),
        right=0 if same else 1 if after > before else 2,
        why=f"Each suspect is multiplied by the probability of finding none, 1 − P, and the probability becomes "
        f"{decimal(after)}."
        if looked
        else "A clue that nobody looked for is summed out: found or not found, one of the two is certain, a factor of "
        f"1 for every suspect. The probability is still {decimal(after)}.",
        shows={"clues": DEFAULT_CASE.clues[FOOTPRINTS]},
    )


QUESTIONS: Final = (
    Question("detective.broken-window", broken_window),
    Question("detective.ratio-of-guilt", ratio_of_guilt),
    Question("detective.telling-clue", telling_clue),
    Question("detective.finer-line-up", finer_line_up),
    Question("detective.not-looked-for", not_looked_for),
)
