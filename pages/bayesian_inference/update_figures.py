"""Lesson 5's six figures, and what to read where a belief has no top inside the axis."""

from typing import Final

from core.belief.beta import Beta
from core.belief.beta_bernoulli import posterior, predictive
from core.belief.intervals import Kind, Region, credible
from core.likelihood import coin
from core.likelihood.counts import Counts, Interval
from pages._kit.belief import map_text, places, share
from pages._kit.figures import Figure, figures
from pages.bayesian_inference.charts.update import Words

SHORT: Final[dict[Kind, str]] = {"equal-tailed": "equal tails", "highest-density": "densest"}


def region_text(region: Region, digits: int) -> str:
    """0.389 to 0.736, or two such pieces."""

    def end(value: float) -> str:
        return f"{value:g}" if value in (0.0, 1.0) else share(value, digits)

    def text(piece: Interval) -> str:
        return f"{end(piece.lower)} to {end(piece.upper)}"

    return ", ".join(map(text, region.pieces))


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
