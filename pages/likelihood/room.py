"""What a room says in lesson 2: the likelihood of its tosses, and its guesses of a peak."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from core.forecasts import guesses as crowd
from core.likelihood import coin, coverage, pooled
from core.likelihood.counts import Counts
from core.numbers import decimal, from_log, significant
from pages._kit.drawing import draw, how_to_read
from pages._kit.figures import Figure, figures
from pages._kit.reading import Reading, read_the_chart, telling
from pages._kit.room.activities import peak, toss
from pages._kit.room.activities.activity import FEWEST, Shown
from pages._kit.room.on_stage import Picture
from pages._kit.stage import Stage
from pages.likelihood.charts import room_peak, room_toss


def show_tosses(here: Stage, shown: Shown) -> None:
    """Draw the likelihood of all flips of the room, which gets narrower with each of them."""
    together = pooled.pooled(toss.all_counts(shown.takes))
    known = toss.truth(shown.now.round)
    with here.hero:
        draw(
            room_toss.rows(together, coverage.DROP_95, known),
            room_toss.spec(here.look),
            key="room_toss",
            alt="The likelihood of θ for all flips of the room, as a share of its maximum; thin lines for fewer flips "
            "with the same share of heads are wider.",
        )
        figures(*toss_figures(together, known), key="figures_room")
    read_the_chart(here, lambda: toss_reading(together, known))
    if not here.presenting:
        with here.reading:
            about = ", about a 95 % interval" if together.heads and together.tails else ""
            how_to_read(
                "The thick curve is the likelihood of all flips of the room, divided by its maximum. Thin: what fewer "
                "flips with the same share of heads would say. **The more flips, the narrower.** Shaded: the θ within "
                f"{coverage.DROP_95} nats of the maximum{about}."
            )


def toss_figures(together: Counts, known: float | None) -> list[Figure]:
    """The flips, the room's MLE, and how far it would typically be off."""
    best, error = coin.mle(together), coin.standard_error(together)
    near = coin.likelihood_interval(together, coverage.DROP_95)
    off = "" if known is None or best is None else f"the coin: {known:g}, off by {decimal(abs(best - known))}"
    return [
        Figure("Flips", f"{together.n:,}", toss.in_words(together)),
        Figure("Room's MLE θ̂", "none" if best is None else decimal(best), off or "heads / flips"),
        Figure(
            "Standard error", decimal(error, 4) if error else "none",
            f"shaded: θ from {decimal(near.lower)} to {decimal(near.upper)}",
            "How far θ̂ would typically move with as many new flips; four times the flips halve it. Below: the θ "
            f"within {coverage.DROP_95} nats of the maximum: about a 95 % interval, if heads and tails both fell.",
        ),
    ]  # fmt: skip


def toss_reading(together: Counts, known: float | None) -> Reading:
    """The reading of the room's curve."""
    best = coin.mle(together)
    near = coin.likelihood_interval(together, math.log(8))
    sentences = [
        f"{together.heads:,} of {together.n:,} flips fell heads, so the curve is highest at θ̂ = {decimal(best or 0)}.",
        f"At least an eighth of its maximum is reached by the θ from {decimal(near.lower)} to {decimal(near.upper)}.",
    ]
    if known is not None:
        ratio = float(coin.log_likelihood_ratio(known, together))
        sentences.append(f"The coin’s θ is {known:g}, where the curve has {from_log(ratio, 3)} of its maximum.")
    points = telling((0.0, 1.0), {"MLE θ̂": best, "the coin": known}, 11)
    ratios = coin.log_likelihood_ratio([point.x for point in points], together)
    return Reading(sentences, {
        "θ": [decimal(point.x) for point in points],
        "Share of the maximum": [from_log(float(ratio), 3) for ratio in ratios],
        "Where": [point.name for point in points],
    })  # fmt: skip


def show_guesses(here: Stage, shown: Shown) -> None:
    """Draw the curve that was guessed at, and the guesses of this take and of the one before."""
    counts = peak.flips(shown.now.round)
    takes = last_takes(shown)
    with here.hero:
        draw(
            room_peak.rows(counts, [(guesses, crowd.median(guesses)) for guesses in takes]),
            room_peak.spec(here.look),
            key="room_peak",
            alt="The likelihood of θ as a share of its maximum, and under it a dot for each guess of its peak with "
            "their median; where there was an earlier round, its guesses as hollow dots below.",
        )
        figures(*guess_figures(counts, takes), key="figures_room")
    read_the_chart(here, lambda: guess_reading(counts, takes))
    if not here.presenting:
        with here.reading:
            earlier = " Hollow: the guesses before; the line between the medians is their move." * (len(takes) > 1)
            how_to_read(
                f"Each dot is one person’s guess of the peak; the dotted line is where it is.{earlier} The median "
                "guess is never farther off than the median person."
            )


def last_takes(shown: Shown) -> list[list[float]]:
    """The guesses of now, and of the last take before if enough people guessed in it."""
    before = [take for take in shown.takes[:-1] if len(take.of) >= FEWEST]
    return [list(peak.guesses(take).values()) for take in (shown.now, *before[-1:])]


def guess_figures(counts: Counts, takes: list[list[float]]) -> list[Figure]:
    """The room's median guess, the MLE, and the error of the median beside that of the median person."""
    best = coin.mle(counts)
    assert best is not None
    now = crowd.median(takes[0])
    wise = crowd.wisdom(takes[0], best)
    note = f"{len(takes[0])} guesses"
    if len(takes) > 1:
        before = crowd.median(takes[1])
        note = f"before: {decimal(before)}, off by {decimal(abs(before - best))}"
    return [
        Figure("Room's median", decimal(now), note),
        Figure("MLE θ̂", significant(best, 3), f"{counts.heads:,} / {counts.n:,}"),
        Figure(
            "Off by", decimal(wise.of_median), f"median person: {decimal(wise.median_error)}",
            "The distance of the median guess from the MLE, and the median of everybody’s own distance, which is "
            "never smaller.",
        ),
    ]  # fmt: skip


def guess_reading(counts: Counts, takes: list[list[float]]) -> Reading:
    """The reading of the guesses: their quartiles in each take."""
    best = coin.mle(counts)
    assert best is not None
    wise = crowd.wisdom(takes[0], best)
    names = ("Now", "Before")[: len(takes)]
    quartiles = [np.quantile(guesses, [0, 0.25, 0.5, 0.75, 1]) for guesses in takes]
    sentences = [
        f"The median of the {len(takes[0])} guesses is {decimal(float(quartiles[0][2]))}; the peak is at "
        f"{decimal(best)}.",
        f"The median is off by {decimal(wise.of_median)}, the median person by {decimal(wise.median_error)}.",
    ]
    if len(takes) > 1:
        sentences.append(f"Before, the median was {decimal(float(quartiles[1][2]))}.")
    return Reading(sentences, {
        "Guess": ["lowest", "first quartile", "median", "third quartile", "highest"],
        **{name: [decimal(float(x)) for x in each] for name, each in zip(names, quartiles, strict=True)},
    })  # fmt: skip


PICTURES: Final[Mapping[str, Picture]] = {"toss": Picture(show_tosses), "peak": Picture(show_guesses)}
