"""What an expert would say of lesson 4's charts, and their rows."""

from typing import Final

import numpy as np

from core.arrays import FloatArray
from core.language.counted import STOPS, Following
from core.language.softmax_step import SoftmaxStep
from core.likelihood import ascent, coin
from core.likelihood.ascent import Path
from core.likelihood.counts import Counts
from core.losses import nearest
from core.losses.kl import Pieces, written
from core.numbers import decimal, nats, significant
from pages._kit.prose import escaped
from pages._kit.reading import Reading
from pages.training_is_mle.charts.climb_rows import FLOOR
from pages.training_is_mle.charts.slow_motion import HEADS, Lines

STEPS_READ: Final = (0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40)
SMALLEST: Final = 10.0**FLOOR
"""Nats a flip; the chart draws no smaller distance."""
MOST_WORDS: Final = 7
"""As many as the chart has rows."""


def of_climb(counts: Counts, paths: tuple[Path, Path], step: int) -> Reading:
    """The reading of both paths up to this step."""
    best = coin.mle(counts)
    gradient, newton = (_below(path, counts)[step] for path in paths)
    at = [ascent.theta_text(float(path.logit[step])) for path in paths]
    when = "Before the first step" if step == 0 else f"After {step} step{'s' if step > 1 else ''}"
    if best is None:
        where = ["There are no flips: the curve is level, and neither method moves from θ = 0.5."]
    else:
        top = decimal(best)
        where = [
            f"{when} gradient ascent stands at θ = {at[0]}, {_distance(float(gradient))} below the top at θ̂ = {top}; "
            f"Newton’s method stands at θ = {at[1]}, {_distance(float(newton))} below it.",
            _ahead(float(gradient), float(newton)),
        ]
    steps = [each for each in STEPS_READ if each < step] + [step]
    below = [_below(path, counts) for path in paths]
    return Reading(
        where,
        {
            "Step": [str(each) for each in steps],
            "θ, gradient": [ascent.theta_text(float(paths[0].logit[each])) for each in steps],
            "nats a flip below the top": [_small(float(below[0][each])) for each in steps],
            "θ, Newton": [ascent.theta_text(float(paths[1].logit[each])) for each in steps],
            "nats below, Newton": [_small(float(below[1][each])) for each in steps],
        },
    )


def _below(path: Path, counts: Counts) -> FloatArray:
    """How far each step lies below the top, in nats a flip; rounding never makes it negative."""
    if counts.n == 0:
        return np.zeros(path.theta.size)
    if not (counts.heads and counts.tails):
        return np.maximum(-path.height, 0.0)
    return np.maximum(-coin.log_likelihood_ratio(path.theta, counts) / counts.n, 0.0)


def _distance(value: float) -> str:
    return f"{_small(value)} nats a flip"


def _small(value: float) -> str:
    return significant(value, 3) if value == 0 or value >= SMALLEST else f"less than {SMALLEST:g}"


def _ahead(gradient: float, newton: float) -> str:
    near, far = ("Newton’s method", "gradient ascent") if newton < gradient else ("Gradient ascent", "Newton’s method")
    if max(gradient, newton) < SMALLEST:
        return "Both stand at the top, as nearly as the chart can show."
    if gradient == newton:
        return "Both are equally far."
    if min(gradient, newton) < SMALLEST:
        return f"{near} has arrived, as nearly as the chart can show; {far} has not."
    times = max(gradient, newton) / min(gradient, newton)
    return f"{near} is nearer: {far} still lacks {significant(times, 3)} times as much."


