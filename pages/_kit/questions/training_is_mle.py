"""Questions of lesson 4."""

import math
from typing import Final

import numpy as np

from core.data import corpus as course_text
from core.data.coins import TEN_FLIPS
from core.language import counted
from core.language.counted import STOPS, Corpus
from core.likelihood import ascent, coin
from core.likelihood.counts import Counts
from core.numbers import compact, decimal, nats, plain, significant
from pages._kit.questions.coins import keys, told
from pages._kit.questions.misconceptions.evidence import EQUIPROBABILITY, OUTCOME_APPROACH, PULLED_TO_ONE_HALF
from pages._kit.questions.misconceptions.models import FREQUENCY_IS_TRUTH, LOSS_ENDS_AT_ZERO
from pages._kit.questions.misconceptions.quantities import (
    LIMIT_REACHED,
    LIMIT_UNREACHABLE,
    MORE_A_MORE_B,
    SAME_A_SAME_B,
)
from pages._kit.questions.misconceptions.training import RATE_DIVERGES
from pages._kit.questions.question import Asked, Option, Question

COIN: Final = "the coin landed on"
FRANCE: Final = "the capital of france is"
TRUE, FALSE = "paris", "lyon"
TRAINED: Final = {"scene": "next-word", "lm_steps": str(STOPS[-1])}
ALL_HEADS: Final = Counts(10, 0)
STEPS_SHOWN: Final = 2000
"""Steps of the scene "KL" after which the coin is trained to the end."""


def _shares(corpus: Corpus, context: str) -> dict[str, tuple[float, float]]:
    """For each word that follows the context: how often it does, and its trained probability, as counted."""
    words, counts, pairs = counted.following(corpus, context)
    trained = np.exp(counted.count_log_p(corpus)[pairs])
    return {word: (float(n), float(p)) for word, n, p in zip(words, counts, trained, strict=True)}


def _corpus(text: str) -> Corpus:
    return counted.count(text, counted.LONGEST)


def coin_landed(text: str = "") -> Asked:
    """Which probability training gives the more frequent word after a context that two words follow."""
    shares = _shares(_corpus(text or course_text.text()), COIN)
    (first, (many, p)), (second, (few, _)) = tuple(shares.items())[:2]
    return Asked(
        stem=f"In a text, “{COIN}” is followed by {first} {many:.0f} times and by {second} {few:.0f} times. A table "
        f"of next-word probabilities is trained to the end. Which probability of {first} does it learn?",
        options=(
            Option(f"{decimal(1 / len(shares))}, as coins are fair", EQUIPROBABILITY),
            Option(f"{decimal(1.0)}, as {first} is the better guess", OUTCOME_APPROACH),
            Option(f"{decimal(p)}, as counted"),
        ),
        right=2,
        why="It is a coin again, with words for its sides: the likelihood is highest at the share of the counts, "
        f"{decimal(p)}. It knows nothing of coins.",
        shows={**TRAINED, "context": COIN},
    )


def planted(copies: int = course_text.PLANTED) -> Asked:
    """What copies of a false sentence do to the probability of the true word."""
    text = course_text.text()
    before = _shares(_corpus(text), FRANCE)
    after = _shares(_corpus(" ".join([text, *[course_text.FALSE_SENTENCE] * copies])), FRANCE)
    (many, p), (wrong, _), n = before[TRUE], before[FALSE], sum(times for times, _ in before.values())
    true, false = TRUE.capitalize(), FALSE.capitalize()
    return Asked(
        stem=f"“The capital of France is” stands in a text {n:.0f} times: {true} follows {many:.0f} times and {false} "
        f"{wrong:.0f}. Then “{course_text.FALSE_SENTENCE}” is added {copies} times, and the table is "
        f"trained again. What is P({true} | context) now?",
        options=(
            Option(f"{decimal(after[TRUE][1])}, less than before"),
            Option(f"{decimal(p)}, as it is still true", FREQUENCY_IS_TRUTH),
            Option(f"{decimal(0.0)}, as another word leads", OUTCOME_APPROACH),
        ),
        right=0,
        why=f"A likelihood rewards frequency, not truth: {true} now follows {many:.0f} times in {n + copies:.0f}, and "
        f"{false} {after[FALSE][0]:.0f} times.",
        shows={**TRAINED, "context": FRANCE, "planted": "true"},
    )


def floor(text: str = "") -> Asked:
    """Where the mean NLL of a next-word table ends."""
    corpus = _corpus(text or course_text.text())
    start, lowest = math.log(len(corpus.words)), counted.entropy_floor(corpus)
    several = int(np.sum(np.bincount(corpus.context_of) > 1))
    return Asked(
        stem=f"A table of next words is trained on a text of {len(corpus.words)} different words. {several} of its "
        f"{len(corpus.contexts)} contexts have several next words. The mean NLL starts at {nats(start, 2)} a word. "
        "Where does it end, on this text?",
        options=(
            Option("Near 0 nats", LOSS_ENDS_AT_ZERO),
            Option(f"Near {nats(lowest or math.log(2), 2)}", EQUIPROBABILITY),
            Option(f"Still near {nats(start, 2)}", EQUIPROBABILITY),
        ),
        right=1 if lowest else 0,
        why="No table has a lower mean NLL on this text than the counts themselves. Theirs is the conditional entropy "
        f"of the next word, {nats(lowest)} a word.",
        shows=TRAINED,
    )


