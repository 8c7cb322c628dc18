"""Lesson 5's six figures, and what to read where a belief has no top inside the axis."""

import math
from typing import Final

import streamlit as st

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior, predictive
from core.belief.intervals import Kind, Region, credible
from core.likelihood import coin
from core.likelihood.counts import Counts, Interval
from core.numbers import decimal, significant
from pages._kit.stage import Figure, figures
from pages.bayesian_inference.charts.update import Words

NO_TOP = {
    "at 0": "The density falls from one end to the other: its mode is at an end, **θ = 0**",
    "at 1": "The density rises from one end to the other: its mode is at an end, **θ = 1**",
    "at both ends": "The density is highest at **both ends**, θ = 0 and θ = 1, and lowest between: no single MAP",
    "everywhere": "The density is flat: its mode is **everywhere**, and no θ is better than another",
}

SHORT: Final[dict[Kind, str]] = {"equal-tailed": "equal tails", "highest-density": "densest"}


def places(belief: Beta) -> int:
    """How many decimals tell something: two digits of the standard deviation, three at least."""
    return min(9, max(3, math.ceil(-math.log10(belief.sd)) + 1))


def share(value: float, digits: int) -> str:
    """A probability with three significant digits at least; the ends themselves need no more."""
    if value in (0.0, 1.0):
        return decimal(value)
    if value < 1e-4:
        return significant(value, 3)
    return decimal(value, max(digits, 2 - math.floor(math.log10(value))))


def region_text(region: Region, digits: int) -> str:
    """0.389 to 0.736, or two such pieces."""

    def end(value: float) -> str:
        return f"{value:g}" if value in (0.0, 1.0) else share(value, digits)

    def text(piece: Interval) -> str:
        return f"{end(piece.lower)} to {end(piece.upper)}"

    return ", ".join(map(text, region.pieces))


def map_text(belief: Beta, digits: int) -> str:
    """The posterior's mode in a word."""
    mode = belief.mode
    if mode.place == "everywhere":
        return "every θ"
    return " and ".join(f"{at:g}" if len(mode.at) > 1 else share(at, digits) for at in mode.at)


def words(prior: Beta, counts: Counts) -> Words:
    """What stands beside the marks of the chart."""
    after, best = posterior(prior, counts), coin.mle(counts)
    digits = places(after)
    return Words(
        mle="" if best is None else f"MLE {share(best, digits)}",
        map=f"MAP {map_text(after, digits)}",
        mean=f"mean {share(after.mean, digits)}",
    )


def beliefs(prior: Beta, counts: Counts, level: float, kind: Kind) -> None:
    """The posterior as a whole: what it is, where it puts its mass, and what it predicts."""
    after = posterior(prior, counts)
    digits = places(after)
    other: Kind = "highest-density" if kind == "equal-tailed" else "equal-tailed"
    region, rival = credible(after, level, kind), credible(after, level, other)
    figures(
        Figure(
            "Posterior", str(after), f"from {prior}",
            "A Beta again: add the heads to a and the tails to b.",
        ),
        Figure(
            "Credible interval", region_text(region, digits), f"{SHORT[other]}: {region_text(rival, digits)}",
            f"Given this prior and this model, θ lies inside with probability {level:g}. Equal-tailed leaves out the "
            "same probability on each side; highest-density is the shortest.",
        ),
        Figure(
            "P(next is heads)", share(predictive(after), digits), "θ averaged over the posterior",
            "The posterior predictive: the probability of heads on the next flip. For one flip it is the mean.",
        ),
        key="figures_belief",
    )  # fmt: skip


def estimates(prior: Beta, counts: Counts) -> None:
    """Three numbers that each stand for a whole curve."""
    after, best = posterior(prior, counts), coin.mle(counts)
    digits = places(after)
    flips = f"{counts.heads:,} / {counts.n:,}" if counts.n else "no flips yet"
    figures(
        Figure("MLE θ̂", "every θ" if best is None else share(best, digits), flips, "The data alone."),
        Figure(
            "MAP θ̂", map_text(after, digits),
            "the posterior’s top" if after.mode.place == "inside" else f"the mode is {after.mode.place}",
            "The mode of the posterior: (a − 1) / (a + b − 2) if both are above 1.",
        ),
        Figure(
            "Posterior mean", share(after.mean, digits), f"prior mean {share(prior.mean, 3)}",
            "Where the posterior balances, a / (a + b): a weighted average of the prior’s mean and the MLE.",
        ),
        key="figures_points",
    )  # fmt: skip


def edge_note(prior: Beta, counts: Counts) -> None:
    """What to read where there is no top inside, and where there are no flips."""
    after = posterior(prior, counts)
    if counts.n == 0:
        st.info("No flips yet: the likelihood is flat, and the posterior is the prior.")
    for name, belief in (("posterior", after), *((("prior", prior),) if counts.n else ())):
        mode = belief.mode
        if mode.place != "inside":
            unbounded = " It grows beyond all bounds there; the picture cuts it off." if math.isinf(mode.height) else ""
            st.caption(f"**{name.capitalize()} {belief}.** {NO_TOP[mode.place]}.{unbounded}")