def of_next_word(
    follows: Following, probability: FloatArray, losses: FloatArray, floor: float, stop: int, context: str
) -> Reading:
    """The reading of the trained and the counted probabilities, and of the loss after ``STOPS[stop]`` steps."""
    share, loss = follows.counts / follows.counts.sum(), float(losses[stop])
    word, most = escaped(follows.words[0]), min(len(follows.words), MOST_WORDS)
    worst = int(np.argmax(np.abs(probability - share)))
    steps = f"{STOPS[stop]:,} step{'' if STOPS[stop] == 1 else 's'}"
    return Reading(
        [
            f"Left, after {steps} the model expects *{word}* to follow “{escaped(context)}” with probability "
            f"{p_text(float(probability[0]))}; its share of the counts is {p_text(float(share[0]))}.",
            f"Of the {len(follows.words):,} words that follow, *{escaped(follows.words[worst])}* is farthest from its "
            f"share: {p_text(float(probability[worst]))} for {p_text(float(share[worst]))}."
            if len(follows.words) > 1
            else "No other word follows there.",
            f"Right, the cross-entropy is {nats(loss, 4)}, from {nats(float(losses[0]), 4)} untrained; the floor lies "
            f"at {nats(floor, 4)}.",
        ],
        {
            "Next word": list(follows.words[:most]),
            "Trained": [p_text(float(p)) for p in probability[:most]],
            "Counted": [p_text(float(p)) for p in share[:most]],
            "Times in the text": [f"{count:,.0f}" for count in follows.counts[:most]],
        },
    )


def p_text(p: float) -> str:
    """A probability with three decimals from 0.1 on, and three significant digits below."""
    return decimal(p) if p >= 0.1 else significant(p, 3)


def of_slow_motion(step: SoftmaxStep, shown: Lines, frame: int) -> Reading:
    """The reading of the columns of one gradient step; ``frame``, from 1, is the one that is lit."""
    at = list(shown.places)
    up = [name for name, place in zip(shown.names, at, strict=True) if step.updated[place] > step.logits[place]]
    first = escaped(shown.names[0])
    return Reading(
        [
            f"Column {frame} of {len(HEADS)} is lit, {HEADS[frame - 1]}.",
            f"*{first}* has the probability {decimal(float(step.probability[0]), 4)} and the share "
            f"{decimal(float(step.share[0]), 4)} of the counts. It costs {nats(float(step.minus_log_p[0]))}, "
            f"its slope is {decimal(float(step.gradient[0]), 4)}, and the step moves its logit from "
            f"{decimal(float(step.logits[0]))} to {decimal(float(step.updated[0]))}.",
            f"{_logits(len(up), len(at))}, and the mean NLL of the batch goes from {nats(step.nll)} to "
            f"{nats(step.nll_after)}.",
        ],
        {
            "Next word": list(shown.names),
            "Share y": [decimal(float(step.share[place]), 4) for place in at],
            "p": [decimal(float(step.probability[place]), 4) for place in at],
            "p − y": [decimal(float(step.gradient[place]), 4) for place in at],
            "Logit, before and after": [
                f"{decimal(float(step.logits[place]))}, {decimal(float(step.updated[place]))}" for place in at
            ],
        },
    )


def _logits(up: int, of: int) -> str:
    return (
        f"{up} of the {of} logits {'rises' if up == 1 else 'rise'}"
        if of > 1
        else ("The one logit rises" if up else "The one logit stays")
    )


def of_kl(pieces: Pieces, at: int, per: str, column: tuple[str, list[str]], left: str, *, observed: bool) -> Reading:
    """The reading of the two pieces at each of ``nearest.STOPS``; ``column`` and ``left`` are the model's own."""
    heading, cells = column
    text = [written(pieces, stop) for stop in range(len(nearest.STOPS))]
    now, first, last = text[at], text[0], text[-1]
    steps = nearest.STOPS[at]
    when = "Before training" if steps == 0 else f"After {steps:,} step{'' if steps == 1 else 's'}"
    if not observed:
        return Reading([left, "Nothing came, so there is no cross-entropy to split."], {
            "Steps trained": [f"{each:,}" for each in nearest.STOPS], heading: cells,
        })  # fmt: skip
    return Reading(
        [
            left,
            f"{when} the cross-entropy is {now.cross_entropy} nats per {per}: {now.entropy} nats of entropy and "
            f"{now.kl} nats of KL.",
            f"Over the run the KL goes from {first.kl} to {last.kl} nats, and the entropy stays as it is.",
        ],
        {
            "Steps trained": [f"{each:,}" for each in nearest.STOPS],
            heading: cells,
            "Cross-entropy": [each.cross_entropy for each in text],
            "Entropy floor": [each.entropy for each in text],
            "KL": [each.kl for each in text],
        },
    )