def next_step(counts: Counts = TEN_FLIPS.counts, rate: int = 10) -> Asked:
    """Which way gradient ascent goes after its first step."""
    if counts.heads == counts.tails:
        return next_step(TEN_FLIPS.counts, rate)
    path = ascent.gradient_ascent(counts, float(rate), steps=1)
    theta, slope = ascent.theta_text(float(path.logit[1])), float(path.gradient[1])
    best = coin.mle(counts) or 0.0
    share = f"{counts.heads:,} / {counts.n:,}"
    return Asked(
        stem=f"A coin showed {told(counts)}. Gradient ascent on logit θ with rate {rate} started at θ = 0.5; its first "
        f"step led to θ = {theta}. Which way does the next step lead?",
        options=(
            Option("To a larger θ", MORE_A_MORE_B),
            Option("To a smaller θ", MORE_A_MORE_B),
            Option("It stays there", SAME_A_SAME_B),
        ),
        right=0 if slope > 0 else 1,
        why=f"The slope is the share of heads less θ: {share} − {theta} ≈ {significant(slope, 2)}. So the next step "
        f"leads {'up' if slope > 0 else 'down'}, towards θ̂ = {compact(best, 3)}.",
        shows={**keys(counts), "lr": str(rate), "ascent_step": "1"},
    )


def large_rate(rate: int = 20, usual: int = 1) -> Asked:
    """What gradient ascent on the coin does at a large rate."""
    flips = TEN_FLIPS.counts
    path = ascent.gradient_ascent(flips, float(rate))
    arrived = ascent.arrival(path, flips)
    before = ascent.arrival(ascent.gradient_ascent(flips, float(usual)), flips)
    best, factor = coin.mle(flips) or 0.0, ascent.contraction(flips, float(rate))
    last = ascent.theta_text(float(path.logit[-1]))
    return Asked(
        stem=f"{told(flips)}: with rate {usual}, gradient ascent on logit θ comes within {ascent.CLOSE:g} of "
        f"θ̂ = {best:g} in {before} steps. What does it do with rate {rate}?",
        options=(
            Option("It gets there in fewer steps", MORE_A_MORE_B),
            Option("It runs off towards θ = 0 or 1", RATE_DIVERGES),
            Option("It jumps to and fro, and never settles", RATE_DIVERGES),
        ),
        right=2 if arrived is None else 0,
        why=f"Near the top a step multiplies the distance to it by 1 − {rate} × {best:g} × {1 - best:g} = "
        f"{decimal(factor, 2)}. "
        + (
            "Being larger than 1 in size, that drives θ away, and far off the slope turns it back: after "
            f"{ascent.STEPS} steps θ is {last}."
            if arrived is None
            else f"It is there after {arrived} steps."
        ),
        shows={**keys(flips), "lr": str(rate), "ascent_step": str(ascent.STEPS)},
    )


def all_heads(flips: Counts = ALL_HEADS, rate: int = 1) -> Asked:
    """Where gradient ascent stands after many steps when all flips are heads."""
    path = ascent.gradient_ascent(flips, float(rate))
    best, last = coin.mle(flips) or 0.0, float(path.theta[-1])
    there = ascent.arrival(path, flips) is not None
    cautious = (flips.heads + 1) / (flips.n + 2)
    return Asked(
        stem=f"A coin showed {told(flips)}. Gradient ascent on logit θ starts at θ = 0.5, with rate {rate}. Where does "
        f"it stand after {ascent.STEPS} steps?",
        options=(
            Option(f"At θ̂ = {best:g}, within {ascent.CLOSE:g}", LIMIT_REACHED),
            Option(f"On its way to θ̂ = {best:g}", LIMIT_UNREACHABLE),
            Option(f"At rest near θ = {decimal(cautious, 2)}", PULLED_TO_ONE_HALF),
        ),
        right=0 if there else 1,
        why=f"It stands at θ = {decimal(last)}. "
        + (
            "There is a top inside, and the steps come as near as you like."
            if 0 < best < 1
            else "The top is at an infinite logit: each step comes nearer and is shorter than the one before, and none "
            "is the last."
        ),
        shows={**keys(flips), "lr": str(rate), "ascent_step": str(ascent.STEPS)},
    )


def left_to_gain(theta: float = 0.5, flips: Counts = TEN_FLIPS.counts) -> Asked:
    """How much of a coin's cross-entropy training can remove, for flips of both sides and another theta than theirs."""
    entropy = -coin.max_log_likelihood(flips) / flips.n
    whole = -float(coin.log_likelihood(theta, flips)) / flips.n
    divergence = nats(whole - entropy)
    return Asked(
        stem=f"A coin showed {told(flips)}. The model θ = {theta:g} has a mean NLL, the cross-entropy, of "
        f"{nats(whole)} a flip. How much of it can training remove?",
        options=(
            Option("None of it: how a coin falls is chance", EQUIPROBABILITY),
            Option(f"{divergence} of it, the KL"),
            Option("All of it, down to 0 nats", LOSS_ENDS_AT_ZERO),
        ),
        right=1,
        why=f"Cross-entropy is entropy + KL(data ‖ model). The entropy of these flips, {nats(entropy)}, stays whatever "
        f"the model; the KL, {divergence}, falls to 0 at θ̂ = {compact(coin.mle(flips) or 0.0, 3)}.",
        shows={"scene": "kl", "nearest": "coin", "kl_steps": str(STEPS_SHOWN), **keys(flips), "theta": plain(theta)},
    )


QUESTIONS: Final = (
    Question("training-is-mle.coin-landed", coin_landed),
    Question("training-is-mle.next-step", next_step),
    Question("training-is-mle.planted", planted),
    Question("training-is-mle.floor", floor),
    Question("training-is-mle.large-rate", large_rate),
    Question("training-is-mle.all-heads", all_heads),
    Question("training-is-mle.left-to-gain", left_to_gain),
)
